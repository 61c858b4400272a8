"""The risk of bias as a table: a row a study and domain of RoB 2."""

from typing import get_args

from evidence.analysis.dictionary import Field, fields
from evidence.analysis.tables.data_tables import OWNERS, Table
from evidence.analysis.view import View
from evidence.model import BiasDomains, DomainJudgement
from evidence.model.vocabulary import RiskOfBias

ABOUT = "What is reported on one domain of RoB 2 in one study, what is not, and the judgement."


def risk_of_bias(view: View) -> Table:
    """A row for each study that was looked at and each domain."""
    found = view.evidence.appraisal.bias if view.evidence.appraisal else {}
    rows = []
    for study, bias in found.items():
        for domain in BiasDomains.model_fields:
            one = getattr(bias.domains, domain)
            rows.append(
                (study, domain, one.judgement, one.reason, one.reported, one.not_reported, bias.results, bias.overall)
            )
    domains = tuple(BiasDomains.model_fields)
    overall = Field(
        "overall",
        "Overall judgement of the study: the worst of its domains; derived by us.",
        f"one of: {', '.join(get_args(RiskOfBias))}",
        "",
        True,
        "choice",
        "",
        get_args(RiskOfBias),
    )
    columns = (
        OWNERS["study"],
        Field("domain", "Domain of RoB 2.", f"one of: {', '.join(domains)}", "", True, "choice", "", domains),
        *fields(DomainJudgement),
        Field("results", "Facts that the judgement is about.", "list of key", required=True, form="list"),
        overall,
    )
    return Table("risk_of_bias", ABOUT, columns, tuple(rows), ("study", "domain"))
