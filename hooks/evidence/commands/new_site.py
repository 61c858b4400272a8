"""Begins the data of a site about another drug: a small folder of made-up data that builds at once, to be replaced piece by
piece. What the arguments do not say is asked at the terminal."""

import json
import re
import shutil
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Mapping
from pathlib import Path

from evidence.checks import problems
from evidence.commands import repository
from evidence.commands.schemas import write_schemas
from evidence.loading import read, read_or_raise
from evidence.model.problems import BadData, Problem

EXAMPLE = Path(__file__).parent / "example"
# Argument -> what the example has in its place.
NAMES = {
    "drug": "examplinib",
    "code": "EXA-101",
    "indication": "Example's disease",
    "authors": "The authors of this site",
    "repository": "https://github.com/example/evidence",
    "made_by": "Who makes this site is not said yet.",
    "funding": "How it is funded is not said yet.",
    "interests": "Which ties its makers have to companies is not said yet.",
}
_SITE_URL = "https://example.github.io/evidence/"
_QUESTIONS = {
    "drug": "What is the drug called?",
    "code": "What is its sponsor's code?",
    "indication": "Which disease is the site about?",
    "authors": "Who are the authors, as a citation names them?",
    "repository": "What is the address of the repository on GitHub?",
    "made_by": "Who makes the site? A sentence.",
    "funding": "How is it funded? A sentence.",
    "interests": "Which ties do its makers have to companies? A sentence.",
}


def add_arguments(parser: ArgumentParser) -> None:
    """The folder and the names."""
    parser.add_argument("folder", type=Path, help="folder to write, which must not exist yet")
    for name, question in _QUESTIONS.items():
        parser.add_argument(
            f"--{name.replace('_', '-')}", default="", help=f"{question} (the example says {NAMES[name]})"
        )


def run(arguments: Namespace) -> int:
    """Write the folder."""
    names = {name: getattr(arguments, name) for name in NAMES}
    if sys.stdin.isatty():
        names |= {name: _answer(name) for name, given in names.items() if not given}
    count = write_example(arguments.folder, names)
    is_own = arguments.folder.resolve() == repository.ROOT / "data"
    if is_own:
        draft = read_or_raise(arguments.folder)
        for name in repository.write(draft, repository.ROOT):
            print(f"wrote {name}")
    named = "" if is_own else f"EVIDENCE_DATA={arguments.folder} "
    print(f"{count} files in {arguments.folder}. To see the site: {named}make serve")
    return 0


def _answer(name: str) -> str:
    """What somebody types at the terminal; an empty answer keeps the name of the example."""
    try:
        return input(f"{_QUESTIONS[name]} [{NAMES[name]}] ").strip()
    except EOFError:
        return ""


def write_example(folder: Path, names: Mapping[str, str]) -> int:
    """Write the data of a drug with these names into a new folder; returns the number of files.

    BadData where the folder exists or a name is not valid; then nothing is left behind.
    """
    if folder.exists():
        message = "must not be there yet, so that nothing is overwritten"
        raise BadData([Problem(folder.as_posix(), 1, 1, "", message)])
    shutil.copytree(EXAMPLE, folder)
    for file in folder.rglob("*.yml"):
        file.write_text(_renamed(file.read_text(encoding="utf-8"), names), encoding="utf-8")
    write_schemas(folder)
    if found := problems(read(folder)):
        shutil.rmtree(folder)
        raise BadData(found)
    return sum(1 for file in folder.rglob("*") if file.is_file())


def _renamed(text: str, names: Mapping[str, str]) -> str:
    """A file of the example with other names; it has them in double quotes, as YAML and JSON both write texts."""
    if address := _published(names.get("repository") or ""):
        text = text.replace(_SITE_URL, address)
    for kind, old in NAMES.items():
        new = json.dumps(names.get(kind) or old, ensure_ascii=False)[1:-1]
        text = text.replace(old, new)
        if old[:1].islower():  # at the beginning of a sentence
            text = text.replace(old[:1].upper() + old[1:], new[:1].upper() + new[1:])
    return text


def _published(repository_address: str) -> str:
    """Where GitHub publishes the site of a repository; empty where its address is not one of GitHub's."""
    found = re.fullmatch(r"https://github\.com/([\w-]+)/([\w.-]+)", repository_address)
    return f"https://{found[1].lower()}.github.io/{found[2]}/" if found else ""
