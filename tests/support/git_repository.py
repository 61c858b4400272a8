"""Commands in a folder, as a contributor runs them, without any setting of this machine's git."""

import subprocess
from pathlib import Path

from support.built_site import surroundings


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a command in a folder, without any setting of this machine's git."""
    quiet = {"GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_SYSTEM": "/dev/null"}
    who = {f"GIT_{role}_{part}": "a@example.org" for role in ("AUTHOR", "COMMITTER") for part in ("NAME", "EMAIL")}
    environ = surroundings(**quiet, **who)
    return subprocess.run(arguments, cwd=folder, env=environ, capture_output=True, text=True, timeout=200, check=False)
