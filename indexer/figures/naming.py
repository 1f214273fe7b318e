"""Find the indicator of each figure of a run: in its words, or carried from figures before."""

from __future__ import annotations

from collections.abc import Sequence

from indexer.figures import names, units
from indexer.figures.around.topics import is_counted
from indexer.figures.cases import PlaceList, Subjects, object_in
from indexer.figures.leads import Lead, read_lead
from indexer.figures.lexicon import LIGHT
from indexer.figures.runs import Clause, Run, bare_changes, bare_ranks, with_arrival, with_trail
from indexer.figures.standings import RECORD, is_measure, state_kept, state_told, streak_name
from indexer.figures.traps import says_nothing
from indexer.text.lazy_pattern import lazy_pattern

CARRIED = 6  # names that a later 分别 may refer back to
_AWARDED = lazy_pattern("(?:荣?获评?|被?评[为选]?|入[选围]|当选|[荣授]予?)[^，。；]")
LONGEST_SILENT = 30  # a longer clause without figures is a sentence, not a subject

_PER_CAPITA = ("人均", "户均", "亩均", "平均每人", "每人平均", "平均每户", "平均每亩")
_OF_PLAN = lazy_pattern(
    r"(?:(?:共|只|仅|已|超额)*完成|为)了?(?:全年|年度|年初|调整|原定|年)?的?(?:预算|计划|任务|目标)数?$"
)
_CONTESTS = ("考核中", "考评中", "评比中", "测评中", "评估中", "竞赛中", "比武中", "比赛中")
_TOTALS = ("数量", "总数", "总量", "总额", "规模", "排名")
_CHANGES = ("增幅", "降幅", "涨幅", "升幅", "增速", "降速")
_COUNTED = (units.COUNT, units.MONEY, units.MEASURE)
_OF_A_WHOLE = ("", "%", "‰", "百分点")
_TO_WHOM = ("对", "向", "给", "把", "将")
_PER_DAY = ("日均", "月均", "平均每天", "平均每月", "平均每年", "每天", "每月")
_CAPACITIES = ("能力", "产能", "规模", "产量", "产值", "造价", "成本")
_HEAD = lazy_pattern(
    r"(?![在从对关据])[一-龥]{1,8}(?<!规定|指出|要求|提出|方面|情况|如下|表明)(?<!有)"
)
_THINGS = lazy_pattern(
    r"(?!用于|为|以|使|并|从|这|其|除)[^比较]{2,16}的[一-龥]{2,4}(?<![中下上后时候中])"
)  # 向灾区调运的粮食
_MEASURED = ("率", "数", "量", "额", "度")
_NEW = lazy_pattern(r"^(?:年均|月均|日均)?(?:新增|净增)")
_MADE_NEW = lazy_pattern(r"^(?:今年|当年)?(?:新[增建设装招]|净增)")
# 合作社有了很大的发展，已发展到50万个: of which it is told stands in front.
_DEVELOPMENTS = ("发展", "提高", "增长", "改善", "增加", "减少", "下降", "进展", "成效", "加强")
_DEVELOPED = lazy_pattern(
    rf"(?<=[一-龥]{{2}})(?:也|都|均|已|不但|不仅)*(?:没?有了?|得到了?|取得了?|呈现)[^，]{{0,6}}(?:{'|'.join(_DEVELOPMENTS)})$"
)


class Names:
    """The names that a sentence has used so far, and how the next figures get theirs.

    `subject` is what a clause without a subject goes on about, `subject_start` where its clause
    begins; `silent` is the clause just before, if it had no figure.
    """

    def __init__(self, earlier: Sequence[str], topic: str = "") -> None:
        """`topic`: what a figure without any name is of, if it is counted so."""
        self._earlier, self._topic = list(earlier), topic
        self.recent: list[str] = []
        self._latest: list[str] = []  # of the run before, one for each of its figures
        self._side: list[str] = []  # of the runs that stand side by side with it
        self.subject, self.subject_start = "", 0
        self._silent, self._silent_start, self._silent_opens = "", 0, False
        self._list_verb, self._owed = "", list[str]()
        self.cases = Subjects()
        self._share = ""  # the figure before, if it was a share of the subject
        self._before_remark: tuple[str, int, list[str], list[str], tuple[str, int]] | None = None
        self._steady = ""  # what has gone on for years in this clause: 连续11年保持100%
        self.places = PlaceList()
        self._lost = ""  # 损失, where the sentence has said so: of all that it lists
        self._head, self._head_start = "", 0  # 水泥 of 水泥：全部建成后的年产能力为…
        self._goes_on = ""  # what has changed for years (连续18个月下降), without the change
        self._units: dict[str, str] = {}  # in which each name was counted last

    def hear(self, text: str, start: int, *, opens: bool, colon: bool = False) -> None:
        """Note a clause without figures: what follows may be about it.

        `opens`: it stands behind a semicolon and begins something new; `colon`: one follows it.
        """
        if colon and _HEAD.fullmatch(text):
            self._head, self._head_start = text, start
        if text.endswith(_DEVELOPMENTS):
            text = _DEVELOPED.sub("", text)
        if text.startswith("在") and text.endswith(_CONTESTS):
            text = text[1:-1]  # 在全省绩效考核中，列第二: whatever was told before
            self.subject, self.subject_start = read_lead(text).name, start
        self._silent, self._silent_start, self._silent_opens = text, start, opens
        if is_measure(text):
            self.places.hear(read_lead(text).name)
        self.cases.hear(text, start)

    def subject_of(self, name: str, start: int) -> tuple[str | None, int]:
        """What a bare measure is of, from the words before it in its sentence, and where they are.

        电诈案件 for the 破案数 behind 电诈案件发案数下降16%. None, `start` for any other name,
        which later ones may be of. To be asked of a run's names in order, before `remember`.
        """
        known = self.cases.subject_of(name, start, self.subject, self.subject_start)
        if known is not None:
            return known
        if self._head and name.endswith(_CAPACITIES) and self._head not in name:
            return self._head, self._head_start
        return None, start

    def open_remark(self) -> None:
        """（其中税收36亿元，占81%）: behind it the figure before it is gone on about."""
        self._before_remark = (
            *(self.subject, self.subject_start, list(self.recent), self._latest),
            self.cases.kept(),
        )

    def close_remark(self) -> None:
        if self._before_remark is not None and self._before_remark[0]:
            self.subject, self.subject_start, self.recent, self._latest = self._before_remark[:4]
            self.cases.restore(self._before_remark[4])
        self._before_remark = None

    def open_clause(self, start: int, sign: str) -> None:
        self.cases.go_to(start, sign)
        self._list_verb, self._owed, self._steady = "", [], ""

    def close_clause(self) -> None:
        self._silent = ""

    def remember(self, found: Sequence[str], lead: Lead, start: int, unit: str) -> None:
        """Let later figures refer to these names; a share of a whole leaves the whole in place."""
        if not lead.change:
            self._units |= dict.fromkeys(found, unit)
            self._side += found
            self.cases.count(found[-1], unit, start)
        if self._goes_on:
            found, self._goes_on = [self._goes_on], ""
        of_whole = bool(lead.share) or "占" in found[0]
        own = lead.name and found[0].endswith(("占比", "比重", "比例"))
        plan = _OF_PLAN.search(found[0])
        self._share = found[-1] if of_whole else ""
        if self.subject and ((of_whole and not own) or plan is not None):
            return
        if plan is not None and plan.start():  # 总产值完成原定计划的101%，比上年增长8%
            found = [found[0][: plan.start()]]
        self._latest = list(found)
        for name in found:
            if name in self.recent:
                self.recent.remove(name)
            self.recent.append(name)
        del self.recent[:-CARRIED]
        self.subject, self.subject_start = found[-1], start

    def forget(self) -> None:
        """Carry no name on: what a figure between them is of could not be told."""
        self.subject, self.recent, self._latest = "", [], []

    def name_run(
        self, clause: Clause, run: Run, lead: Lead, rest: Sequence[Run]
    ) -> tuple[list[str], int]:
        """One name for each figure of the run, or several for its only one; where they begin.

        No names where none can be told surely.
        """
        owed = self._owed_name(clause, run, lead, rest)
        if owed is not None:
            return owed
        if not run.continues:
            self._side = []
        kind, unit = run.quantities[0].kind, run.quantities[0].unit
        name = "" if says_nothing(lead.name) else lead.name
        if not name and lead.name and not self.subject and self._earlier:
            self.subject, self.subject_start = self._earlier[-1], clause.start  # 这一数字
        if kind == units.STREAK:
            found = self._streak(name, run, rest)
            self._steady = name if rest else ""
            return found, clause.start
        if self._steady and not name and lead.level:
            return [self._steady + names.predicate(run.trail)], clause.start
        if kind == units.RANK:
            joined = self._joined_to_subject(name, lead) if name in (*_TOTALS, *_CHANGES) else ""
            name = joined or name
            start = clause.start if name else self.subject_start
            return self._ranked(name, lead, run), start
        own = with_trail(name, run, lead, rest) or ("" if self.subject else name)
        name = own if self.cases.is_of_kind(own) else self._with_object(own, unit)
        start = clause.start if name == own else self.subject_start
        name = self.places.named(name, lead.place, unit, self.recent)
        if joined := self._joined_to_subject(name, lead):
            return [joined], clause.start if joined == name else self.subject_start
        if not name and kind == units.POINT and self._share and len(run.quantities) == 1:
            return [self._share], self.subject_start  # 占13.4%，高出全省4.2个百分点
        if not name or name.startswith("占"):
            return self._carried(name, lead, run, clause.start)
        found = with_arrival(self._listed(name, run, lead), run)
        return self._with_list_verb(run, lead, found, rest), start

    def _joined_to_subject(self, name: str, lead: Lead) -> str:
        """The name of a figure that only says how the subject is counted; "" for any other."""
        if name in _PER_CAPITA and self._silent and is_measure(self._silent):
            return read_lead(self._silent).name + name  # 农民的纯收入，全国平均每人355元
        if name in _PER_CAPITA:
            return name + (self.subject if lead.change else "")
        totals = _TOTALS if lead.each else (*_TOTALS, *_CHANGES)
        if name in totals and not self.subject.endswith((*_TOTALS, "比重", "率", "比例")):
            # GDP增长6.1%，总量居全省第5位，增速居第2位; 新增志愿者1万人，总数达20万人
            is_sum = (lead.to or lead.level) and name in _TOTALS
            return (_MADE_NEW.sub("", self.subject, count=1) if is_sum else self.subject) + name
        if self.subject and _NEW.fullmatch(name):
            return name + self.subject.removeprefix("新增").removesuffix("总量").removesuffix(
                "总数"
            )
        if self.subject and _OF_PLAN.fullmatch(name):  # 收入21亿元，完成预算的102%
            return self.subject + name
        return name + self.subject if name in _PER_DAY else ""

    def _with_object(self, name: str, unit: str) -> str:
        """新建小区120个，今年已新建86个: a verb alone has the object that it had before.

        Another verb has it, too, where both are counted in the same unit: 改造86个.
        """
        if not name or (name != "建" and names.ONLY_VERBS.fullmatch(name) is None):
            return name
        for known in reversed(self.recent):
            if known.startswith((name, f"新{name}")) and not known.endswith(_MEASURED):
                return known[known.find(name) :]
        latest = self._latest[0] if len(self._latest) == 1 else ""
        done = max((verb for verb in names.BUILT if latest.startswith(verb)), key=len, default="")
        if done and self._units.get(latest) == unit and name in names.BUILT:
            return name + latest.removeprefix(done)
        silent = object_in(self._silent, name)
        if not silent or unit == "人次":  # 夜话：接待3.4万人次
            return name
        self.subject_start = self._silent_start
        return name + silent  # 如发电设备，去年只生产80万千瓦

    def _listed(self, name: str, run: Run, lead: Lead) -> list[str]:
        count = len(run.quantities)
        if count == 1:
            found = names.members_of_all(name) if lead.each else [name]
            return found if len(found) == 1 or "分别" not in run.lead else []
        several = names.names_of_list(name, count)
        if several is not None:
            return several
        if lead.each and len(self.recent) == count and name.endswith(("率", "增速")):
            # 房屋3间、人员5人，登记率分别为98%和97%
            return [names.thing_of(known) + name for known in self.recent]
        printed = {q.unit for q in run.quantities}
        return [name] * count if len(printed) == count else []

    def _streak(self, name: str, run: Run, rest: Sequence[Run]) -> list[str]:
        """命案连续31年全破: what goes on year after year is the name and its predicate."""
        name = streak_name(name, self._silent)
        predicate = state_kept(run.trail, has_more=bool(rest))
        change = read_lead(predicate)
        self._goes_on = name if change.change and not change.name else ""
        if predicate or (name and not names.VERB.fullmatch(name)):
            return [RECORD.sub("", name + predicate)]
        if _AWARDED.match(run.trail):  # 破案率48.1%，连续三年获评优秀: of nothing before it
            return [run.trail.strip(" ,，")]
        told = state_told(self._silent)  # 命案必破，已连续九年
        if told or self.subject:
            return [told or self.subject]
        return [name + run.trail.strip(" ,，")] if name else []  # 实现连续三年增产

    def _ranked(self, name: str, lead: Lead, run: Run) -> list[str]:
        if name:
            is_one = "等" in name and not lead.each and run.quantities[0].value is None
            return [name] if is_one else names.members_of_all(name)
        if run.continues and self._latest:
            return self._latest  # 列全省前茅、南通第一: of the same
        if self._silent and run.quantities[0].value is None:
            silent = read_lead(self._silent).name
            return names.members_of_all(silent) if is_measure(silent) else []
        if lead.each and len(self._latest) > 1:
            return self._latest
        if lead.each and len(self.recent) > 1:
            return self.recent[-2:]
        own = self._share.removesuffix("占")  # 电气火灾占三成，居首位
        return list(filter(None, [self.subject if own == self._share else own]))

    def _carried(self, share: str, lead: Lead, run: Run, at: int) -> tuple[list[str], int]:
        """The names of the figures before, for 同比增长12% and 分别下降15%和2.5%."""
        of_level = self.subject.endswith((*_MEASURED, "感")) or run.quantities[0].unit != "%"
        if run.lead in _TO_WHOM or (run.lead.endswith("目标") and not of_level):
            return [], 0  # 安排资金70亿元，对592个县的学生免除学杂费; 下降5.6%（目标5%）
        count, unit = len(run.quantities), run.quantities[0].unit
        suffix = share or lead.share
        if count > 1 or (lead.each and len(self.recent) > 1 and not self._silent):
            many = self._latest if len(self._latest) > 1 else self.recent
            return self._carried_list(suffix, count if count > 1 else len(many), run)
        if self._silent:
            silent = read_lead(self._silent).name
            if (
                silent
                and (
                    not self.subject
                    or names.is_topic(silent)
                    or self._silent.startswith("其中")
                    or (self._silent_opens and not names.VERB.match(silent))
                    or (lead.change and _THINGS.fullmatch(silent))
                )
                and len(silent) <= LONGEST_SILENT
            ):
                self.subject, self.subject_start = silent, self._silent_start
                if lead.each:
                    return names.members_of_all(silent), self._silent_start
        if self.subject:
            of = self.subject if run.lead.startswith("即") else self._counted_alike(unit)
            of = names.in_all(of, run.lead)
            return [of.removesuffix(suffix) + suffix] if of else [], self.subject_start
        if share or len(suffix) > 1:
            return [suffix], self.subject_start
        is_of_topic = not (lead.name or run.trail) and is_counted(self._topic, unit)
        return [self._topic] if is_of_topic else [], at

    def _counted_alike(self, unit: str) -> str:
        """The subject, or what was counted in this unit: 积案276件，化解率98%，减少43件."""
        own, kind = self._units.get(self.subject), units.KINDS.get(unit)
        if self._silent and (units.KINDS.get(own or ""), kind) == (units.COUNT, units.MONEY):
            return ""  # 破案166起，第一次把钱还到群众手里，虽说只有218万元
        if unit in _OF_A_WHOLE or own not in (*_OF_A_WHOLE, "年"):
            return self.subject
        alike = [known for known in self.recent if self._units.get(known) == unit]
        is_counted = kind in _COUNTED and unit not in ("位", "名")
        if is_counted and not alike and own in _OF_A_WHOLE[1:]:
            return ""  # 就业率83%，比上年增加60万人: not of the rate
        return (alike or [self.subject])[-1]  # 满意率98%，前移3位; 连续6年全破；2020年10起

    def _carried_list(self, suffix: str, count: int, run: Run) -> tuple[list[str], int]:
        if self._silent:
            several = names.names_of_list(read_lead(self._silent).name, count)
            if several is not None:
                return several, self._silent_start
        # 慢车道：累计46条、1120公里; 慢车道：新增14条，累计23条、561公里
        silent = "" if self.recent else read_lead(self._silent).name
        of = silent or (names.in_all(self.subject, run.lead) if len(self.recent) == 1 else "")
        is_of_one = len({quantity.unit for quantity in run.quantities}) == count > 1
        if is_of_one and of and of != self.subject and not names.VERB.match(of):
            return [of] * count, self._silent_start
        for known in (
            self._latest if len(self._latest) == count else self._said_once(count),
            [] if self.recent else self._earlier,
        ):
            if len(known) >= count:
                return [name + suffix for name in known[-count:]], self.subject_start
        return [], 0

    def _said_once(self, count: int) -> list[str]:
        """The names so far without those that count the same by the day: 接警10万起，日均274起.

        None where one name too many has been told: it cannot be said which has no figure.
        """
        per_day = [day + known for known in self.recent for day in _PER_DAY]
        once = [known for known in self.recent if known not in per_day]
        return [] if count == len(once) - 1 > 2 and len(self._side) != count else once

    def _owed_name(
        self, clause: Clause, run: Run, lead: Lead, rest: Sequence[Run]
    ) -> tuple[list[str], int] | None:
        """分别上升6%、下降3.2%、8%: figures with verbs of their own, one for each name."""
        is_rank, own = run.quantities[0].kind == units.RANK, len(run.quantities)
        if (own > 1 and not lead.each) or not (lead.change or is_rank):
            return None
        if self._owed and not lead.name:
            return [self._owed.pop(0)], self.subject_start
        bare = bare_ranks(run, rest) if is_rank else bare_changes(rest, in_list=not lead.each)
        count = own + bare
        beside = count in (len(self._latest), len(self._side))
        if not bare or not (lead.each or lead.name or beside):
            return None
        listed = names.names_of_list(lead.name, count) if lead.name else self._latest_or(count)
        if not listed or len(listed) != count:
            return None
        start = clause.start if lead.name else self.subject_start
        self._owed, self.subject_start = listed[own:], start
        return listed[:own], start

    def _latest_or(self, count: int) -> list[str]:
        """The names of the run before, or of its list, if they are so many, else the last ones."""
        side = self._side if len(self._side) == count else self.recent[-count:]
        return self._latest if len(self._latest) == count else side

    def _with_list_verb(
        self, run: Run, lead: Lead, found: list[str], rest: Sequence[Run]
    ) -> list[str]:
        """破获甲案3起、乙案9起: the verb belongs to every member of the list."""
        if len(found) != 1 or lead.change:
            return found
        name = found[0]
        if name.startswith("损失"):
            self._lost = name[:2] if len(name) > 2 else ""
        elif self._lost and names.is_topic(name):
            return [self._lost + name]  # 损失工业总产值1000亿元，钢产量2800万吨
        if run.continues:
            return found if names.acts(name, is_object=not lead.name) else [self._list_verb + name]
        self._list_verb = names.verb_in_front(name)
        if self._list_verb in LIGHT:
            light, self._list_verb = self._list_verb, ""
            if rest and rest[0].continues:
                return [name.removeprefix(light)]
        return found
