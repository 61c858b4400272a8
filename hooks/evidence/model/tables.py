"""The rows of the CSV tables in data/: repeated facts, one row a report."""

from decimal import Decimal

from evidence.model import vocabulary as words
from evidence.model.effect_measures import EFFECT_MEASURES, EffectMeasure
from evidence.model.values import Count, Key, Number, PartialDate, Probability, Record, Text, described, optional


class Report(Record):
    """One quantity or stated finding as one source printed it: a row of data/reports.csv.

    Rows with the same `fact` speak of the same thing and agree in study, endpoint, timepoint, arm, comparator,
    population, subgroup, statistic and unit.
    """

    fact: Key = described("Address of the fact; begins with the study's key. It never changes.")
    study: Key = described("Study or group.")
    endpoint: Key | None = optional("Endpoint.")
    timepoint: Text | None = optional("When, such as week 48, or 'not stated'.")
    arm: Key | None = optional("Arm.")
    comparator: Key | None = optional("Arm it is compared with.")
    population: Text | None = optional("Analysis set, or 'not stated'.")
    subgroup: Text | None = optional("Part of that set, such as 65 years or older; empty for all of it.")
    role: words.Role | None = optional("Rank which this source gives the endpoint.")
    statistic: words.Statistic = described("What kind of number; qualitative: a statement without one.")
    value_qualifier: words.Qualifier | None = optional("The word or sign printed with the value.")
    value: Number | None = optional(
        "The value as printed, in `unit`; improvement has the sign of the endpoint's direction."
    )
    unit: Text | None = optional("Unit of value, se and interval.")
    numerator: Count | None = optional("People counted, where the value is a percentage.", "participants")
    denominator: Count | None = optional("People of whom they are a part.", "participants")
    se: Number | None = optional("Standard error, in `unit`; that of a ratio is the one of its natural logarithm.")
    ci_level: Number | None = optional("Level of the confidence interval.", "percent")
    ci_low: Number | None = optional("Lower end of the interval, in `unit`.")
    ci_high: Number | None = optional("Upper end of the interval, in `unit`.")
    p_qualifier: words.Qualifier | None = optional("The sign printed with P.")
    p: Probability | None = optional("P value.")
    margin: Number | None = optional("Non-inferiority margin, in `unit`.")
    margin_side: words.MarginSide | None = optional(
        "The limit of the interval that must stay within the margin: upper (must lie below it) or lower (above it)."
    )
    multiplicity: Text | None = optional("What this source says about the testing order.")
    statement: Text | None = optional("The finding in words; only where statistic is qualitative.")
    source: Key = described("Source.")
    source_version: PartialDate | None = optional(
        "Date of the record version read; each version is a report of its own."
    )
    locator: Text = described("Where in the source, or 'not recorded'.")
    note: Text | None = optional("A remark of ours on this row.")

    @property
    def effect_measure(self) -> EffectMeasure | None:
        """The effect measure of a row that compares two arms; None for any other row."""
        return EFFECT_MEASURES.get(self.statistic)


class SafetyReport(Record):
    """One safety figure or statement as one source printed it: a row of data/safety.csv."""

    fact: Key = described("Address of the fact; begins with the study's key. It never changes.")
    study: Key = described("Study or group.")
    arm: Key | None = optional("Arm.")
    comparator: Key | None = optional("Arm it is compared with.")
    category: Text = described("Kind of adverse event, or overall.")
    event_group: words.EventGroup | None = optional(
        "Under which heading pages compare the arms: any adverse event, serious, leading to stopping, death, special "
        "interest, or other. Nothing is derived where it is empty."
    )
    period: Text = described("Time over which it was counted, or 'not stated'.")
    n_at_risk: Count | None = optional("People observed.", "participants")
    n_affected: Count | None = optional("People affected.", "participants")
    n_events: Count | None = optional("Events.", "events")
    percent_qualifier: words.Qualifier | None = optional("The word or sign printed with the percentage.")
    percent: Number | None = optional("Share of people affected, as printed.", "percent")
    exposure: Number | None = optional("Time over which the people were observed, added up.", "patient-years")
    rate_qualifier: words.Qualifier | None = optional("The word or sign printed with the rate.")
    rate: Number | None = optional("Events, or people affected, for the time observed, in `rate_unit`.")
    rate_unit: words.RateUnit | None = optional("Unit of the rate, such as per 100 patient-years.")
    effect_statistic: words.SafetyEffect | None = optional("What a printed comparison with `comparator` is.")
    effect: Number | None = optional("That comparison as printed; a difference in percentage points.")
    se: Number | None = optional("Standard error of the effect, else of the rate, else of the percentage.")
    ci_level: Number | None = optional("Level of the confidence interval.", "percent")
    ci_low: Number | None = optional(
        "Lower end of the interval of the effect, else of the rate, else of the percentage."
    )
    ci_high: Number | None = optional("Upper end of that interval.")
    p_qualifier: words.Qualifier | None = optional("The sign printed with P.")
    p: Probability | None = optional("P value of the comparison with `comparator`.")
    statement: Text | None = optional("The finding in words.")
    source: Key = described("Source.")
    source_version: PartialDate | None = optional("Date of the record version read.")
    locator: Text = described("Where in the source, or 'not recorded'.")
    note: Text | None = optional("A remark of ours on this row.")

    @property
    def effect_measure(self) -> EffectMeasure | None:
        """The effect measure of a row that prints a comparison of two arms; None for any other row."""
        return EFFECT_MEASURES.get(self.effect_statistic or "")

    @property
    def estimate(self) -> Decimal | None:
        """The number to which standard error and interval belong: the effect, else the rate, else the percentage."""
        return next((each for each in (self.effect, self.rate, self.percent) if each is not None), None)


class Term(Record):
    """A plain-language term: a row of data/glossary.csv. General knowledge; nothing about this drug."""

    term: Text = described("The term.")
    expansion: Text | None = optional("What it stands for.")
    definition: Text = described("What it means, in plain words.")
