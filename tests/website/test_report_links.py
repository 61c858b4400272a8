"""From each page to the form that reports what is wrong on it, and to the line of the data that says it."""

from __future__ import annotations

import re
from functools import cache
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import yaml
from check_jsonschema.builtin_schemas import get_builtin_schema
from jsonschema import validators
from lxml.html import HtmlElement

from evidence.model import links
from support import raw_data
from support.built_site import ADDRESS, ROOT, Built, plain, words

FORMS = ROOT / ".github" / "ISSUE_TEMPLATE"
# A browser and GitHub refuse an address that is longer.
LONGEST = 8000


@cache
def form(name: str) -> dict[str, Any]:
    """An issue form as GitHub reads it."""
    return yaml.safe_load((FORMS / name).read_text(encoding="utf-8"))


def fields(name: str) -> dict[str, dict[str, Any]]:
    """The fields of a form by their ids."""
    return {each["id"]: each for each in form(name)["body"] if each["type"] != "markdown"}


def asked(element: HtmlElement) -> list[dict[str, str]]:
    """What each link to an issue form in an element fills in, its template included."""
    found = [link.get("href") for link in element.xpath(".//a[contains(@href, '/issues/new?')]")]
    return [{name: one for name, (one,) in parse_qs(urlsplit(each).query).items()} for each in found]


def edited(element: HtmlElement) -> list[tuple[str, int]]:
    """File and line to which each small link in an element leads that edits something."""
    found = element.xpath(".//*[contains(@class, 'mend')]//a[contains(@href, '/edit/')]/@href")
    parts = [re.search(r"/edit/[^/]+/([^#]+)(?:#L(\d+))?$", each) for each in found]
    return [(match[1], int(match[2] or 0)) for match in parts if match]


def line(file: str, number: int) -> str:
    """A line of a file of the repository."""
    return (ROOT / file).read_text(encoding="utf-8").splitlines()[number - 1]


def test_every_page_leads_to_a_form_and_to_what_says_it(built: Built) -> None:
    without = [
        page.address
        for page in built.pages.values()
        for foot in [page.tree.xpath("//p[@class='mend']")]
        if page.address != "404.html"
        and not (len(foot) == 1 and len(asked(foot[0])) == 1 and len(foot[0].xpath("./a")) == 2)
    ]
    assert without == []


def test_what_a_link_fills_in_is_in_the_form_it_opens(built: Built) -> None:
    wrong, longest = set(), 0
    for page in built.pages.values():
        for link in page.tree.xpath("//a[contains(@href, '/issues/new?')]/@href"):
            longest = max(longest, len(link))
        for filled in asked(page.tree):
            template = filled.pop("template")
            known = {"title", *fields(template)}
            wrong |= {(page.address, template, name) for name in filled if name not in known}
            path = filled["page"].removeprefix(ADDRESS)
            wrong |= {(page.address, template, path)} if not built.is_published(path) else set()
    assert (wrong, longest < LONGEST) == (set(), True)


def test_the_form_of_a_fact_is_told_the_figure_as_the_page_shows_it(built: Built) -> None:
    for key in built.site.view.evidence.facts:
        address = links.address("fact", key)
        page = built.pages[address]
        (filled,) = asked(page.tree.xpath("//p[@class='mend']")[0])
        shown = words(page.tree.xpath("//p[@class='headline']")[0])
        assert (filled["template"], filled["fact"], filled["page"]) == ("wrong-figure.yml", key, ADDRESS + address)
        assert shown.startswith(" ".join(plain(filled["value"]).removesuffix("…").split())), key


def test_every_report_of_a_fact_can_be_edited_at_its_line(built: Built) -> None:
    for key, fact in built.site.view.evidence.facts.items():
        table = built.pages[links.address("fact", key)].by_id["reports"].getnext()
        places = edited(table)
        assert len(places) == len(fact.reports)
        assert {line(*place).split(",")[0] for place in places} == {key}
        assert len(set(places)) == len(places)


def test_every_event_can_be_reported_and_edited_where_it_stands(built: Built) -> None:
    page = built.pages["timeline/"]
    for key, event in raw_data.entities(built.data, "events").items():
        row = page.by_id[links.anchor(key)]
        (filled,), ((file, number),) = asked(row), edited(row)
        assert (filled["template"], filled["fact"]) == ("wrong-figure.yml", key)
        assert filled["value"].startswith(f"{event['date']}: {event['title'][:40]}")
        assert filled["page"] == f"{ADDRESS}timeline/#{links.anchor(key)}"
        assert (file.endswith(f"/events/{key}.yml"), line(file, number)[:6]) == (True, "title:")


def test_every_contradiction_and_rival_can_be_reported_and_edited_where_it_stands(built: Built) -> None:
    for kind, address in (("landscape", "landscape/"), ("contradictions", "contradictions/")):
        page = built.pages[address]
        for key in raw_data.entities(built.data, kind):
            anchor = links.anchor(key)
            told = [filled for filled in asked(page.tree) if filled["page"] == f"{ADDRESS}{address}#{anchor}"]
            assert [filled["fact"] for filled in told] == [key]
            assert f"/{kind}/{key}.yml" in " ".join(file for file, _ in edited(page.tree))


def test_a_source_with_an_address_has_the_form_for_a_dead_link(built: Built) -> None:
    for key, source in raw_data.entities(built.data, "sources").items():
        if source["tier"] == "3":
            continue
        page = built.pages[links.address("source", key)]
        dead = [filled for filled in asked(page.tree) if filled["template"] == "dead-link.yml"]
        expected = [source["url"][: links.LONGEST_FIELD - 1]] if "url" in source else []
        assert [filled["address"].removesuffix("…")[: links.LONGEST_FIELD - 1] for filled in dead] == expected
        assert all(filled["source"] == key for filled in dead)


def test_a_long_text_is_cut_and_any_text_comes_through() -> None:
    text = 'a & b = "c" # ? + % é – 𝔄\n' + "–" * 500
    address = links.report_address("https://github.com/a/b", "wrong-figure", dict.fromkeys("abcdef", text))
    assert len(address) < LONGEST
    told = parse_qs(urlsplit(address).query)
    assert told["a"] == [text[: links.LONGEST_FIELD - 1] + "…"]
    assert told["template"] == ["wrong-figure.yml"]


@pytest.mark.parametrize("file", sorted(FORMS.glob("*.yml")), ids=lambda file: file.stem)
def test_every_form_is_one_that_github_takes(file: Any) -> None:
    schema = get_builtin_schema(f"vendor.github-issue-{'config' if file.stem == 'config' else 'forms'}")
    validator = validators.validator_for(schema)(schema)
    assert [error.message for error in validator.iter_errors(form(file.name))] == []


def test_forms_ask_each_thing_once_and_little_of_it_must_be_answered() -> None:
    for file in FORMS.glob("[!c]*.yml"):
        body = [each for each in form(file.name)["body"] if each["type"] != "markdown"]
        assert len(fields(file.name)) == len({each["attributes"]["label"] for each in body}) == len(body)
        assert 1 <= sum(each.get("validations", {}).get("required", False) for each in body) <= 3


def test_a_pull_request_is_asked_three_questions() -> None:
    text = (ROOT / ".github" / "pull_request_template.md").read_text(encoding="utf-8")
    assert re.findall(r"^\*\*(\d)\. ", text, re.MULTILINE) == ["1", "2", "3"]
