"""All data together: a SQLite file, a Data Package, an archive with README, licence and citation, and a list of hashes."""

from __future__ import annotations

import hashlib
import html
import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping

from evidence.analysis.tables.downloads import downloads
from evidence.analysis.view import View
from evidence.model import links
from evidence.site.exports import markdown
from evidence.site.exports.datapackage import descriptor
from evidence.site.exports.table_files import to_sqlite
from evidence.site.output import Output
from evidence.site.render import Renderer


def outputs(view: View, render: Renderer, made: Iterable[Output]) -> Iterator[Output]:
    """These files; `made` are the files of the site so far, of which those of the data go into the package."""
    folder = links.address("data")
    files = {
        output.uri.removeprefix(folder): _bytes(output.content)
        for output in made
        if output.uri.startswith(folder) and not output.uri.startswith(f"{folder}cite.")
    }
    files["datapackage.json"] = descriptor(view, files).encode()
    files["evidence.sqlite"] = to_sqlite(downloads(view), _about(view))
    archive = _archive(view.evidence.site.as_of, {**files, **_texts(view, render)})
    yield Output(links.address("package"), files["datapackage.json"])
    yield Output(links.address("sqlite-file"), files["evidence.sqlite"])
    yield Output(links.address("archive"), archive)
    yield Output(links.address("hashes"), _hashes({**files, "evidence.zip": archive}))


def _about(view: View) -> Iterator[tuple[str, str]]:
    site = view.evidence.site
    yield "title", site.name
    yield "version", site.as_of
    yield "licence", site.licence
    yield "address", links.absolute(site.site_url, links.address("data"))


def _texts(view: View, render: Renderer) -> dict[str, bytes]:
    """The texts that say what the archive is. It has no page, so links are absolute."""
    page = links.address("data")
    return {
        "README.md": markdown.from_template(
            f"{render.part('package/readme.md.jinja', page, tables=downloads(view))}\n"
        ).encode(),
        "LICENSE": html.unescape(f"{render.part('package/licence.txt.jinja', page)}\n").encode(),
        "CITATION.cff": f"{render.part('package/citation.cff.jinja', page)}\n".encode(),
    }


def _archive(day: str, files: Mapping[str, bytes]) -> bytes:
    """A ZIP file whose bytes depend on its content alone: sorted, dated by the data, stored as it is, since the
    bytes of compressed data differ between versions of the compressing library."""
    year, month, date = (int(part) for part in f"{day}-01-01".split("-")[:3])
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as archive:
        for name, content in sorted(files.items()):
            entry = zipfile.ZipInfo(name, (year, month, date, 0, 0, 0))
            entry.create_system, entry.external_attr = 3, 0o644 << 16
            archive.writestr(entry, content)
    return made.getvalue()


def _hashes(files: Mapping[str, bytes]) -> str:
    """SHA-256 of each file, as sha256sum reads them."""
    return "".join(f"{hashlib.sha256(content).hexdigest()}  {name}\n" for name, content in sorted(files.items()))


def _bytes(content: str | bytes) -> bytes:
    return content.encode() if isinstance(content, str) else content
