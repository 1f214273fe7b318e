"""Normalising in bulk is normalising one by one."""

from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.text.bulk_normalizer import normalize_all, normalize_all_with_offsets
from indexer.text.normalizer import normalize, normalize_with_offsets

TEXTS = st.text(st.characters(), max_size=40)  # all code points, lone surrogates too
PRINT = st.text("平安前哨電信“”‘’「」－—…㎡½１２％Ａ \n\t\0\u200b\U00020bb7😀\uffff", max_size=40)


@settings(deadline=None)
@given(st.lists(TEXTS | PRINT, max_size=12))
def test_bulk_forms_are_those_of_each_text(texts: list[str]) -> None:
    assert normalize_all(texts) == [normalize(text) for text in texts]
    assert normalize_all_with_offsets(texts) == [normalize_with_offsets(text) for text in texts]


def test_every_character_has_its_form() -> None:
    texts = [chr(code) for code in [*range(0x3000), *range(0x20000, 0x20100)]]
    texts += ["".join(map(chr, range(start, start + 64))) for start in range(0x3000, 0x20000, 64)]
    assert normalize_all(texts) == [normalize(text) for text in texts]
