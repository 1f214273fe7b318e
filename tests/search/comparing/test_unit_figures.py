"""A question for one figure of several units is answered by what each says of one year."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from indexer.build.builder import BuildOptions, rebuild
from indexer.settings import Settings
from search.comparing.unit_figures import unit_figures
from search.searcher import Searcher

RIVER, HILL, BRIDGE = "江阳市公安局", "岭上县公安局", "石桥区公安分局"
LINES = [
    (RIVER, 2023, "全年电信网络诈骗立案1105起，案损8120万元，破案655起，打处702人。"),
    (RIVER, 2024, "全年电信网络诈骗立案986起，同比下降10.8%，案损7010万元，破案671起，打处735人。"),
    (
        RIVER,
        2024,
        "电信网络诈骗案损8120万元有误的说法不实。群众安全感98.7%。打算：2025年电诈立案控制在900起以内。",
    ),
    (
        HILL,
        2023,
        "（二）电信网络诈骗治理。发案二百零三件，完成210件以内的目标；侦破88件；涉案金额960万元。",
    ),
    (
        HILL,
        2024,
        "（二）电信网络诈骗治理。发案一百七十件；侦破93件；涉案金额810万元；移诉96人。群众安全感99.1%。",
    ),
    (BRIDGE, 2024, "石桥区电信网络诈骗立案412起；破电诈案201起；盗窃立案633起，破案240起。"),
    (BRIDGE, 2024, "破获毒品案件31起；命案8起全破。"),
    (RIVER, 2024, "破获毒品案件118起；现行命案6起全部侦破。"),
]


@pytest.fixture(scope="module")
def reports(
    tmp_path_factory: pytest.TempPathFactory, opened: Callable[[Settings], Searcher]
) -> Searcher:
    """With the themes of the bundled reports."""
    folder = tmp_path_factory.mktemp("units")
    rows = (
        {"id": f"s{at}#1", "document": f"s{at}", "text": text, "source": source, "year": year}
        for at, (source, year, text) in enumerate(LINES)
    )
    lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    (folder / "in.jsonl").write_text(lines, "utf-8")
    made = Settings(index=str(folder / "index"))
    rebuild(str(folder / "in.jsonl"), made, BuildOptions())
    return opened(made)


@pytest.mark.parametrize(
    ("question", "year", "told"),
    [
        ("江阳、岭上、石桥2024年电诈立案多少", 2024, ["986起", "一百七十件", "412起"]),
        ("岭上和江阳2023年电诈立案", 2023, ["二百零三件", "1105起"]),
        ("三家单位2024年反诈破案数", 2024, ["671起", "201起", "93件"]),
        ("电诈破案数哪家多", 2024, ["671起", "201起", "93件"]),
        ("电诈立案最少的是哪个局", 2024, ["一百七十件", "412起", "986起"]),
        ("江阳与岭上群众安全感谁高", 2024, ["99.1%", "98.7%"]),
        ("各单位毒品破案数", 2024, ["118起", "31起"]),
    ],
)
def test_each_unit_is_told_in_its_own_words(
    reports: Searcher, question: str, year: int, told: list[str]
) -> None:
    found = unit_figures(reports, question)
    assert found is not None
    assert found.year == year
    assert [row.figure.value_text for line in found.lines for row in line.rows] == told


def test_the_first_is_named_where_it_is_asked_for(reports: Searcher) -> None:
    found = unit_figures(reports, "电诈破案数哪家多")
    assert found is not None and (found.leading, found.is_least) == ((RIVER,), False)
    assert len(found.wordings) > 1  # 破案, 侦破, 破: a reader is told
    found = unit_figures(reports, "江阳与岭上群众安全感谁高")
    assert found is not None and found.leading == (HILL,) and found.is_level
    found = unit_figures(reports, "江阳、岭上2024年电诈立案多少")
    assert found is not None and found.leading == ()


def test_what_only_seems_to_be_the_same_stands_apart_and_surpasses_nothing(
    reports: Searcher,
) -> None:
    found = unit_figures(reports, "江阳、岭上、石桥2024年电诈案损谁多")
    assert found is not None
    assert [line.unit for line in found.lines] == [RIVER]
    assert [(line.unit, line.rows[0].figure.value_text) for line in found.near] == [
        (HILL, "810万元")
    ]
    assert (found.silent, found.leading) == ((BRIDGE,), ())


@pytest.mark.parametrize(
    "text",
    [
        "江阳2024年电诈立案多少",  # of one unit
        "江阳、岭上电诈立案历年变化",  # of many years
        "江阳、岭上2019年电诈立案",
        "江阳、石桥2024年命案破案多少",  # 破获毒品案件 is of another thing
        "各地经验做法",
        "反诈",
    ],
)
def test_other_texts_are_not_answered(reports: Searcher, text: str) -> None:
    assert unit_figures(reports, text) is None
