"""Files for machines, one module a kind: the same evidence, other forms."""

from evidence.site.exports import api, chart_files, citation, csv_tables, fact_json, ical, json_tables, schemas

KINDS = (chart_files, csv_tables, json_tables, api, ical, schemas, fact_json, citation)
