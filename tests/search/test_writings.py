"""What print writes otherwise than a reader types is found, and what was widened is told."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from indexer.build.builder import BuildOptions, rebuild
from indexer.settings import Settings
from search.request import SearchRequest
from search.response import response_body
from search.searcher import Searcher, open_searcher

TEXTS = {
    "zero": "该办法于二○一九年十月一日起执行。",
    "year": "一九八○年以来成效显著。",
    "letter": "自二Ｏ一八年七月起施行。",
    "name": "研讨会邀请了埃里克·霍夫曼教授作主旨报告。",
    "case": "专班成功侦破“11·15”特大跨境赌博案。",
    "cases": "“4·28”专案组驻点，随后并入0602专案。",
    "broken": "The Public Security Bu-\nreau issued a notice on e-mail.",
    "plate": "嫌疑车辆车牌号为苏F·A12345，另一辆为苏F-B6789Z。",
    "number": "现将《实施方案》印发给你们，见海公发〔2021〕15号。",
    "range": "制定2021～2025年规划，部分指标沿用2016—2020年口径。",
    "ratio": "专班制作1∶500地形图，会议定于9∶30召开。",
    "wave": "营业额约5～8万元，〜代表波浪。",
    "filler": "科技成果\ue004\ue005产业化。",
    "counted": "投入警力两千三百名，赔偿两万元，共两百人。",
    "time": "2021年5月3日8时30分许，嫌疑人落网。",
    "list": "统筹打、防、管、控、宣各项措施。",
    "times": "实行7×24小时值班，划分3*3网格，1+N联动。",
    "area": "新建用房120㎡，下降5‰。",
    "radical": "⺠警在⻔禁系统旁，⻅义勇为。",
    "across": "有效护航长江南京段九十八公里水域。",
    "word": "学习外地经验，走进江南水乡，逐条对照，形成办法。",
    "person": "局长瞿建主持会议。",
    "surname": "瞿塘峡在长江，建在江边。",
    "murder": "命案发生后，很快就侦破了。",
    "split": "命案连续31年全破。",
}


@pytest.fixture(scope="module")
def searcher(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Searcher]:
    folder = tmp_path_factory.mktemp("writings")
    (folder / "corpus" / "documents").mkdir(parents=True)
    for name, text in TEXTS.items():
        (folder / "corpus" / "documents" / f"{name}.md").write_text(
            f"# {name}\n\n{text}\n", "utf-8"
        )
    settings = Settings(index=str(folder / "index"), corpus=str(folder / "corpus"))
    rebuild(str(folder / "corpus"), settings, BuildOptions())
    opened = open_searcher(settings)
    yield opened
    opened.close()


@pytest.mark.parametrize(
    ("q", "expected"),
    [
        ("2019年", "zero"),
        ("二〇一九年", "zero"),
        ("1980年", "year"),
        ("2018年", "letter"),
        ("二Ｏ一八年", "letter"),
        ('"埃里克•霍夫曼"', "name"),
        ("埃里克.霍夫曼", "name"),
        ("11•15特大", "case"),
        ("1115特大", "case"),
        ("1115专案", "case"),
        ("11·15专案", "case"),
        ("11．15案", "case"),
        ("0428专案", "cases"),
        ("428专案", "cases"),
        ("6•2专案", "cases"),
        ("06・02专案", "cases"),
        ("Bureau", "broken"),
        ("苏FA12345", "plate"),
        ("苏F-A12345", "plate"),
        ('"海公发[2021]15号"', "number"),
        ("海公发（2021）15号", "number"),
        ("海公发【2021】15号", "number"),
        ('"2021-2025年"', "range"),
        ("2021年至2025年", "range"),
        ("2016-2020年", "range"),
        ('"1:500"', "ratio"),
        ("9：30", "ratio"),
        ("5-8万元", "wave"),
        ("科技成果产业化", "filler"),
        ("2300名", "counted"),
        ("2万元", "counted"),
        ("20000元", "counted"),
        ("200人", "counted"),
        ("8:30", "time"),
        ('"7*24小时"', "times"),
        ("7x24小时", "times"),
        ("120平方米", "area"),
        ("千分之五", "area"),
        ("民警", "radical"),
        ("门禁系统", "radical"),
        ("见义勇为", "radical"),
    ],
)
def test_each_writing_finds_the_other_as_a_phrase(
    searcher: Searcher, q: str, expected: str
) -> None:
    result = searcher.search(SearchRequest(q=q))
    phrase = [hit for hit in result.hits if hit.match == "phrase"]
    assert [hit.paragraph.document for hit in phrase] == [expected]
    assert phrase[0].marks
    if not q.startswith('"') and result.query.expansions:
        assert searcher.search(SearchRequest(q=q, expand=False)).matches.phrase == 0


def test_characters_set_apart_by_enumeration_commas_are_all_and_told(searcher: Searcher) -> None:
    result = searcher.search(SearchRequest(q="打防管控"))
    assert [(h.paragraph.document, h.match) for h in result.hits] == [("list", "all")]
    (expansion,) = result.query.expansions
    assert (expansion.to, expansion.kind) == (("打、防、管、控",), "enumeration")
    ((start, end),) = result.hits[0].marks
    assert TEXTS["list"][start:end] == "打、防、管、控"


def test_a_word_that_nothing_meets_is_named_and_hits_say_what_they_lack(searcher: Searcher) -> None:
    result = searcher.search(SearchRequest(q="民警 xyzzy"))
    assert any("xyzzy" in note for note in result.query.notes)
    assert [hit.lacks for hit in result.hits] == [("xyzzy",)]


@pytest.mark.parametrize("q", ["minjing", "jianyiyongwei", "见义永为"])
def test_a_sure_spelling_is_searched_at_once_and_told(searcher: Searcher, q: str) -> None:
    result = searcher.search(SearchRequest(q=q))
    if result.query.corrected is None:  # several spellings are possible, or a part is found
        assert len(result.query.suggestions) != 1 or result.total
        return
    assert result.total and q in result.query.notes[0]
    as_typed = searcher.search(SearchRequest(q=q, correct=False))
    assert as_typed.matches.phrase == 0 and as_typed.query.suggestions


def test_what_stands_across_words_is_found_last_and_said(searcher: Searcher) -> None:
    hits = searcher.search(SearchRequest("江南")).hits
    assert [hit.paragraph.document for hit in hits] == ["word", "across"]
    assert [hit.is_across_words for hit in hits] == [False, True]
    assert [hit.match for hit in hits] == ["phrase", "phrase"]
    assert response_body(searcher.search(SearchRequest("江南")))["hits"][1]["across_words"]
    assert not any(h.is_across_words for h in searcher.search(SearchRequest("长江南京段")).hits)


def test_a_single_character_of_a_cut_word_finds_nothing_by_itself(searcher: Searcher) -> None:
    """赔偿两万元 has 元, which is no 元宇宙."""
    result = searcher.search(SearchRequest("元宇宙"))
    assert result.total == 0
    assert searcher.search(SearchRequest("元宇宙", min_match=0.0)).total == 0  # one word, still


def test_a_character_before_a_word_that_nobody_prints_is_part_of_it(searcher: Searcher) -> None:
    result = searcher.search(SearchRequest("元宇宙侦破"))
    assert "库中没有「元宇宙」，以下结果不含它" in result.query.notes
    assert all("元宇宙" in hit.lacks for hit in result.hits)
    kept = searcher.search(SearchRequest("查嫌疑人"))  # the word is printed
    assert not any("查嫌疑人" in note for note in kept.query.notes if note.startswith("库中没有"))


def test_a_word_of_the_dictionary_that_nobody_prints_is_cut_otherwise(searcher: Searcher) -> None:
    """jieba's longest reading is 命 and 案侦破, of a dictionary's rare words."""
    result = searcher.search(SearchRequest("命案侦破"))
    assert [hit.paragraph.document for hit in result.hits][:1] == ["murder"]
    assert any("命案、侦破" in note for note in result.query.notes)


def test_a_name_that_no_dictionary_knows_is_one_word(searcher: Searcher) -> None:
    result = searcher.search(SearchRequest("瞿建作了什么"))
    assert [hit.paragraph.document for hit in result.hits] == ["person"]
    assert any("瞿建" in note for note in result.query.notes)
