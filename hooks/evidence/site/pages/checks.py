"""What the site knows of its own quality."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from evidence.analysis.arithmetic import Line, arithmetic
from evidence.analysis.verdicts import Finding
from evidence.checks import RULES
from evidence.model import Report, links
from evidence.site.gather import Gatherer, Number, Ref, SourceRef
from evidence.site.gather_statistics import comparison
from evidence.site.pages.page import Page


@dataclass(frozen=True)
class CheckedEffect:
    """The verdict on one reported effect. `study`, `words` and `source` are None or empty for a row of the landscape, whose
    `trial` is named instead; `is_shown` says that pages show this report.
    """

    finding: Finding
    ref: Ref
    number: Number
    is_shown: bool
    source: SourceRef | None
    study: Ref | None
    words: str
    trial: str


@dataclass(frozen=True)
class ComputedLine:
    """Arithmetic between facts, with the number that is reported where one is."""

    line: Line
    ref: Ref
    parts: tuple[Ref, ...]
    number: Number | None


@dataclass(frozen=True)
class Unlocated:
    """A citation whose location in the source is not recorded."""

    ref: Ref
    source: SourceRef
    is_citable: bool


def pages(gather: Gatherer) -> Iterator[Page]:
    """One page."""
    view, evidence, quality = gather.view, gather.view.evidence, gather.view.quality
    lines = arithmetic(evidence, view.arm_sizes, view.preferred_findings.values())
    rates = [finding.detection_rate for finding in view.findings if finding.detection_rate]
    order = {key: number for number, key in enumerate((*view.effects, *evidence.landscape))}
    effects = {id(finding): _effect(gather, finding) for finding in view.findings}
    context = {
        # Where every measure is a difference the page says so; effects are anything that compares two arms.
        "noun": "difference" if all(each.measure.family == "difference" for each in view.findings) else "effect",
        "effects": tuple(sorted(effects.values(), key=lambda each: (order[each.finding.id], not each.is_shown))),
        "worded": tuple(each for each in effects.values() if _needs_words(each.finding)),
        "verdicts": Counter(finding.verdict for finding in view.findings),
        "injected": sum(rate.injected for rate in rates),
        "detected": sum(rate.detected for rate in rates),
        "arithmetic": tuple(_computed(gather, line) for line in lines),
        "quality": quality,
        "old_sources": len(view.old_sources),
        "effect_sources": tuple((gather.source(key), len(ids)) for key, ids in quality.effect_sources.items()),
        "disputed": tuple((gather.ref(id), gather.refs(view.contradictions_of[id])) for id in quality.differing),
        "second_hand_only": gather.refs(quality.second_hand_only),
        "weak_addresses": tuple((gather.ref(id), evidence.sources[id].address_kind) for id in quality.weak_addresses),
        "unlocated": tuple(
            Unlocated(gather.ref(each.id), gather.source(each.source), evidence.sources[each.source].is_citable)
            for each in quality.unlocated
        ),
        "rules": tuple(rule.statement for rule in RULES.values()),
    }
    yield Page("checks", links.address("checks"), context, "data")


def _effect(gather: Gatherer, finding: Finding) -> CheckedEffect:
    row, ref = finding.row, gather.ref(finding.id)
    if isinstance(row, Report):
        source, study = gather.source(row.source), gather.ref(row.study)
        is_shown = row is gather.view.preferred[finding.id]
        return CheckedEffect(finding, ref, gather.report(row), is_shown, source, study, comparison(gather, row), "")
    number = gather.number(f"{finding.id}#{'value' if row.value is not None else 'p'}")
    return CheckedEffect(finding, ref, number, True, None, None, "", row.trial)


def _computed(gather: Gatherer, line: Line) -> ComputedLine:
    number = None if line.printed is None else gather.number(line.of)
    return ComputedLine(line, gather.ref(line.of), gather.refs(line.parts), number)


def _needs_words(finding: Finding) -> bool:
    if finding.verdict == "consistent":
        return bool(finding.rounded_to_null or finding.open_figures or finding.on_t or finding.check.se_discrepancy)
    return finding.verdict == "inconsistent"
