"""Instruments, endpoints derived from them, and their cut-offs."""

from __future__ import annotations

from collections.abc import Iterator

from evidence.checks.faults import fault
from evidence.loading import Draft
from evidence.loading.rules import rule
from evidence.model.problems import Problem

LEVELS = ("<", "<=", ">", ">=", "from-to")  # operators that compare a value of the instrument, not a change of it


@rule("sense")
def derived_from_instrument(draft: Draft) -> Iterator[Problem]:
    """A derived endpoint must name its instrument, and nothing else may."""
    for endpoint in draft.endpoints.values():
        if endpoint.kind == "derived" and endpoint.instrument is None:
            yield fault(endpoint, "instrument", must="be given, for the kind is derived")
        if endpoint.kind != "derived" and endpoint.instrument is not None:
            yield fault(
                endpoint,
                "instrument",
                must=f"be left out, for the kind is {endpoint.kind} and not derived",
                got=endpoint.instrument,
            )


@rule("sense")
def range_in_order(draft: Draft) -> Iterator[Problem]:
    """The lowest possible value must lie below the highest."""
    for endpoint in draft.endpoints.values():
        low, high = endpoint.range_low, endpoint.range_high
        if low is not None and high is not None and low >= high:
            yield fault(endpoint, "range_low", must=f"lie below range_high, which is {high}", got=low)


@rule("sense")
def threshold_complete(draft: Draft) -> Iterator[Problem]:
    """A cut-off must have operator and value together, or say in text what it is."""
    for endpoint in draft.endpoints.values():
        for key, limit in endpoint.thresholds.items():
            if limit.value is None and limit.operator is None and limit.text is None:
                yield fault(endpoint, "thresholds", key, must="have a value with its operator, or a text")
            elif (limit.value is None) != (limit.operator is None):
                name = "operator" if limit.operator is None else "value"
                yield fault(endpoint, "thresholds", key, name, must="be given, for value and operator go together")


@rule("sense")
def threshold_range(draft: Draft) -> Iterator[Problem]:
    """A cut-off from one value to another must have both, in order; any other has one."""
    for endpoint in draft.endpoints.values():
        for key, limit in endpoint.thresholds.items():
            where = (endpoint, "thresholds", key, "upper")
            if limit.operator == "from-to" and limit.upper is None:
                yield fault(*where, must="be given, for the operator is from-to")
            elif limit.operator != "from-to" and limit.upper is not None:
                yield fault(*where, must="be left out, for the operator is not from-to", got=limit.upper)
            elif limit.upper is not None and limit.value is not None and limit.upper <= limit.value:
                yield fault(*where, must=f"lie above the value {limit.value}", got=limit.upper)


@rule("sense")
def threshold_in_range(draft: Draft) -> Iterator[Problem]:
    """A cut-off must lie in the range of its instrument."""
    for endpoint in draft.endpoints.values():
        low, high = endpoint.range_low, endpoint.range_high
        for key, limit in endpoint.thresholds.items():
            same = limit.operator in LEVELS and limit.unit == endpoint.units
            for name, value in (("value", limit.value), ("upper", limit.upper)):
                if same and value is not None and low is not None and high is not None and not low <= value <= high:
                    yield fault(
                        endpoint,
                        "thresholds",
                        key,
                        name,
                        must=f"lie in the range of the instrument, {low} to {high}",
                        got=value,
                    )


@rule("sense")
def weight_as_its_status(draft: Draft) -> Iterator[Problem]:
    """A weight must be there when it was read, and not when it was not."""
    for endpoint in draft.endpoints.values():
        for key, domain in endpoint.domains.items():
            if domain.weight_status == "read" and domain.weight is None:
                yield fault(endpoint, "domains", key, "weight", must="be given, for the weight was read")
            if domain.weight_status != "read" and domain.weight is not None:
                yield fault(
                    endpoint,
                    "domains",
                    key,
                    "weight",
                    must="be left out, for the weight was not read by us",
                    got=domain.weight,
                )


@rule("sense")
def weighted_score(draft: Draft) -> Iterator[Problem]:
    """The highest weighted score must be the highest level times the weight."""
    for endpoint in draft.endpoints.values():
        for key, domain in endpoint.domains.items():
            if None not in (domain.weight, domain.max_level, domain.max_weighted_score):
                product = domain.weight * domain.max_level
                if product != domain.max_weighted_score:
                    yield fault(
                        endpoint,
                        "domains",
                        key,
                        "max_weighted_score",
                        must=f"be {domain.max_level} times {domain.weight}, {product}",
                        got=domain.max_weighted_score,
                    )
