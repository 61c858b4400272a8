"""How far a long build is: one line that changes on a terminal, plain lines elsewhere. Nothing that is made knows of it."""

import sys
from collections.abc import Iterator, Sequence
from time import monotonic
from typing import TypeVar

T = TypeVar("T")

# Seconds between two looks of the line, and after which a part of the build is worth a word.
_OFTEN, _LONG = 0.2, 2.0


class Part:
    """One part of a build: so many things of a kind. A part that is soon over prints nothing."""

    def __init__(self, what: str, total: int) -> None:
        self._what, self._total, self._done = what, total, 0
        self._began = self._said = 0.0
        self._line = sys.stderr.isatty()

    def step(self) -> None:
        """One more is done."""
        self._done += 1
        now = monotonic()
        self._began = self._began or now  # the first is what the others are counted from
        if now - self._began < _LONG or now - self._said < _OFTEN:
            return
        left = (now - self._began) / (self._done - 1) * (self._total - self._done)
        if self._line:
            print(
                f"\r\033[K{self._what}: {self._done} of {self._total}, about {left:.0f} s left", end="", file=sys.stderr
            )
        elif not self._said:
            print(f"{self._what}: {self._total} to do, about {left:.0f} s", file=sys.stderr)
        self._said = now
        sys.stderr.flush()

    def end(self) -> None:
        """All that will be done is done."""
        if self._said:
            start = "\r\033[K" if self._line else ""
            print(
                f"{start}{self._what}: {self._done} in {monotonic() - self._began:.0f} s", file=sys.stderr, flush=True
            )
        self._said = 0.0


def counted(what: str, things: Sequence[T]) -> Iterator[T]:
    """The same things one after another, counted as they are done."""
    part = Part(what, len(things))
    try:
        for thing in things:
            yield thing
            part.step()
    finally:
        part.end()
