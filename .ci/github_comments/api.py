"""GitHub's API, by its own program gh."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator, Mapping
from typing import Any

BOT = "github-actions[bot]"
LONGEST = 65_000  # characters; GitHub takes 65,536
PAGES = 50


class GitHubError(Exception):
    """GitHub did not do what was asked, or what was asked must not be done; the message says why."""


def call(method: str, path: str, fields: Mapping[str, Any] | None = None) -> Any:
    """One request; gives the answer. `path` is below https://api.github.com."""
    command = ["gh", "api", "--method", method, path, *(("--input", "-") if fields is not None else ())]
    body = json.dumps(fields) if fields is not None else None
    try:
        done = subprocess.run(command, input=body, capture_output=True, text=True, timeout=120, check=True)
        return json.loads(done.stdout) if done.stdout.strip() else None
    except subprocess.CalledProcessError as failed:
        raise GitHubError(f"{method} {path}: {failed.stderr.strip()}") from None
    except (OSError, subprocess.TimeoutExpired, ValueError) as failed:
        raise GitHubError(f"{method} {path}: {failed}") from None


def pages(path: str) -> Iterator[Any]:
    """Every entry of a list that comes in pages."""
    for number in range(1, PAGES + 1):
        some = call("GET", f"{path}{'&' if '?' in path else '?'}per_page=100&page={number}")
        yield from some
        if len(some) < 100:
            return


def is_ours(entry: Mapping[str, Any], marker: str) -> bool:
    """Whether a workflow wrote this issue or comment: its author is the workflow and its text begins with the marker. A marker
    alone proves nothing, since anybody can write one."""
    author = entry.get("user") or {}
    return author.get("login") == BOT and str(entry.get("body") or "").startswith(marker)
