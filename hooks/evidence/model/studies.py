"""Studies and groups of studies: data/studies/<key>.yml and data/groups/<key>.yml."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import get_args

from evidence.model import vocabulary as words
from evidence.model.values import (
    Cite,
    Cited,
    Count,
    Country,
    Key,
    NctNumber,
    Number,
    PartialDate,
    Record,
    Text,
    may,
    says,
)


class Arm(Record):
    """A trial arm, or a group of people taken together."""

    label: Text = says("Name of the arm.")
    intervention: Text = says("What was given.")
    dose: Number | None = may("Dose of one administration.")
    unit: Text | None = may("Unit of the dose.")
    route: Text | None = may("Way of giving it.")
    schedule: Text | None = may("How often and how long.")
    kind: words.ArmKind = says(
        "arm; pooled (of members); unspecified (a source does not tell them apart); period-group (counted again later)."
    )
    members: tuple[Key, ...] = says("Arms that make up this one.", default=())
    n: Key | None = may("Fact that reports its size.")
    n_type: words.CountedAs | None = may("What that size counts.")
    cite: Cite = says("Source key -> place in that source.")
    note: Text | None = may("A remark of ours.")


class OutcomeMeasure(Record):
    """An endpoint that a study planned to measure, at a time and with a rank."""

    endpoint: Key = says("Endpoint measured.")
    timepoint: Text = says("When, such as week 48, or 'not stated'.")
    role: words.Role = says("Rank in the plan.")
    definition: Text = says("What is measured, in words.")
    plan: Text = says("Analysis plan: its name, both, or 'not stated'.")
    cite: Cite = says("Source key -> place in that source.")


class Detail(Record):
    """A further fact of a study that is one sourced statement: an entry criterion, a rule, a date of its record."""

    label: Text = says("What the value is, in words.")
    topic: words.DetailTopic = says("Where the study page shows it.")
    value: Text = says("The statement.")
    country_codes: tuple[Country, ...] = says("Countries that the value lists, ISO 3166-1 alpha-2.", default=())
    cite: Cite = says("Source key -> place in that source.")


class Study(Record):
    """A study: data/studies/<key>.yml. Its numbers of people are facts in reports.csv and named here."""

    short_name: Cited[Text] = says("Name used on the site.")
    indication: Cited[tuple[Text, ...]] = says("Diseases studied.")
    official_title: Cited[Text] | None = may("Title in the register.")
    nct: Cited[NctNumber] | None = may("Number on ClinicalTrials.gov.")
    eudract: Cited[Text] | None = may("Number in EudraCT.")
    ctis: Cited[Text] | None = may("Number in CTIS.")
    sponsor_code: Cited[Text] | None = may("Code of the sponsor.")
    phase: Cited[words.Phase] | None = may("Phase.")
    status: Cited[words.StudyStatus] | None = may("Status in the register.")
    status_date: Cited[PartialDate] | None = may("Last update of the record version that shows the status.")
    design: Cited[Text] | None = may("Design.")
    blinding: Cited[Text] | None = may("Who does not know the treatment.")
    randomisation: Cited[Text] | None = may("Ratio of allocation.")
    treatment_weeks: Cited[Count] | None = may("Length of the main randomised period.", "weeks")
    start_date: Cited[PartialDate] | None = may("Start.")
    primary_completion_date: Cited[PartialDate] | None = may("Last measurement for the primary endpoint.")
    completion_date: Cited[PartialDate] | None = may("End of the study.")
    completion_type: Cited[words.CompletionType] | None = may("Whether the end is a date or an estimate.")
    completion_note: Cited[Text] | None = may("What explains a missing or estimated end.")
    population: Cited[Text] | None = may("Who took part.")
    background_therapy: Cited[Text] | None = may("Treatment that could continue.")
    primary_endpoint: Cited[Key] | None = may("Primary endpoint.")
    results_posted: Cited[Text] | None = may("Whether a register holds results.")
    enrolled_note: Cited[Text] | None = may("What explains differing numbers of people.")
    enrolled: Key | None = may("Fact: people enrolled according to the register.")
    planned: Key | None = may("Fact: people planned.")
    randomised: Key | None = may("Fact: people randomised.")
    sites: Key | None = may("Fact: number of sites.")
    countries: Key | None = may("Fact: number of countries.")
    details: Mapping[Key, Detail] = says("Further sourced statements, in the order of the page.", default={})
    arms: Mapping[Key, Arm] = says("Key -> arm. The key begins with the study's.", default={})
    outcome_measures: Mapping[Key, OutcomeMeasure] = says("Key -> planned outcome measure.", default={})

    @property
    def phase_number(self) -> int:
        """The highest whole phase: 2 for 2b and 1/2, 3 for 2/3, 0 where none is reported. Pages order studies by it."""
        return int(re.findall(r"\d", self.phase.value)[-1]) if self.phase else 0

    @property
    def phase_rank(self) -> int:
        """The position among all phases, from 1 (0 where none is reported); it refines the order of `phase_number`."""
        return get_args(words.Phase).index(self.phase.value) + 1 if self.phase else 0


class Group(Record):
    """Studies taken together: data/groups/<key>.yml."""

    kind: words.GroupKind = says("pooled: one analysis of all members; programme: a statement about all of them.")
    label: Text = says("What the group is, in words.")
    members: tuple[Key, ...] = says("Studies in it.", min_length=2)
    arms: Mapping[Key, Arm] = says("Key -> arm.", default={})
    outcome_measures: Mapping[Key, OutcomeMeasure] = says("Key -> planned outcome measure.", default={})
