"""Every figure stands on the built sites as its source printed it, and leads to its source."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from lxml.html import HtmlElement

from support import raw_data
from support.built_site import Built, Page, plain, words

MONTHS = "January February March April May June July August September October November December".split()
NUMERIC = ("value", "se", "ci_level", "ci_low", "ci_high", "p", "numerator", "denominator")
NUMERIC_SAFETY = ("n_at_risk", "n_affected", "n_events", "percent")
SYMBOLS = {
    "hazard-ratio": "HR",
    "odds-ratio": "OR",
    "risk-ratio": "RR",
    "rate-ratio": "rate ratio",
    "geometric-mean-ratio": "GMR",
    "standardised-mean-difference": "SMD",
}
# Column -> the column with the word or sign that is printed before it.
QUALIFIED = {"value": "value_qualifier", "p": "p_qualifier", "percent": "percent_qualifier"}


def _figures(built: Built) -> Iterator[tuple[Page, HtmlElement, str]]:
    """Every element that shows a figure, with the figure's id."""
    for page in built.pages.values():
        for element in page.tree.xpath("//*[@data-fact]"):
            yield page, element, element.get("data-fact")


def _holds(text: str, number: str) -> bool:
    """Whether a text holds this very number, not as a part of another one."""
    return re.search(rf"(?<![\d.-]){re.escape(number)}(?!\.?\d)", text) is not None


def _in_words(date: str) -> str:
    """A date as people write it, as precise as it is."""
    year, month, day = (*date.split("-"), "", "")[:3]
    return " ".join(part for part in (day.lstrip("0"), MONTHS[int(month) - 1] if month else "", year) if part)


def _says(text: str, said: str) -> bool:
    """Whether a text says this number, this date in figures or in words, or these words; a sentence has a capital."""
    if re.fullmatch(r"\d{4}(-\d\d){0,2}", said) and _holds(text, _in_words(said)):
        return True
    return _holds(text, said) if re.fullmatch(r"-?[\d.]+", said) else plain(said).casefold() in text.casefold()


def _forms_of_a_report(row: dict[str, str]) -> set[str]:
    """Every way in which the one component may show what a row of reports.csv prints."""
    if row["statistic"] == "qualitative":
        return {plain(row["statement"])}
    signed = f"{row['value_qualifier']} {row['value']}".strip()
    bare = signed + ("%" if row["unit"] == "percent" else "")
    part = f" ({row['numerator']} of {row['denominator']})" if row["denominator"] else ""
    symbol = SYMBOLS.get(row["statistic"], "")
    whole = f"{symbol} {bare}".strip() + (f" {row['unit']}" if row["unit"] not in ("", "percent") else "") + part
    interval = f"{row['ci_level']}% CI {row['ci_low']} to {row['ci_high']}" if row["ci_low"] else ""
    p = f"P {row['p_qualifier'] or '='} {row['p']}" if row["p"] else ""
    spread = [interval or (f"SE {row['se']}" if row["se"] else ""), p]
    brackets = "; ".join(each for each in spread if each)
    if not row["value"]:
        return {p}
    return {bare, whole, row["value"].lstrip("-"), f"{whole} ({brackets})" if brackets else whole} | {interval, p} - {
        ""
    }


def _forms_in_a_chart(built: Built, row: dict[str, str]) -> set[str]:
    """What the table beside a chart shows of a report: what is drawn of it, and whether sources disagree."""
    if "statistic" not in row:
        who, counts = _who(built, row["arm"]), _counts(row)
        if row.get("effect"):
            other = _who(built, row["comparator"])
            who += f" against {other[:1].lower()}{other[1:]}"
            compared = max(_with_spread(_effect(row), row), default=_effect(row))
            counts = ", ".join(part for part in (compared, counts) if part)
        return {f"{who}: {counts}" + (f". {plain(row['statement'])}" if row["statement"] else "")}
    drawn = f"{row['value_qualifier']} {row['value']}".strip()
    symbol = SYMBOLS.get(row["statistic"], "")
    unit = "%" if row["unit"] == "percent" else f" {row['unit']}" if row["unit"] else ""
    amount = f"{symbol} {drawn}{unit}".strip()
    interval = f"{row['ci_level']}% CI {row['ci_low']} to {row['ci_high']}" if row["ci_low"] else ""
    known = interval or (f"SE {row['se']}" if row["se"] else "")
    missing = "interval not reported" if row["comparator"] else "spread not reported"
    margin = f"; non-inferiority margin {row['margin']}" if row.get("margin") else ""
    forms = {f"{amount} ({known or missing}){margin}", f"{drawn} {row['fact'].rpartition('.')[2]}"}
    return {f"{form}; sources disagree" for form in forms} if row["fact"] in built.site.view.disputed else forms


def _who(built: Built, arm: str) -> str:
    """The label of an arm, as a file of the data has it; of a long one, the drug, its dose and schedule."""
    owners = [one for kind in ("studies", "groups") for one in raw_data.entities(built.data, kind).values()]
    has = next((owner["arms"][arm] for owner in owners if arm in owner.get("arms", {})), {"label": "All groups"})
    drug = raw_data.entity(built.data / "drug.yml")["name"].capitalize()
    return has["label"] if len(has["label"]) <= 60 else f"{drug} {has['dose']} {has['unit']} {has['schedule']}"


def _counts(row: dict[str, str]) -> str:
    """People with their share, and events, as printed."""
    people = _counted(row["n_affected"], "person", "people") if row["n_affected"] else ""
    people = f"{row['n_affected']} of {row['n_at_risk']}" if people and row["n_at_risk"] else people
    share = f"{row['percent_qualifier']} {row['percent']}%".strip() if row["percent"] else ""
    share = f" ({share})" if people and share else share
    events = _counted(row["n_events"], "event", "events")
    return ", ".join(part for part in (people + share, events, _rate(row)) if part)


def _rate(row: dict[str, str]) -> str:
    """The rate with its unit, as printed."""
    return f"{row.get('rate_qualifier', '')} {row['rate']} {row['rate_unit']}".strip() if row.get("rate") else ""


def _effect(row: dict[str, str]) -> str:
    """A printed comparison of adverse events with what it is."""
    name = row["effect_statistic"]
    unit = " percentage points" if name.endswith("-difference") else ""
    return f"{SYMBOLS.get(name, '')} {row['effect']}{unit}".strip()


def _counted(number: str, one: str, many: str) -> str:
    return f"{number} {one if number == '1' else many}" if number else ""


def _forms_of_a_safety_report(row: dict[str, str]) -> set[str]:
    """The same for a row of safety.csv: its first figure, with what belongs to it, and its counts in a comparison of arms."""
    people, whole = row["n_affected"], row["n_at_risk"]
    share = f"{row['percent_qualifier']} {row['percent']}%".strip() if row["percent"] else ""
    events = {_counted(row["n_events"], "event", "events")} if row["n_events"] and row.get("exposure") else set()
    of_all = {f"{people} of {whole} {'person' if whole == '1' else 'people'}", people} if people and whole else set()
    counted = {f"{share} ({people} of {whole})"} if share and people and whole else {share} if share else of_all
    rate = _rate(row)
    if row.get("effect"):
        effect = _effect(row)
        return {effect, *_with_spread(effect, row), row["effect"], *counted, rate} - {""}
    if rate:
        return {rate, *_with_spread(rate, row), *counted}
    if share:
        return {share, *counted, *(form for each in (share, *counted) for form in _with_spread(each, row))}
    if counted:
        return counted | events
    for number, one, many in ((people, "person", "people"), (row["n_events"], "event", "events")):
        if number:
            return {_counted(number, one, many), number}
    return {plain(row["statement"])}


def _with_spread(figure: str, row: dict[str, str]) -> set[str]:
    """A figure with its interval, else its standard error, and P in brackets."""
    interval = f"{row['ci_level']}% CI {row['ci_low']} to {row['ci_high']}" if row.get("ci_low") else ""
    spread = interval or (f"SE {row['se']}" if row.get("se") else "")
    p = f"P {row['p_qualifier'] or '='} {row['p']}" if row.get("p") else ""
    brackets = "; ".join(each for each in (spread, p) if each)
    return {f"{figure} ({brackets})"} if brackets else set()


def test_every_shown_figure_of_a_fact_is_one_report_of_it_as_printed(built: Built) -> None:
    shown: dict[str, set[str]] = {}
    in_charts: dict[str, set[str]] = {}
    by_source: dict[tuple[str, str], set[str]] = {}
    for row in raw_data.reports(built.data):
        forms = _forms_of_a_report(row) if "statistic" in row else _forms_of_a_safety_report(row)
        by_source.setdefault((f"sources/{row['source']}/", row["fact"]), set()).update(forms)
        if _is_shown(built, row):
            shown[row["fact"]] = forms
            in_charts[row["fact"]] = forms | _forms_in_a_chart(built, row)
    # The page of a source shows what that source printed; every other page, and every chart, the report chosen to be shown.
    wrong = []
    for page, element, id in _figures(built):
        if "#" not in id:
            drawn = element.xpath("boolean(ancestor::figure[@class='chart'])")
            expected = in_charts[id] if drawn else by_source.get((page.address, id), shown[id])
            if words(element) not in expected:
                wrong.append(f"{page.address}: {id}: {words(element)}")
    assert not wrong, "\n".join(wrong)


def _is_shown(built: Built, row: dict[str, str]) -> bool:
    """Whether this row is the report that pages show."""
    shown = built.site.view.preferred[row["fact"]]
    return (shown.source, shown.source_version or "") == (row["source"], row["source_version"])


def test_every_shown_figure_of_a_field_holds_what_the_file_says(built: Built) -> None:
    wrong = []
    for page, element, id in _figures(built):
        if "#" in id:
            parts, text = _said(built.data, id), words(element)
            if not any(all(_says(text, each) for each in said) for said in parts):
                wrong.append(f"{page.address}: {id}: {parts} in {text}")
    assert not wrong, "\n".join(wrong)


def _said(folder: Path, id: str) -> list[list[str]]:
    """What a file of the data says in a field: the numbers, date or words that the site must show, or a part of them."""
    owner, _, name = id.partition("#")
    if owner == "drug":
        drug = raw_data.entity(folder / "drug.yml")
        quoted = name.startswith("label.")
        return [[drug["labels"][name[6:]]["indication"] if quoted else drug["facts"][name]["value"]]]
    for kind in ("studies", "groups"):
        for key, content in raw_data.entities(folder, kind).items():
            if owner in content.get("arms", {}):
                return [[content["arms"][owner]["dose"], content["arms"][owner]["unit"]]]
            if owner == key:
                return [_said_of_a_study(folder, content, name)]
    if (file := folder / "endpoints" / f"{owner}.yml").is_file():
        return [_said_of_an_endpoint(raw_data.entity(file), name)]
    if (file := folder / "events" / f"{owner}.yml").is_file():
        return [[raw_data.entity(file)[name]]]
    if (file := folder / "statements" / f"{owner}.yml").is_file():
        return [[raw_data.entity(file)[name]]]
    content = raw_data.entity(folder / "landscape" / f"{owner}.yml")
    parts = [["value"], ["ci_level", "ci_low", "ci_high"], ["p"]] if name == "value" else [[name]]
    return [[content[each] for each in part] for part in parts if part[0] in content]


def _said_of_a_study(folder: Path, content: dict[str, Any], name: str) -> list[str]:
    if name in content.get("details", {}):
        return [content["details"][name]["value"]]
    value = content[name]["value"]
    if name == "primary_endpoint":
        endpoint = raw_data.entity(folder / "endpoints" / f"{value}.yml")
        return [endpoint.get("abbreviation", endpoint["name"])]
    return [*(value if isinstance(value, list) else [value]), content[name].get("qualifier", "")]


def _said_of_an_endpoint(content: dict[str, Any], name: str) -> list[str]:
    if name in ("range_low", "range_high"):
        return [content[name]]
    if name in content.get("notes", {}):
        return [content["notes"][name]]
    if name in content.get("remarks", {}):
        return [content["remarks"][name]]
    if name in content.get("domains", {}):
        return [content["domains"][name]["weight"]]
    limit = content["thresholds"][name]
    return [limit[each] for each in ("value", "upper") if each in limit] or [limit["text"]]


def test_every_figure_that_is_a_link_leads_to_where_it_is_told(built: Built) -> None:
    wrong = []
    for page, element, id in _figures(built):
        if element.tag != "a":
            continue
        target = page.target(element.get("href")) or ""
        if "#" in id:
            there = built.at(target).xpath("self::*[@data-fact=$id] | .//*[@data-fact=$id] | .//time", id=id)
            right = "#" in target and bool(there)
        else:
            right = target == f"facts/{id}/"
        if not right:
            wrong.append(f"{page.address}: {id} leads to {target}")
    assert not wrong, "\n".join(wrong)


def test_every_fact_page_prints_each_report_whole_with_source_and_place(built: Built) -> None:
    labels = {key: plain(source["label"]) for key, source in raw_data.entities(built.data, "sources").items()}
    missing = []
    for row in raw_data.reports(built.data):
        cells = _cells_of_the_report(built, row, labels)
        text = " | ".join(cells)
        place = "locator not recorded" if row["locator"] == "not recorded" else plain(row["locator"])
        wanted = [place, plain(row["note"]), plain(row["statement"])]
        if row.get("unit") not in (None, "", "percent"):
            wanted.append(row["unit"])
        for column in (*NUMERIC, *NUMERIC_SAFETY):
            number = row.get(column) or ""
            if number and not _holds(text, number):
                wanted.append(f"{column} {number}")
            qualifier = row.get(QUALIFIED.get(column, "")) or ""
            if qualifier and not _holds(text, f"{qualifier} {number}"):
                wanted.append(f"{qualifier} {number}")
        missing += [f"{row['fact']}, {row['source']}: {each}" for each in wanted if each not in text]
    assert not missing, "\n".join(missing)


def _cells_of_the_report(built: Built, row: dict[str, str], labels: dict[str, str]) -> list[str]:
    """The cells of the row of a fact's page that shows this report."""
    page = built.pages[f"facts/{row['fact']}/"]
    version = f"version of {_in_words(row['source_version'])}" if row["source_version"] else ""
    found = [
        tr
        for tr in page.article.xpath(".//tr[th/a]")
        if page.target(tr.find("th/a").get("href")) == f"sources/{row['source']}/"
        and words(tr.find("th/a")) == labels[row["source"]]
        and (version in words(tr.find("th")) if version else "version of" not in words(tr.find("th")))
    ]
    assert len(found) == 1, f"{len(found)} rows on the page of {row['fact']} show what {row['source']} prints {version}"
    return [words(cell) for cell in found[0].iterfind("td")]


def test_every_source_says_what_it_is(built: Built) -> None:
    missing = []
    for key, source in raw_data.entities(built.data, "sources").items():
        if source["tier"] == "3":
            continue
        text = words(built.page(f"sources/{key}/").article)
        said = [source["label"], source["title"], source["publisher"], source["relation"], source.get("note", "")]
        said += [source.get("url", "no public address"), source.get("doi", ""), *source.get("authors", [])]
        said += [_in_words(source["date"]) if "date" in source else "undated"]
        said += ["peer-reviewed" if source["peer_reviewed"] == "yes" else "not known to be peer-reviewed"]
        missing += [f"{key}: {each}" for each in said if not _says(text, each)]
    assert not missing, "\n".join(missing)


def test_every_other_drug_is_shown_as_printed(built: Built) -> None:
    numbers = {"value": "qualifier", "p": "p_qualifier", "n": "", "ci_level": "", "ci_low": "", "ci_high": ""}
    missing = []
    for key, other in raw_data.entities(built.data, "landscape").items():
        text = words(built.at(f"landscape/#{key}"))
        for name, qualifier in numbers.items():
            if name in other:
                number = f"{other.get(qualifier, '')} {other[name]}".strip()
                missing += [] if _holds(text, number) else [f"{key}: {name} {number}"]
        said = ("drug", "target", "sponsor", "trial", "nct", "population", "n_note", "instrument", "timepoint", "arm",
                "primary_met", "primary_endpoint", "effect_text", "status_text", "note")  # fmt: skip
        missing += [f"{key}: {other[name]}" for name in said if not _says(text, other.get(name, ""))]
    assert not missing, "\n".join(missing)


def test_other_drugs_stand_in_the_order_of_their_names(built: Built) -> None:
    names = [words(link) for link in built.pages["landscape/"].article.xpath(".//tr[@id]/th/a")]
    assert names == sorted(names, key=str.casefold)
    assert len(names) == len(raw_data.entities(built.data, "landscape"))


def test_every_event_is_told_with_its_date_its_standing_and_its_places(built: Built) -> None:
    of = {"event": "", "record": "date of the record", "statement": "date of the statement"}
    missing = []
    for key, event in raw_data.entities(built.data, "events").items():
        text = words(built.at(f"timeline/#{key}"))
        said = [_in_words(event["date"]), event["title"], event["status"], event["description"], of[event["date_of"]]]
        said += [place for place in event["cite"].values() if place != "not recorded"]
        missing += [f"{key}: {each}" for each in said if not _says(text, each)]
    assert not missing, "\n".join(missing)


def test_every_position_of_a_contradiction_is_told_in_its_words(built: Built) -> None:
    page = built.pages["contradictions/"]
    rows = [words(row) for row in page.article.xpath(".//tbody/tr")]
    sources = raw_data.entities(built.data, "sources")
    missing = []
    for key, case in raw_data.entities(built.data, "contradictions").items():
        if plain(case["reading"]) not in words(page.article):
            missing.append(f"{key}: {case['reading']}")
        for position in case["positions"]:
            place = "locator not recorded" if position["locator"] == "not recorded" else position["locator"]
            said = [plain(each) for each in (sources[position["source"]]["label"], position["position"], place)]
            if not any(all(each in row for each in said) for row in rows):
                missing.append(f"{key}: {said}")
    assert not missing, "\n".join(missing)


def test_the_downloads_hold_every_row_of_the_tables_as_written(built: Built) -> None:
    for table in ("reports.csv", "safety.csv", "glossary.csv"):
        published, written = raw_data.rows(built.root / "data", table), raw_data.rows(built.data, table)
        assert [*map(raw_data.given, published)] == [*map(raw_data.given, written)]


@pytest.mark.parametrize("table", ["reports.csv", "safety.csv"])
def test_the_pages_hold_a_figure_of_every_fact(table: str, built: Built) -> None:
    shown = {id for _, _, id in _figures(built)}
    assert {row["fact"] for row in raw_data.rows(built.data, table)} - shown == set()
