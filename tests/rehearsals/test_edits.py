"""After each of many edits at random a build over the last one gives the site of a clean build."""

from pathlib import Path

from support.edited_builds import assert_edits_leave_clean_sites


def test_after_any_edit_the_site_is_the_site_of_a_clean_build(tmp_path: Path) -> None:
    assert_edits_leave_clean_sites(tmp_path, builds=25)
