"""An address once published never dies: it stands, leads on, or says what became of what stood there."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from evidence.analysis.moved_addresses import MovedAddresses
from evidence.checks import problems
from evidence.commands import change_log
from evidence.commands.change_log import Reason
from evidence.loading import read, read_or_raise
from evidence.model.problems import BadData
from evidence.site.site import Site
from support import raw_data
from support.browser import visit
from support.built_site import ADDRESS, DATA, ROOT, SETTINGS, Built, plain, words

WHY = Reason("2032-01-02", "It was never printed.", "correction of ours")
NUMBERS = ("nct", "eudract", "ctis", "sponsor_code")


@pytest.fixture(scope="module")
def rich(built_site: Callable[[str], Built]) -> Built:
    """The built site of the made-up drug from which things were moved and removed."""
    return built_site("rich")


def moved(data: Path) -> Iterator[tuple[str, list[str], dict[str, str]]]:
    """(address, targets, file) of everything that the data say was moved."""
    for content in raw_data.entities(data, "redirects").values():
        for address, targets in content.get("moved", {}).items():
            yield address.removeprefix("/"), [target.removeprefix("/") for target in targets], content


def removed(data: Path) -> Iterator[tuple[str, dict[str, str], dict[str, str]]]:
    """(address, what it was, file) of everything that was removed."""
    for content in raw_data.entities(data, "redirects").values():
        for address, gone in content.get("removed", {}).items():
            yield address.removeprefix("/"), gone, content


def test_the_made_up_drug_has_every_kind_of_move(rich: Built) -> None:
    found = {(("#" in address), len(targets) > 1) for address, targets, _ in moved(rich.data)}
    assert found >= {(False, False), (False, True), (True, False)}
    assert {"#" in address for address, _, _ in removed(rich.data)} == {True, False}


def test_a_page_that_moved_leads_on_without_a_script_and_names_its_new_address(rich: Built) -> None:
    for address, targets, content in moved(rich.data):
        if "#" not in address:
            page = rich.moved[address]
            links = [page.target(link.get("href")) for link in page.article.xpath(".//p//a[@href]")]
            assert links == targets
            (canonical,) = page.tree.xpath("//link[@rel='canonical']/@href")
            (policy,) = page.tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
            refresh = page.tree.xpath("//meta[@http-equiv='refresh']/@content")
            assert "default-src 'none'" in policy
            assert plain(content["reason"]) in words(page.article)
            if len(targets) == 1:
                assert canonical == ADDRESS + targets[0]
                assert [page.target(each.removeprefix("0; url=")) for each in refresh] == targets
            else:
                assert (canonical, refresh) == (ADDRESS + address, [])


def test_a_page_that_only_leads_on_is_small_and_stands_in_no_map(rich: Built) -> None:
    map_of_site = (rich.root / "sitemap.xml").read_text(encoding="utf-8")
    for address, page in rich.moved.items():
        assert len(page.content) < 4000
        assert f"<loc>{ADDRESS}{address}</loc>" not in map_of_site
        assert page.tree.xpath("count(//title) = 1 and count(//h1) = 1 and //html/@lang = 'en'")


def test_pages_that_only_lead_on_have_titles_and_descriptions_of_their_own(rich: Built) -> None:
    told = [
        (page.tree.findtext(".//title"), *page.tree.xpath("//meta[@name='description']/@content"))
        for page in rich.moved.values()
    ]
    assert len(set(told)) == len(told)
    assert all(len(each) == 2 for each in told)


def test_an_old_anchor_still_leads_to_what_it_led_to(rich: Built) -> None:
    whole = {address: targets for address, targets, _ in moved(rich.data) if "#" not in address}
    for address, targets, content in moved(rich.data):
        path, _, anchor = address.partition("#")
        arrives = whole.get(path, [path])[0]
        if not anchor:
            continue
        old = rich.pages[arrives].by_id[anchor]
        to, _, there = targets[0].partition("#")
        if to == arrives and there:
            assert old.xpath("ancestor-or-self::*[@id=$id]", id=there), address
        else:
            assert to in {rich.pages[arrives].target(link.get("href")) for link in old.xpath(".//a[@href]")}
            assert plain(content["reason"]) in words(old)


def test_a_removed_address_says_what_it_was_why_it_went_and_what_replaces_it(rich: Built) -> None:
    whole = {address: targets for address, targets, _ in moved(rich.data) if "#" not in address}
    for address, gone, content in removed(rich.data):
        path, _, anchor = address.partition("#")
        page = rich.pages[whole.get(path, [path])[0]]
        told = page.by_id[anchor] if anchor else page.article
        assert plain(gone["was"]) in words(told)
        assert plain(content["reason"]) in words(told)
        instead = {target.removeprefix("/") for target in gone.get("replaced_by", [])}
        assert instead <= {page.target(link.get("href")) for link in told.xpath(".//a[@href]")}


def test_the_page_of_a_removed_fact_shows_its_history(rich: Built) -> None:
    page = rich.pages["facts/ozzle-1.participants.screened/"]
    assert "removed; it was 25 participants" in words(page.article)
    assert plain(page.tree.findtext(".//title")).startswith("Removed: Participants screened in OZZLE-1")


def test_every_number_in_a_register_leads_to_its_study(built: Built) -> None:
    for key, study in raw_data.entities(built.data, "studies").items():
        for name in NUMBERS:
            if name in study:
                page = built.moved[f"{study[name]['value']}/"]
                assert [page.target(link.get("href")) for link in page.article.xpath(".//a")] == [f"studies/{key}/"]
                assert study[name]["value"] in words(page.article)


@pytest.mark.parametrize("scripts", [True, False])
@pytest.mark.parametrize(
    ("old", "new", "with_script"),
    [
        ("facts/ozzle-4.centres/", "facts/ozzle-4.sites/", ""),
        ("facts/ozzle-4.centres/?as-of=2026-12-01#reports", "facts/ozzle-4.sites/", "?as-of=2026-12-01#reports"),
        ("studies/ozzle-2-extension/#ozzle-2-extension-all", "studies/ozzle-2-open/", "#ozzle-2-open-all"),
        ("studies/ozzle-2-extension/#ozzle-2-extension-half", "studies/ozzle-2-open/", "#ozzle-2-extension-half"),
        ("NCT99990102/", "studies/ozzle-2/", ""),
    ],
)
def test_a_reader_arrives(browser: Browser, rich: Built, old: str, new: str, with_script: str, scripts: bool) -> None:
    with visit(browser, rich.root, ADDRESS, java_script_enabled=scripts) as opened:
        page = opened.open(old)
        page.wait_for_url(f"{ADDRESS}{new}{with_script if scripts else ''}")
        assert page.locator("article h1").count() == 1
        assert opened.wrong == []


def test_the_twins_of_a_moved_page_follow_it(rich: Built) -> None:
    told = json.loads((rich.root / "facts" / "ozzle-4.centres.json").read_text(encoding="utf-8"))
    assert told["moved_to"] == f"{ADDRESS}facts/ozzle-4.sites.json"
    assert told["moved_on"] == "2027-01-20"
    old, new = rich.root / "facts" / "ozzle-4.centres", rich.root / "facts" / "ozzle-4.sites"
    twins = [path.name for path in new.iterdir() if path.suffix not in (".html", ".md")]  # those two lead on
    assert {"cite.bib", "cite.ris", "cite.csl.json", "card.png"} <= set(twins)
    assert [name for name in twins if (old / name).read_bytes() != (new / name).read_bytes()] == []


@pytest.mark.parametrize("address", ["timeline/", "facts/ozzle-2.sites/", "endpoints/vid/", "analyses/pooling/"])
def test_the_address_of_a_page_and_of_each_place_on_it_can_be_copied(
    browser: Browser, rich: Built, address: str
) -> None:
    with visit(browser, rich.root, ADDRESS, permissions=["clipboard-read", "clipboard-write"]) as opened:
        page = opened.open(address)
        page.get_by_role("button", name="Copy link", exact=True).first.click()
        page.locator(".copied", has_text="Link copied").wait_for()
        assert page.evaluate("navigator.clipboard.readText()") == ADDRESS + address
        places = page.query_selector_all("article :is(tr, li, p, figure, h2, h3)[id]")
        links = [
            place.query_selector(f"a:is(.anchor, .headerlink)[href$='#{place.get_attribute('id')}']")
            for place in places
        ]
        assert links and all(links)
        for link in (links[0], links[-1]):
            link.dispatch_event("click")
            page.wait_for_function(
                "(address) => navigator.clipboard.readText().then((text) => text === address)",
                arg=link.evaluate("(link) => link.href"),
            )
        assert opened.wrong == []


# What stops a build.


@pytest.fixture(scope="module")
def promising(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The made-up drug with a list of its addresses."""
    data = shutil.copytree(ROOT / DATA["rich"], tmp_path_factory.mktemp("promises") / "data")
    addresses = _site(data).addresses(())
    (data / "addresses.txt").write_text("".join(f"{address}\n" for address in sorted(addresses)), encoding="utf-8")
    return data


@pytest.fixture
def data(promising: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return shutil.copytree(promising, tmp_path / "data")


def _site(data: Path) -> Site:
    return Site(data, SETTINGS)


def _refusal(data: Path) -> list[str]:
    """What stops the build of a folder, of the data and of the addresses."""
    try:
        _site(data).check_addresses(())
    except BadData as bad:
        return [str(problem) for problem in bad.problems if "must list" not in problem.message]
    return []


def _redirect(data: Path, text: str) -> None:
    (data / "redirects" / "2032-01-02-test.yml").write_text(
        f"date: 2032-01-02\nreason: For a test.\n{text}", encoding="utf-8"
    )


def _without(data: Path, fact: str) -> None:
    table = data / "reports.csv"
    lines = table.read_text(encoding="utf-8").splitlines(keepends=True)
    table.write_text("".join(line for line in lines if not line.startswith(f"{fact},")), encoding="utf-8")
    change_log.write_missing(data, WHY)


FACT = "ozzle-2.walk-cfb.w12.placebo"
# The charts that cannot be drawn without it, and where they stand.
DRAWN = {"change.ozzle-2.walk-cfb.week-12": "/studies/ozzle-2/", "placebo.walk-cfb": "/endpoints/walk-cfb/"}


def test_a_fact_can_go_only_when_its_address_says_where(data: Path) -> None:
    _without(data, FACT)
    (refused,) = [str(problem) for problem in problems(read(data))]
    assert re.fullmatch(
        rf"data/changes/2032-01-02-{FACT}-journal-ozzle-2\.yml:\d+:7: fact: must be moved or removed in redirects/, for "
        rf"'{FACT}' has no report any more: /facts/{FACT}/",
        refused,
    )
    buried = f"removed:\n  /facts/{FACT}/:\n    was: The change with placebo\n"
    _redirect(data, buried)
    assert problems(read(data)) == ()
    lost = {line.rpartition(" ")[2].strip("'") for line in _refusal(data)}
    charts = {f"/charts/{chart}.{ending}" for chart in DRAWN for ending in ("csv", "svg", "png", "vl.json")}
    assert lost == charts | {f"{page}#chart-{chart}" for chart, page in DRAWN.items()}
    # The files of a chart go with it; what is shown of it in frames elsewhere says what became of it.
    for chart, page in DRAWN.items():
        buried += f"  {page}#chart-{chart}:\n    was: A chart of both arms\n"
    _redirect(data, buried)
    assert _refusal(data) == []
    site = _site(data)
    (page,) = (output for output in site.outputs if output.uri == f"facts/{FACT}.md")
    assert page.title == "Removed: The change with placebo"
    frames = {output.uri: output.content for output in site.outputs if output.uri.startswith("embed/charts/")}
    assert all("A chart of both arms" in str(frames[f"embed/charts/{chart}/index.html"]) for chart in DRAWN)
    assert f"/facts/{FACT}/#reports" in site.addresses(())
    told = json.loads(next(output.content for output in site.outputs if output.uri == f"facts/{FACT}.json"))
    assert (told["was"], told["removed_on"], told["replaced_by"]) == ("The change with placebo", "2032-01-02", [])


def test_a_fact_that_gets_another_name_keeps_its_history(data: Path) -> None:
    table = data / "reports.csv"
    table.write_text(
        table.read_text(encoding="utf-8").replace(f"{FACT},", "ozzle-2.walk-cfb.w12.plain,"), encoding="utf-8"
    )
    change_log.write_missing(data, WHY)
    _redirect(data, f"moved:\n  /facts/{FACT}/: [/facts/ozzle-2.walk-cfb.w12.plain/]\n")
    assert (problems(read(data)), _refusal(data)) == ((), [])
    view = _site(data).view
    (step,) = view.history.of_fact("ozzle-2.walk-cfb.w12.plain")
    assert (step.moved_from, step.fields, step.date) == (FACT, (), "2032-01-02")
    assert view.history.first_day("ozzle-2.walk-cfb.w12.plain") == "2026-12-01"


@pytest.mark.parametrize("kind", ["moved", "removed"])
def test_moves_that_cannot_be_stop_the_build_and_all_are_named(data: Path, kind: str) -> None:
    nowhere = "must lead to a page, anchor or file, got"
    stands = "must be gone, for a page or anchor stands there:"
    cases = {
        "moved": [
            ("/facts/x/: [/facts/there-is-none/]", f"{nowhere} '/facts/there-is-none/'"),
            ("/facts/y/: [/timeline/#there-is-none]", f"{nowhere} '/timeline/#there-is-none'"),
            ("/safety/: [/landscape/]", f"{stands} /safety/"),
            ("/data/safety.csv: [/data/reports.csv]", f"{stands} /data/safety.csv"),
        ],
        "removed": [
            ("/timeline/#takeover: {was: A deal}", f"{stands} /timeline/#takeover"),
            ("/drug/: {was: A drug}", f"{stands} /drug/"),
        ],
    }[kind]
    _redirect(data, f"{kind}:\n" + "".join(f"  {line}\n" for line, _ in cases))
    refused = _refusal(data)
    for number, (line, must) in enumerate(cases, 4):
        address = line.partition(": ")[0]
        assert f"data/redirects/2032-01-02-test.yml:{number}:3: {kind}.{address}: {must}" in refused


def test_a_lost_page_and_its_anchors_are_named_until_they_are_moved(data: Path) -> None:
    old = "/studies/ozzle-9/"
    list_ = data / "addresses.txt"
    known = [*list_.read_text(encoding="utf-8").splitlines(), old, f"{old}#arms", f"{old}#ozzle-9-high"]
    list_.write_text("".join(f"{address}\n" for address in sorted(known)), encoding="utf-8")
    must = "must still be published, or be moved or removed in redirects/, got no page or anchor"
    lost = [f"data/addresses.txt:{sorted(known).index(each) + 1}:1: {must} '{each}'" for each in known[-3:]]
    assert _refusal(data) == sorted(lost, key=lambda line: int(line.split(":")[1]))
    _redirect(data, f"moved:\n  {old}: [/studies/ozzle-2/]\n")
    must = "must take its anchors along, got no '/studies/ozzle-2/#ozzle-9-high'; say where '/studies/ozzle-9/#ozzle-9-high' went"
    assert _refusal(data) == [f"data/redirects/2032-01-02-test.yml:4:3: moved./studies/ozzle-9/: {must}"]
    _redirect(data, f"moved:\n  {old}: [/studies/ozzle-2/]\n  {old}#ozzle-9-high: [/studies/ozzle-2/#ozzle-2-100mg]\n")
    assert _refusal(data) == []
    (page,) = (output for output in _site(data).outputs if output.uri == "studies/ozzle-2.md")
    row = page.content[page.content.index('<tr id="ozzle-2-100mg">') :]
    assert row.index('id="ozzle-9-high"') < row.index("</tr>")


def test_a_row_of_a_fact_on_another_page_goes_where_the_fact_goes() -> None:
    draft = read_or_raise(ROOT / DATA["rich"])
    moves = MovedAddresses(draft)
    fate = moves.resolve("checks/#ozzle-4.centres")
    assert fate and fate.targets == ("checks/#ozzle-4.sites",)
    buried = moves.resolve("results/#ozzle-1.participants.screened")
    assert buried and buried.move.is_removed
    assert moves.resolve("checks/#ozzle-4.sites") is None
