"""Turn a question for a first year, a course over years or a comparison into what it is about.

What such a question says beside that only asks: 最早是哪一年, 历年变化, 各单位对比.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from indexer.text.normalizer import normalize

_PAPER = "报告|总结|年报|公报|文件|文章|文献|材料|资料|讲话"
# What begins a thing, in questions and in reports.
BEGINS = (
    "成立|[组搭始]建|[设建创确]立|[建投]成|创[建办设]|[首始]创|启[动用航]|上线|推[出开]|投用|挂牌|揭牌|下水"
    "|开[办播课讲业张通设行门锣跑]|[试合联]办|试[点行运]|发[起明]|起[步源头]|诞生|[问面]世|兴起|落地|亮相"
)
# Beside a name that the library knows one of these asks by itself.
_BEGUN = (
    f"{BEGINS}|[更改]名为?"
    "|(?<![成设创建组搭确树开])[搞弄办做建兴干开组拉设立搭创装挂](?:起来|出来|起|成|好|(?=的?[?？。]*$|[在于]))"
)
_MONTH = "[哪几]一?个?月份?|何月"
_WHEN = (
    r"(?:[什甚]么时[候间]|啥时[候间]?|何[时年]|哪一?个?(?:年[份头]?|[春夏秋冬][天季]?|时候|时间)|什么年[份头月]?|几时|几几年"
    f"|几年(?=[就才]?(?:开始|有[的了]|{_BEGUN})))(?:[的、和与]?(?:{_MONTH}))?|{_MONTH}"
    f"|(?:{_BEGUN}|开始|起始)的?(?:时间|日期|年[份月头])"
)
# Units by the level of their place; what kinds of units reports are of.
LEVEL = "(?:(?:[地县]级|设区的?)市(?:公安)?局?|市级(?:公安局|单位))"
UNIT = (
    rf"(?:{LEVEL}|兄弟单位|单位|部门|地方|地区|地市|城市|派出所|乡镇|镇街|街道|法院|检察院|公安机关"
    "|(?:[市县区]{0,2}(?:公安|警察)?分?)局|[市县区]{2,3}|省份?|[市县区州乡镇地])"
)
_WHO = rf"(?:谁|哪[一几]?[个家些]?{UNIT}|哪[家里儿]|何处|哪一?[份篇](?:{_PAPER})?)(?:率?先(?!进))?"
_MOST_FIRST = r"最早|最先|最初"
_OUTSET = "首次|[头第]一[次回年]|[头第]一[个间支家处所座]|第一[份篇](?!章)|首[提倡现见]|始见于?"
_FIRST = rf"{_MOST_FIRST}|首先|{_OUTSET}|由来|来历|缘起|(?:起始|起源)(?:年份|时间)"
_MENTIONS = (
    "出现|提出|提到|提及|提(?!法)|见于|见|写到|写进|写入|写|进入|纳入|出自|源自|出处"
    "|说[到起过]|说(?![明法服理])|讲[到起过]|讲(?![话解台座师坛])|谈[到起及]"
)
_DEEDS = (
    f"{_BEGUN}|使用|用|采用|实施|推行|开展|搞|推广[到至]?|引[入进]到?|运行|运转|实行"
    "|起?有[的了](?!解)|起有|[更改]的?名为?|改[称叫]|设(?=[的了于在]|$)"
)
# Said last, and only beside a time that is asked: 从何时起, 自何时有, 是哪年的事.
_ENDS_BEGUN = r"(?:起|有|的事[儿情]?)(?=[的了呢啊]*[,，?？。!\s]*$)"
_BEGINS = rf"被?(?:{_MENTIONS}|{_DEEDS}|开始|[起始源]于|始)|{_ENDS_BEGUN}"
_JOINTS = (
    rf"首批|的(?:{UNIT}|{_PAPER})|的?那?第?一?[份篇](?:{_PAPER})?"
    rf"|(?:的?这[个一种])?(?:提法|说法|概念|表述|字样|字眼|词语?)|的?(?:原文|原话)|(?:政府)?(?:工作)?(?:{_PAPER})|[里中]"
    r"|(?:这|那)(?:一?[个支项种套家款])?(?:品牌|做法|机制|队伍|项目|活动|平台|名[字称]|东西)?"
    r"|到底|究竟|大概|大约|正式|具体|真正|当初|一开始|就|才"
    r"|出?来|是|在|于|从|自|的|了|过|起|有|呢|啊|年份|年度|时间|一[年次词]|本库中?|[,，?？。!\s]"
)
# Each word is taken once and whole (?>…): 见于见于见于 can be read in one way only, in linear time.
_ASKING = rf"(?>打?(?:{_WHEN})|{_WHO}|{_FIRST}|{_BEGINS}|{_JOINTS})"
_AFTER = re.compile(rf"{_ASKING}++")
_BEFORE = re.compile(
    rf"(?:(?:[从自在打]?(?:{_WHEN})|{_WHO}|{_FIRST}|请问|想问|追溯|本库中?){_ASKING}*+)?"
)
_HAS_WHEN, _HAS_FIRST = re.compile(_WHEN), re.compile(_FIRST)
_ASKS_MORE = re.compile("什么|多少|谁|哪|如何|怎么|怎样|为何|何[人事地]|几[个次名]")
_IS_OF_PRINT = re.compile(f"{_FIRST}|{_MENTIONS}|^(?!.*(?:{_DEEDS})).*(?:开始|[起始源]于)|起源")
_TITLE_MARKS = re.compile("[《》〈〉「」『』]")
_HAS_BEGINNING = re.compile(f"{_FIRST}|{_BEGINS}")
_ENDS_ASKING = re.compile(f"(?>{_WHEN}|{_WHO}|{_FIRST}|{_JOINTS})++$")
# No name ends so: 共同富裕的 is printed, too, but is no name, as 目的 and 存在 are.
_ENDS_ASKING_STILL = re.compile(
    f"(?:{_WHEN}|{_WHO}|{_FIRST}|哪)(?:的|是)?$|的(?:{UNIT}|报告|文章|年[份度]?|时间)$"
    "|(?:(?<![目标])的|是|(?<![存现潜内外所])在|(?<![关由对基等])于|从)$"
)
_QUOTED = re.compile('[“"「『《〈]([^“”"「」『』《》〈〉]+)[”"」』》〉]')
# Before what is asked about: 最早 无人机, 谁最早用无人机, 第一次提到无人机; 首次突破 asks nothing.
_ASKS_FIRST = re.compile(
    rf"{_MOST_FIRST}|(?:{_WHO})(?:.*(?:{_FIRST})|(?<=先))|(?:{_OUTSET}){_BEGINS}"
)
# What asks for the course of something by itself, and what does so only behind a measure:
# 破案率变化 asks, 作案手法变化 is a thing of its own.
_LATELY = "(?:这些|这几|这么多|近几|近些|过去几|多)年来?"  # asks only beside what does
_COURSE = (
    rf"{_LATELY}的?(?:情况)?(?:如何|怎么?样)(?!变)|历年来?|历史上|逐年|走势|变化趋势|(?<!全[国省市县区])(?:排名|排行榜?|前[一二三四五六几0-9]+[名位])|第[二三四五]长"
    r"|(?:情况|变化|趋势)(?:如何|怎么?样)|(?:如何|怎么?样?|有[什何]么?)(?:变化|变动|演变|变(?!化))的?"
)

_SOFT_COURSE = r"变化|变动|趋势"
_MEASURED = r"(?:(?<=[率额度])|(?<=[案件人次]数)|(?<=数量|产量|总量|比例|人数|次数|件数))"
_AMOUNTS = "(?:分别|各自?)?[有是]?多少"
_WITH_COURSE = (
    rf"{_COURSE}|{_SOFT_COURSE}|{_LATELY}|{_AMOUNTS}"
    r"|情况|如何|怎么?样|是|的|数据|对比|[,，?？。!\s]"
)
# Who is to be compared: 各单位, 四个公安局; 全国各地 are no units.
_ACROSS = (
    r"(?:[两三四五六七八九](?=局|家|县(?!委)|分局|单位|公安局|[市县]局)"
    r"|(?<!全[国省市县])各个?|[两二三四五六七八九十几多]个|哪几[个家]|[这那]几[个家])"
    rf"(?:{UNIT}|家)(?:之间)?的?"
)
_COMPARE = "对比|比较|相比|横向|比一比"
AGAINST = r"(?<![a-z])(?:vs|pk)(?![a-z赛])\.?"  # 甲 vs 乙
# What asks of whom or of which years, in any query; that it stands nowhere is no news.
OF_WHICH = re.compile(
    rf"{_LATELY}|(?:全省)?(?:各个?|哪[一几]?个)?{LEVEL}(?:里面?|当中)?的?|{_ACROSS}|{AGAINST}"
    rf"|(?:几|多少|哪几)[家个]{UNIT}?"
    rf"|(?:最高峰|最低谷|高峰|低谷|峰值|最[高低]点)(?=的?[是在]?(?:哪|什么|何|出现|[?？]*$))"
    rf"|(?:{_SOFT_COURSE}|走势|排名)(?=[?？。]*$)"
)
_YEAR = r"(?<!\d)(?:19|20)\d\d年?度?"
# What is asked of each beside the subject; that it asks is told by the words above.
_RESULTS = (
    r"(?:工作)?(?:成效|效果|成果|战果|战绩|成绩|业绩)|(?:工作)?(?:情况|数据|指标)表?"
    r"|(?:做|干|抓|搞)得(?:最|更)?(?:好|怎么?样|如何)?|谁|哪[家个]|[最更]好|一下|表(?=$)"
)
_COMPARING = rf"{_ACROSS}|{_COMPARE}|{_WITH_COURSE}|{_YEAR}|{_RESULTS}"
_ASKS_TO_COMPARE, _ONLY_COMPARES = (
    re.compile(f"{_ACROSS}|{_COMPARE}"),
    re.compile(f"(?>{_COMPARING})++"),
)
_ACROSS_BEFORE = re.compile(rf"(?>关于|请|{_COMPARE}|一下|{_YEAR}|{_ACROSS}|[的,，\s])++")
_OPENS_COMPARISON = re.compile(f"{_ACROSS}|请|一下|横向")
_ACROSS_AND_COMPARED = re.compile(rf"(?=.*(?:{_ACROSS}))(?=.*(?:{_COMPARE}))")
_COMPARED_BEHIND = re.compile(f"(?>{_COMPARING})*+$")
# Which unit is at the top of a measure, behind its name: 破案数哪家多, 破案率最高的是谁.
_LEADS = (
    rf"(?:最[多高大少低小快慢]的?是?)?(?:{_WHO})的?(?:[最更]?[多高大少低小快好])?"
    rf"|最[多高大少低小快慢](?:的{UNIT}(?![一-龥]))?"
)
_ENDS_COMPARING = re.compile(f"(?>{_LEADS}|{_COMPARING})*+$")
_BEGINS_COMPARING = re.compile(f"(?>请|关于|有?{_WHO}的?|{_COMPARING})++(?=..)")
_ENDS_MEASURED = re.compile(f"{_MEASURED}$")
_YEARS_BEFORE = re.compile(rf"(?:(?:历年来?|(?P<lately>{_LATELY}))的?\s*)")
_MAY_STAND_BEHIND, _HAS_COURSE = re.compile(rf"(?>{_WITH_COURSE})*+$"), re.compile(_COURSE)
_HAS_COURSE_OR_HOW = re.compile(rf"{_COURSE}|如何|怎么?样")  # 这些年粮食产量如何
_SOFT_BEHIND = re.compile(rf"{_MEASURED}(?:{_SOFT_COURSE})(?>{_WITH_COURSE})*+$")
# Since when something has lasted, wherever that stands: 石岭从哪一年起命案全破, 命案全破始于哪年.
_SINCE_WHEN = re.compile(
    rf"(?:是)?(?:(?:最早)?(?:[从自打]|始于|起于|[起开][始源]于)(?:{_WHEN})(?:开始|以来|算起?|[起始])*"
    rf"|(?:{_WHEN})(?:的时候)?(?:就|才|便)?(?:开始|以来|[起始](?![草诉止])))(?:就|一直|都|便)*(?:的|了|呢)?"
    rf"|(?:的)?(?:起始|开始|起算)(?:时间|年份|年)(?:是(?:{_WHEN}))?"
)
_ENDS_SINCE = re.compile(f"(?:[始起源创]|{_BEGUN})于$")  # 链上警务始于
# What asks so of a name that the library knows, by itself: 红袖晚八点哪年, 叫醒队创立, 是谁发明的.
_ASKS_OF_KNOWN = re.compile(f"{_WHEN}|{_BEGUN}")
_RANKED_MEASURE = re.compile(r"(?:年数|次数|时间|时长)$")
# What asks for a name itself, around it: 叫醒队咋回事, 书包岗具体做法在哪篇里.
_WHAT = (
    "(?:[什甚]么|啥)(?:样|意思|东西|内容)?|咋(?:回事|样|[做搞弄办])?|怎么?(?:回事|样|[做搞弄办干来]|运[作行]|开展)?|如何"
    "|[干做](?=[什甚啥嘛])|嘛|(?:具体|主要|典型|基本|最初)?的?(?:做法|办法|经验|介绍|简介|概况|定义|概念|含义|意思|解释"
    "|原文|原话|表述|提法|说法|出处|来源|由来|来历)|[哪那这]一?[篇段份处个里]|(?:哪个|什么)?(?:文件|报告|文章)"
    "|引用|出自|材料|总结|[里中在是的有呢吗了]|提[出到]?|写[到的]?|一下|全文|段落?|[?？。,，!\\s]"
)
_WHAT_BEFORE = re.compile(
    "(?>(?:什么|啥)[是叫]|写材料|要|请|帮我|[我想要]|麻烦|[找查搜看]|引用|介绍|说说|讲讲|了解|一下|一[个段]|关于|的)*+"
)
_WHAT_BEHIND = re.compile(f"(?>{_WHAT})*+")
_SPAN = (
    rf"起止|(?:{_WHEN})(?:(?:开始|起|{BEGINS})的?[，,、 ]?到?|到)(?:{_WHEN})"  # asks for both ends
)
# What asks when, or whether, a name came to its end, behind it or in front.
_ENDED = (
    "结束|取消|收[官尾]|停[办用止掉了]|终[止结]|撤[销并掉]|[并归][入到]|合并|解散|到期|废止|关[闭停]|下线|[谢落]幕|截止"
    f"|不[再用][办搞用做]?|没(?:有了|了)|完(?=了|的)|转为|{_SPAN}"
)
_HAS_END = re.compile(_ENDED)
_ASKS_END = re.compile(
    rf"(?>{_ENDED}|{_WHEN}|{_JOINTS}|开始|{BEGINS}|行动|被|已经?|还|宣布|最后|[吗没日号]|哪[天日]|几[号日]|(?:的)?(?:时间|日期|原因))*+"
)
_LONGEST, _LONGEST_NAME = 60, 20  # characters: of a question, of what stands beside 最早 alone
_MOST = 8  # names tried of a question


def first_year_subjects(text: str) -> tuple[str, ...]:
    """What the question may be about, the longest first; () if it asks for no first year.

    平安前哨最早出现在哪一年, 哪年开始有平安前哨, 平安前哨 首次提出. Several, because a name may end
    in a word that also asks: 警械使用最早是哪一年.
    """
    form = _form(text)
    if len(form) > _LONGEST or not _HAS_BEGINNING.search(form):
        return ()
    if quoted := _quoted_name(text):
        return (quoted,)
    start = _asking_before(form)
    stands_apart = _HAS_FIRST.fullmatch(_form(text.split()[0]))
    asks_before = stands_apart or _ASKS_FIRST.search(form[:start])
    found: list[str] = []
    for name, asking, behind in _named_in(form, start):
        is_short = len(name) <= _LONGEST_NAME
        asks_first = is_short and (
            asks_before or _HAS_FIRST.search(behind) or _ENDS_SINCE.search(behind)
        )
        if (asks_first or _HAS_WHEN.search(asking)) and _HAS_BEGINNING.search(asking):
            found.append(name)
    return tuple(dict.fromkeys(found))[:_MOST]


def known_name_subjects(text: str) -> tuple[str, ...]:
    """What else a question for a first year may be about, the longest first, if the library knows
    it as a name: all around it asks, and says when or that something begins. 红袖晚八点哪一年,
    叫醒队创立, 成立叫醒队是哪年; 命案全破是哪一年 is of no name."""
    form = _form(text)
    if len(form) > _LONGEST:
        return ()
    starts = (0, *(at for at in range(1, len(form) - 1) if _AFTER.fullmatch(form, 0, at)))
    found = (
        name
        for at in starts
        for name, asking, _ in _named_in(form, at)
        if _ASKS_OF_KNOWN.search(asking)
    )
    return tuple(sorted(dict.fromkeys(found), key=len, reverse=True))[:_MOST]


def asked_of_itself(text: str) -> tuple[str, ...]:
    """What a question for a name itself may be about, the longest first, if the library knows it:
    什么是叫醒队, 叫醒队咋回事, 叫醒队的定义; () for a name alone."""
    form = _form(text)
    if len(form) > _LONGEST:
        return ()
    found = dict.fromkeys(name for name, _ in _between(form, _WHAT_BEFORE, _WHAT_BEHIND))
    return tuple(name for name in found if 1 < len(name) < len(form))[:_MOST]


def ended_subjects(text: str) -> tuple[str, ...]:
    """What a question for the end of a name may be about, the longest first, if the library knows
    it: 夜巡十点半什么时候结束, 哪年取消了两员一长; () for others."""
    form = _form(text)
    if len(form) > _LONGEST or not _HAS_END.search(form):
        return ()
    asks = _between(form, _ASKS_END, _ASKS_END)
    found = (name for name, asking in asks if _HAS_END.search(asking))
    return tuple(dict.fromkeys(name for name in found if not _ASKS_MORE.search(name)))[:_MOST]


def _between(
    form: str, before: re.Pattern[str], behind: re.Pattern[str]
) -> Iterator[tuple[str, str]]:
    """What may stand between what asks in front and behind, the longest first, and all of that."""
    ahead = before.match(form)
    for start in dict.fromkeys((0, ahead.end() if ahead else 0)):
        for end in range(len(form), start + 1, -1):
            if behind.fullmatch(form, end):
                yield form[start:end].strip(), form[:start] + form[end:]


def asks_for_span(text: str) -> bool:
    """Whether it asks for the beginning and the end: 起止时间."""
    return re.search(_SPAN, text) is not None


def _asking_before(form: str) -> int:
    """Where what only asks ends in front of a name."""
    before = _BEFORE.match(form)
    return before.end() if before else 0


def _named_in(form: str, start: int) -> Iterator[tuple[str, str, str]]:
    """The names that may begin there, the longest first, with what asks around and behind each."""
    for end in range(len(form), start + 1, -1):
        name = form[start:end].strip()
        if (
            len(name) > 1
            and not _ENDS_ASKING_STILL.search(form, start, end)
            and not _ASKS_MORE.search(form, start, end)
            and (end == len(form) or _AFTER.fullmatch(form, end))
        ):
            yield name, f"{form[:start]}{form[end:]}", form[end:]


def without_since(text: str) -> str:
    """A question without the words that ask since when something has lasted; "" for others."""
    form = _form(text)
    found = _SINCE_WHEN.search(form) if len(form) <= _LONGEST else None
    rest = form[: found.start()] + form[found.end() :] if found else ""
    return rest.strip("，, ?!。") if not _ASKS_MORE.search(rest) else ""


def _quoted_name(text: str) -> str:
    """The one name in quotation marks, where all around it asks for its first year; else ""."""
    marked = list(_QUOTED.finditer(text))
    if len(marked) != 1:
        return ""
    before, behind = normalize(text[: marked[0].start()]), normalize(text[marked[0].end() :])
    asking = f"{before} {behind}"
    asks = _HAS_FIRST.search(asking) or _HAS_WHEN.search(asking)
    if not asks or not _HAS_BEGINNING.search(asking):
        return ""
    is_whole = _BEFORE.fullmatch(before) and (not behind or _AFTER.fullmatch(behind))
    return normalize(marked[0][1]) if is_whole else ""


def course_subjects(text: str) -> tuple[str, ...]:
    """What a question for the course over years or the rank may be about, the longest first.

    破案率历年变化, 历年破案率, 命案连续全破年数排名; () if it asks for nothing of the kind.
    """
    form = _form(text)
    if len(form) > _LONGEST:
        return ()
    before, ended = _YEARS_BEFORE.match(form), _MAY_STAND_BEHIND.search(form)
    asking = _HAS_COURSE if before is None or not before["lately"] else _HAS_COURSE_OR_HOW
    asks_behind = ended is not None and asking.search(form, ended.start())
    behind = ended if asks_behind else _SOFT_BEHIND.search(form)
    if behind is None and (before is None or before["lately"]):
        return ()
    start = before.end() if before else 0
    ended = behind or ended
    name = form[start : ended.start() if ended else len(form)]
    found = dict.fromkeys((name, _RANKED_MEASURE.sub("", name) if behind else name))
    return tuple(name for name in found if len(name) > 1)


def comparison_subject(text: str) -> tuple[str, bool]:
    """What is to be compared across units, and whether that is sure whatever it is.

    反诈 各单位 数据, 各单位破案率对比 are; in 四个公安局反诈 what is left must be a name. "" for a
    text that asks for no comparison.
    """
    form = _form(text)
    if len(form) > _LONGEST:
        return "", False
    words = [_form(word) for word in text.split()]
    subject = "".join(word for word in words if not _ONLY_COMPARES.fullmatch(word))
    asking = [word for word in words if _ONLY_COMPARES.fullmatch(word)]
    if subject in form and any(map(_ASKS_TO_COMPARE.search, asking)):
        return (subject, True) if len(subject) > 1 else ("", False)
    before, behind = _ACROSS_BEFORE.match(form), _COMPARED_BEHIND.search(form)
    if before and not _OPENS_COMPARISON.search(before[0]):
        before = None  # 比较优势
    start, end = before.end() if before else 0, behind.start() if behind else len(form)
    subject = form[start:end]
    asked = form[:start] + " " + form[end:]
    if len(subject) < 2 or not _ASKS_TO_COMPARE.search(asked):
        return "", False
    is_sure = _ENDS_MEASURED.search(subject) or _ACROSS_AND_COMPARED.match(asked)
    return subject, is_sure is not None


def without_comparing(form: str) -> str:
    """A normal form without what only asks for a comparison around it: 立案多少, 破案数哪家多."""
    begun = _BEGINS_COMPARING.match(form)
    bare = form[begun.end() if begun else 0 :].strip()
    ended = _ENDS_COMPARING.search(bare)
    return bare[: ended.start()].strip() if ended else bare


def asking_part(text: str) -> tuple[str, str]:
    """Such a question in two: what it is about, and all of it that only asks; "" for others."""
    form = _form(text)
    first, course = first_year_subjects(text), course_subjects(text)
    if first:
        subject = _ENDS_ASKING.sub("", first[0])
    elif course:
        subject = course[-1]
    else:
        return "", ""
    return subject, form.replace(subject, " ", 1)


def asks_for_first_print(text: str) -> bool:
    """Whether it asks where something first stands (无人机 最早, 哪年提出小康社会), whoever did it.

    Who asks when a thing was built (大桥是哪年建成的) looks for a sentence that says so.
    """
    asking = asking_part(text)[1] if first_year_subjects(text) else ""
    return _IS_OF_PRINT.search(asking) is not None


def asks_where_it_stands(text: str) -> bool:
    """Whether it asks for where or when a name stands (哪年写进报告), not when it began."""
    of_thing = re.sub(f"(?:出现|提出)(?!.*(?:{_PAPER}|篇))", "", asking_part(text)[1])
    return re.search(_MENTIONS, of_thing) is not None


def _form(text: str) -> str:
    """The normal form, without the marks that stand around a name: 《放管服》哪年提出."""
    return normalize(_TITLE_MARKS.sub("", text))
