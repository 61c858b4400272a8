"""The keywords of a figure, and the names in a text that mean a keyword.

A keyword is a text; its first letter is its kind: s study, e endpoint, a arm, t time, x kind of figure, w word, and m the
effect measure of a number that compares two arms. A sentence that names measures is not about effects of other ones.
"""

from collections.abc import Iterator, Mapping
from functools import lru_cache

from evidence.analysis.number_check import phrase
from evidence.analysis.view import View
from evidence.model import Report, SafetyReport
from evidence.model.effect_measures import EFFECT_MEASURES, EffectMeasure

# Words by which a text distinguishes changes within an arm.
_CHANGES = "fell; fall; falling; change from baseline; changed; decline; declined; reduction; decrease"
# Words of a comparison, whatever its measure; {} is a comparator.
_COMPARISONS = "versus; vs; compared with"
_WITH_COMPARATOR = "against {}; than {}; than with {}"
# Other words for a measure than its label and symbol.
_SYNONYMS = {
    "percentage-point-difference": "percentage points",
    "risk-difference": "percentage points; absolute risk reduction; absolute risk difference",
    "risk-ratio": "relative risk",
    "rate-ratio": "incidence rate ratio",
    "geometric-mean-ratio": "geometric mean ratio",
    "percent-reduction": "relative reduction; relative risk reduction",
    "percent-slowing": "slowing",
    "standardised-mean-difference": "hedges g; cohen d; standardised difference",
}
# A symbol of a measure in running text: in capitals, and right before its number. {} is the symbol.
_SYMBOL = r"(?<![A-Za-z0-9]){}(?=[ \n,:=(\[]{{1,4}}[0-9])"
_GROUP_WORDS = "pooled; pooling; combined; taken together; programme; both trial; both study; the two trial"
# Words of labels and keys that say nothing of a figure.
_UNSPECIFIC = frozenset(
    "participant reported according register other active total group about which their there where label monthly".split()
)


def groups(view: View) -> Mapping[str, list[str]]:
    """Keyword of a group of studies -> the keywords of its studies."""
    return {
        _study(view, key): [f"s:{member}" for member in group.members] for key, group in view.evidence.groups.items()
    }


def of_fact(view: View, report: Report | SafetyReport) -> Iterator[str]:
    """The keywords of a fact, from one report of it."""
    yield _study(view, report.study)
    if report.arm:
        yield f"a:{report.arm}"
    if report.effect_measure:
        yield from _of_measure(report.effect_measure)
    if isinstance(report, SafetyReport):
        yield from _long_words(report.category)
        return
    if report.endpoint:
        yield f"e:{report.endpoint}"
        yield f"e:{view.evidence.endpoints[report.endpoint].instrument or report.endpoint}"
    if report.timepoint:
        yield f"t:{phrase(report.timepoint)}"
    if not report.effect_measure:
        yield f"x:{report.statistic}"
    about = f"{report.population or ''} {report.subgroup or ''} {report.fact.removeprefix(report.study)}"
    comparators = {word for name in _comparators(view) for word in name.split()}
    yield from (word for word in _long_words(about) if word[2:] not in comparators)


def _of_measure(measure: EffectMeasure) -> tuple[str, str]:
    return f"m:{measure.name}", "x:effect"


def of_entity_field(view: View, id: str) -> Iterator[str]:
    """The keywords of a figure that is a field of an entity, not a fact."""
    evidence, owner = view.evidence, id.partition("#")[0]
    if owner in evidence.endpoints:
        yield f"e:{owner}"
    elif owner in evidence.landscape:
        yield f"s:{phrase(evidence.landscape[owner].drug)}"
        yield f"a:{owner}"
        if id.endswith("#value") and (measure := evidence.landscape[owner].effect_measure):
            yield from _of_measure(measure)
    elif owner in evidence.arms:
        yield _study(view, evidence.arms[owner][0])
        yield f"a:{owner}"
    elif owner in evidence.studies:
        yield f"s:{owner}"
    yield from _long_words(view.entities[id].label)


def names(view: View, words: set[str]) -> Iterator[tuple[str, str]]:
    """(phrase, keyword) of every name of a study, endpoint, arm or kind of figure, and of these keywords of times and words."""
    evidence = view.evidence
    for key, study in evidence.studies.items():
        codes = (study.nct, study.eudract, study.ctis, study.sponsor_code)
        for name in (key, study.short_name.value, *(code.value for code in codes if code)):
            yield phrase(name), f"s:{key}"
    for key in evidence.groups:
        for name in (key, view.entities[key].label, *_GROUP_WORDS.split("; ")):
            yield phrase(name), _study(view, key)
    for key, endpoint in evidence.endpoints.items():
        for name in filter(None, (endpoint.name, endpoint.abbreviation)):
            yield phrase(name), f"e:{key}"
    for key, (owner, arm) in evidence.arms.items():
        for name in _names_of_arm(view, key.removeprefix(owner), arm.label, arm.schedule):
            yield name, f"a:{key}"
    for key, other in evidence.landscape.items():
        for name in (other.drug, other.trial):
            yield phrase(name), f"s:{phrase(other.drug)}"
        yield phrase(other.arm), f"a:{key}"
    yield from ((phrase(name), "x:mean-change") for name in _CHANGES.split("; "))
    yield from _names_of_measures(view)
    yield from ((word[2:], word) for word in words)


def symbols() -> list[list[str]]:
    """[pattern, keyword] of each measure that running text names by a symbol."""
    return [
        [_SYMBOL.format(each.symbol), f"m:{each.name}"]
        for each in EFFECT_MEASURES.values()
        if each.symbol and each.symbol != each.label
    ]


def _names_of_measures(view: View) -> Iterator[tuple[str, str]]:
    """The names of each effect measure, and words of any comparison. `difference` may mean every difference, no ratio."""
    compared = [form.format(name) for name in sorted(_comparators(view)) for form in _WITH_COMPARATOR.split("; ")]
    yield from ((phrase(name), "x:effect") for name in (*_COMPARISONS.split("; "), *compared))
    for measure in EFFECT_MEASURES.values():
        names = [measure.label, *_SYNONYMS.get(measure.name, "").split("; ")]
        if measure.family in ("difference", "standardised"):
            names.append("difference")
        for name in filter(None, names):
            yield from ((phrase(name), keyword) for keyword in (f"m:{measure.name}", "x:effect"))


@lru_cache(maxsize=4)
def _comparators(view: View) -> frozenset[str]:
    """What drugs are compared with, as plain words: each comparator by its treatment, unless that is the drug itself."""
    arms, drug = view.evidence.arms, phrase(view.evidence.drug.name)
    keys = {report.comparator for report in view.evidence.all_reports if report.comparator}
    found = {phrase(arms[key][1].intervention) for key in keys}
    found |= {phrase(other.comparator) for other in view.evidence.landscape.values() if other.comparator}
    return frozenset(name for name in found if drug not in name)


def _names_of_arm(view: View, ending: str, label: str, schedule: str | None) -> Iterator[str]:
    """An arm by its label, without the drug's name, by its schedule, and by the last part of its key."""
    plain, drug = phrase(label), phrase(view.evidence.drug.name)
    yield plain
    yield " ".join(word for word in plain.split() if word != drug)
    if schedule and schedule != "not stated":
        yield phrase(schedule)
        every, _, rest = phrase(schedule).partition("every ")
        if not every and rest.count(" ") == 1:
            yield f"{rest}ly"
    last = phrase(ending)
    if last not in _UNSPECIFIC and len(last) > 4:
        yield last


def _study(view: View, key: str) -> str:
    """The keyword of a study, or of all groups of the same studies."""
    group = view.evidence.groups.get(key)
    return "s:" + ("+".join(sorted(group.members)) if group else key)


def _long_words(text: str) -> Iterator[str]:
    """Keywords of the long words of a text, which distinguish figures."""
    yield from (f"w:{word}" for word in phrase(text).split() if len(word) > 4 and word not in _UNSPECIFIC)
