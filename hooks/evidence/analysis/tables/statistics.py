"""The statistics that a report may be of, as a table: what each means and, of an effect measure, where no effect lies."""

from evidence.analysis.dictionary import Field
from evidence.analysis.statistic_words import STATISTICS
from evidence.analysis.tables.data_tables import SCALE, Table
from evidence.model.effect_measures import EFFECT_MEASURES


def statistics() -> Table:
    """A row a statistic; the cells of what only an effect measure has are empty for any other one."""
    columns = (
        Field("statistic", "Statistic, as reports call it.", "key", required=True, form="key"),
        Field("label", "Its name in a sentence.", required=True),
        Field("meaning", "What it means.", required=True),
        Field("symbol", "Abbreviation that is printed before its value."),
        Field("family", "Kind of effect measure: difference, ratio, reduction or standardised."),
        SCALE,
        Field("null_value", "Value that means no effect.", "whole number", form="count"),
        Field("unit_of_values", "Unit of its values; empty where they have none, or that of their endpoint."),
    )
    rows = tuple((name, *words, *_measure(name)) for name, words in STATISTICS.items())
    about = "One statistic that a report may be of: what it means, and of an effect measure where no effect lies."
    return Table("statistics", about, columns, rows, ("statistic",))


def _measure(name: str) -> tuple[str, str, str, str, str]:
    measure = EFFECT_MEASURES.get(name)
    if measure is None:
        return ("",) * 5
    return measure.symbol, measure.family, measure.scale, str(measure.null), measure.unit or ""
