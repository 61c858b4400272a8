"""The pages on contributing: all are listed, every command in them is followed up, and the shortest one works as it says.

tests/rehearsals does them all.
"""

from pathlib import Path

import pytest

from support.built_site import ROOT, files
from support.contributing import INDEX, PAGES, REHEARSALS, blocks, follow_index, follow_page


def test_the_index_and_the_correction_of_a_figure_work_word_by_word(tmp_path: Path) -> None:
    ready = follow_index(tmp_path / "ready")
    assert ready.settings == {"EVIDENCE_DATA": "practice"}
    assert {"site.yml", "addresses.txt", "changes/baseline-2020-06-30.csv"} <= set(files(ready.root / "practice"))
    follow_page(PAGES / "correct-a-figure.md", ready, tmp_path)


def test_the_index_leads_to_every_page() -> None:
    text = INDEX.read_text(encoding="utf-8")
    assert [page.name for page in REHEARSALS if f"]({page.name})" not in text] == []
    menu = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    assert [page.name for page in PAGES.glob("*.md") if f"contributing/{page.name}" not in menu] == []


@pytest.mark.parametrize("page", REHEARSALS, ids=lambda page: page.stem)
def test_every_command_is_followed_or_silent_and_no_step_is_left_out(page: Path) -> None:
    found = list(blocks(page))
    assert {block.kind for block in found} <= {"sh", "bash", "text", "diff", "yaml", "python", "jinja"}
    assert any(block.kind == "sh" for block in found)
    for block in found:
        if block.kind in ("diff", "yaml", "python", "jinja"):
            assert block.file, f"{page.name}: a block belongs to no file"
