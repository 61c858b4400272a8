"""Lists of planned outcomes, the risk of bias and what is not known agree with what is reported."""

from collections.abc import Iterator

from evidence.analysis.populations import Populations
from evidence.checks.reporting import Use, problem_at, unknown_keys
from evidence.loading import Draft
from evidence.loading.rules import rule
from evidence.loading.yaml_documents import KEY
from evidence.model import BiasDomains, Cited, Gap, Report
from evidence.model.problems import Problem


@rule("evidence")
def outcome_list_known(draft: Draft) -> Iterator[Problem]:
    """A list on which a planned outcome stands must be a list of the same study or group."""
    for owner in draft.owners.values():
        uses: Iterator[Use] = (
            (owner, ("outcome_measures", key, "lists", number), name)
            for key, measure in owner.outcome_measures.items()
            for number, name in enumerate(measure.lists)
        )
        yield from unknown_keys(draft, uses, owner.outcome_lists, "a list of outcomes of the same study")


@rule("evidence")
def outcome_on_a_list(draft: Draft) -> Iterator[Problem]:
    """A planned outcome must name the list on which it stands, where its study has lists."""
    for owner in draft.owners.values():
        for key, measure in owner.outcome_measures.items():
            if owner.outcome_lists and not measure.lists:
                names = ", ".join(owner.outcome_lists)
                must = f"name the lists on which it stands ({names})"
                yield problem_at(owner, "outcome_measures", key, "lists", must=must)


@rule("evidence")
def outcome_cites_its_list(draft: Draft) -> Iterator[Problem]:
    """A planned outcome must cite a source of each list on which it stands."""
    for owner in draft.owners.values():
        for key, measure in owner.outcome_measures.items():
            for number, name in enumerate(measure.lists):
                found = owner.outcome_lists.get(name)
                if found and not {*found.cite} & {*measure.cite}:
                    must = f"be a list in a source that this outcome cites ({', '.join(measure.cite)})"
                    more = f", which stands in {', '.join(found.cite)}"
                    yield problem_at(owner, "outcome_measures", key, "lists", number, must=must, got=name, more=more)


@rule("evidence")
def list_as_far_as_read(draft: Draft) -> Iterator[Problem]:
    """A list that was read must have an outcome, and one that was not read none."""
    for owner in draft.owners.values():
        used = {name for measure in owner.outcome_measures.values() for name in measure.lists}
        for key, each in owner.outcome_lists.items():
            if key in used and each.read == "not read":
                must = "be whole or part, for outcomes on this list are here"
                yield problem_at(owner, "outcome_lists", key, "read", must=must, got=each.read)
            if key not in used and each.read != "not read":
                must = "be not read, for no outcome on this list is here"
                yield problem_at(owner, "outcome_lists", key, "read", must=must, got=each.read)


@rule("evidence")
def bias_known(draft: Draft) -> Iterator[Problem]:
    """The risk of bias must be that of a study, for results and by what is reported in the data."""
    if not draft.appraisal:
        return
    fields = {
        f"{key}#{name}"
        for key, study in draft.studies.items()
        for name in (
            *(field for field in type(study).model_fields if isinstance(getattr(study, field), Cited)),
            *study.details,
        )
    }
    appraisal = draft.appraisal
    yield from unknown_keys(
        draft, ((appraisal, ("bias", key, KEY), key) for key in appraisal.bias), draft.studies, "a study"
    )
    for key, bias in appraisal.bias.items():
        results: Iterator[Use] = ((appraisal, ("bias", key, "results", n), fact) for n, fact in enumerate(bias.results))
        yield from unknown_keys(draft, results, draft.facts, "a fact")
        for domain in BiasDomains.model_fields:
            reported = getattr(bias.domains, domain).reported
            path = ("bias", key, "domains", domain, "reported")
            uses: Iterator[Use] = ((appraisal, (*path, n), id) for n, id in enumerate(reported))
            yield from unknown_keys(draft, uses, {*draft.facts, *fields}, "a fact or field of a study")


@rule("evidence")
def gap_known(draft: Draft) -> Iterator[Problem]:
    """What a gap is about must exist."""
    for gap in draft.gaps.values():
        studies: Iterator[Use] = ((gap, ("studies", n), key) for n, key in enumerate(gap.studies))
        yield from unknown_keys(draft, studies, draft.owners, "a study or group")
        endpoints: Iterator[Use] = ((gap, ("endpoints", n), key) for n, key in enumerate(gap.endpoints))
        yield from unknown_keys(draft, endpoints, draft.endpoints, "an endpoint")


@rule("evidence")
def gap_by_search(draft: Draft) -> Iterator[Problem]:
    """The day of the last search for a gap must not come after the last search of all."""
    day = draft.site.searched
    for gap in draft.gaps.values():
        if gap.searched[: len(day)] > day[: len(gap.searched)]:
            yield problem_at(
                gap, "searched", must=f"not come after the last search, {day} (searched in site.yml)", got=gap.searched
            )


@rule("evidence")
def gap_still_open(draft: Draft) -> Iterator[Problem]:
    """What a gap says to be missing of an endpoint must still be missing; else the gap must be reworded or left out."""
    populations = Populations(draft)
    for gap in draft.gaps.values():
        if gap.missing and not (gap.endpoints and gap.studies):
            yield problem_at(gap, "missing", must="stand beside endpoints and studies", got=gap.missing)
        closed = next((row for row in draft.reports if _closes(gap, row) and populations.is_whole_trial(row)), None)
        if closed:
            must = f"be left out, and the gap reworded or left out, for {closed.fact} is reported"
            yield problem_at(gap, "missing", must=must, got=gap.missing)


def _closes(gap: Gap, row: Report) -> bool:
    """Whether a report gives what a gap says to be missing."""
    if gap.missing is None or row.study not in gap.studies or row.endpoint not in gap.endpoints:
        return False
    return gap.missing == "any result" or row.value is not None
