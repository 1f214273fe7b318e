"""Rewrite signs beside figures as the words that print uses for them, and back.

8:30 and 8时30分, 120㎡ and 120平方米, 5‰ and 千分之五, 2021-2025年 and 2021年至2025年, 1115专案 and
11·15专案, the plate 苏FA12345 and 苏F·A12345; and the hyphen of a Latin word at a line's end.
"""

from __future__ import annotations

import re

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


def other_signs(text: str) -> list[str]:
    """Other writings of a normalised text; those that change nothing are among them."""
    forms = [_CLOCK.sub(rf"\1{word}\2分", text) for word in "时点"]
    forms += [_CLOCK.sub(lambda m: f"{int(m[1])}时{int(m[2])}分", text)]
    forms += [_HOURS.sub(lambda m: f"{int(m[1])}:{int(m[2]):02}", text)]
    forms += [_HOURS.sub(lambda m: f"{int(m[1]):02}:{int(m[2]):02}", text)]
    forms += [re.sub(rf"(?<=[\d万亿]){sign}(?![a-z0-9])", word, text) for sign, word in _MEASURES]
    forms += [re.sub(rf"(?<=[\d万亿]){word}", sign, text) for sign, word in _MEASURES]
    forms += [_PER_MILLE.sub(lambda m: f"千分之{_in_han(m[1])}", text)]
    forms += [_PER_MILLE.sub(r"千分之\1", text), _OF_THOUSAND.sub(_per_mille, text)]
    forms += [
        _YEARS.sub(form, text) for form in (r"\1-\2年", r"\1年-\2年", r"\1年至\2年", r"\1至\2年")
    ]
    forms += [_PLATE.sub(form, text) for form in (r"\1", r"\1.", r"\1-")]
    return forms + _other_case_names(text)


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


def _in_han(figure: str) -> str:
    return _DIGITS[int(figure)] if figure.isdigit() and int(figure) <= 10 else figure


def _per_mille(match: re.Match[str]) -> str:
    value = match[1]
    return f"{_DIGITS.index(value) if value in _DIGITS else value}‰"
