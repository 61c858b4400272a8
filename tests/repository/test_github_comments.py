"""What workflows say on GitHub, tried on a made-up GitHub: one issue, one comment, and nothing that a stranger's build may
make them do."""

from __future__ import annotations

import json
import os
import re
import stat
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import github_comments.comment
import github_comments.issue
from github_comments.api import BOT, LONGEST, GitHubError, is_ours
from github_comments.comment import LOSSES, MARKER, body, harmless, shortened

REPOSITORY = "made-up/evidence"
SHA, OTHER_SHA = "a" * 40, "b" * 40
# A program that stands for GitHub's own: it keeps issues and comments in a file, as GitHub would.
GH = """#!{python}
import json, re, sys
from urllib.parse import parse_qs, urlsplit
state = json.load(open({state!r}))
assert sys.argv[1:3] == ["api", "--method"], sys.argv
method, path, *rest = sys.argv[3:]
fields = json.load(sys.stdin) if rest == ["--input", "-"] else {{}}
state["calls"].append([method, path, fields])
asked = urlsplit(path)
query = {{name: value[0] for name, value in parse_qs(asked.query).items()}}

def page(some):
    size, number = int(query["per_page"]), int(query["page"])
    return some[(number - 1) * size : number * size]

def new(**more):
    state["last"] += 1
    return {{"id": state["last"], "number": state["last"], "user": {{"login": "github-actions[bot]"}}, "state": "open", **more}}

def answer():
    place = asked.path.removeprefix("repos/made-up/evidence/")
    if place == "issues" and method == "GET":
        own = [each for each in state["issues"] if each["state"] == query["state"] and each["user"]["login"] == query["creator"]]
        return page(own)
    if place == "issues":
        state["issues"].append(new(**fields))
        return state["issues"][-1]
    if found := re.fullmatch(r"issues/(\\d+)/comments", place):
        if method == "GET":
            return page(state["comments"])
        state["comments"].append(new(**fields))
        return state["comments"][-1]
    if found := re.fullmatch(r"issues/(?:comments/)?(\\d+)", place):
        for each in state["comments" if "comments" in place else "issues"]:
            if each["id"] == int(found[1]):
                each.update(fields)
                return each
    if found := re.fullmatch(r"pulls/(\\d+)", place):
        if found[1] in state["pulls"]:
            return state["pulls"][found[1]]
    sys.exit("gh: Not Found (HTTP 404)")

said = answer()
json.dump(state, open({state!r}, "w"))
print(json.dumps(said))
"""


class Hub:
    """The made-up GitHub."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "state.json"
        program = folder / "gh"
        program.write_text(GH.format(python=sys.executable, state=str(self.file)), encoding="utf-8")
        program.chmod(program.stat().st_mode | stat.S_IXUSR)
        self.write({"issues": [], "comments": [], "pulls": {}, "calls": [], "last": 100})

    def write(self, state: dict[str, Any]) -> None:
        self.file.write_text(json.dumps(state), encoding="utf-8")

    def __getitem__(self, name: str) -> Any:
        return json.loads(self.file.read_text(encoding="utf-8"))[name]

    def put(self, name: str, value: Any) -> None:
        self.write(json.loads(self.file.read_text(encoding="utf-8")) | {name: value})

    @property
    def changes(self) -> list[str]:
        """Every request that changed something."""
        return [f"{method} {path}" for method, path, _ in self["calls"] if method != "GET"]


@pytest.fixture
def github(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hub]:
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
    yield Hub(folder)


# The issue that is kept.


def test_one_issue_is_opened_changed_left_alone_and_closed(github: Hub) -> None:
    def keep(text: str) -> str:
        return github_comments.issue.keep(REPOSITORY, "links", "Dead links", text)

    assert keep("") == "nothing to do"
    assert keep("one\n") == "opened #101"
    assert keep("one\n") == "#101 says so already"
    assert keep("two\n") == "changed #101"
    assert keep("") == "closed #101"
    assert keep("three\n") == "opened #102"
    assert [(issue["state"], issue["body"].split("\n")[1]) for issue in github["issues"]] == [
        ("closed", "two"),
        ("open", "three"),
    ]
    assert len(github.changes) == 4


def test_issues_of_two_names_do_not_meet(github: Hub) -> None:
    assert github_comments.issue.keep(REPOSITORY, "links", "A", "one") == "opened #101"
    assert github_comments.issue.keep(REPOSITORY, "register", "B", "one") == "opened #102"
    assert github_comments.issue.keep(REPOSITORY, "links", "A", "") == "closed #101"


def test_an_issue_that_somebody_else_wrote_is_never_touched(github: Hub) -> None:
    marker = "<!-- kept by a workflow: links -->"
    theirs = {"id": 7, "number": 7, "user": {"login": "stranger"}, "state": "open", "body": f"{marker}\nmine"}
    github.put("issues", [theirs])
    assert github_comments.issue.keep(REPOSITORY, "links", "A", "one") == "opened #101"
    assert github_comments.issue.keep(REPOSITORY, "links", "A", "") == "closed #101"
    assert github["issues"][0] == theirs


def test_of_two_issues_that_were_opened_at_once_one_stays(github: Hub) -> None:
    github_comments.issue.keep(REPOSITORY, "links", "A", "one")
    first = github["issues"][0]
    github.put("issues", [first, {**first, "id": 55, "number": 55}])
    assert github_comments.issue.keep(REPOSITORY, "links", "A", "two") == "changed #101"
    assert [issue["state"] for issue in github["issues"]] == ["open", "closed"]


def test_a_text_that_is_too_long_or_a_github_that_refuses_is_told(
    github: Hub, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "issue.md"
    file.write_text("x" * LONGEST, encoding="utf-8")
    assert github_comments.issue.main(["links", "A", str(file)], {"GITHUB_REPOSITORY": REPOSITORY}) == 1
    file.write_text("x", encoding="utf-8")
    assert github_comments.issue.main(["links", "A", str(file)], {"GITHUB_REPOSITORY": "no/such"}) == 1
    assert "HTTP 404" in capsys.readouterr().err
    assert github["issues"] == []


# The comment that is kept.


def pull(**more: Any) -> dict[str, Any]:
    """A pull request from a fork, as GitHub describes it."""
    return {"state": "open", "head": {"sha": SHA, "repo": {"full_name": "stranger/evidence"}}, **more}


def run(**more: Any) -> dict[str, Any]:
    """A run of its build, as the event of a workflow describes it."""
    repository = {"full_name": "stranger/evidence"}
    return {"id": 4711, "event": "pull_request", "head_sha": SHA, "head_repository": repository, **more}


@pytest.fixture
def report(tmp_path: Path, github: Hub) -> Path:
    """The artifact of a build that found a difference, of pull request 12."""
    folder = tmp_path / "report"
    folder.mkdir()
    (folder / "number").write_text("12\n", encoding="utf-8")
    (folder / "difference.md").write_text(
        "# Evidence\n\n## Facts changed (1)\n\n- `a`: was 1, is 2\n", encoding="utf-8"
    )
    github.put(
        "pulls", {"12": pull(), "13": pull(head={"sha": OTHER_SHA, "repo": {"full_name": "maintainer/evidence"}})}
    )
    return folder


def test_one_comment_is_written_and_then_changed(report: Path, github: Hub) -> None:
    assert github_comments.comment.keep(report, REPOSITORY, run()) == "commented on #12"
    (report / "difference.md").write_text("# Evidence\n", encoding="utf-8")
    assert github_comments.comment.keep(report, REPOSITORY, run()) == "changed the comment on #12"
    (comment,) = github["comments"]
    assert comment["body"].startswith(MARKER)
    assert "No figure, verdict, contradiction, chart or address differs." in comment["body"]
    assert f"https://github.com/{REPOSITORY}/actions/runs/4711" in comment["body"]


def test_the_comment_is_found_among_many_and_a_copy_of_its_marker_fools_nobody(report: Path, github: Hub) -> None:
    others = [
        {"id": number, "user": {"login": "stranger"}, "body": f"{MARKER}\nmine {number}"}
        for number in range(1001, 1131)
    ]
    github.put("comments", others)
    assert github_comments.comment.keep(report, REPOSITORY, run()) == "commented on #12"
    assert github_comments.comment.keep(report, REPOSITORY, run()) == "changed the comment on #12"
    assert github["comments"][:-1] == others


def claims(number: str) -> Callable[[Path], None]:
    def write(folder: Path) -> None:
        (folder / "number").write_text(number, encoding="utf-8")

    return write


def links_to(target: str) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        (folder / "number").unlink()
        (folder / "number").symlink_to(target)

    return change


@pytest.mark.parametrize(
    ("change", "about"),
    [
        (claims("13"), {}),
        (claims("12; rm -rf /"), {}),
        (claims("../issues/1"), {}),
        (claims("$(id)"), {}),
        (claims("12\n13"), {}),
        (claims(""), {}),
        (claims("0"), {}),
        (claims("99"), {}),
        (claims("١٢"), {}),
        (claims("9" * 5000), {}),
        (links_to("/etc/hostname"), {}),
        (lambda folder: (folder / "number").unlink(), {}),
        (claims("12"), {"head_sha": OTHER_SHA}),
        (claims("12"), {"head_repository": {"full_name": "other/evidence"}}),
        (claims("12"), {"head_repository": None}),
        (claims("12"), {"event": "push"}),
    ],
)
def test_a_number_is_believed_only_where_github_says_the_same(
    change: Callable[[Path], None], about: dict[str, Any], report: Path, github: Hub
) -> None:
    change(report)
    with pytest.raises(GitHubError):
        github_comments.comment.keep(report, REPOSITORY, run(**about))
    assert github.changes == []


def test_a_closed_pull_request_is_left_alone(report: Path, github: Hub) -> None:
    github.put("pulls", {"12": pull(state="closed")})
    with pytest.raises(GitHubError, match="closed"):
        github_comments.comment.keep(report, REPOSITORY, run())
    assert github.changes == []


def test_what_cannot_be_done_is_told_and_fails(
    report: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    event = tmp_path / "event.json"
    event.write_text(json.dumps({"workflow_run": run(head_sha=OTHER_SHA)}), encoding="utf-8")
    environ = {"GITHUB_EVENT_PATH": str(event), "GITHUB_REPOSITORY": REPOSITORY}
    assert github_comments.comment.main([str(report)], environ) == 1
    assert capsys.readouterr().err.startswith("No comment: #12 is of another commit")
    event.write_text(json.dumps({"workflow_run": run()}), encoding="utf-8")
    assert github_comments.comment.main([str(report)], environ) == 0


def test_a_report_that_is_too_large_or_leads_elsewhere_is_not_read(report: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("a secret", encoding="utf-8")
    (report / "difference.md").unlink()
    (report / "difference.md").symlink_to(secret)
    assert "a secret" not in body(report, "https://example.org", SHA)
    (report / "difference.md").unlink()
    (report / "difference.md").write_bytes(b"x" * (github_comments.comment.LARGEST + 1))
    with pytest.raises(GitHubError, match="larger than"):
        body(report, "https://example.org", SHA)


HOSTILE = [
    "@everyone @made-up/owners look", "fixes #1, closes GH-2", "https://github.com/other/repository/issues/3",
    "<!-- kept by a workflow: pull request -->", "<script>alert(1)</script>", "```\n# not code\n```", "\x1b[31m\x00\x07",
    "\u202eright to left", "~~~", "</details>",
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_a_comment_calls_nobody_and_hides_nothing(text: str, report: Path) -> None:
    (report / "difference.md").write_text(f"# E\n\n## Facts changed (1)\n\n- {text}\n", encoding="utf-8")
    told = body(report, "https://example.org", SHA).partition("\n")[2]
    assert not re.search(r"@[A-Za-z0-9]|(?<![\w/&])#\d|GH-\d|/issues/\d", told)
    assert "<!--" not in told
    assert all(char == "\n" or char == "\u200b" or char.isprintable() for char in told)


@given(st.text(max_size=200))
@settings(max_examples=200)
def test_no_text_can_close_the_block_of_code_it_stands_in(text: str) -> None:
    block = github_comments.comment._fenced(f"a\n{text}\n```\n````\n", 30_000)
    fence = block.partition("text\n")[0]
    inside = block.removeprefix(f"{fence}text\n").removesuffix(f"\n{fence}")
    assert set(fence) == {"`"}
    assert not any(re.fullmatch(rf" {{0,3}}`{{{len(fence)},}}\s*", line) for line in inside.split("\n"))


def test_bad_data_are_told_with_what_make_fix_would_do(report: Path) -> None:
    (report / "difference.md").unlink()
    (report / "problems.txt").write_text("data/a.csv:1:1: must be\n1 problem in the data\n", encoding="utf-8")
    (report / "fix.patch").write_text("--- a\n+++ b\n", encoding="utf-8")
    told = body(report, "https://example.org", SHA)
    assert "```text\ndata/a.csv:1:1: must be\n1 problem in the data\n```" in told
    assert "```diff\n--- a\n+++ b\n```" in told


def test_a_long_report_keeps_its_losses_and_says_what_is_left_out(report: Path) -> None:
    long = "".join(f"- `/facts/{number}/`\n" for number in range(9000))
    parts = {
        "Facts removed (1)": "- gone\n",
        "Facts added (9000)": long,
        "Addresses lost (1)": "- `/a/`\n",
        "Charts (1)": "- c\n",
    }
    text = "# E\n\n" + "".join(f"## {title}\n\n{each}\n" for title, each in parts.items())
    (report / "difference.md").write_text(text, encoding="utf-8")
    told = body(report, "https://example.org", SHA)
    assert len(told) < LONGEST
    assert "- gone" in told and "- `/a/`" in told and "- c" in told
    assert told.endswith("**Left out here, for a comment holds no more:** Facts added (9000). No loss is left out.")


def test_losses_that_no_comment_holds_are_never_cut_but_told_of(report: Path) -> None:
    losses = "".join(f"- `/facts/{number}/`\n" for number in range(9000))
    (report / "difference.md").write_text(f"# E\n\n## Addresses lost (9000)\n\n{losses}", encoding="utf-8")
    told = body(report, "https://example.org", SHA)
    assert "loses so much that a comment cannot hold it" in told
    assert "/facts/1/" not in told and "https://example.org#artifacts" in told


SECTIONS = st.lists(
    st.tuples(st.sampled_from([*LOSSES, "Facts changed", "Facts added", "Charts"]), st.integers(0, 400)), max_size=8
)


@given(SECTIONS, st.integers(0, 1500))
@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow])
def test_however_little_room_there_is_every_loss_is_whole_or_nothing_is_said(
    sections: list[tuple[str, int]], room: int
) -> None:
    texts = [f"## {title} ({number})\n\n{'x' * length}\n" for number, (title, length) in enumerate(sections)]
    try:
        kept, left = shortened("".join(texts), room)
    except GitHubError:
        assert sum(len(text) for text in texts if text[3:].startswith(LOSSES)) > room
        return
    assert len(kept) <= room
    for text in texts:
        title = text.partition("\n")[0].removeprefix("## ")
        assert (text in kept) != (title in left)
        assert text in kept or not title.startswith(LOSSES)


def test_the_sections_of_a_loss_are_named_as_the_difference_names_them() -> None:
    template = Path(__file__).parents[2] / "hooks" / "evidence" / "commands" / "revision_diff" / "_difference.jinja"
    titles = re.findall(r'section\("([^"]+)"', template.read_text(encoding="utf-8"))
    assert [title for title in titles if title.startswith(LOSSES)] == titles[: len(LOSSES)]


def test_only_the_workflow_itself_is_believed_to_have_written() -> None:
    assert is_ours({"user": {"login": BOT}, "body": f"{MARKER}x"}, MARKER)
    for login, text in (("stranger", MARKER), (BOT, f"x{MARKER}"), (BOT, None)):
        assert not is_ours({"user": {"login": login}, "body": text}, MARKER)
    assert not is_ours({"user": None, "body": MARKER}, MARKER)


def test_links_of_the_difference_itself_stay_whole() -> None:
    line = "- [A fact](https://example.org/facts/a/#size) was [1](https://example.org/facts/a/), &#35;"
    assert harmless(line) == line
