"""Reads the arguments of a command, and says in one sentence what is wrong with them."""

import argparse
from datetime import date
from typing import NoReturn


class RequestError(Exception):
    """A command cannot do what was asked of it; the message is one sentence for people."""


class ArgumentParser(argparse.ArgumentParser):
    """A parser that refuses wrong arguments in one line on stderr, without its whole usage, and exits with 2."""

    def error(self, message: str) -> NoReturn:
        """Refuse the arguments."""
        self.exit(2, f"{self.prog}: {message}\n")


def iso_day(text: str) -> str:
    """A day as YYYY-MM-DD. ArgumentTypeError, which the parser catches, for any other text."""
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise argparse.ArgumentTypeError(f"must be a day such as 2026-01-31, got '{text}'") from None
