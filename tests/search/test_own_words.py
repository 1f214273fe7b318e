"""Questions in a reader's own words: which paragraphs lead, and what is asked of them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from search.request import SearchRequest
from search.searcher import Searcher

LINES = [
    {
        "id": "q2021#1",
        "source": "秋浦市公安局",
        "year": 2021,
        "title": "秋浦市公安局2021年工作总结",
        "text": "2021年5月起实行“灯下课堂”，由女民警带着反诈教员晚饭后进厂区宿舍，先放真案短片，"
        "再请受过骗的工友讲经过，最后帮每个人把手机里的预警软件装好，宿舍长记名回访。",
    },
    {
        "id": "q2022#1",
        "source": "秋浦市公安局",
        "year": 2022,
        "title": "秋浦市公安局2022年工作总结",
        "text": "“灯下课堂”全年办课412场，覆盖3.6万人次，厂区发案由187起降到96起。",
    },
    {
        "id": "q2023#1",
        "source": "秋浦市公安局",
        "year": 2023,
        "title": "秋浦市公安局2023年工作总结",
        "text": "“灯下课堂”办课535场，覆盖4.9万人次，发案71起，下降26%。",
    },
    {
        "id": "h2022#1",
        "source": "河湾县公安局",
        "year": 2022,
        "title": "河湾县公安局2022年工作总结",
        "text": "打掉诈骗团伙9个，为老人追回养老钱214万元，受骗老人全部见面回访。",
    },
    {
        "id": "h2022#2",
        "source": "河湾县公安局",
        "year": 2022,
        "title": "河湾县公安局2022年工作总结",
        "text": "全年被骗案件立案96起，同比下降12%，破案61起，返还41万元，劝阻1280人。",
    },
]
LINES.append(
    {
        "id": "n2024#1",
        "source": "河湾县公安局",
        "year": 2024,
        "title": "河湾县公安局2024年工作总结",
        "text": "回访自2021年起坚持至今，2021年访过的人家今年又回访一遍，回访记录一户一册。",
    }
)
LINES += [
    {"id": f"x{n}#1", "source": "秋浦市公安局", "year": 2010 + n, "title": "简报", "text": text}
    for n, text in enumerate(
        f"{what}按计划推进，分管领导每周听取进度，有关科室按月报送台账，第{n}期简报刊登全文。"
        for n, what in enumerate(("营房修缮", "车辆年检", "档案整理", "食堂改造", "装备采购") * 2)
    )
]


@pytest.fixture(scope="module")
def searcher(library_of: Callable[..., Searcher]) -> Searcher:
    return library_of(LINES)


def ids(searcher: Searcher, text: str) -> list[str]:
    return [hit.paragraph.id for hit in searcher.search(SearchRequest(text)).hits]


@pytest.mark.parametrize(
    "text", ["灯下课堂怎么做", "什么是灯下课堂", "灯下课堂 做法", "灯下课堂介绍"]
)
def test_who_asks_how_finds_what_is_told_in_words_before_figures(
    searcher: Searcher, text: str
) -> None:
    found = ids(searcher, text)
    assert found[0] == "q2021#1" and set(found[:3]) == {"q2021#1", "q2022#1", "q2023#1"}


def test_who_asks_how_many_does_not(searcher: Searcher) -> None:
    asked = SearchRequest("灯下课堂办课多少场", explain=True)
    parts = {part.part for hit in searcher.search(asked).hits for part in hit.explanation}
    assert "叙述" not in parts


def test_other_forms_of_a_word_count_in_the_order_as_the_word_does(searcher: Searcher) -> None:
    hit = searcher.search(SearchRequest("老年人被骗怎么办", explain=True)).hits[0]
    assert hit.paragraph.id == "h2022#1"  # 老人, 诈骗
    scores = {part.part: part.score for part in hit.explanation}
    assert scores["词「老年人」"] > 0 and scores["被骗"] > 0


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("灯下课堂怎么办的", 0),
        ("找一下灯下课堂那段", 0),
        ("想引用“灯下课堂”的原话", 0),
        ("灯下课堂具体做法在哪篇里", 0),
        ("“灯下课堂”是哪个文件提出的 怎么说的", 0),
        ("灯下课堂是个什么活动", 0),
    ],
)
def test_what_only_frames_a_question_is_no_word_that_a_paragraph_lacks(
    searcher: Searcher, text: str, parts: int
) -> None:
    result = searcher.search(SearchRequest(text))
    assert result.matches.phrase + result.matches.all == 3
    assert result.hits[0].paragraph.id == "q2021#1"
    assert len(result.hits[0].lacks) == parts


def test_a_scattered_hit_tells_how_much_of_what_is_asked_it_has(searcher: Searcher) -> None:
    hits = searcher.search(SearchRequest("宿舍放短片讲经过的航模做法")).hits
    assert hits[0].paragraph.id == "q2021#1" and hits[0].lacks == ("航模",)
    assert hits[0].covers > 0.5
    poor = searcher.search(SearchRequest("宿舍航模无线电竞赛潜水的做法")).hits
    assert poor and max(hit.covers for hit in poor) < 0.5
    whole = searcher.search(SearchRequest("灯下课堂")).hits
    assert {hit.covers for hit in whole if hit.match != "some"} == {1.0}


def test_a_year_and_a_subject_are_led_by_the_reports_of_that_year(searcher: Searcher) -> None:
    for text in ("2021年回访", "回访 2021年"):
        hits = searcher.search(SearchRequest(text, explain=True)).hits
        assert hits[0].paragraph.year == 2021, text
        assert "该年的报告" in {part.part for part in hits[0].explanation}
        assert {hit.paragraph.id for hit in hits if hit.match == "all"} >= {"q2021#1", "n2024#1"}


SEVERAL = [
    {
        "id": "a2021#1",
        "source": "荷塘县公安局",
        "year": 2021,
        "title": "荷塘县公安局2021年工作总结",
        "text": "2021年3月，推出“灯笼夜话”，民警饭后到院坝里讲骗术、解纠纷，群众点题、当场作答。",
    },
    {
        "id": "a2022#1",
        "source": "荷塘县公安局",
        "year": 2022,
        "title": "荷塘县公安局2022年工作总结",
        "text": "“灯笼夜话”全年办了212场，反诈宣传覆盖3.1万人次。电信网络诈骗立案96起。",
    },
    {
        "id": "a2022#2",
        "source": "荷塘县公安局",
        "year": 2022,
        "title": "荷塘县公安局2022年工作总结",
        "text": "2022年5月，创设“双签字”机制：老人单笔转账由柜员、民警各签一次，防范养老诈骗。",
        "themes": ["反诈"],
    },
    {
        "id": "b2021#1",
        "source": "石桥市公安局",
        "year": 2021,
        "title": "石桥市公安局2021年工作总结",
        "text": "2021年6月，组建“快板反诈队”，由退休教师把反诈知识编成快板，反诈节目逢集上台说唱。",
    },
    {
        "id": "b2022#1",
        "source": "石桥市公安局",
        "year": 2022,
        "title": "石桥市公安局2022年工作总结",
        "text": "2022年1月，推出“反诈公交”，车载屏循环播放反诈短片，"
        "司机途中讲反诈案例，乘客扫码反诈答题。",
    },
    {
        "id": "c2020#1",
        "source": "柳林县公安局",
        "year": 2020,
        "title": "柳林县公安局2020年工作总结",
        "text": "2020年9月，组建“田埂宣讲队”，由村干部、返乡大学生等二十八人组成，"
        "农忙时下到田间地头，讲种粮补贴、"
        "农资买卖里的骗术和反诈常识，帮老乡看合同、认票据、装软件，一个村一个村地走。",
    },
    {
        "id": "p2021#1",
        "source": "石桥晚报",
        "year": 2021,
        "title": "荷塘县的老手艺",
        "text": "荷塘县的竹编老人一年编四百只灯笼，荷塘县的集市上都能见到，手艺传了三代。",
    },
]


@pytest.fixture(scope="module")
def several(library_of: Callable[..., Searcher]) -> Searcher:
    return library_of(SEVERAL + LINES[-10:])


def test_a_theme_is_met_by_other_words_of_it(several: Searcher) -> None:
    found = several.search(SearchRequest("荷塘县反诈做法"))
    met = {hit.paragraph.id: hit.match for hit in found.hits}
    assert met["a2022#2"] == "all"  # neither 荷塘 nor 反诈 is printed there
    assert "p2021#1" not in [id for id, match in met.items() if match == "all"]


def test_what_was_begun_leads_of_each_unit_where_ways_are_asked(several: Searcher) -> None:
    first = ids(several, "各单位反诈品牌")[:2]
    assert first == ["b2022#1", "c2020#1"]  # b2021#1 is the same unit's


def test_characters_of_a_unit_are_no_words_of_the_question(several: Searcher) -> None:
    assert ids(several, "荷塘县的快板做法")[0] == "b2021#1"


@pytest.mark.parametrize("typed", ["调解纠纷", "調解糾紛"])
def test_a_word_of_the_dictionary_that_no_paragraph_has_is_sought_by_its_words(
    library_of: Callable[..., Searcher], typed: str
) -> None:
    lines = [{"id": "a", "text": "调解室全年受理纠纷274起。"}, {"id": "b", "text": "巡逻310次。"}]
    found = library_of(lines).search(SearchRequest(typed))
    assert [hit.paragraph.id for hit in found.hits] == ["a"]
    assert not any("调解纠纷」不参与" in note for note in found.query.notes)
