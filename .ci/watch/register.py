"""ClinicalTrials.gov, by its API v2 (https://clinicaltrials.gov/data-api/api): what a record says now, beside the data."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from evidence.model import Evidence, Report, Study
from watch.fetch import Client

BASE = "https://clinicaltrials.gov/api/v2"
STUDY = "https://clinicaltrials.gov/study/"
MODULES = "IdentificationModule|StatusModule|DesignModule|HasResults"
AT_ONCE = 50  # numbers in one question
PAGES = 20  # of one answer, at most
# The register's word -> ours, where they are not the same but for their form.
STATUSES = {"ACTIVE_NOT_RECRUITING": "active, not recruiting"}
DATES = {
    "start_date": "startDateStruct",
    "primary_completion_date": "primaryCompletionDateStruct",
    "completion_date": "completionDateStruct",
}
PEOPLE = ("enrolled", "planned")
_DATE = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?")
NOTHING = "nothing"


class RegisterError(Exception):
    """The register did not answer, or not in the form that its schema describes; the message says what is wrong."""


@dataclass(frozen=True)
class Record:
    """What the register says of one study; empty where it says nothing. Words are ours, dates as precise as there."""

    nct: str
    aliases: tuple[str, ...]
    status: str
    dates: Mapping[str, str]
    completion_type: str
    enrolled: str
    enrolled_type: str
    has_results: bool
    updated: tuple[str, ...]


@dataclass(frozen=True)
class Difference:
    """One thing that the data and the register say otherwise. `field` is that of the study, `path` and `line` its place,
    `known` the contradiction that explains it, if one does."""

    field: str
    here: str
    there: str
    path: str
    line: int
    known: str = ""


def records(client: Client, numbers: Iterable[str], base: str = BASE) -> dict[str, Record | RegisterError]:
    """Number -> what the register says of that study now, or what is wrong with its answer. Raises RegisterError where
    nothing can be said of any."""
    wanted = sorted(set(numbers))
    found: dict[str, Record | RegisterError] = {}
    for start in range(0, len(wanted), AT_ONCE):
        some = wanted[start : start + AT_ONCE]
        for answered in _studies(client, some, base):
            for number, what in _told(answered, some):
                found[number] = what
    missing = RegisterError("the register has no record of this number")
    return {number: found.get(number, missing) for number in wanted}


def _studies(client: Client, numbers: list[str], base: str) -> Iterator[Any]:
    """Every study of an answer, page by page."""
    token = ""
    for _ in range(PAGES):
        asked = {"format": "json", "filter.ids": "|".join(numbers), "fields": MODULES, "pageSize": str(AT_ONCE)}
        answer = client.get(f"{base}/studies", asked | ({"pageToken": token} if token else {}))
        if answer.trouble or answer.status != 200:
            raise RegisterError(answer.trouble or f"the register answered {answer.status}")
        try:
            page = json.loads(answer.text)
        except ValueError:
            raise RegisterError("the answer is no JSON") from None
        if not isinstance(page, dict) or not isinstance(page.get("studies"), list):
            raise RegisterError("the answer has no list of studies")
        yield from page["studies"]
        token = page.get("nextPageToken", "")
        if not isinstance(token, str):
            raise RegisterError("the answer does not say how it goes on")
        if not token:
            return
    raise RegisterError("the answer does not end")


def _told(study: Any, wanted: list[str]) -> Iterator[tuple[str, Record | RegisterError]]:
    """What an answer says of the numbers that were asked for, among them those that lead to another number now."""
    try:
        own = _of(study, "protocolSection", "identificationModule", "nctId")
    except RegisterError:
        return  # of no study that we know; it will be told as missing
    try:
        record = read(study)
    except RegisterError as wrong:
        if own in wanted:
            yield own, wrong
        return
    for number in (own, *record.aliases):
        if number in wanted:
            yield number, record


def read(study: Any) -> Record:
    """A study of an answer, if it has the form of the published schema."""
    section = _mapping(study, "protocolSection")
    identity, status = _mapping(section, "identificationModule"), _mapping(section, "statusModule")
    design = _mapping(section, "designModule", {})
    people = _mapping(design, "enrollmentInfo", {})
    count = people.get("count", "")
    if count != "" and (isinstance(count, bool) or not isinstance(count, int) or count < 0):
        raise RegisterError("enrollmentInfo.count is no number of people")
    results = _dict(study).get("hasResults", False)
    if not isinstance(results, bool):
        raise RegisterError("hasResults is neither true nor false")
    aliases = identity.get("nctIdAliases", [])
    if not isinstance(aliases, list):
        raise RegisterError("nctIdAliases is no list")
    dates = {name: _date(status, struct) for name, struct in DATES.items()}
    return Record(
        nct=_text(identity, "nctId"),
        aliases=tuple(str(each) for each in aliases),
        status=_status(_text(status, "overallStatus")),
        dates={name: day for name, day in dates.items() if day},
        completion_type=_text(_mapping(status, "completionDateStruct", {}), "type", "").lower(),
        enrolled=str(count),
        enrolled_type=_text(people, "type", "").lower(),
        has_results=results,
        updated=tuple(
            filter(None, (_date(status, "lastUpdatePostDateStruct"), _text(status, "lastUpdateSubmitDate", "")))
        ),
    )


def _status(word: str) -> str:
    return STATUSES.get(word, word.replace("_", " ").lower())


def _of(thing: Any, *path: str) -> str:
    for name in path[:-1]:
        thing = _mapping(thing, name)
    return _text(thing, path[-1])


def _dict(thing: Any) -> dict[str, Any]:
    if not isinstance(thing, dict):
        raise RegisterError("the study is no object")
    return thing


def _mapping(thing: Any, name: str, default: Any = None) -> dict[str, Any]:
    found = _dict(thing).get(name, default)
    if not isinstance(found, dict):
        raise RegisterError(f"it has no {name}")
    return found


def _text(thing: Mapping[str, Any], name: str, default: Any = None) -> str:
    found = thing.get(name, default)
    if not isinstance(found, str):
        raise RegisterError(f"it has no {name}")
    return found


def _date(status: Mapping[str, Any], name: str) -> str:
    struct = status.get(name, {})
    day = struct.get("date", "") if isinstance(struct, dict) else None
    if not isinstance(day, str) or (day and not _DATE.fullmatch(day)):
        raise RegisterError(f"{name} has no date")
    return day


def differences(evidence: Evidence, key: str, record: Record) -> Iterator[Difference]:
    """Status, dates, people and results of the study with this key, where the data and the register differ."""
    study = evidence.studies[key]

    def differ(name: str, here: str, there: str) -> Iterator[Difference]:
        if here != there:
            path, line, _ = study.location.at(name)
            about = {f"{key}#{name}", getattr(study, name) if name in PEOPLE else ""}
            known = [case for case, its in evidence.contradictions.items() if about & {*its.guard, *its.facts}]
            yield Difference(name, here or NOTHING, there or NOTHING, path, line, "".join(known[:1]))

    yield from differ("status", _value(study, "status"), record.status)
    for name in DATES:
        yield from differ(name, _value(study, name), record.dates.get(name, ""))
    if record.completion_type and study.completion_date:
        yield from differ("completion_type", _value(study, "completion_type"), record.completion_type)
    yield from _people(evidence, study, record, differ)
    posted = _value(study, "results_posted").lower()
    if record.has_results != posted.startswith("yes"):
        yield from differ("results_posted", _value(study, "results_posted"), "yes" if record.has_results else "no")


def _people(evidence: Evidence, study: Study, record: Record, differ: Any) -> Iterator[Difference]:
    """The number of people: a real one beside what was enrolled, an estimate beside what is planned."""
    name = "planned" if record.enrolled_type == "estimated" else "enrolled"
    fact = getattr(study, name)
    ours = [_number(row) for row in evidence.reports if row.fact == fact and _is_of(evidence, row, study)]
    if record.enrolled and (record.enrolled not in ours[-1:] if ours else True):
        yield from differ(name, ours[-1] if ours else "", record.enrolled)


def _is_of(evidence: Evidence, row: Report, study: Study) -> bool:
    """Whether a row comes from a register's record of the study; rows of one source stand in the order of its versions."""
    source = evidence.sources.get(row.source)
    is_record = source and source.type == "registry-record" and source.relation == "first-hand"
    return bool(source and is_record and study.nct and study.nct.value in source.registry_ids)


def _number(row: Report) -> str:
    return "" if row.value is None else f"{row.value:f}"


def _value(study: Study, name: str) -> str:
    cited = getattr(study, name)
    return str(cited.value) if cited else ""


def is_newer(study: Study, record: Record) -> bool:
    """Whether the register has a version of the record that is not the one which the data say they read."""
    return bool(record.updated) and _value(study, "status_date") not in record.updated
