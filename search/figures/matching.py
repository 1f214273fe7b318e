"""Tell whether a figure is of what the words of a question name."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence

from indexer.figures.lexicon import DOWN, PIVOTS, UP, VERBS
from indexer.model.figures import Figure
from indexer.text.normalizer import normalize
from search.figures.dimensions import AMOUNTS
from search.figures.results import FigureRow

# A report of these is given at the year's beginning: what it tells without a time is of the last.
OF_LAST_YEAR = re.compile(r"(?:政府|法院|检察院|委员会)工作报告")
_SAYS_YEAR = re.compile(r"[今去前明上本当]年|[0-9〇○零一二三四五六七八九]{4}")
_YEAR_PRINTED = re.compile("[0-9〇○零一二三四五六七八九]{4}年")
_LEVELS = ("rate", "measure", "count", "amount", "duration")
_AIMED = ("左右", "以上", "以内", "不超过")
_SHARE = re.compile(r"[率度比重占感]|[涨增降]幅|增速|百分")
_NAMED = re.compile(r"[“「](?P<name>[^”」]+)[”」]")
SOLVED = ("破案率", "侦破率")
_ENDINGS = re.compile(r"(?:自治区|自治州|新区|公安局|[省市县区州])+$")
# What may stand behind a thing that is counted: 网格数 counts 网格, 网格员 does not.
_STILL_COUNTED = re.compile(
    r"(?:(?<=人)员)?(?:[罪类]?案件?|犯罪|行为|工程|机制|工作|规模)*(?:发案|破案|全破|告破)?"
    r"(?:[人件起个户次站点家]?数|总[数量额]|数量|金?额|量)?(?:首次|历史性|一举|已|跃上|站上|迈上|新?台阶|大关)*"
)
_LIGHT = re.compile(
    r"人次|常住|全[国省市县区]|本市|国家|货物|总水平|总[数量额]?|人口|人数|累计|年[末底]|全年|共计?|实现|达到?|成功|各类|现有"
    r"|首次|历史性|一举|已|跃上|站上|迈上|新?台阶|大关|破获|侦破|破案|案件?|[数的达]"
)
_DOINGS = frozenset((*VERBS, "破", "抓", "建", "设", "发"))
_ONE_CASE = re.compile(
    r"该(?:犯罪)?(?:集团|团伙|案|系列)"
    r"|(?:侦办|侦破|破获|查破|捣毁|打掉)[^，。；\d]{0,12}?(?:某|“[^“”]+”|一起|一个|特大|首[例起宗])[^，。；\d]{0,16}?"
    r"(?:案|案件|团伙|集团)(?![件数率])"
)
_WORKING = re.compile("运营|营运|营业|通车")  # 高铁里程
# What was done to some of them tells of no more than these: 紧盯135家学校, 首批配备50辆摩托车.
_OF_SOME = (*PIVOTS, *("紧盯", "检查", "抽查", "清查", "走访", "慰问", "整治", "首批"))
_ADDED = ("新增", "新建", "净增", "新开工", "新设")
_YEAR = re.compile(r"[12][0-9]{3}年?")
# Of each, or of one tier of government, is not the whole.
_OF_PARTS = ("人均", "户均", "月均", "日均", "年均", "平均", "中央", "地方", "本级")
_WHOLE = "总全各"  # 总产值 is 产值, 手工业 no 工业
# What stands beside a figure that says of something else how much it is: 比去年的704亿元增长,
# 将人均纯收入2300元作为扶贫标准.
_BASE = re.compile("(?:比|较|相当于)[^，,。；;、]{1,14}的$")
_SET = re.compile("[将把按以]")
_AS = re.compile("[^，,。；;]{0,12}(?:作为|定为|列为|确定为|为标准|的标准)")
# What is there at a time, and no sum: 高速公路总里程达9.56万公里.
_STOCK = re.compile(
    "(?:总里程|里程|寿命|余额|保有量|总规模|储备)(?:[^，,。]{0,4}(?:达到?|[到至为]|突破|超过))?$"
)
_ON_AVERAGE = re.compile("平均每|年均|每年|一直|始终|累计|新增|新建")
_OF_ALL = re.compile("占(?!比)[^的]+$")  # 基层部门占提拔人数
_ARRESTED = re.compile(r"抓获(?:涉案|违法)?(?:犯罪)?(?:嫌疑人|人员)?")
_CLAUSE_CHARS, _BEHIND_CHARS = 60, 20
_CASES = re.compile(
    r"(?P<cases>(?:破获|侦破|破|侦办)[^，,。；;]{2,24}案件?[^，,。；;、]{0,8})[，,、]\s*抓获"
)
_NATIONAL = re.compile("^(?:全国|中国|中共中央|中华人民共和国|国务院|国家|最高人民)")
_PARALLEL_CHARS = 3
_TELLING_CHARS = 3  # of the thing that is counted


def is_met(
    words: Sequence[str],
    row: FigureRow,
    aliases: Mapping[str, Sequence[str]],
    family: Callable[[str], str],
) -> bool:
    """Every word stands in the row's sentence or is known of its paragraph, one in the indicator.

    A share or a rise of something is no answer to a question for the thing itself, and what one
    operation brought (“猎狐”行动抓获逃犯) none to one that does not name it.
    """
    indicator, quote = names_of(row), normalize(row.figure.quote)
    if row.figure.kind in AMOUNTS and any(
        normalize(found["name"]) not in "".join(words)
        for found in _NAMED.finditer(row.figure.measured)
    ):
        return False
    if row.figure.kind == "rate" and not any(_SHARE.search(word) for word in words):
        return False
    named = [
        word for word in words if word in indicator or family(word).removesuffix("案") in row.family
    ]
    if not named:
        return False
    known, places = _known(row, aliases), unit_names(aliases)
    said = f"{quote} {_led_by(row)}"
    meant = family(said)
    return all(
        word in known
        or (
            word not in places
            and not _YEAR.fullmatch(word)
            and (word in named or word in said or family(word).removesuffix("案") in meant)
        )
        or (word in places and word in (row.figure.place or ""))
        for word in words
    )


def unit_names(aliases: Mapping[str, Sequence[str]]) -> frozenset[str]:
    """Every name of a unit: 挽损率南通第一 in a report of 海安 is no figure of 南通."""
    return frozenset(normalize(name) for own in aliases.items() for name in (own[0], *own[1]))


def _led_by(row: FigureRow) -> str:
    """Of those arrested the clause in front, where it tells of which cases: 破案12起，抓获30人."""
    figure, text = row.figure, row.paragraph.text
    if figure.subject or _ARRESTED.fullmatch(normalize(figure.indicator)) is None:
        return ""
    before = text[max(0, figure.start - _CLAUSE_CHARS) : figure.start + len(figure.indicator)]
    found = _CASES.search(before)
    return normalize(found["cases"]) if found is not None else ""


def is_of_another(words: Sequence[str], row: FigureRow, found: Iterable[FigureRow]) -> bool:
    """Whether a word is only in its clause because another figure measures it.

    破案数、抓获数分别上升57%、108%: the second is no answer to a question for the first.
    """
    figure, own = row.figure, names_of(row)
    others = [
        normalize(other.figure.measured)
        for other in found
        if other.paragraph.id == row.paragraph.id
        and other.figure.key != figure.key
        and other.figure.start < figure.end
        and figure.start < other.figure.end
    ]
    missing = [word for word in words if len(word) > 1 and word not in own]
    is_whole = figure.kind in ("change", "rate")
    return any(
        word in name and (is_whole or _are_parallel(name, own))
        for word in missing
        for name in others
    )


def _are_parallel(name: str, other: str) -> bool:
    """毒品刑事案件 and 食药环领域刑事案件, of which each is a kind of its own."""
    return name != other and name[-_PARALLEL_CHARS:] == other[-_PARALLEL_CHARS:]


def names_of(row: FigureRow) -> str:
    """What the figure measures; 命案破案率 100 % year after year is 命案全破, too."""
    name = normalize(row.figure.measured)
    is_solved = row.figure.kind == "streak" and name.endswith(SOLVED)
    return f"{name} {name[:-3]}全破" if is_solved else name


def rest_of_name(words: Iterable[str], row: FigureRow, family: Callable[[str], str]) -> str:
    """What a figure is of beyond the words asked for: 涉众经济 of 涉众经济案件追赃挽损."""
    names = [row.family, normalize(row.figure.measured)]
    if row.figure.kind == "streak" and row.family.endswith(SOLVED):
        names.append(f"{row.family[:-3]}全破")
    forms = sorted({*words, *(family(word).removesuffix("案") for word in words)}, key=len)
    for form in filter(None, reversed(forms)):
        names = [name.replace(form, "") for name in names]
    return min((_LIGHT.sub("", name) for name in names), key=len)


def is_counted(
    text: str,
    words: Sequence[str],
    row: FigureRow,
    aliases: Mapping[str, Sequence[str]],
    family: Callable[[str], str],
    cut: Callable[[str], Sequence[str]],
) -> bool:
    """多少 asks for the thing that is named last: it must be what the row measures.

    A short word says too little of it: 案损数 is asked for by all its letters, not by 数. Those who
    were sent somewhere (选派民警到…) are not all there are, and what is new is not the whole.
    """
    known, asked = _known(row, aliases), normalize(text)
    things = [word for word in words if word not in known and not _tells_way(word, row)]
    named = [_last_thing(things, asked)]
    while len(things) > 1 and things[-1] in _DOINGS:
        named.append(_last_thing(things := things[:-1], asked))
    measured = normalize(row.figure.measured).replace("等", "")
    if any(word in measured and word not in asked for word in (*_ADDED, *_OF_PARTS)):
        return False
    if is_of_one_case(row) or is_no_result(row):
        return False
    if row.figure.kind in ("change", "rate") and rest_of_name(words, row, family):
        return False  # 亡人交通事故 are no 交通事故
    if row.figure.kind == "streak" and measured.endswith(SOLVED) and named[0].endswith("全破"):
        return named[0].removesuffix("全破") in measured
    told = (measured, row.family, _WORKING.sub("", row.family))
    if not any(
        _ends_with(name, form, cut)
        for thing in named
        for name in told
        for form in (thing, family(thing))
    ):
        return False
    return all(verb in asked for verb in _OF_SOME if measured.startswith(verb))


def is_share(
    text: str, words: Sequence[str], row: FigureRow, aliases: Mapping[str, Sequence[str]]
) -> bool:
    """Whether a rate is the part that is asked for: all words name it, and the last of those in
    front of 占 (提拔人数中实战部门占多少) is what has the share."""
    known, measured = _known(row, aliases), normalize(row.figure.measured)
    things = [word for word in words if word not in known]
    part = [word for word in things[: things.index("占")] if word in text.partition("占")[0]]
    at = measured.find("占")
    if not row.family.endswith("占比") and _OF_ALL.search(measured) is None:
        return False
    is_named = all(word in measured for word in things if word != "占")
    return is_named and bool(part) and (at < 0 or part[-1] in measured[:at])


def _last_thing(words: Sequence[str], asked: str) -> str:
    """What is named last, with the words in front that make enough of a name of it."""
    *before, thing = words or ("",)
    while before and len(thing) < _TELLING_CHARS and before[-1] + thing in asked:
        thing = before.pop() + thing
    return thing


def _tells_way(word: str, row: FigureRow) -> bool:
    """刑事案件连续几年下降: what went on for years is no thing that is counted."""
    return row.figure.kind == "streak" and row.figure.direction is not None and word in (*UP, *DOWN)


def _ends_with(name: str, thing: str, cut: Callable[[str], Sequence[str]]) -> bool:
    """Whether a thing stands in a name, and behind it only that it is counted or was solved.

    It begins with a word: 手工业总产值 is no 工业总产值.
    """
    thing = thing if thing == "案" else thing.removesuffix("案")
    at = name.rfind(thing)
    if not thing or at < 0 or not is_still_the_same(name, at + len(thing)):
        return False
    first, end = next(iter(cut(thing)), ""), 0
    for word in cut(name):
        end = name.find(word, end) + len(word)
        if word[1:] == first and word[0] not in _WHOLE and end == at + len(first):
            return False
    return True


def is_still_the_same(indicator: str, behind: int) -> bool:
    """Whether what stands behind a thing in an indicator only says that it is counted."""
    return _STILL_COUNTED.fullmatch(indicator, behind) is not None


def _known(row: FigureRow, aliases: Mapping[str, Sequence[str]]) -> set[str]:
    """The names and years by which a question may speak of the row's unit, place and time."""
    paragraph = row.paragraph
    source = paragraph.source or ""
    names = {source, *aliases.get(source, ()), *(paragraph.region or ())[-1:]}
    names |= {_ENDINGS.sub("", name) for name in names}
    period, told = year_of_period(row.figure), row.figure.period_text or ""
    is_told = row.figure.period is None and not told and paragraph.year is not None
    years = {str(paragraph.year)} if is_told else {period}
    if isinstance(row.section, int) and tells_no_year(row):
        years = {str(row.section)}
    elif may_be_of_last_year(row):
        years = set()
    forms = {normalize(name) for name in names} | years | {f"{year}年" for year in years}
    if not paragraph.region and _NATIONAL.match(source):
        forms |= {"全国", "我国", "中国", "国家"}
    return forms - {"", "年"}


def is_end(figure: Figure) -> bool:
    """Whether a figure is the level that years led to: 增加到4.2万公里, 参合率91.5%."""
    before = figure.quote[: figure.value_start - figure.start]
    is_level = figure.kind == "rate" or _STOCK.search(before) is not None
    return (
        figure.role == "to"
        or (figure.direction is not None and figure.kind in _LEVELS)
        or (is_level and figure.role is None and _ON_AVERAGE.search(before) is None)
    )


def year_of_period(figure: Figure) -> str:
    """The one year of a figure's period; the last of several where it is a level they led to.

    "" for any other figure of several years, and without a period.
    """
    first, _, last = (figure.period or "").partition("/")
    if last in ("", "..") or last[:4] == first[:4]:
        return first[:4]
    return last[:4] if is_end(figure) else ""


def may_be_planned(row: FigureRow) -> bool:
    """增长8%左右 in a work report, without a time or of the year it begins: so it tells its aims.

    Their paragraphs need not say that they are aims: the heading above them does.
    """
    figure, title = row.figure, row.paragraph.title or ""
    is_ahead = figure.period_text is None or figure.period == str(row.paragraph.year)
    is_told = is_ahead and figure.qualifier in _AIMED
    return is_told and OF_LAST_YEAR.search(title) is not None


def may_be_of_last_year(row: FigureRow) -> bool:
    """Whether nothing but the report's own year says when, and that is the year it was given in.

    Where its section (过去一年) or its paragraph tells (2001年…，年末…), that is known.
    """
    is_known = year_of_period(row.figure) not in ("", str(row.paragraph.year))
    if is_known or isinstance(row.section, int):
        return False
    return OF_LAST_YEAR.search(row.paragraph.title or "") is not None and tells_no_year(row)


def is_surely_dated(row: FigureRow) -> bool:
    """Whether a year is printed with a figure, or in a work report told by what stands before it:
    then it is of that year, and not of its document's."""
    year = year_of_period(row.figure)
    if not year or "/" in (row.figure.period or ""):
        return False
    is_printed = _YEAR_PRINTED.search(normalize(row.figure.period_text or ""))
    is_of_report = OF_LAST_YEAR.search(row.paragraph.title or "") is not None
    return is_printed is not None or (is_of_report and year != str(row.paragraph.year))


def tells_no_year(row: FigureRow) -> bool:
    """Whether the time printed with a figure (全年, 年末) names no year, or none is printed."""
    return _SAYS_YEAR.search(normalize(row.figure.period_text or "")) is None


def is_no_result(row: FigureRow) -> bool:
    """Whether a figure is only what something is compared with, or a mark that was set."""
    figure = row.figure
    before = figure.quote[: figure.value_start - figure.start]
    behind = row.paragraph.text[figure.value_end : figure.value_end + _BEHIND_CHARS]
    if figure.kind != "change" and _BASE.search(before) is not None:
        return True
    return _SET.search(before) is not None and _AS.match(behind) is not None


def is_of_one_case(row: FigureRow) -> bool:
    """Whether a count is of one case and not of the year: 侦办某集团案件，抓获140余名."""
    text, end = row.paragraph.text, row.figure.value_start
    if row.figure.kind not in ("count", "amount"):
        return False
    start = max(text.rfind(stop, 0, end) for stop in "。！？；\n") + 1
    return _ONE_CASE.search(text, start, end) is not None
