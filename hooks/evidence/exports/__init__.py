"""Files for machines, one module a kind: the same evidence, other forms."""

from evidence.exports import chart_files, citation, csv_tables, fact_json, schemas

KINDS = (chart_files, csv_tables, schemas, fact_json, citation)
