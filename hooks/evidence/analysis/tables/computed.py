"""Tables of what this site computes from the printed figures, for analysts and the notebooks; they are not downloads.

A cell of a field whose form is `computed` is a float in full precision, or NaN where nothing can be computed.
"""

from collections.abc import Iterator
from math import nan

from evidence.analysis.dictionary import Field, fields
from evidence.analysis.pooling import OwnPooling
from evidence.analysis.printed_effects import Row
from evidence.analysis.selection import main_endpoint
from evidence.analysis.tables.data_tables import SCALE, Cell, Table, text
from evidence.analysis.verdicts import ReportFinding
from evidence.analysis.view import View
from evidence.model import AssumedEffect, Report

_LABEL = Field("label", "Short name of the effect.", required=True)
_VERDICT = Field(
    "verdict", "Whether the printed figures can all be right: consistent, inconsistent, cannot be checked."
)


def computed_tables(view: View) -> tuple[Table, ...]:
    """All of them: effects, findings, contrasts, assumptions."""
    return (_effects(view), _findings(view), _contrasts(view), _assumptions(view))


def _number(name: str, about: str, unit: str = "1") -> Field:
    return Field(name, f"{about} Computed by us.", "float", unit, form="computed")


def _known(*names: str) -> tuple[Field, ...]:
    """Fields of a report, by name."""
    found = {field.name: field for field in fields(Report)}
    return tuple(found[name] for name in names)


_EFFECT = (
    *("fact", "study", "endpoint", "arm", "comparator", "timepoint", "population", "subgroup"),
    *("statistic", "unit", "value", "se"),
)


def _scale(row: Row) -> str:
    """The scale of the measure of an effect; empty where the measure is not stated."""
    return row.effect_measure.scale if row.effect_measure else ""


def _effects(view: View) -> Table:
    """A row an effect, in the order of the reports."""
    columns = (
        *_known(*_EFFECT),
        SCALE,
        _LABEL,
        Field("on_main_endpoint", "Whether it is on the primary endpoint of its study: yes or no.", required=True),
        Field("n_arm", "People in the arm.", "whole number", "participants", form="count"),
        Field("n_comparator", "People in the comparator.", "whole number", "participants", form="count"),
        _VERDICT,
        Field("sd_source", "The printed standard errors that `sd` is computed from."),
        Field("why_not", "What is missing where there is no `g`."),
        _number("sd", "Standard deviation between people.", "that of the row"),
        _number("g", "Standardised difference, Hedges' g."),
        _number("g_low", "Lower end of its 95% interval."),
        _number("g_high", "Upper end of its 95% interval."),
        _number("probability_of_superiority", "Chance that someone of the better group does better."),
        _number("placebo_response_ratio", "Change of the comparator as a share of that of the arm."),
    )
    rows = []
    for fact, size in view.sizes.items():
        report, g = view.preferred[fact], size.g
        assert isinstance(report, Report)
        is_main = main_endpoint(view.evidence, report.study) == report.endpoint
        rows.append(
            (
                *(text(getattr(report, name)) for name in _EFFECT),
                _scale(report),
                view.entities[fact].label,
                "yes" if is_main else "no",
                *((str(each.n) for each in size.sizes) if size.sizes else ("", "")),
                view.preferred_findings[fact].verdict,
                size.sd_source,
                size.why_not,
                *((g.sd, g.g, g.low, g.high) if g else (nan,) * 4),
                _or_nan(size.probability_of_superiority),
                _or_nan(size.placebo_response_ratio),
            )
        )
    return Table("effects", "One effect between two arms and how large it is.", columns, tuple(rows), ("fact",))


def _or_nan(value: float | None) -> float:
    return nan if value is None else value


def _findings(view: View) -> Table:
    """A row a finding, in the order of `View.findings`."""
    columns = (
        Field("id", "Fact, or key of the landscape.", "key", required=True, form="key"),
        _LABEL,
        Field("sources", "Keys of the sources that print it.", "list of key", form="list"),
        SCALE,
        *_known("value", "p"),
        _VERDICT,
        Field("estimate_low", "Lowest true effect that all printed figures leave.", "number", form="number"),
        Field("estimate_high", "Highest true effect that all printed figures leave.", "number", form="number"),
        Field("errors_injected", "Errors of one digit or sign that were tried.", "whole number", form="count"),
        Field("errors_detected", "How many of them make the figures inconsistent.", "whole number", form="count"),
        Field("p_undetected_low", "Lowest P that would have passed as well.", "number", form="number"),
        Field("p_undetected_high", "Highest P that would have passed as well.", "number", form="number"),
    )
    rows: list[tuple[Cell, ...]] = []
    for each in view.findings:
        left, rate, passing = each.limits.get("estimate"), each.detection_rate, each.undetected_range
        rows.append(
            (
                each.id,
                view.entities[each.id].label,
                (each.row.source,) if isinstance(each.row, Report) else tuple(each.row.cite),
                _scale(each.row),
                *(text(number) for number in (each.row.value, each.row.p)),
                each.verdict,
                *((left.low, left.high) if left else ("", "")),
                *((str(rate.injected), str(rate.detected)) if rate else ("", "")),
                *((passing.low, passing.high) if passing else ("", "")),
            )
        )
    return Table("findings", "What the check says of one printed effect.", columns, tuple(rows))


def _contrasts(view: View) -> Table:
    columns = (
        Field("pooling", "Number of the pooling, from 0.", "whole number", required=True, form="count"),
        Field("reported", "Fact of the reported pooled result on the same question.", "key", form="key"),
        *_known(*_EFFECT),
        SCALE,
        Field("n", "People in the two arms together.", "whole number", "participants", form="count"),
        _number(
            "estimate_on_scale", "What is pooled: the printed value, or the natural logarithm of a ratio.", "its scale"
        ),
        _number("se_on_scale", "Its standard error, printed, or for a ratio from its interval.", "its scale"),
    )
    about = "One effect that enters a pooling of our own."
    return Table("contrasts", about, columns, tuple(_contrast_rows(view)), ("pooling", "fact"))


def _contrast_rows(view: View) -> Iterator[tuple[Cell, ...]]:
    for number, own in enumerate(each for each in view.poolings if isinstance(each, OwnPooling)):
        for place, each in enumerate(own.contrasts):
            n = str(own.sample_sizes[place]) if own.sample_sizes else ""
            cells = (text(getattr(each.row, name)) for name in _EFFECT)
            reported = own.reported.id if own.reported else ""
            yield (str(number), reported, *cells, _scale(each.row), n, *_on_scale(each))


def _on_scale(finding: ReportFinding) -> tuple[float, float]:
    """The estimate and its standard error as they are pooled."""
    pair = finding.exact or finding.log_contrast
    return (finding.measure.on_scale(float(pair[0])), float(pair[1])) if pair else (nan, nan)


def _assumptions(view: View) -> Table:
    columns = (
        Field("key", "Key of the assumption.", "key", required=True, form="key"),
        Field("endpoint", "Endpoint of the assumed difference.", "key", required=True, form="key"),
        *fields(AssumedEffect),
    )
    found = view.evidence.assumptions
    rows = (
        ((key, found.endpoint, each.label, text(each.value), each.reason) for key, each in found.effects.items())
        if found
        else ()
    )
    return Table("assumptions", "One true difference that the simulation assumes.", columns, tuple(rows), ("key",))
