"""Find the province, city and county that a unit or a text belongs to, by a gazetteer."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources

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
    path: Path = ()
    rest = unit
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


def _best(candidates: tuple[Path, ...], parent: Path, context: str) -> Path:
    """The one candidate below `parent`; of several the one whose parents are mentioned; else ()."""
    inside = [p for p in candidates if p[: len(parent)] == parent and p != parent]
    if len(inside) <= 1:
        return inside[0] if inside else ()
    top = min(len(p) for p in inside)
    highest = [p for p in inside if len(p) == top]
    if len(highest) == 1 and top < 3 and not context:
        return highest[0]
    scores = {path: _mentions(path[:-1], context) for path in inside}
    best = max(scores.values())
    winners = [path for path, score in scores.items() if score == best]
    if best and len(winners) == 1:
        return winners[0]
    return highest[0] if len(highest) == 1 and top < 3 else ()


def _mentions(parents: Path, context: str) -> int:
    return sum(context.count(short_name(name)) for name in parents)


def mentioned_region(text: str) -> Path:
    """The division that a text names in full most often, if it is clearly one; else ()."""
    names = gazetteer()
    counts: Counter[Path] = Counter()
    for name, count in Counter(names.pattern.findall(text)).items():
        path = _best(names.full[name], (), text)
        if path:
            counts[path] += count
    if not counts:
        return ()
    (best, count), *others = counts.most_common(2)
    if others and others[0][1] * 2 > count and others[0][0][: len(best)] != best:
        return ()
    return best
