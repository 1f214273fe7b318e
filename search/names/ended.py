"""Find what texts say of when a thing ended, was taken into another or goes by another name."""

from __future__ import annotations

import re
from collections.abc import Iterable

from search.comparing.beginnings import DATED, MARKS, Stated, in_full, only_plans, sentence_around
from search.results import Hit, StoredParagraph

# What ends a thing by itself, and only where no object follows: “…”取消证明32项 ends nothing.
_ENDS = "收[官尾]|结束|终[止结]|停[办用止开]|撤[销并]|取消|到期|关闭|下线|废止|[谢落]幕|画上句号"
_ENDED = re.compile(
    rf"[^。；！？“”「」\n]{{0,60}}?(?P<verb>(?<![未不])(?<!没有)(?<!尚未)(?:(?:{_ENDS})(?=了?(?:[，,。；：、]|$))"
    r"|[并归]入|转[为入][^，,。；]{0,6}(?:常态|日常|长效|制度)|合并[到至为]|(?:更名|改称)为|被[^，,。；]{2,12}(?:取代|替代)"
    r"|不再(?:单列|使用|沿用|开展|实施|设|保留|执行|运行|举办)))[^，,。；！？\n]{0,20}"
)
_ENDED_BEFORE = re.compile(f"(?:{_ENDS}|不再[一-龥]{{2}})了?(?:原有?的?)?[“「]?$")


def stated_end(hits: Iterable[Hit]) -> Stated | None:
    """The last that they say of when what they are marked for ended, and no plan."""
    told = (_end_at(hit, *mark) for hit in hits for mark in hit.marks[:MARKS])
    found = [one for one in told if one is not None]
    return max(found, key=lambda one: (one.year, len(one.date)), default=None)


def _end_at(hit: Hit, start: int, end: int) -> Stated | None:
    """What the sentence around a name says of its end: the last date in it before the verb, or
    else the year of the report."""
    text, one = hit.paragraph.text, hit.paragraph
    first, last = sentence_around(text, start, end)
    behind = _ENDED.match(text[end:last].lstrip("”」"))
    before = _ENDED_BEFORE.search(text[first:start])
    if one.year is None or not (behind or before) or only_plans(hit):
        return None
    skipped = len(text[end:last]) - len(text[end:last].lstrip("”」"))
    verb, until = (behind.start("verb"), behind.end()) if behind else (0, 0)
    verb, until = end + (skipped + verb), end + (skipped + until) if behind else end
    date, printed = _last_date(text[first:verb], one)
    return Stated(hit, date or f"{one.year}年", start, until, False, printed)


def _last_date(said: str, one: StoredParagraph) -> tuple[str, str]:
    """The last date of a sentence in full, and how it is printed where that is shorter."""
    dates = [found.group() for found in DATED.finditer(said)]
    if not dates:
        return "", ""
    _, date, printed = in_full(dates[-1], one, True)
    return (date, printed) if date else (dates[-1], "")
