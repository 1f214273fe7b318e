"""The table of an indicator keeps apart what is not of the unit itself in a single year."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from search.comparing.measures import gaps_between, part_of, rewritten, years_told
from search.figures.request import FigureRequest
from search.searcher import Searcher
from tests.search.comparing.conftest import measures_of

TEXTS = {
    2012: "单位产值能耗下降3.1%。",
    2013: "五年累计，共淘汰炼铁产能1.17亿吨；单位产值能耗下降17.2%，水耗下降15%。",
    2014: "去年单位产值能耗下降4.2%。内蒙古、新疆、广西、宁夏四个自治区，单位产值能耗下降28%。",
    2015: "这五年，2014年单位产值能耗下降5.6%。",
    2016: "今年主要目标是：单位产值能耗下降9.9%。",
}


def test_sums_of_years_parts_and_aims_are_not_drawn_among_single_years(
    library_of: Callable[..., Searcher],
) -> None:
    library = library_of(TEXTS.items(), "year text", title="{year}年政府工作报告")
    asked = FigureRequest(indicators=("单位产值能耗",))
    single, of_years, aims = measures_of(library, asked, "source")
    assert {abs(value) for value in single.values.values()} <= {3.1, 4.2, 5.6}
    rows = [row for cell in single.cells.values() for row in cell]
    told = {str(row.figure.value): part_of(row) for row in rows}
    assert told == {"3.1": "", "4.2": "", "28": "内蒙古、新疆、广西、宁夏", "5.6": ""}
    ((summed,),) = of_years.cells.values()
    assert (str(summed.figure.value), years_told(summed)) == ("17.2", "五年累计")
    assert of_years.is_of_years and not of_years.values
    assert aims.modality == "target" and list(aims.values.values()) == [-9.9]


def test_years_of_a_work_are_not_those_of_all(library_of: Callable[..., Searcher]) -> None:
    texts = (
        "四年多改造弯道1900余处，全市交通死亡74人。",
        "四年改造弯道120处，化解纠纷85起。",
        "近六年首降；命案11起。",
    )
    library = library_of([(2023, text) for text in texts], "year text")
    told = {
        str(row.figure.value): years_told(row)
        for row in library.figure_listing(FigureRequest()).rows
    }
    assert told == {"1900": "四年", "74": "", "120": "四年", "85": "四年", "11": ""}


def test_what_a_plan_laid_before_an_assembly_says_is_an_aim_of_the_report_s_year(
    library_of: Callable[..., Searcher],
) -> None:
    texts = (
        "过去五年，绿地率从31.5%提高到36.2%。",
        "《纲要草案》全文提交大会审查，这里概述几个方面。",
        "——改善环境。坚持系统治理，绿地率达到39.9%。",
        "——增进福祉。绿地率提高到41.3%。",
    )
    lines = [
        {
            "id": f"w#{at}",
            "document": "w",
            "title": "2021年政府工作报告",
            "year": 2021,
            "text": text,
        }
        for at, text in enumerate(texts, 1)
    ]
    library = library_of(lines)
    done, aims = measures_of(library, FigureRequest(indicators=("绿地率",)), "source")
    assert list(done.values.values()) == [36.2]
    assert (aims.modality, aims.years) == ("target", (2021,))
    ((_, told),) = aims.cells.items()
    assert [row.figure.value for row in told] == ["39.9", "41.3"]


def test_units_of_one_dimension_and_measure_words_of_one_thing_are_one_measure(
    library_of: Callable[..., Searcher],
) -> None:
    texts = {
        1955: "粮食产量达到三千亿斤，民警人数达到３ ０２０人。",
        1987: "粮食产量4024亿公斤，民警人数3100名。",
        2003: "粮食产量43070万吨，民警人数4000名。",
        2005: "粮食产量4.84亿吨，拟定粮食产量5亿吨。两年多共补充民警900名。",
        2006: "民警人数不足五千名。",
    }
    library = library_of(texts.items(), "year text")
    (grain, *_) = measures_of(library, FigureRequest(indicators=("粮食产量",)), "source")
    assert (grain.unit, set(grain.printed)) == ("吨", {"吨", "斤", "公斤"})
    assert grain.values[("", 1955)] == 150_000_000 and grain.values[("", 1987)] == 402_400_000
    told = {year: rewritten(*rows, grain.unit) for (_, year), rows in grain.cells.items()}
    assert told == {1955: "1.5亿吨", 1987: "4.024亿吨", 2003: "", 2005: ""}
    assert gaps_between(grain.years) == ((1956, 1986), (1988, 2002), (2004, 2004))
    (police,) = measures_of(library, FigureRequest(indicators=("民警人数",)), "source")
    assert (police.unit, police.values[("", 1955)]) == ("名", 3020)
    told = {year: rewritten(*rows, police.unit) for (_, year), rows in police.cells.items()}
    assert told == {1955: "3,020名", 1987: "", 2003: "", 2006: "不足5,000名"}


def test_an_unsaid_base_is_the_year_before_and_a_named_change_is_one(
    library_of: Callable[..., Searcher],
) -> None:
    texts = {
        2019: "消费价格比上年上涨2.9%。",
        2020: "消费价格上涨2.5%。",
        2021: "消费价格涨幅0.9%。",
        2022: "消费价格比2015年上涨12%。",
    }
    library = library_of(texts.items(), "year text")
    (prices,) = measures_of(library, FigureRequest(indicators=("消费价格",)), "source")
    drawn = {year: value for (_, year), value in prices.values.items()}
    assert drawn == {2019: 2.9, 2020: 2.5, 2021: 0.9}
    assert (prices.main_base, prices.bases) == ("比上年", ("比上年", "比基期 2015年"))


def test_a_bound_or_half_a_year_beside_the_figure_leaves_its_point(
    reports_of: Callable[..., Searcher],
) -> None:
    library = reports_of(
        [
            ("澜州市公安局", 2022, "群众安全感97.62%。电诈立案2207起。"),
            (
                "澜州市公安局",
                2023,
                "群众安全感98.21%，首次突破98%。2023年1月至6月，电诈立案980起。",
            ),
            ("澜州市公安局", 2023, "全年电诈立案1903起。"),
        ]
    )
    for name, values in (("群众安全感", [97.62, 98.21]), ("电诈立案", [2207, 1903])):
        (measure,) = measures_of(library, FigureRequest(indicators=(name,)), "source")
        drawn = [measure.values["澜州市公安局", year] for year in (2022, 2023)]
        assert drawn == pytest.approx(values)


def test_half_a_years_cases_are_not_drawn_among_those_of_years(
    library_of: Callable[..., Searcher],
) -> None:
    texts = {
        2022: "全年电诈立案517起。",
        2023: "上半年电诈立案231起。",
        2024: "全年电诈立案408起。",
    }
    library = library_of(texts.items(), "year text", source="枫江市公安局")
    (cases,) = measures_of(library, FigureRequest(indicators=("电诈立案",)), "source")
    assert [year for _, year in cases.values] == [2022, 2024]
    assert cases.cells["枫江市公安局", 2023], "it still stands in the table"
