"""Writes what the files of the repository say of its site: how to cite it, who holds the rights, who answers, what it is."""

import json
import re
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Mapping
from pathlib import Path

from evidence.loading import read_or_raise
from evidence.model import Evidence, Site

ROOT = Path(__file__).parents[3]
_OF_DATA = re.compile(r"(?:^  Copyright \(c\) .*\n)+", re.MULTILINE)
_OF_CODE = re.compile(r"(?:^Copyright \(c\) .*\n)+", re.MULTILINE)


def add_arguments(parser: ArgumentParser) -> None:
    """Nothing besides the data folder."""


def run(arguments: Namespace) -> int:
    """Write the files that differ."""
    for name in write(read_or_raise(arguments.data), ROOT):
        print(f"wrote {name}")
    return 0


def write(evidence: Evidence, root: Path) -> list[str]:
    """Write these files of a repository where they are and say something else; returns their names."""
    changed = []
    for name, text_of in FILES.items():
        file = root / name
        old = file.read_text(encoding="utf-8") if file.exists() else None
        if old is not None and (new := text_of(old, evidence)) != old:
            file.write_text(new, encoding="utf-8")
            changed.append(name)
    return changed


def is_of_another_site(site: Site, root: Path) -> bool:
    """Whether the citation file of a repository is that of another repository than the site names."""
    file = root / "CITATION.cff"
    said = (
        re.search(r"^repository-code: (\S+)$", file.read_text(encoding="utf-8"), re.MULTILINE)
        if file.exists()
        else None
    )
    return said is not None and said[1] != site.repository


def _readme(old: str, evidence: Evidence) -> str:
    """What stands before the first section is about the site; everything after it holds for any."""
    site, drug = evidence.site, evidence.drug
    _, section, rest = old.partition("\n## ")
    return f"""# {site.name}

A static site of what public sources report about one drug: trials, results, safety, and where sources disagree, with
every figure as its source printed it and a link to where that is. The drug is {drug.name} ({drug.code}) in
{drug.diseases}; the code knows nothing of it, only the data do.

{site.made_by} {site.funding} {site.interests} It is not medical advice.

**The site: <{site.site_url}>**
{section}{rest}"""


def _licence(old: str, evidence: Evidence) -> str:
    """The holders of the rights in data and words are the authors; those in the code stay, and the authors join them."""
    lines = [f"Copyright (c) {evidence.version[:4]} {author}\n" for author in evidence.site.authors]
    text = _OF_DATA.sub("".join(f"  {line}" for line in lines).replace("\\", r"\\"), old, count=1)
    held = _OF_CODE.search(text)
    if held is None:
        return text
    # The licence of the code asks that its notice stays.
    known = {re.sub(r"\(c\) \d{4}", "(c)", line) for line in held[0].splitlines()}
    joined = [line for line in lines if re.sub(r"\(c\) \d{4}", "(c)", line).strip() not in known]
    return text[: held.end()] + "".join(joined) + text[held.end() :]


def _citation(old: str, evidence: Evidence) -> str:
    """All of it, for a machine reads it. A day is released only where it is known."""
    site, drug, version = evidence.site, evidence.drug, evidence.version
    about = site.description.rstrip(".")
    return "\n".join(
        [
            "# How to cite this repository. `make repository` writes it from data/site.yml, and a test compares both.",
            "cff-version: 1.2.0",
            "message: Please cite the site as below, and for a single figure also the source that the site names beside it.",
            "type: dataset",
            f"title: {_quoted(site.name)}",
            f"abstract: {_quoted(f'{about}, and the code that checks the data and builds the site. It is not medical advice.')}",
            "authors:",
            *(f"  - name: {_quoted(author)}" for author in site.authors),
            f"version: {_quoted(version)}",
            *([f"date-released: {version}"] if len(version) == 10 else []),
            "license:",
            *(f"  - {name}" for name in dict.fromkeys([site.licence, "MIT"])),
            f"url: {site.site_url}",
            f"repository-code: {site.repository}",
            "keywords:",
            *(
                f"  - {_quoted(word)}"
                for word in dict.fromkeys([drug.name, *drug.indications, "clinical trials", "evidence"])
            ),
            "",
        ]
    )


def _quoted(text: str) -> str:
    """A text as YAML and JSON both write it."""
    return json.dumps(text, ensure_ascii=False)


def _owners(old: str, evidence: Evidence) -> str:
    """Who has the repository answers for what runs."""
    owner = evidence.site.repository.removeprefix("https://github.com/").partition("/")[0]
    lines = (
        line if line.startswith("#") else re.sub(r"@\S+$", f"@{owner}/maintainers", line) for line in old.split("\n")
    )
    return "\n".join(lines)


# File -> its text, made from what it says now.
FILES: Mapping[str, Callable[[str, Evidence], str]] = {
    "README.md": _readme,
    "LICENSE": _licence,
    "CITATION.cff": _citation,
    ".github/CODEOWNERS": _owners,
}
