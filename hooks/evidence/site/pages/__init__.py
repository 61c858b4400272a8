"""One module a kind of page, named like its template: it gathers what the template says."""

from evidence.site.pages import (
    api,
    appraisal,
    changes,
    checks,
    contradictions,
    data,
    drug,
    endpoints,
    facts,
    glossary,
    home,
    landscape,
    quote,
    results,
    safety,
    sources,
    studies,
    timeline,
)

KINDS = (
    home, drug, studies, endpoints, results, facts, safety, timeline, landscape, contradictions, sources, glossary, data, api,
    checks, appraisal, changes, quote,
)  # fmt: skip
