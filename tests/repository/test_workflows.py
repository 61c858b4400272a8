"""The workflows may do little, run nothing of a stranger with a token, and use what is pinned. zizmor says more: `make
workflows`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
import yaml
from check_jsonschema.builtin_schemas import get_builtin_schema
from jsonschema import validators

from support.built_site import ROOT

FILES = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
# What may be written, by workflow and job; everything else only reads.
MAY_WRITE = {
    "comment.comment": {"pull-requests"},
    "pages.deploy": {"pages", "id-token"},
    "release.release": {"contents"},
    "weekly.ask": {"issues"},
}


def workflow(file: Any) -> dict[str, Any]:
    return yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)


def jobs() -> Iterator[tuple[str, dict[str, Any]]]:
    for file in FILES:
        for name, job in workflow(file)["jobs"].items():
            yield f"{file.stem}.{name}", job


def steps() -> Iterator[tuple[str, dict[str, Any]]]:
    for name, job in jobs():
        for step in job.get("steps", []):
            yield name, step


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_workflow_has_the_form_that_github_takes(file: Any) -> None:
    schema = get_builtin_schema("vendor.github-workflows")
    validator = validators.validator_for(schema)(schema)
    content = yaml.safe_load(file.read_text(encoding="utf-8"))
    content["on"] = content.pop(True)  # YAML 1.1 takes "on" for true
    assert [error.message for error in validator.iter_errors(content)] == []


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_no_workflow_may_do_anything_by_itself(file: Any) -> None:
    assert workflow(file)["permissions"] == {}
    assert "pull_request_target" not in workflow(file)["on"]


def test_each_job_may_do_what_it_needs_and_ends() -> None:
    wrote = {}
    for name, job in jobs():
        allowed = job["permissions"]
        assert isinstance(allowed, dict), name
        wrote[name] = {what for what, how in allowed.items() if how == "write"}
        assert "timeout-minutes" in job or "uses" in job, name
    assert {name: what for name, what in wrote.items() if what} == MAY_WRITE


def test_nothing_that_a_stranger_can_run_may_write() -> None:
    for file in FILES:
        events = workflow(file)["on"]
        for name, job in workflow(file)["jobs"].items():
            if "pull_request" in events or "workflow_call" in events:
                assert set(job["permissions"].values()) == {"read"}, f"{file.stem}.{name}"
                assert "secrets" not in str(job), f"{file.stem}.{name}"


def test_every_action_is_pinned_to_one_commit_and_leaves_no_token_behind() -> None:
    pins: dict[str, set[str]] = {}
    for name, step in steps():
        if uses := step.get("uses"):
            action, _, commit = uses.partition("@")
            assert re.fullmatch("[0-9a-f]{40}", commit), f"{name}: {uses}"
            pins.setdefault(action, set()).add(commit)
            if action == "actions/checkout":
                assert step["with"]["persist-credentials"] == "false", name
    assert {action: len(commits) for action, commits in pins.items()} == dict.fromkeys(pins, 1)


def test_no_command_is_made_of_what_an_event_says() -> None:
    for name, step in steps():
        assert "${{" not in step.get("run", ""), name


def test_what_runs_after_a_strangers_build_runs_none_of_it() -> None:
    (job,) = workflow(ROOT / ".github" / "workflows" / "comment.yml")["jobs"].values()
    checkout, *commands = job["steps"]
    # Without a ref it is the published branch, and of that only the code that comments.
    assert set(checkout["with"]) == {"persist-credentials", "sparse-checkout"}
    assert [re.split(r"\s", step["run"])[0] for step in commands] == ["gh", "python3"]
    imports = set()
    for file in (ROOT / ".ci" / "github_comments").glob("*.py"):
        text = file.read_text(encoding="utf-8")
        imports |= set(re.findall(r"^(?:from|import) ([a-z_]+)", text, re.MULTILINE))
        assert not re.search(r"\b(?:eval|exec|(?<!re\.)compile|__import__|pickle|os\.system|shell=True)\b", text), file
    assert imports <= {
        "__future__",
        "collections",
        "github_comments",
        "json",
        "os",
        "pathlib",
        "re",
        "subprocess",
        "sys",
        "typing",
    }


def test_a_token_is_given_to_single_steps_only() -> None:
    for name, job in jobs():
        assert "token" not in str(job.get("env", "")).lower(), name
    for name, step in steps():
        if "GH_TOKEN" in step.get("env", {}):
            assert re.match(
                r"(?:gh |python3 -m github_comments\.|test ! -e \S+ \|\| python3 -m github_comments\.)", step["run"]
            ), name


def test_packages_wait_before_they_are_proposed() -> None:
    for update in workflow(ROOT / ".github" / "dependabot.yml")["updates"]:
        assert int(update["cooldown"]["default-days"]) >= 7
