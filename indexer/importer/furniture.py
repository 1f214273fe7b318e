"""Tell what a line is that is no part of the text: navigation, counter, byline, copyright."""

from __future__ import annotations

import re
from dataclasses import dataclass

from indexer.importer.wrapping import RULE
from indexer.metadata.proposal import DATE_LABEL, TIME_OF_DAY, medium_of_byline, names_in
from indexer.word_list import words

_MAX_CHARS = 90


@dataclass(frozen=True, slots=True)
class Furniture:
    """A line that does not belong to the body, and what it tells of the document.

    `kind` is what the reviewer is told, in Chinese; `editor` is the whole remark on who edited or
    supplied the text, as printed.
    """

    kind: str
    author: str | None = None
    editor: str | None = None


_NAVIGATION = re.compile(
    r"(?:您?(?:现在|当前|所在)?的?位置|您现在的位置|当前位置|导航)\s*(?:是|在)?\s*[:：]"
    r"|^(?:网站)?首页(?:\s*[>＞»/|-]|$)"
    r"|^[^。，,>＞»]{1,20}(?:[>＞»][^。，,>＞»]{1,20}){2,}$"
)
_COPYRIGHT = re.compile(
    r"版权所有|copyright\s*[©(（\d]|all rights reserved|©|ICP[备证]|公网安备|网站标识码"
    r"|^技术支持\s*[:：]|^(?:Produced|Powered)\s+by\b",
    re.IGNORECASE,
)
_SITE = re.compile(r"[\u4e00-\u9fff]{2,30}(?:门户网站?|政府网站?|官方网站|政务网|信息网)")
_COUNTER = re.compile(
    r"(?:^|[\s|（(【\[])(?:阅读|浏览|点击|访问|阅览)(?:次数|量|数)?\s*"
    r"(?:[:：]\s*(?:\d|$|\[|显示)|\d+\s*次?$)"
)
_BUTTONS = frozenset(
    words("""
        打印本页 打印此页 打印 关闭窗口 关闭本页 关闭 收藏 加入收藏 分享到 点赞 在看 转发 关注我们
        阅读原文 END 往期推荐 往期回顾 精彩推荐 网站地图 联系我们 关于我们 设为首页 网站声明
        返回上页 返回首页 返回列表 展开全文 阅读全文 全文阅读 分享 字体 字号 大字号 小字号 大 中 小
        返回顶部 返回 下载 我要纠错 无障碍阅读 无障碍 长者模式 手机版 繁体 登录 注册 微信 微博
        新浪微博 QQ QQ空间 朋友圈
    """)
)
_TODAY = re.compile(r"今天是.*$")  # the clock of a page
_BETWEEN_BUTTONS = re.compile(r"[\s|:：/·【】\[\]（）()▼▲◆●—–-]+")
_LINKS = re.compile(
    r"(?:上|下)一[篇页条]\s*[:：].*|分享(?:到|至)\s*[:：]?(?:[\s|、]*(?:微信|微博|新浪微博|QQ|QQ空间|朋友圈|空间|好友|更多))*|相关(?:新闻|阅读|链接|文章|稿件|报道|推荐|文件)\s*[:：]?|(?:微信)?扫一扫.{0,20}"
    r"|[点戳]击?.{0,6}(?:蓝字|[“「].{1,14}[”」]).{0,8}(?:关注.{0,6})?|关注公众号\s*[:：].*|长按.{0,6}二维码.{0,16}"
    r"|返回(?:搜狐|网易|首页).{0,3}查看更多|更多精彩内容请.{2,20}|分享让更多人看到"
)
_EDITOR = re.compile(
    r"^[（(\[【]?(?:责任编辑|责编|编辑|编审|审核|校对|审校|初审|复审|终审|值班主编|监制)\s*[:：]"
    r"|^[（(][^（）()]{0,20}[,，、 ]?(?:审核|编辑|供稿|撰稿)\s*[:：][^（）()]{1,20}[）)]$"
    r"|^本版.{0,12}(?:由|均为).{1,20}(?:提供|拍摄)。?$|^[（(]?(?:图片|摄影|摄|文/图|图/文)\s*[:：/／]"
)
_BYLINE = re.compile(
    r"^[·•]\s*(?P<dots>[\u4e00-\u9fff]{2,4}(?:\s+[\u4e00-\u9fff]{2,4}){0,3})\s*[·•]$"
    r"|^[（(]?(?:(?:作者|撰稿|供稿|撰文|文)\s*[:：/]|(?:本报|[\u4e00-\u9fff]{2,6}[报社网])?(?:记者|通讯员)\s*[:：/\s])"
    r"\s*(?P<named>[^。，,]{2,30}?)[）)]?$"
    r"|^[□■◎◆●]\s*(?:本报)?(?:记者|通讯员)\s*(?P<boxed>[^。，,]{2,30})$"
)
_PAGE_NUMBER = re.compile(
    r"[-—–·]{1,3}\s*\d{1,4}\s*[-—–·]{1,3}|第\s*\d{1,4}\s*页(?:\s*[,，/]?\s*共\s*\d{1,4}\s*页)?"
)
# What a browser prints at a page's edges: its address and number; day, time and title.
_PRINTED_PAGE = re.compile(
    r"(?:https?|file)://\S+\s+\d{1,4}/\d{1,4}$"
    r"|(?:\d{1,2}/\d{1,2}/\d{2,4}|20\d\d/\d{1,2}/\d{1,2}),?\s+\d{1,2}:\d\d(?:\s*[AP]M)?(?:\s|$)"
)
_TURN = re.compile(r"[（(](?:下转|上接|转|接)第?.{1,10}版[^（）()]{0,10}[）)]")
_STAMP = re.compile(r"(?<!\d)(?:19|20)\d\d\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}\s*日?")
_SOURCE = re.compile(
    r"(?:信息来源|稿件来源|文章来源|来源|发布(?:机构|单位))\s*[:：]\s*[^\s:：|]{2,40}"
)
# Between two labels of one line: 来源：云泽日报　作者：李闻 王思远　浏览次数：1024.
_STAMPED_AUTHOR = re.compile(
    r"(?:作者|撰稿|(?:本报|通讯)?记者|通讯员)\s*[:：]\s*"
    r"([\u4e00-\u9fff·]{2,4}(?:[\s\u3000、，,][\u4e00-\u9fff·]{2,4}(?![\u4e00-\u9fff]*\s*[:：]))*)(?=[\s\u3000|｜]|$)"
)
_NUMERIC = re.compile(r"(?<!\d)(?:19|20)\d\d[-/.]\d{1,2}[-/.]\d{1,2}")
# A newspaper's page: 2024年3月6日　星期三　第04版.
_EDITION = re.compile(
    r"日[\s（(]*(?:(?:星期|周)[一二三四五六日天].{0,12})?第?\s*[A-Z]?\d{1,3}\s*版(?![\u4e00-\u9fff])"
)
_REPORTERS = re.compile(r"(?:本报)?(?:记者|通讯员)[\s\u3000].{2,30}$")
_INFO = re.compile(
    r"(?:索\s*引\s*号|主题分类|发文机关|成文日期|发文字号|发布日期|公开方式|公开日期|文件编号|有\s*效\s*性|主\s*题\s*词)"
    r"\s*(?:[:：|]|$)"
)


_INFO_LABEL = re.compile(
    r"(?:索\s*引\s*号|(?:组配|主题|信息|体裁)分类|发布(?:机构|单位|日期|时间)|发文(?:机关|字号|日期)|责任部门"
    r"|名\s*称|标\s*题|文\s*号|(?:生成|成文)(?:日期|时间)|公开(?:方式|日期|时限)|服务对象|有\s*效\s*性)\s*[:：]"
)


def find_furniture(text: str) -> Furniture | None:
    """What this line is, or None for text. Only short lines without a full sentence qualify."""
    if not text or len(text) > _MAX_CHARS:
        return None
    if text.endswith(("。", "！", "？", "；")) and len(text) > 30:
        return None
    for kind in (_site_line, _stamp_line, _page_line, _staff_line):
        if found := kind(text):
            return found
    return None


def _site_line(text: str) -> Furniture | None:
    if _NAVIGATION.search(text):
        return Furniture("导航")
    if _SITE.fullmatch(text):
        return Furniture("网站名")
    return Furniture("版权") if _COPYRIGHT.search(text) else None


def _page_line(text: str) -> Furniture | None:
    """What leads around a page or parts it: counters, buttons, links, page numbers, rules."""
    if RULE.fullmatch(text):
        return Furniture("分隔线")
    if _COUNTER.search(text) and len(text) <= 40:
        return Furniture("计数")
    if _LINKS.fullmatch(text) or _are_buttons(text):
        return Furniture("页面按钮")
    if _PRINTED_PAGE.match(text):
        return Furniture("浏览器打印的页眉页脚")
    is_number = _PAGE_NUMBER.fullmatch(text) or _TURN.fullmatch(text)
    return Furniture("页码") if is_number else None


def _staff_line(text: str) -> Furniture | None:
    """Who edited, released or wrote it."""
    if _EDITOR.search(text):
        return Furniture("编辑署名", editor=text.strip("()（）[]【】 "))
    if _INFO.match(text) or len(_INFO_LABEL.findall(text)) > 1:
        return Furniture("公开信息表")
    if byline := _BYLINE.match(text):
        author = byline["dots"] or byline["named"] or byline["boxed"]
        if names_in(author):
            return Furniture("作者署名", author=" ".join(author.split()))
    return None


def _are_buttons(text: str) -> bool:
    words = [word for word in _BETWEEN_BUTTONS.split(_TODAY.sub("", text)) if word]
    is_lone = len(words) == 1 and len(words[0]) == 1  # 大、中、小 mean a font only side by side
    return bool(words) and not is_lone and all(word in _BUTTONS for word in words)


def _stamp_line(text: str) -> Furniture | None:
    """A line of labels such as 发布时间、来源、阅读次数, as they stand below a title."""
    if medium := medium_of_byline(text):
        rest = _STAMP.sub(" ", TIME_OF_DAY.sub("", text).replace(medium, " ", 1))
        rest = re.sub(r"[\s\u3000|｜/（）()]+", " ", rest)
        names = names_in(rest) if rest.strip() else []
        by = " ".join(names) or None
        return Furniture("发布信息", author=by)
    source = _SOURCE.search(text)
    stamp = _STAMP.search(text)
    has_clock = stamp is not None and re.match(r"\s*\d{1,2}[:：]\d\d", text[stamp.end() :])
    label = DATE_LABEL.search(text)
    # 时间：2022年3月1日 is a meeting's; a page's own label says 发布, or has figures only.
    is_own = label is not None and (not label[0].startswith(("时", "日")) or _NUMERIC.search(text))
    if not (is_own or source or has_clock or _EDITION.search(text)):
        return None
    if not stamp and not text.startswith(("来源", "信息来源", "稿件来源", "文章来源", "发布")):
        return None
    editor = re.search(r"责任?编辑?\s*[:：]\s*[^\s:：]{2,40}", text)
    author = _STAMPED_AUTHOR.search(text)
    names = names_in(author[1]) if author else []
    reporters = _REPORTERS.search(text)
    if not names and reporters:
        names = names_in(reporters[0])
    by, editors = " ".join(names) or None, editor[0] if editor else None
    return Furniture("发布信息", author=by, editor=editors)
