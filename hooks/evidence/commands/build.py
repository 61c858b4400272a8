"""Builds the site, unless the one that is there was made from the same."""

import subprocess
import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path

from evidence.site.cache import Cache
from evidence.site.output_directory import inputs_key, is_current

_SETTINGS = Path("mkdocs.yml")
_HOOKS = Path(__file__).parents[2]


def add_arguments(parser: ArgumentParser) -> None:
    """The folder of the site."""
    parser.add_argument("--site-dir", type=Path, default=Path("site"), help="folder to write the site into")


def run(arguments: Namespace) -> int:
    """Run a strict `mkdocs build`, whose exit code it returns; or print that nothing changed since the last build."""
    environ, folder = arguments.environ, arguments.site_dir
    inputs = inputs_key([_HOOKS, arguments.docs, arguments.data], _SETTINGS, environ, strict=True)
    if is_current(folder, inputs, Cache(Path(environ.get("EVIDENCE_CACHE") or ".cache"))):
        print(f"Nothing changed since the last build: {folder}/ is as it was")
        return 0
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(folder)]
    data = {"EVIDENCE_DATA": str(arguments.data)} if str(arguments.data) != environ.get("EVIDENCE_DATA", "data") else {}
    return subprocess.run(command, env={**environ, **data}, check=False).returncode
