"""The tables as DataFrames: what an analyst gets from `from evidence import frames`."""

import subprocess
import sys

import numpy as np
import pandas as pd
import pytest

from evidence import frames
from support import raw_data
from support.built_site import DATA, ROOT, surroundings

RICH = ROOT / DATA["rich"]


@pytest.fixture(scope="module")
def tables() -> frames.Frames:
    return frames.load(RICH)


def test_a_column_has_the_text_as_reported_and_next_to_it_the_number(tables: frames.Frames) -> None:
    for name, figure in (("reports", "value"), ("safety", "n_affected")):
        frame, written = tables[name], raw_data.rows(RICH, f"{name}.csv")
        assert len(frame) == len(written)
        for column in written[0]:
            assert frame[column].fillna("").tolist() == [row[column] for row in written]
        assert frame[f"{figure}_number"].dtype == "float64"
        for text, number in zip(frame[figure], frame[f"{figure}_number"], strict=True):
            assert pd.isna(number) if pd.isna(text) else float(text) == number


def test_every_column_has_a_meaning_and_the_unit_of_its_field(tables: frames.Frames) -> None:
    told = tables.dictionary()
    columns = [(name, column) for name in tables for column in tables[name].columns]
    assert list(zip(told["table"], told["column"], strict=True)) == columns
    assert (told["meaning"] != "").all()
    assert tables["safety"].attrs["units"]["n_affected_number"] == "participants"


def test_a_frame_is_a_copy(tables: frames.Frames) -> None:
    first = tables["reports"]
    first["value"] = "changed"
    assert (tables["reports"]["value"] != "changed").all()


def test_effects_have_the_sizes_that_the_site_computes_in_full_precision(tables: frames.Frames) -> None:
    effects = tables["effects"].set_index("fact")
    extraction = tables["extraction"].set_index("fact")
    assert set(effects.index) == set(extraction.index)
    both = effects.join(extraction[["derived_g", "derived_g_number"]])
    assert both["g"].notna().tolist() == both["derived_g"].notna().tolist()
    known = both[both["g"].notna()]
    assert ((known["g"] - known["derived_g_number"]).abs() <= 0.005).all()
    assert (known["g_low"] < known["g"]).all() and (known["g"] < known["g_high"]).all()


def test_contrasts_have_what_is_pooled_on_the_scale_of_their_measure() -> None:
    outcomes = frames.load(ROOT / "tests/drugs/outcomes/data")
    contrasts = outcomes["contrasts"]
    assert set(contrasts["scale"]) == {"logarithmic"}
    assert contrasts["estimate_on_scale"].tolist() == pytest.approx(np.log(contrasts["value_number"]).tolist())
    printed = contrasts.merge(outcomes["reports"], on="fact")
    width = np.log(printed["ci_high_number"] / printed["ci_low_number"])
    assert contrasts["se_on_scale"].tolist() == pytest.approx((width / 2 / 1.959963984540054).tolist())


def test_an_empty_table_has_its_columns() -> None:
    frame = frames.load(ROOT / DATA["single"])["contrasts"]
    assert frame.empty and "se_number" in frame.columns


def test_pandas_is_imported_only_when_frames_are_asked_for() -> None:
    script = (
        "import sys, evidence, evidence.site.site, evidence.site.exports\n"
        "assert 'pandas' not in sys.modules\n"
        "from evidence import frames\n"
        "assert 'pandas' in sys.modules\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        env=surroundings(PYTHONPATH=str(ROOT / "hooks")),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
