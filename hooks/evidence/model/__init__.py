"""The schema, stated once: load errors, JSON Schema, editor help and the data dictionary are all made from its records."""

from evidence.model.bias import BiasDomains, DomainJudgement, StudyBias
from evidence.model.changes import Baseline, Change, Redirects, Removed
from evidence.model.drug import Drug, DrugFact, Label
from evidence.model.entities import (
    Competitor,
    Contradiction,
    Domain,
    Endpoint,
    Event,
    Position,
    Site,
    Source,
    Threshold,
)
from evidence.model.evidence import Evidence, Fact, Prose
from evidence.model.expected import (
    Appraisal,
    AssumedEffect,
    Assumptions,
    Expected,
    ExpectedVerdict,
    NotPublished,
    NotPublishedClaims,
    Outcome,
)
from evidence.model.gaps import Gap, Gaps
from evidence.model.statements import Statement
from evidence.model.studies import Arm, Detail, Group, OutcomeList, OutcomeMeasure, Study
from evidence.model.tables import Report, SafetyReport, Term
from evidence.model.values import NOT_RECORDED, Cited, Location, Record

__all__ = [
    "NOT_RECORDED",
    "Appraisal",
    "Arm",
    "AssumedEffect",
    "Assumptions",
    "Baseline",
    "BiasDomains",
    "Change",
    "Cited",
    "Competitor",
    "Contradiction",
    "Detail",
    "Domain",
    "DomainJudgement",
    "Drug",
    "DrugFact",
    "Endpoint",
    "Event",
    "Evidence",
    "Expected",
    "ExpectedVerdict",
    "Fact",
    "Gap",
    "Gaps",
    "Group",
    "Label",
    "Location",
    "NotPublished",
    "NotPublishedClaims",
    "Outcome",
    "OutcomeList",
    "OutcomeMeasure",
    "Position",
    "Prose",
    "Record",
    "Redirects",
    "Removed",
    "Report",
    "SafetyReport",
    "Site",
    "Source",
    "Statement",
    "Study",
    "StudyBias",
    "Term",
    "Threshold",
]  # fmt: skip
