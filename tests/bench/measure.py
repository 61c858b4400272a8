"""Runs a command and measures it."""

import os
import statistics
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
WORK = ROOT / ".cache" / "bench"


@dataclass(frozen=True)
class Cost:
    """What a command cost: seconds of processor time in user mode and in the system, of all its processes; seconds on the
    clock; MB of memory of its largest process.
    """

    user: float
    system: float
    clock: float
    memory: float

    @property
    def cpu(self) -> float:
        """Seconds of processor time."""
        return self.user + self.system


def median(costs: Sequence[Cost]) -> Cost:
    """The median of each value."""
    return Cost(*(round(statistics.median(getattr(cost, field.name) for cost in costs), 3) for field in fields(Cost)))


def environment(settings: Mapping[str, str]) -> dict[str, str]:
    """The environment of a command: this one, but with these settings of the site and no other."""
    other = {name: value for name, value in os.environ.items() if not name.startswith(("EVIDENCE_", "SITE_URL"))}
    notices = {"NO_MKDOCS_2_WARNING": "1", "DISABLE_MKDOCS_2_WARNING": "true"}
    return {**other, **notices, "PYTHONPATH": str(ROOT / "hooks"), **settings}


def run(command: Sequence[str | Path], folder: Path = ROOT, settings: Mapping[str, str] | None = None) -> Cost:
    """Run a command in a folder to its end. RuntimeError, with the end of its output, where it fails."""
    WORK.mkdir(parents=True, exist_ok=True)
    output, words = WORK / "output.txt", [str(word) for word in command]
    with output.open("w") as file:
        start = time.perf_counter()
        process = subprocess.Popen(
            words, cwd=folder, env=environment(settings or {}), stdout=file, stderr=subprocess.STDOUT
        )
        _, status, usage = os.wait4(process.pid, 0)  # of the process and of all that it waited for
        clock = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{' '.join(words)}\n{output.read_text()[-2000:]}")
    return Cost(usage.ru_utime, usage.ru_stime, clock, usage.ru_maxrss / 1024)
