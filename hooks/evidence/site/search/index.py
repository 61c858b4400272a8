"""The files that a browser searches in, made by Pagefind: the same records give the same bytes, and are indexed once."""

import base64
import io
import json
import os
import subprocess
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from importlib.metadata import version
from typing import Any

from pagefind.service import get_executable

from evidence.site.cache import Cache, key_of
from evidence.site.search.records import SearchRecord
from evidence.site.search.spellings import key, other_spellings, with_spaces

# The decimal point belongs to a word: 0.0496 is one, and is not 00496.
_CONFIG = {"include_characters": "."}
_LANGUAGE = "en"
# What a browser asks for; the rest of what Pagefind makes are search fields of its own.
_NEEDED = ("pagefind.js", "pagefind-worker.js", "pagefind-entry.json", f"wasm.{_LANGUAGE}.pagefind")
_NEEDED_KINDS = (".pf_meta", ".pf_index", ".pf_fragment")

# A message to Pagefind or from it, as JSON.
Message = dict[str, Any]


def bundle(records: Iterable[SearchRecord], cache: Cache) -> Mapping[str, bytes]:
    """Path -> content of each file, from the cache where the same records were indexed before."""
    requests = [_request(record) for record in records]
    versions = [version("pagefind"), version("pagefind-bin")]
    hash_ = key_of(json.dumps([*versions, _CONFIG, requests], ensure_ascii=False))
    archive = cache.get_or_make("search", hash_, lambda: _zipped(_indexed(requests)))
    with zipfile.ZipFile(io.BytesIO(archive)) as files:
        return {name: files.read(name) for name in files.namelist()}


def _request(record: SearchRecord) -> Message:
    """A record as Pagefind takes it; assets/search.js weighs the fields of `meta`, and asks for `whole` names first.

    Pagefind's own filters would do for those, but come in another order, and so in other bytes, each time.
    """
    names = " ".join(record.names)
    spaced = " ".join(with_spaces(name) for name in (*record.names, record.title))
    meta = {
        "kind": record.kind,
        "title": record.title,
        "names": f"{names} {spaced} {other_spellings(names)}",
        "spelt": other_spellings(record.title),
        "also": other_spellings(record.text),
        "whole": " ".join(dict.fromkeys(f"_{key(name)}_" for name in (record.title, *record.names))),
    }
    return {
        "url": record.address or "./",
        "content": record.text,
        "language": _LANGUAGE,
        "meta": {name: " ".join(value.split()) for name, value in meta.items() if value.strip()},
    }


def _indexed(requests: list[Message]) -> Iterator[tuple[str, bytes]]:
    new = {"type": "NewIndex", "config": _CONFIG}
    adding = [{"type": "AddRecord", "index_id": 0, **request} for request in requests]
    *_, made = _answers([new, *adding, {"type": "GetFiles", "index_id": 0}])
    for file in sorted(made["files"], key=lambda file: str(file["path"])):
        if file["path"] in _NEEDED or file["path"].endswith(_NEEDED_KINDS):
            yield file["path"], base64.b64decode(file["content"])


def _answers(payloads: list[Message]) -> list[Message]:
    """Pagefind's answer to each, in order; RuntimeError where it fails. Its Python client waits a tenth of a second before
    it reads each answer, which makes minutes of hundreds of records; the program itself takes them all at once.
    """
    program = get_executable()
    if program is None:
        raise RuntimeError("the program of Pagefind is missing: install requirements.txt again")
    messages = [{"message_id": number, "payload": payload} for number, payload in enumerate(payloads)]
    with subprocess.Popen([program, "--service"], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as service:
        assert service.stdin and service.stdout
        # A comma ends a message. The program ends when its input does, answered or not, so that one stays open.
        service.stdin.write(b"".join(base64.b64encode(json.dumps(message).encode()) + b"," for message in messages))
        service.stdin.flush()
        parts: list[bytes] = []
        output = service.stdout.fileno()
        while sum(part.count(b",") for part in parts) < len(messages) and (part := os.read(output, 1 << 20)):
            parts.append(part)
    answers = [json.loads(base64.b64decode(answer))["payload"] for answer in b"".join(parts).split(b",") if answer]
    wrong = [answer["message"] for answer in answers if answer["type"] == "Error"]
    if wrong or len(answers) < len(messages):
        raise RuntimeError(f"Pagefind made no index: {wrong[0] if wrong else 'it ended early'}")
    return answers


def _zipped(files: Iterable[tuple[str, bytes]]) -> bytes:
    """The files as one, as the cache keeps them."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, content in files:
            archive.writestr(zipfile.ZipInfo(name), content)
    return made.getvalue()
