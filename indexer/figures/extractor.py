"""Turn the text of a paragraph into the rows of the figures table."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from indexer.figures import units
from indexer.figures.around.topics import headed_plainly, topic_of
from indexer.figures.lexicon import DOWN, LONG_VERBS, UP
from indexer.figures.occasion import (
    ARTICLE,
    Occasion,
    heading_of,
    in_their_sentences,
    is_rules,
    occasion_of,
    own_place,
    this_year,
    years_of,
)
from indexer.figures.quantities import ONE_TO_ONE, PRINTED_OTHERWISE, scan_quantities
from indexer.figures.reader import ParagraphReader
from indexer.figures.standings import scan_rows, scan_standings
from indexer.figures.tables.rows import figures_of_row
from indexer.figures.times import find_times
from indexer.figures.traps import is_trap, quiet_spans
from indexer.figures.units import Quantity
from indexer.model.documents import Document, Paragraph
from indexer.model.figures import Figure, Figures
from indexer.text.lazy_pattern import lazy_pattern

_SENTENCE = lazy_pattern(r"[^。！!？?\n]+")
_CN = "一二两三四五六七八九十百千万"
_BESIDE = 20  # characters to the next figure of a list
_DIGIT = "0-9０-９"
# A digit, or a Chinese number with what makes it a figure behind it.
_NUMBERED = rf"""
        (?<=[{_DIGIT}])(?<![{_DIGIT}].)(?![{_DIGIT}]{{3}}年|[{_DIGIT}]?[月日])
      | (?<=[过近超逾]半) | (?<=半)(?:数|小时|个?[小月钟]|天) | (?<=首)(?:位|.[“「『])
      | (?<=之首)[，,。；;、）)] | (?<=持)平 | (?<=翻)番 | (?<=[续前持])[{_CN}{_DIGIT}]
      | (?<=第)[{_CN}]{{1,3}}(?:[位名，。；、,;]|$)
      | (?<=[{_CN}])(?<![第{_CN}].)(?:
            [{_CN}亿零〇点]+(?:[余多]|(?<=[万亿])|{units.ANY_UNIT})
          | [余多成倍番]
          | 分之[{_CN}{_DIGIT}]
          | {units.ANY_UNIT}.?[，。；、,;\n] | 起[^，。；]{{0,8}}(?:破|无一)
          | (?<=[了至到加少移升降多短高低近逾].){units.ANY_UNIT}
        )"""
# The cheap first test. It begins with one set of letters, which the regular expression engine
# skips to quickly.
_FIRST = f"{_DIGIT}{_CN}半首第续前持翻"
_CANDIDATE = lazy_pattern(rf"[{_FIRST}](?:{_NUMBERED})", re.VERBOSE)
_OLD_POINT = lazy_pattern(r"(?<=\d)·(?=\d+\s?%)")  # 4·3％, as old prints have it
# 一、 （一） 1. 1、 ① in front of a paragraph, a line or a sentence: the number of an item, no word
# of it. 一、二季度 and 1、2号楼 are none; nor is what is 1.5.
_ITEM = (
    r"[ \t\u3000]*(?:[一二三四五六七八九十]{1,3}、(?![一二三四五六七八九十、])"
    r"|[（(](?:[一二三四五六七八九十]{1,3}|\d{1,2})[）)]|[①-⑳⑴-⑽]"
    r"|第[一二三四五六七八九十百零〇\d]{1,8}条(?=[ \t\u3000])"
    r"|\d{1,2}(?:[)）]|[.．、](?=(?:19|20)\d\d[年至到—–-])|[.．、](?![\d%％])))"
)
_FIRST_ITEM, _LATER_ITEM = lazy_pattern(_ITEM), lazy_pattern(rf"[\n。；;：:]{_ITEM}")
# What people and cases of a place are; 南通港吞吐量 and 南通大学在校生 begin with a name.
_WHOSE = lazy_pattern(
    r"的(?:安全感|满意[度率])|(?:人民|群众|居民|市民|百姓|公众|社会|公安|警方|民警|全社会|辖区|刑事|治安|命案|电信|电诈|网络|道路|交通"
    rf"|{LONG_VERBS})..|(?:各类|现行|接处?警|接报|常住|户籍|城[镇乡]|农村|地区生产总值|GDP)"
)
_THE_POLICE = lazy_pattern("^(?:的|公安(?:机关|局)?(?=.{2}))")
NOTHING = Figures()


def figures_of(document: Document, paragraph: Paragraph) -> Figures:
    """What a paragraph of this document says in figures."""
    year, published, is_report = years_of(document)
    found = extract(
        paragraph.text,
        year=year,
        published=this_year(document, paragraph.text, year, published),
        heading=heading_of(document, paragraph.heading),
        is_work_report=is_report,
        is_rule=is_rules(document),
    )
    if not is_rules(document):
        told = figures_of_row(paragraph.text, year, document.title or "", paragraph.heading)
        found = _with_cells(found, told) if told else found
    place = own_place(document)
    if not place or not found.rows:
        return found
    return replace(found, rows=tuple(_without_own_place(row, place) for row in found.rows))


def _with_cells(found: Figures, told: Sequence[Figure]) -> Figures:
    """The figures of a table's row, and what else was read of it beside their cells."""
    taken = [(row.value_start, row.value_end) for row in told]

    def is_free(start: int, end: int) -> bool:
        return all(end <= a or b <= start for a, b in taken)

    others = [row for row in found.rows if is_free(row.value_start, row.value_end)]
    rows = sorted([*others, *told], key=lambda row: (row.value_start, row.copy))
    unread = tuple(one for one in found.unread if is_free(one.start, one.end))
    return Figures(tuple(rows), unread)


def _without_own_place(row: Figure, place: str) -> Figure:
    """溪岭群众安全感, where 溪岭 is where the unit is: 群众安全感, of this place."""
    printed = row.place or ""
    if printed[:-1] == place and row.indicator.startswith(printed):
        return replace(row, indicator=row.indicator[len(printed) :])  # 溪岭县破案
    rest = row.indicator.removeprefix(place)
    if rest == row.indicator or row.place or row.subject or _WHOSE.match(rest) is None:
        return row
    return replace(row, indicator=_THE_POLICE.sub("", rest), place=place)


def extract(
    text: str,
    *,
    year: int | None = None,
    published: int | None = None,
    heading: str | None = None,
    is_work_report: bool = False,
    is_rule: bool = False,
) -> Figures:
    """Read every figure of a paragraph.

    `year` is the year that the document reports on, `published` the one in which it appeared
    (今年 and 去年 count from there), `heading` the one above the paragraph; all may be unknown.
    `is_work_report`: the document looks back on `year` and ahead on the one it appeared in;
    `is_rule`: it is a law or a set of rules.
    An empty text, or one without figures, gives no rows. Never fails, takes time linear in the
    length of the text.
    """
    standings, rows = list(scan_standings(text)), list(scan_rows(text))
    if not (standings or rows) and _CANDIDATE.search(text) is None:
        return NOTHING
    plain = text.translate(ONE_TO_ONE) if PRINTED_OTHERWISE.search(text) else text
    if "**" in plain:
        plain = headed_plainly(plain)
    if "·" in plain:
        plain = _OLD_POINT.sub(".", plain)
    is_rule = is_rule or ARTICLE.match(plain) is not None
    plain = _LATER_ITEM.sub(lambda item: item[0][0] + " " * (len(item[0]) - 1), plain)
    if (item := _FIRST_ITEM.match(plain)) is not None:
        plain = " " * item.end() + plain[item.end() :]
    quantities = _figures_only(plain, standings, rows)
    if not quantities:
        return NOTHING
    occasion = occasion_of(
        plain, heading, year, published, is_work_report=is_work_report, is_rule=is_rule
    )
    return _read_sentences(plain, text, quantities, occasion, topic_of(heading or ""))


def _read_sentences(
    plain: str, text: str, quantities: Sequence[Quantity], occasion: Occasion, topic: str
) -> Figures:
    told, spoken = occasion.told, occasion.spoken
    # 本年度 is the year that is told of, in a work report the one that has begun.
    this = spoken if occasion.is_work_report or told is None else told
    times = list(in_their_sentences(plain, find_times(plain, text, spoken, told, this)))
    reader = ParagraphReader(plain, text, times, occasion, topic)
    index = 0
    for sentence in _SENTENCE.finditer(plain):
        own = []
        while index < len(quantities) and quantities[index].start < sentence.end():
            if quantities[index].end <= sentence.end():
                own.append(quantities[index])
            index += 1
        if own:
            reader.read_sentence(sentence.start(), sentence.end(), own)
    rows = sorted(reader.rows, key=lambda row: (row.value_start, row.copy))
    return Figures(tuple(rows), tuple(sorted(reader.unread, key=lambda u: u.start)))


def _figures_only(
    plain: str, standings: Sequence[Quantity], rows: Sequence[Quantity]
) -> list[Quantity]:
    """The quantities that are statements: no codes, dates, hotlines, slogans."""
    quiet = quiet_spans(plain)
    kept: list[Quantity] = []
    index = 0
    for quantity in scan_quantities(plain):
        while index < len(quiet) and quiet[index][1] <= quantity.start:
            index += 1
        if index < len(quiet) and quiet[index][0] < quantity.end:
            continue
        if not is_trap(plain, quantity):
            kept.append(quantity)
    found = _with_sense(plain, kept)
    if standings:
        found += [s for s in standings if not any(a < s.end and s.start < b for a, b in quiet)]
    if rows:  # quoted as they mostly are
        found = [q for q in found if not any(r.start < q.end and q.start < r.end for r in rows)]
        found += rows
    if standings or rows:
        found.sort(key=lambda quantity: quantity.start)
    return found


def _with_sense(plain: str, found: list[Quantity]) -> list[Quantity]:
    """Drop bare numbers and small Chinese numbers that nothing makes a figure."""
    kept: list[Quantity] = []
    for position, quantity in enumerate(found):
        following = found[position + 1] if position + 1 < len(found) else None
        if _is_opened_or_solved(plain, quantity):
            kept.append(quantity._replace(kind=units.COUNT))
            continue
        small = quantity.is_chinese and quantity.kind not in (units.TIMES, units.POINT)
        if small and not _small_number_counts(plain, quantity, following, kept):
            continue
        if _is_number_of_great(plain, quantity, following):
            quantity = quantity._replace(unit="大", kind=units.COUNT, end=quantity.end + 1)
        elif (
            _is_threshold(plain, quantity, following)
            or (not quantity.kind and not _bare_number_counts(plain, quantity, following, kept))
            or (quantity.kind == units.DURATION and not _lasts(plain, quantity))
        ):
            continue
        kept.append(quantity)
    return kept


_SOLVED_OF_THEM = lazy_pattern(r"[起件宗]?[、，,]?[已全均]?破(?=[0-9])")


def _is_opened_or_solved(plain: str, quantity: Quantity) -> bool:
    """Whether a number counts cases without a measure word: 命案发6破6."""
    if quantity.kind or quantity.is_chinese:
        return False
    if plain[quantity.start - 1 : quantity.start] == "破":
        return units.opened_before(plain, quantity.start - 1)
    is_opened = units.opened_before(plain, quantity.end)
    return is_opened and _SOLVED_OF_THEM.match(plain, quantity.end) is not None


_OR_MORE = lazy_pattern(r"以[上下内]$")
# A noun, not what was done or how it changed: 百万元以上|大案下降, not 50亿元以上|增长12%.
_THING = lazy_pattern(rf"(?!{LONG_VERBS}|{'|'.join((*UP, *DOWN))}|[占达为是比较同环])[一-龥]{{2}}")
# 未发生3人以上死亡的事故
_NOT_HAPPENED = lazy_pattern(
    r"(?:未|没有?|不再|杜绝|防止|避免|[零无])(?:再)?(?:发生|出现|造成)?(?:一[次起])?(?:死亡)?$"
)
# 据十二个省的不完全统计
_SURVEYED = lazy_pattern(r"[^，,。；;]{1,12}(?:统计|调查|测算|估算)(?=[，,]|$)")
_SEPARATORS = frozenset("，,。；;、")
_THRESHOLDS = (units.MONEY, units.MEASURE, units.DURATION, units.COUNT)


def _is_threshold(plain: str, quantity: Quantity, following: Quantity | None) -> bool:
    """其中50万元以上的村占62%, 献血满10次的民警: the number says which are counted."""
    if _OR_MORE.search(plain[quantity.end - 2 : quantity.end]) and _NOT_HAPPENED.search(
        plain[max(quantity.start - 12, 0) : quantity.start]
    ):
        return True
    ahead = plain[max(quantity.start - 3, 0) : quantity.start]
    if "据" in ahead and _SURVEYED.match(plain, quantity.end):
        return True
    if ahead.endswith("满") and plain.startswith("的", quantity.end):
        return True
    if (
        quantity.kind not in _THRESHOLDS
        or following is None
        or following.start - quantity.end > 16
        or _OR_MORE.search(plain[quantity.end - 2 : quantity.end]) is None
    ):
        return False
    between = plain[quantity.end : following.start]
    if not _SEPARATORS.isdisjoint(between):
        return False
    return between.startswith("的") or _THING.match(between) is not None


def _is_number_of_great(plain: str, quantity: Quantity, following: Quantity | None) -> bool:
    """7大行动21项措施: a number of great things counts where what it is made of is counted too."""
    return (
        not quantity.kind
        and not quantity.is_chinese
        and plain.startswith("大", quantity.end)
        and following is not None
        and bool(following.kind)
        and following.start - quantity.end <= 8
    )


_CHANGED = lazy_pattern(
    r"(?:增加|减少|上升|下降|前移|后移|前进|提升|提高|缩短|降低|延长|多|少|压缩|压减)了?$"
)
_LEADS_TO = lazy_pattern(rf"(?:{'|'.join((*UP, *DOWN))}|[增升降减缩压])[至到为]了?$")
_IS_MEASURED = lazy_pattern(r"(?:率|系数|指数|配比|收入比)[为是达]$")  # 投诉率为0
# 万车死亡率1.32: without a verb only what has a point
_MEASURED = lazy_pattern(r"(?:率|系数|指数|满意度|安全感|[民员]比)$")
_FROM = lazy_pattern(r"[由从](?:[^，,。；;、由从]{1,6}的)?$")
_APART = lazy_pattern(r"[，,。；;：:、\s]")
_ENDS = lazy_pattern(r"[，,。；;、）)！\s和及与]|$")


# 2名民警受表彰，一个单位荣立集体一等功
_HONOURED = lazy_pattern(
    r"(?:单位|集体|个人|民警|辅警|同志|派出所|部门|窗口|案例|项目)[^，。；、\d]{0,4}"
    r"(?:荣立|荣获|获评|获得|被评|入选|受到|受表彰)"
)


# 六起命案全破, 命案两起均告侦破: all that there were
_ALL_SOLVED = lazy_pattern(
    r"(?:(?<=案[^，。；]起)|(?<=案件.起)|(?<=起)[一-龥]{1,6}案件?)"
    r"(?:(?:[均都皆全]|全部|悉数)(?:已|被|在[^，。；]{1,12})?[侦告]{0,2}破|无一)"
)


def _small_number_counts(
    plain: str, quantity: Quantity, following: Quantity | None, kept: list[Quantity]
) -> bool:
    if _HONOURED.match(plain, quantity.end):
        ahead = following is not None and following.start - quantity.end < _BESIDE
        return ahead or (bool(kept) and quantity.start - kept[-1].end < _BESIDE)
    before = plain[max(quantity.start - 6, 0) : quantity.start]
    if before.endswith(("最后", "番")):
        return False
    if quantity.kind == units.DURATION and before.endswith(("历时", "用时", "耗时", "为期")):
        return True
    if _CHANGED.search(before) or _LEADS_TO.search(before):
        # 提高到一个新的水平 counts nothing
        return bool(quantity.unit) and not plain.startswith(("新", "更", "较"), quantity.end)
    if quantity.unit and following is not None and before.endswith(("由", "从")):
        return _LEADS_TO.search(plain[quantity.end : following.start]) is not None
    if quantity.value != 1 and _ALL_SOLVED.match(plain, quantity.end):
        return True
    if quantity.unit not in units.SURE_WITH_SMALL_NUMBERS or not _ENDS.match(plain, quantity.end):
        return False
    is_own = _APART.search(before[-2:]) is None or before.endswith("破")  # 命案九起、破九起
    return quantity.value != 1 and len(before) >= 2 and is_own


def _bare_number_counts(
    plain: str, quantity: Quantity, following: Quantity | None, before: list[Quantity]
) -> bool:
    if quantity.is_scaled or quantity.more:
        return True
    gap = "" if following is None else plain[quantity.end : following.start]
    if following is not None and gap in ("、", "和", "及", "与") and following.kind:
        if following.kind == units.DURATION and not _lasts(plain, following):
            return False  # 1、3、5分钟处置圈
        return quantity.value is not None and quantity.value < 10**7
    if before and not before[-1].unit and _is_listed(plain, before[-1], quantity):
        return True  # 分别增加1.2万、8600和3100
    ahead = plain[max(quantity.start - 8, 0) : quantity.start]
    if _CHANGED.search(ahead) and "." in (quantity.decimal or ""):
        return bool(_ENDS.match(plain, quantity.end))
    if _FROM.search(ahead) and following is not None:
        return bool(_LEADS_TO.search(gap))
    leads = _LEADS_TO.search(ahead) or _IS_MEASURED.search(ahead)
    if leads is None and "." in (quantity.decimal or ""):
        leads = _MEASURED.search(ahead)
    return leads is not None and _ENDS.match(plain, quantity.end) is not None


def _is_listed(plain: str, before: Quantity, quantity: Quantity) -> bool:
    gap = plain[before.end : quantity.start]
    return gap in ("、", "和", "及", "与") and bool(_ENDS.match(plain, quantity.end))


_SPENT = lazy_pattern(
    r"(?:时|时间|时限|期限|周期|天数|时长|间隔|工期|寿命|车程|历时|耗时|用时|全程|等|不少于|不超过|不低于|不得少于|不得超过|不得低于|合计|共计|总计|至少|满|缩短|压缩|压减|延长|减少|增加|提前|提速|快|慢|短|长|在|为|达|由|从|到|至|降至|均|过|仅|约|(?:原来|目前|现在|现行)的)了?[约近超]?(?:由|从)?$|年的$"
    r"|(?:累计|共计|总计|合计)[一-龥]{2,8}$|(?:人均|平均)[一-龥]{2,6}$"
)
# 民警8分钟到达现场, 5分钟就办好: what is done in that time stands behind it.
_DONE_IN = lazy_pattern(
    r"内?(?:[、，][一-龥]{2,8}\d{1,3}(?:分钟|小时)内)?(?:就|便|即可?|可|能)?(?:到达|赶到|抵达|到场|到岗|办结|办好|办完|办成|送达|送到|搞定|完成|找到|找回|破案|抓获|止付|拿到"
    r"|领[到证])(?!圈|率|机制|服务)"
)
_AGE = lazy_pattern(r"(?:寿命|年龄)[^，。]{0,6}$|岁[^，。岁]{0,5}[到至为]$")


_YEARS_LAST = lazy_pattern(
    r"(?:延长|缩短|压缩|由|从|至|到|平均|改为)了?$"
    r"|(?:保存|保管|保留|有效|任期|期限|年限|不少于|不低于|满)(?:期|期限)?为?$"
)
_NO_SPAN = lazy_pattern(r"来|间|内|前|后|以来|多来|余来|的?目标|级|制|期|最")  # behind 三年


def _lasts(plain: str, quantity: Quantity) -> bool:
    """Whether a span of time is said to be how long something takes."""
    if quantity.unit == "年":
        ahead = plain[max(quantity.start - 5, 0) : quantity.start]
        return bool(_YEARS_LAST.search(ahead)) and not _NO_SPAN.match(plain, quantity.end)
    if quantity.unit in ("岁", "周岁"):
        return _AGE.search(plain, max(quantity.start - 12, 0), quantity.start) is not None
    if quantity.unit == "小时" and quantity.is_scaled:
        return True  # 1.1万余小时
    if _DONE_IN.match(plain, quantity.end):
        return plain[quantity.start - 1 : quantity.start] not in ("、", "“")
    ahead = plain[max(quantity.start - 12, 0) : quantity.start]
    return bool(_SPENT.search(ahead))
