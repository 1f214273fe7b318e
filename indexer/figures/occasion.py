"""Tell from title, heading and first words which year a paragraph tells of, and if it plans."""

from __future__ import annotations

import re
from typing import NamedTuple

from indexer.model.documents import Document
from indexer.text.lazy_pattern import lazy_pattern

_LONGEST_HEADING = 40  # characters; what is longer is a sentence

# 2024年政府工作报告 is given in 2024 and tells of 2023; 2023年度工作报告 tells of 2023.
_WORK_REPORT = lazy_pattern(r"(?:政府|法院|检察院|委员会)工作报告")
_YEAR = lazy_pattern(r"(?<!\d)(?:19|20)\d\d(?=年(?!度))")

# 某市物业管理条例（2021年修正）, 某法 第三条; an article alone.
_RULES = lazy_pattern(
    r"(?:(?<![方做看想说用书执司打])法|条例|办法|规定|细则|规则|章程)(?:[（(][^（）()]{0,30}[）)])*"
    r"(?:\s*第[一二三四五六七八九十百零〇\d]{1,8}条)?$"
)
ARTICLE = lazy_pattern(r"\s*第[一二三四五六七八九十百零〇\d]{1,8}条[\s　]")

_NEXT = r"下一?步|下一?阶段|[明来]年(?!来)|今后|未来(?=[一二三五几\d]|工作|发展)"
_PLANNED = lazy_pattern(
    rf"(?P<next>{_NEXT})"
    r"|(?:今年|\d年)[^，。]{0,16}?(?:总体要求|任务|建议|目标|打算|安排|思路|计划|要点|部署)"
    r"|(?:工作|任务|目标)的?(?:打算|安排|计划|思路|建议|设想|部署|要点)"
    r"|(?:主要|总体|预期|发展|工作|奋斗|行动|年度|阶段性?)目标|(?:主要|重点|总体|目标)任务"
    r"|努力方向|展望(?=\d|$)"
)
_DONE = lazy_pattern(r"回顾|总结|完成|执行|成效|成果|进展|情况|亮点|实现了|取得|落实|存在|问题")
_WANTED = "(?<![主重需必摘首纲只紧概扼提])要(?![求素点闻塞道件害])"
_AHEAD = lazy_pattern(
    rf"今年(?!以来|上半年)|明年|{_WANTED}|力争|争取|(?<![虚模比草])拟(?!定了)"
    r"|预期(?!寿命)|确保|继续|进一步|今后|必须|切实|[。，；](?:加快|大力|坚决|合理|着力|促进|让)|左右"
    r"|(?<=[%％])以内|重点抓|把[^，。；]{2,14}控制在|(?<=今年)(?:拟|要|重点)|初步测算|比[^，。；]{2,8}预计"
)
_PLAN = lazy_pattern(
    rf"{_WANTED}|将(?![军士近领才])|(?<!年)计划|预算|安排|预计|目标|力争|争取|拟|继续|进一步|必须|应[当该]"
)
_BACK = lazy_pattern(
    r"去年|过去|一年来|[五四三5]年来|(?<![为除罢受取])了(?!解)|累计|实现了|取得|达到|成功|有效|显著|明显|稳步|不断"
    r"|连续|分别(?:增长|下降)|全年|圆满|顺利|突破|超过|[余多][万亿]|进展|步伐|出台|扭转|\d\.\d"
    # 关停小火电1669万千瓦: plans are made in round numbers.
    r"|(?:新增|就业|完成|建成|支出|投入|关[停闭]|启动|开工|提请|制定|修订|搬迁|改造|投资|经费|资金|收入)"
    r"[^\d，。；]{0,14}(?<!\d)\d*[1-9]\d[1-9]0?(?![\d年])"
)
_OPENING = lazy_pattern(rf"[^，,。；;：:！!？?\n]{{2,{_LONGEST_HEADING}}}[：:](?=[^：:])")


class Occasion(NamedTuple):
    """The year that is told of, the one that is spoken in (今年), and whether plans are told.

    A work report is given while the year that is spoken in has only begun. A law or a set of rules
    says what shall be. `looks_ahead`: some words of the paragraph speak of plans.
    """

    told: int | None
    spoken: int | None
    planned: bool = False
    is_work_report: bool = False
    looks_ahead: bool = False
    is_rule: bool = False


def years_of(document: Document) -> tuple[int | None, int | None, bool]:
    """The year that a document tells of, the one it appeared in, and whether it is a work report.

    Years that are not known are None. A work report looks back on a year and ahead on the next.
    """
    published = int(document.date[:4]) if document.date else None
    title = document.title or ""
    if _WORK_REPORT.search(title) is None or "年度" in title:
        return document.year, published, False
    printed = _YEAR.search(title)
    given = int(printed.group()) if printed is not None else published
    if given is None or document.year not in (None, given, given - 1):
        return document.year, published, False
    return given - 1, given, True


def is_rules(document: Document) -> bool:
    """Whether a document is a law, a regulation or another set of rules, by its title."""
    return _RULES.search(document.title or "") is not None


def occasion_of(
    text: str,
    heading: str | None,
    year: int | None,
    published: int | None,
    *,
    is_work_report: bool = False,
    is_rule: bool = False,
) -> Occasion:
    """What a paragraph is about that stands below this heading, or opens with one of its own.

    2025年工作安排 plans, and so does what follows 目标任务：; 目标任务完成情况 does not. In a work
    report the paragraph's own words tell, where no heading does.
    """
    known = _occasion_of(text, heading, year, published, is_work_report)
    ahead = is_work_report and (known.planned or _PLAN.search(text) is not None)
    return known._replace(is_work_report=is_work_report, looks_ahead=ahead, is_rule=is_rule)


def _occasion_of(
    text: str, heading: str | None, year: int | None, published: int | None, is_work_report: bool
) -> Occasion:
    spoken = published if published is not None else year
    opening = _OPENING.match(text) if "：" in text[:42] or ":" in text[:42] else None
    for announced in (opening.group() if opening is not None else "", heading or ""):
        if not announced or len(announced) > _LONGEST_HEADING:
            continue
        if _DONE.search(announced):
            return Occasion(year, spoken)
        found = _PLANNED.search(announced)
        if found is not None:
            return _planned(found, announced, year, spoken)
    return _by_its_words(text, year, spoken) if is_work_report else Occasion(year, spoken)


def _by_its_words(text: str, year: int | None, spoken: int | None) -> Occasion:
    """Whether a paragraph of a work report looks ahead or back; no year where it cannot be told.

    Of the paragraphs with digits in 21 reports of the State Council 8 % were taken for the other
    half, 10 % could not be told, and 97 % of those with two words more of the one kind plan.
    """
    ahead = len(_AHEAD.findall(text)) - len(_BACK.findall(text))
    if ahead > 1 or (ahead == 1 and _PLAN.search(text) is not None):
        return Occasion(spoken, spoken, planned=ahead > 1)
    return Occasion(year if ahead < 0 else None, spoken)


def _planned(
    found: re.Match[str], announced: str, year: int | None, spoken: int | None
) -> Occasion:
    printed = _YEAR.search(announced)
    if printed is not None:
        told = int(printed.group())
        is_over = year is not None and told < year
        return Occasion(year if is_over else told, spoken, planned=not is_over)
    is_open = found["next"] is not None and spoken == year
    return Occasion(None if is_open else spoken, spoken, planned=True)
