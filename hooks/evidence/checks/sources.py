"""Sources are used as what they are, and can be found."""

import re
from collections.abc import Iterator
from itertools import chain

from evidence.checks.reporting import citations, must_be_given, must_be_left_out, positions, problem_at
from evidence.loading import Draft
from evidence.loading.rules import rule
from evidence.model.problems import Problem

REVIEWED = ("journal-article", "conference-abstract")


@rule("evidence")
def source_cited(draft: Draft) -> Iterator[Problem]:
    """A source must be cited somewhere."""
    used = {key for _, _, key in chain(citations(draft), positions(draft))}
    for key, source in draft.sources.items():
        if key not in used and key not in draft.unreadable:
            yield problem_at(source, must="be cited somewhere", got=key, more=", which nothing cites")


@rule("evidence")
def tier_three_only_explained(draft: Draft) -> Iterator[Problem]:
    """A source known to hold errors must be cited only in the positions of a contradiction."""
    for record, field, key in citations(draft):
        if key and key in draft.sources and not draft.sources[key].is_citable:
            yield problem_at(
                record,
                *field,
                must="be a source of tier 1 or 2",
                got=key,
                more=" of tier 3, which only contradictions may cite",
            )


@rule("evidence")
def source_once(draft: Draft) -> Iterator[Problem]:
    """A document must be one source."""
    for name in ("url", "doi"):
        first: dict[str, str] = {}
        for key, source in draft.sources.items():
            value = getattr(source, name)
            if value and first.setdefault(_same(value), key) != key:
                yield problem_at(
                    source, name, must="be that of one source", got=value, more=f" (also that of {first[_same(value)]})"
                )


def _same(address: str) -> str:
    """An address without what does not tell documents apart."""
    return re.sub(r"^https?://(www\.)?|/$", "", address).casefold()


@rule("evidence")
def address_as_its_kind(draft: Draft) -> Iterator[Problem]:
    """A source must have an address, unless its kind says that it is withheld."""
    for source in draft.sources.values():
        if source.address_kind == "withheld":
            yield from must_be_left_out(source, "url", why="the address is withheld")
        else:
            yield from must_be_given(source, "url", why=f"the address is {source.address_kind} and not withheld")


@rule("evidence")
def address_explained(draft: Draft) -> Iterator[Problem]:
    """An address that is not https, or not known to lead there, must be explained in a note."""
    for source in draft.sources.values():
        if source.note is None:
            if source.url and source.url.startswith("http://"):
                yield problem_at(source, "note", must=f"explain the address, for {source.url} is not https")
            elif source.address_kind in ("inferred", "withheld"):
                yield problem_at(source, "note", must=f"explain the address, for it is {source.address_kind}")


@rule("evidence")
def doi_in_its_field(draft: Draft) -> Iterator[Problem]:
    """An address at doi.org must be that of the source's doi."""
    for source in draft.sources.values():
        found = re.match(r"https?://(?:dx\.)?doi\.org/(.+)", source.url or "")
        if found and source.doi and found[1].casefold() != source.doi.casefold():
            yield problem_at(source, "doi", must=f"be {found[1]} as in the url", got=source.doi)


@rule("evidence")
def review_as_its_type(draft: Draft) -> Iterator[Problem]:
    """Only articles and abstracts can be peer-reviewed."""
    for source in draft.sources.values():
        if source.peer_reviewed == "yes" and source.type not in REVIEWED:
            yield problem_at(source, "peer_reviewed", must=f"be no, for the type is {source.type}", got="yes")


@rule("evidence")
def registry_number_whole(draft: Draft) -> Iterator[Problem]:
    """A number on ClinicalTrials.gov must be NCT and eight digits."""
    for source in draft.sources.values():
        for number, text in enumerate(source.registry_ids):
            if text.upper().startswith("NCT") and not re.fullmatch("NCT[0-9]{8}", text):
                yield problem_at(
                    source, "registry_ids", number, must="be NCT and eight digits, such as NCT01234567", got=text
                )
