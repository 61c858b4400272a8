"""What asks the network once a week: tried on recorded answers, given by a server on this machine."""

from __future__ import annotations

import ast
import json
import re
import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, FormatChecker

from evidence.loading import Draft, read_or_raise
from evidence.model import vocabulary
from support.built_site import DATA, ROOT
from watch import issue_text, links, register
from watch.__main__ import main
from watch.fetch import Client
from watch.register import RegisterError

RECORDED = Path(__file__).parents[1] / "recorded" / "register"
RICH = ROOT / DATA["rich"]
NUMBERS = ("NCT99990102", "NCT99990103", "NCT99990104", "NCT99990105")


@dataclass
class Given:
    """One answer of the server. `hang` holds it back for as many seconds; without a status the line goes dead."""

    status: int | None = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    hang: float = 0


@dataclass
class Server:
    """A server that gives prepared answers by path, in turn, the last one for ever; `asked` is what it was asked."""

    address: str
    answers: dict[str, list[Given]] = field(default_factory=dict)
    asked: list[Any] = field(default_factory=list)

    def give(self, path: str, *answers: Given) -> str:
        """Prepare the answers at a path; gives its address."""
        self.answers[path] = list(answers)
        return self.address + path


@contextmanager
def served() -> Iterator[Server]:
    """A server of this machine."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            asked = urlsplit(self.path)
            server.asked.append((asked.path, {name: each[0] for name, each in parse_qs(asked.query).items()}))
            answers = server.answers.get(asked.path, [Given(404)])
            answer = answers.pop(0) if len(answers) > 1 else answers[0]
            stopped.wait(answer.hang)
            if answer.status is None:
                self.connection.shutdown(socket.SHUT_RDWR)
                self.close_connection = True
                return
            self.send_response(answer.status)
            for name, value in {"Content-Length": str(len(answer.body)), **answer.headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(answer.body)

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    stopped = threading.Event()

    class Quiet(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *_: Any) -> None:
            """One who asked and did not wait for the answer is no news."""

    http = Quiet(("127.0.0.1", 0), Handler)
    server = Server(f"http://127.0.0.1:{http.server_port}")
    thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        stopped.set()
        http.shutdown()
        http.server_close()


@pytest.fixture
def server() -> Iterator[Server]:
    with served() as each:
        yield each


def client(**more: Any) -> Client:
    """One that does not wait."""
    return Client("a test", **{"pace": 0, "wait": 0, "timeout": (2, 2), **more})


def recorded(name: str) -> bytes:
    return (RECORDED / name).read_bytes()


@cache
def rich() -> Draft:
    return read_or_raise(RICH)


# The register.


@pytest.mark.parametrize("name", ["same-1.json", "same-2.json", "changed.json"])
def test_the_recorded_answers_have_the_form_that_the_register_publishes(name: str) -> None:
    schema = json.loads((RECORDED / "schema.json").read_text(encoding="utf-8"))
    validator = Draft202012Validator(schema, format_checker=FormatChecker())
    assert [error.message for error in validator.iter_errors(json.loads(recorded(name)))] == []


def test_every_status_of_the_register_that_the_data_may_use_is_one_of_ours() -> None:
    schema = json.loads((RECORDED / "schema.json").read_text(encoding="utf-8"))
    words = {register._status(word) for word in schema["$defs"]["Status"]["enum"]}
    assert set(vocabulary.StudyStatus.__args__) <= words


def test_an_answer_in_pages_is_read_to_its_end_and_asked_for_as_the_schema_says(server: Server) -> None:
    server.give("/studies", Given(body=recorded("same-1.json")), Given(body=recorded("same-2.json")))
    told = register.records(client(), NUMBERS, server.address)
    assert {number: type(record) for number, record in told.items()} == dict.fromkeys(NUMBERS, register.Record)
    first, second = (parameters for _, parameters in server.asked)
    assert first["filter.ids"] == "|".join(NUMBERS)
    assert re.fullmatch(r"[a-zA-Z][a-zA-Z0-9. -]*(\|[a-zA-Z][a-zA-Z0-9. -]*)*", first["fields"])
    assert second == {**first, "pageToken": "made-up-token"}


def test_what_the_register_says_too_is_no_difference(server: Server, tmp_path: Path) -> None:
    server.give("/studies", Given(body=recorded("same-1.json")), Given(body=recorded("same-2.json")))
    file = tmp_path / "issue.md"
    assert main(["register", str(file), "--data", str(RICH), "--register", server.address], client()) == 0
    assert file.read_text(encoding="utf-8") == ""


def test_each_thing_that_the_register_says_otherwise_is_told_with_its_place(server: Server, tmp_path: Path) -> None:
    server.give("/studies", Given(body=recorded("changed.json")))
    file = tmp_path / "issue.md"
    assert main(["register", str(file), "--data", str(RICH), "--register", server.address], client()) == 0
    text = file.read_text(encoding="utf-8")
    told = re.sub(r" \(\[edit\]\(\S+\)\)", "", text)
    assert [line for line in told.splitlines() if line.startswith(("###", "-"))] == [
        "### `OZZLE-3`, [NCT99990103](https://clinicaltrials.gov/study/NCT99990103)",
        "- Status: here `active, not recruiting`, in the register now `completed`",
        "- Primary completion: here `2026-01`, in the register now `2026-01-19`",
        "- Completion: here `2027-06-30`, in the register now `2027-02-15`",
        "- Completion is: here `estimated`, in the register now `actual`",
        "- People enrolled: here `12502`, in the register now `12501`",
        "### `OZZLE-4`, [NCT99990104](https://clinicaltrials.gov/study/NCT99990104)",
        "- Status: here `recruiting`, in the register now `withheld`",
        "- Completion: here `2031-12`, in the register now `nothing`",
        "- People planned: here `1500`, in the register now `1400`",
        "### `OZZLE-2 Open`, [NCT99990105](https://clinicaltrials.gov/study/NCT99990105)",
        "- Results posted: here `no`, in the register now `yes`",
        "### A newer version, nothing different in these fields",
        "- `OZZLE-2`",
    ]
    for path, line in re.findall(r"/edit/[^/]+/data/(\S+?)#L(\d+)\)", text):
        assert (RICH / path).read_text(encoding="utf-8").splitlines()[int(line) - 1].partition(":")[
            0
        ] in issue_text.FIELDS


def test_what_a_contradiction_explains_already_opens_no_issue(server: Server, tmp_path: Path) -> None:
    answer = json.loads(recorded("same-2.json"))
    answer["studies"][0]["protocolSection"]["designModule"]["enrollmentInfo"] = {"count": 11900, "type": "ESTIMATED"}
    record = register.read(answer["studies"][0])
    (differ,) = register.differences(rich(), "ozzle-3", record)
    assert (differ.field, differ.known) == ("planned", "ozzle-3-plan")
    assert issue_text.register(rich().site, {"x": ("NCT99990103", [differ])}, {}, []) == ""


# A broken answer -> what is told about it. `None` means that nothing can be said of any study.
BROKEN: dict[str, tuple[Given, str]] = {
    "a server that is busy": (Given(429, headers={"Retry-After": "0"}), "the register answered 429"),
    "a server that is down": (Given(503), "the register answered 503"),
    "a question that it refuses": (Given(400, b"Unknown field"), "the register answered 400"),
    "a page for people": (Given(body=b"<!doctype html><title>Just a moment</title>"), "the answer is no JSON"),
    "half an answer": (Given(body=recorded("changed.json")[:900]), "the answer is no JSON"),
    "another version of the API": (Given(body=b'{"results": []}'), "the answer has no list of studies"),
    "a list": (Given(body=b"[]"), "the answer has no list of studies"),
    "nothing": (Given(body=b""), "the answer is no JSON"),
    "no text": (Given(body=b"\xff\xfe\x00"), "the answer is no JSON"),
    "a token that is none": (
        Given(body=b'{"studies": [], "nextPageToken": 7}'),
        "the answer does not say how it goes on",
    ),
    "an answer without end": (Given(body=b'{"studies": [], "nextPageToken": "x"}'), "the answer does not end"),
    "a dead line": (Given(None), "no connection"),
    "a length that is not kept": (
        Given(body=b'{"studies": [', headers={"Content-Length": "999999"}),
        "no connection",
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_answer_is_told_in_words_and_an_issue_stays_as_it_is(
    name: str, server: Server, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    answer, told = BROKEN[name]
    server.give("/studies", answer)
    file = tmp_path / "issue.md"
    quick = client(timeout=(0.5, 0.5))
    assert main(["register", str(file), "--data", str(RICH), "--register", server.address], quick) == 0
    assert capsys.readouterr().err == f"Nothing was compared: {told}.\n"
    assert not file.exists()


def test_an_answer_that_does_not_come_is_waited_for_only_so_long(server: Server) -> None:
    server.give("/studies", Given(hang=30))
    with pytest.raises(RegisterError, match="no answer in time"):
        register.records(client(timeout=(0.2, 0.2)), NUMBERS, server.address)


def test_an_answer_that_is_too_long_is_not_read(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("watch.fetch.LARGEST", 1000)
    server.give("/studies", Given(body=recorded("changed.json")))
    with pytest.raises(RegisterError, match="more than 1000 bytes"):
        register.records(client(), NUMBERS, server.address)


def test_a_server_that_says_when_to_come_again_is_obeyed(server: Server) -> None:
    whole = json.dumps({"studies": json.loads(recorded("same-2.json"))["studies"]}).encode()
    server.give("/studies", Given(429, headers={"Retry-After": "1"}), Given(503), Given(body=whole))
    begun = time.monotonic()
    told = register.records(client(wait=2), NUMBERS[1:3], server.address)
    assert [type(each) for each in told.values()] == [register.Record] * 2
    assert (len(server.asked), time.monotonic() - begun > 1) == (3, True)


def test_a_server_is_never_waited_for_longer_than_allowed(server: Server) -> None:
    server.give("/studies", Given(429, headers={"Retry-After": "86400"}), Given(body=b'{"studies": []}'))
    told = register.records(client(wait=0), NUMBERS[:1], server.address)
    assert str(told[NUMBERS[0]]) == "the register has no record of this number"


def _without(path: str) -> Callable[[dict[str, Any]], None]:
    def change(study: dict[str, Any]) -> None:
        *way, last = path.split(".")
        for step in way:
            study = study[step]
        del study[last]

    return change


def _with(path: str, value: Any) -> Callable[[dict[str, Any]], None]:
    def change(study: dict[str, Any]) -> None:
        *way, last = path.split(".")
        for step in way:
            study = study[step]
        study[last] = value

    return change


STATUS = "protocolSection.statusModule"


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (_without(STATUS), "it has no statusModule"),
        (_without(f"{STATUS}.overallStatus"), "it has no overallStatus"),
        (_with(f"{STATUS}.overallStatus", None), "it has no overallStatus"),
        (_with(f"{STATUS}.completionDateStruct", "2027-06-30"), "completionDateStruct has no date"),
        (_with(f"{STATUS}.completionDateStruct.date", "June 2027"), "completionDateStruct has no date"),
        (_with(f"{STATUS}.startDateStruct.date", 20230502), "startDateStruct has no date"),
        (_with("protocolSection.designModule.enrollmentInfo.count", "12502"), "enrollmentInfo.count is no number"),
        (_with("protocolSection.designModule.enrollmentInfo.count", True), "enrollmentInfo.count is no number"),
        (_with("protocolSection.designModule.enrollmentInfo.count", -1), "enrollmentInfo.count is no number"),
        (_with("protocolSection.designModule", []), "it has no designModule"),
        (_with("protocolSection.identificationModule.nctIdAliases", "NCT1"), "nctIdAliases is no list"),
        (_with("hasResults", "false"), "hasResults is neither true nor false"),
    ],
)
def test_one_study_in_another_form_is_told_and_the_others_are_compared(
    change: Callable[[dict[str, Any]], None], told: str, server: Server
) -> None:
    answer = json.loads(recorded("same-2.json"))
    change(answer["studies"][0])
    server.give("/studies", Given(body=json.dumps(answer).encode()))
    found = register.records(client(), NUMBERS[1:3], server.address)
    assert told in str(found["NCT99990103"])
    assert isinstance(found["NCT99990104"], register.Record)
    text = issue_text.register(rich().site, {}, {"OZZLE-3": str(found["NCT99990103"])}, [])
    assert "### Could not be compared" in text


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)
PLACES = [
    "protocolSection", STATUS, "protocolSection.identificationModule", "protocolSection.identificationModule.nctId",
    "protocolSection.designModule.enrollmentInfo", f"{STATUS}.completionDateStruct", f"{STATUS}.completionDateStruct.type",
    f"{STATUS}.lastUpdatePostDateStruct", f"{STATUS}.lastUpdateSubmitDate", "hasResults",
    "protocolSection.identificationModule.nctIdAliases",
]  # fmt: skip


@given(st.sampled_from(PLACES), JSON)
@settings(derandomize=True, max_examples=300)
def test_whatever_stands_in_a_study_it_is_read_or_told_never_a_traceback(path: str, value: Any) -> None:
    study = json.loads(recorded("same-2.json"))["studies"][0]
    _with(path, value)(study)
    try:
        record = register.read(study)
    except RegisterError:
        return
    some = list(register.differences(rich(), "ozzle-3", record))
    assert isinstance(issue_text.register(rich().site, {"x": ("NCT99990103", some)}, {}, []), str)


@given(JSON)
@settings(derandomize=True, max_examples=100)
def test_whatever_stands_in_place_of_a_study_is_passed_over_or_told(value: Any) -> None:
    for number, told in register._told(value, list(NUMBERS)):
        assert number in NUMBERS
        assert isinstance(told, register.Record | RegisterError)


def test_a_number_that_became_another_is_followed_and_one_without_record_is_told(server: Server) -> None:
    server.give("/studies", Given(body=recorded("changed.json")))
    found = register.records(client(), [*NUMBERS, "NCT99999999"], server.address)
    assert isinstance(found["NCT99990105"], register.Record)
    assert (found["NCT99990105"].nct, str(found["NCT99999999"])) == (
        "NCT99990199",
        "the register has no record of this number",
    )


# Links.


@pytest.mark.parametrize(
    ("answer", "kind", "what"),
    [
        (Given(200, b"here"), "", ""),
        (Given(404), "dead", "answers 404"),
        (Given(410), "dead", "answers 410"),
        (Given(400), "dead", "answers 400"),
        (Given(403), "unknown", "answers 403 to a program"),
        (Given(429, headers={"Retry-After": "0"}), "unknown", "answers 429 to a program"),
        (Given(500), "unknown", "answers 500 to a program"),
        (Given(302, headers={"Location": "/there"}), "", ""),
        (Given(301, headers={"Location": "/there"}), "moved", "leads to "),
        (Given(308, headers={"Location": "/there"}), "moved", "leads to "),
        (Given(301, headers={"Location": "/text/"}), "", ""),
        (Given(302, headers={"Location": "/"}), "dead", "leads to the front page "),
        (Given(301, headers={"Location": "/text"}), "unknown", "redirects without end"),
        (Given(301, headers={"Location": "http://[nowhere"}), "unknown", ""),
        (Given(None), "unknown", "no connection"),
        (Given(hang=9), "unknown", "no answer in time"),
    ],
)
def test_what_an_address_answers_is_judged_and_no_more_than_that(
    answer: Given, kind: str, what: str, server: Server
) -> None:
    for there in ("/there", "/text/", "/"):
        server.give(there, Given(200, b"there"))
    address = server.give("/text", answer)
    told = links._verdict(address, client(timeout=(0.3, 0.3)).get(address, body=False))
    assert told[0] == kind
    assert told[1].startswith(what)


def _with_addresses(tmp_path: Path, server: Server) -> Path:
    """The single drug with sources at a server of this machine."""
    data = shutil.copytree(ROOT / DATA["single"], tmp_path / "data")
    for file in (data / "sources").glob("*.yml"):
        text = file.read_text(encoding="utf-8")
        text = re.sub(r"^url: https://example\.(org|net|com)", f"url: {server.address}", text, flags=re.MULTILINE)
        text += "" if "\nnote:" in text else "note: At a server of this machine.\n"
        file.write_text(text, encoding="utf-8")
    return data


def test_one_issue_lists_what_leads_nowhere_with_its_line_and_what_must_be_looked_at(
    server: Server, tmp_path: Path
) -> None:
    data = _with_addresses(tmp_path, server)
    paths = {key: urlsplit(source.url).path for key, source in read_or_raise(data).sources.items() if source.url}
    usable = [key for key in paths if read_or_raise(data).sources[key].is_citable]
    answers = {key: Given(200, b"here") for key in usable}
    answers[usable[0]], answers[usable[1]] = Given(404), Given(403)
    for key, answer in answers.items():
        server.give(paths[key], answer)
    file = tmp_path / "issue.md"
    assert main(["links", str(file), "--data", str(data)], client()) == 0
    lines = file.read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if line.startswith("###")] == [
        f"### {issue_text.KINDS['dead']}",
        f"### {issue_text.KINDS['unknown']}",
    ]
    told = [re.findall("`([^`]*)`", line)[0] for line in lines if line.startswith("- ")]
    assert told == usable[:2]
    assert len(server.asked) == len(usable)
    path, line = re.findall(rf"/data/(sources/{usable[0]}\.yml)#L(\d+)\)", "\n".join(lines))[0]
    assert (data / path).read_text(encoding="utf-8").splitlines()[int(line) - 1].startswith("url: ")


def test_addresses_that_all_answer_or_cannot_be_asked_open_no_issue(server: Server, tmp_path: Path) -> None:
    data = _with_addresses(tmp_path, server)
    for source in read_or_raise(data).sources.values():
        if source.url:
            server.give(urlsplit(source.url).path, Given(403))
    file = tmp_path / "issue.md"
    assert main(["links", str(file), "--data", str(data)], client()) == 0
    assert file.read_text(encoding="utf-8") == ""


def test_a_machine_without_network_calls_no_address_dead(
    server: Server, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = _with_addresses(tmp_path, server)
    for source in read_or_raise(data).sources.values():
        if source.url:
            server.give(urlsplit(source.url).path, Given(None))
    assert main(["links", str(tmp_path / "issue.md"), "--data", str(data)], client(timeout=(0.3, 0.3))) == 0
    assert "no network" in capsys.readouterr().err
    assert not (tmp_path / "issue.md").exists()


def test_a_name_that_no_server_has_is_a_dead_link() -> None:
    address = "https://no-such-server.invalid/text"
    assert links._verdict(address, client().get(address)) == ("dead", "no server of this name")


def test_one_server_is_asked_slowly_and_others_meanwhile() -> None:
    now, slept = [0.0], []
    slow = Client("a test", pace=5, clock=lambda: now[0], sleep=slept.append)
    for server, at in (("a", 0), ("b", 1), ("a", 2), ("a", 2.5), ("b", 20)):
        now[0] = at
        slow._keep_pace(server)
    assert slept == [3, 7.5]


@given(st.text(max_size=400))
def test_what_comes_from_outside_stands_in_an_issue_as_code(text: str) -> None:
    shown = issue_text.code(text)
    assert re.fullmatch(r"`[^`\n]+`", shown)
    assert shown.isprintable()


def test_an_issue_never_gets_longer_than_github_takes() -> None:
    some = [
        links.Finding(f"key-{n}", "https://example.org/" + "x" * 500, "dead", "answers 404", "data/x", 1)
        for n in range(999)
    ]
    text = issue_text.dead_links(rich().site, some)
    assert len(text) < 65_536
    assert text.rstrip().endswith("There is more than an issue can hold; it comes when this is done.")


def test_the_watch_stands_outside_the_build_and_reads_the_data_as_the_build_does() -> None:
    for file in (ROOT / "hooks").rglob("*.py"):
        assert not re.search(r"^\s*(?:from|import) watch\b", file.read_text(encoding="utf-8"), re.MULTILINE), file
    allowed = {"evidence", "evidence.loading", "evidence.model", "evidence.checks", "evidence.model.problems"}
    for file in (ROOT / ".ci" / "watch").glob("*.py"):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        used = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
        assert {name for name in used if name and name.startswith("evidence")} <= allowed, file
