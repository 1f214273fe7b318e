"""Turn a question for the first year of a name into the names it may be about."""

from __future__ import annotations

import re

from indexer.text.normalizer import normalize

_WHEN = r"什么时[候间]|何时|哪一?年份?|哪个年份|什么年份|何年|几时"
_FIRST = r"最早|最先|最初|首次|首先|第一次|头一次"
_BEGINS = (
    r"被?(?:出现|提出|提到|提及|提|开始|见于|见|写到|写进|写|使用|用|采用|推出|启动|实施|试点|建立|建成"
    r"|成立|创建|推行|开展|起源|起步|始)"
)
_JOINTS = r"是|在|于|从|自|的|了|过|起|有|呢|啊|年份|年度|时间|一年|本库中?|[,，?？。!\s]"
_ASKING = rf"(?:{_WHEN}|{_FIRST}|{_BEGINS}|{_JOINTS})"
_AFTER = re.compile(rf"{_ASKING}+")
_BEFORE = re.compile(rf"(?:(?:{_WHEN}|{_FIRST}|请问|想问|本库中?){_ASKING}*)?")
_HAS_WHEN, _HAS_FIRST = re.compile(_WHEN), re.compile(_FIRST)
_HAS_BEGINNING = re.compile(f"{_FIRST}|{_BEGINS}")
_LONGEST, _MOST = 60, 8  # characters of a question; names tried of one


def first_year_subjects(text: str) -> tuple[str, ...]:
    """What the question may be about, the longest first; () if it asks for no first year.

    平安前哨最早出现在哪一年, 哪年开始有平安前哨, 平安前哨 首次提出. Several, because a name may end
    in a word that also asks: 警械使用最早是哪一年.
    """
    form = normalize(text)
    if len(form) > _LONGEST or not _HAS_BEGINNING.search(form):
        return ()
    before = _BEFORE.match(form)
    start = before.end() if before else 0
    found: list[str] = []
    for end in range(len(form), start + 1, -1):
        asking = form[:start] + form[end:]
        is_asked = _HAS_WHEN.search(asking) or _HAS_FIRST.search(form[end:])
        if (
            is_asked
            and _HAS_BEGINNING.search(asking)
            and (end == len(form) or _AFTER.fullmatch(form, end))
        ):
            found.append(form[start:end].strip())
    return tuple(dict.fromkeys(name for name in found if len(name) > 1))[:_MOST]
