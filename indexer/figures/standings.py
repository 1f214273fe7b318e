"""Find the ranks that are said without a number: 列全省前茅, 走在前列, 处在历史最低点, 创新高."""

from __future__ import annotations

from collections.abc import Iterator

from indexer.figures import units
from indexer.figures.units import Quantity
from indexer.text.lazy_pattern import lazy_pattern

STANDING = (  # behind the first letter
    r"(?:(?<=前)[茅列]|(?<=最)[低高好优](?:点|位|值|水平)?|(?<=新)[低高])"
    r"(?=了?(?:[\s，,。；;、）)！!]|$))"
)
_STANDING = lazy_pattern(rf"[前最新]{STANDING}")
_LONGEST_LEAD = 60  # characters in front that tell what stands there
_AMONG = (
    r"(?:[我本全]?[国省市县区州旗局](?:[一-龥]{0,4}(?:系统|机关|单位|法院))?"
    r"|[一-龥]{2,3}[省市县区州旗]|世界|全球|(?:同类|副省级|省会)城市|同行业|系统)"
)
_NUMBER = r"(?:\d{1,2}|[一二两三四五六七八九十]{1,3})"
_EVER = (
    rf"(?:历史(?:同期)?|历年|同期|(?:最?近)?{_NUMBER}[多余]?年(?:以?来)?(?:同期)?"
    r"|有(?:统计|记录|记载)以来|建[国市县区]以来)"
)
_STANDS = (
    r"(?:走在|走进|处于|处在|处|保持在?|排名|排在|排|位居|位列|名列|稳居|居于|居|列|进入|跻身"
    r"|为|是|达到?|创下|创出|再创|屡创|连创|创造|创|刷新)了?"
)
_SCOPED = rf"(?P<scope>{_EVER}|{_AMONG})?的?$"
_IN_FRONT = lazy_pattern(rf"{_STANDS}{_SCOPED}")
# The verb stays with the name: it says which way.
_COMES_TO = lazy_pattern(rf"(?<=[升降减增跌][至到]){_SCOPED}")
_ARRIVED = lazy_pattern(r"(?:同比|已|又|再|均|都|首次|双双)*(?:下降|上升|[升降减增跌])[至到]$")
_BARE = lazy_pattern(rf"(?P<scope>{_EVER}|[我本全][国省市县区州旗]|世界|全球)$")
# Slogans and aims, not what has been reached.
_AIMED = lazy_pattern(
    r"奋力|努力|争|确保|力求|推[动进]|促进|勇|敢|率先|带头|坚持|自觉|切实|目标|愿|作为|[要应]|必须"
    r"|如何|能否|继续|希望|加快|不断|使|让"
)
_MEASURED = lazy_pattern(
    r"(?:[率数量度额值感费价幅速绩]|比[例重]|指标|收入|投资|消费|税收|余额|规模|水平|成效|排名|考核"
    r"|测评|实力|质[效量]|发案|立案|破案|案件|警情|事故|犯罪|伤亡|浓度|工作)"
    r"(?:一直|始终|持续|连续|多年|连年|长期|[均都已也仍])*$"
)
_WHOSE = lazy_pattern(r"(?:[多各]|有|一批|若干|许多)项?[一-龥]{0,4}工作$")
_CLAUSE = lazy_pattern(r"[，,；;：:（）()！!。？?\n]")


def scan_standings(text: str) -> Iterator[Quantity]:
    """The ranks without a number, each a quantity without a value, in the text's order."""
    for match in _STANDING.finditer(text):
        start, end = match.span()
        before = text[max(start - _LONGEST_LEAD, 0) : start]
        clause = _CLAUSE.split(before)[-1]
        if _AIMED.search(clause) is None and _may_be_said(clause):
            yield Quantity(start, end, start, None, "位", units.RANK)


def _may_be_said(clause: str) -> bool:
    """Whether these words in front say that an indicator, or the one before, stands there."""
    parted = standing_scope(clause)
    if parted is None:
        return False
    name = parted[0].rstrip()
    return not name or _ARRIVED.fullmatch(name) is not None or is_measure(_ARRIVED.sub("", name))


def is_measure(name: str) -> bool:
    """Whether a name ends as those of indicators do: 满意度, 发案, 破案率均."""
    return _MEASURED.search(name) is not None and _WHOSE.search(name) is None


def standing_scope(words: str) -> tuple[str, str | None] | None:
    """Part 破案率列全省, 案件下降至近5年 into what stands there and among whom or since when.

    None where the words do not say that something stands anywhere.
    """
    tail = words[-24:]
    rest = words[: len(words) - len(tail)]
    for pattern in (_COMES_TO, _IN_FRONT, _BARE):
        found = pattern.search(tail)
        if found is not None:
            return rest + tail[: found.start()], found["scope"]
    return None
