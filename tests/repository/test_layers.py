"""The order of the rooms and the rules of the house, read from the syntax tree of hooks/."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from support.built_site import DATA, ROOT, surroundings

HOOKS = ROOT / "hooks"
ADAPTER = "mkdocs_adapter"
# From the bottom to the top: a module imports from its own room and from those before it, never from one behind it.
ROOMS = ("model", "loading", "analysis", "checks", "charts", "site", "commands")
# Parts that could be taken out as they are: they import nothing of ours but what is named.
ALONE = {
    "evidence.analysis.statistics": ("evidence.analysis.statistics",),
    "evidence.analysis.number_check.patterns": (),
    "evidence.analysis.number_check.known_numbers": ("evidence.analysis.number_check",),
    "evidence.analysis.number_check.reading": ("evidence.analysis.number_check",),
    "evidence.analysis.number_check.verdict": ("evidence.analysis.number_check",),
    "evidence.site.cache": (),
}
# Which packages of other people each room or part may use; the longest name that fits decides.
THIRD_PARTY = {
    "mkdocs_adapter": {"jinja2", "markupsafe", "mkdocs"},
    "evidence.model": {"pydantic", "pydantic_core"},
    "evidence.loading": {"pydantic", "yaml"},
    "evidence.analysis": set(),
    "evidence.analysis.dictionary": {"pydantic"},
    "evidence.checks": {"pydantic"},
    "evidence.charts": {"altair", "pandas"},
    "evidence.charts.drawing": {"PIL", "altair", "numpy", "pandas", "vl_convert"},
    "evidence.site": {"jinja2", "markdown", "markupsafe", "pydantic_core"},
    "evidence.site.cards": {"PIL", "vl_convert"},
    "evidence.site.chart_drawings": {"pydantic"},
    "evidence.site.exports": {"markupsafe", "pandas", "pydantic", "pydantic_core"},
    "evidence.site.notebooks": {
        "IPython", "altair", "markupsafe", "mkdocs_jupyter", "nbclient", "nbformat", "pandas", "vl_convert",
    },
    "evidence.site.search": {"markupsafe", "pagefind"},
    "evidence.commands": set(),
    "evidence.commands.frames": {"pandas"},
}  # fmt: skip
# Who may touch files, and which.
FILES = {
    "mkdocs_adapter": "a notebook that was run, before it is converted",
    "evidence.charts.drawing.vega": "a picture in memory",
    "evidence.loading": "the data",
    "evidence.site": "templates, cache, output, pages that people wrote",
    "evidence.commands": "what one asks to be read or written",
}
TOUCHES = set(
    "open read_text read_bytes write_text write_bytes iterdir glob rglob walk mkdir unlink listdir scandir rmtree "
    "copytree copyfile TemporaryDirectory NamedTemporaryFile mkdtemp".split()
)
# Who may look at environment variables; everybody else is handed what they say.
ENVIRONMENT = {
    "mkdocs_adapter", "evidence.charts.drawing.vega", "evidence.commands.__main__", "evidence.site.chart_drawings",
    "evidence.site.notebooks.notebook_api", "evidence.site.notebooks.runner", "evidence.site.notebooks.conversion",
}  # fmt: skip
# What makes two runs differ, asks the network, or runs what a file says.
FORBIDDEN = set(
    "asyncio ftplib http httpx locale marshal pickle random requests secrets shelve socket ssl time urllib.request urllib3 "
    "uuid webbrowser".split()
)
CLOCKS = set("now utcnow today localtime gmtime perf_counter monotonic fork forkpty urandom".split())
# Who may look at a clock all the same: what it says is for whoever waits, and in nothing that is made.
WAITING = {"evidence.site.progress"}
# Who may hold markup in a string, and why it cannot be in a template.
MARKUP_HERE = {
    "evidence.site.content_policy": "one element, the same in every page that anything makes",
    "evidence.site.search.records": "reads what its template wrote",
}
TAGS = (
    "a abbr article aside b blockquote br button caption code dd details div dl dt em figcaption figure footer form "
    "h1 h2 h3 h4 h5 h6 header hr i iframe img input label li link main meta nav ol option output p picture pre script "
    "section select small span strong style sub summary sup svg table tbody td tfoot th thead time title tr u ul"
).split()
MARKUP = re.compile(
    rf"(?<!\?P)</?(?:{'|'.join(TAGS)})(?:\s[^<>]*)?/?>|</?(?:{'|'.join(TAGS)})\s+[\w-]+=", re.IGNORECASE
)
LONGEST = 250
MOST_ENTRIES = 8
LARGEST_ROOM = 2 / 5
EMPTY_NAMES = set("utils util helpers helper common misc tools stuff base core".split())


@cache
def _modules() -> dict[str, Path]:
    """Return name -> file of every module in hooks/; a package is its __init__."""
    found = {}
    for path in sorted(HOOKS.rglob("*.py")):
        parts = path.relative_to(HOOKS).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


@cache
def _tree(module: str) -> ast.Module:
    return ast.parse(_modules()[module].read_text(encoding="utf-8"))


@cache
def _imports(module: str) -> frozenset[str]:
    """Return every module that a module imports, wherever in it the import is, for type checkers too."""
    found = set()
    for node in ast.walk(_tree(module)):
        if isinstance(node, ast.Import):
            found |= {each.name for each in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{module}: a hook cannot have relative imports"
            inside = {f"{node.module}.{each.name}" for each in node.names}
            found |= {each if each in _modules() else str(node.module) for each in inside}
    return frozenset(found - {"__future__"})


def _own(module: str) -> list[str]:
    """Return the modules of this project that a module imports."""
    return [each for each in sorted(_imports(module)) if each in _modules()]


def _room(module: str) -> int:
    """Return the number of a module's room; the package itself is below all, the adapter above."""
    if module in ("evidence", ADAPTER):
        return -1 if module == "evidence" else len(ROOMS)
    return ROOMS.index(module.split(".")[1])


def _part(module: str, names: object) -> str:
    """Return the longest of some names that is a module or a package around it; nothing where none is."""
    assert isinstance(names, dict | set)
    return max((name for name in names if f"{module}.".startswith(f"{name}.")), key=len, default="")


def _name(node: ast.AST) -> str:
    """Return the last part of a dotted name."""
    return str(getattr(node, "attr", getattr(node, "id", "")))


def _circles(edges: dict[str, set[str]]) -> list[str]:
    """Return each circle that a walk along the edges meets, as a text."""
    found, done = [], set()

    def walk(place: str, way: tuple[str, ...]) -> None:
        for other in sorted(edges.get(place, ())):
            if other in way:
                found.append(" -> ".join((*way[way.index(other) :], other)))
            elif other not in done:
                walk(other, (*way, other))
        done.add(place)

    for place in sorted(edges):
        walk(place, (place,))
    return found


def test_a_room_imports_only_itself_and_the_rooms_below() -> None:
    wrong = [
        f"{module} imports {other}"
        for module in _modules()
        for other in _own(module)
        if _room(other) > _room(module) or other == ADAPTER
    ]
    assert not wrong, "\n".join(wrong)


def test_no_module_imports_itself_by_a_detour() -> None:
    # A package here is its __init__, which may gather the modules in it; they may not import it in turn.
    edges = {module: set(_own(module)) for module in _modules()}
    circles = _circles(edges)
    assert not circles, "\n".join(circles)


def test_the_parts_of_a_room_are_in_one_order() -> None:
    edges: dict[str, set[str]] = {}
    for module in _modules():
        for other in _own(module):
            one, two = (".".join(each.split(".")[:3]) for each in (module, other))
            if one != two and _room(module) == _room(other) and one.count(".") == two.count(".") == 2:
                edges.setdefault(one, set()).add(two)
    circles = _circles(edges)
    assert not circles, "\n".join(circles)


def test_parts_that_could_be_taken_out_import_nothing_of_ours() -> None:
    wrong = [
        f"{module} imports {other}"
        for module in _modules()
        if (part := _part(module, ALONE))
        for other in _own(module)
        if not other.startswith(tuple(ALONE[part]) or "nothing")
    ]
    assert not wrong, "\n".join(wrong)


def test_each_part_uses_the_packages_of_others_that_it_may() -> None:
    ours = {"evidence", *sys.stdlib_module_names}
    wrong = [
        f"{module} imports {package}"
        for module in _modules()
        for package in sorted({each.split(".")[0] for each in _imports(module)} - ours)
        if package not in THIRD_PARTY.get(_part(module, THIRD_PARTY), set())
    ]
    assert not wrong, "\n".join(wrong)


def test_the_tables_name_only_what_is_there() -> None:
    tables = (ALONE, THIRD_PARTY, FILES, ENVIRONMENT, WAITING, MARKUP_HERE)
    assert {name for table in tables for name in table} - set(_modules()) == set()


def test_there_are_few_rooms_and_none_holds_most_of_the_code() -> None:
    entries = {path.name for path in (HOOKS / "evidence").iterdir() if path.name not in ("__init__.py", "__pycache__")}
    assert entries == set(ROOMS) and len(entries) <= MOST_ENTRIES
    lines = {room: 0 for room in ROOMS}
    for module, path in _modules().items():
        if 0 <= _room(module) < len(ROOMS):
            lines[ROOMS[_room(module)]] += len(path.read_text(encoding="utf-8").splitlines())
    assert {room: count for room, count in lines.items() if count > LARGEST_ROOM * sum(lines.values())} == {}


def test_one_file_knows_mkdocs() -> None:
    assert {path.name for path in HOOKS.iterdir()} - {"__pycache__"} == {"evidence", f"{ADAPTER}.py"}
    know = {
        module for module in _modules() if {"mkdocs", "properdocs"} & {name.split(".")[0] for name in _imports(module)}
    }
    assert know == {ADAPTER}


def test_the_adapter_has_no_event_by_accident() -> None:
    # MkDocs takes every name that begins with on_ for an event, also one that was imported.
    imported = {
        alias.asname or alias.name
        for node in ast.walk(_tree(ADAPTER))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
    }
    assert [name for name in imported if name.startswith("on_")] == []


def test_few_touch_files() -> None:
    wrong = [
        f"{module}:{node.lineno}: {name}"
        for module in _modules()
        for node in ast.walk(_tree(module))
        if isinstance(node, ast.Call) and (name := _name(node.func)) in TOUCHES and not _part(module, FILES)
    ]
    assert not wrong, "\n".join(wrong)


def test_nothing_asks_a_clock_chance_or_the_network_or_divides_its_process() -> None:
    wrong = []
    for module in set(_modules()) - WAITING:
        wrong += [f"{module} imports {each}" for each in _imports(module) if {each, each.split(".")[0]} & FORBIDDEN]
        for node in ast.walk(_tree(module)):
            if isinstance(node, ast.Attribute) and node.attr in CLOCKS:
                if _name(node.value) in ("date", "datetime", "os", "time"):
                    wrong.append(f"{module}:{node.lineno}: {node.attr}")
            elif isinstance(node, ast.ImportFrom) and node.module in ("datetime", "os", "urllib"):
                wrong += [f"{module}: {each.name}" for each in node.names if each.name in CLOCKS | {"request"}]
    assert not wrong, "\n".join(wrong)


def test_only_the_entrances_look_at_environment_variables() -> None:
    wrong = [
        f"{module}:{node.lineno}"
        for module in set(_modules()) - ENVIRONMENT
        for node in ast.walk(_tree(module))
        if (isinstance(node, ast.Attribute) and _name(node.value) == "os" and node.attr in ("environ", "getenv"))
        or (
            isinstance(node, ast.ImportFrom)
            and node.module == "os"
            and {"environ", "getenv"} & {a.name for a in node.names}
        )
    ]
    assert not wrong, "\n".join(wrong)


def test_markup_is_in_templates_and_not_in_python() -> None:
    wrong = []
    for module in set(_modules()) - set(MARKUP_HERE):
        docstrings = {
            id(node.body[0].value)
            for node in ast.walk(_tree(module))
            if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
            and node.body
            and isinstance(node.body[0], ast.Expr)
        }
        for node in ast.walk(_tree(module)):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
                wrong += [f"{module}:{node.lineno}: {found}" for found in MARKUP.findall(node.value)]
    assert not wrong, "\n".join(wrong)


def test_no_module_is_long() -> None:
    lengths = {module: len(path.read_text(encoding="utf-8").splitlines()) for module, path in _modules().items()}
    assert {module: lines for module, lines in lengths.items() if lines > LONGEST} == {}


def test_every_module_is_named_by_what_it_does() -> None:
    assert [module for module in _modules() if set(module.split(".")) & EMPTY_NAMES] == []


def test_everything_public_has_a_docstring_and_each_room_a_sentence() -> None:
    silent = [
        f"{module}: {getattr(node, 'name', 'the module')}"
        for module in _modules()
        for node in _public(_tree(module))
        if not ast.get_docstring(node)
    ]
    assert not silent, "\n".join(silent)
    for room in ROOMS:
        told = ast.get_docstring(_tree(f"evidence.{room}")) or ""
        assert re.match(r"[A-Z].+\.", told, re.DOTALL), f"{room} says in no sentence what it is for"


def _public(tree: ast.Module) -> Iterator[ast.Module | ast.ClassDef | ast.FunctionDef]:
    """Yield a module, and the classes and functions that stand in it or in a class of it under a public name."""
    yield tree
    for outer in (tree, *(each for each in tree.body if isinstance(each, ast.ClassDef))):
        for node in outer.body:
            if isinstance(node, ast.ClassDef | ast.FunctionDef) and not node.name.startswith("_"):
                yield node


def test_the_check_starts_neither_site_nor_charts() -> None:
    script = (
        "import runpy, sys\n"
        f"sys.argv = ['commands', 'check', '--data', {DATA['single']!r}]\n"
        "try:\n"
        "    runpy.run_module('evidence.commands', run_name='__main__')\n"
        "except SystemExit as end:\n"
        "    print('status', end.code)\n"
        "heavy = 'altair jinja2 mkdocs numpy pagefind pandas vl_convert'.split()\n"
        "print('started', [name for name in heavy if name in sys.modules])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, env=surroundings(), capture_output=True, text=True, timeout=60, check=False
    )  # fmt: skip
    assert done.stdout.splitlines()[-2:] == ["status 0", "started []"], done.stdout + done.stderr
