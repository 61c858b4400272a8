"""The rows of other drugs say what their value is and what it is compared with."""

from collections.abc import Iterator

from evidence.checks.reporting import must_be_given, must_be_left_out, problem_at
from evidence.loading import Draft
from evidence.loading.rules import rule
from evidence.model.effect_measures import EFFECT_MEASURES
from evidence.model.problems import Problem


@rule("evidence")
def competitor_has_comparator(draft: Draft) -> Iterator[Problem]:
    """A value or P of another drug must say what the arm is compared with."""
    for other in draft.landscape.values():
        if other.value is not None or other.p is not None:
            yield from must_be_given(other, "comparator", why="a value or P compares two arms")


@rule("evidence")
def competitor_has_measure(draft: Draft) -> Iterator[Problem]:
    """A value of another drug must have its effect measure and the unit of that measure, and nothing else may."""
    for other in draft.landscape.values():
        measure = other.effect_measure
        if other.value is None:
            for name in ("statistic", "unit"):
                yield from must_be_left_out(other, name, why="there is no value")
        elif other.statistic is None:
            yield from must_be_given(other, "statistic", why="there is a value")
        elif measure is None:
            must = f"be an effect measure ({', '.join(EFFECT_MEASURES)})"
            yield problem_at(other, "statistic", must=must, got=other.statistic)
        elif measure.unit == "":
            yield from must_be_left_out(other, "unit", why=f"a {measure.label} has none")
        elif other.unit is None:
            yield from must_be_given(other, "unit", why="there is a value")
        elif measure.unit is not None and other.unit != measure.unit:
            yield problem_at(
                other, "unit", must=f"be {measure.unit}, for the statistic is {measure.name}", got=other.unit
            )
