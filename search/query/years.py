"""Read years and ranges of years: strictly as filters have them, leniently as readers type them."""

from __future__ import annotations

import re

from indexer.model.schema import SCHEMA
from indexer.text.normalizer import normalize
from indexer.text.numerals import spelt_in_figures
from search.errors import BadRequestError
from search.query.tree import YearRange
from search.request import Filters

FORMS = "2021、2020..2022、2020..、..2022"
_FILTER = re.compile(r"(\d{4})?(\.\.)?(\d{4})?", re.ASCII)
_YEAR = r"(\d{4})年?"
_RANGE = re.compile(rf"(?:{_YEAR})?(?:\.\.+|[-~至到…]+)(?:{_YEAR})?")
_COMPARED = re.compile(rf"(>=|<=|>|<|=|≥|≤){_YEAR}")
_IN_HAN = re.compile(
    "(?<![零〇○一二三四五六七八九十百千万第])(?:[一二][零〇○一二三四五六七八九]{3}(?=年)"
    "|二[零〇○][零〇○一二][零〇○一二三四五六七八九](?![零〇○一二三四五六七八九十百千万年个点]))"
)
_TWO_IN_HAN = re.compile(
    "(?<![零〇○一二三四五六七八九十百千万第])[一二][〇○零一二三四五六七八九](?=年)"
)
# 22年 after a name; not 连续22年, 全破 22年, 22年来, 22年全破, which are spans.
_TWO_DIGITS = re.compile(
    r"(?<!破)(?<!破 )(?<![a-zA-Z\d.,%第近满达已共了前后逾超过约每续持])(?P<year>\d\d)"
    r"(?=年(?!来|间|以[上下内前后]|[多余期内里之后前没无未不]|的?(?:时间|历史|[纪记]录)|全破|百分)"
    r"|(?:年?[到至]|年?[-~—–～]{1,2})\d\d年(?!\d))"
)
# What is said of a year, and no title: 2022年度工作总结.
_YEARLY = re.compile(r"((?<!\d)(?:19|20)\d\d年)度(?![工总报要计考目任评述])")


def parse_year_range(text: str, name: str = "year") -> YearRange:
    """What a filter says, one of FORMS, both ends included; BadRequestError for anything else."""
    found = _FILTER.fullmatch(text.strip())
    low, dots, high = found.groups() if found else (None, None, None)
    if dots and (low or high) and not (low and high and low > high):
        return YearRange(int(low) if low else None, int(high) if high else None, name)
    if low and not dots and not high:
        return YearRange(int(low), int(low), name)
    raise BadRequestError(name, text[:80], f"{FORMS} 的形式")


def check_years(filters: Filters) -> None:
    """BadRequestError for a filter on years that cannot be read."""
    for field, values in filters.chosen:
        for value in values if SCHEMA[field].kind == "year" else ():
            parse_year_range(value, field)


def is_in_years(year: int, chosen: tuple[str, ...]) -> bool:
    """Whether a year passes a filter, which may hold several years and ranges."""
    return any(parse_year_range(value).holds(year) for value in chosen)


def read_years(text: str) -> YearRange | None:
    """`2020`, `2020..2022`, `2020..`, `>=2021`, 2020-2022年 and the like; None for other text.

    A range given from late to early is read from early to late.
    """
    value = normalize(text)
    if one := re.fullmatch(_YEAR, value):
        return YearRange(int(one[1]), int(one[1]))
    if span := _RANGE.fullmatch(value):
        low, high = (int(year) if year else None for year in span.groups())
        if low is not None and high is not None and low > high:
            low, high = high, low
        return None if low is None and high is None else YearRange(low, high)
    if compared := _COMPARED.fullmatch(value):
        return _compared_years(compared[1], int(compared[2]))
    return None


def years_in_full(text: str, since: int, until: int) -> str:
    """A question with its years as reports print them: 2022年 of 22年, 二〇二二年 and 2022年度.

    Two digits are a year only from `since` to `until`.
    """

    def full(found: re.Match[str]) -> str:
        year = 2000 + int(found["year"])
        return str(year) if since <= year <= until else found[0]

    text = _IN_HAN.sub(lambda found: spelt_in_figures(found[0]), text)
    text = _TWO_IN_HAN.sub(lambda found: spelt_in_figures(found[0]), text)
    return _YEARLY.sub(r"\1", _TWO_DIGITS.sub(full, text))


def _compared_years(sign: str, year: int) -> YearRange:
    match sign:
        case ">=" | "≥":
            return YearRange(year, None)
        case ">":
            return YearRange(year + 1, None)
        case "<=" | "≤":
            return YearRange(None, year)
        case "<":
            return YearRange(None, year - 1)
        case _:
            return YearRange(year, year)
