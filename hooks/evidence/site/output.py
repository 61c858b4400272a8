"""Output: one page or file of the site, described without naming a site generator."""

from dataclasses import dataclass

_PAGE_ENDINGS = (".md", ".ipynb", ".html")


@dataclass(frozen=True)
class Output:
    """A page (`uri` ends in .md) or a file.

    `uri` is relative to the root of the site's sources; `content` is the HTML of a page, and the text or bytes of a file;
    `title` and `description` are plain text (not escaped); `edit` is the file and line that state it
    (`data/studies/x.yml#L3`); `updated` a date.
    """

    uri: str
    content: str | bytes
    title: str = ""
    description: str = ""
    edit: str = ""
    updated: str = ""

    @property
    def is_page(self) -> bool:
        """Whether it is a page, which the theme surrounds."""
        return self.uri.endswith(".md")

    @property
    def address(self) -> str:
        """The address of a page, as a path from the root of the site."""
        return page_address(self.uri)


def page_address(uri: str) -> str:
    """The address of a Markdown file or notebook: `studies/x.md` is `studies/x/`, `studies/index.md` is `studies/`."""
    stem = uri
    for ending in _PAGE_ENDINGS:
        stem = stem.removesuffix(ending)
    return "" if stem == "index" else stem.removesuffix("/index") + "/"
