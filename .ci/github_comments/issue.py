"""`python -m github_comments.issue NAME TITLE FILE`: keeps one open issue with the text of FILE; an empty text closes it."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from github_comments.api import LONGEST, GitHubError, call, is_ours, pages


def keep(repository: str, name: str, title: str, text: str) -> str:
    """Open, change or close the issue of this name; gives what was done. An unchanged text writes to nobody."""
    marker = f"<!-- kept by a workflow: {name} -->"
    body = f"{marker}\n{text}"
    if len(body) > LONGEST:
        raise GitHubError(f"the text has {len(body)} characters, and an issue takes {LONGEST}")
    bot = "github-actions%5Bbot%5D"
    found = pages(f"repos/{repository}/issues?state=open&creator={bot}")
    own = [issue for issue in found if "pull_request" not in issue and is_ours(issue, marker)]
    if not own:
        if not text.strip():
            return "nothing to do"
        return f"opened #{call('POST', f'repos/{repository}/issues', {'title': title, 'body': body})['number']}"
    first, *more = own
    for issue in more:  # two runs at once may have opened two
        call(
            "PATCH", f"repos/{repository}/issues/{issue['number']}", {"state": "closed", "state_reason": "not_planned"}
        )
    path = f"repos/{repository}/issues/{first['number']}"
    if not text.strip():
        call("PATCH", path, {"state": "closed", "state_reason": "completed"})
        return f"closed #{first['number']}"
    if str(first["body"]).replace("\r\n", "\n").strip() == body.strip():
        return f"#{first['number']} says so already"
    call("PATCH", path, {"title": title, "body": body})
    return f"changed #{first['number']}"


def main(arguments: Sequence[str], environ: Mapping[str, str]) -> int:
    """Keep the issue of the repository that GITHUB_REPOSITORY names."""
    name, title, file = arguments
    try:
        print(keep(environ["GITHUB_REPOSITORY"], name, title, Path(file).read_text(encoding="utf-8")))
    except GitHubError as wrong:
        print(wrong, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], os.environ))
