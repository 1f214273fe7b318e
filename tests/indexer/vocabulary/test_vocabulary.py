"""What a build learns from the library: names, titles, words, phrases and how they are read."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from indexer.errors import IndexDamagedError
from indexer.text.analyzer import Segmenter
from indexer.text.pinyin import read_units, sound_key, syllables
from indexer.vocabulary.arrays import FILE_NAME
from indexer.vocabulary.learning import VocabularyBuilder
from indexer.vocabulary.phrases import PhraseSample, count_words, find_phrases
from search.suggest.vocabulary import Effort, Exactly, Vocabulary, units_of

SENTENCES = [
    "深化网格融合共治，推进平安前哨建设。",
    "平安前哨建设成效明显，网格融合共治走在前列。",
    "网格融合共治，让平安前哨建设更有力。",
]


def cut(texts: list[str]) -> list[list[str]]:
    segmenter = Segmenter()
    return [segmenter.cut_whole(text) for text in texts]


def written(builder: VocabularyBuilder, folder: Path) -> Vocabulary:
    builder.write(folder, ["经典", "景点"])
    return Vocabulary(folder)


def entries(vocabulary: Vocabulary) -> list[tuple[str, str, int]]:
    return [
        (vocabulary.text(n), vocabulary.kind(n), int(vocabulary.counts[n]))
        for n in range(len(vocabulary))
    ]


@pytest.mark.parametrize(
    ("text", "spelled"),
    [
        ("重庆银行", "chong qing yin hang"),
        ("重点行业", "zhong dian hang ye"),
        ("会计长江", "kuai ji chang jiang"),
        ("市长调查", "shi zhang diao cha"),
        ("平安前哨", "ping an qian shao"),
        ("绿色", "lv se"),
        ("e警通", " jing tong"),
    ],
)
def test_characters_are_read_as_their_phrase_asks(text: str, spelled: str) -> None:
    units = np.array(units_of(text), np.uint16)
    assert " ".join(syllables()[n] for n in read_units(units).tolist()) == spelled


@pytest.mark.parametrize(
    ("one", "other"),
    [("zhang", "zan"), ("shi", "si"), ("ling", "nin"), ("cheng", "cen"), ("xing", "xin")],
)
def test_near_sounds_share_a_key(one: str, other: str) -> None:
    assert sound_key(one) == sound_key(other)


@pytest.mark.parametrize(("one", "other"), [("long", "lon"), ("ji", "qi"), ("ba", "pa")])
def test_other_sounds_do_not(one: str, other: str) -> None:
    assert sound_key(one) != sound_key(other)


def test_phrases_are_neighbouring_words_that_occur_together() -> None:
    phrases = find_phrases(cut(SENTENCES), 2)
    assert phrases["网格融合共治"] == 3
    assert "网格融合" not in phrases, "it never stands without 共治"
    assert not any("，" in phrase or "。" in phrase for phrase in phrases)
    assert all(2 <= len(phrase) <= 10 for phrase in phrases)
    assert all(any(phrase in sentence for sentence in SENTENCES) for phrase in phrases)


def test_a_repeat_within_one_paragraph_counts_once() -> None:
    text = "网格融合，网格融合，网格融合。"
    assert find_phrases(cut([text, text]), 2)["网格融合"] == 2
    assert count_words(cut([text, text]))["网格"] == 2


def test_nothing_gives_nothing(tmp_path: Path) -> None:
    assert find_phrases([], 1) == {}
    vocabulary = written(VocabularyBuilder(), tmp_path)
    assert len(vocabulary) == 0
    assert (
        vocabulary.find([Exactly(unit) for unit in units_of("平安")], Effort(1_000_000)).tolist()
        == []
    )


def test_the_sample_depends_on_the_paragraphs_only() -> None:
    paragraphs = [[f"词{n}"] for n in range(1000)]
    whole, pieces = PhraseSample(100), PhraseSample(100)
    whole.add(0, paragraphs)
    for first in (600, 0, 990, 300):
        last = {600: 990, 0: 300, 990: 1000, 300: 600}[first]
        for start in range(first, last, 7):
            pieces.add(start, paragraphs[start : min(start + 7, last)])
    assert whole.every == pieces.every == 16
    assert whole.paragraphs() == pieces.paragraphs() == paragraphs[::16]


def test_the_sample_is_bounded_however_long_paragraphs_are() -> None:
    paragraphs = [[f"词{n}", "长" * (n % 50)] for n in range(1000)]
    whole, pieces = PhraseSample(1000, 8_000), PhraseSample(1000, 8_000)
    whole.add(0, paragraphs)
    for first in range(900, -1, -100):
        pieces.add(first, paragraphs[first : first + 100])
    assert sum(len("".join(words)) for words in whole.paragraphs()) <= 8_000
    assert whole.every == pieces.every == 4
    assert whole.paragraphs() == pieces.paragraphs() == paragraphs[::4]


def test_one_paragraph_longer_than_the_sample_is_kept() -> None:
    sample = PhraseSample(10, 100)
    sample.add(0, [["长"] * 500])
    assert len(sample.paragraphs()[0]) == 500


def test_order_and_size_of_batches_change_no_byte(tmp_path: Path) -> None:
    files = []
    words = cut(SENTENCES)
    backwards = [(2, words[2:]), (0, words[:1]), (1, words[1:2])]
    for number, batches in enumerate([[(0, words)], backwards]):
        builder = VocabularyBuilder()
        for first, batch in batches:
            builder.add_batch(first, batch)
        names = [("平安前哨", "initiative", 3), ("反诈", "theme", 1)]
        for name in names if number else names[::-1]:
            builder.add_name(*name)
        folder = tmp_path / str(number)
        folder.mkdir()
        builder.write(folder)
        files.append((folder / FILE_NAME).read_bytes())
    assert files[0] == files[1]


def test_entries_carry_kind_count_and_printed_form(tmp_path: Path) -> None:
    builder = VocabularyBuilder()
    builder.add_name("“平安前哨”工程", "initiative", 7)
    builder.add_name("135分钟", "initiative", 4, canonical="“1、3、5分钟”快速反应圈")
    builder.add_name("不用的名字", "initiative", 0)
    builder.add_name("反诈", "theme", 9)
    builder.add_title("年鉴 2019", 2)
    builder.add_title("年鉴 2019", 3)
    builder.add_words([("警务", 5), ("率", 8), ("2021", 9)])
    builder.add_words([("警务", 6)])
    found = entries(written(builder, tmp_path))
    assert ("“平安前哨”工程", "initiative", 7) in found
    assert ("“1、3、5分钟”快速反应圈", "initiative", 4) in found
    assert ("年鉴 2019", "title", 5) in found
    assert ("警务", "phrase", 11) in found
    assert not {"不用的名字", "率", "2021"} & {text for text, _, _ in found}


def test_a_name_is_not_repeated_as_a_phrase(tmp_path: Path) -> None:
    builder = VocabularyBuilder()
    builder.add_batch(0, cut(SENTENCES))
    builder.add_name("网格融合", "initiative", 3)
    kinds = [kind for text, kind, _ in entries(written(builder, tmp_path)) if text == "网格融合"]
    assert kinds == ["initiative"]


def test_more_useful_entries_come_first(tmp_path: Path) -> None:
    builder = VocabularyBuilder()
    builder.add_words([("甲乙", 40), ("甲丙", 3)])
    builder.add_name("甲丁", "initiative", 2)
    texts = [text for text, _, _ in entries(written(builder, tmp_path))]
    assert texts == ["甲丁", "甲乙", "甲丙"]


def test_a_small_library_learns_its_clauses_too(tmp_path: Path) -> None:
    builder = VocabularyBuilder()
    builder.add_batch(0, cut(SENTENCES[:1]))
    clauses = {text for text, kind, _ in entries(written(builder, tmp_path)) if kind == "clause"}
    assert clauses == {"深化网格融合共治", "推进平安前哨建设"}


def test_common_words_are_known(tmp_path: Path) -> None:
    vocabulary = written(VocabularyBuilder(), tmp_path)
    assert vocabulary.is_common_word("经典")
    assert not vocabulary.is_common_word("经点")
    assert not vocabulary.is_common_word("经")
    assert not vocabulary.is_common_word("")


@pytest.mark.parametrize("keep", [0, 7, 100, -9])
def test_a_cut_file_is_refused(tmp_path: Path, keep: int) -> None:
    written(VocabularyBuilder(), tmp_path)
    data = (tmp_path / FILE_NAME).read_bytes()
    (tmp_path / FILE_NAME).write_bytes(data[:keep])
    with pytest.raises(IndexDamagedError) as caught:
        Vocabulary(tmp_path)
    assert caught.value.code == "index_damaged"


def test_every_reading_of_a_character_is_where_the_search_looks(tmp_path: Path) -> None:
    """Postings hold each unit under all classes it may be asked by: nothing is out of reach."""
    builder = VocabularyBuilder()
    for number, name in enumerate(["重庆银行", "重点行业", "行长1号", "e警通", "１+N"]):
        builder.add_name(name, "initiative", number + 1)
    vocabulary = written(builder, tmp_path)
    for position, unit in enumerate(vocabulary.units.tolist()):
        if unit:
            assert position in vocabulary.places(Exactly(unit)).tolist()


def test_a_phrase_of_most_words_is_not_cut_within_a_word_that_always_goes_on() -> None:
    start = ["反诈", "部门", "移交", "涉"]
    ends = [["诈", "线索"], ["诈", "人员"]]
    others = [["民警", "走访"], ["天气", "很好"], ["街面", "巡逻"]] * 20
    cut_short = find_phrases([*([*start, *end] for end in ends * 6), *others], 3)
    assert "反诈部门移交涉" not in cut_short
    assert "反诈部门移交" in cut_short
    varied = [["诈", "线索"], ["赌", "人员"]]
    assert "反诈部门移交涉" in find_phrases([*([*start, *e] for e in varied * 6), *others], 3)
