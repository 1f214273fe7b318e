"""Turn a question for the first year of something, or its course over years, into what it is about.

What such a question says beside that only asks: 最早是哪一年, 历年变化, 年数排名.
"""

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
_ENDS_ASKING = re.compile(f"(?:{_FIRST}|{_JOINTS})+$")
# What asks for the course of something by itself, and what does so only behind a measure:
# 破案率变化 asks, 作案手法变化 is a thing of its own.
_COURSE = (
    r"历年来?|逐年|走势|变化趋势|(?<!全[国省市县区])(?:排名|排行榜?)"
    r"|(?:情况|变化|趋势)(?:如何|怎么?样)|(?:如何|怎[么样])变化"
)
_SOFT_COURSE = r"变化|变动|趋势"
_MEASURED = r"(?:(?<=[率额度])|(?<=[案件人次]数)|(?<=数量|比例|人数|次数|件数))"
_WITH_COURSE = rf"{_COURSE}|{_SOFT_COURSE}|情况|如何|怎么?样|是|的|数据|对比|[,，?？。!\s]"
_YEARS_BEFORE = re.compile(r"历年来?的?\s*")
_COURSE_BEHIND = re.compile(
    rf"(?:(?:{_WITH_COURSE})*(?:{_COURSE})|{_MEASURED}(?:{_SOFT_COURSE}))(?:{_WITH_COURSE})*$"
)
_MAY_STAND_BEHIND = re.compile(rf"(?:{_WITH_COURSE})*$")
_RANKED_MEASURE = re.compile(r"(?:年数|次数|时间|时长)$")
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


def course_subjects(text: str) -> tuple[str, ...]:
    """What a question for the course over years or the rank may be about, the longest first.

    破案率历年变化, 历年破案率, 命案连续全破年数排名; () if it asks for nothing of the kind.
    """
    form = normalize(text)
    if len(form) > _LONGEST:
        return ()
    before, behind = _YEARS_BEFORE.match(form), _COURSE_BEHIND.search(form)
    if before is None and behind is None:
        return ()
    start = before.end() if before else 0
    ended = behind or _MAY_STAND_BEHIND.search(form)
    name = form[start : ended.start() if ended else len(form)]
    found = dict.fromkeys((name, _RANKED_MEASURE.sub("", name) if behind else name))
    return tuple(name for name in found if len(name) > 1)


def asking_part(text: str) -> tuple[str, str]:
    """Such a question in two: what it is about, and all of it that only asks; "" for others."""
    form = normalize(text)
    first, course = first_year_subjects(form), course_subjects(form)
    if first:
        subject = _ENDS_ASKING.sub("", first[0])
    elif course:
        subject = course[-1]
    else:
        return "", ""
    return subject, form.replace(subject, " ", 1)
