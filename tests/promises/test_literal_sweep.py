"""`exact` is plain `in` over the normal form of text and headings, whatever the literal."""

from __future__ import annotations

import random
from pathlib import Path

from literal_sweep import lines_of_the_tables, sweep, units_of_folder, units_of_lines, write_lines
from plain_table import plain_form

BUNDLED = Path(__file__).parents[2] / "corpus"


def test_exact_is_in_on_the_bundled_reports(tmp_path: Path) -> None:
    units = units_of_folder(BUNDLED)
    assert len(units) > 50
    assert sweep(str(BUNDLED), units, 300, tmp_path) == []


def test_exact_is_in_on_texts_of_the_characters_that_normalisation_changes(tmp_path: Path) -> None:
    lines = lines_of_the_tables(200, random.Random(7))
    source = write_lines(tmp_path / "in.jsonl", lines)
    assert sweep(source, units_of_lines(lines), 300, tmp_path) == []


def test_exact_is_in_by_a_table_written_apart_from_ours(tmp_path: Path) -> None:
    units = units_of_folder(BUNDLED)
    assert sweep(str(BUNDLED), units, 300, tmp_path, seed=3, normal=plain_form) == []
