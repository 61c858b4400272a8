"""What surrounds the code says what is there: owners, hooks before a commit, editor settings, locks, lists of commands."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from evidence.loading.folder_rules import FOLDERS, OPTIONAL, REQUIRED
from support.built_site import ROOT

# Lines that go on are one.
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8").replace("\\\n", " ")
COMMANDS = set(re.findall(r"^([a-z-]+):.*## ", MAKEFILE, re.MULTILINE))
# Lock -> the short file that it is made of, as `make lock` has it.
LOCKS = {lock: source for source, lock in re.findall(r"\$\(LOCK\) (\S+\.in).*--output-file (\S+)", MAKEFILE)}


# Locks.


@cache
def locked(lock: str) -> dict[str, tuple[Requirement, list[str], str]]:
    """Name -> what is pinned, its hashes, and the words after it, of each package in a lock."""
    found = {}
    text = (ROOT / lock).read_text(encoding="utf-8")
    for pin, rest in re.findall(r"^([a-zA-Z0-9][^\n\\]*?) \\\n((?: .*\n?)+)", text, re.MULTILINE):
        requirement = Requirement(pin)
        hashes = re.findall(r"--hash=(\S+?)(?: \\)?$", rest, re.MULTILINE)
        found[canonicalize_name(requirement.name)] = requirement, hashes, rest
    return found


def asked(source: str) -> Iterator[Requirement]:
    """What a short file asks for."""
    for line in (ROOT / source).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield Requirement(line)


def test_there_is_a_lock_for_every_list_of_packages() -> None:
    lists = {path.relative_to(ROOT).as_posix() for path in (ROOT / ".ci").glob("*.in")}
    assert lists == set(LOCKS.values())
    kept = {path.relative_to(ROOT).as_posix() for path in ROOT.rglob("requirements*.txt") if ".venv" not in str(path)}
    assert {path for path in kept if not path.startswith((".cache", "site"))} == set(LOCKS)


@pytest.mark.parametrize("lock", LOCKS)
def test_every_package_is_pinned_and_hashed_and_comes_from_the_index_of_the_machine(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    packages = locked(lock)
    lines = [line for line in text.splitlines() if line and not line.startswith((" ", "#"))]
    assert len(lines) == len(packages) > 0
    for name, (requirement, hashes, _) in packages.items():
        assert re.fullmatch(r"==[\w.!+]+", str(requirement.specifier)), name
        assert hashes and all(re.fullmatch("sha256:[0-9a-f]{64}", each) for each in hashes), name
    assert not re.search(r"--(?:extra-)?index-url|--find-links|file:|https?://|^-e ", text, re.MULTILINE)


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_is_made_of_its_list_as_it_stands(lock: str) -> None:
    source, packages = LOCKS[lock], locked(lock)
    wanted = {canonicalize_name(each.name): each for each in asked(source)}
    said = {name for name, (_, _, rest) in packages.items() if f"-r {source}" in rest}
    assert said == set(wanted), "the list has changed: make lock"
    for name, requirement in wanted.items():
        (pinned,) = packages[name][0].specifier
        assert requirement.specifier.contains(pinned.version, prereleases=True), f"{requirement}: make lock"


def test_what_two_locks_share_has_one_version() -> None:
    site = locked("requirements.txt")
    for lock in set(LOCKS) - {"requirements.txt"}:
        if re.search(rf"\$\(LOCK\) {re.escape(LOCKS[lock])} --constraint", MAKEFILE):
            differ = [
                name
                for name, each in locked(lock).items()
                if name in site and each[0].specifier != site[name][0].specifier
            ]
            assert differ == [], lock


def test_dependabot_looks_at_every_lock() -> None:
    told = yaml.safe_load((ROOT / ".github" / "dependabot.yml").read_text(encoding="utf-8"))
    (packages,) = [update for update in told["updates"] if update["package-ecosystem"] == "pip"]
    assert {f"/{Path(lock).parent.as_posix()}".removesuffix(".") for lock in LOCKS} == set(packages["directories"])


# Who is asked.


def owned() -> dict[str, str]:
    """Pattern -> owner."""
    lines = (ROOT / ".github" / "CODEOWNERS").read_text(encoding="utf-8").splitlines()
    return dict(line.split() for line in lines if line and not line.startswith("#"))


def test_whatever_runs_has_an_owner_and_every_pattern_something_to_own() -> None:
    for pattern in owned():
        path = pattern.removeprefix("/")
        assert list(ROOT.glob(path.rstrip("/"))), pattern
    for needed in (
        "/hooks/",
        "/.github/",
        "/.ci/",
        "/Makefile",
        "/mkdocs.yml",
        "/docs/.overrides/",
        "requirements*.txt",
    ):
        assert needed in owned()


def test_one_team_answers_for_all_of_it() -> None:
    (owner,) = set(owned().values())
    assert re.fullmatch(r"@[\w-]+/maintainers", owner)


@pytest.mark.parametrize("name", ["SECURITY.md", "CONTRIBUTING.md", "CODEOWNERS", "pull_request_template.md"])
def test_what_github_shows_to_those_who_come_is_there_and_leads_somewhere(name: str) -> None:
    text = (ROOT / ".github" / name).read_text(encoding="utf-8")
    for target in re.findall(r"\]\((\.\./[^)]+)\)", text):
        if not target.startswith("../../../"):  # an address on GitHub
            assert (ROOT / ".github" / target).exists(), target
    assert len(text) > 100


# Before a commit, and in an editor.


def test_what_runs_before_a_commit_is_what_make_runs_and_asks_no_network() -> None:
    told = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))
    assert [each["repo"] for each in told["repos"]] == ["local"]
    for hook in told["repos"][0]["hooks"]:
        assert hook["language"] == "system"
        assert hook["entry"].removeprefix("make --no-print-directory ") in COMMANDS - {"watch", "weaknesses", "lock"}
        assert re.compile(hook["files"])


def test_an_editor_knows_the_schema_of_every_file_of_the_data() -> None:
    settings: dict[str, Any] = json.loads((ROOT / ".vscode" / "settings.json").read_text(encoding="utf-8"))
    wanted = {f"data/{name}" for name in (*REQUIRED, *OPTIONAL)} | {f"data/{kind}/*.yml" for kind in FOLDERS}
    assert set(settings["yaml.schemas"].values()) == wanted
    for schema, pattern in settings["yaml.schemas"].items():
        assert (ROOT / schema).is_file()
        for file in ROOT.glob(pattern):
            first = file.read_text(encoding="utf-8").partition("\n")[0]
            assert first.endswith(f".schema/{Path(schema).name}"), file
    recommended = json.loads((ROOT / ".vscode" / "extensions.json").read_text(encoding="utf-8"))["recommendations"]
    assert "redhat.vscode-yaml" in recommended


# What is told about commands and changes.


def test_every_command_that_a_text_names_is_one_of_make() -> None:
    texts = [
        *ROOT.glob("*.md"),
        *(ROOT / "docs").rglob("*.md"),
        *(ROOT / ".github").glob("*.md"),
    ]
    told = {
        (path.relative_to(ROOT).as_posix(), name)
        for path in texts
        for name in re.findall(r"(?:`|^|; )make ([a-z][a-z-]*)", path.read_text(encoding="utf-8"), re.MULTILINE)
    }
    assert {each for each in told if each[1] not in COMMANDS} == set()
    phony = re.search(r"^\.PHONY: (.*)$", MAKEFILE, re.MULTILINE)
    assert phony and set(phony[1].split()) == COMMANDS


def test_the_list_of_changes_is_by_day_newest_first() -> None:
    text = (ROOT / "docs" / "changelog.md").read_text(encoding="utf-8")
    titles = re.findall(r"^## (.+?) \{#", text, re.MULTILINE)
    days = [date.fromisoformat(title) for title in titles[1:]]
    assert (titles[0], days) == ("Not yet released", sorted(days, reverse=True))


def test_each_decision_is_short_dated_and_listed() -> None:
    folder = ROOT / "docs" / "decisions"
    listed = (folder / "index.md").read_text(encoding="utf-8")
    for file in sorted(folder.glob("0*.md")):
        text = file.read_text(encoding="utf-8")
        assert re.search(r"^Date: \d{4}-\d{2}-\d{2}\. State: ", text, re.MULTILINE), file.name
        assert f"({file.name})" in listed, file.name
        assert len(text.split()) < 1_100, file.name
