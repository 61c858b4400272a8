"""A difference in words: as Markdown for people, as a page, as JSON for programs. No loss is ever left out."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from evidence import links
from evidence.difference.compare import Difference, FactChange, Pair, ReportChange
from evidence.render import Renderer

KINDS = ("added", "changed", "removed")


def said(difference: Difference, form: str) -> str:
    """The difference in one of FORMATS."""
    return FORMATS[form](difference)


def _markdown(difference: Difference) -> str:
    return re.sub(r"\n{3,}", "\n\n", _rendered(difference, "difference.md.jinja"))


def _page(difference: Difference) -> str:
    return _rendered(difference, "difference.html.jinja")


def _rendered(difference: Difference, template: str) -> str:
    view = difference.new.view
    assert view
    site = view.evidence.site.site_url
    render = Renderer(view, lambda page, target: links.absolute(site, target))
    facts = {kind: [each for each in difference.facts if each.kind == kind] for kind in KINDS}
    return str(render.part(template, "", difference=difference, facts=facts)) + "\n"


def _json(difference: Difference) -> str:
    moved = [move for move in difference.moved if not move.is_removed]
    removed = [move for move in difference.moved if move.is_removed]
    told = {
        "old": difference.old.name,
        "new": difference.new.name,
        "only_facts_of_old": difference.old.view is None,
        "facts": [_fact(each) for each in difference.facts],
        "verdicts": [_pair(each) for each in difference.verdicts],
        "contradictions": [_pair(each) for each in difference.contradictions],
        "charts": [_pair(each) for each in difference.charts],
        "addresses": {
            "added": list(difference.added),
            "moved": {f"/{move.address}": [f"/{target}" for target in move.targets] for move in moved},
            "removed": {f"/{move.address}": move.was for move in removed},
            "lost": list(difference.lost),
        },
        "log": [_pair(each) for each in difference.log],
    }
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"


def _fact(change: FactChange) -> Mapping[str, Any]:
    return {
        "fact": change.fact,
        "label": change.label,
        "kind": change.kind,
        "reports": [_report(each) for each in change.reports],
    }


def _report(change: ReportChange) -> Mapping[str, Any]:
    return {
        "source": change.report.source,
        "source_version": change.report.version or None,
        "moved_from": change.moved_from or None,
        "old": {name: change.before.get(name) for name in change.fields} if change.before else None,
        "new": {name: change.after.get(name) for name in change.fields} if change.after else None,
        "reasons": [{"reason": reason, "kind": kind} for reason, kind in change.reasons],
    }


def _pair(pair: Pair) -> Mapping[str, Any]:
    return {
        "id": pair.id,
        "label": pair.label,
        "old": pair.old or None,
        "new": pair.new or None,
        "what": pair.what or None,
    }


FORMATS: Mapping[str, Callable[[Difference], str]] = {"md": _markdown, "json": _json, "html-page": _page}
