"""What an instrument is made of: its domains and their weights, as far as they were read."""

from collections.abc import Iterator

from evidence.analysis.view import View
from evidence.charts import wording
from evidence.charts.chart import Chart, Panel, Row
from evidence.model import Domain, Endpoint


def charts(view: View) -> Iterator[Chart]:
    """A chart for each instrument with domains, the heaviest first; a reason where no weight of them was read."""
    for key, endpoint in view.evidence.endpoints.items():
        if not endpoint.domains:
            continue
        id, name = f"anatomy.{key}", view.entities[key].label
        subject = f"{endpoint.name}: domains and their weights"
        if all(domain.weight is None for domain in endpoint.domains.values()):
            reason = f"{name} has {len(endpoint.domains)} domains; none of their weights was read by us."
            yield Chart(id, "instrument_domains", subject, subject, key, reason=reason)
            continue
        order = sorted(endpoint.domains.items(), key=lambda item: (-(item[1].weight or 0), item[1].label.casefold()))
        yield Chart(
            id,
            "instrument_domains",
            _title(endpoint, name),
            subject,
            key,
            tuple(_row(view, key, f"{key}#{part}", domain) for part, domain in order),
            (Panel(key, "", "", "Weight", "Weight, highest score"),),
            ("A weight says how much one step in a domain counts in the total.",),
            (("weight", "weight that was read"),),
            ("Domain", "", "Weight", "Highest score"),
        )


def _title(endpoint: Endpoint, name: str) -> str:
    """Which domain weighs most among those read, and how many were not read."""
    weights = {domain.label: domain.weight for domain in endpoint.domains.values() if domain.weight is not None}
    most, missing = max(weights.values()), len(endpoint.domains) - len(weights)
    heaviest = [label.casefold() for label, weight in weights.items() if weight == most]
    finding = f"{wording.join(heaviest)} {'weighs' if len(heaviest) == 1 else 'weigh'} most ({most})"
    if not missing:
        return f"Of the {len(weights)} domains of {name}, {finding}"
    return f"Of the {len(weights)} {name} weights that were read, {finding}; {missing} of {len(endpoint.domains)} were not read"


def _row(view: View, endpoint: str, id: str, domain: Domain) -> Row:
    """The row of one domain."""
    weight, best = domain.weight, domain.max_weighted_score
    highest = f"highest level {domain.max_level} scores {best}" if best is not None else ""
    return Row(
        id=id,
        address=view.entities[id].address,
        label=domain.label,
        printed=f"weight {weight}" if weight is not None else domain.weight_status,
        short=str(weight) if weight is not None else domain.weight_status,
        extra=highest or ("highest score not read" if weight is not None else ""),
        kind="weight" if weight is not None else "none",
        panel=endpoint,
        line=id,
        value=None if weight is None else float(weight),
        cite=domain.cite,
        source=wording.sources(view, domain.cite),
        data={
            name: wording.text(getattr(domain, name))
            for name in ("weight", "max_level", "max_weighted_score", "weight_status")
        },
    )
