"""What readers see in place of the name of a field."""

_OF_STUDIES = {
    "short_name": "Name",
    "design_kind": "Kind of design",
    "extends": "Follows the people of",
    "stop_reason": "Why it stopped",
    "age_group": "Age",
    "nct": "ClinicalTrials.gov",
    "eudract": "EudraCT",
    "ctis": "CTIS",
    "sponsor_code": "Sponsor's code",
    "status_date": "Status as of",
    "start_date": "Start",
    "primary_completion_date": "Primary completion",
    "completion_date": "Completion",
    "completion_type": "Completion is",
    "completion_note": "On the completion",
    "enrolled_note": "On the number of people",
    "treatment_weeks": "Length of treatment",
    "results_posted": "Results posted in a register",
}


def study_field(name: str) -> str:
    """A field of a study in words: `Start` for `start_date`."""
    return _OF_STUDIES.get(name, name.replace("_", " ").capitalize())
