"""The files of a repository that name its site are written from the data, and say nothing of another site."""

import shutil
from pathlib import Path

import yaml

from evidence.commands.repository import FILES, is_of_another_site, write
from evidence.loading import read_or_raise
from support import raw_data
from support.built_site import DATA, ROOT
from support.names_of_a_drug import own_names

CODE_IS_HELD = "MIT License\n\nCopyright (c) 2020 The first team\n\nPermission is hereby granted"
BEFORE = {
    "README.md": "# Oldamab: the evidence\n\nIt is about oldamab.\n\n## Two commands\n\nmake\n",
    "LICENSE": f"Two licences.\n\n  Copyright (c) 2020 The first team\n\nCode:\n\n{CODE_IS_HELD}\n",
    "CITATION.cff": "title: Oldamab\nrepository-code: https://github.com/old/oldamab\n",
    ".github/CODEOWNERS": "# The team of @old\n/hooks/   @old/maintainers\n",
}


def _written(name: str, root: Path) -> list[str]:
    return write(read_or_raise(ROOT / DATA[name]), root)


def test_each_file_names_the_new_site_and_keeps_what_holds_for_any(tmp_path: Path) -> None:
    for name, text in BEFORE.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert is_of_another_site(read_or_raise(ROOT / DATA["rich"]).site, tmp_path)
    assert _written("rich", tmp_path) == list(FILES)
    assert _written("rich", tmp_path) == []
    assert not is_of_another_site(read_or_raise(ROOT / DATA["rich"]).site, tmp_path)
    readme, licence, citation, owners = (path.read_text(encoding="utf-8") for path in map(tmp_path.joinpath, FILES))
    assert readme.startswith("# Fictabernil & friends") and readme.endswith("\n## Two commands\n\nmake\n")
    assert "Nobody makes this site; it is made up for tests." in readme
    assert "\n  Copyright (c) 2027 Ada O'Nobody\n" in licence
    # The licence of the code asks that its notice stays.
    assert "MIT License\n\nCopyright (c) 2020 The first team\nCopyright (c) 2027 Ada O'Nobody\n" in licence
    said, site = yaml.safe_load(citation), raw_data.entity(ROOT / DATA["rich"] / "site.yml")
    assert (said["title"], [each["name"] for each in said["authors"]]) == (site["name"], site["authors"])
    assert owners == "# The team of @old\n/hooks/   @example/maintainers\n"
    assert "oldamab" not in f"{readme}{citation}".casefold()


def test_no_name_of_the_drug_of_this_repository_stays_in_them(tmp_path: Path) -> None:
    for name in FILES:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copy2(ROOT / name, tmp_path / name)
    _written("single", tmp_path)
    here = own_names(ROOT / "data") - own_names(ROOT / DATA["single"])
    for name in set(FILES) - {"LICENSE"}:
        text = (tmp_path / name).read_text(encoding="utf-8").casefold()
        assert [word for word in here if word in text] == [], name
