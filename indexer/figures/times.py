"""Find the times that a text prints, resolved against the year of the report."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from indexer.figures.numerals import DIGITS, chinese_number

_YEAR = r"(?:(?:18|19|20)\d\d|[一二][一二三四五六七八九零〇○]{3})年(?:度|间)?"
_FIRST_YEAR = r"(?<!\d)(?:19|20)\d\d(?=(?:[至到]|[—–\-~－]+)(?:19|20)\d\d年)"
_RELATIVE = r"今年|去年|前年|明年|后年|本年度?|当年|上年|同年|本年"
_MONTH = r"(?:1[0-2]|0?[1-9](?!\d)|十[一二]?|[一二三四五六七八九])"
_DAY = r"(?:[0-3]?\d|[一二三]?十?[一二三四五六七八九十])[日号]"
_DATE = rf"{_MONTH}月(?:份|{_DAY})?"
_TO = r"(?:至|到|[—–\-~－]+)"

TIME = re.compile(
    rf"""
    (?P<until>截至|截止到?|到|至)?
    (?:(?P<year>{_YEAR}|{_FIRST_YEAR}|{_RELATIVE})的?(?P<part1>上半年|下半年|第?[1-4一二三四]季度|
         {_MONTH}(?:{_TO}){_DATE}|{_DATE}(?:{_TO}(?:{_YEAR})?{_DATE})?)?
      (?:{_TO}(?P<year2>{_YEAR}))?
     |(?P<part2>上半年|下半年|前三季度|(?:第?[1-4一二三四]|[上])季度(?!末)|
         (?<!\d){_MONTH}(?:{_TO}){_DATE}|(?<!\d)(?<!个){_DATE}(?:{_TO}{_DATE})?))
    (?P<tail>底|末|初|以来|起|春运|期间)?
    """,
    re.VERBOSE,
)
SPAN = re.compile(
    r"过去的?一年|一年来|这一年|(?:近|过去|今后|未来|最近)?(?:\d{1,2}|[一二两三四五六七八九十]{1,2})(?:多|余)?年(?:来|间|内)"
    r"|(?:过去|今后|未来|最近|近)(?:\d{1,2}|[一二两三四五六七八九十]{1,2})年|“[一二三四五六七八九十]{1,3}五”(?:时期|期间)?|年内|全年"
)
_MAY_SPAN = re.compile(
    r"[年全一五去后来近](?:(?<=年)[来间内]|(?<=[全一])年|(?<=五)”|(?<=[去后来近])[\d一二两三四五六七八九十])"
)

# 降至近5年最低值, 创十年来新高: since when, not for when.
_SINCE_WHEN = re.compile(r"(?:以?来)?的?(?:最|新[高低]|同期)")

_SAME_YEAR = ("同年", "当年")
_OF_THE_YEAR = ("年内", "全年")
_LAST_YEAR = ("过去的一年", "过去一年", "一年来", "这一年")
_ANY_TIME = re.compile(r"[年月季]")
# Where TIME may match: a first letter, and what must stand behind it.
_CANDIDATE = re.compile(
    r"""[0-9一二三四五六七八九十今去前明后本当上下同第截到至](?:
        (?<=[今去前明后本当上同])年 | (?<=[上下])半年 | (?<=前)三季 | (?<=上)季 | (?<=[截到至])
      | (?<=第)[1-4一二三四]季
      | (?<=[0-9一二三四五六七八九十])[0-9一二三四五六七八九十零〇○]{0,3}[年月季至到—–\-~－])""",
    re.VERBOSE,
)

QUARTERS = {"1": 1, "2": 2, "3": 3, "4": 4, "一": 1, "二": 2, "三": 3, "四": 4}
_COMPARED_BEFORE = re.compile(r"(?:比|较|同|与|于|是|为|相当于|自|由|从|到|至)$")


class TimeMention(NamedTuple):
    """A printed time. `local` ones belong to one figure only (比2018年, 由2019年的…增至…)."""

    start: int
    end: int
    text: str
    period: str | None
    local: bool
    is_future: bool


def find_times(text: str, original: str, spoken: int | None, told: int | None) -> list[TimeMention]:
    """The times of a text in its order.

    今年 and 去年 count from `spoken`, the year in which the text was written; a month alone, 年内
    and 过去一年 are of `told`, the year that it tells of; 同年 is the year named before.
    """
    if _ANY_TIME.search(text) is None:
        return []
    found: list[TimeMention] = []
    last = told
    for match in _matches(text):
        if text[match.start() - 1 : match.start()] == "“":
            continue  # “五月攻势” is a name
        printed = match.group("year")
        year = last if printed in _SAME_YEAR else spoken if printed else told
        last = _resolve_year(printed, year) or last
        found.append(_mention(text, original, match, year))
    spans = [
        TimeMention(
            *(m.start(), m.end(), original[m.start() : m.end()], _span(m.group(), told)),
            local=_SINCE_WHEN.match(text, m.end()) is not None,
            is_future=False,
        )
        for m in (SPAN.finditer(text) if _MAY_SPAN.search(text) else ())
    ]
    if not spans:
        return found
    # 全年 and 年内 mean the year that was spoken of last.
    first = min((mention.start for mention in found), default=len(text))
    found += [
        span
        for span in spans
        if span.period is None or span.start < first or span.text not in _OF_THE_YEAR
    ]
    return sorted(found, key=lambda mention: mention.start)


def _matches(text: str) -> Iterator[re.Match[str]]:
    """Where TIME matches, from one candidate to the next."""
    at = 0
    while (candidate := _CANDIDATE.search(text, at)) is not None:
        match = TIME.match(text, candidate.start())
        if match is None:
            at = candidate.start() + 1
        else:
            yield match
            at = match.end()


def _span(printed: str, year: int | None) -> str | None:
    of_year = printed in _OF_THE_YEAR or printed in _LAST_YEAR
    return f"{year:04}" if of_year and year is not None else None


def _mention(text: str, original: str, match: re.Match[str], year: int | None) -> TimeMention:
    start, end = match.span()
    until = match.group("until")
    if until in ("到", "至"):
        start = match.end("until")
    own = _resolve_year(match.group("year"), year)
    period = _period(match, own)
    before, after = text[max(start - 3, 0) : start], text[end : end + 2]
    local = bool(_COMPARED_BEFORE.search(before)) and until not in ("截至", "截止", "截止到")
    if until in ("到", "至") and not after.startswith("的"):
        local = False
    if match.group("tail") in ("以来", "起"):
        local = False
    local = local or after == "同期"
    future = own is not None and year is not None and own > year
    return TimeMention(start, end, original[start:end], period, local, future)


def _resolve_year(printed: str | None, year: int | None) -> int | None:
    if printed is None:
        return year
    if printed[0] in "12" and printed[:4].isdigit():
        return int(printed[:4])
    if len(printed) >= 5 and all(c in DIGITS for c in printed[:4]):
        return int("".join(str(DIGITS[c]) for c in printed[:4]))
    if year is None:
        return None
    return year + {"去": -1, "前": -2, "上": -1, "明": 1, "后": 2}.get(printed[0], 0)


def _period(match: re.Match[str], year: int | None) -> str | None:
    if year is None:
        return None
    start, end = f"{year:04}", f"{year:04}"
    part = match.group("part1") or match.group("part2")
    if part:
        start, end = _part(part, year)
        if not start:
            return None
    second = _resolve_year(match.group("year2"), None) if match.group("year2") else None
    if second is not None:
        end = f"{second:04}"
    tail = match.group("tail")
    if tail in ("以来", "起"):
        return f"{start}/.."
    if match.group("until") in ("截至", "截止", "截止到"):
        return f"../{end}"
    return start if start == end else f"{start}/{end}"


def _part(part: str, year: int) -> tuple[str, str]:
    if part == "上半年":
        return f"{year:04}-01", f"{year:04}-06"
    if part == "下半年":
        return f"{year:04}-07", f"{year:04}-12"
    if part == "前三季度":
        return f"{year:04}-01", f"{year:04}-09"
    if part.endswith("季度"):
        quarter = QUARTERS.get(part[-3], 0)
        if not quarter:
            return "", ""
        return f"{year:04}-{quarter * 3 - 2:02}", f"{year:04}-{quarter * 3:02}"
    pieces = re.split(_TO, part)
    months = [_month_and_day(piece, year) for piece in pieces]
    if any(not month for month in months):
        return "", ""
    return months[0], months[-1]


def _month_and_day(piece: str, year: int) -> str:
    own = re.match(_YEAR, piece)
    if own is not None:
        year = _resolve_year(own.group(), None) or year
        piece = piece[own.end() :]
    month, _, day = piece.partition("月")
    number = _number(month)
    if number is None or not 1 <= number <= 12:
        return ""
    day = day.rstrip("日号份")
    of_month = _number(day) if day else None
    if of_month is None or not 1 <= of_month <= 31:
        return f"{year:04}-{number:02}"
    return f"{year:04}-{number:02}-{of_month:02}"


def _number(printed: str) -> int | None:
    if printed.isdigit() and printed.isascii():
        return int(printed)
    value = chinese_number(printed)
    return None if value is None or not printed else int(value)
