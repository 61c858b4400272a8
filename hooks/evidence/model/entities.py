"""The things that have a file of their own in data/: one YAML file each, its key is the name of the file."""

from __future__ import annotations

from collections.abc import Mapping

from evidence.model import vocabulary as words
from evidence.model.values import (
    Cite,
    Count,
    Doi,
    Jurisdiction,
    Key,
    NctNumber,
    Number,
    PartialDate,
    Probability,
    Record,
    Text,
    Url,
    may,
    says,
)

_BENEFIT_SIGNS = {"lower is better": -1, "negative is better": -1, "higher is better": 1, "positive is better": 1}


class Site(Record):
    """The site itself: data/site.yml. Each field can be overridden by an environment variable EVIDENCE_<FIELD>."""

    name: Text = says("Name of the site.")
    description: Text = says("What the site is, in one sentence.")
    site_url: Url = says("Address at which the site is published, with a slash at its end.")
    repository: Url = says("Address of the repository on GitHub, without a slash at its end.")
    branch: Text = says("Branch that is published.")
    as_of: PartialDate = says("Day up to which evidence was looked for. It is data, not a clock.")
    authors: tuple[Text, ...] = says("Authors for the citation, in order.", min_length=1)
    contact: Text = says("Where to write to.")
    licence: Text = says("SPDX name of the licence of data and prose.")


class DrugFact(Record):
    """One thing known of the drug."""

    label: Text = says("What the value is, in words.")
    topic: Text = says("Heading under which the drug page shows it.")
    value: Text = says("The statement or value, as one sourced statement.")
    cite: Cite = says("Source key -> place in that source.")


class Drug(Record):
    """The drug of the site: data/drug.yml."""

    name: Text = says("International nonproprietary name.")
    code: Text = says("Code of the sponsor.")
    indication: Text = says("Disease that the site is about.")
    facts: Mapping[Key, DrugFact] = says("Field -> what is known, in the order of the page.")


class Source(Record):
    """A document that can be cited: data/sources/<key>.yml."""

    label: Text = says("Short name shown beside figures.")
    type: words.SourceType = says("Kind of document.")
    title: Text = says("Title of the document, or a descriptive title that says so.")
    authors: tuple[Text, ...] = says("Authors in order.", default=())
    publisher: Text = says("Journal, register, company or site that published it.")
    date: PartialDate | None = may("Date of publication or of the record version, as precise as known.")
    url: Url | None = may("Public address. Anything but https needs a note.")
    address_kind: words.AddressKind = says(
        "original: the publisher's own page; reprint: another site carries it; inferred: formed by us, not opened; "
        "withheld: no public address."
    )
    doi: Doi | None = may("Digital object identifier.")
    registry_ids: tuple[Text, ...] = says("Numbers of trials in registers that the document is about.", default=())
    tier: words.Tier = says("1 primary, 2 secondary, 3 known to hold errors: only for contradictions.")
    relation: words.Relation = says("first-hand: written by those who did the work or keep the record.")
    peer_reviewed: words.YesNo = says("Whether peer review is known.")
    accessed: PartialDate = says("Day on which we read it.")
    last_verified: PartialDate | None = may(
        "Day on which somebody last opened the address and found the same text there."
    )
    note: Text | None = may("What was read, and what is odd.")

    @property
    def last_read(self) -> str:
        """The day on which somebody last read it or found it unchanged, as precise as known."""
        return self.last_verified or self.accessed

    def is_outdated(self, as_of: str) -> bool:
        """Whether more than a year is between that day and another one (the day of the evidence), however precise both are."""
        year_before = str(int(as_of[:4]) - 1).zfill(4) + as_of[4:]
        return self.last_read[: len(year_before)] < year_before[: len(self.last_read)]

    @property
    def is_citable(self) -> bool:
        """Whether pages and records may cite it; a source of tier 3 is explained with the contradictions and nowhere else."""
        return self.tier != "3"


class Threshold(Record):
    """A cut-off that an instrument's literature names, such as the smallest improvement that matters to one person."""

    kind: words.ThresholdKind = says("What the cut-off separates.")
    operator: words.Operator | None = may("How the value is compared; from-to gives a range.")
    value: Number | None = may("The cut-off, in `unit`.")
    upper: Number | None = may("Upper end of a range, in `unit`.")
    unit: Text | None = may("Unit.")
    text: Text | None = may("What does not fit into a number, as one sourced statement.")
    cite: Cite = says("Source key -> place in that source.")


class Domain(Record):
    """A part of an instrument with a weight of its own."""

    label: Text = says("Name.")
    weight: Count | None = may("Weight.")
    max_level: Count | None = may("Highest level.")
    max_weighted_score: Count | None = may("Highest level times weight.", "points")
    weight_status: words.WeightStatus = says("Whether we read the weight.")
    cite: Cite = says("Source key -> place in that source.")
    note: Text | None = may("A remark of ours.")


class Endpoint(Record):
    """An instrument, an endpoint derived from one, or a biomarker: data/endpoints/<key>.yml."""

    kind: words.EndpointKind = says("instrument, derived (from `instrument`) or biomarker.")
    name: Text = says("Full name.")
    abbreviation: Text | None = may("Short name.")
    instrument: Key | None = may("Instrument from which it is derived.")
    measures: Text = says("What it measures, in words.")
    rater: Text = says("Who rates it.")
    range_low: Number | None = may("Lowest possible value, in `units`.")
    range_high: Number | None = may("Highest possible value, in `units`.")
    units: Text | None = may("Unit of its values.")
    direction: words.Direction | None = may("Which way is better.")
    thresholds: Mapping[Key, Threshold] = says("Key -> cut-off.", default={})
    domains_text: Text | None = may("What it is made of, as one sourced statement.")
    domains: Mapping[Key, Domain] = says("Key -> part with a weight.", default={})
    notes: Mapping[Key, Text] = says("Key -> one sourced statement about it.", default={})
    cite: Cite = says("Source key -> place in that source; holds for the whole entry.")

    @property
    def benefit_sign(self) -> int:
        """The sign of a difference that favours the first arm: 1 where higher is better, -1 where lower is, 0 where unknown."""
        return _BENEFIT_SIGNS.get(self.direction or "", 0)


class Event(Record):
    """A dated event: data/events/<key>.yml."""

    title: Text = says("What happened or is to happen.")
    date: PartialDate = says("Date, as precise as known.")
    date_of: words.DateOf = says(
        "event: the day itself; record: a register version that shows it; statement: a text that says it."
    )
    status: words.EventStatus = says("happened, planned (someone's plan) or expected (an estimate).")
    kind: words.EventKind = says("What kind of event.")
    description: Text = says("What the date is, in words.")
    studies: tuple[Key, ...] = says("Studies concerned.", default=())
    agency: Text | None = may("Agency concerned.")
    jurisdiction: Jurisdiction | None = may("ISO 3166-1 alpha-2 code, EU or global.")
    indication: tuple[Text, ...] = says("Diseases concerned, or 'not stated'.", default=())
    confidence: words.Confidence = says("How sure we are of date and event.")
    cite: Cite = says("Source key -> place in that source.")


class Competitor(Record):
    """One arm of a trial of another drug: data/landscape/<key>.yml. `value` is its difference from placebo."""

    drug: Text = says("Drug.")
    target: Text = says("What it acts on.")
    sponsor: Text | None = may("Sponsor.")
    phase: Text | None = may("Phase as the source words it.")
    trial: Text = says("Name of the trial, or what stands for it.")
    nct: NctNumber | None = may("Number on ClinicalTrials.gov.")
    population: Text | None = may("Who took part.")
    n: Count | None = may("People in the trial.", "participants")
    n_note: Text | None = may("What that number counts.")
    primary_endpoint: Text | None = may("Primary endpoint.")
    primary_met: Text | None = may("Whether it was met, as the source words it.")
    instrument: Text = says("Instrument of the figures.")
    timepoint: Text | None = may("When.")
    arm: Text = says("Arm.")
    qualifier: words.Qualifier | None = may("The word or sign printed with the value.")
    value: Number | None = may("Difference from placebo on the instrument.", "points")
    ci_level: Number | None = may("Level of the interval.", "percent")
    ci_low: Number | None = may("Lower end of the interval.", "points")
    ci_high: Number | None = may("Upper end of the interval.", "points")
    se: Number | None = may("Standard error.", "points")
    p_qualifier: words.Qualifier | None = may("The sign printed with P.")
    p: Probability | None = may("P value.")
    effect_text: Text | None = may("Further results, as one sourced statement.")
    status_text: Text | None = may("Status of the drug, as one sourced statement.")
    status_date: PartialDate | None = may("Date of that status.")
    cite: Cite = says("Source key -> place in that source.")
    note: Text | None = may("A remark of ours.")


class Position(Record):
    """What one source says on a topic that sources disagree on."""

    source: Key = says("Source.")
    position: Text = says("What it says.")
    locator: Text = says("Where in the source, or 'not recorded'.")


class Contradiction(Record):
    """A topic on which sources disagree, with our reading: data/contradictions/<key>.yml."""

    topic: Text = says("What they disagree on.")
    kind: words.ContradictionKind = says("number, date, definition, wording, or internal (a source against itself).")
    state: words.ContradictionState = says(
        "open; resolved by our reading; error: our reading holds a source to be wrong."
    )
    reading: Text = says("Our reading.")
    computable: words.YesNo = says("yes where reports of one fact differ in value; no where it took a reader.")
    facts: tuple[Key, ...] = says("Facts concerned.", default=())
    shown: Mapping[Key, Key] = says("Fact -> source whose report the pages show, by this reading.", default={})
    positions: tuple[Position, ...] = says("What the sources say.", min_length=2)
    guard: Mapping[Text, Mapping[Text, Text]] = says(
        "What the reading rests on -> source -> what it printed when the reading was written. Each fact concerned; also "
        "any key of the landscape or field (study#field). Where the rows change, the reading must be read again.",
        default={},
    )
