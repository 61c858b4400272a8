"""Instruments, endpoints derived from them, and their cut-offs."""

from collections.abc import Iterator

from evidence.checks.reporting import must_be_given, must_be_left_out, problem_at
from evidence.loading import Draft
from evidence.loading.rules import rule
from evidence.model.problems import Problem

LEVELS = ("<", "<=", ">", ">=", "from-to")  # operators that compare a value of the instrument, not a change of it


@rule("evidence")
def derived_from_instrument(draft: Draft) -> Iterator[Problem]:
    """A derived endpoint must name its instrument, and nothing else may."""
    for endpoint in draft.endpoints.values():
        if endpoint.kind == "derived":
            yield from must_be_given(endpoint, "instrument", why="the kind is derived")
        else:
            yield from must_be_left_out(endpoint, "instrument", why=f"the kind is {endpoint.kind} and not derived")


@rule("evidence")
def composite_of_parts(draft: Draft) -> Iterator[Problem]:
    """A composite must name two parts or more, none of them itself, and nothing else may have parts."""
    for key, endpoint in draft.endpoints.items():
        if endpoint.kind != "composite":
            if endpoint.parts:
                must = f"be left out, for the kind is {endpoint.kind} and not composite"
                yield problem_at(endpoint, "parts", must=must)
        elif len(endpoint.parts) < 2:
            yield problem_at(endpoint, "parts", must="name two endpoints or more, for the kind is composite")
        for number, part in enumerate(endpoint.parts):
            if part == key:
                yield problem_at(endpoint, "parts", number, must="be another endpoint than the composite", got=part)


@rule("evidence")
def range_in_order(draft: Draft) -> Iterator[Problem]:
    """The lowest possible value must lie below the highest."""
    for endpoint in draft.endpoints.values():
        low, high = endpoint.range_low, endpoint.range_high
        if low is not None and high is not None and low >= high:
            yield problem_at(endpoint, "range_low", must=f"lie below range_high, which is {high}", got=low)


@rule("evidence")
def threshold_complete(draft: Draft) -> Iterator[Problem]:
    """A cut-off must have operator and value together, or say in text what it is."""
    for endpoint in draft.endpoints.values():
        for key, limit in endpoint.thresholds.items():
            if limit.value is None and limit.operator is None and limit.text is None:
                yield problem_at(endpoint, "thresholds", key, must="have a value with its operator, or a text")
            elif (limit.value is None) != (limit.operator is None):
                name = "operator" if limit.operator is None else "value"
                yield problem_at(endpoint, "thresholds", key, name, must="be given, for value and operator go together")


@rule("evidence")
def threshold_range(draft: Draft) -> Iterator[Problem]:
    """A cut-off from one value to another must have both, in order; any other has one."""
    for endpoint in draft.endpoints.values():
        for key, limit in endpoint.thresholds.items():
            where = (endpoint, "thresholds", key, "upper")
            if limit.operator != "from-to":
                yield from must_be_left_out(*where, why="the operator is not from-to")
            elif limit.upper is None:
                yield from must_be_given(*where, why="the operator is from-to")
            elif limit.value is not None and limit.upper <= limit.value:
                yield problem_at(*where, must=f"lie above the value {limit.value}", got=limit.upper)


@rule("evidence")
def threshold_in_range(draft: Draft) -> Iterator[Problem]:
    """A cut-off must lie in the range of its instrument."""
    for endpoint in draft.endpoints.values():
        low, high = endpoint.range_low, endpoint.range_high
        for key, limit in endpoint.thresholds.items():
            same = limit.operator in LEVELS and limit.unit == endpoint.units
            for name, value in (("value", limit.value), ("upper", limit.upper)):
                if same and value is not None and low is not None and high is not None and not low <= value <= high:
                    yield problem_at(
                        endpoint,
                        "thresholds",
                        key,
                        name,
                        must=f"lie in the range of the instrument, {low} to {high}",
                        got=value,
                    )


@rule("evidence")
def weight_as_its_status(draft: Draft) -> Iterator[Problem]:
    """A weight must be there when it was read, and not when it was not."""
    for endpoint in draft.endpoints.values():
        for key, domain in endpoint.domains.items():
            weight = (endpoint, "domains", key, "weight")
            if domain.weight_status == "read":
                yield from must_be_given(*weight, why="the weight was read")
            else:
                yield from must_be_left_out(*weight, why="the weight was not read by us")


@rule("evidence")
def weighted_score(draft: Draft) -> Iterator[Problem]:
    """The highest weighted score must be the highest level times the weight."""
    for endpoint in draft.endpoints.values():
        for key, domain in endpoint.domains.items():
            weight, level, score = domain.weight, domain.max_level, domain.max_weighted_score
            if weight is not None and level is not None and score is not None and weight * level != score:
                must = f"be {level} times {weight}, {weight * level}"
                yield problem_at(endpoint, "domains", key, "max_weighted_score", must=must, got=score)
