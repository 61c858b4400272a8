"""The words that data may use: each a closed list, stated once. Free text has no place here."""

from typing import Literal

SourceType = Literal[
    "journal-article",
    "conference-abstract",
    "registry-record",
    "regulator",
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

Phase = Literal["1", "1/2", "2", "2b", "2/3", "3", "4"]
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
CountedAs = Literal["randomised", "enrolled", "as printed"]
GroupKind = Literal["pooled", "programme"]

EndpointKind = Literal["instrument", "derived", "biomarker"]
Direction = Literal[
    "lower is better",
    "higher is better",
    "negative is better",
    "positive is better",
    "more models is stronger",
]
ThresholdKind = Literal[
    "minimal-improvement", "low-activity", "response", "moderate-activity", "high-activity", "entry"
]
Operator = Literal["fall-of-at-least", "rise-of-at-least", "<", "<=", ">", ">=", "from-to"]
WeightStatus = Literal["read", "not read by us"]
Role = Literal["primary", "key-secondary", "secondary", "exploratory", "not-stated"]

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
Qualifier = Literal["about", "<", ">"]

DateOf = Literal["event", "record", "statement"]
EventStatus = Literal["happened", "planned", "expected"]
EventKind = Literal[
    "approval",
    "corporate",
    "designation",
    "presentation",
    "publication",
    "readout",
    "refusal",
    "registration",
    "submission",
    "trial-completion",
    "trial-start",
]
Confidence = Literal["high", "medium", "low"]

ContradictionKind = Literal["number", "date", "definition", "wording", "internal"]
ContradictionState = Literal["open", "resolved", "error"]

ExpectedVerdict = Literal["inconsistent"]
ChangeKind = Literal["added", "changed", "removed"]
ReasonKind = Literal["new evidence", "correction of ours", "correction of a source"]

Certainty = Literal["not rated", "very low", "low", "moderate", "high"]
RiskOfBias = Literal["not assessable", "not assessed", "low", "some concerns", "high"]

# ISO 3166-1 alpha-2, officially assigned codes; jurisdictions add EU and global.
COUNTRIES = frozenset(
    """AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA
    CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB
    GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG
    KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV
    MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB
    SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US
    UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW""".split()
)
JURISDICTIONS = COUNTRIES | {"EU", "global"}
