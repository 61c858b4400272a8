"""The cache saves time and changes nothing: what was cut, altered or deleted is made again."""

import re
import shutil
from pathlib import Path

import pytest

from evidence.site.cache import Cache, code_key, key_of
from evidence.site.output import Output
from evidence.site.site import Site
from support.built_site import DATA, ROOT

CONTENT = bytes(range(256)) * 2


def test_a_result_is_made_once_and_comes_back_as_it_was(tmp_path: Path) -> None:
    made = []

    def make() -> bytes:
        made.append(1)
        return CONTENT

    found = [Cache(tmp_path).get_or_make("kind", "key", make) for _ in range(3)]
    assert (found, len(made)) == ([CONTENT] * 3, 1)
    assert Cache(tmp_path).get("another kind", "key") is None
    assert Cache(tmp_path).get("kind", "another key") is None


@pytest.mark.parametrize("content", [b"", b"\0", CONTENT], ids=["nothing", "one byte", "many bytes"])
def test_a_result_of_which_any_byte_differs_is_made_again(content: bytes, tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    cache.put("kind", "key", content)
    file = tmp_path / "kind" / "key"
    whole = file.read_bytes()
    for place in range(len(whole)):
        file.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        assert cache.get("kind", "key") is None, place
    for length in range(len(whole)):
        file.write_bytes(whole[:length])
        assert cache.get("kind", "key") is None, length
    file.write_bytes(whole + b"more")
    assert cache.get_or_make("kind", "key", lambda: b"anew") == b"anew"
    assert cache.get("kind", "key") == b"anew"


def test_a_result_under_the_name_of_another_is_made_again(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    cache.put("kind", "one", b"one")
    (tmp_path / "kind" / "one").rename(tmp_path / "kind" / "other")
    assert cache.get("kind", "other") is None


def test_the_cache_may_be_deleted_at_any_time_and_a_disk_that_fails_costs_time_only(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "cache")
    cache.put("kind", "key", CONTENT)
    (tmp_path / "cache" / "kind" / "key").unlink()
    (tmp_path / "cache" / "kind").rmdir()
    assert cache.get_or_make("kind", "key", lambda: CONTENT) == CONTENT
    (tmp_path / "file").write_bytes(b"no folder")
    for _ in range(2):
        assert Cache(tmp_path / "file").get_or_make("kind", "key", lambda: CONTENT) == CONTENT
    Cache(tmp_path / "file").prune()


def test_a_cache_that_grew_too_large_forgets_its_oldest_results(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    for number in range(8):
        cache.put("kind", str(number), CONTENT)
        (tmp_path / "kind" / str(number)).touch()
    cache.prune(largest=10 * len(CONTENT))
    assert all(cache.get("kind", str(number)) for number in range(8))
    cache.prune(largest=4 * len(CONTENT))
    assert cache.get("kind", "0") is None
    assert cache.get("kind", "7") == CONTENT


def test_no_two_sequences_of_parts_have_one_key() -> None:
    parts: list[tuple[str | bytes, ...]] = [
        (),
        ("",),
        ("", ""),
        ("ab", "c"),
        ("a", "bc"),
        ("abc",),
        (b"abc", ""),
        ("é",),
    ]
    assert len({key_of(*each) for each in parts}) == len(parts)
    assert key_of("abc") == key_of(b"abc")


def test_the_key_of_code_changes_with_any_file_and_not_with_what_python_keeps(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("one", encoding="utf-8")
    first = code_key([tmp_path], ["jinja2"])
    (tmp_path / "a.pyc").write_text("compiled", encoding="utf-8")
    assert code_key([tmp_path], ["jinja2"]) == first
    (tmp_path / "a.py").write_text("other", encoding="utf-8")
    assert code_key([tmp_path], ["jinja2"]) != first
    assert code_key([tmp_path], []) != code_key([tmp_path], ["jinja2"])


@pytest.mark.parametrize(("name", "new"), [("name", "Another evidence"), ("licence", "CC0-1.0")])
def test_a_twin_is_made_again_where_the_site_says_otherwise(name: str, new: str, tmp_path: Path) -> None:
    data, page = tmp_path / "data", Output("a-page.md", "<h1>A page</h1>", "A page", "About a page.")
    shutil.copytree(ROOT / DATA["single"], data)

    def twin(folder: Path) -> str | bytes:
        made = Site(data, {"EVIDENCE_CARDS": "no"}).companions([page], Cache(folder), "code")
        return next(iter(made)).content

    before = twin(tmp_path / "cache")
    file = data / "site.yml"
    file.write_text(re.sub(rf"^{name}: .*", f"{name}: {new}", file.read_text("utf-8"), flags=re.MULTILINE), "utf-8")
    after = twin(tmp_path / "cache")
    assert after == twin(tmp_path / "no cache") != before
