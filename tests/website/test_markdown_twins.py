"""Markdown twins and llms.txt, as a CommonMark parser reads them: they say what the pages say, and nothing runs."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from functools import cache

import lxml.html
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml.html import HtmlElement
from markdown_it import MarkdownIt
from markdown_it.token import Token

from evidence.model import representations
from evidence.site.exports.markdown import at_line_start, escaped, from_html
from support import raw_data
from support.built_site import ADDRESS, Built

# What a page shows or does, and does not say.
UNSAID = (
    ".//script | .//style | .//svg | .//form | .//button | .//output | .//template | "
    ".//*[@class='drawing'] | .//p[@class='mend'] | .//details[@class='cite'] | .//details[@class='embed'] | .//*[contains(@class, 'headerlink')]"
)


@cache
def _reader() -> MarkdownIt:
    # Raw HTML is on, so that text which would be read as such is noticed.
    return MarkdownIt("commonmark", {"html": True}).enable("table")


def _twin(built: Built, address: str) -> str:
    return (built.root / representations.twin(address)).read_text(encoding="utf-8")


def _tokens(text: str) -> Iterator[Token]:
    for token in _reader().parse(text):
        yield token
        yield from token.children or ()


def _words(text: str) -> str:
    """What is read, without spaces and the signs that part the items of a list in a cell."""
    return re.sub(r"[\s;]+", "", text)


def test_every_page_has_a_twin_and_every_twin_a_page(built: Built) -> None:
    twins = {name.removesuffix("index.html.md") for name in built.files if name.endswith(".md")}
    assert twins == {address for address in (*built.pages, *built.moved) if address != "404.html"}
    for address in twins & set(built.pages):
        page = built.pages[address]
        led = page.tree.xpath("//head/link[@rel='alternate'][@type='text/markdown']/@href")
        assert [page.target(href) for href in led] == [representations.twin(address)]


def test_a_twin_says_what_its_page_says(built: Built) -> None:
    wrong = []
    for address, page in built.pages.items():
        if address != "404.html":
            said = lxml.html.fromstring(_reader().render(_twin(built, address)))
            if _words(_body(said)) != _words(_said(page.article)):
                wrong.append(address)
    assert not wrong, wrong[:10]


def _said(article: HtmlElement) -> str:
    """The text of a page as its twin has it: without its title, and with a sign between what stood apart in a cell."""
    article = copy.deepcopy(article)
    for extra in [*article.xpath(UNSAID), *article.xpath(".//h1")[:1]]:
        extra.drop_tree()
    return str(article.text_content())


def _body(twin: HtmlElement) -> str:
    """The text of a twin behind its head: title, description and where the page is."""
    for extra in twin.xpath("./h1[1] | ./blockquote[1]"):
        extra.drop_tree()
    for paragraph in twin.xpath("./p")[:2]:
        if paragraph.text_content().startswith(("Page:", "The same as data:")):
            paragraph.drop_tree()
    return str(twin.text_content())


def test_nothing_in_a_twin_is_read_as_html(built: Built) -> None:
    found = []
    for address in built.pages:
        if address != "404.html":
            kinds = [token for token in _tokens(_twin(built, address)) if token.type in ("html_inline", "html_block")]
            found += [f"{address}: {token.content[:80]}" for token in kinds]
    assert not found, "\n".join(found[:10])


def test_every_link_of_a_twin_is_whole_and_leads_where_that_of_its_page_leads(built: Built) -> None:
    for address in built.pages:
        if address == "404.html":
            continue
        led = [str(token.attrs["href"]) for token in _tokens(_twin(built, address)) if token.type == "link_open"]
        assert all(href.startswith(("https://", "http://", "mailto:")) for href in led), address
        inside = {href.removeprefix(ADDRESS) for href in led if href.startswith(ADDRESS)}
        assert [target for target in inside if not built.is_published(target)] == [], address


def test_a_figure_stands_in_the_twin_as_on_the_page(pooled: Built) -> None:
    row = next(row for row in raw_data.rows(pooled.data, "reports.csv") if row["ci_high"] == "0.0")
    text = _twin(pooled, f"facts/{row['fact']}/")
    assert f"{row['ci_low']} to 0.0".replace("-", "\u2212") in text


def test_a_page_that_leads_on_says_where_to_in_its_twin(built: Built) -> None:
    for address, page in built.moved.items():
        led = {(page.target(href) or "").partition("#")[0] for href in page.article.xpath(".//a/@href")}
        text = _twin(built, address)
        assert [target for target in led if f"<{ADDRESS}{target}" not in text] == []


def _llms(built: Built) -> list[Token]:
    return _reader().parse((built.root / "llms.txt").read_text(encoding="utf-8"))


def test_llms_txt_has_the_form_that_programs_expect(built: Built) -> None:
    tokens, site = _llms(built), raw_data.entity(built.data / "site.yml")
    heads = [token.tag for token in tokens if token.type == "heading_open"]
    assert heads[0] == "h1" and set(heads[1:]) == {"h2"}
    assert tokens[1].content and tokens[3].type == "blockquote_open"
    said = lxml.html.fromstring(_reader().render((built.root / "llms.txt").read_text(encoding="utf-8")))
    assert said.xpath("./h1")[0].text_content() == " ".join(site["name"].split())
    assert built.site.view.evidence.version in said.xpath("./blockquote")[0].text_content()
    assert said.xpath("./h2/text()")[-1] == "Optional"
    # Behind the first heading of a part there is nothing but lists of links.
    parts = {element.tag for head in said.xpath("./h2") for element in head.itersiblings()}
    assert parts <= {"h2", "ul"}
    assert all(item.xpath("./a") for item in said.xpath("./h2/following-sibling::ul/li"))


def test_llms_txt_leads_to_every_twin_and_to_nothing_that_is_not_there(built: Built) -> None:
    led = {
        str(token.attrs["href"]) for each in _llms(built) for token in each.children or () if token.type == "link_open"
    }
    targets = {href.removeprefix(ADDRESS) for href in led if href.startswith(ADDRESS)}
    assert [target for target in targets if not (built.root / target).is_file()] == []
    kinds = {"facts/", "studies/", "endpoints/", "sources/"}
    things = {address for address in built.pages if any(address.startswith(kind) and address != kind for kind in kinds)}
    gone = {address for address in things if built.site.view.moves.resolve(address)}
    assert {representations.twin(address) for address in things - gone} <= targets


HOSTILE = ["<script>alert(1)</script>", "[x](javascript:alert(1))", "`a``b`", "# h", "> q", "1. x", "- x", "a | b", "&lt;b&gt;", "*x* _y_ ~~z~~", "\\", "***", "===", "+ x", "![i](x)", "<https://x>"]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_text_of_every_kind_comes_back_as_it_was(text: str) -> None:
    html = "<p>" + text.replace("&", "&amp;").replace("<", "&lt;") + "</p>"
    made = lxml.html.fromstring(_reader().render(from_html(html, "https://x.org/")))
    assert made.text_content().strip() == text


@given(st.text(st.sampled_from("<>&*_`[]()|\\#+-=~!.:1 ab\u00e9"), max_size=30))
def test_no_text_is_read_as_markup(text: str) -> None:
    line = at_line_start(escaped(" ".join(text.split())))
    tokens = list(_tokens(line))
    assert {token.type for token in tokens} <= {
        "paragraph_open",
        "paragraph_close",
        "inline",
        "text",
        "text_special",
        "softbreak",
    }
    assert "".join(token.content for token in tokens if token.type.startswith("text")) == " ".join(text.split())


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("<ol start='3'><li>a<ul><li>b</li></ul></li><li>c</li></ol>", "3. a\n  - b\n4. c"),
        (
            "<table><tr><th>a</th><td colspan='2'>b</td></tr><tr><td>c</td></tr></table>",
            "|  |  |  |\n| --- | --- | --- |\n| a | b |  |\n| c |  |  |",
        ),
        ("<pre data-language='sh'><code>a `b`\n\nc</code></pre>", "```sh\na `b`\n\nc\n```"),
        (
            "<p><code>a`b</code> <strong> x </strong>y <a href='../z/#q'>q</a></p>",
            "``a`b`` **x** y [q](https://x.org/z/#q)",
        ),
        ("<p>a<button>b</button><svg><text>c</text></svg><a href='javascript:x'>d</a></p>", "ad"),
        ("<h2 id='x'>a<a class='headerlink' href='#x'>¶</a></h2><p>b", "## a\n\nb"),
    ],
)
def test_each_kind_of_element_has_its_form(html: str, markdown: str) -> None:
    assert from_html(html, "https://x.org/y/").rstrip("\n") == markdown
