"""Keep what holds for the figures of a sentence until something else is said.

Against what they are compared, whether they are done, aimed at or laid down, and where.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from indexer.figures import units
from indexer.figures.leads import Lead, read_lead
from indexer.figures.lexicon import BRANCH, strip_head
from indexer.figures.occasion import DONE_BY_NOW, FUTURE, HAPPENED, INTENT, Occasion, names_aim
from indexer.figures.runs import Clause, Run, base_of_clause, comparison_clause
from indexer.figures.times import TimeMention
from indexer.figures.units import Quantity
from indexer.text.lazy_pattern import lazy_pattern

KINDS = {
    units.MONEY: "amount",
    units.MEASURE: "measure",
    units.DURATION: "duration",
    units.PERCENT: "rate",
    units.POINT: "change",
    units.FLAT: "change",
    units.TIMES: "change",
    units.RANK: "rank",
    units.STREAK: "streak",
}
# 没有达到85%: what is not reached is no level.
NEGATED = lazy_pattern(
    r"(?:没有?|未能?|尚未|并未|不能|无法|不)(?:达到?|完成|实现|降[至到]|[升增][至到])$"
)
# 涨幅控制在3%的目标没有实现, 未完成发案下降5%的任务
MISSED = lazy_pattern(
    r"(?:目标|任务|指标|计划)[一-龥]{0,4}(?:没有?|未能?|尚未|并未|没能)[^，]{0,4}(?:实现|完成|达到)"
    r"|(?:没有|未能?|尚未|并未|没能)[^，]{0,4}(?:实现|完成|达到).*(?:目标|任务|指标)$"
    r"|低于[^，]{1,8}的(?:预定|预期|年度|计划)[一-龥]{0,2}目标"
)
_MAY_INTEND = lazy_pattern(
    "[争期标划内拟确提底按要把再将建希呼申请需]"
)  # one is in whatever INTENT finds
# 如果办得不坏，可以增产一成; 只要提高1%，就能节约8000万元
_IF = lazy_pattern(r"^(?:如果|即使|只要|假如|假使|倘若|要是|若)")
_THEN = lazy_pattern(r"^[^，]{0,12}?(?:(?:就|便|将|也|一般)(?:可以?|能够?|会)|可以|能够)")
_FOR_EACH = lazy_pattern(r"每(?:十|百|千|\d+)?[百千万]")
_EXPECTED = lazy_pattern(r"预计(?!数)(?!.*了)|(?<![过于到成合现])预期(?!寿命)")
_STANDARD = lazy_pattern(
    r"(?:给予|予以|对)[^，。]{0,30}(?:补助|奖励|补贴|资助|罚款|奖金|处以)"
    r"|每[人名户家亩个件套辆台条项次位][^，]{0,6}(?:补助|补贴|奖励|资助)|上限|下限"
    r"|应当|不得|最高(?:不超过|额度|奖励|补助|罚)|(?:补助|奖励|补贴|资助)标准"
    r"|处以?[^，]{0,24}罚款|罚款最[高低]"
)
_NO_STANDARD = lazy_pattern(r"支出|已|共|累计|[今去前]年|年[来内底末]|\d年|月|兑现|发放|完成|；")
_MORE_OR_LESS = lazy_pattern(
    r"(?P<of>.{2,}?)?(?P<word>[多少])(?P<what>[发亡伤死抓破立查办接]"
    r"|(?(of)$|(?!数|年|人|儿|发性|功能|部门|元)[一-龥]{2,6}))"
)
_NOW = ("现在", "目前", "迄今", "至今")
_YEARLY = ("平均每年", "年均", "平均递增")
_MAY_PLACE = lazy_pattern("[全我本该辖境]")
_REMARK_ENDS = ("因素", "计算", "口径")
_VIEW_ENDS = ("来说", "来看", "而言", "来讲", "统计", "调查", "测算", "估算")
# What is done has a number of its own: 把涨幅控制在3.5%左右 says what is meant to be.
_DEEDS = lazy_pattern("累计|共|建成|完成|破获|侦破|抓获|打掉|查处|投入|化解|办结")
_LOOKED_BACK = 200  # characters: a sentence may be as long as a paragraph
_OF_YEARS = lazy_pattern(r"\d{4}/(?P<last>\d{4})")


class SentenceContext:
    """What the clauses of a sentence have said so far of all that follows."""

    def __init__(self, text: str, start: int, end: int, occasion: Occasion) -> None:
        self._text, self._start, self._occasion = text, start, occasion
        self.comparison: str | None = None
        self.base: str | None = None
        self._against_all = False  # said by a clause of its own: 与2018年相比，…
        self.place: str | None = None
        self._supposes = False  # 如果…: what follows would be
        self._intends = occasion.planned
        # Of the clause; None until somebody asks.
        self._future: bool | None = None
        self._happened: bool | None = None
        self._done: bool | None = None
        self._expected: bool | None = None
        self._standard: bool | None = None
        self._aims = self._goes_on = False  # 将由A增加到B，平均每年递增6%: as aimed at as B

    def open_clause(self, clause: Clause) -> None:
        if self._intends:
            self._intends = not self._search(DONE_BY_NOW, clause)
        elif self._search(_MAY_INTEND, clause):
            self._intends = self._search(INTENT, clause)
        self._goes_on = self._aims and self._text.startswith(_YEARLY, clause.start)
        self._future = self._happened = self._done = None
        opens = self._text[clause.start - 1 : clause.start] in ("；", ";")
        if opens or not self._expected or self._search(DONE_BY_NOW, clause):
            self._expected = None  # else what is expected holds for the rest of the list
        if self._standard and not self._search(_NO_STANDARD, clause):
            return  # 博士补贴30万元，硕士8万元: of the list
        self._standard = None

    def is_supposed(self, clause: Clause) -> bool:
        """Whether the clause says what would be if what its sentence has supposed came true."""
        text = self._text[clause.start : clause.end]
        if _supposes(text):
            self._supposes = True
            return True
        return self._supposes and _THEN.match(text) is not None and not self._occasion.is_rule

    def _search(self, pattern: re.Pattern[str], clause: Clause) -> bool:
        return pattern.search(self._text, clause.start, clause.end) is not None

    def hear(self, clause: str) -> bool:
        """Learn from a clause without figures; whether it may name what follows."""
        self._supposes = self._supposes or _supposes(clause)
        if _MAY_PLACE.search(clause):
            self.place = strip_head(clause)[1] or self.place  # 全市社会治安呈现“四个下降”：
        elif BRANCH.fullmatch(clause):
            self.place = clause  # 河东分局，立案301起
        if clause.endswith(_REMARK_ENDS) or (
            clause[0] in "就对从据" and clause.endswith(_VIEW_ENDS)
        ):
            return False  # 考虑价格下降因素, 就全国来说: how it was reckoned, no subject
        if "比" not in clause and "较" not in clause and "年为基" not in clause:
            return True
        compared = comparison_clause(clause)
        if compared is not None:
            self.comparison, self.base = compared
            self._against_all = True
            return False
        if "同比" in clause[-12:] or "环比" in clause[-12:]:
            self.comparison = read_lead(clause).comparison
        return True

    def compare_with(self, words: str) -> None:
        """同建国初期的一九五零年的(170亿元)作比较."""
        self.comparison, self.base, self._against_all = "比基期", base_of_clause(words), True

    def go_on_to(self, time: TimeMention, before: TimeMention | None) -> None:
        """2022年比2021年减少5起；2023年再降17%: what the year before was against holds no more."""
        if before is not None and before.period != time.period and not self._against_all:
            self.comparison, self.base = None if self.base else self.comparison, None

    def is_compared(self, lead: Lead) -> bool:
        """Whether a figure with these words in front of it is one against another."""
        return self._against_all or lead.comparison not in (None, "年均")

    def so_many_less(self, lead: Lead) -> Lead:
        """与去年相比，少发案1500起: behind a comparison it is a change of what follows 多 or 少."""
        found = None if lead.change else _MORE_OR_LESS.fullmatch(lead.name)
        if found is None:
            return lead
        if self.comparison is None:
            return lead
        direction = "up" if found["word"] == "多" else "down"
        of, what = found["of"] or "", found["what"]
        name = of if of and what == "发" else of + what  # 交通事故少发31起、少亡8人
        return lead._replace(name=name, change=True, direction=direction)

    def against(self, lead: Lead, kind: str, quantity: Quantity) -> tuple[str | None, str | None]:
        """The comparison that is printed here, or the one that the list goes on with."""
        if lead.comparison == "年均" and kind != "change":
            return None, None  # 每人每年补助380元
        if lead.comparison is not None:
            if lead.comparison not in ("比对象", "年均") and not lead.ratio:
                self.comparison, self.base = lead.comparison, lead.base
                self._against_all = False
            return (None, None) if lead.is_base else (lead.comparison, lead.base)
        if lead.to and not self._against_all:
            self.comparison = self.base = None
        if kind == "change" and lead.change and (self._against_all or quantity.unit != "番"):
            return self.comparison, self.base
        return None, None

    def modality(self, clause: Clause, kind: str, time: TimeMention | None, trail: str) -> str:
        """Whether a figure of this kind, at the time that holds, is done, aimed at or laid down;
        `trail` stands behind it."""
        if self._occasion.is_rule:
            return "standard"
        if names_aim(self._text, clause.start, trail):
            return "target"
        if kind in ("amount", "duration", "measure", "rate"):
            if self._standard is None:
                self._standard = self._search(_STANDARD, clause)
            if self._standard:
                return "standard"
        if time is not None and (time.is_future or time.local):
            self._aims = time.is_future
            return "target" if time.is_future else "actual"
        if self._happened is None:
            report = self._occasion.is_work_report
            self._happened = report and self._search(HAPPENED, clause)
            self._expected = self._expected or self._search(_EXPECTED, clause)
        self._aims = self._goes_on or self._aimed_at(clause, time, self._happened)
        return "target" if self._aims else "actual"

    def _aimed_at(self, clause: Clause, time: TimeMention | None, happened: bool) -> bool:
        """Whether words of a plan hold for the clause, or whether its time is still to come."""
        occasion = self._occasion
        if self._text[clause.start : clause.start + 3] in ("原计划", "原定为"):
            return True
        if self._intends and not (occasion.planned and (happened or self._is_over(time))):
            return True
        if self._future is None:
            self._future = self._search(FUTURE, clause)
        if self._future or (not happened and self._is_ahead(time)):
            return True
        if not happened and time is not None and self._outlasts(time, clause):
            return True
        return bool(self._expected) and not self._is_over(time)

    def _outlasts(self, time: TimeMention, clause: Clause) -> bool:
        """Whether years are aimed at that go on well after the report, 十三五时期 said in 2016, and
        nothing since they were printed tells of what is done."""
        said = self._occasion.spoken or self._occasion.told
        span = _OF_YEARS.fullmatch(time.period or "")
        if span is None or said is None or int(span["last"]) <= said + 1:
            return False
        since = max(time.start, self._start, clause.start - _LOOKED_BACK)
        if self._done is None:
            found = (p.search(self._text, since, clause.end) for p in (HAPPENED, _DEEDS))
            self._done = any(found)
        return not self._done

    def _is_over(self, time: TimeMention | None) -> bool:
        """Whether a time that was printed lies before the one planned for, or lasts until now."""
        told = self._occasion.told or self._occasion.spoken
        is_now = time is not None and time.text.endswith(_NOW)
        year = "" if time is None else (time.period or "").rpartition("/")[2][:4]
        return is_now or (told is not None and year.isdigit() and int(year) < told)

    def _is_ahead(self, time: TimeMention | None) -> bool:
        """Whether a work report tells of the year in which it is given, or of 五年内."""
        occasion = self._occasion
        if occasion.looks_ahead and time is not None and time.is_within:
            return time.start >= self._start
        if not occasion.looks_ahead or occasion.spoken is None:
            return False
        period = f"{occasion.told or ''}" if time is None else time.period
        return period == f"{occasion.spoken}"


def place_at_end(words: str) -> str | None:
    """以全市(10个警务站)为支点."""
    return words[-2:] if words[-2:-1] == "全" and words[-1:] in "省市县区州旗局" else None


# Changes whose verb is not the word before the figure.
_GROWTH_NAME = lazy_pattern(
    r"(?:增速|提速|增长率|增长速度|增长的速度|增幅|涨幅|降幅|上涨幅度|增长幅度|下降幅度|升幅)$"
)
_VERB_OF_CHANGE = lazy_pattern(
    r"(?:(?P<up>提高|提升|扩大|增加)|压缩|压减|压降|降低|减少|缩短|精简|节约|节省|削减)(?=[一-龥]{2})"
)
_FASTER = lazy_pattern(r"(?P<word>[快慢])[了于出]?$")
_STEADILY = lazy_pattern(r"(?:基本|大体|总体|大致|保持|相对)+$")
_BESIDE = lazy_pattern(r"(?<![环相同])(?:与|和|跟|较|比|同(?!比))")


def sped_up(lead: Lead, words: str) -> Lead:
    """比去年快(52秒): a time that has become shorter."""
    found = _FASTER.search(words)
    if found is None or not lead.change:
        return lead
    return lead._replace(direction="down" if found["word"] == "快" else "up")


def changed_by_verb(lead: Lead) -> Lead:
    """压缩审批时限60%: what is done is a change of what stands behind the verb."""
    found = _VERB_OF_CHANGE.match(lead.name)
    if found is None or lead.share or lead.is_from:
        return lead
    direction = "up" if found["up"] else "down"
    return lead._replace(name=lead.name[found.end() :], change=True, direction=direction)


def changed_by_noun(lead: Lead, quantity: Quantity) -> Lead:
    """降幅达62.2%: the noun is the verb of change, what has changed is named before."""
    if lead.name not in ("降幅", "增幅", "涨幅", "升幅", "减幅") or lead.change or lead.to:
        return lead
    if quantity.kind not in (units.PERCENT, units.POINT):
        return lead
    down = lead.name in ("降幅", "减幅")
    return lead._replace(name="", change=True, direction="down" if down else "up")


def as_change(words: str) -> str:
    """与上年基本(持平) as the words that would stand in front of a change: 与上年相比增长."""
    words = _STEADILY.sub("", words)
    return words + ("相比增长" if _BESIDE.search(words[-16:]) else "增长")


def _growth_in(name: str) -> tuple[str, str | None] | None:
    """Kind and direction of a per cent whose name ends in 增速 or 降幅; None: a level."""
    found = _GROWTH_NAME.search(name)
    if found is None:
        return None
    noun = found.group()
    if "降" in noun:
        return "change", "down"
    is_up = any(word in noun for word in ("涨", "增幅", "升幅", "增长幅度", "提速"))
    return "change", "up" if is_up else None


def without_origin(lead: Lead, rest: Sequence[Run]) -> Lead:
    """Cut 由/从 and what stands behind it off the name where a 增至 follows."""
    if lead.is_from or not rest or not read_lead(rest[0].lead).to:
        return lead
    at = max(lead.name.rfind("由"), lead.name.rfind("从"))
    if at < 0 or len(lead.name) - at > 20:
        return lead
    return lead._replace(name=lead.name[:at].strip(), is_from=True)


def kind_of(lead: Lead, quantity: Quantity, name: str, trail: str) -> tuple[str, str | None]:
    """The row's kind and direction."""
    kind = KINDS.get(quantity.kind, "count")
    if not quantity.kind and "." in (quantity.decimal or ""):
        kind = "rate"  # an index, a ratio: no unit is printed
    if kind == "count" and (lead.per or name.endswith("率") or _FOR_EACH.match(name)):
        kind = "rate"  # 万人发案率27.4起, 每万人配备警力13.5名: so many for each of the whole
    if quantity.kind == units.STREAK:
        own = read_lead(trail.strip()[:8])
        return kind, own.direction if own.change and not own.name else None
    if quantity.kind == units.FLAT:
        return "change", "flat"
    if lead.change:
        return "change", lead.direction
    if lead.to:
        return kind, lead.direction
    if quantity.kind == units.PERCENT and not lead.is_from:
        return _growth_in(name) or (kind, None)
    return kind, None


def _supposes(clause: str) -> bool:
    """如果办得不坏, but not 如果同1950年的170亿元作比较."""
    return _IF.match(clause) is not None and "比" not in clause


# 在2022年95%的基础上; 39870本，是2022年5206本的7.7倍
_ON_TOP = lazy_pattern(
    r"[^，。]{1,12}的?基[础数]上|[\d.]+[万亿]?[一-龥%]{1,2}的近?[\d.一二两三四五六七八九十多]+[倍成%]"
)


_MONTHS = lazy_pattern(r"\d{4}(-\d\d)(?:/\d{4}(-\d\d))?")


def _same_months(local: TimeMention, now: TimeMention | None) -> TimeMention:
    """上年同期: the months of the time that holds, in the year that is named."""
    year, told = (local.period or "")[:4], (now and now.period) or ""
    months = _MONTHS.fullmatch(told)
    if not year.isdecimal() or (told and months is None and not told.isdecimal()):
        return local._replace(period=None)
    period = "/".join(year + month for month in months.groups() if month) if months else year
    return local._replace(period=period)


def own_time(
    local: TimeMention | None, text: str, figure: int, lead: Lead, now: TimeMention | None
) -> TimeMention | None:
    """The local time if the figure that starts at `figure` is of it: reached then, or a mean;
    `now` is the time that holds.

    降低到今年的27亿元, 比1952年底的5万人增长.
    """
    if local is None:
        return None
    between = text[local.end - 1 : figure]
    if text[figure - 2 : figure] == "连续" and local.text.endswith("以来"):
        return local  # 自2012年以来命案连续9年全破
    if between[1:] in ("同期", "同期的" if lead.is_base else "同期为", "同期是", "同期有"):
        return _same_months(local, now)
    if between[1:] in ("为", "是") or (between[1:] in ("", "的") and _ON_TOP.match(text, figure)):
        return local  # 安全感96%，2022年为95%; 在2022年95%的基础上
    is_of_it = between[-1:] == "的" and len(between) <= (9 if lead.is_base else 2)
    is_of_it = is_of_it or (lead.is_base and len(between) == 1)  # 较上年90起
    is_mean = lead.comparison == "年均" and "/" in (local.period or "")
    return local if is_mean or (is_of_it and (lead.to or lead.is_base)) else None
