"""Tell whether two ranks are among the same: 全省第一 is not 南通第一."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from indexer.model.figures import Figure
from indexer.text.normalizer import normalize

_VERB = re.compile(r"^(?:[稳位高跃][居列]|[名位]列|排名|排在|处[于在]|[居列在排获为])+了?(?=..)")
_GROUP = re.compile(
    r"(?<=.)(?:各?(?:县市区|设区市|市县|地|单位)|公安(?:机关|系统|局)?|系统|范围|[之中内的])+$"
)
_LEVEL = re.compile(r"[我本全]?([国省市县区州盟旗])")
_ENDING = re.compile(r"(?<=..)(?:自治区|自治州|新区|[省市县区州盟旗])$")
_NATION, _WORLD = frozenset(("国", "中国")), frozenset(("世界", "全球", "国际"))
_SURE_CHARS = 4  # a longer scope may hold a shorter one of so many: 全国168个重点城市
_ABOVE = frozenset("省市区州盟国")  # 江苏省南通市 is 南通市
# 挽损率（全省）第一, 第一（全省）; 全省破案12起, but not what is ranked there (全省第一, 全省首创).
_BRACKETED = re.compile(
    r"[（(]在?(?P<scope>全[国省市县区州]|[一-龥]{2,6}[省市县区州]|[一-龥]{2,3}(?=排名|口径|[）)]))(?:范围)?内?(?:排名|口径)?[）)]"
)
_AT_FRONT = re.compile(r"(?P<scope>全[国省])(?!首|率先|第|前|领先|最|一流|唯一|通报|推广)")
_END = re.compile(r"[。！？!?；;\n]")


@dataclass(frozen=True, slots=True)
class ScopeCheck:
    """Whether the scopes are in conflict, and what the reader is told of ours ("" if nothing)."""

    is_conflict: bool = False
    told: str = ""


def compare_scopes(figure: Figure, ours: Figure, region: Sequence[str] | None) -> ScopeCheck:
    """Hold a rank's scope against that of our rank, printed of this region.

    Words like 全市 are whatever city of the region's path has them: in a report of 海安 it may be
    海安 or 南通. A draft that names no scope says less than ours, and no other thing.
    """
    if figure.kind != "rank" or figure.base == ours.base:
        return ScopeCheck()
    if ours.base is None:
        return ScopeCheck(True, "本库没有写明位次的范围")
    scope = scope_words(ours.base)
    if figure.base is None:
        return ScopeCheck(False, f"本库写明的范围是{scope}")
    written = scope_words(figure.base)
    if _short(written) == _short(scope):
        return ScopeCheck()
    if _may_be_one(_areas(written, region), _areas(scope, region)):
        return ScopeCheck(False, f"本库写明的范围是{scope}")
    return ScopeCheck(True, f"位次的范围不同，本库是{scope}")


@dataclass(frozen=True, slots=True)
class PlainText:
    """A paragraph of a draft without its bracketed scopes: where each stood, how long, and what."""

    text: str
    scopes: tuple[tuple[int, int, str], ...] = ()

    def offset(self, at: int) -> int:
        """Where a character stands in the paragraph as written."""
        return at + sum(length for place, length, _ in self.scopes if place <= at)

    def scope_of(self, figure: Figure) -> str:
        """For which area a figure is said: in brackets before or right behind it, or in front."""
        start = max((m.end() for m in _END.finditer(self.text, 0, figure.value_start)), default=0)
        own = [scope for at, _, scope in self.scopes if start <= at <= figure.value_end]
        if own:
            return own[-1]
        front = _AT_FRONT.search(self.text, figure.start, figure.value_start)
        return front["scope"] if front is not None and figure.kind != "rank" else ""


def without_scopes(paragraph: str) -> PlainText:
    """Take 挽损率（全省）第一 and 第一（全省） apart, which are read without the brackets."""
    pieces, scopes, last, taken = [], [], 0, 0
    for found in _BRACKETED.finditer(paragraph):
        pieces.append(paragraph[last : found.start()])
        scopes.append((found.start() - taken, len(found[0]), found["scope"]))
        taken += len(found[0])
        last = found.end()
    return PlainText("".join([*pieces, paragraph[last:]]), tuple(scopes))


def is_wider(scope: str, region: Sequence[str] | None) -> bool:
    """Whether a scope is more than the region that a paragraph is of: 全省 is more than a city."""
    level = _LEVEL.fullmatch(scope)
    if level is None or not region:
        return False
    return level[1] == "国" or (level[1] == "省" and len(region) > 1)


def scope_words(base: str) -> str:
    """Among whom alone, without the verb in front and the members behind: 居全省各地 is 全省."""
    text = _VERB.sub("", normalize(base))
    return _GROUP.sub("", text) or text


def _areas(scope: str, region: Sequence[str] | None) -> frozenset[str]:
    """Every name that the area may have."""
    level = _LEVEL.fullmatch(scope)
    if scope in _WORLD:
        return frozenset(("全球",))
    if scope in _NATION or (level and level[1] == "国"):
        return frozenset(("全国",))
    if level:
        named = {_short(step) for step in region or () if step.endswith(level[1])}
        return frozenset(named or {f"全{level[1]}"})
    ending = _ENDING.search(scope)
    unknown = {f"全{ending[0][-1]}"} if ending and not region else set()
    return frozenset({_short(scope)} | unknown)


def _may_be_one(one: frozenset[str], other: frozenset[str]) -> bool:
    if one & other:
        return True
    for shorter, longer in (sorted(pair, key=len) for pair in ((a, b) for a in one for b in other)):
        is_within = longer.endswith(shorter) and longer[-len(shorter) - 1] in _ABOVE
        if is_within or (len(shorter) >= _SURE_CHARS and shorter in longer):
            return True
    return False


def _short(area: str) -> str:
    return _ENDING.sub("", area)
