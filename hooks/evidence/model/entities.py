"""Records with a YAML file of their own in data/; the key of a record is the name of its file."""

from collections.abc import Mapping

from evidence.model import vocabulary as words
from evidence.model.effect_measures import EFFECT_MEASURES, EffectMeasure
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
    described,
    optional,
)

# What data/ must look like for this code. docs/contributing/migrations.md tells what each version changed.
SCHEMA_VERSION = 3
_BENEFIT_SIGNS = {
    "lower is better": -1,
    "negative is better": -1,
    "fewer events are better": -1,
    "higher is better": 1,
    "positive is better": 1,
    "more events are better": 1,
}


class Site(Record):
    """The site itself: data/site.yml. Each field can be overridden by an environment variable EVIDENCE_<FIELD>."""

    schema_version: Count = described(
        "Version of the schema that the data follow; make fix brings older data to today's."
    )
    name: Text = described("Name of the site.")
    description: Text = described("What the site is, in one sentence.")
    site_url: Url = described("Address at which the site is published, with a slash at its end.")
    repository: Url = described("Address of the repository on GitHub, without a slash at its end.")
    branch: Text = described("Branch that is published.")
    searched: PartialDate = described(
        "Day of the last search for evidence, set by hand: to mend a text is no search. It is data, not a clock."
    )
    authors: tuple[Text, ...] = described("Authors for the citation, in order.", min_length=1)
    made_by: Text = described(
        "Who makes the site, in a sentence; shown on the page about it.", examples=["The site is made by volunteers."]
    )
    funding: Text = described("How it is funded, in a sentence; shown there too.", examples=["It has no funding."])
    interests: Text = described(
        "Ties of those who make it to companies, in a sentence; shown there too.",
        examples=["It has no tie to any company."],
    )
    contact: Text = described("Where to write to.")
    licence: Text = described("SPDX name of the licence of data and prose.")


class Source(Record):
    """A document that can be cited: data/sources/<key>.yml."""

    label: Text = described("Short name shown beside figures.")
    type: words.SourceType = described("Kind of document.")
    title: Text = described("Title of the document, or a descriptive title that says so.")
    authors: tuple[Text, ...] = described("Authors in order.", default=())
    publisher: Text = described("Journal, register, company or site that published it.")
    date: PartialDate | None = optional("Date of publication or of the record version, as precise as known.")
    url: Url | None = optional("Public address. Anything but https needs a note.")
    address_kind: words.AddressKind = described(
        "original: the publisher's own page; reprint: another site carries it; inferred: formed by us, not opened; "
        "withheld: no public address."
    )
    doi: Doi | None = optional("Digital object identifier.")
    registry_ids: tuple[Text, ...] = described("Numbers of trials in registers that the document is about.", default=())
    tier: words.Tier = described("1 primary, 2 secondary, 3 known to hold errors: only for contradictions.")
    relation: words.Relation = described("first-hand: written by those who did the work or keep the record.")
    peer_reviewed: words.YesNo = described("Whether peer review is known.")
    accessed: PartialDate = described("Day on which we read it.")
    last_verified: PartialDate | None = optional(
        "Day on which somebody last opened the address and found the same text there."
    )
    note: Text | None = optional("What was read, and what is odd.")

    @property
    def last_read(self) -> str:
        """The day on which somebody last read it or found it unchanged, as precise as known."""
        return self.last_verified or self.accessed

    def is_outdated(self, day: str) -> bool:
        """Whether more than a year is between that day and another one (the version of the evidence), however precise both are."""
        year_before = str(int(day[:4]) - 1).zfill(4) + day[4:]
        return self.last_read[: len(year_before)] < year_before[: len(self.last_read)]

    @property
    def is_citable(self) -> bool:
        """Whether pages and records may cite it; a source of tier 3 is explained with the contradictions and nowhere else."""
        return self.tier != "3"


class Threshold(Record):
    """A cut-off that an instrument's literature names, such as the smallest improvement that matters to one person."""

    kind: words.ThresholdKind = described("What the cut-off separates.")
    operator: words.Operator | None = optional("How the value is compared; from-to gives a range.")
    value: Number | None = optional("The cut-off, in `unit`.")
    upper: Number | None = optional("Upper end of a range, in `unit`.")
    unit: Text | None = optional("Unit.")
    text: Text | None = optional("What does not fit into a number, as one sourced statement.")
    cite: Cite = described("Source key -> place in that source.")


class Domain(Record):
    """A part of an instrument with a weight of its own."""

    label: Text = described("Name.")
    weight: Count | None = optional("Weight.")
    max_level: Count | None = optional("Highest level.")
    max_weighted_score: Count | None = optional("Highest level times weight.", "points")
    weight_status: words.WeightStatus = described("Whether we read the weight.")
    cite: Cite = described("Source key -> place in that source.")
    note: Text | None = optional("A remark of ours.")


class Endpoint(Record):
    """What a study measures: data/endpoints/<key>.yml."""

    kind: words.EndpointKind = described(
        "instrument: a score; derived: from `instrument`; event: a clinical event that is counted; composite: whichever of "
        "its `parts` comes first, or several together; measure: read off a device, such as weight; biomarker."
    )
    name: Text = described("Full name.")
    abbreviation: Text | None = optional("Short name.")
    instrument: Key | None = optional("Instrument from which it is derived.")
    parts: tuple[Key, ...] = described("Endpoints that make up a composite.", default=())
    measures: Text = described("What it measures, in words.")
    rater: Text = described("Who rates it.")
    range_low: Number | None = optional("Lowest possible value, in `units`.")
    range_high: Number | None = optional("Highest possible value, in `units`.")
    units: Text | None = optional("Unit of its values.")
    direction: words.Direction | None = optional("Which way is better.")
    thresholds: Mapping[Key, Threshold] = described("Key -> cut-off.", default={})
    domains_text: Text | None = optional("What it is made of, as one sourced statement.")
    domains: Mapping[Key, Domain] = described("Key -> part with a weight.", default={})
    notes: Mapping[Key, Text] = described("Key -> one sourced statement about it.", default={})
    remarks: Mapping[Key, Text] = described(
        "Key -> a remark of ours about it: what was not read or found, what we conclude. No source says it.", default={}
    )
    cite: Cite = described("Source key -> place in that source; holds for the whole entry.")

    @property
    def benefit_sign(self) -> int:
        """The sign of a difference that favours the first arm: 1 where higher is better, -1 where lower is, 0 where unknown."""
        return _BENEFIT_SIGNS.get(self.direction or "", 0)


class Event(Record):
    """A dated event: data/events/<key>.yml."""

    title: Text = described("What happened or is to happen.")
    date: PartialDate = described("Date, as precise as known.")
    date_of: words.DateOf = described(
        "event: the day itself; record: a register version that shows it; statement: a text that says it."
    )
    status: words.EventStatus = described("happened, planned (someone's plan) or expected (an estimate).")
    kind: words.EventKind = described("What kind of event.")
    description: Text = described("What the date is, in words.")
    studies: tuple[Key, ...] = described("Studies concerned.", default=())
    agency: Text | None = optional("Agency concerned.")
    jurisdiction: Jurisdiction | None = optional("ISO 3166-1 alpha-2 code, EU or global.")
    indication: tuple[Text, ...] = described("Diseases concerned, or 'not stated'.", default=())
    confidence: words.Confidence = described("How sure we are of date and event.")
    cite: Cite = described("Source key -> place in that source.")
    note: Text | None = optional("A remark of ours.")


class Competitor(Record):
    """One arm of a trial of another drug: data/landscape/<key>.yml. `value` compares it with `comparator`."""

    drug: Text = described("Drug.")
    target: Text = described("What it acts on.")
    sponsor: Text | None = optional("Sponsor.")
    phase: Text | None = optional("Phase as the source words it.")
    trial: Text = described("Name of the trial, or what stands for it.")
    nct: NctNumber | None = optional("Number on ClinicalTrials.gov.")
    population: Text | None = optional("Who took part.")
    n: Count | None = optional("People in the trial.", "participants")
    n_note: Text | None = optional("What that number counts.")
    primary_endpoint: Text | None = optional("Primary endpoint.")
    primary_met: Text | None = optional("Whether it was met, as the source words it.")
    instrument: Text = described("Instrument of the figures.")
    timepoint: Text | None = optional("When.")
    arm: Text = described("Arm.")
    comparator: Text | None = optional("What the arm is compared with; given where a value or P is.")
    statistic: words.Statistic | None = optional("Effect measure of the value; given where there is one.")
    qualifier: words.Qualifier | None = optional("The word or sign printed with the value.")
    value: Number | None = optional("Effect against the comparator on the instrument, in `unit`.")
    unit: Text | None = optional("Unit of value, se and interval; left out for a ratio.")
    ci_level: Number | None = optional("Level of the interval.", "percent")
    ci_low: Number | None = optional("Lower end of the interval, in `unit`.")
    ci_high: Number | None = optional("Upper end of the interval, in `unit`.")
    se: Number | None = optional("Standard error, in `unit`; that of the logarithm for a ratio.")
    p_qualifier: words.Qualifier | None = optional("The sign printed with P.")
    p: Probability | None = optional("P value.")
    effect_text: Text | None = optional("Further results, as one sourced statement.")
    status_text: Text | None = optional("Status of the drug, as one sourced statement.")
    status_date: PartialDate | None = optional("Date of that status.")
    cite: Cite = described("Source key -> place in that source.")
    note: Text | None = optional("A remark of ours.")

    @property
    def effect_measure(self) -> EffectMeasure | None:
        """The effect measure of the value; None where no value is reported."""
        return EFFECT_MEASURES.get(self.statistic or "")


class Position(Record):
    """What one source says on a topic that sources disagree on."""

    source: Key = described("Source.")
    position: Text = described("What it says.")
    locator: Text = described("Where in the source, or 'not recorded'.")


class Contradiction(Record):
    """A topic on which sources disagree, with our reading: data/contradictions/<key>.yml."""

    topic: Text = described("What they disagree on.")
    kind: words.ContradictionKind = described(
        "number, date, definition, wording, or internal (a source against itself)."
    )
    state: words.ContradictionState = described(
        "open; resolved by our reading; error: our reading holds a source to be wrong."
    )
    reading: Text = described("Our reading.")
    computable: words.YesNo = described("yes where reports of one fact differ in value; no where it took a reader.")
    facts: tuple[Key, ...] = described("Facts concerned.", default=())
    shown: Mapping[Key, Key] = described("Fact -> source whose report the pages show, by this reading.", default={})
    positions: tuple[Position, ...] = described("What the sources say.", min_length=2)
    guard: Mapping[Text, Mapping[Text, Text]] = described(
        "What the reading rests on -> source -> what it printed when the reading was written. Each fact concerned; also "
        "any key of the landscape or field (study#field). Where the rows change, the reading must be read again.",
        default={},
    )
