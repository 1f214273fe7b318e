"""Rewrite signs beside figures as the words that print uses for them, and back.

8:30 and 8时30分, 120㎡ and 120平方米, 5‰ and 千分之五, 2021-2025年 and 2021年至2025年, 1115专案 and
11·15专案, the plate 苏FA12345 and 苏F·A12345.
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
_CASE = "(?=特大|重大|专案|案|事件|行动|事故|会战)"
_RUN_DATE = re.compile(rf"(?<![\d.-])(1[0-2]|0?[1-9])([0-2]\d|3[01]){_CASE}")
_DOTTED_DATE = re.compile(rf"(?<![\d.-])(\d{{1,2}})[.-](\d{{1,2}}){_CASE}")
_PROVINCES = "京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川贵云藏陕甘青宁新"
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
    forms += [_RUN_DATE.sub(form, text) for form in (r"\1.\2", r"\1-\2")]
    forms += [_DOTTED_DATE.sub(form, text) for form in (r"\1\2", r"\1.\2", r"\1-\2")]
    forms += [_PLATE.sub(form, text) for form in (r"\1", r"\1.", r"\1-")]
    return forms


def _in_han(figure: str) -> str:
    return _DIGITS[int(figure)] if figure.isdigit() and int(figure) <= 10 else figure


def _per_mille(match: re.Match[str]) -> str:
    value = match[1]
    return f"{_DIGITS.index(value) if value in _DIGITS else value}‰"
