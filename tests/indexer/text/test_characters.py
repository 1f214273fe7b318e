"""The table that normalising reads is what Unicode and OpenCC give."""

from __future__ import annotations

import unicodedata

from indexer.text.characters import derive_table, read_radicals
from indexer.text.normalizer import character_table


def test_the_table_is_derived_from_unicode_and_opencc() -> None:
    """For all characters that this Python knows; the table may know more."""
    table, derived = character_table(), derive_table()
    known = {code for code in table if unicodedata.category(chr(code)) != "Cn"}
    assert derived.keys() - table.keys() == set()
    assert {code: table[code] for code in known} == {
        code: derived[code] for code in known & derived.keys()
    }
    assert len(known) > 10_000


def test_forms_are_their_own_forms_and_simplified() -> None:
    table = character_table()
    assert table[ord("電")] == "电" and table[ord("Ａ")] == "a" and table[ord("㎡")] == "m2"
    assert table[ord("“")] == "" and table[ord("　")] == "" and table[ord("—")] == "-"
    for form in table.values():
        assert form.translate(table) == form


def test_every_radical_that_looks_like_an_ideograph_has_its_form() -> None:
    table, radicals = character_table(), read_radicals()
    assert len(radicals) == 114 and radicals["⺠"] == "民" and radicals["⻔"] == "门"
    for radical, ideograph in radicals.items():
        assert table[ord(radical)] == ideograph.translate(table)


def test_private_use_characters_are_no_text() -> None:
    assert {character_table()[code] for code in range(0xE000, 0xF900)} == {""}
