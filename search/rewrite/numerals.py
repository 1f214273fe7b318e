"""Rewrite the figures in a piece of text, and signs beside them, in other ways print writes them.

23,876 and 23876, 1.3万 and 13000, 百分之十五点七二 and 15.72%, 五分钟 and 5分钟,
第十五条 and 第15条, 二〇二二年 and 2022年, 2022-11-28 and 2022年11月28日, 两千三百名 and 2300名,
一万二千 and 1.2万; 8:30 and 8时30分, 120㎡ and 120平方米, 5‰ and 千分之五, 2021-2025年 and
2021年至2025年, 1115专案 and 11·15专案, the plate 苏FA12345 and 苏F·A12345; and the hyphen of a
Latin word at a line's end.

A Chinese numeral is a figure only if it is well formed and delimited: before a unit of the list
below, after 第, in a percentage, as a year, or alone. So 三圈五域, 十分, 万一, 一起 stay words; a
single 一 counts only before a unit of two characters or more.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal

from indexer.text.numerals import han_cardinal, spelt_in_figures, whole_number

_HAN = "零〇○一二两三四五六七八九十百千万亿"
_HAN_DIGIT = "[零〇○一二三四五六七八九]"
_UNITS = (
    "分钟|小时|个月|周年|公里|千米|平方|公斤|千克|人次|星期|秒钟|亿元|万元"
    "|秒|天|日|周|个|月|年|岁|人|名|件|起|次|条|项|家|户|处|所|辆|台|套|座|栋|米|亩|吨|克|元|倍|号|级|期|届"
    "|批|场|支|枚|份|章|节|款|类|种"
)
_LIANG_UNITS = (
    "个年天小分周人名件起次家户处所辆台套座栋公米亩吨元倍批场支枚份类种星平"  # 两个 not 二个
)

_CARDINAL = re.compile(rf"(?<![{_HAN}几数余多\d])(第?)([{_HAN}]+)(?=({_UNITS})?)")
_PERCENT = re.compile(rf"百分之(?:([{_HAN}]+)(?:点([零〇一二三四五六七八九]+))?|(\d+(?:\.\d+)?))")
_YEAR = re.compile(rf"(?<![{_HAN}])({_HAN_DIGIT}{{4}})(?=年)")
_SERIAL = re.compile(rf"(?<![{_HAN}])(?=[^零〇○]*[零〇○])({_HAN_DIGIT}{{3,}})(?![{_HAN}])")
_GROUPED = re.compile(r"(?<![\d.,])\d{1,3}(?:,\d{3})+(?!\d|,\d)")
_PLAIN = re.compile(r"(?<![\d.,a-z-])(\d{4,12})(?![\d年号万亿a-z-]|[.,]\d)")
_MYRIADS = re.compile(r"(?<![\d.,])(\d+(?:\.\d+)?)([万亿])(?![亿万\d])")
_ZERO_LETTER = re.compile(rf"(?<={_HAN_DIGIT})o(?={_HAN_DIGIT}|年)")  # 二Ｏ一八年
_PAIR = re.compile(rf"(?<![{_HAN}第])二(?=[百千万亿])")
_MYRIAD_FIGURE = re.compile(r"(?<![\d.,a-z-])(\d{1,4})(?=[万亿])")
_FIGURE = re.compile(rf"(?<![\d.,a-z-])(第?)(\d{{1,8}})(?=({_UNITS}))")
_FIGURE_PERCENT = re.compile(r"(?<![\d.,])(\d{1,4})(?:\.(\d{1,4}))?%")
_FIGURE_YEAR = re.compile(r"(?<!\d)([12]\d{3})(?=年)")
_BARE, _TELLING_DIGITS = re.compile(r"(?!(?:19|20)\d\d$)[1-9]\d{2,7}"), 3
_DASHED_DATE = re.compile(r"(?<!\d)([12]\d{3})([-./])(\d{1,2})\2(\d{1,2})(?!\d)")
_WRITTEN_DATE = re.compile(r"(?<!\d)([12]\d{3})年(\d{1,2})月(\d{1,2})日")


def other_numerals(text: str) -> tuple[str, ...]:
    """Other writings of the figures in a normalised text, without the text itself; may be empty."""
    figures = in_figures(_ZERO_LETTER.sub("〇", text))
    figures = _written_date(_GROUPED.sub(lambda m: m[0].replace(",", ""), figures))
    plain = _without_myriads(figures)
    forms = [figures, _grouped(figures), plain, _grouped(plain), _with_myriads(figures)]
    forms += [form for zero in "〇零o" for form in _with_pair(_in_han(figures, zero))]
    forms += [*_with_pair(_in_han(plain, "〇")), *_other_dates(figures)]
    if _BARE.fullmatch(plain) and len(plain.rstrip("0")) >= _TELLING_DIGITS:
        forms += _with_pair(han_cardinal(int(plain)))  # 5312, cut from its unit
    forms += other_signs(figures)
    return tuple(form for form in dict.fromkeys(forms) if form != text)


def _with_pair(text: str) -> tuple[str, ...]:
    """A text in Chinese numerals, and with 两 where print as often has it: 两千, 两万, 两百人."""
    return text, _PAIR.sub("两", text)


def in_figures(text: str) -> str:
    """A normal form with figures for its Chinese numerals: 五千三百人 → 5300人."""
    text = _PERCENT.sub(_percent_figure, text)
    text = _YEAR.sub(lambda m: spelt_in_figures(m[1]), text)
    text = _SERIAL.sub(lambda m: spelt_in_figures(m[1]), text)
    return _CARDINAL.sub(lambda m: _cardinal_figure(m, text), text)


def _percent_figure(match: re.Match[str]) -> str:
    whole, decimals, figure = match.groups()
    if figure:
        return f"{figure}%"
    value = 100 if whole == "百" else whole_number(whole)
    if value is None:
        return match[0]
    return f"{value}.{spelt_in_figures(decimals)}%" if decimals else f"{value}%"


def _cardinal_figure(match: re.Match[str], text: str) -> str:
    ordinal, words, unit = match.groups()
    alone = len(words) > 1 and match[0] == text
    delimited = unit or alone or (ordinal and match.end() == len(text))
    ambiguous = words == "一" and not ordinal and len(unit or "") < 2
    value = None if ambiguous or not delimited else whole_number(words)
    return match[0] if value is None else f"{ordinal}{value}"


def _grouped(text: str) -> str:
    """Thousands separated; numbers of four digits that may be years are left."""
    whole = _PLAIN.fullmatch(text)
    if whole and len(text) == 4 and text[:2] in ("19", "20"):
        return text
    return _PLAIN.sub(lambda m: f"{int(m[1]):,}" if m[1][0] != "0" else m[1], text)


def _without_myriads(text: str) -> str:
    def figure(match: re.Match[str]) -> str:
        value = Decimal(match[1]) * (10_000 if match[2] == "万" else 100_000_000)
        return str(int(value)) if value == int(value) and value < 10**12 else match[0]

    return _MYRIADS.sub(figure, text)


def _with_myriads(text: str) -> str:
    def figure(match: re.Match[str]) -> str:
        value = int(match[1])
        if value < 10_000 or match[1][0] == "0":
            return match[0]
        size, name = (10**8, "亿") if value >= 10**8 else (10**4, "万")
        return f"{(Decimal(value) / size).normalize():f}{name}"

    return _PLAIN.sub(figure, text)


def _in_han(text: str, zero: str) -> str:
    """Figures → Chinese numerals; the zeros of years as `zero`."""
    text = _FIGURE_YEAR.sub(lambda m: _digits_in_han(m[1], zero), text)
    text = _FIGURE_PERCENT.sub(_han_percent, text)
    text = _MYRIAD_FIGURE.sub(lambda m: han_cardinal(int(m[1])), text)
    return _FIGURE.sub(_han_count, text)


def _digits_in_han(digits: str, zero: str) -> str:
    return "".join("零一二三四五六七八九"[int(d)] for d in digits).replace("零", zero)


def _han_percent(match: re.Match[str]) -> str:
    whole = "百" if match[1] == "100" else han_cardinal(int(match[1]))
    return f"百分之{whole}" + (f"点{_digits_in_han(match[2], '零')}" if match[2] else "")


def _han_count(match: re.Match[str]) -> str:
    ordinal, digits, unit = match.groups()
    if digits[0] == "0":
        return match[0]
    if digits == "2" and not ordinal and unit[0] in _LIANG_UNITS:
        return "两"
    return ordinal + han_cardinal(int(digits))


def _written_date(text: str) -> str:
    def date(match: re.Match[str]) -> str:
        year, _, month, day = match.groups()
        if not (1 <= int(month) <= 12 and 1 <= int(day) <= 31):
            return match[0]
        return f"{year}年{int(month)}月{int(day)}日"

    text = _DASHED_DATE.sub(date, text)
    return _WRITTEN_DATE.sub(lambda m: f"{m[1]}年{int(m[2])}月{int(m[3])}日", text)


def _other_dates(text: str) -> list[str]:
    """Dates with months and days of two digits; 2022.1.5 is left out, it would find 2022.1.58."""

    def written(form: str) -> str:
        return _WRITTEN_DATE.sub(lambda m: form.format(m[1], int(m[2]), int(m[3])), text)

    return [written(form) for form in ("{}-{:02}-{:02}", "{}.{:02}.{:02}", "{}年{:02}月{:02}日")]


# What normalisation leaves of a sign (㎡ is m2), and the words for it.
_MEASURES = (
    ("km2", "平方公里"),
    ("km2", "平方千米"),
    ("m2", "平方米"),
    ("m3", "立方米"),
    ("km", "公里"),
    ("kg", "公斤"),
    ("kg", "千克"),
    ("°c", "摄氏度"),
)
_DIGITS = "零一二三四五六七八九十"
_CLOCK = re.compile(r"(?<![\d:.])([01]?\d|2[0-4]):([0-5]\d)(?![\d:])")
_HOURS = re.compile(r"(?<!\d)([01]?\d|2[0-4])[时点]([0-5]?\d)分")
_PER_MILLE = re.compile(r"(?<![\d.])(\d{1,2}(?:\.\d+)?)‰")
_OF_THOUSAND = re.compile(rf"千分之([{_DIGITS}]|\d{{1,2}}(?:\.\d+)?)")
_YEARS = re.compile(r"(?<!\d)([12]\d{3})年?[-至到]([12]\d{3})年")
# A case is named by its date, and print says what it is in its own words: “11·15”特大赌博案.
_CASE_NAME = re.compile(
    r"(?<![\d.-])(?:(1[0-2]|0?[1-9])([0-2]\d|3[01])|(1[0-2]|0?[1-9])[.-](\d{1,2}))"
    r"(?:(专案|案件|案)|(?=[特重]大|事件|行动|事故|会战))"
)
_CASE_WORDS = ("专案", "案", "特大", "重大", "系列", "跨境", "电信", "网络")
_PROVINCES = "京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川贵云藏陕甘青宁新"
_LATIN_WORD = re.compile(r"(?<![a-z-])[a-z]{5,24}(?![a-z-])")
_PLATE = re.compile(rf"([{_PROVINCES}][a-z])[.-]?(?=[a-z0-9]{{5,6}}(?![a-z0-9]))")


# Signs, and how else they are written.
_WRITTEN: tuple[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]], ...] = (
    *((_CLOCK, rf"\1{word}\2分") for word in "时点"),
    (_CLOCK, lambda m: f"{int(m[1])}时{int(m[2])}分"),
    (_HOURS, lambda m: f"{int(m[1])}:{int(m[2]):02}"),
    (_HOURS, lambda m: f"{int(m[1]):02}:{int(m[2]):02}"),
    *((re.compile(rf"(?<=[\d万亿]){sign}(?![a-z0-9])"), word) for sign, word in _MEASURES),
    *((re.compile(rf"(?<=[\d万亿]){word}"), sign) for sign, word in _MEASURES),
    (_PER_MILLE, lambda m: f"千分之{_small_in_han(m[1])}"),
    (_PER_MILLE, r"千分之\1"),
    (_OF_THOUSAND, lambda m: f"{_DIGITS.index(m[1]) if m[1] in _DIGITS else m[1]}‰"),
    *((_YEARS, written) for written in (r"\1-\2年", r"\1年-\2年", r"\1年至\2年", r"\1至\2年")),
    *((_PLATE, written) for written in (r"\1", r"\1.", r"\1-")),
)


def other_signs(text: str) -> list[str]:
    """Other writings of a normalised text; those that change nothing are among them."""
    return [sign.sub(written, text) for sign, written in _WRITTEN] + _other_case_names(text)


def broken_words(text: str) -> list[str]:
    """A normalised text with a hyphen where a line may have ended in its Latin word: bu-reau.

    Two letters stay on either side, as typesetters keep them; a word inside a longer name with
    hyphens, and a text with several words, have none.
    """
    found = list(_LATIN_WORD.finditer(text))
    if len(found) != 1:
        return []
    start, end = found[0].span()
    return [f"{text[:at]}-{text[at:]}" for at in range(start + 2, end - 1)]


def _other_case_names(text: str) -> list[str]:
    """The date of the first case with a dot, a dash or neither, with zeros or without, and before
    the words that print has for 专案."""
    case = _CASE_NAME.search(text)
    if case is None:
        return []
    month, day = int(case[1] or case[3]), int(case[2] or case[4])
    months, days = ((str(number), f"{number:02}") for number in (month, day))
    dates = [a + sign + b for a in months for sign in (".", "-") for b in days]
    dates += [a + days[1] for a in months]
    before, after = text[: case.start()], text[case.end() :]
    words = _CASE_WORDS if case[5] else ("",)
    return [before + date + word + after for word in words for date in dict.fromkeys(dates)]


def _small_in_han(figure: str) -> str:
    return _DIGITS[int(figure)] if figure.isdigit() and int(figure) <= 10 else figure
