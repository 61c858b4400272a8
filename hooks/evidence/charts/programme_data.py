"""The programme: studies by phase, with their size, the planned next to the real one, their people and their status."""

from collections import Counter
from collections.abc import Collection, Iterator

from evidence.analysis.view import View
from evidence.charts import wording
from evidence.charts.chart import Chart, Panel, Row, legend
from evidence.charts.timeline_data import is_here
from evidence.model import Study

KEY = {"enrolled": "people enrolled or randomised", "planned": "people planned"}
HOW = "Bars begin at zero. A filled bar is the number enrolled according to the register, or randomised where that is missing."
TWICE = "People who moved on to an extension are counted in both studies, so the bars do not add up."


def charts(view: View) -> Iterator[Chart]:
    """One chart, or the reason for none."""
    subject = "All studies by phase: size, people, status"
    ordered = sorted(view.evidence.studies.items(), key=lambda item: _sort_key(view, *item))
    rows = tuple(row for key, study in ordered for row in _rows(view, key, study))
    if all(row.value is None for row in rows):
        reason = "No source that was read gives the size of a study."
        yield Chart("programme", "programme", subject, subject, "studies", reason=reason)
        return
    yield Chart(
        "programme",
        "programme",
        _title(view),
        subject,
        "studies",
        rows,
        tuple(Panel(name, name, "people", "People") for name in dict.fromkeys(row.panel for row in rows)),
        (HOW, TWICE),
        legend(KEY, rows),
        ("Study", "Who took part", "Size", "Status"),
    )


def _sort_key(view: View, key: str, study: Study) -> tuple[bool, int, str, str]:
    """By phase, the latest first, then by start; studies in other diseases last."""
    start = study.start_date.value if study.start_date else "9999"
    return not is_here(view, study.indication.value), -study.phase_rank, start, key


def _title(view: View) -> str:
    """How many studies, how many in the latest phase, and their status."""
    studies = [study for study in view.evidence.studies.values() if is_here(view, study.indication.value)]
    others = [study for study in view.evidence.studies.values() if study not in studies]
    latest = max((study.phase_rank for study in studies), default=0)
    phases = [study.phase.value if study.phase else "" for study in studies if study.phase_rank == latest]
    name = next(filter(None, phases), "")
    statuses = Counter(study.status.value if study.status else "without a reported status" for study in studies)
    counts = wording.join([f"{count} {status.replace(',', ' and')}" for status, count in statuses.most_common()])
    return (
        f"{_count(studies)} in {view.evidence.drug.diseases}"
        + (f", {len(phases)} of them in phase {name}" if name else "")
        + f": {counts}"
        + (f"; {_count(others)} in other diseases" if others else "")
    )


def _count(studies: Collection[Study]) -> str:
    """How many studies, those that only follow the people of others counted apart."""
    extensions = sum(study.is_extension for study in studies)
    trials = wording.pluralise(len(studies) - extensions, "study", "studies")
    return f"{trials} and {wording.pluralise(extensions, 'extension')}" if extensions else trials


def _rows(view: View, key: str, study: Study) -> Iterator[Row]:
    """The size of a study, then its planned size; a study without either is named."""
    phase = f"Phase {study.phase.value}" if study.phase else "Phase not stated"
    section = phase if is_here(view, study.indication.value) else "Other diseases only"
    label, status = study.short_name.value, study.status.value if study.status else "status not reported"
    people = study.population.value if study.population else "people not described"
    sizes = {
        "enrolled": (study.enrolled or study.randomised, "enrolled" if study.enrolled else "randomised"),
        "planned": (study.planned, "planned"),
    }
    if not any(fact for fact, _ in sizes.values()):
        no = "size not reported"
        yield Row(key, view.entities[key].address, label, no, "none", people, no, status, section, key)
    for kind, (fact, what) in sizes.items():
        if not fact:
            continue
        figure = view.figure(fact)
        size = f"{wording.amount(figure, unit=False)} {what}"
        yield Row(
            id=fact,
            address=figure.address,
            label=label,
            detail=people,
            printed=size + wording.dispute(figure),
            short=size,
            extra=status,
            kind=kind,
            panel=section,
            line=key,
            value=float(figure.value or 0),
            cite=figure.cite,
            source=wording.sources(view, figure.cite),
            data={"study": key, "size": figure.value or "", "kind_of_size": what, "status": status},
        )
