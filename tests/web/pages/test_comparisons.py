"""A question for several figures of several units leads to them at once, and to the comparison."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from urllib.parse import unquote

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

SAID = [
    (
        "云泽市公安局",
        2022,
        "电信网络诈骗立案1105起，破案655起，抓获嫌疑人402名，紧急止付3560万元。",
    ),
    ("云泽市公安局", 2023, "电信网络诈骗立案986起，破案671起，紧急止付4100万元。"),
    ("岭上县公安局", 2022, "电信网络诈骗发案170件，侦破93件，抓获嫌疑人71名，止付210万元。"),
    ("岭上县公安局", 2023, "电信网络诈骗发案163件，侦破97件。"),
]


Told = Sequence[tuple[str, int, str]]


Themed = Callable[[Told], FlaskClient]


@pytest.fixture(scope="module")
def themed(client_of: Callable[..., FlaskClient]) -> Themed:
    """Opens a library of (source, year, text), with the themes of the bundled reports."""
    title = "{source}{year}年工作总结"
    return lambda told: client_of(told, "source year text", themes=True, title=title)


@pytest.fixture(scope="module")
def library(themed: Callable[[Told], FlaskClient]) -> FlaskClient:
    return themed(SAID)


@pytest.mark.parametrize(
    ("question", "rows", "leads_to"),
    [
        (
            "2023年反诈 立案 破案 止付",
            ["云泽市公安局 986起 671起 4100万元", "岭上县公安局 163件 97件 没有读到"],
            "/compare?theme=反诈&year=2023",
        ),
        (
            "岭上县、云泽2022年电诈立案破案",
            ["岭上县公安局 170件 93件", "云泽市公安局 1105起 655起"],
            "/compare?source=岭上县公安局&source=云泽市公安局&theme=反诈&year=2022",
        ),
        (
            "岭上县反诈数据",
            ["2022 170件 93件 71名 210万元", "2023 163件 97件 没有读到 没有读到"],
            "/compare?source=岭上县公安局&theme=反诈",
        ),
    ],
)
def test_a_table_stands_above_the_list_with_the_way_to_the_comparison(
    library: FlaskClient, question: str, rows: list[str], leads_to: str
) -> None:
    page = BeautifulSoup(library.get("/search", query_string={"q": question}).text, "html.parser")
    found = page.select(".of-table tbody tr")
    assert [" ".join(row.get_text(" ").split()) for row in found] == rows
    assert "没有一段" not in page.select_one(".told").get_text()  # type: ignore[union-attr]
    led = [unquote(str(a["href"])) for a in page.select(".propose a")]
    assert leads_to in led
    typed = library.get("/compare", query_string={"q": question})
    assert (typed.status_code, unquote(typed.headers["Location"])) == (302, leads_to)


def test_a_comparison_opens_with_the_latest_year_of_most_units(library: FlaskClient) -> None:
    page = BeautifulSoup(library.get("/compare?theme=反诈").text, "html.parser")
    head = [cell.get_text() for cell in page.select(".of-table thead th")]
    rows = [" ".join(row.get_text(" ").split()) for row in page.select(".of-table tbody tr")]
    assert head == ["单位", "立案", "破案", "止付"]  # and no 抓获, of which none tells in 2023
    assert rows == ["云泽市公安局 986起 671起 4100万元", "岭上县公安局 163件 97件 没有读到"]
    assert "2023 年" in page.select_one("#of-year").get_text()  # type: ignore[union-attr]
    assert not page.select("tr:not(.later) > th a[href*='indicator=电信网络诈骗立案']")
    one_year = BeautifulSoup(library.get("/compare?theme=反诈&year=2022").text, "html.parser")
    assert len(one_year.select(".of-table tbody tr")) == 2  # the same as above the hits


def test_the_first_table_has_what_most_units_tell(
    themed: Callable[[Told], FlaskClient],
) -> None:
    said = [
        ("云泽市公安局", "抓获2015人，止付冻结2.88亿元，返还4410万元。"),
        ("岭上县公安局", "止付冻结1320万元，返还168万元。"),
        ("石桥县公安局", "止付冻结540万元，返还82万元，止付210万元。"),
        ("柳谷县公安局", "抓获71人，止付190万元。"),
    ]
    told = [
        (unit, year, f"电信网络诈骗立案{year - 1900}起，破案{year - 1950}起，{text}")
        for unit, text in said
        for year in (2022, 2023)
    ]
    page = BeautifulSoup(themed(told).get("/compare?theme=反诈").text, "html.parser")
    head = [cell.get_text() for cell in page.select(".of-table thead th")]
    assert head == ["单位", "立案", "破案", "抓获", "止付冻结", "返还"]  # no 止付 beside it


def test_the_first_table_accounts_for_every_office_and_no_newspaper(
    themed: Callable[[Told], FlaskClient],
) -> None:
    told = [
        (unit, year, f"电信网络诈骗立案{year - 1900}起，破案{year - 1950}起。")
        for unit in ("云泽市公安局", "岭上县公安局")
        for year in (2021, 2022)
    ]
    told += [
        ("石桥县公安局", 2020, "电信网络诈骗立案80起，紧急止付3万元。"),
        ("石桥县公安局", 2021, "电信网络诈骗立案81起。"),
        ("石桥县公安局", 2022, "电信网络诈骗立案82起，破案31起。"),
        ("柳谷县公安局", 2022, "反诈宣传进村入户。"),
        ("松坪县公安局", 2023, "电信网络诈骗立案71起，破案30起。"),
        ("云泽日报", 2022, "反诈中心成立四年多来，电信网络诈骗立案7900起，破案3100起。"),
    ]
    page = BeautifulSoup(themed(told).get("/compare?theme=反诈").text, "html.parser")
    rows = [" ".join(row.get_text(" ").split()) for row in page.select(".of-table tbody tr")]
    assert rows == [
        "云泽市公安局 122起 72起",
        "岭上县公安局 122起 72起",
        "石桥县公安局 82起 31起",
        "柳谷县公安局 没有读到",
        "松坪县公安局 本库没有 2022 年的报告",
    ]
    below = [head.get_text() for head in page.select("table.sentences tbody th")]
    assert below[:3] == ["云泽市公安局", "岭上县公安局", "石桥县公安局"]  # in the same order
    (folded,) = page.select("table.aspects tr.past th")  # on a phone: of 2020 alone
    assert folded.get_text().startswith("止付")


def test_a_comparison_is_begun_by_ticking_units_and_narrowed_to_some(library: FlaskClient) -> None:
    start = BeautifulSoup(library.get("/compare").text, "html.parser")
    form = start.select_one("form.desk")
    assert form is not None
    assert [box["value"] for box in form.select("input[name=source]")] == [
        "云泽市公安局",
        "岭上县公安局",
    ]
    assert [o.get_text() for o in form.select("select[name=year] option")][1:] == ["2023", "2022"]
    chosen = {"theme": "反诈", "q": "", "indicator": "", "source": "岭上县公安局", "year": ""}
    for asked in (chosen, chosen | {"theme": "", "q": "反诈"}):
        answer = library.get("/compare", query_string=asked, follow_redirects=True)
        page = BeautifulSoup(answer.text, "html.parser")
        heads = [cell.get_text() for cell in page.select(".sentences th")]
        assert "岭上县公安局" in heads and "云泽市公安局" not in heads
        boxes = {str(b["value"]): b.has_attr("checked") for b in page.select("[name=source]")}
        assert boxes == {"云泽市公安局": False, "岭上县公安局": True}
        kept = {str(i["name"]): i["value"] for i in page.select(".choose [type=hidden]")}
        assert kept == {"theme": "反诈"}
        (every,) = page.select(".choose form a")
        assert unquote(str(every["href"])) == "/compare?theme=反诈"


def test_an_indicator_is_narrowed_to_some_units(library: FlaskClient) -> None:
    asked = {"indicator": "电信网络诈骗立案", "source": "云泽市公安局"}
    page = BeautifulSoup(library.get("/compare", query_string=asked).text, "html.parser")
    boxes = {str(b["value"]): b.has_attr("checked") for b in page.select("[name=source]")}
    assert boxes["云泽市公安局"] and "岭上县公安局" not in page.select_one("table").get_text()  # type: ignore[union-attr]
    assert [str(i["name"]) for i in page.select(".choose [type=hidden]")] == ["indicator"]


def test_the_page_of_an_indicator_has_a_row_of_every_chosen_unit(themed: Themed) -> None:
    """In what words a unit tells it, and where it tells nothing."""
    deaths = ("柳川市公安局", 2022, "交通。道路交通事故死亡61人。")
    later = ("柳川市公安局", 2023, "交通。全年死亡57人，货车事故占三成。")
    told = (deaths, later, ("石泉市公安局", 2023, "义诊9场。"))
    other = ("梅江市公安局", 2023, "道路交通事故死亡40人。")
    units = "&".join(f"source={name}市公安局" for name in ("柳川", "石泉", "梅江"))
    reply = themed((*told, other)).get(f"/compare?indicator=道路交通事故死亡&{units}")
    page = BeautifulSoup(reply.data, "html.parser")
    shown = (row.get_text(" ").replace("†", "") for row in page.select("table.numbers tbody tr"))
    rows = [" ".join(text.split()) for text in shown]
    assert rows[:3] == [
        "柳川市公安局 61人 57人 死亡",
        "梅江市公安局 本库没有 2022 年的报告 40人",
        "石泉市公安局 本库没有 2022 年的报告 没有读到",
    ]
    assert len(page.select("form input[name=source][checked]")) == 3


def test_a_cell_of_an_indicator_in_which_nothing_is_read_quotes_what_has_its_words(
    themed: Themed,
) -> None:
    said = ("电诈立案905起。", "全年电诈一共千余起立案。", "电诈立案698起。")
    told = [("柳川市公安局", year, text) for year, text in enumerate(said, 2021)]
    told += [("梅江市公安局", 2022, "电诈立案12起。")]
    page = BeautifulSoup(themed(told).get("/compare?indicator=电诈立案").data, "html.parser")
    cells = [cell.get_text() for cell in page.select("table.numbers td.none")]
    assert [said[1][:-1] in cell for cell in cells] == [True, False, False], cells


def test_a_theme_of_many_things_has_columns_of_what_is_printed(themed: Themed) -> None:
    """Never 立案 over deaths; what stands below a heading is read, and is its own."""
    told = [
        ("柳川市公安局", 2022, "交通管理。道路交通事故死亡61人，下降4.7%。"),
        ("梅江市公安局", 2022, "交通管理。道路交通事故死亡40人，下降2.4%。"),
        ("柳川市公安局", 2023, "交通管理。道路交通事故死亡57人，下降6.6%。"),
        ("梅江市公安局", 2023, "交通管理。全年死亡38人，下降5.0%。"),
    ]
    library = themed(told)
    for address in ("/compare?theme=交通管理&year=2023", "/search?q=各市交通管理比较2023年"):
        page = BeautifulSoup(library.get(address).data, "html.parser")
        rows = [" ".join(row.get_text(" ").split()) for row in page.select("table.outcomes tr")]
        assert rows[0] == "单位 道路交通事故死亡"
        assert sorted(rows[1:]) == ["柳川市公安局 57人", "梅江市公安局 38人"]
    page = BeautifulSoup(library.get("/compare?theme=交通管理&year=2023").data, "html.parser")
    assert "没有它自己的数据" not in page.get_text()


def test_how_many_murders_each_unit_had_is_told_of_all(themed: Themed) -> None:
    client = themed(
        [
            ("云泽市公安局", 2022, "现行命案发案28起，破案28起。"),
            ("岭上县公安局", 2022, "去年岭上发生命案13起。"),
        ]
    )
    page = BeautifulSoup(client.get("/search?q=2022年各单位命案各有几起").data, "html.parser")
    above = page.select_one(".of-units")
    assert above is not None and "28起" in above.text and "13起" in above.text


def test_where_one_unit_is_read_the_others_asked_for_are_quoted(themed: Themed) -> None:
    client = themed(
        [
            ("云泽市公安局", 2022, "找回走失人员702人。"),
            ("岭上县公安局", 2022, "山中走失老人、采药人53名，均已找回。"),
        ]
    )
    page = BeautifulSoup(client.get("/search?q=走失人员2022 云泽 岭上找回多少").data, "html.parser")
    above = page.select_one(".answers")
    assert above is not None and "702人" in above.text and "53名" in above.text
