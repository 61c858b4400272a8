"""The addresses of sources: which are dead, which moved for good, which could not be asked by a program."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from evidence.model import Evidence
from watch.fetch import NO_SERVER, Answer, Client

GONE = (404, 410)
# What servers answer to programs although people can read the page.
REFUSED = (401, 402, 403, 405, 406, 407, 429, 451, 503, 999)


@dataclass(frozen=True)
class Finding:
    """What is wrong with the address of a source. `kind` is dead, moved or unknown."""

    source: str
    address: str
    kind: str
    what: str
    path: str
    line: int


def findings(client: Client, evidence: Evidence) -> Iterator[Finding]:
    """Each source whose address does not simply answer. One that cannot be asked is no dead one."""
    for key, source in evidence.sources.items():
        if source.url is None or source.tier == "3":
            continue
        answer = client.get(source.url, body=False)
        kind, what = _verdict(source.url, answer)
        if kind:
            path, line, _ = source.location.at("url")
            yield Finding(key, source.url, kind, what, path, line)


def _verdict(asked: str, answer: Answer) -> tuple[str, str]:
    if answer.trouble:
        return ("dead" if answer.trouble == NO_SERVER else "unknown"), answer.trouble
    if answer.status in GONE:
        return "dead", f"answers {answer.status}"
    if answer.status in REFUSED or answer.status >= 500:
        return "unknown", f"answers {answer.status} to a program"
    if answer.status >= 400:
        return "dead", f"answers {answer.status}"
    if answer.moved_for_good and not _is_same(asked, answer.address):
        return "moved", f"leads to {answer.address}"
    if _is_front(answer.address) and not _is_front(asked):
        return "dead", f"leads to the front page {answer.address}"
    return "", ""


def _is_same(first: str, second: str) -> bool:
    """Whether two addresses are the same but for https, www and a slash at the end."""
    return _plain(first) == _plain(second)


def _plain(address: str) -> tuple[str, str, str]:
    parts = urlsplit(address)
    return parts.netloc.removeprefix("www."), parts.path.rstrip("/"), parts.query


def _is_front(address: str) -> bool:
    return urlsplit(address).path in ("", "/") and not urlsplit(address).query
