"""What single sentences on 命案 tell: of one year, for how many years, or since when."""

from __future__ import annotations

import pytest

from search.results import StoredParagraph
from search.states.sentences import sentences


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("命案8起，发一起破一起，没有留下尾巴。", [("kept", None)]),
        ("命案8起，当年破案率100%，积案攻下三起。", [("kept", None)]),
        ("致死等命案发生12起，均在当年查结。", [("kept", None)]),
        ("命案发31起破30起。", [("broken", None)]),
        ("一、命案：发4破4。全破14年。", [("kept", None), ("streak", 2011)]),
        (
            "命案发6破6。全破年数：10年（2015—2024）。",
            [("kept", None), ("streak", 2015), ("since", 2015)],
        ),
        (
            "命案全破已四年（自2021年起），本年发生8起、破8起。",
            [("kept", None), ("streak", 2021), ("since", 2021)],
        ),
        ("命案侦破率自2011年以来始终为百分之百。", [("since", 2011)]),
        ("自2016年起本市现行命案未留一案。", [("kept", None), ("since", 2016)]),
        ("2014年以来命案首次下降，6起全破。", [("kept", None)]),
        ("命案侦破12年前的积案一起。", []),
    ],
)
def test_a_sentence_tells_of_a_year_a_length_or_a_beginning(
    text: str, told: list[tuple[str, int | None]]
) -> None:
    paragraph = StoredParagraph(slug="a", id="a#1", ordinal=1, text=text, year=2024)
    found = [(one.way, one.lasting and one.lasting.first) for one in sentences(paragraph)]
    assert found == told
