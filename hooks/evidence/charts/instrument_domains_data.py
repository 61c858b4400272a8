"""What an instrument is made of: its domains and their weights, as far as they were read."""

from collections.abc import Iterator

from evidence.analysis.view import View
from evidence.charts import wording
from evidence.charts.chart import Chart, Panel, Row
from evidence.model import Domain, Endpoint

HOW = "A weight says how much one step in a domain counts in the total."


def charts(view: View) -> Iterator[Chart]:
    """A chart for each instrument with domains; a reason where no weight of them was read."""
    for key, endpoint in view.evidence.endpoints.items():
        if endpoint.domains:
            yield of_instrument(view, key, endpoint)


def of_instrument(view: View, key: str, endpoint: Endpoint) -> Chart:
    """Domains by weight, the heaviest first; those whose weight was not read come last and say so."""
    name = view.entities[key].label
    subject = f"{endpoint.name}: domains and their weights"
    known = [name for name, domain in endpoint.domains.items() if domain.weight is not None]
    if not known:
        reason = f"{name} has {len(endpoint.domains)} domains; none of their weights was read by us."
        return Chart(f"anatomy.{key}", "instrument_domains", subject, subject, key, reason=reason)
    order = sorted(endpoint.domains.items(), key=lambda item: (-(item[1].weight or 0), item[1].label.casefold()))
    rows = tuple(row(view, f"{key}#{part}", domain) for part, domain in order)
    return Chart(
        f"anatomy.{key}",
        "instrument_domains",
        title(endpoint, name),
        subject,
        key,
        rows,
        (Panel(key, "", "", "Weight", "Weight, highest score"),),
        (HOW,),
        (("weight", "weight that was read"),),
        ("Domain", "", "Weight", "Highest score"),
    )


def title(endpoint: Endpoint, name: str) -> str:
    """Which domain weighs most among those read, and how many were not read."""
    weights = {domain.label: domain.weight for domain in endpoint.domains.values() if domain.weight is not None}
    most = max(weights.values())
    heaviest = [label.casefold() for label, weight in weights.items() if weight == most]
    missing = len(endpoint.domains) - len(weights)
    verb = "weighs" if len(heaviest) == 1 else "weigh"
    said = f"{wording.joined(heaviest)} {verb} most ({most})"
    if not missing:
        return f"Of the {len(weights)} domains of {name}, {said}"
    return f"Of the {len(weights)} {name} weights that were read, {said}; {missing} of {len(endpoint.domains)} were not read"


def row(view: View, id: str, domain: Domain) -> Row:
    """The row of one domain."""
    thing, weight = view.entities[id], domain.weight
    best = (
        ""
        if domain.max_weighted_score is None
        else f"highest level {domain.max_level} scores {domain.max_weighted_score}"
    )
    return Row(
        id=id,
        address=thing.address,
        label=domain.label,
        printed=f"weight {weight}" if weight is not None else domain.weight_status,
        short=str(weight) if weight is not None else domain.weight_status,
        extra=best or ("highest score not read" if weight is not None else ""),
        kind="weight" if weight is not None else "none",
        panel=id.partition("#")[0],
        line=id,
        value=None if weight is None else float(weight),
        cite=domain.cite,
        source=wording.sources(view, domain.cite),
        data={
            "weight": "" if weight is None else str(weight),
            "max_level": "" if domain.max_level is None else str(domain.max_level),
            "max_weighted_score": "" if domain.max_weighted_score is None else str(domain.max_weighted_score),
            "weight_status": domain.weight_status,
        },
    )
