"""A whole row answers in readers' words, a question of several parts is answered by parts."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from indexer.settings import Settings
from search.request import SearchRequest
from search.results import SearchResult
from search.searcher import Searcher
from search.sentences.cells import told_cells
from search.sentences.deeds import ToldDeeds, told_deeds
from search.sentences.parts import parts_asked, told_parts
from search.sentences.passages import told_passages
from search.sentences.rows import told_rows

_THINGS = (("高音喇叭", 4, "2022-06-17", "在用"), ("铁皮哨所", 6, "2020-03-09", "封存"))
_DUTY = (("3月4日", "甲组", "丙组"), ("3月5日", "乙组", "丁组"))
_RULE = (
    "质保期三年。",
    "由秦岚牵头办理犬只招领。",
    "值班电话：0599-6620110。",
    "首次登记费80元，年审费30元。",
    "逾期不办的，并处200元罚款。",
    "免疫证明须在12个月以内。",
)


@pytest.fixture(scope="module")
def library(
    index_of_lines: Callable[..., Settings], opened: Callable[[Settings], Searcher]
) -> Searcher:
    rows = [
        f"品名：{what}；数量：{n}；购置日期：{day}；状态：{how}" for what, n, day, how in _THINGS
    ]
    lines = [{"id": f"台#{n}", "text": text} for n, text in enumerate(rows, 1)]
    lines = [one | {"document": "台", "title": "装备台账"} for one in lines]
    duty = [f"日期：{day}；道口白班：{one}；道口夜班：{two}" for day, one, two in _DUTY]
    duty += ["3月4日夜班由丙组调整为甲组。"]
    months = [f"月份：{n}；铁西：{n}0；站前：{n}1" for n in ("1月", "2月")]
    months += ["月份：合计；铁西：30；站前：32"]
    buys = [f"品类：{what}；一季度：{n}；二季度：{n + 1}" for what, n in (("喇叭", 3), ("合计", 9))]
    repairs = [f"日期：3月{n}日；项目：修{n}；金额（元）：{n}00" for n in (5, 6, 7)]
    crowd = ["劝阻三万一千余人，见面劝阻率94.5%。"]
    for name, title, texts in (
        ("购", "采购统计表", buys),
        ("修", "装备维修表", repairs),
        ("总", "青崖县总结", crowd),
        (
            "价",
            "门牌价目",
            ["项目：石门牌；价格（元）：18；备注：双文加6元"],
        ),
        ("季", "止付表", ["单位：青崖分局；一季度：1；二季度：2；三季度：3；四季度：4"]),
        ("砂", "采砂方案", ["3月1日启动，分摸底、整治阶段。整治阶段为4月1日至6月30日。"]),
        ("班", "护路值班表", duty),
        ("月", "电诈立案月报", months),
        ("犬", "关于犬只登记的通告", _RULE),
    ):
        of = {"document": name, "title": title}
        lines += [{"id": f"{name}#{n}", "text": text} | of for n, text in enumerate(texts, 1)]
    return opened(index_of_lines(lines))


def _quotes(told: ToldDeeds | None) -> list[str]:
    return [deed.quote for deed in told.told] if told is not None else []


@pytest.mark.parametrize(
    ("question", "row"),
    [
        (
            "高音喇叭一个多少钱 什么时候买的",
            "品名：高音喇叭；数量：4；购置日期：2022-06-17；状态：在用",
        ),
        ("铁皮哨所现在怎么样了", "品名：铁皮哨所；数量：6；购置日期：2020-03-09；状态：封存"),
        ("电诈立案全年合计两家各多少", "月份：合计；铁西：30；站前：32"),
        ("雪橇有几台", ""),
        ("哪天买的", ""),
        ("哪座哨所封存", "品名：铁皮哨所；数量：6；购置日期：2020-03-09；状态：封存"),
    ],
)
def test_a_row_that_has_all_that_is_printed_is_told_whole(
    library: Searcher, question: str, row: str
) -> None:
    request = SearchRequest(question)
    assert _quotes(told_rows(library, request, library.search(request))) == ([row] if row else [])


def test_a_change_beside_the_table_is_told_with_the_cell(library: Searcher) -> None:
    request = SearchRequest("3月4日夜班是哪组")
    told = _quotes(told_cells(library, request, library.search(request)))
    assert told == ["日期：3月4日；…；道口夜班：丙组", "3月4日夜班由丙组调整为甲组。"]
    request = SearchRequest("3月5日夜班是哪组")
    assert len(_quotes(told_cells(library, request, library.search(request)))) == 1


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("犬只质保几年", "三年"),
        ("犬只登记电话", "0599-6620110"),
        ("犬只招领谁负责", ""),
        ("走失证明多少吨", None),
    ],
)
def test_a_rule_tells_terms_telephones_and_who_but_no_nonsense(
    library: Searcher, question: str, told: str | None
) -> None:
    request = SearchRequest(question)
    found = told_passages(library, request, library.search(request))
    assert (found.told[0].bold if found is not None else None) == told


def test_a_quarter_adds_up_in_its_row_and_a_day_is_no_kind_of_thing(library: Searcher) -> None:
    request = SearchRequest("二季度采购合计多少")
    told = _quotes(told_cells(library, request, library.search(request)))
    assert told == ["品类：合计；…；二季度：10"]
    request = SearchRequest("哪种装备金额最高")
    assert told_cells(library, request, library.search(request)) is None


def test_people_who_were_talked_to_are_not_those_who_are_to_go(library: Searcher) -> None:
    request = SearchRequest("见面劝阻要去几个人")
    told = told_passages(library, request, library.search(request))
    assert told is None or not told.told[0].bold


def test_a_remark_that_is_asked_for_is_told_with_its_row(library: Searcher) -> None:
    request = SearchRequest("双文 石门牌多少钱")
    told = _quotes(told_cells(library, request, library.search(request)))
    assert told[-1] == "项目：石门牌；…；备注：双文加6元"


def test_four_quarters_are_all_told_and_the_last_day_is_the_last(library: Searcher) -> None:
    request = SearchRequest("青崖分局全年止付多少")
    told = told_cells(library, request, library.search(request))
    assert told is not None and told.table is not None and told.table.sums == ("10",)
    request = SearchRequest("采砂整治到哪天结束")
    found = told_passages(library, request, library.search(request))
    assert found is not None and found.told[0].bold == "6月30日"
    request = SearchRequest("铁皮哨所哪年买的")
    assert told_cells(library, request, library.search(request)) is None
    assert told_deeds(library, request, library.search(request)) is None


def test_each_part_of_a_question_is_answered(library: Searcher) -> None:
    def tell(request: SearchRequest, result: SearchResult) -> ToldDeeds | None:
        return told_passages(library, request, result)

    asked = SearchRequest("犬只首次登记收多少钱，逾期罚多少")
    told = told_parts(library, asked, tell)
    assert told is not None and [deed.bold for deed in told.told] == ["80元", "200元"]
    told = told_parts(library, SearchRequest("犬只首次登记收多少钱，电话多少"), tell)
    assert told is not None and told.told[-1].lacks == ("电话多少",)
    assert parts_asked("登记收多少钱，犬只") == ()
