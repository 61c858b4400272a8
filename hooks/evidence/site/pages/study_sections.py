"""What the pages of studies and of groups of studies share: results, arms, plans, events, contradictions, sources."""

from dataclasses import dataclass

from evidence.model import Arm, Group, Study
from evidence.site.gather import EffectRow, Gatherer, Number, Origin, Ref, SourceRef, Text
from evidence.site.gather_charts import ChartFrame, frames
from evidence.site.gather_outcomes import Planned, planned
from evidence.site.gather_safety import OwnerSafety, safety_of
from evidence.site.gather_statements import StatementRow, on_study
from evidence.site.gather_statistics import (
    ArmSize,
    ContrastRow,
    PoolingBlock,
    ShareRow,
    SizeRow,
    arm_size,
    contrast_rows,
    pooling_blocks,
    share_rows,
    size_row,
)

# Statistics that count people, sites or countries.
PEOPLE = ("n", "count", "percent")


@dataclass(frozen=True)
class ArmRow:
    """An arm: its dose, its people as reported or added up, and its members with their studies."""

    key: str
    arm: Arm
    dose: Number | None
    n: Number | None
    derived: ArmSize | None
    members: tuple[tuple[Ref, Ref], ...]
    note: Text
    origins: tuple[Origin, ...]


@dataclass(frozen=True)
class Shared:
    """What the pages of studies and groups both show. `subgroups` are effects in parts of the people."""

    charts: tuple[ChartFrame, ...]
    effects: tuple[EffectRow, ...]
    subgroups: tuple[EffectRow, ...]
    sizes: tuple[SizeRow, ...]
    contrasts: tuple[ContrastRow, ...]
    poolings: tuple[PoolingBlock, ...]
    shares: tuple[ShareRow, ...]
    findings: tuple[Number, ...]
    safety: OwnerSafety | None
    arms: tuple[ArmRow, ...]
    people: tuple[Number, ...]
    planned: Planned
    events: tuple[tuple[Ref, str, str, str], ...]
    contradictions: tuple[tuple[Ref, str], ...]
    said: tuple[StatementRow, ...]
    sources: tuple[SourceRef, ...]


def _arm(gather: Gatherer, key: str, arm: Arm) -> ArmRow:
    view = gather.view
    size = None if arm.n else view.arm_sizes.size(key)
    return ArmRow(
        key,
        arm,
        None if arm.dose is None else gather.number(f"{key}#dose"),
        gather.number(arm.n) if arm.n else None,
        arm_size(gather, size) if size else None,
        tuple((gather.ref(member), gather.ref(view.evidence.arms[member][0])) for member in arm.members),
        gather.text(arm.note or ""),
        gather.origins(arm.cite),
    )


def shared_sections(gather: Gatherer, key: str, owner: Study | Group) -> Shared:
    """The sections of one study or group."""
    view = gather.view
    facts = view.facts_of_study[key]
    effects = [fact for fact in view.whole_trial_effects if fact in facts]
    safety = [fact for fact in facts if view.evidence.facts[fact].is_safety]
    other = [fact for fact in facts if fact not in view.effects and not view.evidence.facts[fact].is_safety]
    people = [fact for fact in other if _counts_people(gather, fact)]
    own = {report.source for fact in facts for report in view.evidence.facts[fact].reports}
    cites = {citation.source for citation in view.citations if citation.id.partition("#")[0] == key}
    usable = (own | cites) & view.evidence.citable_sources.keys()
    cases = sorted({case for fact in facts for case in view.contradictions_of[fact]})
    return Shared(
        charts=frames(gather, key),
        effects=gather.effects(effects),
        subgroups=gather.effects(fact for fact in view.effects if fact in facts and fact not in effects),
        sizes=tuple(size_row(gather, fact) for fact in effects),
        contrasts=contrast_rows(gather, (each for each in view.contrasts if each.first.study == key)),
        poolings=pooling_blocks(
            gather, (own for own in view.poolings if own.reported and view.preferred[own.reported.id].study == key)
        ),
        shares=share_rows(gather, (each for each in view.share_contrasts if each.arm.study == key)),
        findings=gather.numbers(fact for fact in other if fact not in people),
        safety=safety_of(gather, key, safety) if safety else None,
        arms=tuple(_arm(gather, id, arm) for id, arm in owner.arms.items()),
        people=gather.numbers(people),
        planned=planned(gather, key),
        events=tuple(
            (gather.ref(id), event.date, event.date_of, event.status)
            for id, event in sorted(view.evidence.events.items(), key=lambda item: (item[1].date, item[0]))
            if key in event.studies
        ),
        contradictions=tuple((gather.ref(id), view.evidence.contradictions[id].state) for id in cases),
        said=on_study(gather, key),
        sources=gather.sources(sorted(usable, key=lambda source: view.entities[source].label)),
    )


def _counts_people(gather: Gatherer, fact: str) -> bool:
    report = gather.view.preferred[fact]
    return getattr(report, "statistic", "") in PEOPLE and not getattr(report, "endpoint", None)
