"""The beginning of a site about another drug: a small folder of made-up data that builds at once, to be replaced piece by
piece."""
