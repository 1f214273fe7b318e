"""Years and units of which no figure is read are told by the nearest sentence of their reports."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from search.searcher import Searcher
from search.sentences import unread_years
from search.sentences.unread_years import named_measure, sentences_of_years

_UNIT, _OTHER = "泊舟市公安局", "洲头市公安局"
_TEXTS = (
    (_UNIT, 2018, "禁毒", "全年毒品案件251起。"),
    (_UNIT, 2019, "禁毒", "两年治理见效，破毒品案190起，减少61起；公路查获毒驾12人。"),
    (_UNIT, 2019, "交通", "整治路口80个，死亡66人。"),
    (_UNIT, 2021, "禁毒", "毒品案件下降12.5%，比2020年的172起少了一成多。"),
    (_UNIT, 2022, "禁毒", "禁毒教育基地挂牌，课本进了小学。"),
    (_OTHER, 2018, "禁毒", "毒品案件88起，抓获41人。"),
    (_OTHER, 2019, "命案", "全年命案零发案。"),
)


_LINES = [
    {"id": f"{source}{year}#{n}", "source": source, "year": year, "text": text}
    | {"title": f"{source}{year}年工作总结", "heading": heading}
    for n, (source, year, heading, text) in enumerate(_TEXTS, 1)
]


@pytest.fixture(scope="module")
def library(library_of: Callable[..., Searcher]) -> Searcher:
    return library_of(_LINES)


@pytest.mark.parametrize(
    ("names", "unit", "measure", "told"),
    [
        (
            ("毒品案件",),
            _UNIT,
            "起",
            {2019: "破毒品案190起", 2020: "2020年的172起", 2021: "下降12.5%"},
        ),
        (("道路交通事故死亡人数", "死亡"), _UNIT, "人", {2019: "死亡66人"}),
        (("命案发案",), _OTHER, "起", {2019: "零发案"}),
        (("电信网络诈骗破案", "破案"), _UNIT, "起", {}),  # 破毒品案 is of another thing
        # A change alone is of its own year: no sum is told of the one before.
        (("毒品案件",), _UNIT, "元", {2021: "下降12.5%"}),
    ],
)
def test_a_year_is_told_by_the_sentence_that_has_most_of_its_words(
    library: Searcher, names: tuple[str, ...], unit: str, measure: str, told: dict[int, str]
) -> None:
    found = sentences_of_years(
        library, named_measure(library, names), unit, (2019, 2020, 2021, 2022), measure
    )
    assert {
        year: told.get(year, "") in deed.quote for year, deed in found.items()
    } == dict.fromkeys(told, True)


def test_a_paragraph_is_read_once_for_all_names_and_only_if_it_counts(
    library: Searcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []

    def normal(text: str) -> str:
        read.append(text)
        return text

    monkeypatch.setattr(unread_years, "normal", normal)
    of = named_measure(library, ("毒品案件", "破获毒品", "缴获毒品"))
    assert sentences_of_years(library, of, _UNIT, (2019, 2020, 2021), "起")
    assert read and len(read) == len(set(read))


def test_a_question_for_all_years_gets_a_sentence_of_each(
    client_of: Callable[..., FlaskClient],
) -> None:
    told = {2019: "讨薪闹事187回，半天平下来了。", 2020: "讨薪闹事153回。", 2021: "植树三千棵。"}
    lines = [
        {"id": str(year), "source": _UNIT, "year": year, "text": text}
        for year, text in told.items()
    ]
    page = client_of(lines).get("/search?q=泊舟讨薪闹事历年回数").get_data(as_text=True)
    above = page.partition('class="answers"')[2].partition("</div>")[0] or page
    assert "187回" in above and "153回" in above


def test_of_a_name_each_year_is_told_by_whoever_prints_it(
    client_of: Callable[..., FlaskClient],
) -> None:
    told = (
        (_UNIT, 2019, "“护路长廊”：6月1日签约共建，全长81公里。"),
        (_OTHER, 2020, "“护路长廊”巡查1200次。"),
        (_UNIT, 2021, "护路长廊：再延伸35公里，总长116公里。"),
        (_UNIT, 2022, "破获案件81起。"),
    )
    client = client_of(told, "source year text")
    page = client.get("/search?q=护路长廊历年长度公里").get_data(as_text=True)
    above = page.partition('class="answers"')[2].partition("</div>")[0]
    assert above.index("全长81公里") < above.index("总长116公里") and "破获案件" not in above
    page = client.get("/search?q=护路长廊巡查了几次").get_data(as_text=True)
    assert "全长81公里" not in page.partition('class="hits"')[0]


def test_the_page_quotes_it_beside_what_is_read(client_of: Callable[..., FlaskClient]) -> None:
    page = client_of(_LINES).get("/search?q=泊舟历年毒品案件").get_data(as_text=True)
    assert "破毒品案190起" in page.partition('class="nearest"')[2].partition("</ul>")[0]


def test_cases_are_no_share_of_them(client_of: Callable[..., FlaskClient]) -> None:
    told = ("刑事侦查打合成战，命案破案率保持100%。", "全年接处警46.2万次。")
    lines = [
        {"id": str(n), "source": _UNIT, "year": 2020, "text": text} for n, text in enumerate(told)
    ]
    client = client_of(lines)

    def above(query: str) -> str:
        page = client.get(f"/search?q={query}").get_data(as_text=True)
        return page.partition('class="hits"')[0]

    assert "破案率保持" not in above("泊舟市公安局2020年刑事警情")
    assert "破案率保持" in above("泊舟市公安局2020年刑事破案率")


def test_half_a_year_answers_no_question_for_a_year(client_of: Callable[..., FlaskClient]) -> None:
    """It is shown as what it is, beside the sentence of the next report on the whole year."""
    told = (
        (2018, "2018年上半年工作小结", "电信网络诈骗发案318起，损失980万元。"),
        (
            2019,
            "2019年工作总结",
            "电信网络诈骗发案590起，2018年为652起；损失由2010万元降到1760万元。",
        ),
    )
    lines = [
        {"id": title, "title": title, "source": _UNIT, "year": year, "text": text}
        for year, title, text in told
    ]
    page = (
        client_of(lines, themes=True).get("/search?q=泊舟2018年电诈损失多少").get_data(as_text=True)
    )
    above = page.partition('class="hits"')[0]
    assert "1–6月" in above and "2010万元" in above and 'class="answers"' not in above


def test_the_figure_in_front_of_a_sentence_is_done_and_was_not_corrected(
    library_of: Callable[..., Searcher],
) -> None:
    texts = (
        (_UNIT, 2019, "港区专项行动查扣走私冻品1960吨，打掉团伙3个。"),
        (_UNIT, 2020, "港区专项行动查扣走私冻品3180吨，打掉团伙5个。"),
        (_UNIT, 2021, "更正：2020年查扣走私冻品3180吨系笔误，应为2870吨。"),
        (_UNIT, 2022, "2023年，力争查扣走私冻品4000吨以上。"),
    )
    opened = library_of(texts, "source year text")
    of = named_measure(opened, ("走私冻品",))
    found = sentences_of_years(opened, of, _UNIT, (2019, 2020, 2022, 2023), "吨")
    assert found[2019].bold == "1960吨" and all(deed.is_nearest for deed in found.values())
    assert not {"3180吨", "4000吨以上", "4000吨"} & {deed.bold for deed in found.values()}


def test_what_a_figure_is_of_and_when_is_known_where_it_is_read(
    library_of: Callable[..., Searcher],
) -> None:
    texts = (
        (_UNIT, 2019, "核心数据：现行命案14起全破，2018年为15起；交通亡人203名。"),
        (_UNIT, 2021, "（四）诈骗。网络诈骗发案566起，下降17.7%。破案率提高到19.1%。"),
        (_UNIT, 2022, "站区警情上半年处置时长平均12分15秒。"),
        (_UNIT, 2022, "枢纽一刻钟：处置站区警情1.29万起，平均11分50秒。"),
        (_UNIT, 2020, "“老案清零”启动，把1988年以来的63起未破命案逐案过堂。"),
        (_UNIT, 2020, "老案清零专班攻克积案14起。"),
        (_UNIT, 2023, "破获命案积案5起。"),
        (_UNIT, 2017, "查处毒品案件12起。"),
    )
    opened = library_of(texts, "source year text")

    def found(name: str, measure: str, *years: int) -> dict[int, str]:
        of = named_measure(opened, (name,))
        return {
            y: d.quote for y, d in sentences_of_years(opened, of, _UNIT, years, measure).items()
        }

    assert found("老案清零破案数", "起", 2020) == {2020: texts[5][2].rstrip("。")}
    assert found("破获毒品案件", "起", 2023) == {}
    assert found("交通亡人", "人", 2018, 2019) == {2019: texts[0][2].rstrip("。")}
    assert found("诈骗破案率", "%", 2021) == {2021: "破案率提高到19.1%"}
    assert found("站区警情处置时长", "分钟", 2022) == {2022: texts[3][2].rstrip("。")}
