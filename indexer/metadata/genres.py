"""Tell a document's genre by its title, else by how it opens."""

from __future__ import annotations

import re

# The first that fits the title's end, or stands in it, wins.
_AT_END = (
    ("政府工作报告", "政府工作报告"),
    ("会议纪要", "会议纪要|纪要"),
    ("讲话", "讲话|致辞|发言|讲话提纲"),
    ("工作总结", "总结|总结报告|工作总结"),
    ("工作报告", "工作报告|情况报告|述职(?:述[廉责法])*报告|汇报|情况汇报|工作情况"),
    ("调研报告", "调研报告|调查报告|调研|的调查|的思考|研究"),
    ("工作简报", "简报|专报|工作动态|信息快报"),
    ("通知", "通知"),
    ("通报", "通报"),
    ("公示", "公示"),
    ("公告", "公告|通告"),
    ("意见", "意见"),
    ("决定", "决定"),
    ("批复", "批复"),
    ("函", "函|复函"),
    ("请示", "请示"),
    ("方案", "方案"),
    ("规划", "规划|计划|要点"),
    ("办法", "办法|规定|规范|条例|细则|制度|规则"),
    ("须知", "须知|指南|指引|手册"),
    ("解读", "解读|政策解读|问答|答记者问"),
    ("统计", "统计表|统计|汇总表|一览表"),
    ("年度综述", "综述|回眸|盘点|回顾|巡礼|亮点"),
    ("年鉴", "年鉴"),
    ("报告", "报告"),
)
# What may stand behind: （试行）, （2019—2023年）, or years as the names of files have them.
_BEHIND = r"(?:[（(][^（）()]*[）)]|(?:19|20)\d\d年?(?:[-—–~～至]+(?:19|20)\d\d年?)?)?$"
_ENDINGS = tuple((name, re.compile(f"(?:{words}){_BEHIND}")) for name, words in _AT_END)
_SUMMARY_AND_PLANS = re.compile(r"总结[及和暨].*(?:思路|打算|安排|谋划|重点)[）)]?$")
_NEWS = re.compile(
    r"^(?:本报讯|本网讯|.{0,12}讯[（(\s]|.{0,20}记者(?:从|了解到|获悉)|.{0,12}\d{1,2}月\d{1,2}日电)"
)
_INTERVIEW = re.compile(r"^(?:问|记者)[:：]")


def genre_of(
    title: str | None, opening: str, is_briefing: bool, is_news: bool
) -> tuple[str, str, float] | None:
    """Genre, the words that say so, and how sure it is; None where nothing tells."""
    # A subtitle (——在…会议上的讲话) says it best, else the line that it explains.
    for part in (title or "", (title or "").partition("——")[0]):
        for name, pattern in (*_ENDINGS, ("工作总结", _SUMMARY_AND_PLANS)):
            match = pattern.search(part)
            if match:
                return name, match[0], 0.9
    if is_briefing:
        return "工作简报", "简报报头", 0.8
    match = _NEWS.match(opening)
    if match:
        return "新闻报道", match[0], 0.85
    if _INTERVIEW.match(opening):
        return "访谈", opening[:4], 0.7
    return ("新闻报道", "刊载媒体", 0.76) if is_news else None
