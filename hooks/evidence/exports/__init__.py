"""Files for machines, one module a kind: the same evidence, other forms."""

from evidence.exports import citation, csv_tables, fact_json, schemas

KINDS = (csv_tables, schemas, fact_json, citation)
