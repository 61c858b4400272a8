"""`make addresses` lists every published address, and a build without one of them fails."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from support.built_site import ADDRESS, DATA, build, copy_of_repository, surroundings


@pytest.fixture(scope="module")
def promising(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the repository, with the small drug, whose addresses are listed."""
    copy = copy_of_repository(tmp_path_factory.mktemp("promises") / "copy", DATA["single"])
    assert _list_addresses(copy).returncode == 0
    return copy


def _list_addresses(repository: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "evidence.commands", "addresses"],
        cwd=repository,
        env=surroundings(PYTHONPATH=str(repository / "hooks"), SITE_URL=ADDRESS),
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )


def test_the_command_lists_every_address_in_order_and_takes_none_away(promising: Path, tmp_path: Path) -> None:
    copy = shutil.copytree(promising, tmp_path / "copy")
    file = copy / "data" / "addresses.txt"
    first = file.read_text(encoding="utf-8").splitlines()
    file.write_text("".join(f"{line}\n" for line in [*first[1:], "/zz-once-there/"]), encoding="utf-8")
    assert _list_addresses(copy).returncode == 0
    again = file.read_text(encoding="utf-8").splitlines()
    assert again == sorted([*first, "/zz-once-there/"])


def test_a_lost_and_an_unlisted_address_stop_the_build_and_both_are_named(promising: Path, tmp_path: Path) -> None:
    copy = shutil.copytree(promising, tmp_path / "copy")
    file = copy / "data" / "addresses.txt"
    lines = [line for line in file.read_text(encoding="utf-8").splitlines() if line != "/timeline/"]
    lines.append("/zz-once-there/")
    file.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    done = build(tmp_path / "site", copy)
    assert done.returncode != 0
    lost = "must still be published, or be moved or removed in redirects/, got no page or anchor '/zz-once-there/'"
    assert {line for line in done.stdout.splitlines() if line.startswith("data/addresses.txt:")} == {
        f"data/addresses.txt:{len(lines)}:1: {lost}",
        f"data/addresses.txt:{len(lines) + 1}:1: must list '/timeline/'; run make addresses",
    }
    assert not (tmp_path / "site").exists()
