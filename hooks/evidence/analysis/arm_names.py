"""What an arm is called in a sentence, and what several effects were compared with."""

from collections.abc import Iterable

from evidence.analysis.entity_index import within
from evidence.model import Evidence
from evidence.model.number_format import as_text

LONGEST = 60
PLACEBO = "placebo"
# What stands for comparators that differ between the effects that share a heading.
SEVERAL = "the comparator"


def arm_name(evidence: Evidence, key: str | None) -> str:
    """What distinguishes an arm, without the name of the drug: `monthly`. Pooled arms of the drug go by their schedule.

    Dose and schedule replace a label too long for a sentence.
    """
    if key is None:
        return "arm not stated"
    arm, name = evidence.arms[key][1], evidence.drug.name
    schedule = "" if arm.schedule in (None, "not stated") else str(arm.schedule)
    if arm.kind == "pooled" and schedule and is_drug(evidence, key):
        return schedule
    if len(arm.label) > LONGEST and (arm.dose is not None or schedule):
        dose = "" if arm.dose is None else f"{as_text(arm.dose)} {arm.unit or ''}".strip()
        return " ".join(part for part in (dose, schedule) if part)
    start = arm.label.casefold().find(name.casefold())
    if start < 0:
        return within(arm.label)
    return (arm.label[:start] + arm.label[start + len(name) :]).replace("  ", " ").strip(" ,;:-") or name


def with_drug(evidence: Evidence, key: str | None) -> str:
    """An arm named in a sentence: the drug with its schedule, or the comparator."""
    name, short = evidence.drug.name, arm_name(evidence, key)
    return short if not is_drug(evidence, key) or short == name else f"{name} {short}"


def is_drug(evidence: Evidence, key: str | None) -> bool:
    """Whether people in this arm got the drug of the site."""
    return key is not None and evidence.drug.name.casefold() in evidence.arms[key][1].intervention.casefold()


def is_placebo(evidence: Evidence, key: str | None) -> bool:
    """Whether people in this arm got placebo as the comparator."""
    return key is not None and not is_drug(evidence, key) and evidence.arms[key][1].control_kind == PLACEBO


def comparator(evidence: Evidence, arms: Iterable[str | None]) -> str:
    """What several effects were compared with, in a sentence: `placebo` for any placebo arms, the name of one other arm,
    and `the comparator` where they differ or are not stated.
    """
    keys = dict.fromkeys(arms)
    if keys and all(is_placebo(evidence, key) for key in keys):
        return PLACEBO
    names = {SEVERAL if key is None else with_drug(evidence, key) for key in keys}
    return names.pop() if len(names) == 1 else SEVERAL
