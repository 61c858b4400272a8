"""The table that a meta-analysis starts from: a row an effect between two arms, its cells as printed or derived."""

from evidence.analysis.arms import Size
from evidence.analysis.dictionary import Field, fields
from evidence.analysis.tables.data_tables import SCALE, Table, text
from evidence.analysis.view import View
from evidence.model import Report
from evidence.model.number_format import fixed

PLACE = ("fact", "study", "study_name", "nct", "endpoint", "timepoint", "population", "subgroup", "unit")
MEASURE = ("statistic", "scale", "null_value")
ARM = ("arm", "n_arm", "n_arm_is", "mean_arm", "se_arm")
COMPARATOR = ("comparator", "n_comparator", "n_comparator_is", "mean_comparator", "se_comparator")
CONTRAST = (
    "value_qualifier",
    "value",
    "se",
    "ci_level",
    "ci_low",
    "ci_high",
    "p_qualifier",
    "p",
    "margin",
    "margin_side",
)
DERIVED = ("derived_sd", "derived_sd_from", "derived_g", "derived_g_low", "derived_g_high", "figures_together")
SOURCE = ("source", "source_version", "locator")
# What the columns mean that are not those of a report.
_PRINTED_OR_DERIVED = "Whether that number is printed, or derived from the arms that make up this one."
_OWN = {
    "study_name": Field("study_name", "Name of the study or group.", required=True),
    "scale": SCALE,
    "null_value": Field(
        "null_value", "Value that means no effect: 1 for a ratio, else 0.", "whole number", form="count"
    ),
    "nct": Field("nct", "Number of the study on ClinicalTrials.gov."),
    "n_arm": Field("n_arm", "People in the arm.", "whole number", "participants", form="count"),
    "n_arm_is": Field("n_arm_is", _PRINTED_OR_DERIVED),
    "mean_arm": Field("mean_arm", "Value of the arm beside the effect, with its qualifier, in `unit`.", form="number"),
    "se_arm": Field(
        "se_arm", "Standard error of that value, in `unit`.", "number with its printed decimals", form="number"
    ),
    "n_comparator": Field("n_comparator", "People in the comparator.", "whole number", "participants", form="count"),
    "n_comparator_is": Field("n_comparator_is", _PRINTED_OR_DERIVED),
    "mean_comparator": Field(
        "mean_comparator", "Value of the comparator, with its qualifier, in `unit`.", form="number"
    ),
    "se_comparator": Field(
        "se_comparator", "Standard error of that value, in `unit`.", "number with its printed decimals", form="number"
    ),
    "derived_sd": Field(
        "derived_sd", "Standard deviation between people, in `unit`; computed by us.", "number", form="number"
    ),
    "derived_sd_from": Field("derived_sd_from", "Which printed standard errors it was computed from."),
    "derived_g": Field(
        "derived_g", "Standardised difference (Hedges' g); computed by us.", "number", "1", form="number"
    ),
    "derived_g_low": Field(
        "derived_g_low", "Lower end of its 95% interval; computed by us.", "number", "1", form="number"
    ),
    "derived_g_high": Field(
        "derived_g_high", "Upper end of its 95% interval; computed by us.", "number", "1", form="number"
    ),
    "figures_together": Field("figures_together", "What the check of the printed figures says.", required=True),
}
COLUMNS = (*PLACE, *MEASURE, *ARM, *COMPARATOR, *CONTRAST, *DERIVED, *SOURCE)
ABOUT = (
    "One reported effect between two arms with the values of both, as printed; statistic says which measure of an effect, "
    "subgroup whether it is of a part of the trial only, n_…_is printed or derived, derived_… is computed by us, figures_together is what the check of the printed figures says."
)


def extraction(view: View) -> Table:
    """A row for each effect, the report that pages show."""
    known = {field.name: field for field in fields(Report)} | _OWN
    rows = tuple(_row(view, fact) for fact in view.effects)
    return Table("extraction", ABOUT, tuple(known[name] for name in COLUMNS), rows, ("fact",))


def _row(view: View, fact: str) -> tuple[str, ...]:
    report, finding, size = view.preferred[fact], view.preferred_findings[fact], view.sizes[fact]
    assert isinstance(report, Report) and report.effect_measure
    measure = report.effect_measure
    study = view.evidence.studies.get(report.study)
    place = (fact, report.study, view.entities[report.study].label, study.nct.value if study and study.nct else "")
    g = (
        (fixed(size.g.sd, 2), size.sd_source, *(fixed(end, 2) for end in (size.g.g, size.g.low, size.g.high)))
        if size.g
        else ("",) * 5
    )
    return (
        *place,
        *(text(getattr(report, name)) for name in PLACE[4:]),
        *(report.statistic, measure.scale, str(measure.null)),
        *_arm(view, report, report.arm),
        *_arm(view, report, report.comparator),
        *(text(getattr(report, name)) for name in CONTRAST),
        *g,
        finding.verdict,
        *(text(getattr(report, name)) for name in SOURCE),
    )


def _arm(view: View, report: Report, arm: str | None) -> tuple[str, ...]:
    """An arm, its size, and its value that is reported with the effect. The size of a part of the trial is not known."""
    size = view.arm_sizes.size_beside(report, arm)
    value = view.arm_sizes.value(report, arm)
    mean = f"{value.value_qualifier or ''} {text(value.value)}".strip() if value else ""
    return (arm or "", *_size(size), mean, text(value.se) if value else "")


def _size(size: Size | None) -> tuple[str, str]:
    return (str(size.n), "derived" if size.is_derived else "printed") if size else ("", "")
