"""Automatic fixes, which `make fix` applies: breaches of rules with one possible fix that changes no meaning."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from evidence.loading.csv_tables import Row, Table, TableSchema, csv_line, parse_csv
from evidence.loading.folder import read
from evidence.loading.folder_rules import BASELINE, BASELINE_TABLE, TABLES, Folder
from evidence.loading.migrations import migrate
from evidence.loading.suggestions import normalised_number
from evidence.loading.text_files import TextFile
from evidence.loading.text_rules import CONFLICT, INVISIBLE
from evidence.model.problems import Problem
from evidence.model.values import NUMBER

# Rules that refuse a text as a number.
_NUMBER_RULES = ("number", "probability")
_VALUE = re.compile(r"""(?P<quote>["']?)(?P<number>[^\s"',]+)(?P=quote)(?=[ \t]*(?:,|\n|\Z))""")
_SPACES = re.compile("[\u00a0\u2007\u202f]")
_TRAILING = re.compile(r"[ \t]+(?=\n|\Z)")
# In Markdown two spaces before a line end break the line; only the author knows whether that is intended.
_TRAILING_IN_PROSE = re.compile(r"(?<![ \t])[ \t](?=\n|\Z)|[ \t]+(?=\n[ \t]*(?:\n|\Z)|\Z)")
_DECOMPOSED = re.compile("[^\n][\u0300-\u036f]+")


def fix_folder(root: Path) -> list[str]:
    """Fix the files of a folder and return the paths of those that changed. A second run changes nothing."""
    changed = set(migrate(root))
    folder = Folder.of(root)
    changed |= {name for name in sorted(folder.files) if _fix_file(folder, name)}
    refused: dict[str, list[Problem]] = defaultdict(list)
    for problem in read(root).problems:
        if problem.rule in _NUMBER_RULES:
            refused[problem.path].append(problem)
    for name in sorted(folder.files):
        if problems := refused.get(folder.path_of(name)):
            text = (root / name).read_text(encoding="utf-8")
            if _write_if_changed(root / name, fix_numbers(text, problems)):
                changed.add(name)
    return [folder.path_of(name) for name in sorted(changed)]


def fix_text(file: TextFile) -> str | None:
    """The text of a file in UTF-8 and NFC, with LF as its line ends, without invisible characters and trailing space.

    None where its text is not certain: it is not UTF-8, or has the conflict markers of git.
    """
    try:
        file.raw.decode("utf-8")
    except UnicodeDecodeError:
        return None
    if CONFLICT.search(file.text) and "\n<<<<<<< " in f"\n{file.text}":
        return None
    prose = file.suffix == ".md"
    text = INVISIBLE.sub("", file.text).lstrip("\ufeff")
    text = _DECOMPOSED.sub(lambda found: unicodedata.normalize("NFC", found[0]), text)
    text = text if prose else _SPACES.sub(" ", text)
    text = (_TRAILING_IN_PROSE if prose else _TRAILING).sub("", text)
    return text.rstrip("\n") + "\n" if text.strip("\n") else ""


def fix_table(path: str, text: str, schema: TableSchema) -> str:
    """The text of a table with its columns in order, its rows sorted, and quotes only where they are needed.

    The text is unchanged where a column or a row cannot be understood. No column is added or removed.
    """
    first, _, rest = text.partition("\n")
    if first.lower().startswith("sep=") and rest:  # a line that spreadsheets write for themselves
        text = rest
    table = parse_csv(TextFile(path, text.encode()), schema)
    if not _can_be_rearranged(table):
        return text
    rows = [[cell.strip(" ") for cell in row.cells or ()] for row in table.complete_rows]
    rows.sort(key=lambda cells: table.key(cells).casefold())
    order = [table.header.index(name) for name in schema.columns if name in table.header]
    return "".join(f"{csv_line([cells[number] for number in order])}\n" for cells in [table.header, *rows])


def fix_numbers(text: str, problems: Iterable[Problem]) -> str:
    """A text in which each number that a problem names has an ordinary minus sign and its leading zero."""
    lines = text.split("\n")
    for problem in sorted(problems, key=lambda each: (each.line, each.column), reverse=True):
        line = lines[problem.line - 1]
        found = _VALUE.match(line, problem.column - 1)
        number = normalised_number(found["number"]) if found else ""
        if found and re.fullmatch(NUMBER, number):
            lines[problem.line - 1] = line[: found.start("number")] + number + line[found.end("number") :]
    return "\n".join(lines)


def _fix_file(folder: Folder, name: str) -> bool:
    """Fix one file but for its numbers; whether it changed."""
    file = TextFile(folder.path_of(name), (folder.root / name).read_bytes())
    text = fix_text(file)
    if text is None:
        return False
    schema = BASELINE_TABLE if BASELINE.fullmatch(name) else TABLES.get(name)
    return _write_if_changed(folder.root / name, fix_table(file.path, text, schema) if schema else text)


def _can_be_rearranged(table: Table) -> bool:
    """Whether the header has known columns once each and each row a cell for each, so that nothing is lost."""
    complete = {row.line for row in table.complete_rows}
    lost = [row for row in table.rows if row.line not in complete and not _is_empty(row, table)]
    once = len(table.header) == len({*table.header}) > 0
    return once and not (table.unknown or table.unreadable_columns or lost)


def _is_empty(row: Row, table: Table) -> bool:
    """Whether a row is blank, or the header again."""
    return row.cells is not None and (not any(row.cells) or row.cells == table.header)


def _write_if_changed(file: Path, text: str) -> bool:
    if file.read_bytes() == text.encode():
        return False
    file.write_bytes(text.encode())
    return True
