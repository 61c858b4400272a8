"""Each thing has one name and one home, and belongs where its name says."""

from collections.abc import Iterator, Mapping, Sequence

from evidence.checks.references import STUDY_FACTS
from evidence.checks.reporting import arms, entities, nested, problem_at
from evidence.loading import Draft
from evidence.loading.rules import rule
from evidence.loading.yaml_documents import KEY
from evidence.model import Group, Record, Report, SafetyReport, links
from evidence.model.links import NAMES
from evidence.model.problems import Problem

# What all reports of one fact agree in.
SAME_REPORT = ("study", "endpoint", "timepoint", "arm", "comparator", "population", "subgroup", "statistic", "unit")
SAME_SAFETY = ("study", "arm", "comparator", "category", "event_group", "period")


def _homes(draft: Draft) -> Iterator[tuple[str, str, Record, tuple[str, ...]]]:
    """Every id with the kind of its entity, its record, and the path to its name there."""
    names = {
        "source": draft.sources,
        "study": draft.studies,
        "group": draft.groups,
        "endpoint": draft.endpoints,
        "event": draft.events,
        "entry of the landscape": draft.landscape,
        "contradiction": draft.contradictions,
        "statement": draft.statements,
    }
    for what, records in names.items():
        for key, record in records.items():
            yield key, what, record, ()
    for owner in draft.owners.values():
        for key in owner.arms:
            yield key, "arm", owner, ("arms", key, KEY)
        for key in owner.outcome_lists:
            yield key, "list of outcomes", owner, ("outcome_lists", key, KEY)
        for key in owner.outcome_measures:
            yield key, "outcome measure", owner, ("outcome_measures", key, KEY)
    for what, rows in (("fact", _first(draft.reports)), ("safety fact", _first(draft.safety))):
        yield from ((key, what, row, ("fact",)) for key, row in rows.items())
    for term in draft.glossary:
        yield links.term_id(term.term), "term", term, ("term",)


def _first(table: Sequence[Report | SafetyReport]) -> Mapping[str, Record]:
    """The first row of each fact."""
    return {row.fact: row for row in reversed(table)}


@rule("evidence")
def one_home(draft: Draft) -> Iterator[Problem]:
    """No two things may share a key, of whatever kind they are."""
    first: dict[str, tuple[str, Record]] = {}
    for key, what, record, field in _homes(draft):
        if key in first:
            other, earlier = first[key]
            path, line, _ = earlier.location.at()
            yield problem_at(
                record, *field, must="be the key of one thing", got=key, more=f" (also the {other} in {path}:{line})"
            )
        first.setdefault(key, (what, record))


@rule("evidence")
def reserved_key(draft: Draft) -> Iterator[Problem]:
    """No key may be a word that markers keep for the site itself."""
    for key, what, record, field in _homes(draft):
        if key in NAMES or (key.startswith(("term.", "page.", "gap.")) and what != "term"):
            yield problem_at(record, *field, must=f"be another key, for [[{key}]] means something of the site", got=key)


@rule("evidence")
def fact_of_its_study(draft: Draft) -> Iterator[Problem]:
    """The key of a fact must begin with that of its study or group."""
    owners = {*draft.studies, *draft.groups}
    for row in draft.all_reports:
        if row.study in owners and not row.fact.startswith(f"{row.study}."):
            yield problem_at(row, "fact", must=f"begin with its study, {row.study}.", got=row.fact)


@rule("evidence")
def arm_key_of_its_study(draft: Draft) -> Iterator[Problem]:
    """The key of an arm, outcome measure or list of outcomes must begin with that of its study."""
    for key, study in draft.studies.items():
        for field in ("arms", "outcome_measures", "outcome_lists"):
            for name in getattr(study, field):
                if not name.startswith((f"{key}-", f"{key}.")):
                    yield problem_at(study, field, name, KEY, must=f"begin with its study, {key}", got=name)


@rule("evidence")
def arm_of_its_row(draft: Draft) -> Iterator[Problem]:
    """An arm must belong to the study or group of its row, or to a member of that group."""
    allowed = {key: {key} for key in draft.studies} | {
        key: {key, *group.members} for key, group in draft.groups.items()
    }
    for row in draft.all_reports:
        owners = allowed.get(row.study)
        for field, arm in (("arm", row.arm), ("comparator", row.comparator)):
            if arm and arm in draft.arms and owners and (owner := draft.arms[arm][0]) not in owners:
                yield problem_at(row, field, must=f"be an arm of {row.study}", got=arm, more=f" of {owner}")


@rule("evidence")
def comparator_differs(draft: Draft) -> Iterator[Problem]:
    """An arm must not be compared with itself."""
    for row in draft.all_reports:
        if row.arm and row.arm == row.comparator:
            yield problem_at(row, "comparator", must="be another arm than the row's own", got=row.comparator)


@rule("evidence")
def members_of_its_studies(draft: Draft) -> Iterator[Problem]:
    """The members of an arm must be other arms of the same study, or of the group's members."""
    for name, owner in draft.owners.items():
        studies = owner.members if isinstance(owner, Group) else (name,)
        for key, arm in owner.arms.items():
            for number, member in enumerate(arm.members):
                if member in draft.arms and (member == key or draft.arms[member][0] not in studies):
                    yield problem_at(
                        owner,
                        "arms",
                        key,
                        "members",
                        number,
                        must=f"be another arm of {' or '.join(studies)}",
                        got=member,
                    )


@rule("evidence")
def pooled_arm_has_members(draft: Draft) -> Iterator[Problem]:
    """A pooled arm must have members, and an arm by itself none."""
    for owner, key, arm in arms(draft):
        if arm.kind == "pooled" and not arm.members:
            yield problem_at(owner, "arms", key, "kind", must="have members", got="pooled", more=" without any")
        if arm.kind == "arm" and arm.members:
            yield problem_at(owner, "arms", key, "members", must="be left out, for the kind is arm and not pooled")


@rule("evidence")
def study_names_own_facts(draft: Draft) -> Iterator[Problem]:
    """The facts of a study must be about that study, and the size of an arm not about another arm."""
    for key, study in draft.studies.items():
        for name in STUDY_FACTS:
            fact = draft.facts.get(getattr(study, name) or "")
            if fact and fact.reports[0].study != key:
                yield problem_at(study, name, must=f"be a fact of {key}", got=fact.key)
    for owner, key, arm in arms(draft):
        fact = draft.facts.get(arm.n or "")
        if fact and fact.reports[0].arm not in (key, None):
            yield problem_at(owner, "arms", key, "n", must="be a fact of this arm", got=fact.key)


@rule("evidence")
def one_report_a_source(draft: Draft) -> Iterator[Problem]:
    """A source, in one version of it, must report a fact once."""
    first: dict[tuple[str, str, str | None], Record] = {}
    for row in draft.all_reports:
        earlier = first.setdefault((row.fact, row.source, row.source_version), row)
        if earlier is not row:
            line = earlier.location.at()[1]
            yield problem_at(
                row, "fact", must=f"have one report by {row.source}, got a second '{row.fact}' (first in line {line})"
            )


@rule("evidence")
def one_fact_one_thing(draft: Draft) -> Iterator[Problem]:
    """All reports of a fact must speak of the same thing."""
    first: dict[tuple[type[Record], str], Record] = {}
    for row in draft.all_reports:
        earlier = first.setdefault((type(row), row.fact), row)
        for name in SAME_REPORT if isinstance(row, Report) else SAME_SAFETY:
            here, there = getattr(row, name), getattr(earlier, name)
            if here != there:
                must = f"be '{there or ''}' as in line {earlier.location.at()[1]}, the first report of this fact"
                yield problem_at(row, name, must=must, got=here or "")


@rule("evidence")
def repeated_entry(draft: Draft) -> Iterator[Problem]:
    """A list must hold each entry once."""
    for _, entity in entities(draft):
        for path, part in nested(entity):
            for name in type(part).model_fields:
                value = getattr(part, name)
                if isinstance(value, tuple):
                    for number, item in enumerate(value):
                        if isinstance(item, str) and item in value[:number]:
                            yield problem_at(entity, *path, name, number, must=f"be listed once, got a second '{item}'")


@rule("evidence")
def register_number_once(draft: Draft) -> Iterator[Problem]:
    """A number in a register must belong to one study."""
    first: dict[str, str] = {}
    for key, study in draft.studies.items():
        for name in ("nct", "eudract", "ctis"):
            cited = getattr(study, name)
            if cited and first.setdefault(cited.value, key) != key:
                yield problem_at(
                    study,
                    name,
                    "value",
                    must="be the number of one study",
                    got=cited.value,
                    more=f" (also that of {first[cited.value]})",
                )
