"""Files for machines, one module a kind: the same evidence, other forms."""

from evidence.exports import csv_tables, schemas

KINDS = (csv_tables, schemas)
