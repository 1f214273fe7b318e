"""Find the measure that a heading, or the question before a sentence, says its figures are of."""

from __future__ import annotations

import re

from indexer.figures.cases import CASES
from indexer.figures.leads import read_lead
from indexer.text.lazy_pattern import lazy_pattern

_LONGEST_TOPIC, _FARTHEST_SENTENCE = 12, 120  # characters
# Whoever speaks is no name of what is measured: 王局长：全年1203起.
_SPEAKER = lazy_pattern(
    r"(?:记者|主持人|[问答]|[本该]报记者|[^，。；：]{0,14}?"
    r"(?:局长|厅长|支队长|大队长|中队长|队长|所长|主任|科长|处长|政委|书记|负责人|发言人|民警|同志|干警|师傅|[先女]士?生?))"
    r"[一-龥]{0,3}(?:[答说问]|介绍|表示|告诉记者|回答)?道?"
)


def is_speaker(text: str) -> bool:
    """Whether what stands before a colon is who speaks: 记者, 王局长, 反诈中心主任李明介绍."""
    return _SPEAKER.fullmatch(text) is not None


# **打击犯罪** 全年立案9起, **鲁汀洲：** 去年立了9起: a heading in front of a line, or who speaks.
_IN_BOLD = lazy_pattern(
    r"(?m)^(?P<before>\s*)\*\*(?P<said>[^*\n]{2,30}?)(?P<colon>[：:]?)\*\*[：:]?"
)


def headed_plainly(text: str) -> str:
    """A text of the same length where what stands in bold in front of a line has a colon behind
    it, or is left out where it has one and names no cases, nothing that is counted."""
    return _IN_BOLD.sub(_headed, text)


def _headed(found: re.Match[str]) -> str:
    said, whole = found["said"], len(found[0])
    is_left_out = found["colon"] and not (CASES.search(said) or is_counted(said) or "诈" in said)
    told = found["before"] + "  " + ("" if is_left_out else f"{said}：")
    return told.ljust(whole)


# Asked before: 今年电诈发案情况怎样？ 2023年立了多少起电诈案？
_ASKED = lazy_pattern(
    r"(?:的?(?:具体|总体|主要)?(?:情况|数据|形势|数字))?(?:是|又|有|大概|现在|到底|究竟|一共)*"
    r"(?:怎么?样|如何|有?多[高低大少长].{0,2}|多少.{0,2}|几[何起]|怎么看|什么(?:样|情况|水平)|呢|吗|[降升][了得].*)+$"
)
_HEAD_NUMBER = lazy_pattern(
    r"^(?:第?[一二三四五六七八九十\d]+[、.．章节篇部分 ]|[（(][一二三四五六七八九十\d]+[）)]"
    r"|[①-⑳\s【])+"
)
# What a measure of this end is counted in.
_COUNTED_SO = (
    (lazy_pattern(r"[立发破]案|案件|警情|事故|火灾|纠纷|诈骗|盗窃"), ("起", "件", "宗", "例")),
    (lazy_pattern(r"金额|损失|挽损|止付|冻结|资金|案值|案损"), ("元",)),
    (lazy_pattern(r"[率度]|比[例重]"), ("%", "‰")),
    (lazy_pattern(r"人数|人次|劝阻|抓获"), ("人", "人次", "名")),
)


def topic_of(words: str) -> str:
    """The measure that a heading or a question is about: 诈骗警情 of 三、诈骗警情; "" for none."""
    words = _ASKED.sub("", _HEAD_NUMBER.sub("", words.strip()).strip("】：:？? "))
    name = read_lead(words).name
    is_short = 1 < len(name) <= _LONGEST_TOPIC and not (set(name) & set("、，和与及暨"))
    return name if is_short and is_counted(name) else ""


def asked_before(text: str, start: int) -> str:
    """The measure that the question in front of a sentence asks for: 今年电诈发案情况怎样？"""
    if text[start - 1 : start] not in ("？", "?"):
        return ""
    first = max(map(lambda sign: text.rfind(sign, 0, start - 1), "。？?！：:\n")) + 1
    return topic_of(text[max(first, start - _FARTHEST_SENTENCE) : start])


def is_counted(name: str, unit: str = "") -> bool:
    """Whether the end of a name says what it is counted in, and this unit is such a one."""
    ends = (
        own for end, own in _COUNTED_SO if any(m.end() >= len(name) - 1 for m in end.finditer(name))
    )
    return any(not unit or unit in own for own in ends)
