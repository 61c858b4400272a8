"""Gathering of what the site computes itself: the size of a difference, and pooling of several."""

from collections.abc import Iterable
from dataclasses import dataclass

from evidence.analysis import safety_wording
from evidence.analysis.arms import Size
from evidence.analysis.part_of_trial import part_of_trial
from evidence.analysis.pooling import NotPooled, OwnPooling
from evidence.analysis.share_contrasts import ShareContrast
from evidence.analysis.sizes import InContext, SharedComparatorContrast, favoured_arm
from evidence.analysis.statistic_words import noun
from evidence.analysis.verdicts import Finding
from evidence.model import Report
from evidence.model.number_format import sentence
from evidence.site.gather import Gatherer, Number, Ref, SourceRef


@dataclass(frozen=True)
class ArmSize:
    """People of an arm: the number that reports them, or our sum over the `parts` where none does."""

    n: int
    number: Number | None
    parts: tuple["ArmSize", ...] = ()


@dataclass(frozen=True)
class SizeRow:
    """A difference with its size in context. `words` say what it compares, without its study; `better` is the arm that did
    better by the direction of the endpoint, None where that is not known; `counted` says what the sizes of both arms count,
    empty where they differ or that is not known.
    """

    fact: Ref
    words: str
    finding: Finding
    size: InContext
    arms: tuple[ArmSize, ArmSize] | None
    counted: str
    arm: Ref | None
    comparator: Ref | None
    better: Ref | None
    unit: str


@dataclass(frozen=True)
class ContrastRow:
    """A difference between two arms that share their comparator; `control` is the report of the comparator's value."""

    contrast: SharedComparatorContrast
    study: Ref
    endpoint: Ref
    arms: tuple[Ref, Ref]
    facts: tuple[Ref, Ref]
    control: Ref


@dataclass(frozen=True)
class ShareRow:
    """Percentages of people in two arms with what we derive from their counts; `ratio` is empty where it has no meaning."""

    endpoint: Ref
    timepoint: str
    part: str
    arms: tuple[Ref, Ref]
    numbers: tuple[Number, Number]
    difference: str
    ratio: str


@dataclass(frozen=True)
class PooledRow:
    """One result of a pooling table, with its weight and share of people where it has them."""

    study: Ref
    arm: Ref | None
    source: SourceRef
    number: Number
    weight: float | None = None
    share: float | None = None


@dataclass(frozen=True)
class PoolingBlock:
    """Our own pooling with what it pools and what is reported; without `own` none is made, for the `lacking` studies."""

    own: OwnPooling | None
    contrasts: tuple[PooledRow, ...]
    reported: PooledRow | None
    lacking: tuple[Ref, ...] = ()


def arm_size(gather: Gatherer, size: Size) -> ArmSize:
    """The size of an arm."""
    parts = tuple(arm_size(gather, part) for part in size.parts)
    return ArmSize(size.n, gather.number(size.fact) if size.fact else None, parts)


def comparison(gather: Gatherer, row: Report) -> str:
    """What an effect compares, without its study: endpoint and time, the arms, and the part of the trial."""
    arms, endpoint = gather.view.evidence.arms, gather.maybe(row.endpoint)
    assert row.arm and row.comparator
    measure = noun(row.effect_measure) if row.effect_measure else "difference"
    named = [sentence(measure)] if measure != "difference" else []
    what = ", ".join([*named, endpoint.label] if endpoint else [measure])
    part = part_of_trial(gather.view.evidence, row)
    who = f"{arms[row.arm][1].label} against {arms[row.comparator][1].label}"
    return f"{what}, {row.timepoint}: {who}{f', {part}' if part else ''}"


def size_row(gather: Gatherer, fact: str) -> SizeRow:
    """The size of one reported difference."""
    view = gather.view
    finding, size = view.preferred_findings[fact], view.sizes[fact]
    row = finding.row
    assert isinstance(row, Report)
    which = favoured_arm(view.evidence, row)
    arm, comparator = gather.maybe(row.arm), gather.maybe(row.comparator)
    counted = {view.evidence.arms[each][1].n_type for each in (row.arm, row.comparator) if each}
    return SizeRow(
        gather.ref(fact),
        comparison(gather, row),
        finding,
        size,
        (arm_size(gather, size.sizes[0]), arm_size(gather, size.sizes[1])) if size.sizes else None,
        (counted.pop() or "") if len(counted) == 1 else "",
        arm,
        comparator,
        {"arm": arm, "comparator": comparator}.get(which),
        row.unit or "",
    )


def contrast_rows(gather: Gatherer, contrasts: Iterable[SharedComparatorContrast]) -> tuple[ContrastRow, ...]:
    """Differences between arms that share their comparator."""
    return tuple(
        ContrastRow(
            each,
            gather.ref(each.first.study),
            gather.ref(each.first.endpoint or ""),
            (gather.ref(each.first.arm or ""), gather.ref(each.second.arm or "")),
            (gather.ref(each.first.fact), gather.ref(each.second.fact)),
            gather.ref(each.control.fact),
        )
        for each in contrasts
    )


def share_rows(gather: Gatherer, contrasts: Iterable[ShareContrast]) -> tuple[ShareRow, ...]:
    """Percentages of two arms, compared."""
    return tuple(
        ShareRow(
            gather.ref(each.arm.endpoint or ""),
            each.arm.timepoint or "not stated",
            part_of_trial(gather.view.evidence, each.arm),
            (gather.ref(each.arm.arm or ""), gather.ref(each.comparator.arm or "")),
            (gather.number(each.arm.fact), gather.number(each.comparator.fact)),
            safety_wording.contrast(each.difference),
            safety_wording.ratio(each.ratio) if each.ratio else "",
        )
        for each in contrasts
    )


def pooling_blocks(gather: Gatherer, poolings: Iterable[OwnPooling | NotPooled]) -> tuple[PoolingBlock, ...]:
    """Poolings of the site, and the reasons where there is none."""
    return tuple(_block(gather, each) for each in poolings)


def _block(gather: Gatherer, own: OwnPooling | NotPooled) -> PoolingBlock:
    reported = _pooled(gather, own.reported) if own.reported else None
    if isinstance(own, NotPooled):
        return PoolingBlock(None, (), reported, gather.refs(own.lacking))
    rows = (_pooled(gather, each, own) for each in own.contrasts)
    return PoolingBlock(own, tuple(rows), reported)


def _pooled(gather: Gatherer, finding: Finding, own: OwnPooling | None = None) -> PooledRow:
    row = finding.row
    assert isinstance(row, Report)
    weight = own.weights[row.study] if own else None
    share = own.shares[row.study] if own and own.shares else None
    number, source = gather.number(finding.id), gather.source(row.source)
    return PooledRow(gather.ref(row.study), gather.maybe(row.arm), source, number, weight, share)
