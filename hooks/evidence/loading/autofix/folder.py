"""A data folder, file by file: what is mechanical is mended, every other byte stays."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

from evidence.loading import read
from evidence.loading.autofix import csv_tables, numbers, text_files
from evidence.loading.folder_rules import BASELINE, BASELINE_ROWS, TABLES, Folder
from evidence.loading.text_files import TextFile
from evidence.model.problems import Problem


def repair(root: Path) -> list[str]:
    """Mend the files of a folder; gives the paths of those that are different now. A second run finds nothing to do."""
    folder = Folder.of(root)
    changed = {name for name in sorted(folder.files) if _rewritten(folder, name)}
    refused: dict[str, list[Problem]] = defaultdict(list)
    for problem in read(root).problems:
        if problem.rule in numbers.RULES:
            refused[problem.path].append(problem)
    for name in sorted(folder.files):
        if problems := refused.get(folder.path_of(name)):
            text = (root / name).read_text(encoding="utf-8")
            if _written(root / name, numbers.mended(text, problems)):
                changed.add(name)
    return [folder.path_of(name) for name in sorted(changed)]


def _rewritten(folder: Folder, name: str) -> bool:
    """Whether a file was not as this project writes it, and is now."""
    file = TextFile(folder.path_of(name), (folder.root / name).read_bytes())
    text = text_files.mended(file)
    if text is None:
        return False
    model, sorted_by = BASELINE_ROWS if BASELINE.fullmatch(name) else TABLES.get(name, (None, ()))
    if model:
        text = csv_tables.mended(file.path, text, list(model.model_fields), sorted_by)
    return _written(folder.root / name, text)


def _written(file: Path, text: str) -> bool:
    if file.read_bytes() == text.encode():
        return False
    file.write_bytes(text.encode())
    return True
