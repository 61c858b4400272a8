"""What we state ourselves: verdicts that we expect (data/expected.yml), how far the evidence goes (data/appraisal.yml) and
what our simulations assume (data/assumptions.yml); and claims that the site must not repeat (data/not-published.yml). A
folder may lack each."""

from collections.abc import Mapping

from evidence.model import vocabulary as words
from evidence.model.bias import StudyBias
from evidence.model.values import Key, Number, Record, Text, described, optional


class ExpectedVerdict(Record):
    """An effect whose printed figures are known not to fit together, and why that may stand."""

    verdict: words.ExpectedVerdict = described("What the check says of it.")
    reason: Text = described("Why the figures stand although they cannot all be right.")
    level: Number | None = optional("Level of the interval with which the other figures would fit.", "percent")
    sources: tuple[Key, ...] = described(
        "Sources whose reports it concerns, where the fact has several; none: all of them.", default=()
    )


class Expected(Record):
    """Verdicts other than consistent that we know of: data/expected.yml. One more or one fewer stops the build."""

    effects: Mapping[Key, ExpectedVerdict] = described("Fact, or key of the landscape -> the verdict.", default={})


class NotPublished(Record):
    """A claim in circulation that is false, or that no text which may be cited makes."""

    pattern: Text = described("Regular expression of the words that make the claim; capitals are ignored.")
    reason: Text = described("Why it must not be published.")


class NotPublishedClaims(Record):
    """Claims that the site must not repeat: data/not-published.yml. Only what tells contradictions may hold them."""

    claims: Mapping[Key, NotPublished] = described("Key -> claim.", min_length=1)


class Outcome(Record):
    """A row of the summary of findings: what matters to a reader, and what is known of it."""

    label: Text = described("The outcome in plain words.")
    facts: tuple[Key, ...] = described(
        "Facts that report it, in order; none where no figure and no statement was found.", default=()
    )
    certainty: words.Certainty = described(
        "How sure somebody judged it to be, in the words of GRADE; not rated where nobody did."
    )
    risk_of_bias: words.RiskOfBias = described("Risk of bias; not assessable where no full report exists.")
    comment: Text | None = optional("A remark of ours, without figures.")


class Appraisal(Record):
    """How far the evidence goes: data/appraisal.yml. Its text stands in data/prose/appraisal.md."""

    outcomes: Mapping[Key, Outcome] = described(
        "Key -> outcome, in order of weight; seven or fewer.", max_length=7, min_length=1
    )
    bias: Mapping[Key, StudyBias] = described("Study -> risk of bias by the domains of RoB 2.", default={})


class AssumedEffect(Record):
    """A true difference between two arms that a simulation takes for granted."""

    label: Text = described("What is assumed, in plain words.")
    value: Number = described(
        "The difference assumed, in the unit of the endpoint; improvement has the sign of its direction."
    )
    reason: Text = described("Why it is worth trying.")


class Assumptions(Record):
    """The effects that the simulation of trials tries: data/assumptions.yml. Assumed by us, reported by nobody."""

    endpoint: Key = described("Endpoint of the assumed differences.")
    effects: Mapping[Key, AssumedEffect] = described(
        "Key -> assumed difference, in the order of the page.", min_length=1
    )
