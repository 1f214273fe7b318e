"""What a rule, notice or minutes say of one thing is told by the passage below its heading."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from indexer.settings import Settings
from search.request import SearchRequest
from search.searcher import Searcher
from search.sentences.passages import told_passages

_NOTICE = (
    ("", "为做好春汛节安全工作，决定实施临时交通管制。"),
    ("一、管制时段", "4月5日18时至22时。"),
    ("二、管制路段", "观潮大道、盐仓街全线。"),
    ("三、管制措施", "（一）管制期间禁止货车、电动三轮车驶入。"),
    ("三、管制措施", "（二）核心区禁止燃放孔明灯，警戒线内禁止停留。"),
    ("四、停车场地", "车辆可停在鱼市广场和二小操场。"),
    ("四、停车场地", "五、本通告自发布之日起施行。"),
    ("四、停车场地", "洲头县公安局"),
)
_MINUTES = (
    ("", "地点：县局会议室"),
    ("一、议定事项", "1. 派出所每周走访两次渔排。"),
    ("一、议定事项", "2. 看护经费由县财政列支。"),
)
_ANSWERS = (
    ("谁可以领？", "八岁以下儿童免费领取，每人限领一只；其他人付押金10元。"),
    ("在哪儿领？", "东门游客中心和渡口值班室两处。"),
    ("走散了怎么办？", "请拨打寻人专线0577-8832110，报哨牌上的编号。"),
    ("", "问：哨牌丢了要赔吗？"),
    ("", "答：不用赔，登记后补发一只。"),
)
_REWARDS = (
    ("", "第二条　举报偷渡的，奖励500元；举报组织偷渡的，奖励5000元。"),
    ("", "第三条　协管员在履职中发现的，不适用本办法。匿名举报的，可凭密码领奖。"),
    ("", "第四条　志愿者年满18周岁不满60周岁的可以参加，名单当月后10个工作日内上报。"),
)


@pytest.fixture(scope="module")
def library(
    index_of_lines: Callable[..., Settings], opened: Callable[[Settings], Searcher]
) -> Searcher:
    about = (
        ("告", "洲头县公安局关于春汛节临时交通管制的通告", _NOTICE),
        ("牌", "寻人哨牌怎么领、怎么用", _ANSWERS),
        ("奖", "海防线索举报奖励办法", _REWARDS),
        ("会", "洲头县公安局渔排看护工作会议纪要", _MINUTES),
        ("报", "洲头县公安局2023年工作总结", (("一、交通", "全年在盐仓街管制货车12次。"),)),
    )
    lines = [
        {"id": f"{slug}#{n}", "document": slug, "title": title, "source": "洲头县公安局"}
        | {"text": text, "heading": heading}
        for slug, title, texts in about
        for n, (heading, text) in enumerate(texts, 1)
    ]
    return opened(index_of_lines(lines))


@pytest.mark.parametrize(
    ("question", "quotes"),
    [
        ("春汛节管制哪些路", ["观潮大道、盐仓街全线。"]),
        ("春汛节哪几条路不让走", ["观潮大道、盐仓街全线。"]),
        ("春汛节管制期间禁止什么车", ["（一）管制期间禁止货车、电动三轮车驶入。"]),
        ("春汛节车停在哪里", ["车辆可停在鱼市广场和二小操场。"]),  # what follows is no more of it
        ("渔排会议定了哪些事", [text for _, text in _MINUTES[1:]]),
        ("管制哪些路", ["观潮大道、盐仓街全线。"]),
        ("洲头哪些单位管制货车", []),  # asks for units
        ("春汛节哪些学校放假", []),  # a word that is nowhere
        ("哨牌在哪儿领", [_ANSWERS[1][1]]),  # as the heading asks, not the one that has the words
        ("哨牌到哪里领取", [_ANSWERS[1][1]]),
        ("寻人专线电话", [_ANSWERS[2][1].rstrip("。")]),  # a number, not the word
        ("走散了打什么电话", [_ANSWERS[2][1].rstrip("。")]),
        ("哨牌丢了要不要赔", [_ANSWERS[4][1]]),  # a question and the paragraph behind it
        ("协管员能不能领奖", [_REWARDS[1][1]]),
        ("匿名举报有奖吗", [_REWARDS[1][1]]),
        ("七十岁能参加吗", [_REWARDS[2][1]]),
        ("名单多久之内要报上去", ["名单当月后10个工作日内上报"]),
        ("哨牌怎么修理", []),  # other questions are answered
    ],
)
def test_the_passage_below_the_heading_answers(
    library: Searcher, question: str, quotes: list[str]
) -> None:
    request = SearchRequest(question)
    found = told_passages(library, request, library.search(request))
    told = [deed.quote for deed in found.told] if found is not None else []
    assert [quote in one for quote, one in zip(quotes, told, strict=True)] == [True] * len(quotes)
