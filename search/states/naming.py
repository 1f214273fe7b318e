"""Tell by its words which state a text speaks of: 命案全破, 零命案, or others kept up for years."""

from __future__ import annotations

import re

# How reports and readers tell that every case of a kind is solved, as of 命案.
STATE = (
    "(?:侦破|破案|侦查)?(?:实现|保持|做到)?(?:"
    "全(?:部|侦全)?[侦告]?破(?:案|获)?|年年[都全]?[侦告]?破|(?:件件|案案)[都皆]?[侦告]?破|必破"
    "|(?:百分之百|100%?)(?:全部)?(?:[侦告]破|破案|破获)|(?:个个|起起|桩桩|宗宗)[都皆全]?[侦告]?破"
    "|(?:没有?|无)(?:任何)?一[起个桩](?:命案|案子)?(?:[侦告]?破不了|[没未](?:有|能)?[侦告]?破)"
    "|连(?:续|全)*(?:侦破|告破|破案|破)(?!率)|发[一1]起?,?破[一1]起?"
    "|(?:没有?|不|无|未|零)(?:留下?)?(?:有|一起)?(?:命案)?(?:欠账|积压|未破)|(?:没有?|未|不)留下?一案|无一(?:漏[破网案]|未破|遗漏|悬案|积案|例外)|一起[也都]?[不没未][漏落少差]"
    "|(?:侦破|破案)(?:工作)?率?(?:一直|始终|保持|连续|(?:几|多少)年|都|是|在|达到?|为)*(?:100%?|百分之?百))"
)
# That there were none at all.
NONE = (
    "(?:未|没有?|无|不)(?:再|曾)?(?:发生|出现|发)?过?(?:一起|任何)?(?:现行)?命案(?!未破|没破|积案|欠|过年|跨年|挂账|积压|遗留|悬)"
    "|命案:?(?:一起也?)?(?:没有?|未)(?:再|曾)?(?:发生|出现|发)(?![案生]?[0-9一二三四五六七八九十在])"
    '|零(?:发生|发)?(?:现行)?命案|命案(?:保持|持续|实现|连续|一直|[是为])*[“"]?零(?:发案?|发生)?(?![积未])'
)
# What tells how long anything lasts, or since when, whatever it is: 一十六年, 第七个年头, 六连降.
_COUNT = "[0-9]{1,2}|[一二两三四五六七八九十]{1,3}"
LASTING = re.compile(
    f"(?:{_COUNT})个?(?:多?年(?![0-9级月])|载|春秋)|(?:{_COUNT})个(?:平安|[无零][一-龥]{{1,6}})年|(?:{_COUNT})连[降升增冠]"
    "|(?:19|20)[0-9]{2}年?(?:[0-9]{1,2}月)?(?:以来|起|至今|开始|算起|[成建设挂]|[至到—-](?:(?:19|20)[0-9]{2}|现|今))"
    '|[自从打](?:19|20)[0-9]{2}年|[一二三四]五[”"]?(?:期间|时期)|年年|历年|始终|一直|从[来未没]|上一?次'
)
_SOLVED = re.compile(
    f"{STATE}|连续|[纪记]录|断|打破|止步|起算|[没未]能?有?(?:全部?)?[侦告]?破|欠账|年[数头限]|多[久长]|[几多少]年"
    "|[0-9一二三四五六七八九十]年[了整吗]"
)
_NONE = re.compile(NONE)
_WHETHER_ANY = re.compile("(?:有没有|是否|有无|出现|发生|出|有)过?(?:发生|出现)?(?:过|了)?命案")
_COUNTS_CASES = re.compile(
    "(?:多少|几)[起件宗人名例]|积案|立案|发案|案件?数|(?:破案|侦破)(?:数|率(?![^0-9，。]{0,6}(?:100|百分)))"
)
# What is kept up for years, in a question for how long, whose or since when.
_LASTS = re.compile(
    "连续|蝉联|连年|连[降升增]|年年|多年(?:都|来)?(?=[没未无不])|(?:几|多少)年(?:都)?(?=[没未无不])|一直(?=[没未无不])|从[没未]"
    "|[纪记]录(?=.{0,4}(?:断|止|破))|[没未](?:有)?(?:再)?(?:发生|出现)(?=.{2,16}(?:从|自|始|哪年|何时|什么时))"
)
_ASKS = re.compile(
    "[几多少]年|开始|始于|多久|最[长久多]|谁|哪|第几|断|中止|打破|纪录|年[数头限]|什么时候|何时"
)
# Cases of another kind, that may be 全破 as well: 两抢案件, 八类案件; 现案 are 命案.
_OTHER_CASES = re.compile(
    "(?:两抢|八类|[一-龥]{2}(?<!现行)(?<!新发)(?<!现发))案件?|两抢|抢劫|抢夺|绑架|枪案"
)
_LONGEST = 40  # characters of a question


def names_a_state(form: str) -> bool:
    """Whether a normal form speaks of 命案 and of their being solved, or not, year after year."""
    return state_named(form) in ("solved", "none")


def state_named(form: str) -> str:
    """Which state a question in normal form may ask for: "solved" of 命案全破, "none" of 零命案,
    "other" of anything else that is kept up year after year, "" of none."""
    if len(form) > _LONGEST or _COUNTS_CASES.search(form):
        return ""
    if "命案" in form and (_NONE.search(form) or _WHETHER_ANY.search(form)):
        return "none" if "破" not in form else "solved"
    if "命案" not in form and "全破" in form and _OTHER_CASES.search(form):
        return "other" if _ASKS.search(form) else ""
    if ("命案" in form or "全破" in form) and _SOLVED.search(form):
        return "solved"
    if "命案" in form:
        return ""
    return "other" if _LASTS.search(form) and _ASKS.search(form) else ""
