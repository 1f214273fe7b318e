"""Two documents' figures of one indicator are found, and doubtful ones left out."""

from __future__ import annotations

from indexer.figures import extract
from search.comparing.documents.changed_figures import changed_figures
from search.figures.results import FigureRow
from search.results import StoredParagraph

Side = list[FigureRow]


def report(slug: str, year: int, *texts: str) -> Side:
    paragraphs = [
        StoredParagraph(slug=slug, year=year, id=f"{slug}#{n}", ordinal=n, text=text)
        for n, text in enumerate(texts, 1)
    ]
    read = ((p, row) for p in paragraphs for row in extract(p.text, year=year).rows)
    return [FigureRow(row, paragraph, row.indicator) for paragraph, row in read]


def changes(before: Side, after: Side) -> list[tuple[str, str, str]]:
    return [
        (c.indicator, c.before.figure.value_text, c.after.figure.value_text)
        for c in changed_figures(before, after)
    ]


def test_the_same_indicator_with_another_value_or_direction_is_told() -> None:
    old = report(
        "a", 2020, "全年破获盗窃案件310起。", "群众满意率达97.1%。", "盗窃警情同比下降8%。"
    )
    new = report(
        "b", 2021, "盗窃警情同比上升8%。", "全年破获盗窃案件295起。", "群众满意率达97.1%。"
    )
    assert changes(old, new) == [("盗窃警情", "8%", "8%"), ("破获盗窃案件", "310起", "295起")]


def test_an_indicator_with_several_values_is_left_out() -> None:
    old = report("a", 2020, "甲县破获盗窃案件310起。", "乙县破获盗窃案件20起。")
    new = report("b", 2021, "全市破获盗窃案件295起。")
    assert changes(old, new) == []


def test_a_count_and_its_change_are_different_things() -> None:
    old = report("a", 2020, "破获盗窃案件310起，同比上升5%。")
    new = report("b", 2021, "破获盗窃案件同比上升5%。")
    assert changes(old, new) == []


def test_an_aim_never_stands_beside_a_result() -> None:
    old = report("a", 2023, "2024年，“江城义警”突破2万人。")
    new = report("b", 2024, "“江城义警”1.84万人，距2万人的目标尚有差距。")
    assert changes(old, new) == []


def test_a_short_name_says_under_which_heading_it_stands() -> None:
    old = report("a", 2023, "（二）电信网络诈骗治理。发案3317件，较上年下降15.0%。")
    new = report("b", 2024, "（二）电信网络诈骗治理。发案2870件，较上年下降13.5%。")
    found = changed_figures(old, new)
    assert [c.section for c in found] == ["电信网络诈骗治理"] * 2
    named = changed_figures(
        report("a", 2020, "一、打击。破获盗窃案件310起。"),
        report("b", 2021, "一、打击。破获盗窃案件295起。"),
    )
    assert [c.section for c in named] == [""]
