"""Any run of characters is found in every text that holds it, at every place, and nowhere else."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.codec.segment import Segment
from indexer.text.normalizer import normalize

SegmentOf = Callable[..., Segment]
_TEXT = st.text("平安前哨平安aA1１“” \n𠮷😀%", max_size=14)


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def _places(form: str, literal: str) -> list[int]:
    """Unit offsets of every place, overlapping ones too."""
    starts = [at for at in range(len(form)) if form.startswith(literal, at)]
    return [_units(form[:at]) for at in starts]


@settings(max_examples=80)
@given(st.lists(_TEXT, min_size=1, max_size=8), st.integers(0, 7), st.integers(0, 13), st.data())
def test_a_literal_is_found_as_in_finds_it(
    segment_of: SegmentOf, texts: list[str], which: int, start: int, data: st.DataObject
) -> None:
    forms = [normalize(text) for text in texts]
    own = forms[which % len(forms)][start : start + data.draw(st.integers(1, 8))]
    literal = own or normalize(data.draw(st.text("平安前哨a1𠮷", min_size=1, max_size=4)))
    cut = data.draw(st.integers(0, len(texts)))
    index = segment_of(*[part for part in (texts[:cut], texts[cut:]) if part]).text
    wanted = {row: places for row, f in enumerate(forms) if (places := _places(f, literal))}
    found = index.find(literal)
    assert found.rows.tolist() == list(wanted)
    assert found.freqs.tolist() == [len(places) for places in wanted.values()]
    assert index.doc_freq_bound(literal) >= len(wanted)


@given(st.lists(_TEXT, min_size=1, max_size=6))
def test_the_normal_form_is_kept(segment_of: SegmentOf, texts: list[str]) -> None:
    index = segment_of(texts).text
    assert [index.form(row) for row in range(len(index))] == [normalize(text) for text in texts]
    assert index.lengths().tolist() == [_units(normalize(text)) for text in texts]


def test_it_is_known_whether_any_character_has_two_units(segment_of: SegmentOf) -> None:
    assert segment_of(["a𠮷b😀c", "ab"]).text.has_pairs
    assert not segment_of(["平安前哨", "ab"]).text.has_pairs


def test_texts_do_not_run_into_each_other(segment_of: SegmentOf) -> None:
    index = segment_of(["一平", "安前哨", "平安"]).text
    assert index.find("平安").rows.tolist() == [2]
    assert index.find("平安前").rows.tolist() == []
