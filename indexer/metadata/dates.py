"""Read dates and years as Chinese documents print them (二〇二一年五月三日, 2021-05-03)."""

from __future__ import annotations

import re

from indexer.model.validators import is_date
from indexer.text.numerals import spelt_in_figures, whole_number

_ZERO = "〇零○ＯO0◯"
_YEAR = rf"[{_ZERO}一二三四五六七八九]{{4}}"
_CHINESE = re.compile(
    rf"({_YEAR})年(?:([一二三四五六七八九十]{{1,3}})月)?(?:([一二三四五六七八九十]{{1,3}})日)?"
)
_ARABIC = re.compile(
    r"(?<!\d)((?:19|20)\d\d)(?:\s*年\s*(?:(\d{1,2})\s*月)?\s*(?:(\d{1,2})\s*[日号])?"
    r"|[-/.](\d{1,2})(?:[-/.](\d{1,2}))?(?!\d))"
)
# What comes out once a year may have it behind its name without 年: 公安年鉴（2022）.
_IN_TITLE = re.compile(
    rf"(?<!\d)((?:19|20)\d\d)\s*(?:年|[-—~～至]\s*(?:19|20)?\d\d年)|({_YEAR})年"
    r"|(?:(?<=年鉴)|(?<=报告)|(?<=总结)|(?<=综述)|(?<=公报)|(?<=皮书))\s*"
    r"[（(]?\s*((?:19|20)\d\d)\s*[）)]?\s*$"
)
_SPAN = re.compile(r"(?<!\d)((?:19|20)\d\d)\s*(?:年\s*)?[-—–~～至]\s*((?:19|20)\d\d)")
_REVIEWED = re.compile(
    r"(?:回首|回望|回顾|盘点|刚刚过去的|过去的|即将过去的|走过|告别|总结|全市|全省|全县|全区)?"
    r"(?<!\d)((?:19|20)\d\d)年(?:度|全年|上半年|下半年|初|前|[，,是]|里|第|[全我本][市省县区州旗])"
)
_AND_PLANS = re.compile(
    r"(?:总结|情况|工作).*[及和暨].*(?:思路|打算|计划|安排|要点|重点|谋划)[）)]?$"
)
_ANY_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)年")
# An opening paragraph that looks back at the year before, or reports on the one of writing.
LAST_YEAR = re.compile(
    r"^(?:去年(?![0-9一二三四五六七八九十]+月)|过去一年|过去的一年|刚刚过去的一年|一年来)|(?:^|[。，])(?:去年|过去的?一年)[，,]"
)
THIS_YEAR = re.compile(r"今年(?:以来|来|[，,]|上半年|前|\d{1,2}月|第|初|年)|年初以来")


def first_date(text: str) -> str | None:
    """The first date in the text as 2021, 2021-05 or 2021-05-03; one that exists."""
    found = [(m.start(), _arabic(m)) for m in _ARABIC.finditer(text)]
    found += [(m.start(), _chinese(m)) for m in _CHINESE.finditer(text)]
    return next((date for _, date in sorted(found, key=lambda f: f[0]) if date), None)


def is_date_line(text: str) -> bool:
    """Whether this line is a date and nothing else, brackets aside."""
    bare = text.strip("（）() ").replace(" ", "")
    match = _ARABIC.fullmatch(bare) or _CHINESE.fullmatch(bare)
    return match is not None and ("月" in bare or "-" in bare or "." in bare or "/" in bare)


def _arabic(match: re.Match[str]) -> str | None:
    month, day = match[2] or match[4], match[3] or match[5]
    return _iso(match[1], month, day)


def _chinese(match: re.Match[str]) -> str | None:
    month, day = (whole_number(part or "") for part in (match[2], match[3]))
    return _iso(_in_figures(match[1]), month, day)


def _in_figures(year: str) -> str:
    return spelt_in_figures(re.sub(f"[{_ZERO}]", "0", year))


def _iso(year: str, month: str | int | None, day: str | int | None) -> str | None:
    date = year
    if month:
        date += f"-{int(month):02}"
        if day:
            date += f"-{int(day):02}"
    return date if is_date(date) and 1900 <= int(year) <= 2100 else None


def title_year(title: str) -> str | None:
    """The one year that a title is about; of a span (2021—2025年) none."""
    if _SPAN.search(title):
        return None
    found = [m[1] or m[3] or _in_figures(m[2]) for m in _IN_TITLE.finditer(title)]
    if len(found) == 2 and _AND_PLANS.search(title):
        return found[0]  # 2022年工作总结及2023年工作思路
    years = set(found)
    return years.pop() if len(years) == 1 else None


def may_be_about(title: str, year: str) -> bool:
    """Whether a title leaves open that the text is about this year: a span of years (2019—2023年)
    tells of no other."""
    span = _SPAN.search(title)
    return span is None or span[1] <= year <= span[2]


def reviewed_year(text: str) -> tuple[str, str] | None:
    """The year that an opening paragraph reports on, with the words that say so."""
    match = _REVIEWED.search(text)
    return (match[1], match[0]) if match else None


def years_in(text: str) -> list[str]:
    """All years that a text names."""
    return _ANY_YEAR.findall(text)
