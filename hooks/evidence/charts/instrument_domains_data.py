"""What an instrument is made of: its domains and their weights, as far as they were read."""

from collections.abc import Iterator

from evidence.analysis.view import View
from evidence.charts import wording
from evidence.charts.chart import Chart, Panel, Row
from evidence.model import Domain, Endpoint


def charts(view: View) -> Iterator[Chart]:
    """A chart for each instrument with domains; a reason where no weight of them was read.

    The heaviest comes first where all weights are known; while one is missing nobody can rank them, and the order is that of
    the alphabet.
    """
    for key, endpoint in view.evidence.endpoints.items():
        if not endpoint.domains:
            continue
        id, name = f"anatomy.{key}", view.entities[key].label
        subject = f"{endpoint.name}: domains and their weights"
        if all(domain.weight is None for domain in endpoint.domains.values()):
            reason = f"{name} has {len(endpoint.domains)} domains; none of their weights was read by us."
            yield Chart(id, "instrument_domains", subject, subject, key, reason=reason)
            continue
        rank = 0 if _missing(endpoint) else -1
        order = sorted(
            endpoint.domains.items(), key=lambda item: (rank * (item[1].weight or 0), item[1].label.casefold())
        )
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
    """Which domain weighs most; while a weight is missing, only what was read: the missing one may be the largest."""
    weights = {domain.label: domain.weight for domain in endpoint.domains.values() if domain.weight is not None}
    least, most, missing = min(weights.values()), max(weights.values()), _missing(endpoint)
    if missing:
        found = f"{least}" if least == most else f"{least} to {most}"
        return (
            f"{name}: weights of {len(weights)} of {len(endpoint.domains)} domains were read ({found}); "
            f"{'that of the other' if missing == 1 else f'those of the other {missing}'} may be larger"
        )
    heaviest = [label.casefold() for label, weight in weights.items() if weight == most]
    return f"Of the {len(weights)} domains of {name}, {wording.join(heaviest)} {'weighs' if len(heaviest) == 1 else 'weigh'} most ({most})"


def _missing(endpoint: Endpoint) -> int:
    return sum(domain.weight is None for domain in endpoint.domains.values())


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
