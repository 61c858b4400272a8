"""The law of imports and the rules of the house, read from the syntax tree of hooks/."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from support.built_site import DATA, ROOT, surroundings

HOOKS = ROOT / "hooks"
# From the bottom to the top. A module imports what stands below its layer, or inside its own package; never a neighbour.
LAYERS = (
    "evidence evidence.site.kept evidence.model.vocabulary evidence.model.problems evidence.site.output evidence.model.markers evidence.site.content_policy evidence.site.progress evidence.analysis.number_check",
    "evidence.model evidence.model.links evidence.analysis.statistics",
    "evidence.model.representations",
    "evidence.analysis evidence.loading",
    "evidence.checks evidence.commands.changes evidence.site.permalink_audit evidence.loading.autofix",
    "evidence.site.render evidence.site.chart_drawings",
    "evidence.site.pages evidence.site.exports evidence.site.search evidence.site.cards evidence.commands.revision_diff evidence.site.notebooks evidence.commands.offline",
    "evidence.site evidence.commands.scaffold",
    "evidence.site.build",
    "evidence.commands.__main__ evidence.commands.numbers evidence.commands.fix evidence.commands.new_site mkdocs_adapter",
)
# Inside a package, from the bottom up: a module imports those before it and none behind it.
ORDER = {
    "evidence.site.cards": "words draw kept",
    "evidence.analysis": (
        "moves addresses things citations citing choose cues dates dictionary digits groups guards changelog history tables figures "
        "freshness order places mentions quality relations resources verdicts arithmetic past pooling sizes chartrows extraction "
        "downloads view appraisal previews quoting"
    ),
    "evidence.commands.revision_diff": "entries compare say",
    "evidence.analysis.statistics": "distributions printed counts region sizes consistency pooling power",
    "evidence.site.kept": "blocks digest store finished reads standing",
    "evidence.loading": (
        "registry texts text_rules documents document_rules tables table_rules folder_rules guesses shapes environment "
        "fingerprint folder"
    ),
    "evidence.commands.changes": "revision entries",
    "evidence.model": "values tables studies expected assumptions changes entities evidence api",
    "evidence.site.notebooks": "form inputs texts desk runner publish kept",
    "evidence.analysis.number_check": "grammar reading judge __main__",
    "evidence.loading.autofix": "texts tables numbers addresses folder __main__",
    "evidence.commands.scaffold": "folder __main__",
}
# Peers, which never import each other; they stand on these few, each of which may import those before it.
FEET = {
    "evidence.site.chart_drawings": "theme parts flat clean drawn draw",
    "evidence.checks": "faults references",
    "evidence.charts": "chart words effects changes timeline",
    "evidence.site.exports": "names csv_tables citation jsonld markdown content openapi sqlite_file datapackage feeds",
    "evidence.site.pages": "page",
    "evidence.site.search": "spellings records",
}
# Modules that gather their peers, as the __init__ of their package does.
GATHERERS = {"evidence.commands.check"}
# Which packages of other people each part may use. mkdocs itself is for the adapter alone.
THIRD_PARTY = {
    "evidence.site.cards": {"PIL", "vl_convert"},
    "evidence.site.chart_drawings": {"altair", "vl_convert"},
    "evidence.checks": {"pydantic"},
    "evidence.site.kept": {"jinja2"},
    "evidence.loading": {"yaml", "pydantic"},
    "evidence.model": {"pydantic", "pydantic_core"},
    "evidence.site.notebooks": {
        "IPython",
        "altair",
        "markupsafe",
        "mkdocs_jupyter",
        "nbclient",
        "nbformat",
        "vl_convert",
    },
    "evidence.site.render": {"jinja2", "markupsafe"},
    "evidence.site.search": {"pagefind", "markupsafe"},
    "mkdocs_adapter": {"jinja2", "mkdocs", "markupsafe"},
}
# What the one file that knows MkDocs may know of the evidence.
DOORS = {
    "evidence.site.build",
    "evidence.site.kept",
    "evidence.site.site",
    "evidence.model.problems",
    "evidence.site.output",
    "evidence.site.content_policy",
    "evidence.site.notebooks",
}
# Who may touch files, and which.
FILES = {
    "evidence.commands.__main__": "what one asks to be written",
    "evidence.site.cards": "the pictures drawn before",
    "evidence.site.chart_drawings": "the charts drawn before",
    "evidence.site.kept": "what is kept between builds",
    "evidence.loading": "the data",
    "evidence.commands.changes": "the log of changes, when one asks for an entry",
    "evidence.site.notebooks": "notebooks and what they gave",
    "evidence.commands.offline": "the finished site, for a disk",
    "evidence.commands.numbers": "the text that one asks about",
    "evidence.site.render": "the templates",
    "evidence.loading.autofix": "the data, when one asks for their repair",
    "evidence.site.search": "the index, while it is made",
    "evidence.commands.scaffold": "a folder of data that is not there yet",
    "evidence.site.site": "the pages that people wrote",
    "mkdocs_adapter": "a notebook that was run, before it is converted",
}
# Who may hold markup in a string, and why it cannot stand in a template.
MARKUP_HERE = {
    "evidence.site.kept.blocks": "marks the place of an element in a page",
    "evidence.site.content_policy": "one element, the same in every page that anything makes",
    "evidence.site.search.records": "reads what its template wrote",
}
TOUCHES = {
    "open", "read_text", "read_bytes", "write_text", "write_bytes", "iterdir", "glob", "rglob", "walk", "mkdir", "unlink",
    "listdir", "scandir", "rename", "replace_file", "rmtree", "copytree", "copyfile", "TemporaryDirectory",
    "NamedTemporaryFile", "mkdtemp",
}  # fmt: skip
# What makes two runs differ, or asks the network.
FORBIDDEN = {
    "asyncio", "ftplib", "http", "httpx", "locale", "random", "requests", "secrets", "socket", "ssl", "time",
    "urllib.request", "urllib3", "uuid", "webbrowser",
}  # fmt: skip
# Who may look at a clock all the same: what it says is for who waits, and in nothing that is made.
WAITING = {"evidence.site.progress"}
CLOCKS = {"now", "utcnow", "today", "localtime", "gmtime", "perf_counter", "monotonic"}
# Who may look at the surroundings.
SURROUNDINGS = {
    "mkdocs_adapter", "evidence.commands.__main__", "evidence.commands.check", "evidence.commands.numbers",
    "evidence.commands.fix", "evidence.site.chart_drawings", "evidence.site.notebooks.notebook_api",
    "evidence.site.notebooks.runner",
}  # fmt: skip
TAGS = (
    "a abbr article aside b blockquote br button caption code dd details div dl dt em figcaption figure footer form "
    "h1 h2 h3 h4 h5 h6 header hr i iframe img input label li link main meta nav ol option output p picture pre script "
    "section select small span strong style sub summary sup svg table tbody td tfoot th thead time title tr u ul"
).split()
MARKUP = re.compile(
    rf"(?<!\?P)</?(?:{'|'.join(TAGS)})(?:\s[^<>]*)?/?>|</?(?:{'|'.join(TAGS)})\s+[\w-]+=", re.IGNORECASE
)
LONGEST = 250
EMPTY_NAMES = {"utils", "util", "helpers", "helper", "common", "misc", "tools", "stuff", "base", "core"}


@cache
def _modules() -> dict[str, Path]:
    """Name -> file, of every module in hooks/; a package is its __init__."""
    found = {}
    for path in sorted(HOOKS.rglob("*.py")):
        parts = path.relative_to(HOOKS).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


@cache
def _tree(module: str) -> ast.Module:
    return ast.parse(_modules()[module].read_text(encoding="utf-8"))


def _is_for_types(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"


@cache
def _imports(module: str) -> frozenset[str]:
    """Every module that a module imports, wherever in it the import stands; what only a type checker reads runs nothing."""
    found = set()
    tree = _tree(module)
    for_types = {id(each) for node in tree.body if _is_for_types(node) for each in ast.walk(node)}
    for node in (each for each in ast.walk(tree) if id(each) not in for_types):
        if isinstance(node, ast.Import):
            found |= {each.name for each in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{module}: a hook cannot have relative imports"
            inside = {f"{node.module}.{each.name}" for each in node.names}
            found |= {each if each in _modules() else str(node.module) for each in inside}
    return frozenset(found - {"__future__"})


def _layer(module: str) -> int:
    """The number of a module's layer; the longest prefix that the table names decides."""
    named = {name: number for number, layer in enumerate(LAYERS) for name in layer.split()}
    for length in range(module.count(".") + 1, 1, -1):
        prefix = ".".join(module.split(".")[:length])
        if prefix in named:
            return named[prefix]
    assert module in named, f"{module} stands in no layer"
    return named[module]


def _package(module: str) -> str:
    """The package of the table to which a module belongs."""
    return max((name for layer in LAYERS for name in layer.split() if f"{module}.".startswith(f"{name}.")), key=len)


def _own(module: str) -> Iterator[str]:
    """The modules of this project that a module imports."""
    return (each for each in sorted(_imports(module)) if each in _modules())


def test_imports_go_down_only_and_neighbours_never_import_each_other() -> None:
    wrong = [
        f"{module} imports {other}"
        for module in _modules()
        for other in _own(module)
        if _package(module) != _package(other) and not _layer(other) < _layer(module)
    ]
    assert not wrong, "\n".join(wrong)


def test_modules_of_a_package_import_only_what_stands_below_them() -> None:
    wrong = []
    for module, path in _modules().items():
        package, _, name = module.rpartition(".")
        if path.name == "__init__.py" or package in ("", "evidence") or module in GATHERERS:
            continue
        order = (ORDER.get(package) or FEET[package]).split()
        assert name in order or package in FEET, f"{module} has no place in its package"
        below = order[: order.index(name)] if name in order else order
        others = [other.rpartition(".") for other in _own(module)]
        wrong += [f"{module} imports {name}" for within, _, name in others if within == package and name not in below]
        wrong += [f"{module} imports its own package" for within, _, name in others if f"{within}.{name}" == package]
    assert not wrong, "\n".join(wrong)


def test_no_module_leads_back_to_itself() -> None:
    # A package stands for its modules here: asking one of them asks its __init__ too, but that gathers on purpose.
    def below(module: str, on_the_way: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
        for other in _own(module):
            if other in on_the_way:
                yield (*on_the_way[on_the_way.index(other) :], other)
            elif other not in done:
                yield from below(other, (*on_the_way, other))
        done.add(module)

    done: set[str] = set()
    circles = [" -> ".join(circle) for module in _modules() for circle in below(module, (module,))]
    assert not circles, "\n".join(circles)


def test_what_the_tables_name_is_there() -> None:
    inside = {
        f"{package}.{name}" for table in (ORDER, FEET) for package, names in table.items() for name in names.split()
    }
    parts = {name for layer in LAYERS for name in layer.split()}
    named = parts | inside | GATHERERS | SURROUNDINGS | DOORS | set(FILES) | set(THIRD_PARTY) | set(MARKUP_HERE)
    assert named - set(_modules()) == set()


def test_each_part_uses_the_packages_of_others_that_it_may() -> None:
    wrong = []
    for module in _modules():
        roots = {each.split(".")[0] for each in _imports(module)} - set(sys.stdlib_module_names) - {"evidence"}
        wrong += [f"{module} imports {root}" for root in roots - THIRD_PARTY.get(_package(module), set())]
    assert not wrong, "\n".join(wrong)


def test_one_file_knows_mkdocs_and_little_of_the_evidence() -> None:
    assert set(_own("mkdocs_adapter")) <= DOORS
    assert [path.name for path in sorted(HOOKS.iterdir()) if path.name != "__pycache__"] == [
        "evidence",
        "mkdocs_adapter.py",
    ]


def test_the_adapter_has_no_event_by_accident() -> None:
    # MkDocs takes every name that begins with on_ for an event, also one that was imported.
    imported = {
        alias.asname or alias.name
        for node in ast.walk(_tree("mkdocs_adapter"))
        if isinstance(node, (ast.Import, ast.ImportFrom))
        for alias in node.names
    }
    assert [name for name in imported if name.startswith("on_")] == []


def test_nobody_but_load_reads_the_data_and_few_touch_files() -> None:
    wrong = [
        f"{module}:{node.lineno}: {name}"
        for module in _modules()
        for node in ast.walk(_tree(module))
        if isinstance(node, ast.Call) and (name := _name(node.func)) in TOUCHES and _package(module) not in FILES
    ]
    assert not wrong, "\n".join(wrong)


def test_nothing_asks_a_clock_chance_or_the_network() -> None:
    wrong = []
    for module in set(_modules()) - WAITING:
        wrong += [
            f"{module} imports {each}"
            for each in _imports(module)
            if each in FORBIDDEN or each.split(".")[0] in FORBIDDEN
        ]
        for node in ast.walk(_tree(module)):
            if (
                isinstance(node, ast.Attribute)
                and node.attr in CLOCKS
                and _name(node.value) in ("date", "datetime", "time")
            ):
                wrong.append(f"{module}:{node.lineno}: {node.attr}")
            if isinstance(node, ast.ImportFrom) and node.module in ("datetime", "os", "urllib"):
                wrong += [
                    f"{module}: {each.name}" for each in node.names if each.name in CLOCKS | {"urandom", "request"}
                ]
    assert not wrong, "\n".join(wrong)


def _name(node: ast.AST) -> str:
    """The last part of a dotted name."""
    return str(getattr(node, "attr", getattr(node, "id", "")))


def test_only_the_entrances_look_at_the_surroundings() -> None:
    wrong = [
        f"{module}:{node.lineno}"
        for module in _modules()
        for node in ast.walk(_tree(module))
        if isinstance(node, (ast.Attribute, ast.Name))
        and _name(node) in ("environ", "getenv")
        and module not in SURROUNDINGS
        and not _is_parameter(module, node)
    ]
    assert not wrong, "\n".join(wrong)


def _is_parameter(module: str, node: ast.AST) -> bool:
    """Whether a name is one that its function was handed."""
    return isinstance(node, ast.Name) and any(
        isinstance(function, ast.FunctionDef)
        and node.id in {argument.arg for argument in [*function.args.args, *function.args.kwonlyargs]}
        and node in ast.walk(function)
        for function in ast.walk(_tree(module))
    )


def test_templates_say_and_python_holds_no_markup() -> None:
    wrong = []
    for module in set(_modules()) - set(MARKUP_HERE):
        docstrings = {
            id(node.body[0].value)
            for node in ast.walk(_tree(module))
            if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef))
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


def test_every_module_class_and_function_that_others_use_says_what_it_is_for() -> None:
    silent = []
    for module in _modules():
        for node in [_tree(module), *ast.walk(_tree(module))]:
            public = isinstance(node, ast.Module) or (
                isinstance(node, (ast.ClassDef, ast.FunctionDef)) and not node.name.startswith("_")
            )
            if public and not ast.get_docstring(node) and _is_reached(module, node):
                silent.append(f"{module}: {getattr(node, 'name', 'the module')}")
    assert not silent, "\n".join(silent)


def _is_reached(module: str, node: ast.AST) -> bool:
    """Whether others can reach a module, or a class or function: it stands in the module or in a class of it."""
    tree = _tree(module)
    return node is tree or any(
        node in outer.body for outer in [tree, *tree.body] if isinstance(outer, (ast.Module, ast.ClassDef))
    )


@pytest.mark.parametrize("folder", [DATA["single"]])
def test_the_check_starts_neither_site_nor_charts(folder: str) -> None:
    script = (
        "import runpy, sys\n"
        f"sys.argv = ['check', {folder!r}]\n"
        "try:\n"
        "    runpy.run_module('evidence.checks', run_name='__main__')\n"
        "except SystemExit as end:\n"
        "    print('status', end.code)\n"
        "heavy = 'altair jinja2 mkdocs numpy pagefind pandas vl_convert'.split()\n"
        "print('started', [name for name in heavy if name in sys.modules])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=ROOT,
        env=surroundings(),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.stdout.splitlines()[-2:] == ["status 0", "started []"], done.stdout + done.stderr
