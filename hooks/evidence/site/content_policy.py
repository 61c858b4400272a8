"""The content security policy: what a page may run and load, written into the page itself."""

from __future__ import annotations

import base64
import hashlib
import re

# A page loads its own site's files and nothing else. Styles may stand in the page: charts and the theme set them.
_RULES = (
    "default-src 'none'",
    "script-src 'self'{hashes}",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "worker-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
)
_HEAD = re.compile(r"<head(?:\s[^>]*)?>", re.IGNORECASE)
_SCRIPT = re.compile(r"<script(?P<attributes>(?:\s[^>]*)?)>(?P<text>.*?)</script[\s>]", re.IGNORECASE | re.DOTALL)
_FROM_FILE = re.compile(r"\ssrc\s*=", re.IGNORECASE)
_TYPE = re.compile(r"""\stype\s*=\s*["']?(?P<type>[^"'\s>]+)""", re.IGNORECASE)


def with_policy(page: str, content: str = "") -> str:
    """The page with its policy first in its head, where it holds for all that follows.

    The scripts that stand in the page may run, each by the hash of its text; not those of `content`, the part of the page
    that comes from data and prose: a script there is never ours. ValueError for a page without a head.
    """
    head = _HEAD.search(page)
    if not head:
        raise ValueError("a page needs a head for its policy")
    foreign = set(_scripts(content))
    hashes = "".join(f" '{_hash(text)}'" for text in dict.fromkeys(_scripts(page)) if text not in foreign)
    policy = "; ".join(_RULES).format(hashes=hashes)
    meta = f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
    return f"{page[: head.end()]}{meta}{page[head.end() :]}"


def _scripts(html: str) -> list[str]:
    """The text of each script that stands in the page and would run: not data in a script element."""
    found = []
    for match in _SCRIPT.finditer(html):
        kind = _TYPE.search(match["attributes"])
        runs = kind is None or kind["type"].lower() in ("module", "text/javascript", "application/javascript")
        if runs and not _FROM_FILE.search(match["attributes"]):
            found.append(match["text"])
    return found


def _hash(text: str) -> str:
    """The hash as a browser computes it, over the text with its line ends as HTML reads them."""
    read = text.replace("\r\n", "\n").replace("\r", "\n")
    return "sha256-" + base64.b64encode(hashlib.sha256(read.encode()).digest()).decode()
