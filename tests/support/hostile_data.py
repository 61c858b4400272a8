"""A data set that attacks its own site: every text of the rich made-up drug, with something in it that a careless page would
run, follow, hide or take for markup."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from evidence.analysis.reading_basis import reported_texts
from evidence.commands.change_log import Reason, write_baseline, write_missing
from evidence.loading import read_or_raise
from evidence.loading.autofix import fix_folder
from evidence.loading.folder_rules import FOLDERS, OPTIONAL, REQUIRED, TABLES
from support.built_site import DATA, ROOT

RICH = ROOT / DATA["rich"]
# What calls `ran` has run. Nothing begins with a sign that a spreadsheet would run, for the data forbid that.
ATTACKS = (
    "<script>ran(1)</script>",
    '"><img src=x onerror="ran(2)">',
    "' onmouseover='ran(3)' x='",
    '" autofocus onfocus="ran(4)" x="',
    "<svg onload=ran(5)><animate onbegin=ran(5)>",
    "[link](javascript:ran(6))",
    "![picture](x){: onerror=ran(7) }",
    "text {: #id .class onclick=ran(8) style=color:red }",
    "</script><script>ran(9)</script>",
    "</title></head><body onload=ran(10)>",
    "</td></tr></table></div></article><script>ran(11)</script>",
    "--><script>ran(12)</script><!--",
    "]]><script>ran(13)</script>",
    '<a href="javascript:ran(14)">here</a> <a href="data:text/html,<script>ran(14)</script>">there</a>',
    '<iframe srcdoc="<script>parent.ran(15)</script>"></iframe>',
    '<meta http-equiv="refresh" content="0;url=https://example.com/gone"><base href="https://example.com/">',
    '<form action="https://example.com/"><input type=submit formaction="javascript:ran(17)"></form>',
    "<style>@import 'https://example.com/a.css'; * { display: none }</style><link rel=stylesheet href=//example.com/b.css>",
    "<math><mtext><table><mglyph><style><img src=x onerror=ran(19)>",
    "{{ 7 * 7 }} {% raw %} {# no #} ${ran(20)} #{ran(20)} <%= 7 * 7 %>",
    "[[ozzle-2]] [[ozzle-2|words]] [ref]: javascript:ran(21) [^1] *[HTML]: ran",
    "| a | b | \\| c ||",
    "# heading ## another",
    "- item * item + item 1. item > quote",
    "*a* _b_ **c** __d__ ~~e~~ ^f^ `g` ``h`` ==i== ***",
    "```js ran(22) ``` ~~~ ran(22) ~~~ \\`",
    "&lt;script&gt; &#60;b&#62; &amp;amp; &nbsp; &copy; &quot;",
    "<!-- hidden -->shown<!-- hidden",
    "https://example.com/auto <https://example.com/auto> www.example.com a@example.com",
    "%3Cscript%3Eran(26)%3C/script%3E \\u003cscript\\u003e \\x3c",
    "::error file=x::y ##[error] @everyone #1 fixes #2",
    "ﬁ שלום مرحبا 你好 🧪👩🏽 ÅÉ ℵ ½ ° µ “quoted” ‘quoted’ – —",
    "x" * 300,
    "\\ backslash \\n \\\\ / // /* */ $x$ $$y$$ \\(z\\)",
    "null",
)
# Words by which the code tells things apart; they are no texts that somebody may choose.
MEANT = {"not stated", "not recorded", "percent", "participants", "points", "placebo", "baseline"}
# What the commands write of other texts: what a guard remembers, and what the log has of a row; a pattern is no text to show.
UNTOUCHED = {
    ("contradiction", "guard"),
    ("change", "old"),
    ("change", "new"),
    ("notpublishedclaims", "claims.pattern"),
}


@dataclass
class Hostile:
    """The data set, and what each of its texts was turned into, by the kind of record and the field it stands in."""

    folder: Path
    texts: dict[tuple[str, str], set[str]] = field(default_factory=dict)
    _turn: int = 0
    _made: dict[str, str] = field(default_factory=dict)

    def attack(self, text: str, kind: str, name: str) -> str:
        """A text with an attack before it; the same text always gets the same one, for records refer to each other."""
        if text in MEANT or (kind, name) in UNTOUCHED or re.fullmatch(r"NCT\d{8}", text):
            return text
        if text not in self._made:
            attack = ATTACKS[self._turn % len(ATTACKS)]
            self._turn += 1
            # One half stands at the beginning, where Markdown looks for lists and headings, the other at the end.
            self._made[text] = f"{attack} {text}" if self._turn % 2 else f"{text} {attack}"
        self.texts.setdefault((kind, name), set()).add(self._made[text])
        return self._made[text]


@cache
def _schema(model: Any) -> dict[str, Any]:
    schema: dict[str, Any] = model.model_json_schema()
    return schema


def _resolved(schema: dict[str, Any], root: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """What a schema allows, references and alternatives followed."""
    if "$ref" in schema:
        yield from _resolved(root["$defs"][schema["$ref"].rpartition("/")[2]], root)
    for each in schema.get("anyOf", ()):
        yield from _resolved(each, root)
    if "$ref" not in schema and "anyOf" not in schema:
        yield schema


def _turned(data: Any, schema: dict[str, Any], root: dict[str, Any], hostile: Hostile, kind: str, name: str) -> Any:
    """A value with every free text in it attacked; numbers, dates, keys and words of a list stay."""
    for allowed in _resolved(schema, root):
        if isinstance(data, dict) and allowed.get("type") == "object":
            fields, rest = allowed.get("properties", {}), allowed.get("additionalProperties") or {}
            rest = next(iter(allowed.get("patternProperties", {}).values()), rest)
            return {
                key: _turned(
                    each,
                    fields.get(key, rest if isinstance(rest, dict) else {}),
                    root,
                    hostile,
                    kind,
                    _name(name, key, fields),
                )
                for key, each in data.items()
            }
        if isinstance(data, list) and allowed.get("type") == "array":
            return [_turned(each, allowed["items"], root, hostile, kind, name) for each in data]
        if isinstance(data, str) and allowed.get("type") == "string" and allowed.get("minLength") == 1:
            return hostile.attack(data, kind, name)
    return data


def _name(name: str, key: str, fields: dict[str, Any]) -> str:
    """The name of the field of a record: `arms.label` for the label of any arm."""
    return ".".join(part for part in (name, key if key in fields else "") if part)


def fields() -> set[tuple[str, str]]:
    """Every field of every kind of record in which people may write what they like."""
    models = {**REQUIRED, **OPTIONAL, **FOLDERS}
    named = {model.__name__.lower(): model for model in models.values()}
    named |= {name.removesuffix(".csv"): schema.model for name, schema in TABLES.items()}
    found = set()
    for kind, model in named.items():
        root = _schema(model)
        found |= {(kind, name) for name in _free(root, root, "")}
    return found


def _free(schema: dict[str, Any], root: dict[str, Any], name: str) -> Iterator[str]:
    for allowed in _resolved(schema, root):
        if allowed.get("type") == "object":
            known = allowed.get("properties", {})
            for key, each in known.items():
                yield from _free(each, root, _name(name, key, known))
            rest = next(iter(allowed.get("patternProperties", {}).values()), allowed.get("additionalProperties"))
            if isinstance(rest, dict):
                yield from _free(rest, root, name)
        elif allowed.get("type") == "array":
            yield from _free(allowed["items"], root, name)
        elif allowed.get("type") == "string" and allowed.get("minLength") == 1:
            yield name


def made(folder: Path) -> Hostile:
    """Write the data set into a folder."""
    shutil.copytree(RICH, folder, ignore=shutil.ignore_patterns("changes", "redirects", "prose"))
    hostile = Hostile(folder)
    _fill(folder)
    for name, model in {**REQUIRED, **OPTIONAL}.items():
        if (folder / name).exists():
            _turn_file(folder / name, model, hostile)
    for kind, model in FOLDERS.items():
        for file in sorted((folder / kind).glob("*.yml")):
            _turn_file(file, model, hostile)
    for name, table in TABLES.items():
        schema = _schema(table.model)
        rows = list(csv.DictReader(io.StringIO((folder / name).read_text(encoding="utf-8"), newline="")))
        out = io.StringIO()
        writer = csv.DictWriter(out, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        for row in rows:
            given = {key: cell for key, cell in row.items() if cell}
            turned = _turned(given, schema, schema, hostile, name.removesuffix(".csv"), "")
            writer.writerow({key: turned.get(key, "") for key in row})
        (folder / name).write_text(out.getvalue(), encoding="utf-8")
    fix_folder(folder)  # what sorts by a text stands elsewhere now
    _guard(folder)
    _log(folder, hostile)
    return hostile


def _fill(folder: Path) -> None:
    """Give the drug the texts that the rich one lacks: remarks on each value of a study, an appraisal, a group's plans."""
    for file in sorted((folder / "studies").glob("*.yml")):
        study = _read(file)
        for name, value in study.items():
            if isinstance(value, dict) and "value" in value:
                value["note"] = f"A remark on {name}"
        _write(file, study)
    group = _read(folder / "groups" / "ozzle-programme.yml")
    arm = next(iter(group["arms"].values()))
    arm |= {
        "dose": "7",
        "unit": "mg a time",
        "route": "by any way",
        "schedule": "once a while",
        "note": "A remark on an arm",
    }
    cite = {"annual-report-2026": "page 12"}
    measure = {
        "endpoint": "vid-cfb",
        "timepoint": "week 99",
        "role": "secondary",
        "definition": "A plan",
        "plan": "A name",
    }
    release = {"release-2026-05-11": "paragraph 4"}
    plan = {**measure, "lists": ["ozzle-programme.release"], "cite": cite | release}
    group["outcome_measures"] = {"ozzle-programme.vid.plan": plan}
    group["outcome_lists"]["ozzle-programme.release"]["note"] = "A remark on a list"
    group["main_population"] = "Everybody of the programme"
    _write(folder / "groups" / "ozzle-programme.yml", group)
    _fill_designs(folder)
    _fill_regulation(folder)
    fact = next(csv.DictReader(io.StringIO((folder / "safety.csv").read_text(encoding="utf-8"), newline="")))["fact"]
    outcome = {"label": "An outcome", "facts": [fact], "certainty": "not rated", "risk_of_bias": "not assessed"}
    appraisal = _read(folder / "appraisal.yml")
    for name, domain in appraisal["bias"]["ozzle-2"]["domains"].items():
        domain["not_reported"] = [f"What nobody tells on {name}"]
    _write(
        folder / "appraisal.yml", appraisal | {"outcomes": {"one": {**outcome, "comment": "A remark on an outcome"}}}
    )


def _fill_designs(folder: Path) -> None:
    """Give studies the kinds and reasons that no rich study has, an effect its subgroup, and a rival its own comparator."""
    file, cite = folder / "studies" / "ozzle-2-open.yml", {"cite": {"register-99990105": "design"}}
    study = _read(file)
    study["design_kind"] = {"value": "extension", "note": "A remark on a kind", **cite}
    study["extends"] = {"value": ["ozzle-2"], "note": "A remark on a parent", **cite}
    study["age_group"] = {"value": "adults", "note": "A remark on ages", **cite}
    study["stop_reason"]["value"] = "Too few people came"
    _write(file, study | {"main_population": "Everybody of the study"})
    rival = folder / "landscape" / "gammazole.yml"
    _write(rival, _read(rival) | {"comparator": "usual care", "unit": "blinks"})
    table = folder / "reports.csv"
    rows = list(csv.DictReader(io.StringIO(table.read_text(encoding="utf-8"), newline="")))
    for row in rows:
        row["subgroup"] = "People of a kind" if row["fact"].endswith("serum-flurin.h24.10mg-vs-placebo") else ""
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    table.write_text(out.getvalue(), encoding="utf-8")


def _fill_regulation(folder: Path) -> None:
    """Let the regulator of one country approve the drug, with the label that nobody of the rich drug quotes."""
    cite = {"cite": {"regulator-notice": "a place"}}
    drug, event = _read(folder / "drug.yml"), _read(folder / "events" / "refused-japan.yml")
    event |= {"title": "Approved", "date": "2026-10-01", "kind": "approval", "indication": drug["indications"][:1]}
    _write(
        folder / "events" / "approved-norway.yml",
        event | {"jurisdiction": "NO", "note": "A remark on an event", **cite},
    )
    label = {"jurisdiction": "NO", "indication": "A use", "boxed_warning": "A warning", "dose": "One a day", **cite}
    next(iter(drug["facts"].values()))["note"] = "A remark on a fact of the drug"
    said = folder / "statements" / "commentary-care.yml"
    _write(said, _read(said) | {"note": "A remark on what is said"})
    _write(folder / "drug.yml", drug | {"labels": {"norway": label}})


def _log(folder: Path, hostile: Hostile) -> None:
    """Let the folder keep a log, change a statement and a figure in it, and take an address away, each for a hostile reason."""
    write_baseline(folder, "2026-12-01")
    table = folder / "safety.csv"
    rows = list(csv.DictReader(io.StringIO(table.read_text(encoding="utf-8"), newline="")))
    row = next(row for row in rows if row["statement"])
    row["statement"] = hostile.attack(f"{row['statement']} since", "safety", "statement")
    out = io.StringIO()
    writer = csv.DictWriter(out, list(row), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    table.write_text(out.getvalue(), encoding="utf-8")
    write_missing(folder, Reason("2027-02-01", hostile.attack("Because", "change", "reason"), "correction of ours"))
    _guard(folder)
    (folder / "redirects").mkdir()
    gone = {"was": hostile.attack("A fact", "redirects", "removed.was")}
    moved = {"date": "2027-01-05", "reason": hostile.attack("It went", "redirects", "reason")}
    _write(folder / "redirects" / "2027-01-05-gone.yml", {**moved, "removed": {"/facts/ozzle-9.gone/": gone}})


def _read(file: Path) -> Any:
    return yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)


def _turn_file(file: Path, model: Any, hostile: Hostile) -> None:
    schema = _schema(model)
    kind = model.__name__.lower()
    _write(file, _turned(_read(file), schema, schema, hostile, kind, ""))


def _write(file: Path, data: Any) -> None:
    """YAML with every value in double quotes, as JSON writes it."""
    file.write_text("".join(_lines(data, 0)), encoding="utf-8")


def _lines(data: Any, depth: int) -> Iterator[str]:
    for key, value in data.items():
        head = f"{'  ' * depth}{json.dumps(key, ensure_ascii=False) if not re.fullmatch(r'[a-z][a-z0-9_.#/-]*', key) else key}:"
        if isinstance(value, dict):
            yield f"{head}\n" if value else f"{head} {{}}\n"
            yield from _lines(value, depth + 1)
        elif isinstance(value, list):
            yield f"{head}\n" if value else f"{head} []\n"
            for item in value:
                if isinstance(item, dict):
                    inner = "".join(_lines(item, depth + 2))
                    yield f"{'  ' * (depth + 1)}- {inner.lstrip()}"
                else:
                    yield f"{'  ' * (depth + 1)}- {json.dumps(item, ensure_ascii=False)}\n"
        else:
            yield f"{head} {json.dumps(value, ensure_ascii=False)}\n"


def _guard(folder: Path) -> None:
    """Let each reading guard what stands there now."""
    draft = read_or_raise(folder)
    for file in sorted((folder / "contradictions").glob("*.yml")):
        data = _read(file)
        if "guard" in data:
            data["guard"] = {id: dict(reported_texts(draft, id) or {}) for id in data["guard"]}
            _write(file, data)
