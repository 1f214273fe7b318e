"""Turn a question into what it asks for: how much, when, where, whom to call, why or whether."""

from __future__ import annotations

import re
from dataclasses import dataclass

from indexer.text.normalizer import normalize
from search.figures.dimensions import ANY_UNIT

_MEASURE = (
    f"{ANY_UNIT}(?=[?]?$)|分钟|个人|小时|个月|公里|平方米|万元|亿元|周岁|个?工作日|块?钱"
    "|[个种类条项年月天日号周次人名位起家岁件所处点级届批层倍分秒公米万千百辆架座套台艘户宗例元只张间床顿遍课支部份]"
)
_EACH = "[一每](?:[个架台块只张副本套枚辆件份次条把人户支]|平方米|公里)(?![一-龥])"  # 多少钱一块
_AMOUNT = re.compile(
    "(?P<changed>(?:(?<=[降升涨])|(?<=[减增][少长加]))(?:了|幅)?多少(?=[?]?$))"
    f"|(?:多少|(?<!哪)几(?:(?!年)|(?<=[保期效存留限满]几)(?=年))(?={_MEASURE}))(?P<measure>{_MEASURE})?(?:之?[以内]内?|以上|以下|{_EACH})?"
    "|多长的?(?P<time>时间)|多(?P<long>久)(?:[之以]?内)?|(?P<age>多大(?:年[龄纪]|岁数)|年龄(?:要求|限制|条件|规定|范围)?(?=[?是为有]*$))|多(?P<how>[大高远宽深厚重快长])"
    "|(?P<share>的?(?:占比|比例|比重|百分比)(?=[?是为]*$)|(?:所?占)?百分之[几多]少?)"
)
DAY = re.compile(
    "(?:是|[在从自])?(?:哪一?[天日]|几月(?:份的?)?几?[日号]?|几[号日](?!以?内)|(?:星期|周|礼拜)几|什么时[候间]|啥时候?|何[时日])(?:起|开始)?的?"
    "|(?<=[一-龥]{4})(?<!多长)的?(?:日期|时间|时段)(?=[是为?]*$)|几点钟?(?:[到至]几点钟?)?"
)
_OF_DAY, _OF_HOUR = (
    re.compile("哪一?[天日]|几号|月(?:份的?)?几|周几|星期几|日期"),
    re.compile("几点|时段"),
)
_DIGIT = "[0-9〇零一二两三四五六七八九十百千万亿半]"
DIGITS = "0123456789.,〇零一二两三四五六七八九十百千万亿半"
_LONGER = "公[里斤顷]|[厘毫]米|毫升|[平立]方公?[里米]"
_NUMBER = f"(?<!第){_DIGIT}[0-9.〇零一二两三四五六七八九十百千万亿]{{0,12}}(?:{_LONGER}|[一-龥%])"
_DATE = (
    f"(?:{_DIGIT}{{1,4}}年)?{_DIGIT}{{1,3}}月(?:{_DIGIT}{{1,3}}[日号]|底|初|[上中下]旬)?"
    f"|{_DIGIT}{{4}}年|(?:每[月周旬]|(?:每?季度?)?[次当首末]月){_DIGIT}{{1,3}}[日号]?"
)
_DAY_ITSELF = f"(?:月|每[月周旬])(?:{_DIGIT}{{1,3}}[日号]?|底|初|[上中下]旬)|周{_DIGIT}"
_JOINED = "起?[至到—~-]+"
_SPAN = "个?(?:分钟|小时|天|日|周(?!岁)|年|秒|工作日)|个月"
_TIME = f"(?<![0-9]{{3}})(?<!月)(?<!月[0-9]){_DIGIT}(?:{_SPAN})"
# What print has for a measure that a reader says.
_PEOPLE = "(?:人(?!次)|名|位)"
_PRINTED = {
    "个人": _PEOPLE,
    "人": _PEOPLE,
    "钱": "元",
    "块钱": "元",
    "天": "(?:天|日|个?工作日)",
    "日": "[天日]",
    "岁": "周?岁",
    "号": "[日号]",
}
_SOFT = re.compile(
    "[收花交付](?:了|费)?(?=多少|几块)|全年|后来|现在|目前|如今|总共|一共|合计|最[多少高低长短大小快慢]|至少|可以|不?能够?|不[得准许]|不?让走?|允许|禁止|应当?|必须|需要|大概|左右|规定|要求"
    "|(?:期限|时限|时长)(?=[是为]?(?:[多几 ]|$))|走了|开始|结束|截止|为止"
)
_TERM = re.compile("(?<=期限|效期|时限)(?=[是为?]*$)")  # asks for a time or a day, or 多久 of it
WHY = re.compile("为[什啥]么?|为何|原因")
WHETHER = re.compile(
    "[是能可会]否|能不能|可不可以|是不是|会不会|要不要|用不用|行不行"
    "|(?:可以|能|[要收][交付花]?[钱费])?吗(?=[?]?$)|[要收][交付花]?不[要收][交付花]?[钱费]"
)
PHONE = re.compile(
    "(?:联系|咨询|值班|服务)?(?:电话|热线)(?:号码?)?[是为]?(?:多少|什么|几号)?(?=[?]?$)"
    "|打(?:什么|哪个)(?:电话|热线|号码?)|打给谁|怎么联系|联系方式"
)
_PLACE = re.compile("[在去到]?(?:哪[里儿]|什么地[方点]|何[处地])|地[址点](?=[是在?]*$)")
HOW = re.compile("怎么样?办?|如何|怎样|咋")
WHAT = re.compile(
    "哪几?[条段项种类]|哪些(?!单位|局|部门|分局|[省市县区])|(?:是|有|做)?(?:什么(?!时)|啥(?!时))"
    "|(?<=适用)的?(?:范围|对象)|(?=(?:材料|证件|条件|手续|流程)[?]?$)"
)
_NUMBERED = "(?<![0-9.])(?:0[0-9]{2,3}-?)?[0-9]{3,4}-?[0-9]{3,4}(?![0-9.]|[年个元万名])"
_CALLED = f"{_NUMBERED}|(?<=内线)[0-9]{{3,6}}|(?<![0-9.])1(?:10|19|2[0-9]|2[0-9]{{3}})(?![0-9.])"
CALLED = re.compile("电话|热线|内线")
_AGE = re.compile(f"{_DIGIT}{{1,4}}周?岁")
_FEE = re.compile(f"免费|不收|{_DIGIT}元|工本费|押金")
_CHARGE = re.compile("(?:怎么|如何|咋)?收费(?:标准|多少)?(?=[是?]*$)")
_PAID = re.compile("[奖补罚赔][^,，。]{0,6}多少$|(?:费|金|款|预算|造价|贴)(?:是|要)?多少$")

WHO = re.compile(
    "(?:[由归该]?(?:谁|哪(?:个|一?家)?(?:部门|单位|科室|人)?)来?)(?:负责|牵头|[承主]办|经办|主持)的?|[由归]谁管"
    "|(?:负责|责任|牵头|[承主]办|经办|联系)(?:人|单位|部门)?[是为]?(?:谁|哪[个家]?(?:部门|单位|人)?)(?=[?]?$)|找谁|交给?谁"
)

OF_AMOUNTS = (DAY, _AMOUNT, _SOFT)
ASKING = (PHONE, _CHARGE, WHO, DAY, _AMOUNT, WHETHER, WHY, _PLACE, HOW, WHAT, _AGE, _SOFT)
# A question above a passage that does not answer what is done or how is none of these.
NOTHING = re.compile("(?!)")
# A heading that asks.
ASKS = re.compile("[?]$|[吗呢]$|谁|哪[些里儿个]|什么|怎[么样]|如何|多[少久]|几[个只天人]")

_OTHERS = (
    (WHO, "责任|负责|牵头|[承主]办|经办|联系人|主持|由"),
    (WHY, "因|由于|系|为了|鉴于"),
    (_PLACE, "[门口室楼厅站所馆院场路街道巷号村镇港岛旁侧]|中心|窗口|码头"),
    (HOW, ""),
    (WHAT, ""),
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked at a place of a question: how that is printed, and whether a text without it
    answers not; how a heading asks the same."""

    start: int
    end: int
    answer: re.Pattern[str]
    is_needed: bool
    kind: re.Pattern[str]
    is_of_number: bool = False
    edge: str = ""


def asked_for(form: str) -> list[Asked]:
    """What a normal form asks for, in order: several amounts and days, or else one thing."""
    found = WHETHER.search(form)
    if found is not None:
        ruled = re.compile("可|不|免|须|应当|限|禁|得|照常|允许|无需")
        way = _AGE if _AGE.search(form) else _FEE if re.search("[钱费]", found[0]) else ruled
        return [Asked(*found.span(), way, way != ruled, WHETHER)]
    for kind, print_of in ((PHONE, re.compile(_CALLED)), (_CHARGE, _FEE)):
        if (found := kind.search(form)) is not None:
            return [Asked(*found.span(), print_of, True, kind)]
    told = _amounts(form)
    for kind, answer in () if told else _OTHERS:
        if (found := kind.search(form)) is not None:
            return [Asked(*found.span(), re.compile(answer), False, kind)]
    return told or [Asked(len(form), len(form), re.compile(""), False, NOTHING)]


def _amounts(form: str) -> list[Asked]:
    """Amounts and days: a number with the measure that is asked, or a day, is to be printed."""
    asked = [(day, DAY, _day_of(day[0])) for day in DAY.finditer(form)][:1]
    for found in _AMOUNT.finditer(form):
        if not any(at.start() < found.end() and found.start() < at.end() for at, *_ in asked):
            asked.append((found, _AMOUNT, _number_of(found, _PAID.search(form) is not None)))
    if not asked:
        asked = [(at, _TERM, f"{_TIME}|{_DATE}") for at in _TERM.finditer(form)]
    made = []
    for at, kind, answer in sorted(asked, key=lambda one: one[0].start()):
        edge = _edge(form[: at.end()], form[at.end() :]) if kind is DAY else ""
        answer = f"(?:{_DATE}){_JOINED}(?:{_DATE})|{answer}" if edge.endswith(_JOINED) else answer
        made.append(Asked(*at.span(), re.compile(answer), True, kind, True, edge))
    return made


def _edge(asking: str, behind: str) -> str:
    """What stands before or behind the day on which something ends, or begins, if that is asked;
    what joins the two where both are (从哪天到哪天)."""
    if DAY.search(behind):
        return f"月.*{_JOINED}"
    if re.search("(?:[到至]|截至|截止到?)[^到至]{2,5}$", asking) or re.match(
        "(?:失效|到期|截止|结束|为止)", behind
    ):
        return "^[到至]|[止前]$"
    is_first = re.search("[从自][^从自]{2,5}$|开始的?$|起的?$", asking) or re.match(
        "开始|起|施行|实施|生效", behind
    )
    return "^[自从]|起$" if is_first else ""


def _day_of(asking: str) -> str:
    if _OF_HOUR.search(asking):
        return f"{_DIGIT}{{1,3}}[时点:](?:{_DIGIT}{{1,3}}分?)?"
    return _DAY_ITSELF if _OF_DAY.search(asking) else f"{_DATE}|{_TIME}[之以]?内"


def _number_of(found: re.Match[str], is_paid: bool) -> str:
    if found["time"] or found["long"]:
        return _TIME
    if found["age"]:
        return _AGE.pattern
    if found["share"] or found["changed"]:
        return f"{_DIGIT}%|百分之[零一二三四五六七八九十百点几0-9.]+|{_DIGIT}成"
    if found["measure"] is None:
        return f"{_DIGIT}元" if is_paid else _NUMBER
    measure = (
        found["measure"].removeprefix("个") if "工作日" in found["measure"] else found["measure"]
    )
    return f"{_DIGIT}[余多]?个?{_PRINTED.get(measure, measure)}"


def asks_amount(text: str) -> bool:
    """Whether a text asks how much or on which day, and so not for a name's beginning."""
    form = normalize(text)
    return any(one.search(form) for one in (_AMOUNT, _OF_DAY, _CHARGE))


def measure_asked(form: str) -> str:
    """人 of 接访多少人, 元 of 多少钱; "" where none is said."""
    found = _AMOUNT.search(form)
    measure = (found["measure"] or "%" * bool(found["share"])) if found is not None else ""
    return {"个人": "人", "钱": "元", "块钱": "元"}.get(measure, measure)
