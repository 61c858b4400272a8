"""Studies and groups of studies: data/studies/<key>.yml and data/groups/<key>.yml."""

import re
from collections.abc import Mapping
from typing import Literal, get_args

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
    described,
    optional,
)


class Arm(Record):
    """A trial arm, or a group of people taken together."""

    label: Text = described("Name of the arm.")
    intervention: Text = described("What was given.")
    dose: Number | None = optional("Dose of one administration.")
    unit: Text | None = optional("Unit of the dose.")
    route: Text | None = optional("Way of giving it.")
    schedule: Text | None = optional("How often and how long.")
    kind: words.ArmKind = described(
        "arm; pooled (of members); unspecified (a source does not tell them apart); period-group (counted again later)."
    )
    control: words.Control | None = optional(
        "What people got who are compared with; needed only where the intervention does not begin with placebo."
    )
    members: tuple[Key, ...] = described("Arms that make up this one.", default=())
    n: Key | None = optional("Fact that reports its size.")
    n_type: words.CountedAs | None = optional("What that size counts.")
    cite: Cite = described("Source key -> place in that source.")
    note: Text | None = optional("A remark of ours.")

    @property
    def control_kind(self) -> words.Control | None:
        """What kind of comparator it is, by its field or its intervention; None where neither says."""
        is_placebo = re.match(r"(?:matching |matched )?placebo\b", self.intervention, re.IGNORECASE)
        return self.control or ("placebo" if is_placebo else None)


class OutcomeList(Record):
    """A list of planned outcomes: where it stands, and how much of it was read."""

    label: Text = described("Name of the list, such as the register and its section.")
    read: words.ReadState = described(
        "whole: every outcome on it is here; part: some are; not read. Gaps are counted within whole lists only."
    )
    cite: Cite = described("Source key -> place of the list in that source.")
    note: Text | None = optional("A remark of ours, such as what of it was not read.")


class OutcomeMeasure(Record):
    """An endpoint that a study planned to measure, at a time and with a rank."""

    endpoint: Key = described("Endpoint measured.")
    timepoint: Text = described("When, such as week 48, or 'not stated'.")
    role: words.Role = described("Rank in the plan.")
    definition: Text = described("What is measured, in words.")
    plan: Text = described("Analysis plan: its name, both, or 'not stated'.")
    lists: tuple[Key, ...] = described("Lists of planned outcomes on which it stands.", default=())
    cite: Cite = described("Source key -> place in that source.")


class Detail(Record):
    """A further fact of a study that is one sourced statement: an entry criterion, a rule, a date of its record."""

    label: Text = described("What the value is, in words.")
    topic: words.DetailTopic = described("Where the study page shows it.")
    value: Text = described("The statement.")
    country_codes: tuple[Country, ...] = described("Countries that the value lists, ISO 3166-1 alpha-2.", default=())
    cite: Cite = described("Source key -> place in that source.")


class Study(Record):
    """A study: data/studies/<key>.yml. Its numbers of people are facts in reports.csv and named here."""

    short_name: Cited[Text] = described("Name used on the site.")
    indication: Cited[tuple[Text, ...]] = described("Diseases studied.")
    official_title: Cited[Text] | None = optional("Title in the register.")
    nct: Cited[NctNumber] | None = optional("Number on ClinicalTrials.gov.")
    eudract: Cited[Text] | None = optional("Number in EudraCT.")
    ctis: Cited[Text] | None = optional("Number in CTIS.")
    sponsor_code: Cited[Text] | None = optional("Code of the sponsor.")
    phase: Cited[words.Phase] | None = optional("Phase.")
    status: Cited[words.StudyStatus] | None = optional("Status in the register.")
    status_date: Cited[PartialDate] | None = optional("Last update of the record version that shows the status.")
    design_kind: Cited[words.DesignKind] | None = optional("Kind of design.")
    extends: Cited[tuple[Key, ...]] | None = optional("Studies whose people an extension follows further.")
    design: Cited[Text] | None = optional("Design.")
    blinding: Cited[Text] | None = optional("Who does not know the treatment.")
    randomisation: Cited[Text] | None = optional("Ratio of allocation.")
    treatment_weeks: Cited[Count] | None = optional("Length of the main randomised period.", "weeks")
    start_date: Cited[PartialDate] | None = optional("Start.")
    primary_completion_date: Cited[PartialDate] | None = optional("Last measurement for the primary endpoint.")
    completion_date: Cited[PartialDate] | None = optional("End of the study.")
    completion_type: Cited[words.CompletionType] | None = optional("Whether the end is a date or an estimate.")
    completion_note: Cited[Text] | None = optional("What explains a missing or estimated end.")
    stop_reason: Cited[Text] | None = optional("Why it was terminated, withdrawn or suspended, or 'not stated'.")
    age_group: Cited[words.AgeGroup] | None = optional("Adults, children or both.")
    population: Cited[Text] | None = optional("Who took part.")
    main_population: Text | None = optional(
        "Analysis set that stands for the trial, as in `population`, where effects are reported in several."
    )
    background_therapy: Cited[Text] | None = optional("Treatment that could continue.")
    primary_endpoint: Cited[Key] | None = optional("Primary endpoint.")
    results_posted: Cited[Text] | None = optional("Whether a register holds results.")
    enrolled_note: Cited[Text] | None = optional("What explains differing numbers of people.")
    enrolled: Key | None = optional("Fact: people enrolled according to the register.")
    planned: Key | None = optional("Fact: people planned.")
    randomised: Key | None = optional("Fact: people randomised.")
    sites: Key | None = optional("Fact: number of sites.")
    countries: Key | None = optional("Fact: number of countries.")
    details: Mapping[Key, Detail] = described("Further sourced statements, in the order of the page.", default={})
    arms: Mapping[Key, Arm] = described("Key -> arm. The key begins with the study's.", default={})
    outcome_lists: Mapping[Key, OutcomeList] = described(
        "Key -> list of planned outcomes, read or not. The key begins with the study's.", default={}
    )
    outcome_measures: Mapping[Key, OutcomeMeasure] = described("Key -> planned outcome measure.", default={})

    @property
    def phase_number(self) -> int:
        """The highest whole phase: 2 for 2b and 1/2, 3 for 2/3, 0 where none applies or is reported. Pages order studies by it."""
        return max(map(int, re.findall(r"\d", self.phase.value)), default=0) if self.phase else 0

    @property
    def is_crossover(self) -> bool:
        """Whether its people pass through several arms, one after the other."""
        return self.design_kind is not None and self.design_kind.value == "crossover"

    @property
    def size(self) -> tuple[Key, Literal["enrolled", "randomised", "planned"]] | None:
        """The fact that gives the number of its people, and what it counts: the first that there is; None without any."""
        facts: tuple[tuple[Key | None, Literal["enrolled", "randomised", "planned"]], ...] = (
            (self.enrolled, "enrolled"),
            (self.randomised, "randomised"),
            (self.planned, "planned"),
        )
        return next(((fact, counted) for fact, counted in facts if fact), None)

    @property
    def is_extension(self) -> bool:
        """Whether it follows the people of other studies further: it is no further trial."""
        return self.extends is not None

    @property
    def phase_rank(self) -> int:
        """The position among all phases, from 1 (0 where none is reported); it refines the order of `phase_number`."""
        return get_args(words.Phase).index(self.phase.value) + 1 if self.phase else 0


class Group(Record):
    """Studies taken together: data/groups/<key>.yml."""

    kind: words.GroupKind = described("pooled: one analysis of all members; programme: a statement about all of them.")
    label: Text = described("What the group is, in words.")
    members: tuple[Key, ...] = described("Studies in it.", min_length=2)
    main_population: Text | None = optional(
        "Analysis set that stands for the group, as in `population`, where effects are reported in several."
    )
    arms: Mapping[Key, Arm] = described("Key -> arm.", default={})
    outcome_lists: Mapping[Key, OutcomeList] = described(
        "Key -> list of planned outcomes, read or not. The key begins with the study's.", default={}
    )
    outcome_measures: Mapping[Key, OutcomeMeasure] = described("Key -> planned outcome measure.", default={})
