"""The normal form is made character by character, and knows where each part is printed."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from indexer.text.normalizer import normalize, normalize_with_offsets

_TEXTS = st.text(
    st.characters() | st.sampled_from("平安電信１２．５％Ａb“”「」\"'—–－- \u3000\u200b\n×½㎡𠮷"),
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
