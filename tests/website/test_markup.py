"""Whatever people write, in data or in prose: a page shows it or the check refuses it, and nothing of it runs."""

from __future__ import annotations

import re
import shutil
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import markdown
import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st
from lxml import html
from lxml.html import HtmlElement
from mkdocs.config.defaults import MkDocsConfig
from playwright.sync_api import Browser

from evidence.checks.prose import link_outside, link_with_its_address, no_markup
from evidence.model import Prose
from evidence.site.render import inert
from evidence.site.site import Site
from support import hostile_data, page_kinds
from support.browser import visit
from support.built_site import ADDRESS, ROOT, Built, build

# What prose may become; nothing of it runs or loads anything.
TAGS = set("p a em strong ul ol li h1 h2 h3 h4 h5 h6 code pre blockquote hr br table thead tbody tr th td div".split())
ATTRIBUTES = {"href", "id", "title", "class", "style", "start"}


@cache
def converter() -> markdown.Markdown:
    """Markdown with the extensions that the site uses."""
    config = MkDocsConfig()
    config.load_dict(
        yaml.safe_load(
            (ROOT / "mkdocs.yml").read_text(encoding="utf-8").replace("hooks:\n  - hooks/mkdocs_adapter.py\n", "")
        )
    )
    config.load_dict({"plugins": []})
    config.validate()
    return markdown.Markdown(extensions=config["markdown_extensions"], extension_configs=config["mdx_configs"])


def converted(text: str) -> HtmlElement:
    """A Markdown text as the browser meets it."""
    made = converter().reset().convert(text)
    return html.fragment_fromstring(made, create_parent="main")


def refused(text: str) -> bool:
    """Whether the check refuses a text of prose."""
    draft: Any = SimpleNamespace(prose={"home": Prose("home", "data/prose/home.md", text)})
    return any(True for rule in (no_markup, link_outside, link_with_its_address) for _ in rule(draft))


def dangers(tree: HtmlElement) -> list[str]:
    """What of a page could run, load or lead somewhere it must not."""
    found = []
    for element in tree.iter():
        if not isinstance(element.tag, str):
            found.append(f"{element}")
            continue
        if element is not tree and element.tag not in TAGS:
            found.append(f"<{element.tag}>")
        for name, value in element.attrib.items():
            if name not in ATTRIBUTES or (name == "style" and not re.fullmatch(r"text-align: \w+;", value)):
                found.append(f"<{element.tag} {name}={value}>")
            if name == "href" and not value.startswith(("https://", "#")):
                found.append(f"leads to {value}")
    return found


TOKENS = [
    "<", ">", "</", "<!--", "-->", "script>", "<script>ran()</script>", "img src=x onerror=ran()", "svg/onload=ran()", "<?", "<!",
    "&", "&#106;", "&lt;", "&colon;", ";", "`", "``", "```", "~~~", "\\", "{", "}", "{:", "{ ", "onclick=ran()", "{#id}", "[",
    "]", "(", ")", "](", "![", "][", "]:", "]: ", "[r]", "[r]: ", "javascript:ran()", "JaVaScRiPt:ran()", "data:text/html,",
    "vbscript:", "//example.org/x.js", "https://example.org/", "http://", "mailto:a@example.org", "<https://example.org/>",
    "<javascript:ran()>", "\"", "'", "|", "| - |", "\n", "\n\n", " ", "    ", "\t", "# ", "## ", "- ", "1. ", "> ", "***", "*",
    "_", "**", "a", "text", "=", ":", "!", "$", "%", "^", "~", "[[", "]]",
]  # fmt: skip


@given(st.lists(st.sampled_from(TOKENS), max_size=14).map("".join))
@example('*a*{ onclick="ran()" }')
@example("\\`<script>ran()</script>`")
@example("[x](\njavascript:ran())")
@example("[x][r]\n\n[r]: javascript:ran()")
@example("![x](https://example.org/x.png)")
@example("    [r]:\n javascript:ran()\n\n[r]")
@settings(derandomize=True, max_examples=1500, deadline=None)
def test_prose_that_the_check_lets_pass_runs_loads_and_hides_nothing(text: str) -> None:
    if not refused(text):
        assert dangers(converted(text)) == []


@pytest.mark.parametrize(
    "text",
    [
        "## A heading {#anchor}\n\nA *word*, **another**, a [link](https://example.org/a_(b)) and <https://example.org/>.",
        "- one\n- two\n\n1. three\n\n> four\n\n`code` and ***",
        "1 < 2, 3 > 2, a & b, AT&T, wow![[fact]]",
        "| a | b |\n|---|--:|\n| 1 | 2 |",
    ],
)
def test_ordinary_prose_is_let_pass(text: str) -> None:
    assert not refused(text)
    assert dangers(converted(text)) == []


# Where a template puts a value: what stands around it, and where the value is found again.
PLACES = {
    "a paragraph": ("<p>{}</p>", ".//p"),
    "a paragraph of Markdown": ("Words {} words", ".//p"),
    "a cell": ("<table><tbody><tr><td>{}</td><td>b</td></tr></tbody></table>", ".//td[1]"),
    "a heading": ("## Title {} {{#anchor}}", ".//h2"),
    "an item": ("<ul>\n<li>{}</li>\n</ul>", ".//li"),
    "an item of Markdown": ("- item {} item", ".//li"),
    "an attribute": ('<p title="{}">x</p>', ".//p/@title"),
    "a link": ('<p><a href="https://example.org/">{}</a></p>', ".//a"),
}


@pytest.mark.parametrize("place", PLACES)
@given(
    st.lists(st.sampled_from([*TOKENS, *hostile_data.ATTACKS]), min_size=1, max_size=6).map("".join)
    | st.text(max_size=60)
)
@settings(derandomize=True, max_examples=150, deadline=None)
def test_a_value_is_shown_as_it_is_wherever_a_template_puts_it(place: str, text: str) -> None:
    # A value of the data is a line without control characters or space at its ends; the model sees to that.
    value = " ".join(re.sub("[\x00-\x1f\x7f-\x9f\u2028-\u202e\ufeff\ufffe\uffff]", " ", text).split()) or "x"
    around, path = PLACES[place]
    tree = converted(around.format(inert(value)))
    assert dangers(tree) == []
    (found,) = tree.xpath(path)
    shown = found if isinstance(found, str) else found.text_content()
    assert value in " ".join(shown.split())


# The real build.


@pytest.fixture(scope="module")
def attacked(tmp_path_factory: pytest.TempPathFactory) -> tuple[hostile_data.Hostile, Built]:
    """The site of the data set that attacks it."""
    place = tmp_path_factory.mktemp("hostile")
    made = hostile_data.made(place / "data")
    # Cards and notebooks take most of the time; the rich drug, hostile too, has them in the build that all tests share.
    done = build(place / "site", EVIDENCE_DATA=str(made.folder), EVIDENCE_CARDS="no", EVIDENCE_NOTEBOOKS="off")
    assert done.returncode == 0, done.stdout[-2000:]
    return made, Built("rich", made.folder, place / "site", 0, "")


def test_every_field_that_takes_words_is_attacked(attacked: tuple[hostile_data.Hostile, Built]) -> None:
    made, _ = attacked
    assert sorted(hostile_data.fields() - set(made.texts) - hostile_data.UNTOUCHED) == []


def _skeleton(built: Built) -> tuple[set[str], set[tuple[str, str]], set[str]]:
    """Elements, attributes and kinds of address that occur anywhere on a site."""
    tags, attributes, schemes = set(), set(), set()
    for page in built.pages.values():
        for element in page.tree.iter("*"):
            tags.add(str(element.tag))
            attributes |= {(str(element.tag), name) for name in element.attrib}
        for _, _, reference in page.references:
            scheme = re.match(r"\s*([a-zA-Z][\w+.-]*):", reference)
            schemes.add(scheme[1].lower() if scheme else "")
    return tags, attributes, schemes


def test_no_page_has_an_element_attribute_or_address_that_the_calm_site_has_not(
    attacked: tuple[hostile_data.Hostile, Built], built_site: Any
) -> None:
    calm = zip(_skeleton(built_site("rich")), _skeleton(built_site("outcomes")), strict=True)
    stormy = _skeleton(attacked[1])
    assert [sorted(map(str, more - a - b)) for more, (a, b) in zip(stormy, calm, strict=True)] == [[], [], []]


def _shown(built: Built) -> str:
    """Everything that the pages say, with a plain minus and single spaces."""
    texts = [page.tree.text_content() for page in built.pages.values()]
    texts += [
        str(value)
        for page in built.pages.values()
        for value in page.tree.xpath("//@title | //@content | //@data-about")
    ]
    return " ".join(" ".join(texts).replace("\u2212", "-").split()).casefold()


# Shown nowhere, or part of addresses; in notebooks only.
ELSEWHERE = {
    *(("site", name) for name in ("branch", "contact", "licence")),
    *(("assumptions", f"effects.{name}") for name in ("label", "reason")),
    ("notpublishedclaims", "claims.reason"),
    # Chosen from the populations of effects, which are shown.
    *((kind, "main_population") for kind in ("group", "study")),
}


def test_every_text_is_shown_as_it_was_written(attacked: tuple[hostile_data.Hostile, Built]) -> None:
    made, built = attacked
    said = _shown(built)
    # Of a text that may not be cited, pages name the publisher only.
    withdrawn = {source.title for source in built.site.view.evidence.sources.values() if not source.is_citable}
    lost = {
        f"{kind} {name}: {text}"
        for (kind, name), texts in made.texts.items()
        if (kind, name) not in ELSEWHERE
        for text in texts - withdrawn
        if " ".join(text.replace("\u2212", "-").split()).casefold() not in said
    }
    assert sorted(lost) == []


def test_nothing_runs_on_any_kind_of_page_without_its_policy(
    attacked: tuple[hostile_data.Hostile, Built], browser: Browser, tmp_path: Path
) -> None:
    made, built = attacked
    site = shutil.copytree(built.root, tmp_path / "site")
    for page in site.rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        page.write_text(text.replace('http-equiv="Content-Security-Policy"', 'name="no-policy"'), encoding="utf-8")
    view = Site(made.folder, {"SITE_URL": ADDRESS}).view
    with visit(browser, site, ADDRESS) as opened:
        opened.page.add_init_script("window.ran = (...told) => { console.error('ran', ...told) }")
        for kind in page_kinds.ALL:
            address = page_kinds.address(view, kind)
            if address is not None:
                page = opened.open(address)
                page.evaluate("for (const each of document.querySelectorAll('details')) each.open = true")
                page.keyboard.press("Tab")
        # The probe itself works: it would have been seen.
        assert opened.wrong == []
        opened.page.evaluate("document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=ran(0)>')")
        opened.page.wait_for_timeout(300)
        assert any("ran" in wrong for wrong in opened.wrong)
