"""The programme: studies by phase, with their size, the planned one beside the real one, their people and their status."""

from collections import Counter
from collections.abc import Iterator

from evidence.analysis.view import View
from evidence.charts import wording
from evidence.charts.chart import Chart, Panel, Row
from evidence.charts.timeline_data import is_here
from evidence.model import Study

OTHER = "Other diseases only"
KEY = {"enrolled": "people enrolled or randomised", "planned": "people planned"}
HOW = "Bars begin at zero. A filled bar is the number enrolled according to the register, or randomised where that is missing."
TWICE = "People who moved on to an extension are counted in both studies, so the bars do not add up."


def charts(view: View) -> Iterator[Chart]:
    """One chart, or the reason for none."""
    subject = "All studies by phase: size, people, status"
    rows = tuple(row for key, study in ordered(view) for row in rows_of(view, key, study))
    if not any(row.value is not None for row in rows):
        reason = "No source that was read gives the size of a study."
        yield Chart("programme", "programme", subject, subject, "studies", reason=reason)
        return
    panels = tuple(Panel(name, name, "people", "People") for name in dict.fromkeys(row.panel for row in rows))
    yield Chart(
        "programme",
        "programme",
        title(view),
        subject,
        "studies",
        rows,
        panels,
        (HOW, TWICE),
        tuple((kind, text) for kind, text in KEY.items() if any(row.kind == kind for row in rows)),
        ("Study", "Who took part", "Size", "Status"),
    )


def ordered(view: View) -> list[tuple[str, Study]]:
    """Studies by phase, the latest first, then by start; those in other diseases last."""

    def rank(item: tuple[str, Study]) -> tuple[object, ...]:
        study = item[1]
        start = study.start_date.value if study.start_date else "9999"
        return (not is_here(view, study.indication.value), -study.phase_rank, start, item[0])

    return sorted(view.evidence.studies.items(), key=rank)


def title(view: View) -> str:
    """How many studies, how many in the latest phase, and their status."""
    studies = [study for study in view.evidence.studies.values() if is_here(view, study.indication.value)]
    others = len(view.evidence.studies) - len(studies)
    latest = max((study.phase_rank for study in studies), default=0)
    name = next((study.phase.value for study in studies if study.phase and study.phase_rank == latest), "")
    many = sum(study.phase_rank == latest for study in studies)
    statuses = Counter(study.status.value if study.status else "without a reported status" for study in studies)
    said = wording.joined([f"{count} {status.replace(',', ' and')}" for status, count in statuses.most_common()])
    lead = f"{wording.counted(len(studies), 'study', 'studies')} in {view.evidence.drug.indication}"
    lead += f", {many} of them in phase {name}" if name else ""
    return f"{lead}: {said}" + (f"; {wording.counted(others, 'study', 'studies')} in other diseases" if others else "")


def rows_of(view: View, key: str, study: Study) -> Iterator[Row]:
    """The size of a study, then its planned size; a study without either is named."""
    section = f"Phase {study.phase.value}" if study.phase else "Phase not stated"
    section = section if is_here(view, study.indication.value) else OTHER
    sizes = {"enrolled": study.enrolled or study.randomised, "planned": study.planned}
    status = study.status.value if study.status else "status not reported"
    given = [(kind, fact) for kind, fact in sizes.items() if fact]
    for kind, fact in given:
        figure = view.figure(fact)
        count = wording.amount(figure, unit=False)
        what = "planned" if kind == "planned" else "enrolled" if study.enrolled else "randomised"
        yield Row(
            id=fact,
            address=figure.address,
            label=study.short_name.value,
            detail=study.population.value if study.population else "people not described",
            printed=f"{count} {what}" + wording.disputed(figure),
            short=f"{count} {what}",
            extra=status,
            kind=kind,
            panel=section,
            line=key,
            value=float(figure.value or 0),
            cite=figure.cite,
            source=wording.sources(view, figure.cite),
            data={"study": key, "size": figure.value or "", "kind_of_size": what, "status": status},
        )
    if not given:
        thing = view.entities[key]
        detail = study.population.value if study.population else "people not described"
        no = "size not reported"
        yield Row(key, thing.address, thing.label, no, "none", detail, no, status, section, key)
