"""The text of each card, as lines of plain text with a role each."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from evidence.analysis import figure_text
from evidence.analysis.entity_index import fact_about
from evidence.analysis.part_of_trial import part_of_trial
from evidence.analysis.view import View
from evidence.model import Study
from evidence.model.number_format import date_in_words, sentence
from evidence.site.cards.previews import Preview, previews

# A role and its text; draw.py knows the roles.
Line = tuple[str, str]
# A study's card has room for this many of its results.
_ROWS = 3


class Card(NamedTuple):
    """`image` is the address of the picture; `chart` the id of the chart whose drawing it shows, or empty."""

    image: str
    lines: tuple[Line, ...]
    chart: str = ""


def cards(view: View) -> Iterator[Card]:
    """Every card of the site, in a fixed order."""
    site = view.evidence.site
    foot = [("site", site.name), ("state", f"As of {date_in_words(view.evidence.version)}")]
    for preview in previews(view).values():
        lines = ((role, " ".join(text.split())) for role, text in (*_lines(view, preview), *foot))
        yield Card(preview.image, tuple(line for line in lines if line[1]), preview.id if preview.chart else "")


def _lines(view: View, preview: Preview) -> Iterator[Line]:
    """The lines above the foot; those without text are left out."""
    if preview.kind == "fact":
        yield from _fact(view, preview.id)
    elif preview.kind in ("study", "group"):
        yield from _study(view, preview.id)
    elif preview.chart:
        sources = preview.chart.sources
        yield "credit", f"{'Source' if len(sources) == 1 else 'Sources'}: {_sources(view, sources)}"
    else:
        drug, site = view.evidence.drug, view.evidence.site
        yield from (("over", f"{drug.name} ({drug.code})"), ("title", site.name), ("about", site.description))


def _fact(view: View, key: str) -> Iterator[Line]:
    report, figure = view.preferred[key], view.figure(key)
    part = part_of_trial(view.evidence, report)
    yield "over", f"{view.entities[report.study].label} (only {part})" if part else view.entities[report.study].label
    if figure.value is None and figure.text is not None:
        yield "statement", sentence(figure_text.value(figure))
    else:
        yield from (("figure", figure_text.value(figure)), ("spread", figure_text.spread(figure)))
    yield "about", sentence(fact_about(view.evidence, report))
    yield "source", f"Source: {_sources(view, figure.cite)}"
    if figure.disputed:
        yield "remark", "Disputed: its reports cannot all be right"


def _study(view: View, key: str) -> Iterator[Line]:
    study = view.evidence.studies.get(key)
    own = set(view.facts_of_study.get(key, ()))
    # A part of the trial is not the trial.
    effects = [effect for effect in view.whole_trial_effects if effect in own][:_ROWS]
    if study:
        phase = f"Phase {study.phase.value}" if study.phase else "Study"
        yield "over", f"{phase}, {study.status.value}" if study.status else phase
    else:
        yield "over", "Studies taken together"
    yield "title", view.entities[key].label
    for effect in effects:
        figure = view.figure(effect)
        number = figure_text.value(figure) + figure_text.uncertainty(figure)
        yield "row", f"{number}: {fact_about(view.evidence, view.preferred[effect])}"
    if study:
        yield "about", _size(view, study)
    sources = dict.fromkeys(view.preferred[effect].source for effect in effects)
    none = "The texts read print no comparison of two arms"
    yield "source", f"Source: {_sources(view, sources)}" if effects else none


def _size(view: View, study: Study) -> str:
    """How many took part, or shall, and the design."""
    fact, counted = study.size or ("", "")
    size = figure_text.value(view.figure(fact)) if fact else ""
    planned = ", planned" if counted == "planned" else ""
    return "; ".join(part for part in (size + planned, study.design.value if study.design else "") if part)


def _sources(view: View, keys: Iterable[str]) -> str:
    sources = (view.evidence.sources[key] for key in keys)
    return "; ".join(
        f"{source.label} (second-hand)" if source.relation == "second-hand" else source.label for source in sources
    )
