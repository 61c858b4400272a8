"""`python -m github_comments.comment FOLDER`: keeps one comment on a pull request, with what its own build said of it.

The build of a pull request from a fork has no token; it leaves FOLDER as an artifact, and this runs afterwards with a token
that may comment. Everything in FOLDER was written by whoever opened the pull request. So nothing of it is run, the number in
it is believed only where GitHub says the same, and its text calls nobody.
"""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from github_comments.api import LONGEST, GitHubError, call, is_ours, pages

MARKER = "<!-- kept by a workflow: pull request -->"
LARGEST = 2_000_000  # bytes of a file that are read
# Sections of the difference that tell of a loss, by the beginning of their titles; they are never left out.
LOSSES = ("Addresses lost", "Log of changes altered", "Facts removed")
_SECTION = re.compile(r"^(?=## )", re.MULTILINE)


def read(file: Path) -> str:
    """A file of the artifact as text that shows itself and does nothing else; empty where there is none."""
    if file.is_symlink() or not file.is_file():
        return ""
    if file.stat().st_size > LARGEST:
        raise GitHubError(f"{file.name} is larger than {LARGEST} bytes")
    text = file.read_bytes().decode("utf-8", errors="replace").replace("\r\n", "\n")
    return "".join(char for char in text if char == "\n" or char.isprintable())


def harmless(text: str) -> str:
    """A text that mentions nobody, points at no other issue, and hides nothing in a comment of HTML."""
    text = re.sub(r"@(?=[A-Za-z0-9])", "@\u200b", text)
    text = re.sub(r"(?<!\]\()(?<![\w/&])#(?=\d)", "#\u200b", text)
    text = re.sub(r"\b(GH-)(?=\d)", "\\1\u200b", text, flags=re.IGNORECASE)
    text = re.sub(r"(github\.com/[\w.-]+/[\w.-]+/)(?=(?:issues|pull|commit|discussions)/)", "\\1\u200b", text)
    return text.replace("<!--", "&lt;!--")


def shortened(text: str, room: int) -> tuple[str, list[str]]:
    """The sections that fit into so many characters, losses first among them, and the titles of those left out. A loss that
    does not fit raises GitHubError: it is better to say nothing than to hide it."""
    head, *sections = _SECTION.split(text)
    losses = [section for section in sections if _title(section).startswith(LOSSES)]
    needed = len(head) + sum(map(len, losses))
    if needed > room:
        raise GitHubError(f"the losses alone have {needed} characters, and there is room for {room}")
    kept, left = [], []
    for section in sections:
        if section in losses:
            kept.append(section)
        elif needed + len(section) <= room:
            kept.append(section)
            needed += len(section)
        else:
            left.append(_title(section))
    return head + "".join(kept), left


def _title(section: str) -> str:
    return section.partition("\n")[0].removeprefix("## ").strip()


def body(folder: Path, run: str, commit: str) -> str:
    """The text of the comment; `run` is the address of the build, whose artifacts hold everything."""
    difference, problems = harmless(read(folder / "difference.md")), read(folder / "problems.txt")
    mends = read(folder / "fix.patch")
    everything = f"[whole difference, a preview of the site and pictures of changed charts]({run}#artifacts)"
    top = f"{MARKER}\n_What the build of {commit[:12]} says of itself. The {everything}._\n\n"
    if problems:
        parts = [f"**The data have problems.** `make check` says the same.\n\n{_fenced(problems, 30_000)}"]
        if mends:
            parts.append(f"**`make fix` would do this:**\n\n{_fenced(mends, 25_000, 'diff')}")
        return top + "\n\n".join(parts)
    try:
        text, left = shortened(re.sub(r"^# .*\n+", "", difference), LONGEST - len(top) - 2_000)
    except GitHubError:
        return f"{top}**This pull request loses so much that a comment cannot hold it.** Read the {everything} before merging."
    if left:
        text = f"{text.rstrip()}\n\n**Left out here, for a comment holds no more:** {'; '.join(left)}. No loss is left out."
    return top + (text.strip() or "No figure, verdict, contradiction, chart or address differs.")


def _fenced(text: str, room: int, kind: str = "text") -> str:
    """A text as a block of code, which nothing in it can close; cut at a line where it is long, and it says so."""
    lines, more = text.strip("\n").split("\n"), 0
    while len("\n".join(lines)) > room:
        lines.pop()
        more += 1
    fence = "`" * max(3, *(len(each) + 1 for each in re.findall("`+", text)), 3)
    rest = f"\n\n… and {more} more lines, in the artifact." if more else ""
    return f"{fence}{kind}\n" + "\n".join(lines) + f"\n{fence}{rest}"


def pull_request(folder: Path, repository: str, run: Mapping[str, Any]) -> int:
    """The number that the artifact claims, if GitHub says that this run was of that pull request as it stands now."""
    claimed = read(folder / "number").strip()
    if not re.fullmatch(r"[1-9][0-9]{0,8}", claimed):
        raise GitHubError("the artifact names no pull request")
    if run.get("event") != "pull_request":
        raise GitHubError("the run was of no pull request")
    pull = call("GET", f"repos/{repository}/pulls/{claimed}")
    head = pull.get("head") or {}
    owner = (head.get("repo") or {}).get("full_name")
    if (head.get("sha"), owner) != (run.get("head_sha"), (run.get("head_repository") or {}).get("full_name")):
        raise GitHubError(f"#{claimed} is of another commit, or of another repository, than this run")
    if pull.get("state") != "open":
        raise GitHubError(f"#{claimed} is closed")
    return int(claimed)


def keep(folder: Path, repository: str, run: Mapping[str, Any]) -> str:
    """Write or change the comment; gives what was done."""
    number = pull_request(folder, repository, run)
    text = body(folder, f"https://github.com/{repository}/actions/runs/{int(run['id'])}", str(run["head_sha"]))
    own = [each for each in pages(f"repos/{repository}/issues/{number}/comments") if is_ours(each, MARKER)]
    if own:
        call("PATCH", f"repos/{repository}/issues/comments/{own[0]['id']}", {"body": text})
        return f"changed the comment on #{number}"
    call("POST", f"repos/{repository}/issues/{number}/comments", {"body": text})
    return f"commented on #{number}"


def main(arguments: Sequence[str], environ: Mapping[str, str]) -> int:
    """Comment on the pull request of the run in GITHUB_EVENT_PATH, in the repository that GITHUB_REPOSITORY names."""
    event = json.loads(Path(environ["GITHUB_EVENT_PATH"]).read_text(encoding="utf-8"))
    try:
        print(keep(Path(arguments[0]), environ["GITHUB_REPOSITORY"], event["workflow_run"]))
    except GitHubError as wrong:
        print(f"No comment: {wrong}.", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], os.environ))
