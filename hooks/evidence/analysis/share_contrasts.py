"""Percentages of people in two arms of a study, compared by us from their printed counts: risk difference and risk ratio."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import product
from typing import Any

from evidence.analysis.arm_names import is_drug
from evidence.analysis.arms import SAME_CONTEXT, ArmSizes
from evidence.analysis.citation_index import by
from evidence.analysis.statistics import ShareComparison, risk_difference, risk_ratio
from evidence.model import Evidence, Report


@dataclass(frozen=True)
class ShareContrast:
    """The share of an arm with the drug against that of a comparator. `ratio` is None where nobody is counted in an arm or
    everybody in both: no interval has a meaning there.
    """

    arm: Report
    comparator: Report
    difference: ShareComparison
    ratio: ShareComparison | None


def share_contrasts(evidence: Evidence, sizes: ArmSizes, reports: Iterable[Report]) -> Iterator[ShareContrast]:
    """Every arm with the drug against every comparator, where one source prints the counts of both for the same people.

    `reports` are those that pages show. Arms in which the same people may be are not compared.
    """
    usable = [each for each in reports if each.endpoint and each.arm and _counts(each)]
    for alike in by((_context(each), each) for each in usable).values():
        drug = [each for each in alike if is_drug(evidence, each.arm)]
        others = [each for each in alike if not is_drug(evidence, each.arm)]
        for arm, comparator in product(drug, others):
            first, second = _counts(arm), _counts(comparator)
            if first and second and not _share_people(evidence, sizes, arm, comparator):
                counts = (*first, *second)
                yield ShareContrast(arm, comparator, risk_difference(*counts), risk_ratio(*counts))


def _counts(report: Report) -> tuple[int, int] | None:
    """People counted, and of how many, where both are printed with an exact percentage."""
    if report.statistic != "percent" or report.value_qualifier or report.numerator is None or not report.denominator:
        return None
    return report.numerator, report.denominator


def _context(report: Report) -> tuple[Any, ...]:
    return tuple(getattr(report, name) for name in SAME_CONTEXT)


def _share_people(evidence: Evidence, sizes: ArmSizes, *pair: Report) -> bool:
    """Whether some people are in both arms: counted again later, one part of the other, or all passed through both."""
    arms = [evidence.arms[each.arm or ""][1] for each in pair]
    study = evidence.studies.get(pair[0].study)
    if any(arm.kind == "period-group" for arm in arms) or (study and study.is_crossover):
        return True
    if pair[0].arm in arms[1].members or pair[1].arm in arms[0].members:
        return True
    whole = sizes.counted(study.randomised) if study and study.randomised else None
    return whole is not None and sum(each.denominator or 0 for each in pair) > whole
