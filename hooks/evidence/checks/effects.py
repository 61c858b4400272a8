"""An effect is what its statistic says: its unit, its side of zero, its margin, and the people it is about."""

from collections.abc import Iterator

from evidence.analysis.populations import UNSTATED, Populations
from evidence.checks.reporting import must_be_given, must_be_left_out, problem_at
from evidence.loading import Draft
from evidence.loading.rules import rule
from evidence.model import Competitor, Report
from evidence.model.effect_measures import EFFECT_MEASURES
from evidence.model.problems import Problem

# What somebody may write into the unit who has no word for the measure -> the measure.
_NAMED = {
    name.casefold(): measure
    for measure in EFFECT_MEASURES.values()
    for name in (measure.name, measure.label, measure.symbol)
    if name
}


def _comparisons(draft: Draft) -> Iterator[Report | Competitor]:
    yield from draft.reports
    yield from draft.landscape.values()


@rule("evidence")
def measure_is_no_unit(draft: Draft) -> Iterator[Problem]:
    """An effect measure must be the statistic of its row and not the unit."""
    for row in _comparisons(draft):
        named = _NAMED.get((row.unit or "").casefold())
        if named is not None:
            more = f", which is an effect measure: write {named.name} as the statistic"
            yield problem_at(row, "unit", must="be a unit", got=row.unit, more=more)


@rule("evidence")
def unit_of_effect(draft: Draft) -> Iterator[Problem]:
    """An effect must have the unit of its measure, and a ratio none."""
    for row in draft.reports:
        measure = row.effect_measure
        if measure is None or measure.unit is None or (row.unit or "").casefold() in _NAMED:
            continue
        if measure.unit == "":
            yield from must_be_left_out(row, "unit", why=f"a {measure.label} has none")
        elif row.unit is not None and row.unit != measure.unit:
            must = f"be {measure.unit}, for the statistic is {measure.name}"
            yield problem_at(row, "unit", must=must, got=row.unit)


@rule("evidence")
def ratio_not_negative(draft: Draft) -> Iterator[Problem]:
    """A ratio and its limits must not be negative; 0.00 may be printed for what is smaller than its decimals."""
    for row in _comparisons(draft):
        measure = row.effect_measure
        if measure and measure.is_ratio:
            for name in ("value", "ci_low", "ci_high", "margin"):
                number = getattr(row, name, None)
                if number is not None and number < 0:
                    yield problem_at(row, name, must=f"not be below 0, for it is a {measure.label}", got=number)


@rule("evidence")
def margin_with_side(draft: Draft) -> Iterator[Problem]:
    """A non-inferiority margin must have its side, stand with an effect, and lie on that side of no effect."""
    for row in draft.reports:
        if row.margin is None:
            yield from must_be_left_out(row, "margin_side", why="there is no margin")
            continue
        yield from must_be_given(row, "margin_side", why="there is a margin")
        measure = row.effect_measure
        if measure is None:
            yield from must_be_left_out(row, "margin", why=f"the statistic is {row.statistic} and compares nothing")
        elif row.margin_side == "upper" and row.margin <= measure.null:
            must = f"lie above {measure.null}, no effect, for the upper limit must stay below it"
            yield problem_at(row, "margin", must=must, got=row.margin)
        elif row.margin_side == "lower" and row.margin >= measure.null:
            must = f"lie below {measure.null}, no effect, for the lower limit must stay above it"
            yield problem_at(row, "margin", must=must, got=row.margin)


@rule("evidence")
def main_population_named(draft: Draft) -> Iterator[Problem]:
    """Where effects of one question are reported in several populations, the study must name the one that stands for it."""
    populations = Populations(draft.evidence())
    told: set[str] = set()
    for asked, found in populations.of_question.items():
        stated = [each for each in found if each not in UNSTATED]
        owner = draft.owners.get(asked.study)
        if owner is None or asked.study in told or len(stated) < 2 or owner.main_population in stated:
            continue
        told.add(asked.study)
        must = f"be one of the populations with effects on {asked.endpoint} ({', '.join(map(str, stated))})"
        yield problem_at(owner, "main_population", must=must, got=owner.main_population)


@rule("evidence")
def one_fact_per_effect(draft: Draft) -> Iterator[Problem]:
    """Two effects of the same arms on one endpoint must differ in time, population, subgroup or measure."""
    first: dict[tuple[str | None, ...], Report] = {}
    for row in draft.reports:
        if row.effect_measure is None or row.endpoint is None:
            continue
        asked = (row.study, row.endpoint, row.timepoint, row.arm, row.comparator, row.population, row.subgroup)
        other = first.setdefault((*asked, row.statistic), row)
        if other.fact != row.fact:
            must = (
                f"differ in time, population or subgroup from {other.fact}, for both are an effect on the same people"
            )
            yield problem_at(row, "fact", must=must, got=row.fact)
