"""The index that a browser reads, made by Pagefind: the same records give the same bytes, and are indexed once."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import subprocess
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

from evidence.search.records import Searchable
from evidence.search.spellings import digits_apart, key, other_spellings
from pagefind.service import get_executable

# The decimal point belongs to a word: 0.0496 is one, and is not 00496.
_CONFIG = {"include_characters": "."}
_LANGUAGE = "en"
# What a browser asks for; the rest are search fields of Pagefind's own.
_NEEDED = ("pagefind.js", "pagefind-worker.js", "pagefind-entry.json", f"wasm.{_LANGUAGE}.pagefind")
_NEEDED_KINDS = (".pf_meta", ".pf_index", ".pf_fragment", ".pf_filter")


def bundle(records: Iterable[Searchable], cache: Path) -> Mapping[str, bytes]:
    """Path -> content of each file, from the cache where the same records were indexed before."""
    requests = [_request(record) for record in records]
    what = json.dumps([version("pagefind"), version("pagefind-bin"), _CONFIG, requests], ensure_ascii=False)
    kept = cache / "search" / f"{hashlib.sha256(what.encode()).hexdigest()}.zip"
    if not kept.is_file():
        _keep(kept, dict(_indexed(requests)))
    with zipfile.ZipFile(kept) as files:
        return {name: files.read(name) for name in files.namelist()}


def _request(record: Searchable) -> dict[str, Any]:
    """A record as Pagefind takes it; assets/search.js weighs the fields of `meta`, and first asks for whole names."""
    names = " ".join(record.names)
    apart = " ".join(digits_apart(name) for name in (*record.names, record.title))
    meta = {
        "kind": record.kind,
        "title": record.title,
        "names": f"{names} {apart} {other_spellings(names)}",
        "spelt": other_spellings(record.title),
        "also": other_spellings(record.text),
    }
    given = {name: text for name, value in meta.items() if (text := " ".join(value.split()))}
    whole = {"filters": {"name": sorted({key(name) for name in record.names})}} if record.names else {}
    return {"url": record.address or "./", "content": record.text, "language": _LANGUAGE, "meta": given, **whole}


def _indexed(requests: list[dict[str, Any]]) -> Iterator[tuple[str, bytes]]:
    answers = _asked(
        [
            {"type": "NewIndex", "config": _CONFIG},
            *({"type": "AddRecord", "index_id": 0, **request} for request in requests),
            {"type": "GetFiles", "index_id": 0},
        ]
    )
    for file in answers[-1]["files"]:
        if file["path"] in _NEEDED or file["path"].endswith(_NEEDED_KINDS):
            yield file["path"], base64.b64decode(file["content"])


def _asked(payloads: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Pagefind's answers in order. Its own Python client waits a tenth of a second for each: two minutes in all."""
    program = get_executable()
    if program is None:
        raise RuntimeError("the program of Pagefind is missing; install requirements.txt again")
    asked = [{"message_id": number, "payload": payload} for number, payload in enumerate(payloads)]
    answered = b""
    with subprocess.Popen([program, "--service"], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as service:
        assert service.stdin and service.stdout
        service.stdin.write(b"".join(base64.b64encode(json.dumps(message).encode()) + b"," for message in asked))
        service.stdin.flush()
        parts, missing = [], len(asked)
        while missing and (part := service.stdout.read1(1 << 20)):
            parts.append(part)
            missing -= part.count(b",")
        answered = b"".join(parts)
    answers = [json.loads(base64.b64decode(message))["payload"] for message in answered.split(b",") if message]
    wrong = [answer for answer in answers if answer["type"] == "Error"]
    if wrong or missing:
        raise RuntimeError(f"Pagefind made no index: {wrong[0]['message'] if wrong else 'it stopped early'}")
    return answers


def _keep(target: Path, files: Mapping[str, bytes]) -> None:
    """Write the files as one, which is there whole or not at all, whoever else writes it at the same time."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in sorted(files.items()):
            archive.writestr(zipfile.ZipInfo(name), content)
    target.parent.mkdir(parents=True, exist_ok=True)
    own = target.with_suffix(f".{hashlib.sha256(str(id(packed)).encode()).hexdigest()[:8]}")
    own.write_bytes(packed.getvalue())
    own.replace(target)
