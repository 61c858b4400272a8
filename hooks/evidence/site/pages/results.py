"""Every difference between arms, filterable; then values within arms and stated findings."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from evidence.model import Report, links
from evidence.site.gather import EffectRow, Gatherer, Ref
from evidence.site.gather_charts import frames
from evidence.site.gather_statistics import ArmSize, arm_size, pooling_blocks
from evidence.site.pages.page import Page

# The table of the same rows that is downloaded.
EXTRACTION = "extraction"


@dataclass(frozen=True)
class ArmCells:
    """One arm of a difference: its size, and the fact, the value and the SE that the same source reports for it."""

    arm: Ref | None
    size: ArmSize | None
    address: str
    value: str
    se: str


@dataclass(frozen=True)
class ExtractionRow:
    """A difference with the values of its two arms."""

    effect: EffectRow
    arms: tuple[ArmCells, ArmCells]


def pages(gather: Gatherer) -> Iterator[Page]:
    """One page."""
    view = gather.view
    reports = [(key, report) for key, report in view.preferred.items() if isinstance(report, Report)]
    effects = gather.effects(view.whole_trial_effects)
    rows = tuple(_row(gather, effect) for effect in gather.effects(view.effects))
    context = {
        "charts": frames(gather, "results"),
        "filters": tuple(_filters(effects)),
        "effects": effects,
        "subgroups": gather.effects(key for key in view.effects if key not in view.whole_trial_effects),
        "poolings": pooling_blocks(gather, view.poolings),
        "studies": len(view.evidence.studies),
        "file": links.address("table-file", EXTRACTION),
        "rows": rows,
        "several_units": len({row.effect.number.unit for row in rows if row.effect.heading == "Difference"}) > 1,
        "values": gather.numbers(
            key for key, r in reports if key not in view.effects and r.endpoint and r.statistic != "qualitative"
        ),
        "statements": gather.numbers(key for key, r in reports if r.statistic == "qualitative"),
    }
    yield Page("results", links.address("results"), context, "data/reports.csv")


def _filters(effects: Iterable[EffectRow]) -> Iterator[tuple[str, str, tuple[tuple[str, str], ...]]]:
    rows = list(effects)
    yield "study", "Study", _options({row.study.id: row.study.label for row in rows})
    yield "endpoint", "Endpoint", _options({row.endpoint.id: row.endpoint.label for row in rows if row.endpoint})
    yield "arm", "Schedule", _options({row.schedule: row.schedule for row in rows})
    yield "role", "Rank", _options({row.role: row.role.replace("-", " ") for row in rows})


def _options(named: dict[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted(named.items(), key=lambda item: item[1].casefold()))


def _row(gather: Gatherer, effect: EffectRow) -> ExtractionRow:
    report = gather.view.preferred[effect.number.id]
    assert isinstance(report, Report)
    return ExtractionRow(effect, (_cells(gather, report, report.arm), _cells(gather, report, report.comparator)))


def _cells(gather: Gatherer, report: Report, arm: str | None) -> ArmCells:
    size, value = gather.view.arm_sizes.size_beside(report, arm), gather.view.arm_sizes.value(report, arm)
    if not value:
        return ArmCells(gather.maybe(arm), arm_size(gather, size) if size else None, "", "", "")
    qualifier = f"{value.value_qualifier} " if value.value_qualifier else ""
    return ArmCells(
        gather.maybe(arm),
        arm_size(gather, size) if size else None,
        links.address("fact", value.fact),
        f"{qualifier}{value.value}".replace("-", "\u2212"),
        "" if value.se is None else str(value.se),
    )
