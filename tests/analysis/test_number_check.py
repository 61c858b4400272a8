"""Numbers of any text are checked against the facts: on the command line, in the browser alike, and in our own prose."""

from __future__ import annotations

import os
import random
import re
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import axe_playwright_python
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page

from evidence.analysis.number_check import GRAMMAR, ROLES, Answer, NumberIndex, check
from evidence.analysis.number_check.number_index import number_index
from evidence.analysis.statistic_words import noun
from evidence.analysis.statistics.detection_rate import transcription_errors
from evidence.analysis.view import View
from evidence.commands.__main__ import main
from evidence.loading import read_or_raise
from support.browser import visit
from support.built_site import ADDRESS, DATA, ROOT, Built
from support.problem_cases import TESTS

AXE = Path(axe_playwright_python.__file__).parent / "axe.min.js"
VERDICTS = ("as printed", "rounded", "different", "unknown")


@dataclass(frozen=True)
class Case:
    """A text, the made-up drug in whose site it is checked, and what must be said of its numbers."""

    name: str
    drug: str
    text: str
    expected: tuple[str, ...]

    @classmethod
    def read(cls, file: Path) -> Case:
        told, _, expected = file.read_text(encoding="utf-8").partition("\nexpect\n")
        head, _, text = told.partition("\ntext\n")
        return cls(file.stem, head.rpartition("drug ")[2].strip(), text, tuple(expected.splitlines()))


CASES = [Case.read(file) for file in sorted((TESTS / "golden" / "quote").glob("*.txt"))]


@cache
def view(name: str) -> View:
    return View(read_or_raise(ROOT / (DATA.get(name) or f"tests/drugs/{name}/data")))


@cache
def known(name: str) -> NumberIndex:
    return NumberIndex(number_index(view(name)))


def line(text: str, answer: Answer, name: str) -> str:
    """An answer as the golden files spell it."""
    said = f"'{text[answer.start : answer.end]}': {answer.verdict}"
    if answer.entry is None:
        return said
    figure = known(name).data["figures"][answer.entry.figure][0]
    shown = "" if answer.verdict == "as printed" else answer.entry.shown
    return f"{said}, " + " ".join(filter(None, (figure, answer.entry.role, shown)))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_each_number_of_a_text_gets_its_answer(case: Case) -> None:
    answers = check(case.text, known(case.drug))
    assert tuple(line(case.text, answer, case.drug) for answer in answers) == case.expected


# --- a slip in a sentence is found


def sentences(name: str) -> Iterator[tuple[str, list[str]]]:
    """A sentence on each effect of a drug, with {} for each of its numbers, and the numbers."""
    for row in view(name).evidence.reports:
        if (measure := row.effect_measure) and row.value is not None and row.p is not None:
            parts, printed = [], [row.value]
            for form, names in (
                ("SE {{}}", ["se"]),
                ("{}% CI {{}} to {{}}", ["ci_low", "ci_high"]),
                ("P = {{}}", ["p"]),
            ):
                if getattr(row, names[0]) is not None:
                    parts.append(form.format(row.ci_level))
                    printed += [getattr(row, each) for each in names]
            study, endpoint = view(name).entities[row.study].label, view(name).entities[row.endpoint or ""].label
            yield (
                f"In {study} the {noun(measure)} in {endpoint} was {{}}{f' {row.unit}' if row.unit else ''} ({'; '.join(parts)}).",
                [f"{each:f}" for each in printed],
            )


def verdict_at(text: str, place: int, name: str) -> str:
    """The verdict on the number that stands at a place."""
    return next((each.verdict for each in check(text, known(name)) if each.start <= place < each.end), "unknown")


@pytest.mark.parametrize("name", [*DATA, "outcomes"])
def test_a_true_sentence_is_left_alone_and_most_slips_in_it_are_found(name: str) -> None:
    found = {verdict: 0 for verdict in VERDICTS}
    for form, printed in sentences(name):
        whole = form.format(*printed)
        assert [each.verdict for each in check(whole, known(name)) if each.verdict == "different"] == [], whole
        for place, each in enumerate(printed):
            for slip in (slip for slip in transcription_errors(each) if slip.lstrip("-") != each.lstrip("-")):
                *before, slipped = [*printed[:place], slip]
                at = len(form.split("{}", place + 1)[0]) if place == 0 else None
                at = sum(map(len, form.split("{}")[: place + 1])) + sum(map(len, before))
                text = form.format(*before, slipped, *printed[place + 1 :])
                found[verdict_at(text, at + slip.startswith("-"), name)] += 1
    assert sum(found.values()) > 30, found
    assert found["different"] >= 0.95 * sum(found.values()), found


# --- on the command line


def quoted(tmp_path: Path, text: str, name: str = "single") -> int:
    file = tmp_path / "text.md"
    file.write_text(text, encoding="utf-8")
    return main(["numbers", str(file), "--data", str(ROOT / DATA[name])], os.environ)


def test_a_wrong_p_value_in_a_paragraph_is_told_by_line_and_column_with_what_is_printed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    case = next(case for case in CASES if case.name == "wrong-p")
    assert quoted(tmp_path, case.text) == 1
    wrong = [said for said in capsys.readouterr().out.splitlines() if ": different" in said]
    address = "https://example.github.io/made-up-drug/facts/greywillow-1.ague-score-cfb.w24.active-vs-placebo/"
    assert wrong == [f"{tmp_path}/text.md:2:99: '0.046': different: P is 0.0064, {address}"]


def test_a_text_as_printed_passes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert quoted(tmp_path, "\ufeffGREYWILLOW-1 randomised 121 people. Its cook used 17 eggs.") == 0
    told = capsys.readouterr().out
    assert "text.md:1:25: '121': as printed: https://" in told
    assert told.endswith("numbers in the text: 1 as printed, 0 rounded, 0 different, 1 unknown\n")


@pytest.mark.parametrize(
    ("content", "message"),
    [(None, "cannot be read: No such file or directory"), (b"caf\xe9 1.2", "must be UTF-8, got the byte 0xe9")],
)
def test_a_text_that_cannot_be_read_is_said_to_be(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes | None, message: str
) -> None:
    file = tmp_path / "text.md"
    if content is not None:
        file.write_bytes(content)
    assert main(["numbers", str(file), "--data", str(ROOT / DATA["single"])], os.environ) == 2
    assert capsys.readouterr().err == f"{file}: {message}\n"


def test_bad_data_are_told_instead_of_answers(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = shutil.copytree(ROOT / DATA["single"], tmp_path / "data")
    (data / "reports.csv").write_text("nothing\n", encoding="utf-8")
    (tmp_path / "text.md").write_text("P = 0.5", encoding="utf-8")
    assert main(["numbers", str(tmp_path / "text.md"), "--data", str(data)], os.environ) == 2
    assert "data/reports.csv:1:1: " in capsys.readouterr().err


# --- our own prose


@pytest.mark.parametrize("name", DATA)
def test_no_number_of_our_own_prose_contradicts_its_sentence(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--data", str(ROOT / DATA[name]), "--docs", str(ROOT / "docs")], os.environ) == 0
    last = capsys.readouterr().out.splitlines()[-1]
    assert re.fullmatch(r"numbers in the prose of the site: [1-9]\d* as printed, \d+ rounded, 0 different, .*", last)


def test_the_figure_of_one_study_in_a_sentence_on_another_is_found(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = shutil.copytree(ROOT / DATA["rich"], tmp_path / "data")
    prose = data / "prose" / "home.md"
    wrong = "In [[ozzle-3]] the VID changed by [[ozzle-2.vid-cfb.w12.100mg-vs-placebo:value]] points more than with placebo."
    prose.write_text(f"{prose.read_text(encoding='utf-8')}\n{wrong}\n", encoding="utf-8")
    lines = prose.read_text(encoding="utf-8").count("\n")
    assert main(["check", "--data", str(data), "--docs", str(tmp_path)], os.environ) == 1
    answer = capsys.readouterr().out.splitlines()[1]
    assert answer.startswith(f"data/prose/home.md:{lines}:31: '−1.23': different: value is -0.31, https://")


# --- any text at all


@pytest.fixture(scope="module")
def pieces() -> list[str]:
    """What texts are made of here: names of the rich drug, its numbers, and what stands between them."""
    data = known("rich").data
    numbers = [each[2].replace("-", "−") for each in data["numbers"][::7]]
    between = " | ; |, |. |.\n\n|\n- | (| to |) |% CI |P = |SE |± |; P < |about | points| people| weeks|, [|]: |–|-|🧪 |’|\u00a0".split(
        "|"
    )
    return [*(name for name, _ in data["names"][::5]), *numbers, *between, *between, *list(GRAMMAR["words"])[:12]]


@settings(max_examples=150, deadline=None)
@given(st.text(st.sampled_from("0123456789.,-−–·'%()[] \n\tPpCIone±<>~week½٣𝟛é"), max_size=60))
def test_no_text_makes_the_check_fall_over(text: str) -> None:
    answers = list(check(text, known("single")))
    assert [each.start for each in answers] == sorted({each.start for each in answers})
    assert all(0 <= each.start < each.end <= len(text) for each in answers)


# --- in the browser


@contextmanager
def pasting(browser: Browser, built: Built, **how: object) -> Iterator[Page]:
    """The page in a window that is offline once the page has come; fails at its end on any complaint of the browser."""
    with visit(browser, built.root, ADDRESS, **how) as opened:
        page = opened.open("quote/")
        opened.page.context.set_offline(True)
        asked: list[str] = []
        page.on("request", lambda request: "favicon" in request.url or asked.append(request.url))
        yield page
        assert (opened.wrong, asked) == ([], [])


def paste(page: Page, text: str) -> dict[str, list[tuple[str, ...]]]:
    """Verdict -> (number, what is said of it, address) as the page shows them for a text."""
    field, status = page.get_by_label("Your text"), page.locator(".quote output")
    field.fill("")
    status.locator(":scope:empty").wait_for(state="attached")
    field.fill(text)
    status.locator(":scope:not(:empty)").wait_for()
    read = """parts => parts.map(part => [part.hidden ? "" : part.querySelector("summary").textContent, part.dataset.verdict,
        [...part.querySelectorAll("li")].map(each => [each.querySelector("mark").textContent,
            each.querySelector("span")?.textContent ?? "", each.querySelector("a")?.href ?? ""])])"""
    shown = page.locator(".quote details").evaluate_all(read)
    assert [summary for summary, _, _ in shown] == [f"{len(told)} {name}" if told else "" for _, name, told in shown]
    return {verdict: [tuple(each) for each in told] for _, verdict, told in shown}


def as_shown(text: str, answers: Sequence[Answer], name: str) -> dict[str, list[tuple[str, ...]]]:
    """The same from what Python says."""
    shown: dict[str, list[tuple[str, ...]]] = {verdict: [] for verdict in VERDICTS}
    for start, end, verdict, entry in answers:
        what, address = "", ""
        if entry:
            _, place, label, _ = known(name).data["figures"][entry.figure]
            is_as = verdict == "as printed"
            what = ("" if is_as else f"{ROLES[entry.role]} is {entry.shown.replace('-', '−')}: ") + label
            address = ADDRESS + place
        shown[verdict].append((text[start:end], what, address))
    return shown


@pytest.mark.parametrize("name", DATA)
def test_the_browser_gives_the_same_answers_as_the_command(
    name: str, built_site: Callable[[str], Built], browser: Browser, pieces: list[str]
) -> None:
    chance = random.Random(736)
    texts = ["\n\n".join(case.text for case in CASES if case.drug in (name, "rich", "outcomes"))]
    texts.append("\n\n".join(prose.text for prose in view(name).evidence.prose.values()))
    texts.append("".join(chance.choice(pieces) for _ in range(400)))
    texts.append(" ".join(form.format(*printed) for form, printed in sentences(name)))
    with pasting(browser, built_site(name)) as page:
        for text in texts:
            answers = list(check(text, known(name)))
            assert answers
            assert paste(page, text) == as_shown(text, answers, name)


def test_the_answer_leads_to_the_figure_and_what_is_pasted_is_shown_as_text(pooled: Built, browser: Browser) -> None:
    with pasting(browser, pooled) as page:
        hostile = "LARKSPUR-1 with <img src=x onerror=alert(1)> −2.4 points (P = 0.46 <b>bold</b>)."
        shown = paste(page, hostile)
        label = view("pooled").entities["larkspur-1.cough-score-cfb.w24.active-vs-placebo"].label
        assert [each[:2] for each in shown["different"]] == [("0.46", f"P is 0.0064: {label}")]
        told = page.locator("[data-verdict='as printed'] q").first.text_content()
        assert told == "… with <img src=x onerror=alert(1)> −2.4 points (P = 0.46 …"
        assert page.locator(".quote img, .quote b").count() == 0
        assert page.locator(".quote output").inner_text() == "2 numbers, 1 different"
        page.get_by_label("Your text").fill("")
        page.locator(".quote output:empty").wait_for(state="attached")
        assert page.locator(".quote details:visible").count() == 0


def test_the_page_is_worked_by_keys_alone(pooled: Built, browser: Browser) -> None:
    with pasting(browser, pooled) as page:
        page.get_by_label("Your text").focus()
        page.keyboard.type("LARKSPUR-1 randomised 121 people.")
        part = page.locator(".quote details[data-verdict='as printed']")
        part.wait_for()
        assert part.get_attribute("open") is None
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        part.get_by_role("link").wait_for()
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.href").endswith("/facts/larkspur-1.participants.randomised/")


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_the_answers_are_for_everybody(width: int, scheme: str, pooled: Built, browser: Browser) -> None:
    with pasting(browser, pooled, width=width, scheme=scheme, reduced_motion="reduce") as page:
        paste(page, "In LARKSPUR-1 the difference was −2.4 (P = 0.064; 95% CI −4 to −0.7), and 17 eggs.")
        page.evaluate(AXE.read_text(encoding="utf-8"))
        found = page.evaluate("axe.run('.md-content').then(({ violations }) => violations.map(({ id }) => id))")
        assert found == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_without_scripts_the_page_says_what_it_needs(pooled: Built, browser: Browser) -> None:
    with visit(browser, pooled.root, ADDRESS, java_script_enabled=False) as opened:
        page = opened.open("quote/")
        assert not page.get_by_label("Your text").is_visible()
        assert page.get_by_text("It does need JavaScript.").is_visible()
        assert page.get_by_text("make quote FILE=text.md").is_visible()
        assert opened.wrong == []
