"""The analyses: pages that compute from the model, and notebooks that anybody can run in plain Jupyter."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import lxml.html
import nbformat
import pytest
from lxml.html import HtmlElement

from evidence.site import notebooks
from evidence.site.cache import Cache
from evidence.site.notebooks import runs
from evidence.site.notebooks.conversion import to_html
from evidence.site.notebooks.notebook import page_source
from evidence.site.notebooks.runs import PACKAGE
from support import raw_data
from support.built_site import DATA, ROOT, Built, build, copy_of_repository, words

NAMES = ("consistency", "pooling", "size", "simulation")
DOCS = ROOT / "docs"
# What no page may show: a number that is none, or what Python says of a mistake.
NONSENSE = re.compile(r"\b(nan|inf|None|Traceback|\w+Error)\b")


# Runs the notebooks of a folder in one kernel, with names and modules of our own forgotten in between.
RUN_ALL = """
import json, sys
from pathlib import Path
import nbformat
from nbclient import NotebookClient

folder, *names = sys.argv[1:]
fresh = (
    "%reset -f\\nimport sys\\nsys.path[:] = [each for each in sys.path if 'hooks' not in each]\\n"
    "for name in [name for name in sys.modules if name.partition('.')[0] == 'evidence']: del sys.modules[name]"
)
client = NotebookClient(
    nbformat.v4.new_notebook(), timeout=120, kernel_name="python3", resources={"metadata": {"path": folder}}
)
found = {}
with client.setup_kernel(cleanup_kc=True):
    for name in names:
        notebook = nbformat.read(Path(folder) / f"{name}.ipynb", as_version=4)
        for each in (nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(fresh)]), notebook):
            client.nb = each
            client.execute(cleanup_kc=False)
        outputs = [output for cell in notebook.cells for output in cell.get("outputs", ())]
        assert {output["output_type"] for output in outputs} == {"display_data"}, outputs
        found[name] = ["".join(output["data"]["text/html"]) for output in outputs]
print(json.dumps(found))
"""


def said(built: Built, name: str) -> str:
    """What the page of a notebook says."""
    return words(built.at(f"analyses/{name}/"))


def parts(built: Built, name: str) -> dict[str, list[HtmlElement]]:
    """Heading -> what stands below it on such a page, code and results in their order."""
    found: dict[str, list[HtmlElement]] = {}
    for heading in built.pages[f"analyses/{name}/"].article.iterfind(".//h2"):
        below = found.setdefault(words(heading), [])
        for element in heading.itersiblings():
            if element.tag == "h2" or element.get("class") == "cite":
                break
            below.append(element)
    return found


def cells(row: HtmlElement) -> list[str]:
    """What the cells of a row of a table say."""
    return [words(cell) for cell in row.xpath("th | td")]


def made_notebook(code: str) -> notebooks.Notebook:
    """A notebook of one cell of code."""
    cells: list[dict[str, object]] = [
        {"cell_type": "markdown", "metadata": {}, "source": ["# A title\n\nWords.\n"], "id": "words"},
        {"cell_type": "code", "metadata": {}, "source": [code], "id": "code", "execution_count": None, "outputs": []},
    ]
    raw = json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}).encode()
    return notebooks.Notebook("analyses/pooling.ipynb", raw)


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What somebody has who cloned the repository."""
    return copy_of_repository(tmp_path_factory.mktemp("clone") / "clone", DATA["pooled"])


@pytest.fixture(scope="module")
def executed(clone: Path) -> dict[str, list[str]]:
    """Name -> what each cell put out, as HTML, of all notebooks run in Jupyter: own modules anew for each, others once."""
    environ = {name: value for name, value in os.environ.items() if not name.startswith(("EVIDENCE_", "PYTHONPATH"))}
    command = [sys.executable, "-c", RUN_ALL, str(clone / "docs" / "analyses"), *NAMES]
    done = subprocess.run(command, cwd=clone, env=environ, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    found: dict[str, list[str]] = json.loads(done.stdout)
    return found


# --- each is a page, and a file that runs


@pytest.mark.parametrize("name", NAMES)
def test_each_page_offers_its_notebook_as_it_stands_in_the_repository(name: str, built: Built) -> None:
    page = built.pages[f"analyses/{name}/"]
    (link,) = [link for link in page.article.xpath(".//a") if words(link) == "Download it"]
    address = page.target(link.get("href"))
    assert address == f"analyses/{name}/{name}.ipynb"
    raw = (built.root / address).read_bytes()
    assert raw == (DOCS / "analyses" / f"{name}.ipynb").read_bytes()
    notebook = nbformat.reads(raw.decode(), as_version=4)
    nbformat.validate(notebook)
    assert [cell for cell in notebook.cells if cell.get("outputs")] == []


@pytest.mark.parametrize("name", NAMES)
def test_the_code_of_a_page_is_folded_and_opens_without_a_script(name: str, pooled: Built) -> None:
    article = pooled.pages[f"analyses/{name}/"].article
    blocks = article.xpath(".//pre")
    assert blocks
    assert [block for block in blocks if not block.xpath("ancestor::details[not(@open)]")] == []
    assert article.xpath(".//script | .//style | .//img") == []


@pytest.mark.parametrize("name", NAMES)
def test_each_runs_in_plain_jupyter_from_a_clone_and_links_to_the_site(
    name: str, executed: dict[str, list[str]], pooled: Built
) -> None:
    assert executed[name]
    targets = {target for html in executed[name] for target in re.findall(r'href="([^"]+)"', html)}
    site = raw_data.entity(pooled.data / "site.yml")["site_url"]
    assert targets
    assert [target for target in targets if not target.startswith(site)] == []
    assert [target for target in targets if not pooled.is_published(target.removeprefix(site))] == []


def test_with_statsmodels_the_pooling_is_compared_and_is_the_same(executed: dict[str, list[str]]) -> None:
    own, theirs = (
        next(re.sub(rf".*{who}", "", html) for html in executed["pooling"] if who in html)
        for who in ("Computed here: ", "statsmodels gives ")
    )
    assert own.removesuffix(" points.</p>") == theirs.removesuffix(".</p>")


def test_the_page_of_analyses_lists_them_all(pooled: Built) -> None:
    listed = {link for link in pooled.pages["analyses/"].links if re.fullmatch(r"analyses/[^/]+/", link)}
    assert listed == {f"analyses/{name}/" for name in NAMES}


# --- what they say


def test_they_say_what_the_rest_of_the_site_says(pooled: Built) -> None:
    checks = words(pooled.at("checks/"))
    counts = re.search(r"(\d+) are consistent, (\d+) inconsistent, (\d+) cannot be checked", checks)
    slips = re.search(r"Of (\d+) slips .*? the check notices (\d+) \((\d+%)\)", checks)
    assert counts
    assert slips
    consistency = said(pooled, "consistency")
    told = f"{counts[1]} consistent, {counts[3]} cannot be checked, {counts[2]} inconsistent"
    assert told in consistency
    assert f"Of {slips[1]} planted slips {slips[2]} were caught, which is {slips[3]}" in consistency
    computed = re.search(
        r"Computed here: (\S+) \(standard error (\S+); 95% CI (\S+) to (\S+); P = (\S+)\)", said(pooled, "pooling")
    )
    assert computed
    estimate, _, low, high, p = computed.groups()
    row_of_ours = next(
        words(row)
        for page in pooled.pages.values()
        for row in page.article.xpath(".//tr[contains(., 'computed by this site')]")
    )
    assert f"{estimate} (SE " in row_of_ours and f"95% CI {low} to {high}) computed; P = {p}" in row_of_ours
    # Each size in the notebook is one that the page of its fact shows.
    sizes = [cells(row) for row in pooled.at("analyses/size/").xpath(".//tbody/tr")]
    shown = " ".join(words(page.article) for address, page in pooled.pages.items() if address.startswith("facts/"))
    assert sizes
    assert [
        row
        for row in sizes
        if len(row) > 3 and re.fullmatch(r"-?[\d.]+", row[3]) and f"(Hedges’ g): {row[3]} derived" not in shown
    ] == []


def test_the_simulation_finds_what_chance_and_power_must_give(pooled: Built) -> None:
    below = parts(pooled, "simulation")["How often a trial would succeed"]
    rows = [cells(row)[1:] for element in below for row in element.xpath(".//table[@class='data']//tbody/tr")]
    shares = [[float(cell) for cell in row] for row in rows]
    assert len(shares) == 5
    assert all(2.2 < share < 2.8 for share in shares[0]), "no effect: one in forty"
    assert all(list(column) == sorted(column) for column in zip(*shares, strict=True)), "more effect, more success"


@pytest.mark.parametrize("name", NAMES)
def test_every_part_has_a_result_or_says_what_is_missing(name: str, built: Built) -> None:
    found = parts(built, name)
    (first, *_) = built.pages[f"analyses/{name}/"].article.xpath(".//details[@class='code']/pre")
    silent = []
    for heading, below in found.items():
        code = [place for place, each in enumerate(below) if each.get("class") == "code"]
        is_beginning = [words(below[place].find("pre")) for place in code] == [words(first)]
        if code and not is_beginning and all(each.get("class") == "code" for each in below[code[0] :]):
            silent.append(heading)
    assert silent == []
    told = " ".join(words(each) for below in found.values() for each in below if each.get("class") != "code")
    assert NONSENSE.findall(told) == []


@pytest.mark.parametrize(
    ("data", "name", "lacking"),
    [
        ("single", "pooling", "The data hold no two studies that ask the same question"),
        ("single", "pooling", "There is nothing to compare."),
        ("single", "size", "No source prints how many people responded in two groups."),
        ("single", "simulation", "The data hold no file of assumptions"),
        ("rich", "pooling", "so nothing is averaged."),
        ("rich", "size", "was not read, so a point of it cannot be set against the whole."),
        ("rich", "size", "further effects cannot be standardized"),
        ("rich", "simulation", "there is no pair to look at."),
    ],
)
def test_what_the_data_of_another_drug_lack_is_said(
    data: str, name: str, lacking: str, built_site: Callable[[str], Built]
) -> None:
    assert lacking in said(built_site(data), name)


@pytest.mark.parametrize(
    ("name", "told", "never"),
    [
        ("consistency", "printed differences and ratios: ", "printed differences: "),
        (
            "pooling",
            "Computed here: hazard ratio 0.831 (standard error of its logarithm ",
            "and the result that was reported Lamp event",
        ),
        ("pooling", "The average of the printed ratios Lamp event", "a study, as reported pooled, as reported"),
    ],
)
def test_ratios_and_what_nobody_reported_are_told_as_they_are(
    name: str, told: str, never: str, built_site: Callable[[str], Built]
) -> None:
    text = said(built_site("outcomes"), name)
    assert told in text and never not in text


# --- what is stale or wrong is never shown


def test_output_is_kept_by_notebook_data_and_code_and_not_by_what_it_cannot_see(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = shutil.copytree(ROOT / DATA["single"], tmp_path / "data")
    code = shutil.copytree(PACKAGE, tmp_path / "evidence", ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(runs, "PACKAGE", code)
    known = notebooks.notebooks(DOCS)

    def key(found: tuple[notebooks.Notebook, ...] = known, **environ: str) -> str:
        return notebooks.Notebooks(found, DOCS, data, tmp_path, environ).key

    def edited(path: Path, more: str = "\n") -> str:
        before = path.read_text(encoding="utf-8")
        path.write_text(before + more, encoding="utf-8")
        try:
            return key()
        finally:
            path.write_text(before, encoding="utf-8")

    first = key()
    changed = [
        key((notebooks.Notebook(known[0].uri, known[0].raw + b"\n"), *known[1:])),
        key(EVIDENCE_SEARCHED="2031-01-01"),
        edited(data / "reports.csv"),
        edited(code / "analysis" / "statistics" / "feasible_region.py"),
        edited(code / "site" / "notebooks" / "templates" / "table.jinja"),
    ]
    assert first not in changed
    assert len(set(changed)) == len(changed)
    unseen = [data / "prose" / "home.md", code / "site" / "pages" / "facts.py", code / "site" / "exports" / "api.py"]
    assert [edited(path) for path in unseen] == [first] * len(unseen)


def test_the_hash_of_the_code_has_every_module_that_a_notebook_imports() -> None:
    script = (
        "import sys, evidence.site.notebooks.notebook_api\nfrom evidence import frames\n"
        "from evidence.site.notebooks.runs import PACKAGE, code_files\n"
        "own = [m.__file__ for name, m in sys.modules.items() if name.partition('.')[0] == 'evidence']\n"
        "print(sorted(set(own) - {str(path) for path in code_files().values()}))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        env={**os.environ, "PYTHONPATH": str(ROOT / "hooks")},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert done.stdout.strip() == "[]"


def test_data_that_are_broken_after_a_build_began_do_not_reach_its_notebooks(tmp_path: Path) -> None:
    data = shutil.copytree(ROOT / DATA["single"], tmp_path / "data")
    code = "import os\nfrom evidence.site.notebooks.notebook_api import NotebookApi\nprint(NotebookApi().evidence.drug.name)"
    notebook = made_notebook(code)
    running = notebooks.Notebooks([notebook], DOCS, data, tmp_path / "cache", os.environ)
    (data / "reports.csv").write_text("broken\n", encoding="utf-8")
    (data / "drug.yml").unlink()
    running.start()
    assert running.wait(notebook.uri) is notebooks.State.READY, running.failure(notebook.uri)
    drug = raw_data.entity(ROOT / DATA["single"] / "drug.yml")["name"]
    assert drug in running.shown[notebook.uri].decode()


def test_a_cached_result_that_is_not_whole_is_made_again(tmp_path: Path) -> None:
    notebook = made_notebook("print('made')")
    first = notebooks.Notebooks([notebook], DOCS, ROOT / DATA["single"], tmp_path, os.environ)
    first.start()
    assert first.wait(notebook.uri) is notebooks.State.READY
    (result,) = first.watched.iterdir()
    result.write_bytes(result.read_bytes()[:-1])
    again = notebooks.Notebooks([notebook], DOCS, ROOT / DATA["single"], tmp_path, os.environ)
    assert again.show(notebook.uri) is notebooks.State.RUNNING


def test_builds_that_run_at_the_same_time_show_each_their_own_notebook(tmp_path: Path) -> None:
    environ = {"EVIDENCE_NOTEBOOKS": "off"}
    one, other = (
        notebooks.Notebooks([made_notebook(f"print('{word}')")], DOCS, ROOT / DATA["single"], tmp_path, environ)
        for word in ("one", "other")
    )
    (uri,) = one.known
    assert {one.show(uri), other.show(uri)} == {notebooks.State.OFF}
    for running, word in ((one, "one"), (other, "other")):
        (code,) = lxml.html.fromstring(running.html(uri)).iterfind(".//pre")
        assert words(code) == f"print('{word}')"


def test_mkdocs_jupyter_takes_the_template_of_this_site(tmp_path: Path) -> None:
    # A new version that no longer reads `settings.templates_dir` fails here.
    converted = to_html("one.ipynb", page_source(made_notebook("print('here')").cells), Cache(tmp_path))
    assert '<details class="code">' in converted
    assert "<style" not in converted


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("1 / 0", r"docs/analyses/pooling\.ipynb, cell 2: ZeroDivisionError: division by zero"),
        (
            "import warnings; warnings.warn('odd')",
            r"docs/analyses/pooling\.ipynb, cell 2: a cell must not warn: .*UserWarning: odd",
        ),
    ],
    ids=["an error", "a warning"],
)
def test_a_cell_that_fails_is_told_by_notebook_and_number(line: str, told: str, tmp_path: Path) -> None:
    broken = made_notebook(line)
    running = notebooks.Notebooks([broken], DOCS, ROOT / DATA["single"], tmp_path, os.environ)
    running.start()
    assert running.wait(broken.uri) is notebooks.State.FAILED
    assert re.match(told, running.failure(broken.uri), re.DOTALL)


def test_a_notebook_that_fails_publishes_nothing(tmp_path: Path) -> None:
    copy = copy_of_repository(tmp_path / "copy", DATA["single"])
    path = copy / "docs" / "analyses" / "consistency.ipynb"
    path.write_text(
        path.read_text(encoding="utf-8").replace("api = NotebookApi()", "api = Unknown()"), encoding="utf-8"
    )
    done = build(tmp_path / "site", copy)
    assert done.returncode != 0
    assert "docs/analyses/consistency.ipynb, cell 2: NameError: name 'Unknown' is not defined" in done.stdout
    assert done.stdout.rstrip().endswith("Nothing was published.")
