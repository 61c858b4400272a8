"""Pooling of our own: fixed effect over one contrast a study, next to what was reported. It is never shown as anybody else's result.

A study enters once: two arms against one comparator are not two contrasts. Only effects of whole trials are pooled, with
one measure and one comparator; ratios are pooled as logarithms. Reductions in percent are not: a source does not say
whether they are differences or 100 * (1 - ratio).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from evidence.analysis import statistics
from evidence.analysis.arms import ArmSizes, comparator_of
from evidence.analysis.ranges import range_ends
from evidence.analysis.selection import main_endpoint
from evidence.analysis.statistics import FeasibleRegion, Interval, Pooled, Scale
from evidence.analysis.verdicts import ReportFinding
from evidence.model import Evidence, Report

# Fields in which pooled effects agree.
ASKED = ("endpoint", "timepoint", "statistic", "unit")


@dataclass(frozen=True, eq=False)
class OwnPooling:
    """Contrasts of studies that ask the same, pooled by us. `reported` is a pooled fact on the same question, if any.

    `sample_sizes` are those of each contrast where all are known, in the order of the contrasts.
    """

    contrasts: tuple[ReportFinding, ...]
    reported: ReportFinding | None
    sample_sizes: tuple[int, ...] | None

    @property
    def facts(self) -> tuple[str, ...]:
        """The facts that are pooled, and the reported result."""
        return tuple(each.id for each in (*self.contrasts, *([self.reported] if self.reported else [])))

    @property
    def places(self) -> int:
        """Decimals that our result can carry: one more than the printed effects have."""
        return 1 + max(statistics.decimals(each.effect.estimate or "0") for each in self.contrasts)

    @property
    def ends(self) -> tuple[str, str] | None:
        """The ends of `range` as pages show them."""
        return range_ends(self.range, *(each.effect.estimate for each in self.contrasts)) if self.range else None

    @property
    def row(self) -> Report:
        """A report that says what all of them measure, and when."""
        return self.contrasts[0].row

    @property
    def is_ratio(self) -> bool:
        """Whether ratios are pooled: the standard error of `result` is then that of its logarithm."""
        return self.contrasts[0].measure.is_ratio

    @cached_property
    def result(self) -> Pooled:
        """Our pooled contrast at 95 percent, as it would be printed."""
        if self.is_ratio:
            return statistics.pool_ratios([each.log_contrast for each in self.contrasts if each.log_contrast])
        return statistics.pool([each.exact for each in self.contrasts if each.exact])

    @property
    def _regions(self) -> list[FeasibleRegion] | None:
        """What the figures of each contrast imply; None where one cannot be checked."""
        found = [each.check.implied for each in self.contrasts if each.check.implied]
        return found if len(found) == len(self.contrasts) else None

    @property
    def weights(self) -> Mapping[str, float]:
        """Study -> its weight by precision, 1 in all."""
        return {each.row.study: weight for each, weight in zip(self.contrasts, self.result.weights, strict=True)}

    @property
    def shares(self) -> Mapping[str, float] | None:
        """Study -> its share of the people, where all sizes are known."""
        if not self.sample_sizes:
            return None
        shares = statistics.shares(self.sample_sizes)
        return {each.row.study: share for each, share in zip(self.contrasts, shares, strict=True)}

    @cached_property
    def range(self) -> Interval | None:
        """Every value that this pooling could give over all printed figures; None where a study cannot be checked."""
        return (
            statistics.interval_as_printed(self._scale, statistics.pooled_range(self._regions))
            if self._regions
            else None
        )

    @cached_property
    def reported_range(self) -> Interval | None:
        """The true values that are reported as the pooled figure is; None where it is not exact."""
        if not self.reported or self.reported.effect.qualifier:
            return None
        implied = self.reported.check.implied_range("estimate")
        return implied or statistics.interval(self.reported.effect.estimate)

    @property
    def is_the_reported_one(self) -> bool | None:
        """Whether rounding could explain the gap to the reported result; None where that cannot be told."""
        if self.range is None or self.reported_range is None:
            return None
        return self.range.overlaps(self.reported_range)

    @cached_property
    def needed(self) -> Interval | None:
        """Weights of the first of two studies that would give the reported result."""
        if self._regions is None or len(self._regions) != 2 or self.reported_range is None:
            return None
        first, second = self._regions
        reported = statistics.interval_on_scale(self._scale, self.reported_range)
        return statistics.weight_needed(first.estimate, second.estimate, reported)

    @property
    def _scale(self) -> Scale:
        return Scale.LOG if self.is_ratio else Scale.LINEAR


@dataclass(frozen=True)
class NotPooled:
    """A reported pooled result without a pooling of ours: for the `lacking` studies, which have no usable contrast of their
    own, or, where there are none, for comparators that differ between the studies.
    """

    reported: ReportFinding
    lacking: tuple[str, ...]

    @property
    def facts(self) -> tuple[str, ...]:
        """The reported result."""
        return (self.reported.id,)


def poolings(
    evidence: Evidence, arm_sizes: ArmSizes, effects: Sequence[ReportFinding]
) -> Iterator[OwnPooling | NotPooled]:
    """For each reported pooled result, ours over the members of its group; then over studies that ask the same.

    `effects` are the findings on the reports that pages show and that stand for whole trials, in their order.
    """

    def pooled(contrasts: tuple[ReportFinding, ...], reported: ReportFinding | None) -> OwnPooling:
        sizes = tuple(sum(one.n for one in pair) for each in contrasts if (pair := arm_sizes.pair(each.row)))
        return OwnPooling(contrasts, reported, sizes if len(sizes) == len(contrasts) else None)

    usable = [each for each in effects if each.exact or each.log_contrast]
    covered: set[str] = set()
    for reported in effects:
        group = evidence.groups.get(reported.row.study)
        if group and group.kind == "pooled":
            found = {member: _of_member(evidence, reported.row, member, usable) for member in group.members}
            own = tuple(one for one in found.values() if one)
            if len(own) < len(found):
                yield NotPooled(reported, tuple(member for member, one in found.items() if not one))
            elif len({comparator_of(evidence, each.row) for each in own}) > 1:
                yield NotPooled(reported, ())
            else:
                covered.update(each.id for each in own)
                yield pooled(own, reported)
    for alike in _alike(evidence, [each for each in usable if each.id not in covered]):
        yield pooled(alike, None)


def _of_member(
    evidence: Evidence, pooled: Report, member: str, usable: Iterable[ReportFinding]
) -> ReportFinding | None:
    """The one contrast of a study whose two arms went into the two arms of a pooled result."""
    arms = [evidence.arms[arm][1].members if arm else () for arm in (pooled.arm, pooled.comparator)]
    found = [
        each
        for each in usable
        if each.row.study == member
        and all(getattr(each.row, name) == getattr(pooled, name) for name in ASKED)
        and each.row.arm in arms[0]
        and each.row.comparator in arms[1]
    ]
    return found[0] if len(found) == 1 else None


def _alike(evidence: Evidence, usable: Iterable[ReportFinding]) -> Iterator[tuple[ReportFinding, ...]]:
    """Contrasts of different studies: one phase, one primary endpoint and measure, one time, one population, one dose and
    schedule, one comparator.
    """
    found: dict[tuple[object, ...], list[ReportFinding]] = {}
    for each in usable:
        row = each.row
        study = evidence.studies.get(row.study)
        arm = evidence.arms[row.arm][1] if row.arm else None
        if not (study and study.phase and arm and arm.dose and arm.schedule):
            continue
        if main_endpoint(evidence, row.study) == row.endpoint:
            schedule = (arm.intervention, arm.dose, arm.unit, arm.schedule)
            asked = (study.phase.value, study.indication.value, *(getattr(row, name) for name in ASKED))
            asked = (*asked, row.population, comparator_of(evidence, row))
            found.setdefault((*asked, *schedule), []).append(each)
    for alike in found.values():
        if len(alike) > 1 and len({each.row.study for each in alike}) == len(alike):
            yield tuple(alike)
