"""In which order pages show effects, and which of them a reader must see first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from evidence.model import Evidence, Report, SafetyReport


def main_endpoint(evidence: Evidence, owner: str) -> str | None:
    """Primary endpoint of a study, or the one that all members of a group share."""
    if owner in evidence.studies:
        primary = evidence.studies[owner].primary_endpoint
        return primary.value if primary else None
    shared = {main_endpoint(evidence, member) for member in evidence.groups[owner].members}
    return shared.pop() if len(shared) == 1 else None


def place(evidence: Evidence, key: str, report: Report | SafetyReport) -> tuple[object, ...]:
    """What an effect is sorted by: latest phase first, primary endpoints first, single studies before pooled ones."""
    study, group = evidence.studies.get(report.study), evidence.groups.get(report.study)
    phase = study.phase.value if study and study.phase else "0" if study else "9"
    if group:
        phase = max((_phase(evidence, member) for member in group.members), default="0")
    main = main_endpoint(evidence, report.study) == report.endpoint
    return (-float(phase.rstrip("b").split("/")[-1]), not main, bool(group), report.study, report.arm or "", key)


def leading(evidence: Evidence, shown: Mapping[str, Report | SafetyReport], effects: Sequence[str]) -> tuple[str, ...]:
    """Of sorted effects those on the primary endpoint of the latest phase, pooled ones last; else the first three."""
    first = [key for key in effects if main_endpoint(evidence, shown[key].study) == shown[key].endpoint]
    if not first:
        return tuple(effects[:3])
    latest = place(evidence, first[0], shown[first[0]])[0]
    return tuple(key for key in first if place(evidence, key, shown[key])[0] == latest)


def _phase(evidence: Evidence, study: str) -> str:
    phase = evidence.studies[study].phase
    return phase.value if phase else "0"
