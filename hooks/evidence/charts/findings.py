"""The finding of several effects on one endpoint in one sentence: the title of a chart."""

from collections.abc import Iterable, Sequence

from evidence.analysis import arm_names, effect_wording
from evidence.analysis.citation_index import by
from evidence.analysis.view import View
from evidence.charts import effects, wording
from evidence.model import Report, number_format


def finding(view: View, reports: Sequence[Report]) -> str:
    """The finding of several effects on one endpoint in one sentence; pooled results are left to their rows."""
    single = [report for report in reports if report.study not in view.evidence.groups] or reports
    drug, all_drug = view.evidence.drug.name, all(arm_names.is_drug(view.evidence, each.arm) for each in single)
    name = arm_names.arm_name if all_drug else arm_names.with_drug
    compared = by(((name(view.evidence, each.arm), effects.comparator(view, [each])), each) for each in single)
    texts = by((_finding_of_arm(view, alike, other), who) for (who, other), alike in compared.items())
    # Where one comparator is named already, what is not shown to differ need not name it again.
    other = effects.comparator(view, single)
    is_named = any(f"{link} {other}" in text for text in texts for link in (" than", " as", " of"))
    again = f"to differ from {other}" if is_named and len({each for _, each in compared}) == 1 else ""
    said = {text.replace(again, "to differ") if again else text: names for text, names in texts.items()}
    clauses = [f"{wording.join(names)}: {text}" for text, names in said.items()]
    lead = "" if not all_drug or clauses[0].startswith(drug) else f"{drug} "
    pooled = " (studies pooled)" if single[0].study in view.evidence.groups else ""
    return number_format.sentence(f"{lead}{'; '.join(clauses)}{pooled}")


def _finding_of_arm(view: View, reports: Iterable[Report], other: str) -> str:
    """The effects of one arm against one comparator; where they differ in clarity, each with its study."""
    parts = by((effect_wording.kind_of_conclusion(report), report) for report in reports)
    return ", ".join(
        effect_wording.conclusion(alike, _sign(view, alike[0]), other)
        + (f" in {wording.join([view.entities[each.study].label for each in alike])}" if len(parts) > 1 else "")
        for alike in parts.values()
    )


def _sign(view: View, report: Report) -> int:
    return view.evidence.endpoints[report.endpoint].benefit_sign if report.endpoint else 0
