"""Join the parts of a duration that is printed in two: 8分30秒, 3小时20分, 2个半小时."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from indexer.figures import units

if TYPE_CHECKING:
    from indexer.figures.quantities import Quantity

# What stands behind a number and is half a unit more: 2个半小时, 一小时半, 5分半钟.
HALF_MORE = re.compile(r"个半(?P<unit>小时|钟头|月)|(?P<own>小时|分|天)半钟?(?![数径路])")
_SMALLER = {
    ("天", "小时"): 24,
    **dict.fromkeys((("小时", "分"), ("小时", "分钟"), ("分", "秒"), ("分钟", "秒")), 60),
}


def half_unit(half: re.Match[str]) -> tuple[str, str, int]:
    """The unit of a number with HALF_MORE behind it, its kind and where it ends."""
    unit = half["unit"] or half["own"]
    return ("分钟" if unit == "分" else unit), units.DURATION, half.end()


def compound(larger: Quantity, smaller: Quantity) -> Quantity | None:
    """Both as one duration, in the smaller unit; None where they are no two parts of one."""
    ratio = _SMALLER.get((larger.unit, smaller.unit))
    if ratio is None or larger.end != smaller.number_start or larger.value_max is not None:
        return None
    if smaller.value is None or larger.value is None:
        return None
    return smaller._replace(
        start=larger.start,
        number_start=larger.number_start,
        value=larger.value * ratio + smaller.value,
        unit="分钟" if smaller.unit == "分" else smaller.unit,
        kind=units.DURATION,
        qualifier=larger.qualifier or smaller.qualifier,
        is_chinese=False,
    )
