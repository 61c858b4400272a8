"""Writes the site as Markdown and files, for another generator of sites."""

import json
from argparse import ArgumentParser, Namespace
from pathlib import Path

from evidence.site import notebooks
from evidence.site.handwritten import handwritten_pages
from evidence.site.output import Output
from evidence.site.site import Site


def add_arguments(parser: ArgumentParser) -> None:
    """The folder to write."""
    parser.add_argument("folder", type=Path, help="folder to write into")


def run(arguments: Namespace) -> int:
    """Write generated pages, handwritten pages with their markers filled in, notebooks as they are, and files."""
    site = Site(arguments.data, arguments.environ)
    pages = handwritten_pages(arguments.docs)
    site.check_written(pages)
    handwritten = [_handwritten(site, uri, text) for uri, text in pages if uri.endswith(".md")]
    downloads = [Output(notebook.download, notebook.raw) for notebook in notebooks.notebooks(arguments.docs)]
    outputs = (*site.outputs, *handwritten, *downloads)
    for output in outputs:
        target = arguments.folder / output.uri
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(_content(output))
    print(f"{len(outputs)} files in {arguments.folder}")
    return 0


def _handwritten(site: Site, uri: str, text: str) -> Output:
    filled = site.fill(text, uri)
    return Output(uri, filled + site.foot(uri, site.version(uri, filled)))


def _content(output: Output) -> bytes:
    """The bytes of a file; a page with a title gets it, and its description, as YAML front matter."""
    if isinstance(output.content, bytes):
        return output.content
    if not output.title:
        return output.content.encode()
    fields = {"title": output.title, "description": output.description}
    front_matter = "".join(f"{name}: {json.dumps(value)}\n" for name, value in fields.items())
    return f"---\n{front_matter}---\n\n{output.content}".encode()
