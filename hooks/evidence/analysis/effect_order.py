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
    studies = [evidence.studies[member] for member in group.members] if group else [study] if study else []
    phase = max((one.phase_number for one in studies), default=0)
    main = main_endpoint(evidence, report.study) == report.endpoint
    return (-phase, not main, bool(group), report.study, report.arm or "", key)


def leading(evidence: Evidence, shown: Mapping[str, Report | SafetyReport], effects: Sequence[str]) -> tuple[str, ...]:
    """Of sorted effects those on the primary endpoint of the latest phase, pooled ones last; else the first three."""
    first = [key for key in effects if main_endpoint(evidence, shown[key].study) == shown[key].endpoint]
    if not first:
        return tuple(effects[:3])
    latest = place(evidence, first[0], shown[first[0]])[0]
    return tuple(key for key in first if place(evidence, key, shown[key])[0] == latest)
