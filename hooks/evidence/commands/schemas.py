"""Writes the JSON Schema files next to the data, which editors read."""

from argparse import ArgumentParser, Namespace
from pathlib import Path

from evidence.commands.arguments import RequestError
from evidence.site.exports.table_files import schemas


def add_arguments(parser: ArgumentParser) -> None:
    """Nothing besides the data folder."""


def run(arguments: Namespace) -> int:
    """Write the schemas of the data folder."""
    if not arguments.data.is_dir():
        raise RequestError(f"{arguments.data}: must be a folder of data")
    print(f"{write_schemas(arguments.data)} schemas in {arguments.data / '.schema'}")
    return 0


def write_schemas(data: Path) -> int:
    """Write the schema of each kind of file into data/.schema; returns how many there are."""
    texts = schemas()
    (data / ".schema").mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        (data / ".schema" / f"{name}.json").write_text(text, encoding="utf-8")
    return len(texts)
