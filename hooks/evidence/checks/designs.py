"""A study says of what kind it is, whom it follows further, and why it was stopped."""

from collections.abc import Iterator

from evidence.checks.reporting import must_be_given, problem_at
from evidence.loading import Draft
from evidence.loading.rules import rule
from evidence.model.problems import Problem

STOPPED = ("terminated", "withdrawn", "suspended")


@rule("evidence")
def extension_of_studies(draft: Draft) -> Iterator[Problem]:
    """An extension must name the other studies whose people it follows, and nothing else may."""
    for key, study in draft.studies.items():
        is_extension = study.design_kind is not None and study.design_kind.value == "extension"
        if is_extension:
            yield from must_be_given(study, "extends", why="the kind of design is extension")
        elif study.extends is not None and study.design_kind is not None:
            must = "be extension, for the study extends others"
            yield problem_at(study, "design_kind", "value", must=must, got=study.design_kind.value)
        for number, parent in enumerate(study.extends.value if study.extends else ()):
            if parent == key:
                yield problem_at(study, "extends", "value", number, must="be another study", got=parent)


@rule("evidence")
def stopped_for_a_reason(draft: Draft) -> Iterator[Problem]:
    """A study that was stopped must have the reason, or say that none is stated; no other study has one."""
    for study in draft.studies.values():
        status = study.status.value if study.status else ""
        if status in STOPPED:
            yield from must_be_given(
                study, "stop_reason", why=f"the status is {status} ('not stated' where no source says why)"
            )
        elif study.stop_reason is not None:
            must = f"be left out, for the status is not {', '.join(STOPPED[:-1])} or {STOPPED[-1]}"
            yield problem_at(study, "stop_reason", "value", must=must, got=study.stop_reason.value)
