"""The normal form is made character by character, and knows where each part is printed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.text.normalizer import normalize, normalize_with_offsets

_TEXTS = st.text(
    st.characters()
    | st.sampled_from(
        "平安電信１２．５％Ａb“”「」\"'—–－- \u3000\u200b\n×½㎡𠮷⺠⻔○Ｏ•‧〔】～⸺∶✕\ue5e5\u2e95"
    ),
    max_size=40,
)


@given(_TEXTS, _TEXTS)
def test_the_form_of_a_joined_text_is_the_joined_forms(first: str, second: str) -> None:
    assert normalize(first + second) == normalize(first) + normalize(second)


@given(_TEXTS)
def test_a_normal_form_is_its_own(text: str) -> None:
    assert normalize(normalize(text)) == normalize(text)


@given(_TEXTS, st.data())
def test_any_piece_of_the_form_stands_in_the_text_where_its_offsets_say(
    text: str, data: st.DataObject
) -> None:
    form, offsets = normalize_with_offsets(text)
    assert form == normalize(text) and len(offsets) == len(form) + 1
    if not form:
        return
    start = data.draw(st.integers(0, len(form) - 1))
    end = data.draw(st.integers(start + 1, len(form)))
    printed = text[offsets[start] : offsets[end - 1] + 1]
    assert form[start:end] in normalize(printed)


@given(_TEXTS, st.sampled_from(["\u200b", " ", "\u3000", "\n", "“", "”", '"', "「", "』"]))
def test_what_print_adds_or_loses_changes_nothing(text: str, sign: str) -> None:
    middle = len(text) // 2
    assert normalize(text[:middle] + sign + text[middle:]) == normalize(text)


@given(st.text("abcXYZ0123456789.%+-,!?", max_size=20))
def test_width_and_case_change_nothing(text: str) -> None:
    wide = "".join(chr(ord(char) + 0xFEE0) for char in text)
    assert normalize(wide) == normalize(text) == normalize(text.upper())


@pytest.mark.parametrize(
    ("printed", "typed"),
    [
        ("⺠警、⻔禁系统、⻅义勇为", "民警、门禁系统、见义勇为"),
        ("⼈⺠", "人民"),
        ("二○一九年", "二〇一九年"),
        ("一九八◯年", "一九八〇年"),
        ("埃里克·霍夫曼", "埃里克•霍夫曼"),
        ("埃里克‧霍夫曼", "埃里克．霍夫曼"),
        ("“11·15”专案", "11•15专案"),
        ("海公发〔2021〕15号", "海公发[2021]15号"),
        ("海公发【2021】15号", "海公发（2021）15号"),
        ("2021～2025年", "2021-2025年"),
        ("2016—2020年", "2016〜2020年"),
        ("5⸺8万", "5─8万"),
        ("1∶500", "1：500"),
        ("7×24小时", "7*24小时"),
        ("7✕24小时", "7x24小时"),
        ("科技成果\ue004产业化", "科技成果产业化"),
    ],
)
def test_what_print_writes_in_several_ways_has_one_form(printed: str, typed: str) -> None:
    assert normalize(printed) == normalize(typed)


def test_decimal_points_and_other_punctuation_stay() -> None:
    assert normalize("15.72％") == "15.72%" and normalize("12") not in normalize("1.2")
    assert normalize("《办法》，一、二。") == "《办法》,一、二。"
    assert normalize("GDP Ｏ") == "gdpo"  # a letter is no zero without its neighbours
