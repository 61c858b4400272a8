"""The rows of the CSV tables in data/: repeated facts, one row a report."""

from __future__ import annotations

from evidence.model import vocabulary as words
from evidence.model.values import Count, Key, Number, PartialDate, Probability, Record, Text, may, says


class Report(Record):
    """One quantity or stated finding as one source printed it: a row of data/reports.csv.

    Rows with the same `fact` speak of the same thing and agree in study, endpoint, timepoint, arm, comparator,
    population, statistic and unit.
    """

    fact: Key = says("Address of the fact; begins with the study's key. It never changes.")
    study: Key = says("Study or group.")
    endpoint: Key | None = may("Endpoint.")
    timepoint: Text | None = may("When, such as week 48, or 'not stated'.")
    arm: Key | None = may("Arm.")
    comparator: Key | None = may("Arm it is compared with.")
    population: Text | None = may("Analysis set or subgroup, or 'not stated'.")
    role: words.Role | None = may("Rank which this source gives the endpoint.")
    statistic: words.Statistic = says("What kind of number; qualitative: a statement without one.")
    value_qualifier: words.Qualifier | None = may("The word or sign printed with the value.")
    value: Number | None = may("The value as printed, in `unit`; improvement has the sign of the endpoint's direction.")
    unit: Text | None = may("Unit of value, se and interval.")
    numerator: Count | None = may("People counted, where the value is a percentage.", "participants")
    denominator: Count | None = may("People of whom they are a part.", "participants")
    se: Number | None = may("Standard error, in `unit`.")
    ci_level: Number | None = may("Level of the confidence interval.", "percent")
    ci_low: Number | None = may("Lower end of the interval, in `unit`.")
    ci_high: Number | None = may("Upper end of the interval, in `unit`.")
    p_qualifier: words.Qualifier | None = may("The sign printed with P.")
    p: Probability | None = may("P value.")
    multiplicity: Text | None = may("What this source says about the testing order.")
    statement: Text | None = may("The finding in words; only where statistic is qualitative.")
    source: Key = says("Source.")
    source_version: PartialDate | None = may("Date of the record version read; each version is a report of its own.")
    locator: Text = says("Where in the source, or 'not recorded'.")
    note: Text | None = may("A remark of ours on this row.")


class SafetyReport(Record):
    """One safety figure or statement as one source printed it: a row of data/safety.csv."""

    fact: Key = says("Address of the fact; begins with the study's key. It never changes.")
    study: Key = says("Study or group.")
    arm: Key | None = may("Arm.")
    comparator: Key | None = may("Arm it is compared with.")
    category: Text = says("Kind of adverse event, or overall.")
    period: Text = says("Time over which it was counted, or 'not stated'.")
    n_at_risk: Count | None = may("People observed.", "participants")
    n_affected: Count | None = may("People affected.", "participants")
    n_events: Count | None = may("Events.", "events")
    percent_qualifier: words.Qualifier | None = may("The word or sign printed with the percentage.")
    percent: Number | None = may("Share of people affected, as printed.", "percent")
    statement: Text | None = may("The finding in words.")
    source: Key = says("Source.")
    source_version: PartialDate | None = may("Date of the record version read.")
    locator: Text = says("Where in the source, or 'not recorded'.")
    note: Text | None = may("A remark of ours on this row.")


class Term(Record):
    """A plain-language term: a row of data/glossary.csv. General knowledge; nothing about this drug."""

    term: Text = says("The term.")
    expansion: Text | None = may("What it stands for.")
    definition: Text = says("What it means, in plain words.")
