"""The words that data may use: each a closed list, stated once. Free text has no place here."""

from typing import Literal

SourceType = Literal[
    "journal-article",
    "conference-abstract",
    "registry-record",
    "regulator",
    "label",
    "press-release",
    "company-report",
    "conference-report",
    "cme-news",
    "trade-news",
    "patient-organisation",
]
AddressKind = Literal["original", "reprint", "inferred", "withheld"]
Relation = Literal["first-hand", "second-hand"]
Tier = Literal["1", "2", "3"]
YesNo = Literal["yes", "no"]

Phase = Literal["not applicable", "1", "1b", "1/2", "2", "2a", "2b", "2/3", "3", "3b", "4"]
DesignKind = Literal[
    "parallel groups", "single group", "crossover", "dose escalation", "extension", "factorial", "sequential"
]
AgeGroup = Literal["adults", "children", "adults and children"]
StudyStatus = Literal[
    "not yet recruiting",
    "recruiting",
    "enrolling by invitation",
    "active, not recruiting",
    "suspended",
    "terminated",
    "completed",
    "withdrawn",
    "available",
    "no longer available",
]
CompletionType = Literal["actual", "estimated"]
DetailTopic = Literal["eligibility", "treatment", "conduct", "register", "number"]
ArmKind = Literal["arm", "pooled", "unspecified", "period-group"]
Control = Literal["placebo", "active", "standard care", "no treatment"]
CountedAs = Literal["randomised", "enrolled", "as printed"]
GroupKind = Literal["pooled", "programme"]

EndpointKind = Literal["instrument", "derived", "event", "composite", "measure", "biomarker"]
Direction = Literal[
    "lower is better",
    "higher is better",
    "negative is better",
    "positive is better",
    "fewer events are better",
    "more events are better",
    "more models is stronger",
]
ThresholdKind = Literal[
    "minimal-improvement", "low-activity", "response", "moderate-activity", "high-activity", "entry"
]
Operator = Literal["fall-of-at-least", "rise-of-at-least", "<", "<=", ">", ">=", "from-to"]
WeightStatus = Literal["read", "not read by us"]
Role = Literal["primary", "key-secondary", "secondary", "exploratory", "not-stated"]

# How much of a list of planned outcomes was read; what is reported of one; what no text read gives of an endpoint.
ReadState = Literal["whole", "part", "not read"]
ResultState = Literal["in numbers", "in words", "together only", "not at all"]
Missing = Literal["figures", "any result"]
GapTopic = Literal[
    "effects", "safety", "people", "methods", "follow-up", "studies", "regulation", "instruments", "other drugs"
]

Statistic = Literal[
    "mean-difference",
    "ls-mean-difference",
    "median-difference",
    "percentage-point-difference",
    "risk-difference",
    "hazard-ratio",
    "odds-ratio",
    "risk-ratio",
    "rate-ratio",
    "geometric-mean-ratio",
    "percent-reduction",
    "percent-slowing",
    "standardised-mean-difference",
    "mean-change",
    "mean",
    "median",
    "rate",
    "n",
    "count",
    "percent",
    "p-value",
    "qualitative",
]
MarginSide = Literal["upper", "lower"]
EventGroup = Literal[
    "any-adverse-event",
    "serious",
    "leading-to-stopping",
    "death",
    "special-interest",
    "other",
]
RateUnit = Literal[
    "per patient-year",
    "per 10 patient-years",
    "per 100 patient-years",
    "per 1000 patient-years",
    "per 10000 patient-years",
    "per 100000 patient-years",
]
SafetyEffect = Literal[
    "percentage-point-difference",
    "risk-difference",
    "risk-ratio",
    "odds-ratio",
    "hazard-ratio",
    "rate-ratio",
]
Qualifier = Literal["about", "<", ">"]

DateOf = Literal["event", "record", "statement"]
EventStatus = Literal["happened", "planned", "expected"]
EventKind = Literal[
    "accelerated-approval",
    "acceptance",
    "application-withdrawal",
    "approval",
    "approval-withdrawal",
    "complete-response",
    "conditional-approval",
    "corporate",
    "designation",
    "negative-opinion",
    "not-approved",
    "positive-opinion",
    "presentation",
    "priority-review",
    "publication",
    "re-examination",
    "readout",
    "refusal",
    "registration",
    "submission",
    "suspension",
    "trial-completion",
    "trial-start",
]
Confidence = Literal["high", "medium", "low"]

ContradictionKind = Literal["number", "date", "definition", "wording", "internal"]
ContradictionState = Literal["open", "resolved", "error"]

SaidBy = Literal["speaker", "sponsor", "commentary"]
StatementTopic = Literal["results", "placebo response", "safety", "disease", "regulation", "outlook"]

ExpectedVerdict = Literal["inconsistent"]
ChangeKind = Literal["added", "changed", "removed"]
ReasonKind = Literal["new evidence", "correction of ours", "correction of a source"]

Certainty = Literal["not rated", "very low", "low", "moderate", "high"]
RiskOfBias = Literal["not assessable", "not assessed", "low", "some concerns", "high"]
