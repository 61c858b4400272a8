"""What is not known: data/gaps.yml. A folder may lack it."""

from collections.abc import Mapping

from evidence.model import vocabulary as words
from evidence.model.values import Key, PartialDate, Record, Text, described, optional


def gap_id(key: str) -> str:
    """The id of a gap: `deaths` becomes `gap.deaths`, which no other kind of key can be."""
    return f"gap.{key}"


class Gap(Record):
    """Something that no text read tells, and where it might appear."""

    label: Text = described("What is not known, in plain words and without figures.")
    topic: words.GapTopic = described("Where the page shows it.")
    studies: tuple[Key, ...] = described("Studies or groups of studies that it is about.", default=())
    endpoints: tuple[Key, ...] = described("Endpoints that it is about.", default=())
    missing: words.Missing | None = optional(
        "What no text read gives of these endpoints in these studies; a check finds the day when one does."
    )
    may_appear: Text = described("Where it might appear, in words.")
    may_stand_in: Mapping[Key, Text] = described(
        "Known source -> place in it that was not read and may tell it.", default={}
    )
    looked_in: Mapping[Key, Text] = described("Source -> place in it that was read and does not tell it.", default={})
    searched: PartialDate = described("Day of the last search for it.")
    note: Text | None = optional("A remark of ours.")


class Gaps(Record):
    """What is not known: data/gaps.yml."""

    gaps: Mapping[Key, Gap] = described(
        "Key -> gap, the weightiest first: the first page shows the first ones.", min_length=1
    )
