"""Files for machines, one module a kind: the same evidence in other forms."""

from evidence.site.exports import api, chart_files, citation, fact_json, ical, table_files

KINDS = (chart_files, table_files, api, ical, fact_json, citation)
