"""What a page is about in the words of schema.org, as JSON-LD: only what the data say, nothing guessed."""

import json
from collections.abc import Mapping
from typing import Any

from evidence.analysis.entity_index import Entity
from evidence.analysis.tables.downloads import downloads
from evidence.analysis.view import View
from evidence.model import Source, links
from evidence.site.output import Output

Node = dict[str, Any]

# Words of registers for the state of a study -> the value that schema.org has for it; other words stay text.
_STATUS = {
    "not yet recruiting": "NotYetRecruiting",
    "recruiting": "Recruiting",
    "enrolling by invitation": "EnrollingByInvitation",
    "active, not recruiting": "ActiveNotRecruiting",
    "suspended": "Suspended",
    "terminated": "Terminated",
    "completed": "Completed",
    "withdrawn": "Withdrawn",
}
_REGISTERS = {"nct": "ClinicalTrials.gov", "eudract": "EudraCT", "ctis": "CTIS"}
# Pages about the site itself, not about medicine.
_OF_THE_SITE = ("page.data", "page.checks", "page.about", "page.changes", "page.corrections", "page.quote")
# Address -> title of the pages that are about no single entity.
_PAGES = {links.address(name): title for name, title in links.PAGES.items()}
_SCHEMA = "https://schema.org/"


def text(view: View, entity: Entity | None, page: Output, address: str) -> str:
    """JSON-LD for the page at an address, for a script element: it contains no `<`, `>` or `&`.

    `entity` is the one whose page it is; other pages that people wrote have none.
    """
    nodes = [_web_page(view, entity, page, address), *_breadcrumbs(view, entity, page, address)]
    made = json.dumps({"@context": _SCHEMA.rstrip("/"), "@graph": nodes}, ensure_ascii=False, separators=(",", ":"))
    return made.replace("&", r"\u0026").replace("<", r"\u003c").replace(">", r"\u003e")


def type_of(entity: Entity | None) -> str:
    """The type of an entity in schema.org, as an address; empty where it has none."""
    kind = {"study": "MedicalTrial", "drug": "Drug"}.get(entity.kind, "") if entity else ""
    kind = "Dataset" if entity and entity.id == "page.data" else kind
    return _SCHEMA + kind if kind else ""


def _web_page(view: View, entity: Entity | None, page: Output, address: str) -> Node:
    site = view.evidence.site
    part_of = {"@type": "WebSite", "name": site.name, "url": _absolute(view, "")}
    medical = entity is not None and entity.id not in _OF_THE_SITE
    node: Node = {
        "@type": "MedicalWebPage" if medical else "WebPage",
        "name": page.title,
        "description": page.description,
        "url": _absolute(view, address),
        "inLanguage": "en",
        "dateModified": page.updated or view.evidence.version,
        "license": links.licence_address(site.licence),
        "isPartOf": part_of,
    }
    if not address:
        return {**node, "isPartOf": {**part_of, "description": site.description}, "about": _drug(view)}
    if entity is None:
        return node
    if entity.kind == "fact":
        return {**node, **_fact(view, entity.id)}
    if entity.kind == "drug":
        return {**node, "mainEntity": _drug(view)}
    if entity.kind == "study":
        return {**node, "mainEntity": _trial(view, entity.id)}
    if entity.kind == "source":
        return {**node, "mainEntity": _work(view.evidence.sources[entity.id])}
    return {**node, "mainEntity": _dataset(view)} if entity.id == "page.data" else node


def _drug(view: View) -> Node:
    drug = view.evidence.drug
    names = {"name": drug.name, "nonProprietaryName": drug.name, "alternateName": drug.code}
    return {"@type": "Drug", **names, "url": _absolute(view, links.address("drug"))}


def _trial(view: View, key: str) -> Node:
    study = view.evidence.studies[key]
    numbers = ((register, getattr(study, field)) for field, register in _REGISTERS.items())
    status = study.status and _STATUS.get(study.status.value)
    node: Node = {
        "@type": "MedicalTrial",
        "name": study.short_name.value,
        "url": _absolute(view, links.address("study", key)),
        "identifier": [
            {"@type": "PropertyValue", "propertyID": register, "value": cited.value}
            for register, cited in numbers
            if cited
        ],
        "healthCondition": [{"@type": "MedicalCondition", "name": name} for name in study.indication.value],
        "studySubject": _drug(view),
        "alternateName": study.official_title and study.official_title.value,
        "status": _SCHEMA + status if status else study.status and study.status.value,
    }
    return {name: value for name, value in node.items() if value}


def _fact(view: View, key: str) -> Mapping[str, Any]:
    """A page about a fact is about its study and cites every source that reports it."""
    shown = view.preferred[key]
    sources = dict.fromkeys(row.source for row in view.evidence.facts[key].reports)
    about = _trial(view, shown.study) if shown.study in view.evidence.studies else None
    return {
        **({"about": about} if about else {}),
        "citation": [_work(view.evidence.sources[source]) for source in sources],
    }


def _work(source: Source) -> Node:
    node = {
        "@type": "ScholarlyArticle" if source.type == "journal-article" else "CreativeWork",
        "name": source.title,
        "url": source.url,
        "datePublished": source.date,
        "publisher": {"@type": "Organization", "name": source.publisher} if source.type != "journal-article" else None,
        "identifier": {"@type": "PropertyValue", "propertyID": "DOI", "value": source.doi} if source.doi else None,
    }
    return {name: value for name, value in node.items() if value}


def _dataset(view: View) -> Node:
    site = view.evidence.site
    return {
        "@type": "Dataset",
        "name": f"{site.name}: data",
        "description": f"{site.description} Every table as CSV, each figure with its source and its place in that source.",
        "url": _absolute(view, links.address("data")),
        "license": links.licence_address(site.licence),
        "creator": [{"@type": "Organization", "name": author} for author in site.authors],
        "dateModified": view.evidence.version,
        "isAccessibleForFree": True,
        "distribution": [
            {
                "@type": "DataDownload",
                "name": table.name,
                "description": table.about,
                "encodingFormat": "text/csv",
                "contentUrl": _absolute(view, links.address("table-file", table.name)),
            }
            for table in downloads(view)
        ],
    }


def _breadcrumbs(view: View, entity: Entity | None, page: Output, address: str) -> list[Node]:
    """The breadcrumbs from the first page to this one, through the list that it is in; none on the first page itself."""
    parts = address.rstrip("/").split("/")
    above = ["", *("/".join(parts[:length]) + "/" for length in range(1, len(parts)))]
    steps = [(_PAGES[each], each) for each in above if each in _PAGES]
    steps.append((entity.label if entity else page.title, address))
    items = [
        {
            "@type": "ListItem",
            "position": position,
            "name": name,
            "item": {"@type": "WebPage", "@id": _absolute(view, page_address)},
        }
        for position, (name, page_address) in enumerate(steps, 1)
    ]
    return [{"@type": "BreadcrumbList", "itemListElement": items}] if address else []


def _absolute(view: View, address: str) -> str:
    return links.absolute(view.evidence.site.site_url, address)
