"""Tell of which cases, things or places a bare measure is: 破案数 behind 电诈案件发案数."""

from __future__ import annotations

from collections.abc import Sequence

from indexer.figures.leads import read_lead
from indexer.figures.lexicon import ACTING, BRANCH, LONG_VERBS, NOUN_VERBS
from indexer.figures.names import ONLY_VERBS, SHORT_DEEDS, VERB, acts, thing_of, verb_in_front
from indexer.figures.standings import is_measure
from indexer.text.lazy_pattern import lazy_pattern

# What is done about cases, and what comes of it: of which cases the words before must say.
_OF_CASES = lazy_pattern(
    r"(?:当年)?(?:保持|实现)?(?:当年)?全部?[告侦]?破|(?:做到|实现|保持)?发一起破一起|(?:共|累计|成功|造成|致)?(?:破案|发案|立案|侦破|破获|抓获|抓捕|查处|案损|涉案|损失|被骗|挽损|追赃|挽回|追回"
    r"|追缴|返还|止付|冻结|起诉|移诉|刑拘|逮捕|批捕|亡人|死亡|受伤|伤亡|打掉|捣毁)+"
    r"(?:案件|(?:违法)?(?:犯罪)?嫌疑人员?|人员|[资现]金|(?:直接)?(?:经济|财产)?损失|金额|财物|价值"
    r"|(?:犯罪)?团伙|窝点)?(?:总?[数量额]|率|[人起件]数)?|(?:案件|警情)数|起数|[破立抓伤亡]"
)
_OF_THINGS = lazy_pattern(
    r"(?:整改|办结|化解|覆盖|完成|合格|达标|处置|登记|核查|清零|采集|安装|知晓|参与|使用|完好|达线|守法)[率度]"
)
# 盗窃牲畜案件, 诈骗老年人案件: the cases go on behind the deed.
_OF_WHOM = r"(?!(?![^案]{0,4}[立破发查侦办结接共])[一-龥]{2,5}(?<!犯罪)(?<!警情)案件)"
CASES = lazy_pattern(
    rf"(?:案件|警情|事故|诈骗{_OF_WHOM}|违法(?!犯罪|人员|嫌疑|所得|建)"
    rf"|(?:电诈|盗窃{_OF_WHOM})(?!案(?!发|值|损)|类|犯罪|警情)|犯罪(?!嫌疑|团伙|集团|分子)"
    r"|火灾|纠纷|(?<=[一-龥]{2})类$|(?<![破立发结积专办审作侦])案"
    r"(?![件值损例情由卷数]|发(?!案|生|$|\d+破)))"  # 命案发2破2
)
_BEFORE_CASES = lazy_pattern(
    r"打击治理|打击|治理|防范|[立破查侦办]|全[省市县区国]|[首一][例起]|现[发行]|[\d一二两三四五六七八九十]+起"
)
_ANY_CASES = lazy_pattern(r"(?:[该此]|类|的)?(?:案件|警情|事故|案|犯罪|纠纷)")
_ALL_CASES = lazy_pattern(r"(?:各类|各|刑事)(?:案件|警情|事故|案|犯罪|纠纷)")
_DONE = lazy_pattern(r"(?<=[一-龥]{2})(?:累计|共|已)*(?:建成|达线|安装|登记)$")
# 刑事案件发案5210起，破获4390起
_OF_THEM = lazy_pattern(r"刑事案件(?:发案|立案)(?:总?数)?$")
_SOLVED = lazy_pattern(r"(?:共|累计|成功)?(?:破案|侦破|破获)(?:总?数|率)?")
_OF_MONEY = lazy_pattern(r"损|金|涉案|财|追赃|止付|返还")  # never of murders
_LONGEST_CASES, _FARTHEST_CASES, _LONGEST_THING = 10, 16, 12
# 盗窃，立6120起、破3874起；伤害：立案1208起: in front of each is the kind, up to the semicolon.
_KIND_LISTED = lazy_pattern(
    r"(?:(?<=[；;：:。])|^)\s*(?P<kind>[一-龥“”、]{2,12})[，,：:]"
    r"(?=\s*(?:共|累计|全年)?(?:立案|破案|发案|侦破|破获|接报|查处|死亡|[立破发查死])(?:案件)?\d)[^；;]*"
)
_COUNTED_KIND = lazy_pattern(r"[一-龥“”、]{2,6}(?<![数量率均共计])")


_BY = ("通过", "经过", "根据", "按照", "对", "在", "从", "由于", "为")
_LONGEST_OBJECT = 8
_OBJECTS = ("案", "警", "付")  # 立案, 接警 and 止付 are of what they say themselves
_PUT = lazy_pattern(r"^[^，]{0,4}[把将](?P<what>[一-龥]{2,8}?)[一-龥][到进入在][一-龥]+$")
_TELLS = lazy_pattern(r"[到了着过把被将使让这那]|没有|[不没]\w")  # a sentence, and no thing
_AMONG = ("中", "里", "内", "下", "后")
_CIRCUMSTANCE = (*_AMONG, "间", "来", "前", "上", "面", "况")


def object_in(clause: str, verb: str) -> str:
    """The short name of what a bare verb behind this clause is done to; "" where it has none.

    发电设备，去年只生产80万千瓦; 布设视频监控，新增810只. 各分局中 says among whom, and not what.
    """
    if clause.startswith(_BY) or clause.endswith(_AMONG):
        return ""
    if (put := _PUT.search(clause)) is not None:
        return put["what"]  # 把矛盾纠纷摆到案头，全市排查4.17万件
    name, is_new = read_lead(clause).name, verb in ("新增", "净增")
    name = thing_of(name) if is_new else name
    acts_on = VERB.search(name) is not None and (not is_new or acts(name, is_object=True))
    has_object = verb.endswith(_OBJECTS) or _TELLS.search(name) is not None
    return "" if acts_on or has_object or not 1 < len(name) <= _LONGEST_OBJECT else name


def lacks_cases(name: str) -> bool:
    """Whether a name says only what was done about cases: 破案数, 抓获犯罪嫌疑人, 挽损率."""
    return _OF_CASES.fullmatch(name) is not None


def cases_of(text: str) -> str | None:
    """The cases that a name or a clause speaks of: 电诈案件 of 电诈案件发案数.

    "" where it speaks of all of them, as 破获刑事案件 does; None where it names none.
    """
    if CASES.search(text) is None:
        return None
    text = without_verb(text)
    found = CASES.search(text)
    if found is None:
        return None
    cases = text[max(found.start() - _FARTHEST_CASES, 0) : found.end()]
    if len(cases) > _LONGEST_CASES:
        ends = [verb.end() for verb in VERB.finditer(cases) if verb.group() not in NOUN_VERBS]
        cases = cases[max(ends, default=0) :]
    cases = cases.lstrip("的了，,、 ")
    if _ALL_CASES.fullmatch(cases):
        return ""
    is_known = len(cases) < 2 or cases.startswith(("该", "此", "其", "上述"))
    return None if is_known or _ANY_CASES.fullmatch(cases) else cases


def without_verb(text: str) -> str:
    """打掉全市首例毒品案件 without what stands before its noun."""
    text = text.removeprefix(verb_in_front(text))
    while (found := _BEFORE_CASES.match(text)) is not None and found.end() < len(text):
        text = text[found.end() :]
    return text


def thing_counted(name: str) -> str:
    """What a rate behind this name is of: 安全隐患 of 排查安全隐患; "" if it is too long."""
    thing = name.removeprefix(verb_in_front(name))
    thing = _DONE.sub("", thing)  # 智慧安防小区累计建成
    is_measure = thing.endswith(("率", "感", "度", "数", "量", "额"))
    is_name = 1 < len(thing) <= _LONGEST_THING and VERB.fullmatch(thing) is None
    return thing if is_name and not is_measure else ""


_DEED_ASIDE = lazy_pattern(r"(?P<solved>告破|侦破|破获|破案)[（(]$")


def deed_aside(text: str, at: int) -> str:
    """破案 for a number in brackets behind what says so: 六成四告破（158起）; else ""."""
    return "破案" if _DEED_ASIDE.search(text, max(at - 3, 0), at) is not None else ""


class Subjects:
    """The cases and things that a sentence has spoken of, of which later bare measures are."""

    def __init__(self) -> None:
        self._cases, self._cases_start = "", 0
        self._all, self._all_start = "", 0  # 刑事案件, of which only what was solved is
        self._known: dict[str, tuple[str, int]] = {}  # whose each bare rate is
        self._kinds: dict[int, tuple[str, int]] = {}  # listed: by where they stand, with their ends
        self._whole: tuple[str, int] | None = None  # what was spoken of before 其中
        self._kind_end, self._is_kind = -1, False  # of the one gone on about; else a place is

    def expect(self, kinds: dict[int, tuple[str, int]]) -> None:
        """The kinds that the sentence lists, as `kinds_listed` finds them."""
        self._kinds = kinds

    def hear(self, clause: str, start: int) -> None:
        """Learn from a clause without figures what the next ones are of."""
        kind, end = self._kinds.get(start, ("", -1))
        self._kind_end, self._is_kind = end, bool(kind)
        if kind:
            self._all, self._cases, self._cases_start = "", kind, start
        elif end < 0 and CASES.search(clause):  # else its name has none
            self.speak_of(read_lead(clause).name, start)

    def go_to(self, start: int, sign: str) -> None:
        """Behind the semicolon a clause is of no listed kind any more: 伤害，立8起；抓获9人, and of
        no part of all cases: 电诈立案9起，其中大案下降3成；破案4起."""
        if sign in "；;" and self._whole is not None:
            self._cases, self._cases_start = self._whole
            self._whole = None
        if 0 <= self._kind_end <= start:
            self._cases = "" if self._is_kind else self._cases
            self._kind_end = -1

    def open_part(self, lead: str) -> None:
        """其中: what follows may be of some of the cases that were spoken of."""
        if lead.startswith("其中") and self._whole is None and self._cases:
            self._whole = self.kept()

    def is_of_kind(self, name: str) -> bool:
        """Whether a bare measure is of the listed kind or place in front of it."""
        return self._kind_end >= 0 and lacks_cases(name)

    def count(self, name: str, unit: str, start: int) -> None:
        """其中侵财4206起，破1688起: a noun counted in 起 is of cases, whatever word it is."""
        name = name.removesuffix("立")  # 伤害立8起，破3起
        if unit != "起" or VERB.search(name) or CASES.search(name) or lacks_cases(name):
            return
        if _COUNTED_KIND.fullmatch(name):
            self._all, self._cases, self._cases_start = "", name, start

    def speak_of(self, words: str, start: int) -> None:
        """Later figures may be of the cases that these words name."""
        found = cases_of(words)
        if found is not None:
            self._all, self._all_start = "刑事案件" if _OF_THEM.search(words) else "", start
            self._cases, self._cases_start = found, start

    def subject_of(self, name: str, at: int, of: str, start: int) -> tuple[str, int] | None:
        """Whose a bare measure at `at` is; `of` is what was counted before it, from `start` on.

        Any other name is what later ones may be of.
        """
        if not lacks_cases(name):
            self.speak_of(name, at)
        else:
            if self._cases and not (_OF_MONEY.search(name) and "命案" in self._cases):
                return self._cases, self._cases_start
            is_of_all = self._all and _SOLVED.fullmatch(name) is not None
            return (self._all, self._all_start) if is_of_all else None
        if _OF_THINGS.fullmatch(name) is None:
            return None
        thing = thing_counted(of)
        if thing:
            self._known[name] = thing, start
        return self._known.get(name)

    def kept(self) -> tuple[str, int]:
        """What `restore` takes back to."""
        return self._cases, self._cases_start

    def restore(self, kept: tuple[str, int]) -> None:
        """Speak again of what was spoken of before a remark."""
        self._cases, self._cases_start = kept


# How a kind of cases goes, no part of it: 电信诈骗来势凶猛，全年发案1466起.
_RAMPANT = lazy_pattern(
    r"(?<=[一-龥]{2})(?:发案)?(?:[仍依]?[然旧仍]?[处在于]{0,2}高位(?:运行)?|居高不下|来势凶猛|形势[仍依]?[然旧]?严峻"
    r"|[持续呈]{0,2}[高多频]发态?势?)$"
)


_GOES = lazy_pattern(
    r"(?<=诈骗|盗窃|电诈|犯罪|案件)[一-龥]{4}$"
)  # four characters, as such words are


def kinds_listed(text: str, start: int, end: int) -> dict[int, tuple[str, int]]:
    """The kinds of cases that `text[start:end]` lists, by where each stands, and where it ends.

    What stands in front of 立…起 need not be one (春季，立64起): among kinds of cases it is. A
    place (河东分局，立64起) is told as "".
    """
    told = {each: _named_alone(each["kind"]) for each in _KIND_LISTED.finditer(text[start:end])}
    is_of_kinds = any(CASES.search(kind) for kind in told.values())
    listed: dict[int, tuple[str, int]] = {}
    for each, kind in told.items():
        if is_place := _PLACE_NAME.fullmatch(kind) is not None:
            kind = ""
        if is_place or (is_of_kinds and _names_kind(kind)):
            listed[start + each.start("kind")] = kind.strip("“”"), start + each.end()
    return listed


def _named_alone(kind: str) -> str:
    """A kind of cases without how it goes: 电信诈骗露头冒尖, 盗窃此起彼伏."""
    kind = _RAMPANT.sub("", kind)
    goes = _GOES.search(kind)
    return kind[: goes.start()] if goes is not None else kind


def _names_kind(words: str) -> bool:
    """Whether words may name a kind of cases: no time, nobody who acts, no circumstance."""
    if words.endswith(_CIRCUMSTANCE) or ACTING.fullmatch(words) or VERB.match(words):
        return False
    return read_lead(words).name == words.strip("“”")


_POINTS_BACK = lazy_pattern(r"(?:这|该)(?:一|个)?(?:数字|数据|数值|指标|数)(?![据值字])")
_STOP = lazy_pattern(r"[。！!？?\n]")
_FARTHEST_SENTENCE = 120  # characters


def measure_before(text: str, start: int, end: int) -> str:
    """道路交通死亡人数 for 这个数字是198人 in `text[start:end]`, where the sentence before it says
    道路交通死亡人数大幅下降; "" for any other sentence."""
    if _POINTS_BACK.search(text, start, end) is None:
        return ""
    first = max(start - 1 - _FARTHEST_SENTENCE, 0)
    stops = list(_STOP.finditer(text, first, max(start - 1, first)))
    if not stops and first:
        return ""
    before = text[stops[-1].end() if stops else first : start].strip("。！!？?\n ")
    clauses = before.replace("；", "，").split("，")
    found = (read_lead(clause).name for clause in reversed(clauses))
    return next((name for name in found if is_measure(name)), "")


_PLACE_NAME = lazy_pattern(
    r"[一-龥]{1,7}(?:省|[市县州盟]|自治区|地区)|[一-龥]{2,3}(?<![小园街社校厂景辖开发示范户])区"
    rf"|{BRANCH.pattern}"
)
_PLACE_DOES = lazy_pattern(
    rf"(?P<place>[一-龥]{{1,5}}(?:[市县]|(?<![小园街社校厂景辖开发示范户])区))(?P<deed>(?:{LONG_VERBS})(?![市县区]).*|[破立抓])"
)


class PlaceList:
    """What a sentence tells of one place after the other."""

    def __init__(self) -> None:
        self.topic = ""  # the measure
        self._unit: str | None = None
        self._place = ""

    def named(self, name: str, place: str | None, unit: str, recent: Sequence[str]) -> str:
        """宣州区化解矛盾纠纷9600起，宁国市(8200起): a place alone has the measure before it.

        `place` stood in front of the name: 河东分局立案301起，河西分局(280起).
        """
        found = _PLACE_DOES.fullmatch(name)
        self._place = ""
        if found is not None:
            deed = SHORT_DEEDS.get(found["deed"], found["deed"])
            if ONLY_VERBS.fullmatch(deed):
                deed = next((known for known in recent if known.startswith(deed)), deed)
                self._place = found["place"]
            self.topic, self._unit = deed, unit
            return found["place"] + deed
        if place and name and BRANCH.fullmatch(place):
            self.topic, self._unit = name, unit
            return name
        if self.topic and self._unit in (None, unit) and _PLACE_NAME.fullmatch(name):
            self._place = "" if self._unit is None else name
            return name + self.topic  # 人口自然增长率，四川省降到6.1‰
        return name

    def hear(self, measure: str) -> None:
        """人口自然增长率，: what the next clauses tell of."""
        self.topic, self._unit = measure, None

    def of_row(self, name: str) -> str | None:
        """The place with which the name of a row begins, if the row was told of a place."""
        return self._place if self._place and name.startswith(self._place) else None
