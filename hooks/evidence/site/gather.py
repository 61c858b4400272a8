"""Gathering: what a page shows of the evidence, as plain values. Templates are given these and never ask the view."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from functools import cache

from evidence.analysis import arm_names, effect_wording
from evidence.analysis.entity_index import Names
from evidence.analysis.figures import Figure
from evidence.analysis.part_of_trial import part_of_trial
from evidence.analysis.view import View
from evidence.charts import Sparkline, sparklines
from evidence.model import Record, Report, SafetyReport, links
from evidence.model.links import MARKER_OR_CODE


@dataclass(frozen=True)
class Ref:
    """A link to something that has an address. `kind` is that of its entity; `words` replace the label in the link."""

    id: str
    kind: str
    label: str
    address: str


@dataclass(frozen=True)
class SourceRef(Ref):
    """A link to a source. `unread_since` is the day it was last read, where that is long ago; else empty."""

    is_second_hand: bool = False
    unread_since: str = ""


@dataclass(frozen=True)
class Origin:
    """A source and the location in it."""

    source: SourceRef
    locator: str


@dataclass(frozen=True)
class Number(Figure):
    """A figure with its origins, and with what `others` report of the same fact."""

    origins: tuple[Origin, ...] = ()
    others: tuple[tuple[Origin, Figure], ...] = ()


# Running text in which names are found: each part is text, or the words that name something and a link to it.
Text = tuple[str | tuple[str, Ref], ...]


@dataclass(frozen=True)
class Marked:
    """A marker in prose, resolved: a number with the part of it to show, a link with its words, or plain text."""

    shown: Number | Ref | str
    part: str = ""
    words: str = ""


# Markdown written by people: each part is Markdown, or a marker in it, or prose that a marker includes.
Prose = tuple["str | Marked | Prose", ...]


@dataclass(frozen=True)
class EffectRow:
    """A reported effect, one arm against another, as a row of a table.

    `heading` is that of a column of such effects, `words` says a ratio, a reduction or a margin in words of ours (else
    empty), `part` the part of the people of a trial that it is about (empty for the whole trial).
    """

    number: Number
    study: Ref
    endpoint: Ref | None
    arm: Ref | None
    comparator: Ref | None
    source: SourceRef
    timepoint: str
    role: str
    multiplicity: str
    schedule: str
    spark: Sparkline | None
    heading: str
    words: str
    part: str


class Gatherer:
    """Looks up in one view what pages show. `folder` is where the repository has the data, for links that edit them."""

    def __init__(self, view: View, folder: str = "data") -> None:
        self.view, self.folder, self._names = view, folder, Names(view.entities)
        self.number, self.text, self.ref = cache(self._number), cache(self._text), cache(self._ref)

    def _ref(self, id: str) -> Ref:
        """A link to the entity with this id; KeyError where there is none."""
        entity = self.view.entities[id]
        return Ref(entity.id, entity.kind, entity.label, entity.address)

    def refs(self, ids: Iterable[str]) -> tuple[Ref, ...]:
        """Links to several entities."""
        return tuple(map(self.ref, ids))

    def maybe(self, id: str | None) -> Ref | None:
        """A link, or None where there is no id."""
        return self.ref(id) if id else None

    def source(self, key: str) -> SourceRef:
        """A link to a source."""
        entity, source = self.view.entities[key], self.view.evidence.sources[key]
        unread_since = self.view.old_sources.get(key, "")
        is_second_hand = source.relation == "second-hand"
        return SourceRef(key, entity.kind, entity.label, entity.address, is_second_hand, unread_since)

    def sources(self, keys: Iterable[str]) -> tuple[SourceRef, ...]:
        """Links to several sources."""
        return tuple(map(self.source, keys))

    def origins(self, cite: Mapping[str, str]) -> tuple[Origin, ...]:
        """Where a value comes from: source key -> location in it."""
        return tuple(Origin(self.source(key), locator) for key, locator in cite.items())

    def _number(self, id: str) -> Number:
        """The figure with this id, a fact or `entity#field`; KeyError where there is none."""
        return self._with_origins(self.view.figure(id))

    def report(self, report: Report | SafetyReport) -> Number:
        """The figure of one report."""
        return self._with_origins(self.view.report_figure(report))

    def _with_origins(self, figure: Figure) -> Number:
        reports = self.view.evidence.facts[figure.id].reports if figure.report else ()
        return Number(
            **{field.name: getattr(figure, field.name) for field in fields(Figure)},
            origins=self.origins(figure.cite),
            others=tuple(
                (Origin(self.source(each.source), each.locator), self.view.report_figure(each))
                for each in reports
                if each is not figure.report
            ),
        )

    def numbers(self, ids: Iterable[str]) -> tuple[Number, ...]:
        """Several figures."""
        return tuple(map(self.number, ids))

    def _text(self, text: str) -> Text:
        """Running text of ours with the names in it found."""
        return tuple((part, self.ref(id)) if id else part for part, id in self._names.split(text))

    def effect(self, id: str) -> EffectRow:
        """An effect as a row."""
        report = self.view.preferred[id]
        assert isinstance(report, Report)
        return EffectRow(
            self.number(id),
            self.ref(report.study),
            self.maybe(report.endpoint),
            self.maybe(report.arm),
            self.maybe(report.comparator),
            self.source(report.source),
            report.timepoint or "not stated",
            report.role or "not-stated",
            report.multiplicity or "",
            (self.view.evidence.arms[report.arm][1].schedule if report.arm else None) or "not stated",
            sparklines(self.view).get(id),
            effect_wording.column(effect_wording.measures_of([report])),
            self._in_words(report),
            part_of_trial(self.view.evidence, report),
        )

    def _in_words(self, report: Report) -> str:
        """What an effect says, where its number alone does not say it: a ratio, a reduction, an effect with a margin.

        Nothing is concluded from a part of the people of a trial.
        """
        evidence, measure = self.view.evidence, report.effect_measure
        if part_of_trial(evidence, report):
            return ""
        if measure is None or (measure.family in ("difference", "standardised") and report.margin is None):
            return ""
        sign = evidence.endpoints[report.endpoint].benefit_sign if report.endpoint else 0
        return effect_wording.conclusion([report], sign, arm_names.comparator(evidence, [report.comparator]))

    def effects(self, ids: Iterable[str]) -> tuple[EffectRow, ...]:
        """Effects as rows."""
        return tuple(map(self.effect, ids))

    def edit(self, record: Record) -> str:
        """Where the repository's editor opens the line of the data that states a record."""
        path, line, _ = record.location.at()
        return self.edit_address(path, line)

    def edit_address(self, path: str, line: int = 0) -> str:
        """The same for a path in data/ and a line."""
        site = self.view.evidence.site
        return links.edit_address(site.repository, site.branch, links.in_repository(path, self.folder), line)

    def prose(self, key: str) -> Prose:
        """The prose of this drug with this key, its markers resolved; empty where there is none."""
        found = self.view.evidence.prose.get(key)
        return self.marked(found.text) if found else ()

    def marked(self, text: str) -> Prose:
        """Markdown with its markers `[[id]]`, `[[id:part]]` and `[[id|words]]` resolved; those in code stay."""
        parts: list[str | Marked | Prose] = []
        end = 0
        for match in MARKER_OR_CODE.finditer(text):
            if match["id"] is not None:
                parts += [text[end : match.start()], self._marker(match["id"].strip(), match["part"], match["words"])]
                end = match.end()
        return (*parts, text[end:])

    def _marker(self, id: str, part: str | None, words: str | None) -> Marked | Prose:
        site, drug = self.view.evidence.site, self.view.evidence.drug
        if id == "prose":
            return self.prose(part or "")
        plain = {"indication": drug.main_indication, "indications": drug.diseases, "code": drug.code}
        plain |= {"contact": site.contact, "licence": site.licence, "site": site.name}
        plain |= {"made_by": site.made_by, "funding": site.funding, "interests": site.interests}
        if id in plain:
            return Marked(plain[id])
        if id == "drug":
            return Marked(self.ref("drug"), words=words or drug.name)
        if id in ("searched", "version"):
            return Marked(site.searched if id == "searched" else self.view.evidence.version, "date")
        if id == "repository":
            return Marked(site.repository, "repository", words or "the repository")
        if words or not ("#" in id or self.view.entities[id].kind == "fact"):
            return Marked(self.ref(id), words=words or "")
        return Marked(self.number(id), part or "full")
