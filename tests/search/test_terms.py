"""What a library quotes again and again and no list has is proposed, turns of phrase are not."""

from __future__ import annotations

from indexer.taxonomy.taxonomy import Initiative, Taxonomy
from search.results import StoredParagraph
from search.terms import quoted_names

LISTED = Taxonomy(
    initiatives=(Initiative("清源行动", aliases=("清源大行动",)),), ignored=("零较大",)
)


def names(*texts: str) -> list[str]:
    told = [
        StoredParagraph(slug=f"d{n}", id=f"d{n}#1", ordinal=1, text=text)
        for n, text in enumerate(texts)
    ]
    return quoted_names(told, LISTED, list, 10)


def test_names_are_proposed_that_several_paragraphs_quote_the_commonest_first() -> None:
    told = ["“塘边说事亭”25个", "建成「塘边说事亭」", "“ 塘边说事亭”", "“渔火夜校”", "办“渔火夜校”"]
    assert names(*told, "“渔火夜校”“渔火夜校”", "“茶山警务室”", "塘边说事亭", "“桥头哨”") == [
        *("塘边说事亭", "渔火夜校"),
    ]


def test_a_name_is_quoted_once_and_printed_in_other_reports() -> None:
    assert names("建成“塘边说事亭”", "塘边说事亭有12处", "“渔火夜校”渔火夜校") == ["塘边说事亭"]
    assert names("“立案1109起”", "立案1109起", "“连续八年全破”", "连续八年全破") == []
    assert names(*("“一小时”", "“查获冻品1120吨”", "“零命案”") * 2) == []


def test_what_is_listed_ignored_or_no_name_is_not_proposed() -> None:
    for text in (
        *("“清源大行动”", "“零较大”", "“十四五”", "“11·23”", "“一站式”", "“八类”", "“短板”"),
        *("“药品的生产者”", "“不忘初心、牢记使命”", "“2021—2025”", "“没有下引号", "“”"),
    ):
        assert names(text, text) == [], text


def test_marks_without_an_end_quote_nothing() -> None:
    assert names("“" * 200_000, "“一二" * 60_000) == []
