"""The whole evidence, frozen and indexed by key; it exists only where every record is valid."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType

from evidence.model.changes import Baseline, Change, Redirects
from evidence.model.drug import Drug
from evidence.model.entities import Competitor, Contradiction, Endpoint, Event, Site, Source
from evidence.model.expected import Appraisal, Assumptions, ExpectedVerdict, NotPublished
from evidence.model.gaps import Gap
from evidence.model.statements import Statement
from evidence.model.studies import Arm, Group, Study
from evidence.model.tables import Report, SafetyReport, Term


@dataclass(frozen=True)
class Prose:
    """A Markdown text about this drug: data/prose/<key>.md. Its figures and links are markers, [[id]]."""

    key: str
    path: str
    text: str


@dataclass(frozen=True)
class Fact:
    """One quantity or stated finding with every report of it, in the order of the table."""

    key: str
    reports: tuple[Report | SafetyReport, ...]

    @property
    def is_safety(self) -> bool:
        """Whether its reports are rows of safety.csv."""
        return isinstance(self.reports[0], SafetyReport)


@dataclass(frozen=True)
class Evidence:
    """Everything that data/ states. Mappings keep the order of their keys.

    `log_begins` is the day of the baseline of the log of changes, empty in a folder that keeps no log.
    """

    site: Site
    drug: Drug
    sources: Mapping[str, Source]
    studies: Mapping[str, Study]
    groups: Mapping[str, Group]
    endpoints: Mapping[str, Endpoint]
    events: Mapping[str, Event]
    landscape: Mapping[str, Competitor]
    contradictions: Mapping[str, Contradiction]
    reports: tuple[Report, ...]
    safety: tuple[SafetyReport, ...]
    glossary: tuple[Term, ...]
    statements: Mapping[str, Statement] = field(default_factory=dict)
    prose: Mapping[str, Prose] = field(default_factory=dict)
    addresses: tuple[str, ...] = ()
    expected: Mapping[str, ExpectedVerdict] = field(default_factory=dict)
    not_published: Mapping[str, NotPublished] = field(default_factory=dict)
    appraisal: Appraisal | None = None
    gaps: Mapping[str, Gap] = field(default_factory=dict)
    assumptions: Assumptions | None = None
    baseline: tuple[Baseline, ...] = ()
    log_begins: str = ""
    changes: Mapping[str, Change] = field(default_factory=dict)
    redirects: Mapping[str, Redirects] = field(default_factory=dict)

    @cached_property
    def version(self) -> str:
        """The version of the evidence: the newest day on which a source was read or on which the log tells of a change.

        That of the search where the folder has neither. It is as precise as known.
        """
        read = (source.accessed for source in self.sources.values())
        changed = (entry.date for entry in self.changes.values())
        return max((*read, *changed, self.log_begins)) or self.site.searched

    @cached_property
    def citable_sources(self) -> Mapping[str, Source]:
        """Source key -> source, of those that pages may cite."""
        return MappingProxyType({key: source for key, source in self.sources.items() if source.is_citable})

    @cached_property
    def all_reports(self) -> tuple[Report | SafetyReport, ...]:
        """Every report of a fact: those of results, then those of safety, in the order of the tables."""
        return (*self.reports, *self.safety)

    @cached_property
    def owners(self) -> Mapping[str, Study | Group]:
        """Key -> study or group: what has arms, outcome measures and facts. Studies come first."""
        return MappingProxyType({**self.studies, **self.groups})

    @cached_property
    def facts(self) -> Mapping[str, Fact]:
        """Fact id -> the fact with its reports, sorted by id."""
        found: dict[str, list[Report | SafetyReport]] = {}
        for report in self.all_reports:
            found.setdefault(report.fact, []).append(report)
        return MappingProxyType({key: Fact(key, tuple(rows)) for key, rows in sorted(found.items())})

    @cached_property
    def arms(self) -> Mapping[str, tuple[str, Arm]]:
        """Arm key -> (key of its study or group, the arm)."""
        return MappingProxyType(
            {key: (owner, arm) for owner, study in self.owners.items() for key, arm in study.arms.items()}
        )
