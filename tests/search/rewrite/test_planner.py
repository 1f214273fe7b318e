"""How a parsed query becomes a query tree, over a small library that is really searched."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.model.schema import SCHEMA
from indexer.settings import SearchSettings
from indexer.taxonomy.taxonomy import Initiative, Source, SynonymGroup, Taxonomy
from indexer.text.dictionary import Lexicon, write_lexicon
from indexer.text.normalizer import normalize
from search.query.parser import parse_query
from search.query.tree import (
    And,
    Everything,
    FacetMatch,
    Literal,
    Near,
    Not,
    Or,
    Part,
    Query,
    Ranked,
    RawLiteral,
    Wildcard,
    YearRange,
)
from search.request import SearchRequest
from search.results import Expansion
from search.rewrite.expansions import PieceExpander
from search.rewrite.facet_names import FacetNames
from search.rewrite.pieces import measured_figures
from search.rewrite.planner import Plan, plan
from search.suggest.no_hits import explain_no_result

Planned = Callable[..., Plan]
TAXONOMY = Taxonomy(
    sources=(
        Source("南通市公安局", aliases=("南通公安", "南通警方")),
        Source("苏州市公安局", aliases=("无锡苏州两地警方",)),
        Source("无锡市公安局", aliases=("无锡",)),
    ),
    initiatives=(Initiative("平安前哨", aliases=("前哨工程",)),),
    synonyms=(SynonymGroup(("电信网络诈骗", "电诈")), SynonymGroup(("警察", "民警"), one_way=True)),
)
FACETS: Mapping[str, Mapping[str, int]] = {
    "source": {"南通市公安局": 3, "苏州市公安局": 2, "宁波市公安局": 1, "杭州市公安局": 1},
    "region": {"江苏省/南通市": 2, "江苏省/南通市/海安市": 1, "江苏省/苏州市": 1},
    "year": {"2020": 1, "2021": 1, "2022": 2, "2023": 1},
    "theme": {"反诈": 2, "治安防控": 1},
    "initiative": {"平安前哨": 2},
}
WORDS = (
    "平安 前哨 城市 命案 全破 时间 最长 无人机 巡逻 电诈 电信网络诈骗 打击 民警",
    "海安 哪个 南通 总结 工作 公安 北京 无锡",
)


@dataclass(frozen=True)
class Row:
    title: str
    text: str
    source: str
    year: int


ROWS = (
    Row("南通公安工作", "推进“平安前哨”工程，民警下沉。", "南通市公安局", 2021),
    Row("南通公安工作", "蓝剑-2024 行动打击電信網絡詐騙，破案率100%。", "南通市公安局", 2022),
    Row("苏州公安工作", "这座城市连续多年命案全破，时间最长。", "苏州市公安局", 2022),
    Row("苏州公安工作", "无人机巡逻，5分钟到场；平安城市。（试行）", "苏州市公安局", 2020),
    Row("年度白皮书", "海安民警用无人机找到老人，民警 与 群众都说好。", "南通市公安局", 2023),
)


def matches(query: Query, row: Row) -> bool:
    """A plain reading of what each node says."""
    match query:
        case Literal(forms, field):
            printed = normalize(row.text if field == "text" else row.title)
            return any(form in printed for form in forms)
        case RawLiteral(text):
            return text in row.text
        case Wildcard(pattern):
            signs = {"*": ".{0,20}", "?": "."}
            regex = "".join(signs.get(char, re.escape(char)) for char in pattern)
            return re.search(regex, normalize(row.text)) is not None
        case Near(left, right, _):
            return matches(left, row) and matches(right, row)
        case FacetMatch(field, values):
            return field == "source" and row.source in values
        case YearRange(low, high):
            return (low or 0) <= row.year <= (high or 9999)
        case Ranked(phrase, parts):
            every = [Literal(phrase), *(Literal(part.forms) for part in parts)]
            return any(matches(literal, row) for literal in every)
        case _:
            return is_true(query, row)


def is_true(query: And | Or | Not | Everything, row: Row) -> bool:
    match query:
        case And(children):
            return all(matches(child, row) for child in children)
        case Or(children):
            return any(matches(child, row) for child in children)
        case Not(child):
            return not matches(child, row)
        case Everything():
            return True


def count(query: Query) -> int:
    return sum(matches(query, row) for row in ROWS)


@pytest.fixture(scope="module")
def lexicon(tmp_path_factory: pytest.TempPathFactory) -> Lexicon:
    path = tmp_path_factory.mktemp("lexicon") / "lexicon"
    words = " ".join(WORDS).split()
    write_lexicon(path, dict.fromkeys("".join(words), 1) | dict.fromkeys(words, 1000))
    return Lexicon(path)


@pytest.fixture(scope="module")
def planned(lexicon: Lexicon) -> Planned:
    expander = PieceExpander(TAXONOMY, lexicon.cut)
    names = FacetNames(TAXONOMY, lambda field: FACETS.get(field, {}))

    def make(text: str, **options: object) -> Plan:
        request = SearchRequest(q=text, **options)  # type: ignore[arg-type]
        parsed = parse_query(text, SearchSettings(), request.mode)
        return plan(parsed, request, expander, count, lexicon.cut, names, lexicon.cut_for_search)

    return make


def found(result: Plan) -> list[int]:
    return [index for index, row in enumerate(ROWS) if matches(result.query, row)]


def own_parts(query: Query) -> list[str]:
    assert isinstance(query, Ranked)
    return [part.forms[0] for part in query.parts]


# (输入, 期望：各部分, 是否拆词)
PARTS = [
    ("平安前哨", ["平安前哨"], False),
    ("“平安前哨”", ["平安前哨"], False),
    ("“平安前稍”", ["平安前稍"], False),
    ("，平安前哨", ["平安前哨"], False),
    ("民警，", ["民警"], False),
    ("老人。", ["老人"], False),
    ("（试行）", ["(试行)"], False),
    ("海安 无人机", ["海安", "无人机"], False),
    ("无人机 “平安 城市” 无人机", ["无人机", "平安城市"], False),
    ("无人机城市", ["无人机", "城市"], True),
    ("海安的无人机", ["海安", "无人机"], True),
    ("无人机，海安", ["无人机", "海安"], True),
    ("15.73%和2019年吗", ["15.73%", "2019年"], True),
    ("哪个城市命案全破时间最长？", ["命案", "全破"], True),
    ("无人机巡逻吗", ["无人机", "巡逻"], True),
    ("蓝剑-2024", ["蓝剑-2024"], False),
    ("-2024", ["-2024"], False),
    ("-2024 行动", ["-2024行动"], False),
    ("破案率", ["破案率"], False),
]


@pytest.mark.parametrize(("text", "parts", "is_cut"), PARTS)
def test_pieces_stay_whole_where_they_occur(
    planned: Planned, text: str, parts: list[str], is_cut: bool
) -> None:
    query = planned(text).query
    assert own_parts(query) == parts
    assert query.is_cut is is_cut
    assert (query.signals is not None) is is_cut


# (输入, 期望)
TREES = [
    ("", Everything()),
    ("  ", Everything()),
    ("“", RawLiteral("“")),
    ("无人机 AND 巡逻", And((Literal(("无人机",)), Literal(("巡逻",))))),
    ("无人机 或 命案", Or((Literal(("无人机",)), Literal(("命案",))))),
    ("无人机 -海安", And((Literal(("无人机",)), Not(Literal(("海安",)))))),
    ("NOT 2024", Not(Literal(("2024",)))),
    ("-无人机", Not(Literal(("无人机",)))),
    ("NOT 警察", Not(Literal(("警察",)))),
    ("NOT (NOT 警察)", Not(Not(Literal(("警察", "民警"))))),
    ("警察 OR x", Or((Literal(("警察", "民警")), Literal(("x",))))),
    ("来源:南通", FacetMatch("source", ("南通市公安局",))),
    ("来源:南通警方", FacetMatch("source", ("南通市公安局",))),
    ("来源:公安局 -来源:南通", And((FacetMatch("source", tuple(sorted(FACETS["source"]))),
                              Not(FacetMatch("source", ("南通市公安局",)))))),
    ("来源:两地", FacetMatch("source", ("苏州市公安局",))),
    ("来源:无锡 OR x", Or((Literal(("无锡",)), Literal(("x",))))),
    ("地区:南通", FacetMatch("region", ("江苏省/南通市",))),
    ("地区:江苏省/南通市", FacetMatch("region", ("江苏省/南通市",))),
    ("地区:江苏", FacetMatch("region", tuple(sorted(FACETS["region"])))),
    ("主题:防控", FacetMatch("theme", ("治安防控",))),
    ("举措:前哨工程", FacetMatch("initiative", ("平安前哨",))),
    ("年份:2020..2022", YearRange(2020, 2022)),
    ("年份:>=2021", YearRange(2021, None)),
    ("标题:南通", Literal(("南通",), "title")),
    ("无人*巡逻", Wildcard("无人*巡逻")),
    ("*无人机*", Literal(("无人机",))),
    ("無?機", Wildcard("无?机")),
    ("无人机 ~5 巡逻", Near(Literal(("无人机",)), Literal(("巡逻",)), 5)),
    ("无人机 ~句 民警", Near(Literal(("无人机",)), Literal(("民警",)), None)),
    ("巡逻 AND 无人机城市", And((Literal(("巡逻",)), Literal(("无人机",)), Literal(("城市",))))),
    ("哪个城市命案全破 年份:2022", And((Literal(("命案",)), Literal(("全破",)),
                                YearRange(2022, 2022)))),
    ("哪个海安城市 年份:2022", And((Or((Literal(("海安",)), Literal(("城市",)))),
                             YearRange(2022, 2022)))),
    ("-来源:北京 无人机", And((Not(Literal(("来源:北京",))), Literal(("无人机",))))),
]  # fmt: skip


@pytest.mark.parametrize(("text", "query"), TREES)
def test_operators_fields_and_wildcards_become_nodes(
    planned: Planned, text: str, query: Query
) -> None:
    assert planned(text).query == query


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("平安前哨", Literal(("平安前哨",))),
        ("“平安 前哨”", Literal(("平安前哨",))),
        ("无人机 AND 巡逻", Literal(("无人机and巡逻",))),
        ("来源:南通", Literal(("来源:南通",))),
        ("“甲”乙”", Literal(("甲乙",))),
        ("“”", RawLiteral("“”")),
        ("", Everything()),
    ],
)
def test_exact_is_one_literal(planned: Planned, text: str, query: Query) -> None:
    assert planned(text, mode="exact").query == query


def test_phrase_is_the_whole_query_and_its_other_wordings(planned: Planned) -> None:
    result = planned("打击 电诈")
    assert result.query.phrase == ("打击电诈", "打击电信网络诈骗")
    parts = tuple(Part(part.forms) for part in result.query.parts)
    assert parts == (Part(("打击",)), Part(("电诈", "电信网络诈骗")))
    assert result.expansions == (Expansion("电诈", ("电信网络诈骗",), "synonym"),)
    assert result.normalized == "打击电诈"


def test_own_wording_only_switches_every_widening_off(planned: Planned) -> None:
    result = planned("电诈 五分钟", expand=False)
    assert result.expansions == ()
    assert all(len(part.forms) == 1 for part in result.query.parts)


def test_numerals_are_widened_only_to_what_the_library_has(planned: Planned) -> None:
    assert planned("五分钟").query.parts == (Part(("五分钟", "5分钟")),)
    assert planned("百分之百").expansions == (Expansion("百分之百", ("100%",), "numeral"),)
    assert planned("五个").expansions == ()


def test_a_quoted_phrase_is_not_widened_and_says_so(planned: Planned) -> None:
    result = planned("“电诈”")
    assert result.query.phrase == ("电诈",)
    assert result.expansions == ()
    assert any("电信网络诈骗" in note for note in result.notes)


def test_question_words_are_no_parts_and_no_signals(planned: Planned) -> None:
    result = planned("哪个城市命案全破")
    assert result.query.is_question
    assert "哪个" not in result.query.signals.words
    assert "哪" not in result.query.signals.chars
    assert "个城" not in result.query.signals.pairs
    assert any("哪个" in note for note in result.notes)


@pytest.mark.parametrize(
    "text", ["平安前哨最早是哪一年", "平安前哨 是哪年开始的", "平安前哨历年变化"]
)
def test_a_question_about_a_name_is_looked_for_as_the_name_alone(
    planned: Planned, text: str
) -> None:
    asked, plain = planned(text), planned("平安前哨")
    assert (asked.query, asked.normalized, asked.named) == (
        plain.query,
        plain.normalized,
        plain.named,
    )
    assert any("提问的词不参与" in note for note in asked.notes)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("命案连续全破年数排名", {"命案", "全破"}),
        ("无人机最早是哪一年用的", {"无人机"}),
        ("海安 无人机 是哪年开始的", {"海安", "无人机"}),
        *((text, {"无人机"}) for text in ("最早 无人机", "无人机 最早", "无人机 哪年最早")),
        *((text, {"无人机"}) for text in ("无人机第一次出现", "谁最早用无人机", "无人机 对比")),
        *((text, {"无人机"}) for text in ("无人机 怎么样", "无人机 多少", "哪里 无人机 最久")),
        *((text, {"破案率"}) for text in ("破案率是多少", "年数最多的是谁的破案率")),
    ],
)
def test_words_that_only_ask_for_a_first_year_or_a_rank_are_no_parts(
    planned: Planned, text: str, parts: set[str]
) -> None:
    own = set(own_parts(planned(text).query))
    assert parts <= own
    asking = ("最早", "是", "年", "开始", "年数", "排名", "排", "名", "用", "谁", "哪年", "第一次")
    assert own.isdisjoint(
        (*asking, "出现", "对比", "数最多", "率是", "怎么样", "多少", "哪里", "最久")
    )


@pytest.mark.parametrize("text", ["无人机巡逻狗", "无人机 巡逻狗"])
def test_what_is_printed_nowhere_is_told_first_and_as_a_whole_word(
    planned: Planned, text: str
) -> None:
    assert "没有「巡逻狗」" in planned(text).notes[0]


@pytest.mark.parametrize("text", ["最早", "变化", "首次 最早"])
def test_outside_a_question_these_words_are_looked_for(planned: Planned, text: str) -> None:
    own = "".join(own_parts(planned(text).query))
    assert own == text.replace(" ", "")


def test_a_figure_is_one_signal_and_particles_of_a_question_are_none(planned: Planned) -> None:
    signals = planned("粮食产量什么时候超过了1.4万亿斤").query.signals
    assert signals.figures == ("1.4万亿",)
    assert {"1", "4", "了", "时候"}.isdisjoint(signals.words)
    assert planned("2021年无人机城市12架").query.signals.figures == ()


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("下降15.72%和20.43%", ("15.72%", "20.43%")),
        ("1256万人、7.79万亿元", ("1256万", "7.79万亿")),
        ("2021年第3章1.2.3节", ()),
        ("1.4万亿和1.4万亿", ("1.4万亿",)),
    ],
)
def test_figures_are_taken_with_fraction_or_power(text: str, figures: tuple[str, ...]) -> None:
    assert measured_figures(text) == figures


def test_cutting_is_told(planned: Planned) -> None:
    assert any("无人机、城市" in note for note in planned("无人机城市").notes)


def _named(plan: Plan) -> list[object]:
    return [match for part in plan.query.parts for match in part.without_titles().named]


def test_a_word_that_names_a_place_or_source_ranks_and_hides_nothing(planned: Planned) -> None:
    assert _named(planned("南通 无人机")) == [
        FacetMatch("source", ("南通市公安局",)),
        FacetMatch("region", ("江苏省/南通市",)),
    ]
    assert _named(planned("海安 无人机")) == [FacetMatch("region", ("江苏省/南通市/海安市",))]
    assert _named(planned("平安 无人机")) == []
    assert _named(planned("“南通” 无人机")) == []  # quoted: what is printed, and nothing else
    assert _named(planned("南通 无人机", entities=False)) == []
    assert _named(planned("2021年 无人机")) == [YearRange(2021, 2021)]


@pytest.mark.parametrize(
    ("typed", "named"),
    [
        ("苏", [FacetMatch("region", ("江苏省",))]),
        ("江苏", [FacetMatch("region", ("江苏省",))]),
        ("淮南公安", [FacetMatch("source", ("淮南市公安局",))]),
        ("淮南市公安局", [FacetMatch("source", ("淮南市公安局",))]),
        ("2020-2021年", [YearRange(2020, 2021)]),
        ("1999年", []),
        ("去年", []),
        ("年鉴", [FacetMatch("genre", ("年鉴",))]),
        ("公安", []),
    ],
)
def test_names_are_known_as_people_write_them(typed: str, named: list[object]) -> None:
    values = {
        "region": {"江苏省": 2, "江苏省/南通市": 2},
        "source": {"淮南市公安局": 1, "南京市公安局": 1},
        "year": {"2021": 1},
        "genre": {"年鉴": 1},
    }
    names = FacetNames(Taxonomy(), lambda field: values.get(field, {}))
    assert list(names.named(typed)) == named


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("桐岚、海安电诈", ["桐岚", "海安", "电诈"]),  # no dictionary has 桐岚
        ("桐岚市公安局反诈", ["桐岚市公安局", "反诈"]),
        ("桐岚市反诈", ["桐岚市", "反诈"]),
        ("上海安全", ["上海", "安全"]),  # 海安 begins within a word
        ("海安全区", ["海安", "全区"]),
        ("警务", ["警务"]),
    ],
)
def test_names_of_units_and_places_are_never_taken_apart(
    text: str, words: list[str], tmp_path: Path
) -> None:
    known = dict.fromkeys(("海安", "电诈", "反诈", "公安局", "警务"), 1000)
    write_lexicon(tmp_path / "words", known | {"安全": 9000, "上海": 9000, "全区": 1000, "市": 9})
    values = {"source": {"桐岚市公安局": 3}, "region": {"江苏省/海安市": 2}}
    names = FacetNames(Taxonomy(), lambda field: values.get(field, {}))
    assert names.cut_around(text, Lexicon(tmp_path / "words").cut) == words


def test_a_place_of_many_sources_means_its_bureau() -> None:
    city, paper = "沅泽市公安局", "沅泽晚报"
    values = {"source": {city: 9, f"{city}望江分局": 4, f"{city}北塔分局": 4, paper: 2}}
    names = FacetNames(Taxonomy(), lambda field: values.get(field, {}))
    assert names.named("沅泽") == (FacetMatch("source", (city,)),)
    assert names.named("沅泽晚") == (FacetMatch("source", (paper,)),)
    assert names.named("望江") == (FacetMatch("source", (f"{city}望江分局",)),)


def test_what_a_word_names_is_told_with_its_count(planned: Planned) -> None:
    entities = planned("海安 反诈 无人机").entities
    assert [(e.text, e.field, e.value, e.total, e.is_met) for e in entities] == [
        ("海安", "region", "江苏省/南通市/海安市", 1, True),
        ("反诈", "theme", "反诈", 2, True),
    ]
    (alone,) = planned("反诈").entities  # nothing but a name: its text, and the offer of a filter
    assert not alone.is_met and planned("反诈").query.parts[0].named == ()


def test_several_places_or_years_mean_any_of_them(planned: Planned) -> None:
    parts = planned("南通 海安 2020 2021年 无人机").query.parts
    assert [part.forms for part in parts] == [("南通", "海安"), ("2020", "2021年"), ("无人机",)]
    assert YearRange(2020, 2020) in parts[1].named and YearRange(2021, 2021) in parts[1].named
    only_places = planned("南通 海安").query.parts
    assert [part.forms for part in only_places] == [("南通",), ("海安",)]


def test_the_words_of_a_phrase_that_is_found_are_looked_for_too(planned: Planned) -> None:
    result = planned("无人机巡逻")
    assert own_parts(result.query) == ["无人机", "巡逻"] and not result.query.is_cut
    assert result.query.phrase == ("无人机巡逻",)
    assert own_parts(planned("“无人机巡逻”").query) == ["无人机巡逻"]
    assert own_parts(planned("无人机巡逻", expand=False).query) == ["无人机巡逻"]


def test_a_field_value_nobody_has_is_text_with_a_note(planned: Planned) -> None:
    result = planned("来源:北京 无人机")
    assert own_parts(result.query) == ["北京", "无人机"]
    assert any("北京" in note for note in result.notes)


def test_what_no_text_has_is_looked_for_in_titles_with_a_note(planned: Planned) -> None:
    result = planned("白皮书")
    assert result.query == Literal(("白皮书",), "title")
    assert any("标题" in note for note in result.notes)
    assert found(result) == [4]


def test_title_field_looks_in_titles_only(planned: Planned) -> None:
    assert planned("南通 公安", field="title").query == And(
        (Literal(("南通",), "title"), Literal(("公安",), "title"))
    )
    assert planned("南通 白皮书", field="title").query == Or(
        (Literal(("南通",), "title"), Literal(("白皮书",), "title"))
    )
    assert planned("无人机 -南通", field="title").query == And(
        (Literal(("无人机",), "title"), Not(Literal(("南通",), "title")))
    )


def test_min_match_is_passed_on(planned: Planned) -> None:
    assert planned("海安 无人机", min_match=0.0).query.min_match == 0.0


_TEXTS = "".join(row.text for row in ROWS)


@settings(max_examples=300, deadline=None)
@given(st.integers(0, len(_TEXTS) - 1), st.integers(1, 8))
def test_smart_never_loses_what_exact_finds(planned: Planned, start: int, length: int) -> None:
    """A run of printed characters finds its paragraphs, as a phrase when the query is plain."""
    text = _TEXTS[start : start + length]
    wanted = set(found(planned(text, mode="exact")))
    result = planned(text)
    assert wanted <= set(found(result))
    if isinstance(result.query, Ranked):
        assert wanted <= {i for i, r in enumerate(ROWS) if matches(Literal(result.query.phrase), r)}


@settings(max_examples=300, deadline=None)
@given(
    text=st.text(
        alphabet='无人机海安的吗哪个AND OR NOT()（“”"*?~5来源:标题年份2021-，、 x', max_size=30
    )
)
def test_any_string_has_a_plan(planned: Planned, text: str) -> None:
    for options in ({}, {"mode": "exact"}, {"field": "title"}):
        result = planned(text, **options)
        assert count(result.query) <= len(ROWS)
        parsed = parse_query(text, SearchSettings())
        notes, suggestions = explain_no_result(parsed, result.query, count)
        assert notes
        assert all(suggestion.total > 0 for suggestion in suggestions)


def test_no_result_names_the_failing_part_and_what_would_find_something(planned: Planned) -> None:
    text = "无人机 AND “火星车” AND 巡逻"
    notes, suggestions = explain_no_result(
        parse_query(text, SearchSettings()), planned(text).query, count
    )
    assert "火星车" in notes[0]
    assert [(s.text, s.reason, s.total) for s in suggestions] == [
        ("无人机 AND 巡逻", "part", 1),
        ("巡逻", "part", 1),
        ("无人机", "part", 2),
    ]


def test_parts_that_never_meet_are_counted_and_left_out_in_turn(planned: Planned) -> None:
    text = "无人机 AND 命案"
    parsed = parse_query(text, SearchSettings())
    notes, suggestions = explain_no_result(parsed, planned(text).query, count)
    assert "2 段" in notes[0] and "1 段" in notes[0]
    assert {(s.text, s.total) for s in suggestions} == {("无人机", 2), ("命案", 1)}


def test_filters_that_hide_everything_are_told(planned: Planned) -> None:
    parsed = parse_query("无人机", SearchSettings())
    notes, suggestions = explain_no_result(parsed, planned("无人机").query, count)
    assert suggestions[0].reason == "filters"
    assert suggestions[0].total == 2
    assert notes


def test_a_suggestion_reads_back_as_a_query_with_its_total(planned: Planned) -> None:
    text = "来源:南通 AND (海安 OR 命案) AND “火星车” AND 年份:2020.."
    parsed = parse_query(text, SearchSettings())
    _, suggestions = explain_no_result(parsed, planned(text).query, count)
    assert suggestions
    for suggestion in suggestions:
        assert count(planned(suggestion.text).query) == suggestion.total


def test_a_long_query_without_a_hit_is_explained_at_a_bounded_cost(planned: Planned) -> None:
    text = " AND ".join(f"“第{number}条”" for number in range(30))
    long: list[Query] = []

    def never_together(query: Query) -> int:
        if not isinstance(query, And):
            return 7
        long.append(query)
        return 0

    explain_no_result(parse_query(text, SearchSettings()), planned(text).query, never_together)
    assert 1 < len(long) <= 1 + 5


def test_every_field_that_a_query_may_ask_for_names_its_values() -> None:
    """The list is the schema's: a new row needs nothing here."""
    asked = [field for field in SCHEMA.fields if field.asked and not field.is_text]
    assert {"publisher", "source", "year"} <= {field.name for field in asked}
    values = {field.name: {f"江苏{field.name}报": 2} for field in asked} | {"year": {"2021": 5}}
    names = FacetNames(Taxonomy(), values.__getitem__)
    for field in asked:
        typed = "2021年" if field.kind == "year" else f"江苏{field.name}报"
        named = names.named(typed)
        assert [match.field for match in named] == [field.name]  # type: ignore[union-attr]
        (entity,) = names.entities(typed, named, True)
        assert entity.total == values[field.name][entity.value]
