"""Measure how much two figures are said in the same words, numbers and place aside."""

from __future__ import annotations

import re

from rapidfuzz import fuzz

from indexer.model.figures import Figure
from indexer.text.normalizer import normalize

_NUMBERS = re.compile(r"[0-9０-９.．,，%％‰]+")
_SCOPE = re.compile(r"[0-9０-９]{4}年|全[国省市县区]|^[共总]计?")
_COMMA = re.compile(r"[，,、；;。]")
_SEGMENT_CHARS = 5
# 建成“平安前哨”指挥室122家、工作站1771个: the name is that of what is counted behind it, too.
_CARRIED = re.compile(
    r"(?P<named>[^，,；;。]*[”」])[^，,；;。”」]*\d[^，,；;。“”「」]*、(?P<own>[^、，,；;。\d“「]{2,})$"
)


def indicator_likeness(figure: Figure, ours: Figure, place: str) -> float:
    """0 to 1, of what is measured. What a bare 破案率 is of counts where both say it."""
    both = bool(figure.subject and ours.subject)
    names = (figure.measured, ours.measured) if both else (figure.indicator, ours.indicator)
    return max(likeness(*names, place), _carried_likeness(figure, ours, place))


def clause_likeness(figure: Figure, ours: Figure, place: str) -> float:
    """0 to 1, of the sentence around, or of what stands between commas, as in 破案12起、抓获30人.

    Among whom something is ranked is left to `scopes`.
    """
    return max(
        likeness(_quote(figure), _quote(ours), place),
        likeness(_segment(figure), _segment(ours), place, _SEGMENT_CHARS),
        _carried_likeness(figure, ours, place),
    )


def likeness(left: str, right: str, place: str, least: int = 1) -> float:
    """0 to 1, numbers and place aside; 0 where either has fewer characters than `least`.

    One wording inside the other counts nearly as much as an equal one.
    """
    one, other = (bare(text, place) for text in (left, right))
    if min(len(one), len(other)) < least:
        return 0.0
    whole = fuzz.ratio(one, other) / 100
    shorter, longer = sorted((one, other), key=len)
    return max(whole, 0.9) if len(shorter) >= 4 and shorter in longer else whole


def bare(text: str, place: str) -> str:
    without = text.replace(place, "") if place else text
    return normalize(_NUMBERS.sub("", _SCOPE.sub("", without)))


def _carried_likeness(figure: Figure, ours: Figure, place: str) -> float:
    """Of two figures of which one goes on in a list that a quoted name has opened; else 0."""
    carried = _carried(figure), _carried(ours)
    if not any(carried):
        return 0.0
    left, right = (c or _before(f) for c, f in zip(carried, (figure, ours), strict=True))
    return likeness(left, right, place, _SEGMENT_CHARS)


def _carried(figure: Figure) -> str:
    """What is in front of the figure, behind the name that opened its list; "" without one."""
    found = _CARRIED.search(figure.ahead)
    return found["named"] + found["own"] if found else ""


def _before(figure: Figure) -> str:
    return _COMMA.split(figure.ahead)[-1]


def _quote(figure: Figure) -> str:
    """The clause; of a rank without its place: 居全省首位 is as well said as 全省第一."""
    quote = figure.quote
    if figure.subject:  # what it is of stands in front of its own clause
        quote = quote[max(figure.group_start - figure.start, 0) :]
    if figure.kind != "rank":
        return quote
    return quote.replace(figure.value_text, "").replace(figure.base or "", "")


def _segment(figure: Figure) -> str:
    after = figure.quote[figure.value_start - figure.start + len(figure.value_text) :]
    segment = _before(figure) + _COMMA.split(after)[0]
    return segment.replace(figure.base or "", "") if figure.kind == "rank" else segment
