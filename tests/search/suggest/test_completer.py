"""What is offered while typing: characters, pinyin, initials and mixtures of them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from indexer.text.analyzer import Segmenter
from indexer.text.normalizer import normalize
from indexer.vocabulary.learning import VocabularyBuilder
from search.suggest.completer import Suggester
from search.suggest.typed_forms import normalize_typed

PARAGRAPHS = [
    "南通公安深化“平安前哨”工程建设，打造快速反应圈。",
    "平安前哨工程建设经验得到推广，快速反应圈覆盖全市。",
    "蓝剑-2024专项行动打击电信网络诈骗犯罪。",
    "电信网络诈骗犯罪持续下降，e警通上线。",
    "到银行网点开展反诈宣传，重庆警方前来交流。",
]
NAMES = [
    ("平安前哨", "initiative", 12, None),
    ("平安前哨工程", "initiative", 12, "平安前哨"),
    ("一网六控", "initiative", 3, None),
    ("蓝剑-2024", "initiative", 1, None),
    ("e警通", "initiative", 2, None),
    ("“1、3、5分钟”快速反应圈", "initiative", 7, None),
    ("银行网点反诈", "initiative", 2, None),
    ("重庆警方", "source", 4, None),
    ("南通市公安局", "source", 30, None),
    ("反诈", "theme", 40, None),
    ("党建与政治建设", "theme", 6, None),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    segmenter = Segmenter()
    builder = VocabularyBuilder()
    builder.add_batch(0, [segmenter.cut_whole(normalize(text)) for text in PARAGRAPHS])
    for text, kind, count, canonical in NAMES:
        builder.add_name(text, kind, count, canonical)
    for number in range(12):
        builder.add_title(f"平安年鉴 {2010 + number}", 1 + number)
    folder = tmp_path_factory.mktemp("generation")
    builder.write(folder)
    return folder


@pytest.fixture(scope="module")
def suggester(folder: Path) -> Suggester:
    return Suggester(folder)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("平安前", "平安前哨"),
        ("前哨", "平安前哨"),
        ("平安前哨工程", "平安前哨"),
        ("pinganqianshao", "平安前哨"),
        ("pinganq", "平安前哨"),
        ("pingan qian", "平安前哨"),
        ("píng'ān qián", "平安前哨"),
        ("paqs", "平安前哨"),
        ("PAQS", "平安前哨"),
        ("ｐａｑｓ", "平安前哨"),
        ("平安qs", "平安前哨"),
        ("平an前", "平安前哨"),
        ("平 安 前 哨", "平安前哨"),
        ("平安\n前", "平安前哨"),
        ("qianshao", "平安前哨"),
        ("平安前稍", "平安前哨"),
        ("pinanqiansao", "平安前哨"),
        ("一網六控", "一网六控"),
        ("ywlk", "一网六控"),
        ("yiwang6", None),
        ("蓝剑2024", "蓝剑-2024"),
        ("蓝剑－２０２４", "蓝剑-2024"),
        ("lanjian", "蓝剑-2024"),
        ("ejing", "e警通"),
        ("e警", "e警通"),
        ("135", "“1、3、5分钟”快速反应圈"),
        ("“1、3", "“1、3、5分钟”快速反应圈"),
        ("ksfyq", "“1、3、5分钟”快速反应圈"),
        ("chongqing", "重庆警方"),
        ("zhongqing", "重庆警方"),
        ("yinhang", "银行网点反诈"),
        ("yinxing", "银行网点反诈"),
        ("公安局", "南通市公安局"),
        ("ntsgaj", "南通市公安局"),
        ("fanzha", "反诈"),
        ("dangjian", "党建与政治建设"),
        ("dianxinwangluo", "电信网络诈骗犯罪"),
    ],
)
def test_typed_text_is_completed(suggester: Suggester, typed: str, expected: str | None) -> None:
    texts = [line.text for line in suggester.complete(typed)]
    assert expected in texts if expected else not texts


def test_every_line_says_kind_and_count(suggester: Suggester) -> None:
    line = suggester.complete("南通市")[0]
    assert (line.text, line.kind, line.count) == ("南通市公安局", "source", 30)
    assert suggester.complete("fanz")[0].kind == "theme"


def test_an_alias_shows_its_name_once(suggester: Suggester) -> None:
    texts = [line.text for line in suggester.complete("平安前哨")]
    assert texts.count("平安前哨") == 1
    assert len(set(texts)) == len(texts)


def test_beginnings_come_before_insides_and_names_before_phrases(suggester: Suggester) -> None:
    texts = [line.text for line in suggester.complete("反诈")]
    assert texts[:2] == ["反诈", "银行网点反诈"]
    assert suggester.complete("平安")[0].text == "平安前哨"


def test_titles_do_not_crowd_out_the_rest(suggester: Suggester) -> None:
    lines = suggester.complete("平安", limit=6)
    assert lines[0].text == "平安前哨"
    assert sum(line.kind == "title" for line in lines) >= 3, "nothing else is there"
    assert len(lines) == 6
    titles = [line for line in lines if line.kind == "title"]
    assert [t.count for t in titles] == sorted((t.count for t in titles), reverse=True)


@pytest.mark.parametrize("limit", [1, 3, 10])
def test_the_limit_holds(suggester: Suggester, limit: int) -> None:
    assert 1 <= len(suggester.complete("p", limit)) <= limit


@pytest.mark.parametrize(
    "typed", ["", "   ", "“”", "不存在的词语", "zzzzqq", "，。", "\ud800", "😀", "\0"]
)
def test_nothing_fitting_gives_nothing(suggester: Suggester, typed: str) -> None:
    assert suggester.complete(typed) == ()


def test_hostile_lengths_are_harmless(suggester: Suggester) -> None:
    for typed in ("shi" * 5000, "平" * 5000, "a" * 64, "zh" * 20, "平安" * 31 + "q"):
        assert len(suggester.complete(typed)) <= 10


def test_the_last_piece_is_completed_where_the_whole_leads_nowhere(suggester: Suggester) -> None:
    assert suggester.complete("打击治理 反诈")[0].text == "打击治理 反诈"
    assert suggester.complete("打击治理 paqs")[0].text == "打击治理 平安前哨"


def test_phrase_counts_can_be_made_exact(suggester: Suggester) -> None:
    counted = suggester.complete("电信", count=lambda form: 2 if form == "电信网络诈骗犯罪" else 0)
    assert [(line.text, line.count) for line in counted if line.kind == "phrase"] == [
        ("电信网络诈骗犯罪", 2)
    ]


def test_two_that_merely_sound_alike_are_not_offered(suggester: Suggester) -> None:
    assert suggester.complete("范扎") == ()


@pytest.mark.parametrize(
    ("typed", "form"),
    [("Lǜsè", "lvse"), ("SUV", "suv"), ("píngān", "pingan"), ("平安", "平安"), ("ＡＢ c", "abc")],
)
def test_tone_marks_and_width_do_not_matter(typed: str, form: str) -> None:
    assert normalize_typed(typed) == form


def test_serving_loads_no_pinyin_dictionary(folder: Path) -> None:
    program = (
        "import sys, pathlib; from search.suggest.completer import Suggester;"
        "from search.suggest.spellchecker import Corrector;"
        f"assert Suggester(pathlib.Path({str(folder)!r})).complete('paqs');"
        f"Corrector(pathlib.Path({str(folder)!r})).propose('pinganqianshao', lambda form: 1);"
        "sys.exit('pypinyin' in sys.modules or 'jieba' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
