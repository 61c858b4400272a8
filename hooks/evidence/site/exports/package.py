"""All data together: a SQLite file, a Data Package, an archive with README, licence and citation, and a list of hashes."""

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
    site, folder = view.evidence.site, links.address("data")
    home = links.absolute(site.site_url, folder)
    files = {
        output.uri.removeprefix(folder): output.content.encode() if isinstance(output.content, str) else output.content
        for output in made
        if output.uri.startswith(folder) and not output.uri.startswith(f"{folder}cite.")
    }
    files["datapackage.json"] = descriptor(view, files).encode()
    about = {"title": site.name, "version": view.evidence.version, "licence": site.licence, "address": home}
    files["evidence.sqlite"] = to_sqlite(downloads(view), about.items())
    # Texts that say what the archive is. It has no page, so links are absolute.
    readme = markdown.from_template(f"{render.part('package/readme.md.jinja', folder, tables=downloads(view))}\n")
    texts = {
        "README.md": readme.encode(),
        "LICENSE": html.unescape(f"{render.part('package/licence.txt.jinja', folder)}\n").encode(),
        "CITATION.cff": f"{render.part('package/citation.cff.jinja', folder)}\n".encode(),
    }
    archive = _archive(view.evidence.version, {**files, **texts})
    yield Output(links.address("package"), files["datapackage.json"])
    yield Output(links.address("sqlite-file"), files["evidence.sqlite"])
    yield Output(links.address("archive"), archive)
    yield Output(links.address("hashes"), _hashes({**files, "evidence.zip": archive}))


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
