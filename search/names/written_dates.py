"""Read the dates that reports write, in full or as only their year completes them: 去年11月."""

from __future__ import annotations

import re

from search.results import StoredParagraph

# Parts of a year that reports name without a month: 秋季开学第一天, 春节后, 下半年, 入夏.
_PART_OF_YEAR = (
    "(?:[春秋]季开学|元旦|春节|元宵节?|清明节?|五一|(?:五四)?青年节|(?:妇女|儿童|建军|教师|警察)节"
    "|端午节?|国庆节?|中秋节?|重阳节?|暑假|寒假|高考|汛期|休渔期|开渔|春运|年[初中底末]"
    "|[上下]半年|[一二三四]季度|第[一二三四]季度|[入开][春夏秋冬]|[春夏秋冬][季天])"
    "(?:(?:第一|当)天|[初前后]|前[夕后]|期间|假期)?"
)
_MOON = "(?:[正冬腊]|十[一二]?|[二三四五六七八九])月"  # of the farmers' calendar, or in numerals
DATE = (
    rf"(?:(?:19|20)\d\d年(?:(?:1[0-2]|0?[1-9])月(?:[0-3]?\d日)?|{_MOON}|{_PART_OF_YEAR}|[初底末春夏秋冬])?"
    r"|[一二][零〇○一二三四五六七八九]{3}年(?:(?:十[一二]?|[一二三四五六七八九])月|"
    rf"{_PART_OF_YEAR}|[初底末春夏秋冬])?)"
)
YEAR = re.compile(r"(?:19|20)\d\d年|[一二][零〇○一二三四五六七八九]{3}年")
# Dates that only the year of the report completes: 去年11月, 三年前的9月, 7月.
NUMERALS = "一二三四五六七八九十"
_MONTH = r"(?:1[0-2]|0?[1-9])月(?:[0-3]?\d日)?"
NO_SPAN = "(?<![至到–~-])(?<!(?<!—)—)"  # 1月至6月; but 6间——4月起
SHORT_DATE = re.compile(
    rf"{NO_SPAN}(?P<ago>今年|去年|前年|上一?年|(?P<years>[{NUMERALS}两1-9])年前)(?:的?(?P<of>{_MONTH}|{_MOON}|{_PART_OF_YEAR}|[初底末春夏秋冬]))?"
    rf"|{NO_SPAN}(?<![\d年前后个])(?P<month>{_MONTH})(?!份?(?:[至到–~-]|—(?!—)))"
    rf"|(?:^|(?<=[，,自从于]))(?P<part>{_PART_OF_YEAR}|{_MOON}(?=[间份里起初底中上下，,]))"
)
DATED = re.compile(f"{DATE}|{re.sub('[?]P<[a-z]+>', '?:', SHORT_DATE.pattern)}")
AGO = dict.fromkeys(("去年", "上年", "上一年"), 1) | {"今年": 0, "前年": 2, "两": 2}
AGO |= {n: at for at, n in enumerate(NUMERALS, 1)}
WRITTEN = re.compile(
    rf"(?:(?:19|20)\d\d年|[今去前上]年)?{_MONTH}(?:[至到—–~-](?:次年)?{_MONTH})?|(?:^|(?<=[，,自从于]))(?:{_PART_OF_YEAR})"
)


def in_full(text: str, one: StoredParagraph, may_be_bare: bool) -> tuple[str, str, str]:
    """A text with its one short date written with the year that it is of, this date, and how it is
    printed; "" for the dates where there is none or several. 去年 is before the text came
    out, 上年 before the year it tells of."""
    year = one.year or 0
    spoken = int(one.date[:4]) if one.date else year
    found = [m for m in SHORT_DATE.finditer(text) if may_be_bare or m["ago"]]
    if len(found) > 1:  # 今年 alone is no date beside another
        found = [m for m in found if m.group() != "今年"]
    if len(found) != 1:
        return text, "", ""
    (short,) = found
    ago = short["years"] or short["ago"] or "今年"
    back = int(ago) if ago.isdigit() else AGO[ago]
    year = spoken if back and not ago.startswith("上") else year
    date = f"{year - back}年{short['of'] or short['month'] or short['part'] or ''}"
    return text[: short.start()] + date + text[short.end() :], date, short.group()
