"""The cells that are filled in agree with the kind of statistic."""

from collections.abc import Iterator

from evidence.checks.reporting import must_be_given, must_be_left_out, problem_at
from evidence.loading import Draft
from evidence.loading.rules import rule
from evidence.model.effect_measures import EFFECT_MEASURES
from evidence.model.problems import Problem

NUMBERS = ("value", "numerator", "denominator", "se", "ci_level", "ci_low", "ci_high", "p")
MEASURED = (*EFFECT_MEASURES, "mean-change", "mean", "median")  # statistics that estimate something in people at a time
COUNTED = ("n", "count")


@rule("evidence")
def statement_in_words(draft: Draft) -> Iterator[Problem]:
    """A qualitative row must have a statement and no numbers; a row with a number needs no statement."""
    for row in draft.reports:
        if row.statistic == "qualitative":
            yield from must_be_given(row, "statement", why="the statistic is qualitative")
            for name in NUMBERS:
                yield from must_be_left_out(row, name, why="the statistic is qualitative")
        elif row.statement is not None:
            yield problem_at(
                row, "statement", must=f"be left out, for the statistic is {row.statistic} and not qualitative"
            )


@rule("evidence")
def number_given(draft: Draft) -> Iterator[Problem]:
    """A row with a number must have its value, and the unit of that value unless it is a P value or a ratio."""
    for row in draft.reports:
        if row.statistic != "qualitative":
            has_unit = row.statistic != "p-value" and (row.effect_measure is None or row.effect_measure.unit != "")
            for name in ("value", "unit") if has_unit else ("value",):
                yield from must_be_given(row, name, why=f"the statistic is {row.statistic}")


@rule("evidence")
def unit_of_share(draft: Draft) -> Iterator[Problem]:
    """The unit of a percentage must be percent."""
    for row in draft.reports:
        if row.statistic == "percent" and row.unit not in (None, "percent"):
            yield problem_at(row, "unit", must="be percent, for the statistic is percent", got=row.unit)


@rule("evidence")
def effect_has_comparator(draft: Draft) -> Iterator[Problem]:
    """An effect must say which arm it is compared with; a figure of one arm must not."""
    for row in draft.reports:
        if row.effect_measure:
            yield from must_be_given(row, "comparator", why=f"the statistic is {row.statistic}")
        elif row.statistic in ("mean-change", "mean", "median", "rate", *COUNTED):
            yield from must_be_left_out(row, "comparator", why=f"the statistic is {row.statistic} and concerns one arm")


@rule("evidence")
def measured_what_when(draft: Draft) -> Iterator[Problem]:
    """A measured figure must say of which endpoint, when and in which arm."""
    for row in draft.reports:
        if row.statistic in MEASURED:
            for name in ("endpoint", "timepoint", "arm"):
                yield from must_be_given(row, name, why=f"the statistic is {row.statistic}")


@rule("evidence")
def error_of_estimate(draft: Draft) -> Iterator[Problem]:
    """Standard error and interval must stand beside an estimate, not beside a count or a P value."""
    for row in draft.reports:
        if row.statistic in (*COUNTED, "p-value"):
            for name in ("se", "ci_level", "ci_low", "ci_high"):
                yield from must_be_left_out(row, name, why=f"the statistic is {row.statistic}")


@rule("evidence")
def p_of_test(draft: Draft) -> Iterator[Problem]:
    """P must stand beside a result of a test, not beside a number of people or a second P value."""
    for row in draft.reports:
        if row.statistic in ("n", "p-value"):
            yield from must_be_left_out(row, "p", why=f"the statistic is {row.statistic}")


@rule("evidence")
def p_value_in_range(draft: Draft) -> Iterator[Problem]:
    """The value of a row that reports a P value must be a probability."""
    for row in draft.reports:
        if row.statistic == "p-value" and row.value is not None and not 0 <= row.value <= 1:
            yield problem_at(
                row, "value", must="be a probability from 0 to 1, for the statistic is p-value", got=row.value
            )


@rule("evidence")
def count_is_whole(draft: Draft) -> Iterator[Problem]:
    """A count must be a whole number of 0 or more."""
    for row in draft.reports:
        if row.statistic in COUNTED and row.value is not None and (row.value < 0 or row.value.as_tuple().exponent):
            yield problem_at(
                row,
                "value",
                must=f"be a whole number of 0 or more, for the statistic is {row.statistic}",
                got=row.value,
            )


@rule("evidence")
def qualifier_has_number(draft: Draft) -> Iterator[Problem]:
    """A sign such as < or about must stand with the number that it qualifies."""
    for rows, pairs in (
        (draft.reports, (("value_qualifier", "value"), ("p_qualifier", "p"))),
        (draft.safety, (("percent_qualifier", "percent"), ("rate_qualifier", "rate"), ("p_qualifier", "p"))),
        (draft.landscape.values(), (("qualifier", "value"), ("p_qualifier", "p"))),
    ):
        for row in rows:
            for sign, number in pairs:
                if getattr(row, sign) is not None and getattr(row, number) is None:
                    yield problem_at(row, sign, must=f"stand with a {number}", got=getattr(row, sign), more=" alone")


@rule("evidence")
def safety_says_something(draft: Draft) -> Iterator[Problem]:
    """A safety row must have a figure or a statement."""
    for row in draft.safety:
        if all(each is None for each in (row.n_affected, row.n_events, row.estimate)):
            yield from must_be_given(row, "statement", why="the row has no figure")
