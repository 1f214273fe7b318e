"""A single cell of a table, or the row with the most of a column, answers."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from indexer.settings import Settings
from search.request import SearchRequest
from search.searcher import Searcher
from search.sentences.cells import told_cells

_UNITS = (("鹤川市公安局", 612, 97), ("泊舟县公安局", 388, 64), ("洲头县公安局", 245, 64))
_SLIPS = (
    ("甲坡", 110, 7, "石有田", "有"),
    ("乙坡", 135, 14, "尚满", "有"),
    ("丙坡", 96, 5, "石有田", "无"),
)
_MONTHS = ((1, 31, 3), (2, 47, 8), (3, 47, 5))


@pytest.fixture(scope="module")
def library(
    index_of_lines: Callable[..., Settings], opened: Callable[[Settings], Searcher]
) -> Searcher:
    rows = [f"单位：{unit}；护照：{n}；收容犬只：{dogs}" for unit, n, dogs in _UNITS]
    rows += ["单位：合计；护照：1245；收容犬只：225", "注：护照含加急。"]
    table = {"document": "表", "title": "2023年窗口服务统计表（单位：件）", "year": 2023}
    months = [f"月份：{n}月；走失：{lost}；救出：{saved}" for n, lost, saved in _MONTHS]
    monthly = {
        "document": "月",
        "title": "鹤川2024年救援分月表",
        "year": 2024,
        "source": "鹤川市公安局",
    }
    lines = [{"id": f"表#{n}", "text": text} | table for n, text in enumerate(rows, 1)]
    lines += [{"id": f"月#{n}", "text": text} | monthly for n, text in enumerate(months, 1)]
    wide = {"document": "宽", "title": "2022年分月统计", "source": "泊舟县公安局", "year": 2022}
    for n, name in enumerate(("盗窃", "办结率（%）"), 1):
        months = "；".join(f"{month}月：{month}" for month in range(1, 7))
        lines += [{"id": f"宽#{n}", "text": f"类别：{name}；{months}；合计：21"} | wide]
    piers = (
        ("石磨渡码头", 80, 60, "木船多，隐患多"),
        ("鱼骨湾码头", 90, 81, ""),
        ("北仓码头", 40, 31, ""),
    )
    dock = {"document": "船", "title": "2024年码头检查表", "source": "沙湾市公安局", "year": 2024}
    rows = [
        f"码头：{name}；隐患（处）：{found}；已整改（处）：{done}"
        + (f"；备注：{why}" if why else "")
        for name, found, done, why in piers
    ]
    rows += ["码头：合计；隐患（处）：210；已整改（处）：172", "说明：鱼骨湾隐患系渔船集中所致。"]
    lines += [{"id": f"船#{n}", "text": text} | dock for n, text in enumerate(rows, 1)]
    slip = {"document": "坡", "title": "2024年滑道登记簿", "source": "沙湾市公安局", "year": 2024}
    rows = [
        f"滑道：{name}；长度（米）：{long}；值守：{used}人；使用次数：{used}；责任民警：{who}；平均用时天数：2"
        f"；检修周期：{used}天；监控：{eye}"
        for name, long, used, who, eye in _SLIPS
    ]
    lines += [{"id": f"坡#{n}", "text": text} | slip for n, text in enumerate(rows, 1)]
    return opened(index_of_lines(lines))


def _told(library: Searcher, question: str) -> list[str]:
    request = SearchRequest(question)
    found = told_cells(library, request, library.search(request))
    return [deed.quote for deed in found.told] if found is not None else []


@pytest.mark.parametrize(
    ("question", "quote"),
    [
        ("鹤川2023年收容犬只", "单位：鹤川市公安局；…；收容犬只：97"),
        ("泊舟护照", "单位：泊舟县公安局；护照：388"),
        ("2023年护照办得最多的单位", "单位：鹤川市公安局；护照：612"),
        ("护照最少的是哪个单位", "单位：洲头县公安局；护照：245"),
        ("鹤川2024年哪个月救出最多", "月份：2月；…；救出：8"),
        ("鹤川二月份救出几个", "月份：2月；…；救出：8"),
        ("2023年三个单位一共办了多少护照", "单位：合计；护照：1245"),
        ("全省收容犬只合计", "单位：合计；…；收容犬只：225"),
        ("泊舟盗窃一共几起", "类别：盗窃；…；合计：21"),
        ("泊舟盗窃5月几起", "类别：盗窃；…；5月：5"),
        ("2022全年泊舟盗窃", "类别：盗窃；…；合计：21"),
        ("泊舟哪个月盗窃最多", "类别：盗窃；…；6月：6"),
        ("鹤川2024年1月走失警情多少起", "月份：1月；走失：31"),  # 警情 is printed nowhere
        ("哪个码头隐患最多", "码头：鱼骨湾码头；隐患（处）：90"),  # a remark has the word too
        ("整改率最低的码头", "码头：石磨渡码头；隐患（处）：80；已整改（处）：60"),  # worked out
        ("乙坡滑道多长", "滑道：乙坡；长度（米）：135"),  # what is long is told by its length
        ("哪个滑道最短", "滑道：丙坡；长度（米）：96"),
        ("哪个滑道由尚满负责", "滑道：乙坡；…；责任民警：尚满"),
        ("检修周期最长的滑道", "滑道：乙坡；…；检修周期：14天"),  # no column is of length
        ("哪个滑道没有监控", "滑道：丙坡；…；监控：无"),
        ("码头隐患多少处", "码头：合计；隐患（处）：210"),  # of no one pier
        ("码头已整改占隐患的比例", "码头：合计；隐患（处）：210；已整改（处）：172"),
        ("北仓码头已整改占隐患百分比", "码头：北仓码头；隐患（处）：40；已整改（处）：31"),
        ("北仓码头整改率", "码头：北仓码头；隐患（处）：40；已整改（处）：31"),
    ],
)
def test_the_cell_that_is_asked_for_is_told(library: Searcher, question: str, quote: str) -> None:
    assert _told(library, question) == [quote]


@pytest.mark.parametrize(
    "question",
    [
        "收容犬只",  # of whom
        "鹤川2022年收容犬只",  # of another year
        "收容犬只最少的单位",  # two have as few
        "鹤川2024年哪个月走失最多",  # two months have as many
        "哪个月护照最多",  # no table of months
        "岭南市收容犬只",  # of a unit that is nowhere
        "各码头查处率",  # no column is it, nor what it is a share of
        "哪个派出所隐患最多",  # the table is of piers
        "鹤川2023年收容犬只占全省百分之几",  # a share is no count
    ],
)
def test_what_no_single_cell_says_is_not_told(library: Searcher, question: str) -> None:
    assert not _told(library, question)


@pytest.mark.parametrize(
    ("question", "quotes"),
    [
        (
            "滑道使用最多和最少的是哪个",
            ["滑道：乙坡；…；使用次数：14", "滑道：丙坡；…；使用次数：5"],
        ),
        (
            "石有田负责哪几个滑道",
            ["滑道：甲坡；…；责任民警：石有田", "滑道：丙坡；…；责任民警：石有田"],
        ),
    ],
)
def test_each_of_several_rows_that_are_asked_for_is_told(
    library: Searcher, question: str, quotes: list[str]
) -> None:
    assert _told(library, question) == quotes


def _sums(library: Searcher, question: str) -> tuple[object, ...]:
    request = SearchRequest(question)
    found = told_cells(library, request, library.search(request))
    whole = found.table if found is not None else None
    return (whole.sums, *(cells[0] for _, cells in whole.lines)) if whole is not None else ()


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("各单位收容犬只", ((), "97", "64", "64")),  # without the sum; the most first
        ("鹤川2024年各月走失", ((), "31", "47", "47")),  # in the order of months
        ("鹤川2024年走失一共多少人", (("125",), "31", "47", "47")),  # no sum is printed
        ("各码头隐患整改率", ((), "90.0%", "77.5%", "75.0%")),
        ("各码头备注", ()),  # of one only
        ("鹤川2024年前两个月救出合计", (("11",), "3", "8")),
        ("鹤川2024年1至3月救出", (("16",), "3", "8", "5")),
        ("鹤川2024年上半年救出", ()),  # three months of six
        ("泊舟盗窃上半年几起", (("21",), "1", "2", "3", "4", "5", "6")),  # months are columns
        ("泊舟各月办结率合计", ()),  # rates do not add up
        ("鹤川2024年1月和3月走失一共多少人", (("78",), "31", "47")),  # not all three
        ("鹤川2024年1、2月走失多少人", (("78",), "31", "47")),
        ("2023年鹤川和泊舟一共办了多少护照", (("1000",), "612", "388")),
        ("2023年除鹤川外各单位收容犬只合计", (("128",), "64", "64")),
        ("鹤川2024年2月比1月多走失多少人", (("16",), "47", "31")),  # the difference
        ("2023年鹤川比泊舟多收容犬只多少", (("33",), "97", "64")),
        ("滑道检修周期一共多少天", (("26",), "14天", "7天", "5天")),
        ("鹤川2024年月均走失多少人", (("41.7",), "31", "47", "47")),
        ("平均每个单位办护照多少", (("415",), "612", "388", "245")),
        ("滑道一年共使用多少次", (("26",), "14", "7", "5")),
        ("滑道一共多少人值守", (("26",), "14人", "7人", "5人")),  # the measure stands in the cells
    ],
)
def test_a_column_is_told_whole_with_what_it_adds_up_to(
    library: Searcher, question: str, told: tuple[object, ...]
) -> None:
    assert _sums(library, question) == told


@pytest.mark.parametrize(
    ("question", "bold", "is_reckoned", "why"),
    [
        ("哪个码头隐患最多", "鱼骨湾码头 90处", False, None),
        ("整改率最低的码头", "石磨渡码头 75.0%", True, None),
        ("护照最少的单位", "洲头县公安局 245件", False, None),  # as the title says
        ("码头已整改占隐患的比例", "合计 81.9%", True, None),
        ("哪个码头隐患最多，为什么", "鱼骨湾码头 90处", False, "说明：鱼骨湾隐患系渔船集中所致。"),
        (
            "整改率最低的码头，为什么",
            "石磨渡码头 75.0%",
            True,
            "码头：石磨渡码头；…；备注：木船多，隐患多",
        ),
    ],
)
def test_what_is_asked_is_bold_and_why_is_told_by_the_remarks(
    library: Searcher, question: str, bold: str, is_reckoned: bool, why: str | None
) -> None:
    request = SearchRequest(question)
    found = told_cells(library, request, library.search(request))
    assert found is not None
    most, *others = found.told
    assert (most.bold, most.is_reckoned) == (bold, is_reckoned)
    assert [one.quote for one in others] == ([why] if why else [])
