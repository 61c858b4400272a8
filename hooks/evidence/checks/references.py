"""Every key leads to a record."""

from collections.abc import Iterator

from evidence.checks.reporting import Use, arms, citations, positions, problem_at, unknown_keys
from evidence.loading import Draft
from evidence.loading.rules import rule
from evidence.loading.yaml_documents import KEY
from evidence.model.problems import Problem

STUDY_FACTS = ("enrolled", "planned", "randomised", "sites", "countries")


@rule("evidence")
def study_known(draft: Draft) -> Iterator[Problem]:
    """A study that is named must exist; rows may name a group instead."""
    rows = ((row, ("study",), row.study) for row in draft.all_reports)
    yield from unknown_keys(draft, rows, {*draft.studies, *draft.groups}, "a study or group")
    for said in draft.statements.values():
        about: Iterator[Use] = ((said, ("studies", number), key) for number, key in enumerate(said.studies))
        yield from unknown_keys(draft, about, {*draft.studies, *draft.groups}, "a study or group")
    for record, field, keys in (
        *((group, "members", group.members) for group in draft.groups.values()),
        *((event, "studies", event.studies) for event in draft.events.values()),
    ):
        uses: Iterator[Use] = ((record, (field, number), key) for number, key in enumerate(keys))
        yield from unknown_keys(draft, uses, draft.studies, "a study")
    for study in draft.studies.values():
        parents = study.extends.value if study.extends else ()
        uses = ((study, ("extends", "value", number), key) for number, key in enumerate(parents))
        yield from unknown_keys(draft, uses, draft.studies, "a study")


@rule("evidence")
def endpoint_known(draft: Draft) -> Iterator[Problem]:
    """An endpoint that is named must exist."""

    def uses() -> Iterator[Use]:
        for row in draft.reports:
            yield row, ("endpoint",), row.endpoint
        for study in draft.studies.values():
            if study.primary_endpoint:
                yield study, ("primary_endpoint", "value"), study.primary_endpoint.value
        for owner in draft.owners.values():
            for key, measure in owner.outcome_measures.items():
                yield owner, ("outcome_measures", key, "endpoint"), measure.endpoint
        for endpoint in draft.endpoints.values():
            yield from ((endpoint, ("parts", number), part) for number, part in enumerate(endpoint.parts))
        if draft.assumptions:
            yield draft.assumptions, ("endpoint",), draft.assumptions.endpoint

    yield from unknown_keys(draft, uses(), draft.endpoints, "an endpoint")


@rule("evidence")
def instrument_known(draft: Draft) -> Iterator[Problem]:
    """An endpoint must be derived from an entry of kind instrument."""
    instruments = [key for key, endpoint in draft.endpoints.items() if endpoint.kind == "instrument"]
    uses = ((endpoint, ("instrument",), endpoint.instrument) for endpoint in draft.endpoints.values())
    yield from unknown_keys(draft, uses, instruments, "an instrument")


@rule("evidence")
def arm_known(draft: Draft) -> Iterator[Problem]:
    """An arm that is named must exist."""

    def uses() -> Iterator[Use]:
        for row in draft.all_reports:
            yield row, ("arm",), row.arm
            yield row, ("comparator",), row.comparator
        for owner, key, arm in arms(draft):
            for number, member in enumerate(arm.members):
                yield owner, ("arms", key, "members", number), member

    yield from unknown_keys(draft, uses(), draft.arms, "an arm")


@rule("evidence")
def source_known(draft: Draft) -> Iterator[Problem]:
    """A source that is cited must exist."""
    yield from unknown_keys(draft, citations(draft), draft.sources, "a source")
    yield from unknown_keys(draft, positions(draft), draft.sources, "a source")


@rule("evidence")
def fact_known(draft: Draft) -> Iterator[Problem]:
    """A fact that is named must have a report."""

    def uses() -> Iterator[Use]:
        for study in draft.studies.values():
            for name in STUDY_FACTS:
                yield study, (name,), getattr(study, name)
        yield from ((owner, ("arms", key, "n"), arm.n) for owner, key, arm in arms(draft))
        for case in draft.contradictions.values():
            for number, fact in enumerate(case.facts):
                yield case, ("facts", number), fact
            for fact in case.shown:
                yield case, ("shown", fact, KEY), fact

    yield from unknown_keys(draft, uses(), draft.facts, "a fact")


@rule("evidence")
def shown_report(draft: Draft) -> Iterator[Problem]:
    """The source chosen for a fact must have reported it."""
    for case in draft.contradictions.values():
        for key, source in case.shown.items():
            fact = draft.facts.get(key)
            if fact and source not in draft.unreadable:
                sources = [report.source for report in fact.reports]
                if source not in sources:
                    options = ", ".join(dict.fromkeys(sources))
                    yield problem_at(
                        case, "shown", key, must=f"be a source that reports this fact ({options})", got=source
                    )
