"""The query language: what is syntax, what is prose, and that no string is an error."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from indexer.settings import SearchSettings
from indexer.text.normalizer import normalize
from search.errors import QueryTooCostlyError
from search.query.parser import MAX_NEARS, MAX_WILDCARDS, parse_query
from search.query.syntax import ParsedQuery, Piece, WildcardTerm, YearTerm

CAPS = SearchSettings()
HOSTILE = [
    "NOT OR x", "x^0", "~~", "<b>", "(" * 200, "((((x))))" * 40, "[一 TO 龥]", "\ud800", "😀*",
    "NOT NOT NOT", "- -", "-(", "(-", "来源:", "来源::", "年份:..", "年份:>=", "标题::x", "*", "?",
    "a AND", "AND a", "(a OR) b", "() OR ()", '"" ""', "“”“", "‘’‘", "~5", "a ~5", "~句 b", "**?",
    "\u200b", "-\u200b", '-"\u200b"', "(\u200b) OR a", "%00", "${jndi:x}", "'; DROP", "\\", "x~2",
    "\x00", "a ~99999 b", "-x*) OR a", '"a"-b*c',
]  # fmt: skip


def parse(text: str) -> ParsedQuery:
    return parse_query(text, CAPS)


# (输入, 期望：规范写法)
PLAIN = [
    ("平安前哨", "平安前哨"),
    ("  平安前哨\n无人机　", "平安前哨 无人机"),
    ('"平安前哨"', '"平安前哨"'),
    ("“平安前哨”", '"平安前哨"'),
    ("“平安前哨“", '"平安前哨"'),
    ("”平安前哨“", '"平安前哨"'),
    ('“平安前哨"', '"平安前哨"'),
    ("‘平安前哨’", '"平安前哨"'),
    ("「平安前哨」", '"平安前哨"'),
    ("『平安前哨』", '"平安前哨"'),
    ("＂平安前哨＂", '"平安前哨"'),
    ("“他说‘好’”", '"他说好"'),
    ("“甲“乙”丙”", '"甲乙丙"'),
    ("“甲“ 和 “乙”", '"甲" 和 "乙"'),
    ("推进“平安前哨”工程", '推进 "平安前哨" 工程'),
    ("“甲”、“乙”", '"甲" "乙"'),
    ("1+N 蓝剑-2024 政务+公安 A-B 1·3", "1+N 蓝剑-2024 政务+公安 A-B 1·3"),
    ("it’s 5' ~ ^", "its 5' ~ ^"),
    ("x^0 x~2 ~~ <b>", "x^0 x~2 ~~ <b>"),
    ("--x - 甲", "--x 甲"),
    ("反诈 and 无人机", "反诈 无人机"),
    ("反诈 && “无人机”", '反诈 "无人机"'),
    ("反诈 + 无人机 & GDP", "反诈 无人机 GDP"),
    ("+反诈 +无人机", "反诈 无人机"),
    ("law and order", 'law "and" order'),
    ("and 反诈", '"and" 反诈'),
    ("+反诈", '"+反诈"'),
    ("AND", '"AND"'),
    ("甲 AND", '甲 "AND"'),
    ("OR 甲", '"OR" 甲'),
    ("非", '"非"'),
    ("与会人员 非法集资 或者", "与会人员 非法集资 或者"),
    ("打 击 非 法 集 资", '打 击 "非" 法 集 资'),
    ("~5", '"~5"'),
    ("5~10 甲~5乙 甲 ～5 乙", "5~10 甲~5乙 甲 ～5 乙"),
    ("多少? 怎么？", "多少? 怎么？"),
    ("什么＊ 警＊务 警？务", "什么＊ 警＊务 警？务"),
    ("* ? **", "* **"),
    ("（试行） 关于印发（试行）的通知", "（试行） 关于印发（试行）的通知"),
    ("(甲 乙) 丙", "甲 乙 丙"),
    ("(甲 乙", "(甲 乙"),
    ("来源:", '"来源:"'),
    ("某来源:南通 http://a.cn 备注:甲", "某来源:南通 http://a.cn 备注:甲"),
    ("年份:去年", '"年份:去年"'),
    ('"来源:南通" "-甲" "甲*乙"', '"来源:南通" "-甲" "甲*乙"'),
    ("", ""),
    (" \u3000\n", ""),
    ("“", ""),
    ("，", "，"),
    ("甲 ， 乙", "甲 乙"),
    ('"甲"-乙', '"甲" "-乙"'),
]
TREES = [
    ("反诈 | 无人机", "反诈 OR 无人机"),
    ("反诈 or 无人机 || 巡逻", "反诈 OR 无人机 OR 巡逻"),
    ("城市:南通 反诈", "地区:南通 AND 反诈"),
    ("市：南通 反诈", "地区:南通 AND 反诈"),
    ("单位:海安 反诈", "来源:海安 AND 反诈"),
    ("甲 AND 乙", "甲 AND 乙"),
    ("甲 与 乙", "甲 AND 乙"),
    ("甲 或 乙 或 丙", "甲 OR 乙 OR 丙"),
    ("甲 与 乙 或 丙", "(甲 AND 乙) OR 丙"),
    ("甲 乙 OR 丙", "(甲 AND 乙) OR 丙"),
    ("(甲 OR 乙) 丙", "(甲 OR 乙) AND 丙"),
    ("（甲 或 乙） 丙", "(甲 OR 乙) AND 丙"),
    ("（甲 或 乙)", "甲 OR 乙"),
    ("((((甲) OR 乙)))", "甲 OR 乙"),
    ("甲 AND (乙 AND 丙)", "甲 AND 乙 AND 丙"),
    ("甲 NOT 乙", "甲 AND NOT 乙"),
    ("甲 非 乙", "甲 AND NOT 乙"),
    ("甲 -乙", "甲 AND NOT 乙"),
    ("-甲", "NOT 甲"),
    ("NOT NOT 甲", "NOT (NOT 甲)"),
    ("甲 -“乙 丙”", '甲 AND NOT "乙 丙"'),
    ("甲 -(乙 或 丙)", "甲 AND NOT (乙 OR 丙)"),
    ("NOT OR x", '"NOT" OR x'),
    ("甲 AND OR 乙", '(甲 AND "AND") OR 乙'),
    ("甲 OR （试行）", "甲 OR 试行"),
    ("甲 OR 办法（试行）", "甲 OR 办法（试行）"),
    ("(甲 OR 乙", "甲 OR 乙"),
    ("甲 OR 乙(丙", '甲 OR "乙(丙"'),
    ("来源:南通", "来源:南通"),
    ("来源：南通 无人机", "来源:南通 AND 无人机"),
    ("来源: 南通", "来源:南通"),
    ("source:南通", "来源:南通"),
    ("來源:南通 標題：海安", "来源:南通 AND 标题:海安"),
    ("Title:南通", "标题:南通"),
    ('标题:"平安 前哨"', '标题:"平安 前哨"'),
    ("主题:反诈 举措:平安前哨 地区:海安", "主题:反诈 AND 举措:平安前哨 AND 地区:海安"),
    ("genre:年鉴", "体裁:年鉴"),
    ("-来源:南通", "NOT 来源:南通"),
    ("年份:2021", "年份:2021"),
    ("年份：２０２１年", "年份:2021"),
    ("年份:2020..2022", "年份:2020..2022"),
    ("年份:2020-2022", "年份:2020..2022"),
    ("年份:2022..2020", "年份:2020..2022"),
    ("年份:2020..", "年份:2020.."),
    ("年份:..2022", "年份:..2022"),
    ("年份:>=2021", "年份:2021.."),
    ("年份:>2021", "年份:2022.."),
    ("年份: ≤2021", "年份:..2021"),
    ("年份:<2021 甲", "年份:..2020 AND 甲"),
    ("警*务", "警*务"),
    ("警?务? 甲", "警?务 AND 甲"),
    ("警务*", "警务*"),
    ("甲 ~5 乙", "甲 ~5 乙"),
    ("甲 ~句 乙 ~3 丙", "甲 ~句 乙 AND 乙 ~3 丙"),
    ("“甲 乙” ~5 丙 丁", '"甲 乙" ~5 丙 AND 丁'),
    ("甲 ~5 乙* ~5", '甲 AND "~5" AND 乙* AND "~5"'),
    ("(\u200b) OR 甲 -乙", '"OR" AND 甲 AND NOT 乙'),
]  # fmt: skip


@pytest.mark.parametrize(("text", "canonical"), PLAIN)
def test_words_phrases_and_pasted_prose_are_plain(text: str, canonical: str) -> None:
    parsed = parse(text)
    assert parsed.is_plain
    assert str(parsed) == canonical


@pytest.mark.parametrize(("text", "canonical"), TREES)
def test_operators_fields_and_wildcards_make_a_tree(text: str, canonical: str) -> None:
    parsed = parse(text)
    assert not parsed.is_plain
    assert str(parsed) == canonical


@pytest.mark.parametrize("text", [text for text, _ in PLAIN + TREES] + HOSTILE)
def test_canonical_form_parses_to_the_same_query(text: str) -> None:
    parsed = parse(text)
    assert parse(str(parsed)) == parsed


@pytest.mark.parametrize(
    "text",
    ["“甲", '甲 ""', "“", "甲 ， 乙", "(甲 乙)", "甲 AND", "来源:", "年份:2021", "年份:去年", "-甲",
     "甲*乙", "甲 乙 OR 丙", "甲 或 乙", "打 击 非 法", "甲 OR (乙", "\u200b 甲", "甲 AND (乙"],
)  # fmt: skip
def test_what_is_read_in_a_particular_way_is_noted(text: str) -> None:
    assert parse(text).notes


@pytest.mark.parametrize(
    "text", ["平安前哨", "“平安前哨” 无人机", "1+N", "甲 AND 乙", "（试行）", "it’s"]
)
def test_what_is_read_as_typed_needs_no_note(text: str) -> None:
    assert parse(text).notes == ()


def test_text_is_kept_as_typed() -> None:
    parsed = parse("　“电信網絡詐騙” ＡＢ ")
    assert parsed.text == "　“电信網絡詐騙” ＡＢ "
    assert parsed.pieces == (Piece("电信網絡詐騙", quoted=True), Piece("ＡＢ"))


def test_exact_mode_knows_no_operators() -> None:
    parsed = parse_query("甲 AND (-乙", CAPS, "exact")
    assert parsed.pieces == (Piece("甲 AND (-乙", quoted=True),)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("甲" * 1001, "长度（字）"),
        ("甲 " * 65, "词数"),
        ("甲 ~5 乙 " * 33, "词数"),
        ("(" * 21 + "甲 OR 乙" + ")" * 21, "嵌套层数"),
        ("NOT " * 30 + "甲", "嵌套层数"),
        ("甲*" * (MAX_WILDCARDS + 1), "通配符数"),
        (" ~句 ".join("甲乙丙丁戊己"), "邻近条件数"),
        (" OR ".join(["甲 ~5 乙"] * (MAX_NEARS + 1)), "邻近条件数"),
    ],
)
def test_a_cap_exceeded_is_told_by_name(text: str, what: str) -> None:
    with pytest.raises(QueryTooCostlyError) as error:
        parse(text)
    assert error.value.what == what
    assert error.value.found > error.value.limit


def test_caps_themselves_are_allowed() -> None:
    assert len(parse("甲 " * 64).pieces) == 64
    assert parse("(" * 20 + "甲 OR 乙" + ")" * 20).tree is not None
    assert parse("甲*" * MAX_WILDCARDS).tree == WildcardTerm("甲*" * MAX_WILDCARDS)


def test_years_keep_their_ends() -> None:
    assert parse("年份:2020..").tree == YearTerm(2020, None)


FRAGMENTS = [
    "甲", "乙丙", "AND", "OR", "NOT", "与", "或", "非", "-", "(", ")", "（", "）", '"', "“",
     "”", "‘", "’", "「", "」", " ", "  ", "\n", "*", "?", "？", "~5", "~句", "来源:", "标题：",
     "年份:", "2020..2022", ">=2021", "，", "、", "+", "1", "x", "\u200b", "\x00", "😀", "\ud800",
     ":", "//", "'", "《", "%"
]  # fmt: skip
_QUERIES = st.one_of(
    st.text(max_size=40),
    st.lists(st.sampled_from(FRAGMENTS), max_size=24).map("".join),
    st.sampled_from(HOSTILE),
)


@settings(max_examples=300, deadline=None)
@given(_QUERIES)
@example('x"q"(-丙 丁)')
@example("-+㐀*")
@example("甲 (+㐀*)")
def test_any_string_parses_and_prints_back(text: str) -> None:
    try:
        parsed = parse(text)
    except QueryTooCostlyError:
        return
    assert parse(str(parsed)) == parsed


@settings(max_examples=300, deadline=None)
@given(_QUERIES)
def test_nothing_is_dropped_silently(text: str) -> None:
    """Every letter and digit of the text is in the canonical form, unless a note says why."""
    try:
        parsed = parse(text)
    except QueryTooCostlyError:
        return
    wanted = sorted(c for c in normalize(text) if c.isalnum())
    kept = sorted(c for c in normalize(str(parsed)) if c.isalnum())
    assert kept == wanted or parsed.notes or not parsed.is_plain


def test_ten_thousand_hostile_queries_parse_and_print_back() -> None:
    random = Random(20221128)
    for _ in range(10_000):
        text = "".join(random.choices(FRAGMENTS, k=random.randrange(1, 25)))
        try:
            parsed = parse(text)
        except QueryTooCostlyError:
            continue
        assert parse(str(parsed)) == parsed, text
