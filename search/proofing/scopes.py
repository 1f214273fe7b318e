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
