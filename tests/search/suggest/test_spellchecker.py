"""What is proposed for queries that find nothing, in the bundled reports and elsewhere."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from indexer.sources.folder import find_documents, read_document
from indexer.taxonomy.taxonomy import Taxonomy, load_taxonomy
from indexer.text.analyzer import Segmenter, dictionary_frequencies
from indexer.text.normalizer import normalize
from indexer.vocabulary.learning import VocabularyBuilder
from search.suggest.confusables import look_alike
from search.suggest.spellchecker import Corrector

CORPUS = Path(__file__).parents[3] / "corpus"
OWN = [
    *["游客走进景点，景点介绍历史文化。"] * 3,
    *["推进行政复议规范化，行政复议案件依法办理。"] * 40,
    "行政复仪一词系笔误，原文如此。",
    "民法典第一百八十八条规定诉讼时效期间为三年。",
    "银行行长在重庆调研长江大桥。",
    "升级GPS定位与5G专网，准确率99.5%。",
    "保护未成年人，候问室配备齐全。",
]


@dataclass(frozen=True)
class IndexReader:
    """A vocabulary with the texts it was learned from."""

    corrector: Corrector
    count: Callable[[str], int]

    def propose(self, text: str) -> list[tuple[str, str, int]]:
        return [(s.text, s.reason, s.total) for s in self.corrector.propose(text, self.count)]


def learn(folder: Path, printed: list[str], taxonomy: Taxonomy | None = None) -> IndexReader:
    texts = [normalize(text) for text in printed]
    segmenter = Segmenter(taxonomy.dictionary_words() if taxonomy else ())

    def count(form: str) -> int:
        return sum(form in text for text in texts)

    builder = VocabularyBuilder()
    builder.add_batch(0, [segmenter.cut_whole(text) for text in texts])
    for initiative in taxonomy.initiatives if taxonomy else ():
        for form in initiative.forms:
            builder.add_name(form, "initiative", count(normalize(form)), initiative.name)
    known = [word for word, frequency in dictionary_frequencies().items() if frequency >= 3]
    builder.write(folder, known)
    return IndexReader(Corrector(folder), count)


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> IndexReader:
    parsed = [read_document(path, CORPUS)[0] for path in find_documents(CORPUS)[0]]
    texts = [p.text for document in parsed if document for p in document.paragraphs]
    return learn(tmp_path_factory.mktemp("reports"), texts, load_taxonomy(CORPUS / "taxonomy"))


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> IndexReader:
    return learn(tmp_path_factory.mktemp("own"), OWN)


MISTAKES = [
    # the input method offered another word of the same sound
    ("平安前稍", "平安前哨", "typo"),
    ("平安钱哨", "平安前哨", "typo"),
    ("凭安前哨", "平安前哨", "typo"),
    ("平按前稍", "平安前哨", "typo"),
    ("一网六空", "一网六控", "typo"),
    ("反炸中心", "反诈中心", "typo"),
    ("反诈重心", "反诈中心", "typo"),
    ("电信网罗诈骗", "电信网络诈骗", "typo"),
    ("电信网络炸骗", "电信网络诈骗", "typo"),
    ("命按全破", "命案全破", "typo"),
    ("破岸率", "破案率", "typo"),
    ("大数居", "大数据", "typo"),
    ("无人几", "无人机", "typo"),
    ("智慧经务", "智慧警务", "typo"),
    ("扫黑除饿", "扫黑除恶", "typo"),
    ("和成作战", "合成作战", "typo"),
    ("合成作站", "合成作战", "typo"),
    ("情指形一体化", "情指行一体化", "typo"),
    ("情指行一体话", "情指行一体化", "typo"),
    ("警务机质改革", "警务机制改革", "typo"),
    ("快速反映圈", "快速反应圈", "typo"),
    ("群防群制", "群防群治", "typo"),
    ("进波会", "进博会", "typo"),
    ("南通公按", "南通公安", "typo"),
    ("135分中", "135分钟", "typo"),
    ("矛盾纠份", "矛盾纠纷", "typo"),
    # near sounds: z/zh, n/l, in/ing, an/ang
    ("平安前骚", "平安前哨", "typo"),
    ("命案全坡", "命案全破", "typo"),
    ("合成作赞", "合成作战", "typo"),
    ("平昂前哨", "平安前哨", "typo"),
    # looks
    ("三圈五城", "三圈五域", "shape"),
    ("矛顿纠纷", "矛盾纠纷", "typo"),
    ("反作中心", "反诈中心", "shape"),
    ("屯瞥点", "屯警点", "shape"),
    ("智慧瞥务", "智慧警务", "shape"),
    ("屯〇点", "屯警点", None),
    ("扫里除恶", "扫黑除恶", "typo"),
    # order, one too few, one too many
    ("安平前哨", "平安前哨", "order"),
    ("平前安哨", "平安前哨", "order"),
    ("合作成战", "合成作战", "order"),
    ("平安哨", "平安前哨", "missing"),
    ("反中心", "反诈中心", "missing"),
    ("一网控", "一网六控", None),
    ("平安安前哨", "平安前哨", "extra"),
    ("平安前哨哨", "平安前哨", "extra"),
    ("平安的前哨", "平安前哨", "extra"),
    # another character altogether, in a long enough piece
    ("平安前锋", "平安前哨", "typo"),
    # letters
    ("pinganqianshao", "平安前哨", "pinyin"),
    ("ping an qian shao", "平安前哨", "pinyin"),
    ("PINGANQIANSHAO", "平安前哨", "pinyin"),
    ("pinganqiansha", "平安前哨", "pinyin"),
    ("pinganqiansao", "平安前哨", "pinyin"),
    ("pinganqianhsao", "平安前哨", "pinyin"),
    ("pinganqanshao", "平安前哨", "pinyin"),
    ("pinganqisnshao", "平安前哨", "pinyin"),
    ("paqs", "平安前哨", "pinyin"),
    ("ｐａｑｓ", "平安前哨", "pinyin"),
    ("平安qs", "平安前哨", "pinyin"),
    ("平安qianshao", "平安前哨", "pinyin"),
    ("yiwangliukong", "一网六控", "pinyin"),
    ("ywlk", "一网六控", "pinyin"),
    ("hechengzuozhan", "合成作战", "pinyin"),
    ("fanzazhongxin", "反诈中心", "pinyin"),
    ("zhianfangkong", "治安防控", "pinyin"),
    ("jingwu", "警务", "pinyin"),
    # the wrong keyboard
    ("15。72%", "15.72%", "width"),
    ("蓝剑2024", "蓝剑-2024", "width"),
    ("蓝箭2024", "蓝剑-2024", "typo"),
    # in longer queries only the failing piece changes
    ("反诈中心 平安前稍", "反诈中心 平安前哨", "typo"),
    ("平安前稍 反诈中心", "平安前哨 反诈中心", "typo"),
    ("反炸中心 平安前稍", "反诈中心 平安前哨", "typo"),
    ("南通 paqs", "南通 平安前哨", "pinyin"),
    ("“平安前稍”", "“平安前哨”", "typo"),
    ("「一网六空」 OR 反诈中心", "「一网六控」 OR 反诈中心", "typo"),
    ("平 安 前 稍", "平安前哨", "typo"),
    ("反诈中心平安前稍", "反诈中心 平安前哨", "typo"),
    ("平安前哨工程建射", "平安前哨工程建设", "typo"),
    ("南通pinganqianshao", "南通 平安前哨", "pinyin"),
    ("南通如何建设平安前稍", "南通如何建设平安前哨", "typo"),
    ("哪个城市命案全坡时间最长", "哪个城市命案全破时间最长", "typo"),
    ("一網六空", "一网六控", "typo"),
]


@pytest.mark.parametrize(("typed", "meant", "reason"), MISTAKES)
def test_a_mistake_leads_to_what_was_meant(
    reports: IndexReader, typed: str, meant: str, reason: str | None
) -> None:
    proposals = reports.propose(typed)
    assert meant in [text for text, _, _ in proposals]
    if reason:
        assert proposals[0][:2] == (meant, reason)
    assert all(total > 0 for _, _, total in proposals)


RIGHT = [
    *["平安前哨", "反诈中心", "南通", "警", "100%", "平安前哨 反诈中心", "1+N", "平安", "平安前"],
    *["", " ", "“”", "，。", "\ud800", "😀", "\0", "-", "来源:南桶", "-平安前稍", "平安*稍", "AND"],
    *["经典", "咖啡", "量子力学", "xyzzy", "qqqq", "zzzz", "2019年", "99.99%", "ISO9001"],
    *["哪个城市命案全破时间最长", "平安前哨怎么建设", "如何提高破案率"],
    *["各单位", "各单位 数据", "每个单位", "反诈 各单位 数据", "全部单位", "屯1点", "屯兵线"],
]


@pytest.mark.parametrize("typed", RIGHT)
def test_nothing_is_proposed_without_evidence(reports: IndexReader, typed: str) -> None:
    assert reports.propose(typed) == []


@pytest.mark.parametrize("typed", [typed for typed, _, _ in MISTAKES])
def test_a_proposal_is_never_counted_zero(reports: IndexReader, typed: str) -> None:
    asked: dict[str, int] = {}

    def only_short(form: str) -> int:
        asked[form] = reports.count(form) if len(form) <= 4 else 0
        return asked[form]

    for proposal in reports.corrector.propose(typed, only_short):
        assert proposal.total > 0
        assert any(n == proposal.total for n in asked.values())
    assert reports.corrector.propose(typed, lambda form: 0) == ()
    assert len(asked) <= 80


def test_a_common_word_is_not_taken_for_its_homophone(own: IndexReader) -> None:
    assert own.count("经典") == 0 and own.count("景点") == 3
    assert own.propose("经典") == []
    assert own.propose("权利") == [], "neither is 全力 or any other"


def test_what_no_one_means_is_taken_for_its_homophone(own: IndexReader) -> None:
    assert own.propose("景典")[0] == ("景点", "typo", 3)


def test_a_printed_slip_yields_to_what_is_much_more_frequent(own: IndexReader) -> None:
    assert own.count("行政复仪") == 1 and own.count("行政复议") == 40
    assert own.propose("行政复仪")[0] == ("行政复议", "typo", 40)


def test_a_rare_find_is_left_alone_without_a_much_more_frequent_one(own: IndexReader) -> None:
    assert own.count("候问室") == 1
    assert own.propose("候问室") == []


@pytest.mark.parametrize(
    ("typed", "meant", "reason"),
    [
        ("侯问室", "候问室", "typo"),
        ("末成年人", "未成年人", "shape"),
        ("末成年入", "未成年人", None),
        ("xingzhengfuyi", "行政复议", "pinyin"),
        ("yinhanghangzhang", "银行行长", "pinyin"),
        ("chongqing", "重庆", "pinyin"),
        ("长江大侨", "长江大桥", "typo"),
        ("诉讼实效期间", "诉讼时效期间", "typo"),
        ("民法典第一百八十八条归定", "民法典第一百八十八条规定", "typo"),
        ("99。5%", "99.5%", "width"),
    ],
)
def test_a_library_without_taxonomy_teaches_its_own_words(
    own: IndexReader, typed: str, meant: str, reason: str | None
) -> None:
    proposals = own.propose(typed)
    if reason:
        assert (meant, reason) in [(text, why) for text, why, _ in proposals]
    assert all(own.count(text) for text, _, _ in proposals)


@pytest.mark.parametrize("typed", ["2018年", "188条", "5G", "gps", "4G"])
def test_figures_and_latin_words_are_not_mistakes(own: IndexReader, typed: str) -> None:
    assert own.propose(typed) == []


RARE_TEXT = "湿地水鸟栖息地监测"


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> IndexReader:
    """A library so large that its vocabulary holds words, but not every run of its text."""
    builder = VocabularyBuilder()
    builder.add_words(
        [(word, 9) for word in ("湿地", "水鸟", "栖息", "监测", "奇迹", "妻子", "戏曲")]
    )
    folder = tmp_path_factory.mktemp("large")
    builder.write(folder)
    return IndexReader(Corrector(folder), lambda form: int(form in RARE_TEXT))


@pytest.mark.parametrize(
    ("typed", "meant", "reason"),
    [
        ("水鸟奇息地", "水鸟栖息地", "typo"),
        ("水鸟息栖地", "水鸟栖息地", "order"),
        ("水岛栖息地", "水鸟栖息地", "shape"),
        ("水鸟栖的息地", "水鸟栖息地", "extra"),
        ("湿地水鸟妻息地监测", "湿地水鸟栖息地监测", "typo"),
    ],
)
def test_a_slip_in_a_run_that_no_phrase_holds_is_undone(
    large: IndexReader, typed: str, meant: str, reason: str
) -> None:
    assert large.propose(typed)[0] == (meant, reason, 1)


def test_what_stands_before_or_after_is_no_mistake(own: IndexReader) -> None:
    assert "extra" not in [reason for _, reason, _ in own.propose("要行政复议")]


@pytest.mark.parametrize(
    "typed", ["的" * 12, "shi" * 13, "x y z " * 13, "sszzccsh" * 5, "一二三四" * 20]
)
def test_odd_input_is_answered_within_its_account(reports: IndexReader, typed: str) -> None:
    started = time.process_time()
    reports.corrector.propose(typed, lambda form: int(len(form) < 3))
    assert time.process_time() - started < 2, "some 50 ms on a quiet machine"


def test_the_whole_query_can_be_counted(reports: IndexReader) -> None:
    def total(query: str) -> int:
        return min(reports.count(normalize(piece)) for piece in query.split())

    propose = reports.corrector.propose
    query = "反诈中心 平安前稍"
    assert propose(query, reports.count, total=total)[0].total == reports.count("反诈中心")
    assert propose(query, reports.count, total=lambda text: 0) == ()


@pytest.mark.parametrize("limit", [1, 2, 3])
def test_the_limit_holds(own: IndexReader, limit: int) -> None:
    assert len(own.corrector.propose("景典", own.count, limit)) <= limit


def test_the_index_is_asked_a_bounded_number_of_times(reports: IndexReader) -> None:
    for typed in ("平安前稍" * 90, "平安前稍 " * 80, "shi" * 130, "a" * 400, "全市公安机关" * 60):
        asked: list[str] = []

        def count(form: str, asked: list[str] = asked) -> int:
            asked.append(form)
            return reports.count(form)

        reports.corrector.propose(typed, count)
        assert len(asked) <= 80


def test_the_same_question_has_the_same_answer(reports: IndexReader) -> None:
    for typed, _, _ in MISTAKES:
        assert reports.propose(typed) == reports.propose(typed)


@pytest.mark.parametrize(
    ("one", "other"),
    [("己", "已"), ("已", "巳"), ("未", "末"), ("侯", "候"), ("哨", "稍"), ("诈", "炸")],
)
def test_confusable_characters_are_known_both_ways(one: str, other: str) -> None:
    assert look_alike(one, other) and look_alike(other, one)


def test_a_character_is_not_its_own_mistake() -> None:
    assert not look_alike("己", "己") and not look_alike("安", "x")
