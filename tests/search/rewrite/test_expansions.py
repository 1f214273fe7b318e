"""What a piece of a query is widened to, and what it never is."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.taxonomy.taxonomy import Initiative, SynonymGroup, Taxonomy
from indexer.text.normalizer import normalize
from indexer.text.numerals import han_cardinal, whole_number
from search.results import Expansion
from search.rewrite.expansions import MAX_FORMS, PieceExpander, first_forms
from search.rewrite.numerals import broken_words, other_numerals
from search.rewrite.scripts import other_scripts

TAXONOMY = Taxonomy(
    initiatives=(
        Initiative("平安前哨", aliases=("平安前哨工程",)),
        Initiative("1、3、5分钟", aliases=("135分钟", "1.35分钟")),
        Initiative("“超市”", quoted=("“超市”",), aliases=("服务超市",)),
    ),
    synonyms=(
        SynonymGroup(("电信网络诈骗", "电信诈骗", "电诈")),
        SynonymGroup(("警察", "民警"), one_way=True),
        SynonymGroup(("数据之云", "数据支云"), kind="variant"),
        SynonymGroup(("警情", "案情")),
        SynonymGroup(("元月2日", "元旦次日"), kind="variant"),
    ),
)


def cut(text: str) -> Sequence[str]:
    """Words of a tiny dictionary, longest first."""
    words = [
        "电信网络诈骗",
        "平安前哨",
        "派出所民警",
        "打击",
        "电诈",
        "民警",
        "社区",
        "行动",
        "接警",
        "情况",
    ]
    found: list[str] = []
    while text:
        word = next((w for w in words if text.startswith(w)), text[0])
        found.append(word)
        text = text[len(word) :]
    return found


EXPANDER = PieceExpander(TAXONOMY, cut)


def forms_of(expander: PieceExpander, piece: str) -> tuple[str, ...]:
    """All that is searched for a piece, its own form first."""
    spellings = [form for _, forms in expander.spellings(piece) for form in forms]
    return first_forms([*expander.wordings(piece), *spellings])


def expand(piece: str) -> tuple[Expansion, ...]:
    spellings = EXPANDER.spellings(piece)
    return (*EXPANDER.curated(piece), *(Expansion(normalize(piece), f, k) for k, f in spellings))


# (输入, 期望：归一后的各种写法，原词在前)
FORMS = [
    ("经典", ("经典",)),
    ("电诈", ("电诈", "电信网络诈骗", "电信诈骗")),
    ("“电诈”", ("电诈", "电信网络诈骗", "电信诈骗")),
    ("打击电诈", ("打击电诈", "打击电信网络诈骗", "打击电信诈骗")),
    ("電信網絡詐騙", ("电信网络诈骗", "电信诈骗", "电诈")),
    ("电信网络诈骗行动", ("电信网络诈骗行动", "电信诈骗行动", "电诈行动")),
    ("警察", ("警察", "民警")),
    ("民警", ("民警",)),
    ("平安前哨", ("平安前哨",)),
    ("平安前哨工程", ("平安前哨工程", "平安前哨")),
    ("135分钟", ("135分钟", "1、3、5分钟", "1.35分钟", "一百三十五分钟")),
    ("服务超市", ("服务超市",)),
    ("超市", ("超市",)),
    ("数据支云", ("数据支云", "数据之云")),
    ("110警情", ("110警情", "110案情")),
    ("接警情况", ("接警情况",)),
    ("五分钟", ("五分钟", "5分钟")),
    ("1月2日", ("1月2日", "一月二日")),
    ("元月二日", ("元月二日", "元月2日", "元旦次日")),
    ("三圈五域", ("三圈五域",)),
    ("接著", ("接著", "接着")),
    ("著名", ("著名",)),
    ("資訊網路", ("资讯网路", "信息网络")),
]


@pytest.mark.parametrize(("piece", "forms"), FORMS)
def test_forms_of_a_piece(piece: str, forms: tuple[str, ...]) -> None:
    assert forms_of(EXPANDER, piece) == forms


def test_every_form_beside_the_own_one_is_shown_with_its_kind() -> None:
    assert expand("打击电诈") == (Expansion("电诈", ("电信网络诈骗", "电信诈骗"), "synonym"),)
    kinds = {e.kind: e.to for e in expand("135分钟")}
    assert kinds == {"variant": ("1、3、5分钟", "1.35分钟"), "numeral": ("一百三十五分钟",)}
    assert expand("接著") == (Expansion("接著", ("接着",), "traditional"),)


def test_a_form_that_cuts_through_a_word_has_not_been_typed() -> None:
    assert forms_of(EXPANDER, "派出所民警情况") == ("派出所民警情况",)


def test_without_a_dictionary_only_ends_and_steps_of_script_are_borders() -> None:
    expander = PieceExpander(TAXONOMY)
    assert forms_of(expander, "打击电诈") == ("打击电诈",)
    assert forms_of(expander, "2021电诈")[:2] == ("2021电诈", "2021电信网络诈骗")


def test_forms_are_capped() -> None:
    words = tuple(f"说法{chr(ord('甲') + i)}" for i in range(40))
    forms = forms_of(PieceExpander(Taxonomy(synonyms=(SynonymGroup(words),))), words[0])
    assert len(forms) == MAX_FORMS
    assert forms[0] == words[0]


# (输入, 期望)
NUMERALS = [
    ("23,876", ("23876", "2.3876万", "二万三千八百七十六", "两万三千八百七十六")),
    ("5312", ("5,312", "五千三百一十二")),  # cut from what it counts
    ("9200", ("9,200",)),  # 九千二百 is a part of others
    ("23876人", ("23,876人", "2.3876万人", "二万三千八百七十六人",
                "两万三千八百七十六人")),
    ("1.3万", ("13000", "13,000")),
    ("13000", ("13,000", "1.3万")),
    ("1.2亿元", ("120000000元", "120,000,000元")),
    ("100%", ("百分之百",)),
    ("百分之百", ("100%",)),
    ("15.72%", ("百分之十五点七二",)),
    ("百分之十五点七二", ("15.72%",)),
    ("百分之15.72", ("15.72%", "百分之十五点七二")),
    ("5分钟", ("五分钟",)),
    ("十二起", ("12起",)),
    ("一分钟", ("1分钟",)),
    ("两个", ("2个",)),
    ("2个", ("两个",)),
    ("第十五条", ("第15条",)),
    ("第15条", ("第十五条",)),
    ("二〇二二年", ("2022年", "二零二二年", "二o二二年")),
    ("2022年", ("二〇二二年", "二零二二年", "二o二二年")),
    ("二o一八年", ("2018年", "二〇一八年", "二零一八年")),  # printed with a full-width Ｏ
    ("2300名", ("2,300名", "二千三百名", "两千三百名")),
    ("两千三百名", ("2300名", "2,300名", "二千三百名")),
    ("2万元", ("20000元", "20,000元", "二万元", "两万元")),
    ("两百人", ("200人", "二百人")),
    ("一万二千", ("12000", "12,000", "1.2万")),
    ("1.2万人", ("12000人", "12,000人", "一万二千人")),
    ("8:30", ("8时30分", "8点30分")),
    ("8时30分", ("8:30", "08:30")),
    ("25:30", ()),
    ("120m2", ("120平方米",)),
    ("120平方米", ("一百二十平方米", "120m2")),
    ("5‰", ("千分之五", "千分之5")),
    ("千分之五", ("5‰",)),
    ("2021至2025年", ("2,021至2025年", "2021至二〇二五年", "2021至二零二五年",
                   "2021至二o二五年", "2021-2025年",
                   "2021年-2025年", "2021年至2025年")),
    ("1115特大", ("1,115特大", "11.15特大", "11-15特大")),
    ("11.15行动", ("11-15行动", "1115行动")),
    ("6.2事件", ("6.02事件", "6-2事件", "6-02事件", "06.2事件", "06.02事件",
                "06-2事件", "06-02事件", "602事件", "0602事件")),
    ("13.15行动", ()),
    ("苏fa12345", ("苏f.a12345", "苏f-a12345")),
    ("一一〇接处警", ("110接处警",)),
    ("2022年1月5日", ("二〇二二年一月五日", "二零二二年一月五日",
                   "二o二二年一月五日", "2022-01-05", "2022.01.05",
                   "2022年01月05日")),
    ("2022.11.28", ("2022年11月28日", "二〇二二年十一月二十八日", "二零二二年十一月二十八日",
                    "二o二二年十一月二十八日",
                    "2022-11-28")),
    ("三圈五域", ()),
    ("一网六控", ()),
    ("千家万户", ()),
    ("万一", ()),
    ("一起", ()),
    ("一个", ()),
    ("十分", ()),
    ("数十个", ()),
    ("百日攻坚", ()),
    ("一百二", ()),
    ("2022", ()),
    ("蓝剑-2024", ()),
    ("1.2.3", ()),
    ("t-90m", ()),
]  # fmt: skip


@pytest.mark.parametrize(("text", "forms"), NUMERALS)
def test_other_writings_of_figures(text: str, forms: tuple[str, ...]) -> None:
    assert other_numerals(text) == forms


def test_a_case_named_by_its_date_is_also_named_by_what_print_says_of_it() -> None:
    forms = other_numerals("11.15专案")
    assert {"1115专案", "11-15专案", "11.15案", "11.15特大", "1115跨境"} <= set(forms)
    assert all(form.startswith(("11.15", "11-15", "1115")) for form in forms)


@pytest.mark.parametrize(
    ("text", "forms"),
    [
        ("bureau", ["bu-reau", "bur-eau", "bure-au"]),
        ("公安bureau的", ["公安bu-reau的", "公安bur-eau的", "公安bure-au的"]),
        ("wifi", []),
        ("co-operate", []),
        ("public bureau", []),
        ("治安", []),
    ],
)
def test_a_latin_word_may_be_broken_at_the_end_of_a_line(text: str, forms: list[str]) -> None:
    assert broken_words(text) == forms


@given(st.integers(min_value=1, max_value=10**12 - 1))
def test_a_numeral_in_characters_reads_back(number: int) -> None:
    assert whole_number(han_cardinal(number)) == number


@settings(deadline=None)
@given(
    st.text(alphabet="零〇一二两三十百千万亿第百分之点0123456789.,%年月日个起分钟-甲a", max_size=16)
)
def test_any_text_has_other_writings_or_none(text: str) -> None:
    forms = other_numerals(text)
    assert text not in forms
    assert len(set(forms)) == len(forms)


@settings(deadline=None)
@given(st.text(max_size=20))
def test_own_form_comes_first_whatever_is_typed(piece: str) -> None:
    forms = forms_of(EXPANDER, piece)
    assert forms[0] == normalize(piece)
    assert normalize(piece) not in other_scripts(piece)
    assert all(expansion.to for expansion in expand(piece))
