"""Find the province, city and county that a unit or a text belongs to, by a gazetteer."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources

from indexer.text.analyzer import dictionary_frequencies

Path = tuple[str, ...]  # from the province down, as in the front matter
_KINDS = re.compile(
    r"(?:特别行政区|自治区|自治州|自治县|自治旗|林区|特区|地区|新区|省|市|县|区|盟|旗)$"
)
_PEOPLES = re.compile(
    r"(?:壮族|回族|维吾尔|藏族|彝族|苗族|侗族|布依族|朝鲜族|土家族|哈尼族|傣族|白族|傈僳族|景颇族|羌族"
    r"|蒙古族|蒙古|哈萨克|柯尔克孜|各族|满族|黎族|瑶族|畲族|水族|仡佬族|东乡族|土族|撒拉族|保安族"
    r"|裕固族|毛南族|仫佬族|拉祜族|佤族|纳西族|普米族|怒族|独龙族|达斡尔族|鄂温克族|鄂伦春|锡伯)+$"
)
# A short name counts only before these: 南通公安; 城东分局 may be of any town.
_SHORT_UNIT = re.compile(r"([\u4e00-\u9fff]{2,4}?)(?:公安|警方|市局|政法|长安|交警|检察|法院)")
_HAN = re.compile(r"[\u4e00-\u9fff]")
# What stands before a name and is never the beginning of one: 由岚县公安局, 的岚县公安局.
_FUNCTION = frozenset(
    "从在由向据对与和及是为到经请给被将让的了过着以至把因而但则或跟按赴驻抵称说报令讯电等"
)
_TIME = re.compile(r"(?:[\d〇零一二三四五六七八九十元去今当同昨前本][年月日号天]|中共)$")
_LONGEST = 6  # characters that an unknown name has before the known one: 云州市 before 东海县
_WORD_LENGTHS = (4, 3, 2)
# How frequent an ordinary word must be to part from the place behind it. One of two characters
# (城区, 吉县) more often ends a longer name.
_COMMON, _VERY_COMMON = 100, 180
_UNKNOWN = re.compile(r"[\u4e00-\u9fff]{2,8}?(?<![全各本我该])[省市县区州盟旗][\u4e00-\u9fff]")


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """All divisions: by full name and by short name (南通), each with every path it may mean."""

    full: dict[str, tuple[Path, ...]]
    short: dict[str, tuple[Path, ...]]
    pattern: re.Pattern[str]


@cache
def gazetteer() -> Gazetteer:
    """The divisions of the data file (民政部), some 3,300 names."""
    text = resources.files("indexer.metadata").joinpath("data/regions.txt").read_text("utf-8")
    full: dict[str, dict[Path, None]] = {}
    short: dict[str, dict[Path, None]] = {}
    for path in _paths(text):
        full.setdefault(path[-1], {})[path] = None
        stem = short_name(path[-1])
        if len(stem) >= 2:
            short.setdefault(stem, {})[path] = None
    pattern = re.compile("|".join(sorted(full, key=len, reverse=True)))
    return Gazetteer(
        {name: tuple(paths) for name, paths in full.items()},
        {name: tuple(sorted(paths, key=len)) for name, paths in short.items()},
        pattern,
    )


def _paths(text: str) -> Iterator[Path]:
    for line in text.split("\n"):
        if not line or line.startswith("#"):
            continue
        province, city, *counties = line.split(" ")
        top: Path = (province,) if city == province else (province, city)
        yield (province,)
        yield top
        yield from ((*top, county) for county in counties)


def short_name(name: str) -> str:
    """A division's name as people say it: 南通市 → 南通, 广西壮族自治区 → 广西, 吉县 stays."""
    stem = _PEOPLES.sub("", _KINDS.sub("", name))
    return stem if len(stem) >= 2 else name


def region_of_unit(unit: str, context: str = "") -> Path:
    """The division whose office this is (海安市公安局 → 江苏省/南通市/海安市); () if unknown.

    A name that several divisions share is decided by those that `context` mentions.
    """
    names = gazetteer()
    path, rest = _short_parent(unit, context)
    while True:
        match = names.pattern.match(rest)
        if match is None:
            break
        deeper = _best(names.full[match[0]], path, context)
        if not deeper:
            break
        path, rest = deeper, rest[match.end() :]
    if not path:
        short = _SHORT_UNIT.match(unit)
        found = _best(names.short.get(short[1], ()), (), context) if short else ()
        if short and found:
            path, rest = found, unit[short.end(1) :]
    branch = re.search(
        r"([\u4e00-\u9fff]{2,4})(?:区|县|市)?(?:公安)?分局$", rest.replace("公安局", "", 1)
    )
    if path and branch:
        below = [p for p in names.short.get(branch[1], ()) if p[: len(path)] == path and p != path]
        path = below[0] if len(below) == 1 else path
    return path


def _short_parent(unit: str, context: str) -> tuple[Path, str]:
    """The place at the head of a unit whose parent is said in short (山西岚县), and the rest."""
    names = gazetteer()
    for size in (4, 3, 2):
        match = names.pattern.match(unit, size)
        for parent in names.short.get(unit[:size], ()) if match else ():
            if match and (path := _best(names.full[match[0]], parent, context)):
                return path, unit[match.end() :]
    return (), unit


def is_unknown_place(unit: str) -> bool:
    """Whether a unit's name begins with a place (云州市) that the gazetteer does not have."""
    return bool(_UNKNOWN.match(unit)) and not region_of_unit(unit)


def _best(candidates: tuple[Path, ...], parent: Path, context: str) -> Path:
    """The one candidate below `parent`; of several the one whose parents are mentioned; else ()."""
    inside = [p for p in candidates if p[: len(parent)] == parent and p != parent]
    if len(inside) <= 1:
        return inside[0] if inside else ()
    top = min(len(p) for p in inside)
    highest = [p for p in inside if len(p) == top]
    if len(highest) == 1 and top < 3 and not context:
        return highest[0]
    scores = {path: sum(map(context.count, map(short_name, path[:-1]))) for path in inside}
    best = max(scores.values())
    winners = [path for path, score in scores.items() if score == best]
    if best and len(winners) == 1:
        return winners[0]
    return highest[0] if len(highest) == 1 and top < 3 else ()


def begins_name(text: str, at: int, name: str) -> bool:
    """Whether the known place `name`, found at `at`, begins there and ends no longer name.

    Before it may stand a sign, a date, a word that is no part of a name, or a place that it
    lies in (江苏海安市).
    """
    return is_parted(text, at, len(name)) or _follows_its_parent(text, at, name)


def is_parted(text: str, at: int, length: int = 3) -> bool:
    """Whether what stands before `at` is no part of a name of `length` characters there."""
    before = text[max(0, at - max(_WORD_LENGTHS) - 1) : at]
    least = _COMMON if length > 2 else _VERY_COMMON
    return opens_name(before) or any(
        _ends_with_word(before, size, least) for size in _WORD_LENGTHS if size <= len(before)
    )


def opens_name(before: str) -> bool:
    """Whether a text ends with a sign, a date or a word of one character that parts for sure."""
    is_open = not before or not _HAN.match(before[-1]) or before[-1] in _FUNCTION
    return is_open or bool(_TIME.search(before))


def _ends_with_word(before: str, size: int, least: int) -> bool:
    """Whether the text ends with an ordinary word that does not share a character with another.

    In 关于印发小金湖县 it is 印发, not 发小, that is the word; in 从小金湖县 it is 从; in
    2023年中宁波市 年 is of the date.
    """
    word = before[-size:]
    if size == 2 and word[0] in _FUNCTION:
        return False
    frequencies = dictionary_frequencies()
    crossing = before[-size - 1 : 1 - size]
    is_crossed = len(crossing) > 1 and frequencies.get(crossing, 0) >= frequencies.get(word, 0)
    if is_crossed or (len(crossing) > 1 and _TIME.fullmatch(crossing)):
        return False
    return is_ordinary(word, least)


def is_ordinary(word: str, least: int = _COMMON) -> bool:
    """Whether this is an ordinary word, no name that a longer name may begin with."""
    names = gazetteer()
    is_place = word in names.short or word in names.full
    return not is_place and dictionary_frequencies().get(word, 0) >= least


def _follows_its_parent(text: str, at: int, name: str) -> bool:
    names = gazetteer()
    paths = (*names.full.get(name, ()), *names.short.get(name, ()))
    for size in range(2, 5):
        word = text[max(0, at - size) : at]
        parents = (*names.short.get(word, ()), *names.full.get(word, ()))
        lies_in = any(path[: len(p)] == p and path != p for p in parents for path in paths)
        if len(word) == size and lies_in and is_parted(text, at - size):
            return True
    return False


def start_of_name(text: str, at: int, name: str, floor: int = 0) -> int | None:
    """Where the name begins that the known place `name`, found at `at`, is or ends.

    `at` itself, or up to six characters before it where more of a name stands there (临 of
    临岚县), never before `floor`; None where its beginning is not to be told.
    """
    if at == floor or begins_name(text, at, name):
        return at
    for start in range(at - 1, max(floor - 1, at - _LONGEST - 1), -1):
        if not _HAN.match(text[start]) or text[start] in _FUNCTION:
            return None
        if start == floor or is_parted(text, start):
            return start
    return None


def mentioned_region(text: str) -> Path:
    """The division that a text names in full most often, if it is clearly one; else ()."""
    names = gazetteer()
    counts: Counter[Path] = Counter()
    end = 0  # a place may stand right behind another: 江苏省南通市
    mentions: Counter[str] = Counter()
    for match in names.pattern.finditer(text):
        if match.start() == end or begins_name(text, match.start(), match[0]):
            mentions[match[0]] += 1
            end = match.end()
    for name, count in mentions.items():
        path = _best(names.full[name], (), text)
        if path:
            counts[path] += count
    if not counts:
        return ()
    (best, count), *others = counts.most_common(2)
    if others and others[0][1] * 2 > count and others[0][0][: len(best)] != best:
        return ()
    return best
