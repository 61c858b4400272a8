"""The status with regulators as a table; it is derived by us from the table of events."""

from evidence.analysis.dictionary import Field
from evidence.analysis.regulatory_status import newest_source
from evidence.analysis.tables.data_tables import Table
from evidence.analysis.view import View

_COLUMNS = (
    Field("jurisdiction", "Country code, EU, global, or not stated.", required=True),
    Field("indication", "Disease, or not stated.", required=True),
    Field("status", "Status of today in words; derived by us from the events.", required=True),
    Field("kind", "Kind of the event that brought this status."),
    Field("since", "Date of that event.", "date"),
    Field("date_of", "What that date is of: event, record or statement."),
    Field("decided_by", "Key of that event.", "key", form="key"),
    Field("steps", "Keys of the events that bear on the status, in their order.", "list of key", form="list"),
    Field("designations", "Keys of designations, which do not change the status.", "list of key", form="list"),
    Field("coming", "Keys of events that are planned or expected.", "list of key", form="list"),
    Field("newest_source", "Date of the newest source on regulation, the same in each row.", "date"),
)


def regulatory(view: View) -> Table:
    """A row a jurisdiction and disease."""
    newest = newest_source(view.evidence)
    rows = []
    for row in view.regulatory_statuses:
        event = view.evidence.events[row.decided_by] if row.decided_by else None
        since = (event.date, event.date_of) if event else ("", "")
        lists = (row.steps, row.designations, row.coming)
        rows.append((row.jurisdiction, row.indication, row.words, row.kind, *since, row.decided_by, *lists, newest))
    about = "The status with one regulator for one disease, derived by us from events."
    return Table("regulatory", about, _COLUMNS, tuple(rows), ("jurisdiction", "indication"))
