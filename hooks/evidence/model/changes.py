"""How the evidence changed, and where its addresses went: data/changes/ and data/redirects/. A folder may lack both."""

import re
from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import BeforeValidator, WithJsonSchema

from evidence.model import vocabulary as words
from evidence.model.values import Address, Day, Key, PartialDate, Record, Text, described, optional, schema_error

# Fields of a report that identify it, locate it, or are ours (a heading, a remark); all others are what its source reports.
NOT_REPORTED = ("fact", "source", "source_version", "event_group", "locator", "note")
# Column that the log still calls by an old name -> its name today, or nothing for a column that was dropped. Whoever
# renames or drops a column says so here, for what was logged is never rewritten.
RENAMED: Mapping[str, str] = {}

# The placeholder for a reason that nobody has given yet.
WHY = "say why"

_PRINTED = r"[a-z_]+=(?:[^\\;]|\\[\\;])+(?:; [a-z_]+=(?:[^\\;]|\\[\\;])+)*"
_SPECIAL, _BEFORE = re.compile(r"([;\\])"), r"\\\1"
_PART = re.compile(r"([a-z_]+)=((?:[^\\;]|\\[\\;])+)(?:; |$)")


def _unfolded(text: Any) -> Any:
    """What `folded` wrote, field by field."""
    if not isinstance(text, str) or not re.fullmatch(_PRINTED, text):
        raise schema_error(
            "printed", "must be printed fields, such as unit=points; value=-1.3 (in a text, \\; stands for ;)"
        )
    return {name: re.sub(r"\\(.)", r"\1", value) for name, value in _PART.findall(text)}


def folded(printed: Mapping[str, str]) -> str:
    """Printed fields as one canonical text, whatever the order of the columns: `unit=points; value=-1.3`."""
    return "; ".join(f"{name}={_SPECIAL.sub(_BEFORE, printed[name])}" for name in sorted(printed))


def named_as_today(printed: Mapping[str, str]) -> Mapping[str, str]:
    """Printed fields under the names that their columns have today."""
    today = {RENAMED.get(name, name): text for name, text in printed.items()}
    return {name: text for name, text in today.items() if name}


Printed = Annotated[
    Mapping[str, str],
    BeforeValidator(_unfolded),
    WithJsonSchema({"type": "string", "pattern": f"^(?:{_PRINTED})$"}),
]


class Baseline(Record):
    """A report as it was printed when the log began: a row of data/changes/baseline-<day>.csv. It is never changed."""

    fact: Key = described("Fact.")
    source: Key = described("Source.")
    source_version: PartialDate | None = optional("Date of the record version read.")
    printed: Printed = described("Everything that the source prints, field by field.")


class Change(Record):
    """One change of one report: data/changes/<day>-<fact>-<source>.yml. An entry of the log is never changed."""

    date: Day = described("Day on which the site changed.")
    kind: words.ChangeKind = described("added, changed or removed.")
    fact: Key = described("Fact.")
    source: Key = described("Source of the report.")
    source_version: PartialDate | None = optional("Date of the record version read.")
    old: Mapping[Text, Text] = described("Field -> what stood there: every field that is different now.", default={})
    new: Mapping[Text, Text] = described(
        "Field -> what stands there instead; of an added report, every field.", default={}
    )
    reason: Text = described("Why, in a sentence.")
    reason_kind: words.ReasonKind = described(
        "new evidence: a source says something new; correction of ours: we had it wrong; correction of a source: the "
        "source corrected itself."
    )


class Removed(Record):
    """What stood at an address that leads nowhere any more."""

    was: Text = described("What it was, in words.")
    replaced_by: tuple[Address, ...] = described("Addresses of what stands in its place.", default=())


class Redirects(Record):
    """Addresses that were moved or removed for one reason: data/redirects/<name>.yml."""

    date: Day = described("Day on which they were moved or removed.")
    reason: Text = described("Why, in a sentence.")
    moved: Mapping[Address, tuple[Address, ...]] = described(
        "Address -> where that stands now; several where it was split. A page takes its anchors with it.", default={}
    )
    removed: Mapping[Address, Removed] = described("Address -> what it was.", default={})
