"""Words are jieba's whichever implementation cuts, and those of the generation's own word list."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.taxonomy.taxonomy import load_taxonomy
from indexer.text import trie
from indexer.text.analyzer import (
    Segmenter,
    analysis_fingerprint,
    dictionary_frequencies,
    dictionary_total,
    is_word,
    word_frequencies,
    words_form,
)
from indexer.text.dictionary import Lexicon, LexiconSegmenter, write_lexicon
from indexer.text.normalizer import normalize
from indexer.text.word_ids import number_words

CORPUS = Path(__file__).parents[3] / "corpus"
WORDS = load_taxonomy(CORPUS / "taxonomy").dictionary_words()


@pytest.fixture(scope="module")
def jieba() -> Segmenter:
    return Segmenter(WORDS, "jieba")


@pytest.fixture(scope="module")
def compiled() -> Segmenter:
    if trie.compiled is None:
        pytest.skip("the C part was not built")
    return Segmenter(WORDS, "compiled")


@pytest.fixture(scope="module")
def lexicon(tmp_path_factory: pytest.TempPathFactory) -> Lexicon:
    path = tmp_path_factory.mktemp("lexicon") / "words"
    added = word_frequencies(WORDS)
    total = dictionary_total() + sum(added.values())
    write_lexicon(path, {**dictionary_frequencies(), **added}, total)
    return Lexicon(path)


def _paragraphs() -> list[str]:
    texts = [path.read_text("utf-8") for path in sorted((CORPUS / "documents").rglob("*.md"))]
    return [words_form(block) for text in texts for block in text.split("\n\n")]


def test_every_paragraph_of_the_bundled_reports_is_cut_alike(
    jieba: Segmenter, lexicon: Lexicon
) -> None:
    """With the whole taxonomy as user dictionary: the dictionary in use."""
    assert len(WORDS) > 100
    for form in _paragraphs():
        words = jieba.cut(form)
        assert lexicon.cut_for_search(form) == words


_MIXED = st.text(
    "平安前哨工程电信网络诈骗破案率公安机关的了一网六控123.5%abcT-90M+#& _，。𠮷😀", max_size=30
)


@settings(max_examples=150)
@given(_MIXED)
def test_any_text_is_cut_alike_by_the_lexicon(
    jieba: Segmenter, lexicon: Lexicon, text: str
) -> None:
    form = words_form(text)
    words = jieba.cut(form)
    assert lexicon.cut_for_search(form) == words
    assert "".join(jieba.cut_whole(form)) == form
    assert lexicon.cut(form) == [word for word in jieba.cut_whole(form) if is_word(word)]
    by_lexicon = LexiconSegmenter(lexicon)
    assert by_lexicon.cut(form) == words
    assert by_lexicon.cut_whole(form) == jieba.cut_whole(form)


def test_every_paragraph_of_the_bundled_reports_is_cut_alike_by_the_compiled_part(
    jieba: Segmenter, compiled: Segmenter
) -> None:
    for form in _paragraphs():
        assert compiled.cut(form) == jieba.cut(form)
        assert compiled.cut_whole(form) == jieba.cut_whole(form)


@settings(max_examples=300)
@given(_MIXED | st.text(st.characters(exclude_categories=["Cs"]), max_size=30))
def test_any_text_is_cut_alike_by_the_compiled_part(
    jieba: Segmenter, compiled: Segmenter, text: str
) -> None:
    form = words_form(text)
    assert compiled.cut(form) == jieba.cut(form)
    assert compiled.cut_whole(form) == jieba.cut_whole(form)


@settings(max_examples=60)
@given(st.lists(_MIXED | st.text(max_size=20), max_size=6))
def test_many_texts_at_once_have_the_words_of_each(
    jieba: Segmenter, compiled: Segmenter, texts: list[str]
) -> None:
    forms = [normalize(text) for text in texts]
    for segmenter in (jieba, compiled):
        numbered = number_words(texts, forms, segmenter)
        assert len(set(numbered.words)) == len(numbered.words)
        numbers = iter(numbered.numbers.tolist())
        for text, size in zip(texts, numbered.sizes.tolist(), strict=True):
            some = [next(numbers) for _ in range(size)]
            words = [numbered.words[number] for number in some if number >= 0]
            assert words == jieba.cut(words_form(text))
        assert next(numbers, None) is None


@pytest.mark.parametrize(
    "text", ["open” “ai平台", "open\u200b ai平台", "Ａ\x00 １号", "ⓐ 1", "平 1"]
)
def test_a_space_between_latin_words_parts_them_whatever_else_vanishes_there(
    jieba: Segmenter, text: str
) -> None:
    numbered = number_words([text], [normalize(text)], jieba)
    words = [numbered.words[n] for n in numbered.numbers.tolist() if n >= 0]
    assert words == jieba.cut(words_form(text))


@pytest.mark.skipif(trie.compiled is None, reason="the C part was not built")
def test_words_are_added_with_the_frequencies_that_jieba_suggests(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    words = (*WORDS, "平安", "3+1+n", "龘龘", "ab", "一网六控一网六控", "平安平安", "𠮷野家")
    added = word_frequencies(words)
    assert len(added) > 100
    monkeypatch.setattr(trie, "compiled", None)
    assert word_frequencies(words) == added


def test_added_words_stay_whole_beside_their_parts(lexicon: Lexicon) -> None:
    segmenter = Segmenter(WORDS)
    assert segmenter.cut("平安前哨") == ["平安", "前哨", "平安前哨"]
    assert lexicon.cut("平安前哨") == ["平安前哨"]
    assert Segmenter().cut_whole("平安前哨") == ["平安", "前哨"]
    assert lexicon.frequency("平安前哨") > 0 == lexicon.frequency("没有这个词的")


@given(st.text(max_size=30))
def test_the_form_for_cutting_is_the_normal_form_with_spaces_between_latin_words(text: str) -> None:
    assert normalize(words_form(text)) == normalize(text)


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("平 安", "平安"),
        ("open  AI 平台", "open  ai平台"),
        ("Ａ　Ｂ", "a b"),
        ("“前 哨”\n", "前哨"),
    ],
)
def test_spaces_stay_only_between_latin_words(text: str, form: str) -> None:
    assert words_form(text) == form


def test_the_fingerprint_names_the_dictionary_and_its_order() -> None:
    assert analysis_fingerprint(["甲", "乙"]) == analysis_fingerprint(["甲", "乙"])
    different = {analysis_fingerprint(words) for words in ([], ["甲"], ["甲", "乙"], ["甲乙"])}
    assert len(different) == 4
