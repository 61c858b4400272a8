"""Findings as the text of an issue. Text from outside is shown as code: it can mention nobody, show no picture and hide
nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from evidence.model import Site, links
from watch.links import Finding
from watch.register import STUDY, Difference

LONGEST = 60_000  # GitHub takes 65,536 characters
FIELDS = {
    "status": "Status",
    "start_date": "Start",
    "primary_completion_date": "Primary completion",
    "completion_date": "Completion",
    "completion_type": "Completion is",
    "enrolled": "People enrolled",
    "planned": "People planned",
    "results_posted": "Results posted",
}
KINDS = {
    "dead": "Lead nowhere any more",
    "moved": "Lead elsewhere for good",
    "unknown": "Could not be asked by a program: open them in a browser",
}


def code(text: str) -> str:
    """A text from outside, as code on one line."""
    plain = " ".join("".join(char if char.isprintable() else " " for char in text).split()).replace("`", "'")
    return f"`{plain if len(plain) <= 300 else plain[:299] + '…'}`" if plain else "`(nothing)`"


def register(
    site: Site,
    found: Mapping[str, tuple[str, Sequence[Difference]]],
    unread: Mapping[str, str],
    newer: Iterable[str],
) -> str:
    """The differences by study: name -> (its number, what differs), what could not be read, and what only has a newer
    version; empty where there is nothing to do, for all that differs is explained by a contradiction."""
    lines = []
    for name, (number, differ) in found.items():
        if not all(each.known for each in differ):
            lines += [f"### {code(name)}, [{number}]({STUDY}{number})", ""]
            lines += [
                f"- {FIELDS[each.field]}: here {code(each.here)}, in the register now {code(each.there)}"
                f"{' – known: ' + code(each.known) if each.known else ''} ([edit]({_edit(site, each.path, each.line)}))"
                for each in differ
            ]
            lines.append("")
    if unread:
        lines += ["### Could not be compared", "", *(f"- {code(name)}: {why}" for name, why in unread.items()), ""]
    if not lines:
        return ""
    if more := list(newer):
        lines += [
            "### A newer version, nothing different in these fields",
            "",
            *(f"- {code(name)}" for name in more),
            "",
        ]
    head = (
        "The register says something else than the data. Read the record, then change the data, or write down as a"
        " contradiction that sources differ. A new version of a record is a report of its own.\n"
    )
    return _cut([head, *lines])


def dead_links(site: Site, found: Iterable[Finding]) -> str:
    """The findings by what is wrong; empty where there is nothing to do. What could not be asked is no reason for an issue."""
    by_kind = {kind: [each for each in found if each.kind == kind] for kind in KINDS} if (found := list(found)) else {}
    if not any(by_kind.get(kind) for kind in ("dead", "moved")):
        return ""
    lines = ["The addresses of these sources do not simply lead to them. An archived copy may help.\n"]
    for kind, title in KINDS.items():
        if some := by_kind[kind]:
            lines += [f"### {title}", ""]
            lines += [
                f"- {code(each.source)}: {code(each.address)} {code(each.what)}"
                f" ([edit]({_edit(site, each.path, each.line)}))"
                for each in some
            ]
            lines.append("")
    return _cut(lines)


def _edit(site: Site, path: str, line: int) -> str:
    return links.edit_address(site.repository, site.branch, path, line)


def _cut(lines: Iterable[str]) -> str:
    """The lines that an issue can hold; it says so where there are more."""
    kept: list[str] = []
    for line in lines:
        if sum(map(len, kept)) + len(kept) + len(line) > LONGEST:
            kept.append("\nThere is more than an issue can hold; it comes when this is done.")
            break
        kept.append(line)
    return "\n".join(kept).strip() + "\n"
