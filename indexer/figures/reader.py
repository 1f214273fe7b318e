"""Read the sentences of a paragraph in order: which indicator has which figure, against what."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from indexer.figures import names, units
from indexer.figures.leads import Lead, comparison_clause, read_lead
from indexer.figures.quantities import Quantity
from indexer.figures.rows import Figure, UnreadFigure, figure_key
from indexer.figures.runs import Clause, Run, clauses_of, runs_of
from indexer.figures.times import TimeMention

KINDS = {
    units.MONEY: "amount",
    units.MEASURE: "measure",
    units.DURATION: "duration",
    units.PERCENT: "rate",
    units.POINT: "change",
    units.TIMES: "change",
    units.RANK: "rank",
    units.STREAK: "streak",
}
NO_NAME = "没有读出指标"
DOES_NOT_FIT = "数值与指标的个数对不上"
VAGUE = "约数，没有定值"
CARRIED = 6  # names that a later 分别 may refer back to

_GROWTH_NAME = re.compile(
    r"(?:增速|增长率|增长速度|增长的速度|增幅|涨幅|降幅|上涨幅度|增长幅度|下降幅度|升幅)$"
)
_TARGET = re.compile(
    r"力争|争取(?!.{0,4}(?:资金|项目|专项|支持|上级))|预期|目标(?:是|为|值)|(?:今年|明年|后年|年内)计划|计划(?:要求|规定|草案|安排|到|新|改|建|投)|拟(?![定稿])|规划(?:到|要求)|(?<![主重需必摘只])要(?:达到|增长|实现|完成|减少|改造|新建|建成|再)"
    r"|将(?:达到|达|增长|增加|超过|实现|建成|新增)|确保(?:到|完成|实现)|明年|到.{0,6}年底?.{0,12}(?:达到|实现|建成|力争)"
)
_STANDARD = re.compile(
    r"(?:给予|予以|对)[^，。]{0,30}(?:补助|奖励|补贴|资助|罚款|奖金|处以)|每[人名户家亩个件套辆台][^，]{0,6}(?:补助|补贴|奖励|资助)"
    r"|上限|下限|最高(?:不超过|额度|奖励|补助|罚)|不得(?:超过|少于|低于)|(?:补助|奖励|补贴|资助)标准|处以|罚款最高|罚款最低"
)
_PART = re.compile(r"其中|里面|内含")
_SUPPORT = re.compile(r"为(?:支点|依托|基础|重点|主体|骨干|核心|载体|抓手)$")


@dataclass(slots=True)
class _Sentence:
    """What holds until the full stop."""

    comparison: str | None = None
    base: str | None = None
    place: str | None = None
    target: bool = False
    recent: list[str] = field(default_factory=list)  # names, each once, the latest last
    subject: str = ""
    subject_start: int = 0
    silent: str = ""  # the clause before, if it had no figure
    silent_start: int = 0
    pending: list[tuple[int, Quantity, str]] = field(default_factory=list)


class ParagraphReader:
    """Walks over the clauses of one paragraph and collects rows."""

    def __init__(
        self, text: str, original: str, times: Sequence[TimeMention], year: int | None
    ) -> None:
        self._text, self._original = text, original
        self._times, self._next_time = times, 0
        self._time: TimeMention | None = None
        self._year = year
        self.rows: list[Figure] = []
        self.unread: list[UnreadFigure] = []
        self._state = _Sentence()
        self._carried: list[str] = []

    def read_sentence(self, start: int, end: int, quantities: Sequence[Quantity]) -> None:
        """Read the figures that stand in `text[start:end]`, one sentence."""
        self._carried = self._state.recent or self._carried
        self._state = _Sentence(
            target=bool(_TARGET.search(self._text, start, min(start + 60, end)))
        )
        for clause in clauses_of(self._text, start, end, quantities):
            self._read_clause(clause)

    def _read_clause(self, clause: Clause) -> None:
        state = self._state
        if _TARGET.search(self._text, clause.start, clause.end):
            state.target = True
        if not clause.quantities:
            state.silent, state.silent_start = self._text[clause.start : clause.end], clause.start
            compared = comparison_clause(state.silent)
            if compared is not None:
                state.comparison, state.base = compared
                state.silent = ""
            return
        runs = runs_of(self._text, clause)
        for position, run in enumerate(runs):
            following = runs[position + 1] if position + 1 < len(runs) else None
            self._read_run(clause, run, following)
        state.silent = ""

    # One run: the figures that stand side by side -------------------------------------------

    def _read_run(self, clause: Clause, run: Run, following: Run | None) -> None:
        state = self._state
        first = run.quantities[0]
        words = run.lead
        if first.kind == units.RANK:
            words, run.scope = rank_scope(words)
        lead = read_lead(words, times=first.unit == "倍")
        if lead.place:
            state.place = lead.place
        if all(q.vague for q in run.quantities):
            self._refuse(run.quantities, VAGUE)
            return
        lead = self._without_origin(lead, run, following)
        run_names, start = self._names(clause, run, lead)
        if not run_names:
            reason = NO_NAME if len(run.quantities) == 1 else DOES_NOT_FIT
            self._refuse(run.quantities, reason)
            return
        self._remember(run_names, run, lead, start)
        self._make_rows(clause, run, lead, run_names, start)

    def _without_origin(self, lead: Lead, run: Run, following: Run | None) -> Lead:
        """Cut 由/从 and what stands behind it off the name where a 增至 follows."""
        if lead.is_from:
            return lead
        if following is None or not read_lead(following.lead).to:
            return lead
        found = re.search(r"^(?P<name>.*?)(?<![理缘来])(?:由|从)(?!业)[^由从]{0,20}$", lead.name)
        if found is None:
            return lead
        return replace(lead, name=found.group("name").strip(), is_from=True)

    def _names(self, clause: Clause, run: Run, lead: Lead) -> tuple[list[str], int]:
        """One name for each figure of the run, or several for its only one; where they begin."""
        count = len(run.quantities)
        name = lead.name
        state = self._state
        if names.BACK_REFERENCE.match(name):
            name = ""
        if lead.is_from and not name and not run.trail:
            pass
        trail = names.clean_trail(run.trail)
        if (
            trail
            and not lead.change
            and (run.lead.endswith("的") and "占" not in name or _SUPPORT.search(run.trail))
        ):
            name = ""
        kind = run.quantities[0].kind
        if kind == units.STREAK:
            return self._streak_name(name, run), clause.start
        if kind == units.RANK:
            return self._rank_names(name, lead), clause.start if name else state.subject_start
        if lead.share and name:
            name += lead.share
        if trail and lead.change and not name and lead.comparison is None:
            return [trail], clause.start
        if (
            trail
            and not lead.change
            and not lead.to
            and not (lead.level and name and not lead.each)
        ):
            if not (name and not names.verb_at_end(name) and names.VERB.match(trail)):
                name = names.join_around(name, trail)
        if not name or name.startswith("占") or _only_adverbial(name):
            return self._carried_names(name, lead, count)
        if count > 1:
            several = names.names_of_list(name, count)
            if several is not None:
                return several, clause.start
            if _several_units(run):
                return [name] * count, clause.start
            return [], clause.start
        if lead.each and kind != units.RANK:
            return names.members_of_all(name), clause.start
        return [name], clause.start

    def _streak_name(self, name: str, run: Run) -> list[str]:
        predicate = run.trail.strip(" ,，")
        if len(predicate) > 12 or re.match(r"[保稳维居排位列为增下上减]|控制|超过|\d", predicate):
            predicate = ""
        joined = name + predicate
        if joined:
            return [joined]
        return [self._state.subject] if self._state.subject else []

    def _rank_names(self, name: str, lead: Lead) -> list[str]:
        if not name:
            subject = self._state.subject
            recent = self._state.recent
            if lead.each and len(recent) > 1:
                return recent[-2:]
            return [subject] if subject else []
        return names.members_of_all(name)

    def _carried_names(self, share: str, lead: Lead, count: int) -> tuple[list[str], int]:
        """The names of the figures before, for 同比增长12% and 分别下降15%和2.5%."""
        state = self._state
        suffix = share if share.startswith("占") else (lead.share if not share else "")
        recent = state.recent
        if count > 1 or (lead.each and len(recent) > 1 and not state.silent):
            wanted = count if count > 1 else len(recent)
            if state.silent and count > 1:
                silent = read_lead(state.silent).name
                several = names.names_of_list(silent, count)
                if several is not None:
                    return several, state.silent_start
            if len(recent) >= wanted:
                return [name + suffix for name in recent[-wanted:]], state.subject_start
            if len(self._carried) >= wanted and not recent:
                return [name + suffix for name in self._carried[-wanted:]], state.subject_start
            return [], 0
        subject = state.subject
        if not subject and state.silent:
            silent = read_lead(state.silent).name
            subject = silent if len(silent) <= 30 else ""
            state.subject_start = state.silent_start
            if subject and lead.each:
                return names.members_of_all(subject), state.silent_start
        if not subject:
            return (
                ([share], state.subject_start) if share and not _only_adverbial(share) else ([], 0)
            )
        return [subject + suffix], state.subject_start

    def _remember(self, run_names: list[str], run: Run, lead: Lead, start: int) -> None:
        state = self._state
        share = bool(lead.share) or run_names[0].startswith("占") or "占" in run_names[0][1:]
        if share and state.subject:
            return
        for name in run_names:
            if name in state.recent:
                state.recent.remove(name)
            state.recent.append(name)
        del state.recent[:-CARRIED]
        state.subject, state.subject_start = run_names[-1], start

    # Rows -----------------------------------------------------------------------------------

    def _make_rows(
        self, clause: Clause, run: Run, lead: Lead, run_names: list[str], start: int
    ) -> None:
        count = len(run.quantities)
        one_for_all = count == 1 and len(run_names) > 1
        made: list[Figure] = []
        for position, name in enumerate(run_names):
            quantity = run.quantities[0 if one_for_all else position]
            row = self._row(clause, run, lead, name, quantity, start)
            made.append(replace(row, copy=position + 1) if one_for_all else row)
        self._pair(lead, run, made)
        self.rows += made

    def _row(
        self, clause: Clause, run: Run, lead: Lead, name: str, quantity: Quantity, start: int
    ) -> Figure:
        kind, direction = self._kind(lead, quantity, name)
        comparison, base = self._against(lead, kind, quantity)
        if quantity.kind == units.RANK and base is None:
            base = run.scope
        if quantity.kind == units.STREAK:
            direction = _streak_direction(run.trail)
        period, printed = self._period(quantity, run)
        begin = min(start, clause.start)
        return Figure(
            indicator=names.tidy(name),
            kind=kind,
            value=quantity.decimal,
            value_max=quantity.decimal_max,
            unit=quantity.unit,
            value_text=self._original[quantity.start : quantity.end],
            value_start=quantity.start,
            value_end=quantity.end,
            qualifier=quantity.qualifier,
            direction=direction,
            comparison=comparison,
            base=base,
            role=None,
            pair=None,
            group_start=clause.start,
            copy=0,
            period=period,
            period_text=printed,
            place=lead.place or self._state.place,
            modality=self._modality(clause, kind),
            quote=self._original[begin : clause.end],
            start=begin,
            end=clause.end,
        )

    def _kind(self, lead: Lead, quantity: Quantity, name: str) -> tuple[str, str | None]:
        kind = KINDS.get(quantity.kind, "count")
        if quantity.kind == units.STREAK:
            return kind, None
        if quantity.kind == units.RANK:
            return kind, lead.direction if lead.to else None
        if lead.ratio:
            return "change", None
        if lead.change:
            return "change", lead.direction
        if lead.to:
            return kind, lead.direction
        if quantity.kind == units.PERCENT:
            found = _GROWTH_NAME.search(name)
            if found is not None:
                down = "降" in found.group()
                up = "涨" in found.group() or "增幅" in found.group() or "升幅" in found.group()
                return "change", "down" if down else "up" if up else None
        return kind, None

    def _against(self, lead: Lead, kind: str, quantity: Quantity) -> tuple[str | None, str | None]:
        state = self._state
        if lead.comparison is not None:
            if lead.comparison not in ("比对象", "年均") and not lead.ratio:
                state.comparison, state.base = lead.comparison, lead.base
            return lead.comparison, lead.base
        if lead.to:
            state.comparison = state.base = None
        if kind == "change" and lead.change and quantity.kind != units.TIMES:
            return state.comparison, state.base
        return None, None

    def _period(self, quantity: Quantity, run: Run) -> tuple[str | None, str | None]:
        """The time printed nearest before the figure, else the year of the report."""
        times = self._times
        while self._next_time < len(times) and times[self._next_time].start < quantity.start:
            mention = times[self._next_time]
            self._next_time += 1
            if not mention.local:
                self._time = mention
            elif mention.start >= run.lead_start:
                run.local_time = mention
        local = run.local_time
        if local is not None and run.is_pair:
            return local.period, local.text
        if self._time is not None:
            return self._time.period, self._time.text
        return (None if self._year is None else f"{self._year:04}"), None

    def _modality(self, clause: Clause, kind: str) -> str:
        if kind in ("amount", "duration", "measure", "rate") and _STANDARD.search(
            self._text, clause.start, clause.end
        ):
            return "standard"
        if self._state.target or (self._time is not None and self._time.is_future):
            return "target"
        return "actual"

    def _pair(self, lead: Lead, run: Run, made: list[Figure]) -> None:
        """Tie 由A and 增至B together; the later half gives the earlier its unit or takes it."""
        pending = self._state.pending
        if lead.is_from:
            run.is_pair = True
            pending[:] = [(len(self.rows) + i, q, "") for i, q in enumerate(run.quantities)]
            for i, quantity in enumerate(run.quantities[: len(made)]):
                made[i] = replace(made[i], **self._local_period(made[i], run))
            return
        if not lead.to or len(pending) != len(made):
            if not lead.change:
                pending.clear()
            return
        run.is_pair = True
        for i, (at, _, _) in enumerate(pending):
            before = self.rows[at]
            after = made[i]
            before, after = _same_unit(before, after)
            keys = (before.key, figure_key(after.value_start, after.value_end, after.copy))
            self.rows[at] = replace(before, role="from", pair=keys[1])
            made[i] = replace(
                after,
                role="to",
                pair=keys[0],
                indicator=before.indicator,
                **self._local_period(after, run),
            )
        pending.clear()

    def _local_period(self, row: Figure, run: Run) -> dict[str, str | None]:
        if run.local_time is None:
            return {}
        return {"period": run.local_time.period, "period_text": run.local_time.text}

    def _refuse(self, quantities: Sequence[Quantity], reason: str) -> None:
        for q in quantities:
            if q.kind or q.is_scaled or q.vague:
                self.unread.append(
                    UnreadFigure(self._original[q.start : q.end], q.start, q.end, reason)
                )


def _same_unit(before: Figure, after: Figure) -> tuple[Figure, Figure]:
    if not before.unit and after.unit:
        return replace(before, unit=after.unit, kind=after.kind), after
    if before.unit and after.unit in ("", "个") and before.unit != after.unit:
        return before, replace(after, unit=before.unit, kind=before.kind)
    return before, after


def _several_units(run: Run) -> bool:
    found = [q.unit for q in run.quantities]
    return len(set(found)) == len(found)


def _only_adverbial(name: str) -> bool:
    return name in (
        "在",
        "对",
        "以",
        "将",
        "把",
        "按",
        "户均",
        "人均",
        "实",
        "当年",
        "每月",
        "超",
        "了",
        "其",
    )


def _streak_direction(trail: str) -> str | None:
    lead = read_lead(trail.strip()[:8])
    return lead.direction if lead.change and not lead.name else None


_RANKED = re.compile(
    r"(?:高居|稳居|位居|跃居|居|名列|位列|列|排名|排在|排|跻身|进入|升至|获得|获|由|从|为|在)(?:了)?"
    r"(?P<scope>[^，、居列]{0,9}(?:[省市县区国州旗局]|系统|城市|法院|单位|地区|园区|县区|各地|院|队|检察机关|公安机关))"
    r"(?:各地|中|内|的)?$"
)
_AMONG = re.compile(
    r"(?P<scope>(?:全|我|本)[省市县区国州旗局](?:[一-龥]{0,4}(?:系统|法院|机关|单位))?|(?:副省级|省会|地级|同类)城市)(?:的)?$"
)
_AFTER_MEASURE = re.compile(r"(?<=[率数量度额值分])(?P<scope>[一-龥]{2,4})$")


def rank_scope(text: str) -> tuple[str, str | None]:
    """Part 综合排名全省, 破案率居全省, 挽损率南通 into what is ranked and among whom."""
    text = text.rstrip()
    tail = text[-24:]
    ranked = _RANKED.search(tail)
    if ranked is not None:
        keep = 1 if tail[ranked.start()] in "由从" else 0
        return text[: len(text) - len(tail) + ranked.start() + keep], ranked.group("scope")
    found = _AMONG.search(tail)
    if found is None:
        found = _AFTER_MEASURE.search(tail)
        if found is not None and (
            names.verb_at_end(found.group("scope"))
            or read_lead(found.group("scope")).name != found.group("scope")
        ):
            found = None
    if found is not None:
        return text[: len(text) - len(tail) + found.start()], found.group("scope")
    return re.sub(
        r"(?:高居|稳居|位居|跃居|名列|位列|居|列|夺得|取得|获得|获|得|进入|跻身|蝉联)了?$", "", text
    ), None
