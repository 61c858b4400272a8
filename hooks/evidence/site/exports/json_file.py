"""The one writer of indented JSON."""

from pydantic_core import to_json

from evidence.site.output import Output


def json_file(uri: str, document: object, indent: int = 1) -> Output:
    """A file of indented JSON, by pydantic's encoder: that of Python is several times slower where it indents."""
    return Output(uri, f"{to_json(document, indent=indent).decode()}\n")
