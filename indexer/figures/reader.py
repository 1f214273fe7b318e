"""Read the sentences of a paragraph in order: which indicator has which figure, against what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from indexer.figures import names, units
from indexer.figures.around.pairs import at_time, in_same_unit, of_the_later_year, quoted
from indexer.figures.around.topics import asked_before, is_speaker
from indexer.figures.around.years import times_in_a_row
from indexer.figures.cases import deed_aside, kinds_listed, measure_before
from indexer.figures.context import (
    KINDS,
    MISSED,
    NEGATED,
    SentenceContext,
    as_change,
    changed_by_noun,
    changed_by_verb,
    kind_of,
    own_time,
    place_at_end,
    sped_up,
    without_origin,
)
from indexer.figures.leads import Lead, qualifier_of, read_lead
from indexer.figures.lexicon import LONG_VERBS
from indexer.figures.naming import Names
from indexer.figures.occasion import Occasion, is_aim_met
from indexer.figures.runs import Clause, Run, clauses_of, is_scope, ranked_among, runs_of
from indexer.figures.standings import is_course, rank_scope, way_of_row
from indexer.figures.times import TimeMention
from indexer.figures.traps import names_nothing
from indexer.figures.units import Quantity
from indexer.model.figures import Figure, UnreadFigure
from indexer.text.lazy_pattern import lazy_pattern

AHEAD = 8  # runs that a run looks forward to
NO_NAME = "没有读出指标"
DOES_NOT_FIT = "数值与指标的个数对不上"
VAGUE = "约数，没有定值"
DENIED = "说的是没有达到"
SUPPOSED = "说的是假设"

_ADDED = lazy_pattern(r"^(?:新增|净增)|(?:新增|净增)$")
_COMPARED_WITH = lazy_pattern(r"(?:来|相|作|做|进行)?(?:比较|相比)")
_EACH_YEAR = lazy_pattern("分别|各为|依次")  # 2021年、2022年伤亡各为38人、31人
_BOTH = lazy_pattern(r"(同比|环比)[、和与及](同比|环比)(?:分别|各)?")  # 环比、同比分别增长8%和12%
_EARNED = lazy_pattern(
    r"(?:[年月]薪|薪酬|收入|营收|工资|售价|票房|市值|估值|总价|均价|利润|成交额|销售额)过?$"
)
_YEARLY = lazy_pattern(rf"平均每年|年均(?:{LONG_VERBS}|临时)")


class _Named(NamedTuple):
    """The indicator of a figure, where it stands, and what else is known of it alone."""

    name: str
    start: int
    copy: int
    scope: str | None
    subject: str | None
    time: TimeMention | None


_AMONG_THEM = lazy_pattern(r"\s*其中[，,]?(?=[上下]半年|第?[一1]季度|\d{1,2}月)")
# Behind what something is held against: 比2015年的2418起多了345起.
_MORE_BY = lazy_pattern("(?P<word>[多少])[了出]?$")
_BY = lazy_pattern("(?P<word>[多少])了?")


class ParagraphReader:
    """Walks over the clauses of one paragraph and collects rows."""

    def __init__(
        self,
        text: str,
        original: str,
        times: Sequence[TimeMention],
        occasion: Occasion,
        topic: str = "",
    ) -> None:
        """`topic`: the measure that the heading names."""
        self._topic = topic
        self._text, self._original = text, original
        self._times, self._next_time = times, 0
        self._time: TimeMention | None = None
        self._before: TimeMention | None = None  # what holds again behind a passing time
        self._occasion = occasion
        self.rows: list[Figure] = []
        self.unread: list[UnreadFigure] = []
        self._names = Names(())
        self._context = SentenceContext(text, 0, 0, occasion)

    def read_sentence(self, start: int, end: int, quantities: Sequence[Quantity]) -> None:
        """Read the figures that stand in `text[start:end]`, one sentence: nothing holds longer."""
        self._start = start
        spoken_of = measure_before(self._text, start, end)
        earlier = [spoken_of] if spoken_of else self._names.recent
        topic = asked_before(self._text, start) or self._topic
        if earlier and _AMONG_THEM.match(self._text, start):
            topic = earlier[-1]
        self._names = Names(earlier, topic)
        self._names.cases.expect(kinds_listed(self._text, start, end))
        self._context = SentenceContext(self._text, start, end, self._occasion)
        self._scope: str | None = None  # of the rank before
        self._stands = False  # the run before was a rank without a number
        self._led = Lead()  # of the run before
        self._from: range | None = None  # the rows that still wait for their 增至
        self._years: tuple[TimeMention | None, TimeMention | None] = (None, None)  # of a from–to
        for clause in clauses_of(self._text, start, end, quantities):
            if self._text[clause.start - 1 : clause.start] in ("（", "("):
                self._names.open_remark()
            self._context.open_clause(clause)
            if clause.quantities:
                self._read_clause(clause)
            else:
                self._hear(clause)
            if self._text[clause.end : clause.end + 1] in ("）", ")"):
                self._names.close_remark()

    def _hear(self, clause: Clause) -> None:
        text = self._text[clause.start : clause.end]
        if self._text[clause.end : clause.end + 1] in ("：", ":") and is_speaker(text):
            return
        if self._context.hear(text):
            at = clause.start
            while self._text[at - 1 : at].isspace():
                at -= 1
            opens = self._text[max(at - 1, 0) : at] in ("；", ";")
            behind = self._text[clause.end : clause.end + 1]
            self._names.hear(text, clause.start, opens=opens, colon=behind in ("：", ":"))
            if behind in ("；", ";"):
                self._names.close_clause()  # 首次由升转降；破案9起: a new statement
        elif text.endswith("口径"):  # 按照现行命案口径，分局连续八年保持全破
            self._names.cases.speak_of(text.removesuffix("口径").lstrip("按照以从据"), clause.start)

    def _read_clause(self, clause: Clause) -> None:
        supposed = self._context.is_supposed(clause)
        if supposed or MISSED.search(self._text, clause.start, clause.end):
            self._refuse(clause.quantities, SUPPOSED if supposed else DENIED)
            return
        runs = runs_of(self._text, clause)
        if runs[0].lead.startswith("以及"):  # 枪支36支、子弹1200发，以及刀具420把
            runs[0] = runs[0]._replace(continues=True)
        else:
            self._names.open_clause(clause.start, self._text[clause.start - 1])
        for position, run in enumerate(runs):
            self._names.cases.open_part(run.lead)
            if is_scope(run, runs[position + 1 : position + 2]):
                runs[position + 1] = ranked_among(run, runs[position + 1], self._original)
                continue
            self._read_run(clause, run, runs[position + 1 : position + 1 + AHEAD])
        self._names.close_clause()

    def _read_run(self, clause: Clause, run: Run, rest: Sequence[Run]) -> None:
        """Read the figures that stand side by side."""
        both = _BOTH.search(run.lead) if len(run.quantities) == 2 else None
        if both is not None:
            run = run._replace(lead=run.lead[: both.start()] + both[2] + run.lead[both.end() :])
        known = self._lead_of(run, rest)
        if known is None:
            return
        lead, scope = known
        found, start = self._names.name_run(clause, run, lead, rest)
        count, end, times = len(run.quantities), run.quantities[0].start, list[TimeMention]()
        if both is not None and not found and (lead.name or self._names.subject):
            found = [lead.name or self._names.subject] * 2
        if not found and lead.name and count > 1 and _EACH_YEAR.search(run.lead):
            times = times_in_a_row(self._text, self._times, self._start, end, count)
        if times:
            found, start = [lead.name] * len(times), clause.start
        indicators = [names.tidy(name) for name in found]
        if not found or not all(indicators) or any(map(names_nothing, indicators)):
            self._refuse(run.quantities, NO_NAME if count == 1 else DOES_NOT_FIT)
            if lead.name:
                self._names.forget()
            return
        subjects = [self._names.subject_of(name, start) for name in indicators]
        self._names.remember(found, lead, start, run.quantities[-1].unit)
        one_for_all = count == 1 and len(found) > 1
        local = self._advance_time(run)
        now = None if is_course(self._text[end : run.quantities[0].end]) else self._time
        time = own_time(local, self._text, end, lead, self._time) or now
        made = []
        for position, (name, (subject, told)) in enumerate(zip(indicators, subjects, strict=True)):
            quantity = run.quantities[0 if one_for_all else position]
            copy = position + 1 if one_for_all else 0
            named = _Named(name, min(start, clause.start, told), copy, scope, subject, time)
            row = self._row(clause, run, lead, quantity, named)
            made.append(at_time(row, times[position]) if times else row)
        if both is not None:
            made[0] = replace(made[0], comparison=both[1])
        made = [of_the_later_year(self.rows, row) for row in made]
        self.rows += self._paired(lead, made, local)

    def _lead_of(self, run: Run, rest: Sequence[Run]) -> tuple[Lead, str | None] | None:
        """What the words in front of the figures say, and a rank's scope; None: no statement."""
        first = run.quantities[0]
        words, scope = run.lead or deed_aside(self._text, first.start), run.scope
        if first.kind == units.RANK and scope is None:
            words, scope = rank_scope(words, first.value is not None, self._stands)
            if scope is None and run.continues and first.value is not None:
                scope = self._scope  # 分别居全省第二、第五
        self._scope = scope
        self._stands = first.kind == units.RANK and first.value is None
        if first.kind == units.FLAT:
            words = as_change(words)
        lead = read_lead(words, times=first.unit == "倍")
        led, self._led = self._led, lead
        self._context.place = lead.place or place_at_end(words) or self._context.place
        if first.vague or NEGATED.search(run.lead):
            self._refuse(run.quantities, VAGUE if first.vague else DENIED)
            return None
        if self._is_no_statement(run):
            return None
        lead = self._context.so_many_less(without_origin(lead, rest))
        if self._names.recent or len(run.quantities) > 1:
            lead = changed_by_noun(lead, first)
        return self._said_otherwise(run, lead, led), scope

    def _said_otherwise(self, run: Run, lead: Lead, led: Lead) -> Lead:
        """增产2200万吨，即7.8%: the same change; 较上年新增12家: a change by these."""
        before = self.rows[-1] if self.rows else None
        if run.lead in ("即", "即约") and before is not None and before.kind == "change":
            return lead._replace(change=True, direction=before.direction)
        counted = KINDS.get(run.quantities[0].kind, "count") in ("count", "amount", "measure")
        by = _BY.fullmatch(run.lead)
        if counted and by and before is not None and before.unit == run.quantities[0].unit:
            way = "down" if by["word"] == "少" else "up"  # 亡人36人，少3人
            return lead._replace(name="", change=True, direction=way, comparison="比上年")
        if counted and led.is_base:
            start = run.quantities[0].start
            by = _MORE_BY.search(self._text, max(start - 2, 0), start)
            if by is not None or run.quantities[0].qualifier == "超过":  # 比计划的57亿斤超过3亿斤
                way = "down" if by is not None and by["word"] == "少" else "up"
                lead = lead._replace(comparison=led.comparison, base=led.base)
                return lead._replace(name="", change=True, direction=way)
        free = not (lead.change or lead.to or lead.ratio)
        if free and self._from is not None and lead.name == "提到":
            return lead._replace(name="", to=True, direction="up")  # 从一成提到八成五
        if free and not lead.level and run.quantities[0].kind in (units.PERCENT, units.POINT):
            return changed_by_verb(lead)
        if run.quantities[0].kind == units.DURATION:
            return sped_up(lead, run.lead)
        if counted and free and self._context.is_compared(lead) and _ADDED.search(lead.name):
            return lead._replace(change=True, direction="up")
        return lead

    def _is_no_statement(self, run: Run) -> bool:
        """全省11个设区市中, 同1950年的170亿元作比较: they only say among or against what."""
        counts = run.quantities[0].kind in ("", units.COUNT) or run.lead[:1] in ("在", "这")
        if counts and run.trail.endswith(("中", "里")):
            return True
        if _COMPARED_WITH.match(run.trail):
            self._context.compare_with(run.lead)
            return True
        return False

    def _row(
        self, clause: Clause, run: Run, lead: Lead, quantity: Quantity, named: _Named
    ) -> Figure:
        kind, direction = self._kind(run, lead, quantity, named.name)
        comparison, base = self._context.against(lead, kind, quantity)
        sort = "amount" if quantity.unit == "倍" else kind
        modality = self._context.modality(clause, sort, named.time, run.trail)
        yearly = lead.comparison == "年均" or _YEARLY.match(named.name) is not None
        of_year = "actual" if is_aim_met(run.lead, run.trail) else modality
        period, period_text = self._period(of_year, named.time, yearly=yearly)
        if base and any(t.period == period and base.startswith(t.text) for t in self._times):
            period = period_text = None  # 比1980年预计增长5.5%: of another year, nobody says which
        start, end = quoted(named.start, clause.end, quantity)
        place = self._names.places.of_row(named.name) or lead.place or self._context.place
        return Figure(
            indicator=self._printed(named.name, quantity.start) or named.name,
            kind=kind,
            value=quantity.decimal,
            value_max=quantity.decimal_max,
            unit=quantity.unit,
            value_text=self._original[quantity.start : quantity.end],
            value_start=quantity.start,
            value_end=quantity.end,
            qualifier=quantity.qualifier or qualifier_of(run.lead),
            direction=direction,
            comparison=comparison,
            base=self._printed(base or named.scope, quantity.start),
            group_start=clause.start,
            copy=named.copy,
            period=period,
            period_text=period_text,
            place=self._printed(place, quantity.start),
            modality=modality,
            quote=self._original[start:end],
            start=start,
            end=end,
            subject=self._printed(named.subject, quantity.start),
        )

    def _kind(self, run: Run, lead: Lead, quantity: Quantity, name: str) -> tuple[str, str | None]:
        """The row's kind and direction, as the words, the sign or 十二连增 tell."""
        kind, direction = kind_of(lead, quantity, name, run.trail)
        if quantity.kind == units.STREAK:
            direction = direction or way_of_row(self._text[quantity.start : quantity.end])
        if kind == "count" and not quantity.unit and quantity.is_scaled and _EARNED.search(name):
            kind = "amount"  # 年薪10万, 营收700亿
        sign = self._text[quantity.start]
        if sign == "-":
            direction = "down"  # 自然增长率为-1.63‰, 增长-3.5%
        if sign in "+-" and self._text[quantity.start - 1] in "（(":
            kind, direction = "change", direction or "up"  # 汽车41万辆（+6.3%）
        return kind, direction

    def _printed(self, words: str | None, before: int) -> str | None:
        """These words as they are printed, digits of full width and all."""
        if words is None or self._text is self._original:
            return words
        at = self._text.rfind(words, 0, before)
        if at < 0:  # put together from words that stand apart
            found = [(self._text.find(letter), letter) for letter in words]
            return "".join(letter if i < 0 else self._original[i] for i, letter in found)
        return self._original[at : at + len(words)]

    def _advance_time(self, run: Run) -> TimeMention | None:
        """Go on to the time printed last before the run; one that is only the run's is returned."""
        start = run.quantities[0].start
        if self._time is not None and not self._time.holds(self._start, start):
            self._time = self._before if self._before is not self._time else None
        local = None
        while self._next_time < len(self._times) and self._times[self._next_time].start < start:
            mention = self._times[self._next_time]
            self._next_time += 1
            if not mention.local and mention.holds(self._start, start):
                if not (mention.passing or mention.until):
                    self._before = mention
                self._context.go_on_to(mention, self._time)
                self._time = mention
            elif mention.end + 1 >= run.lead_start:
                local = mention
        return local

    def _period(
        self, modality: str, time: TimeMention | None, *, yearly: bool
    ) -> tuple[str | None, str | None]:
        """The time that holds, else the year told of; aims are of the year they are told in."""
        if yearly and (time is None or "/" not in (time.period or "")):
            return None, None  # an average of years is of none of them
        if time is not None:
            is_aim = modality == "target" and time.is_open
            return None if is_aim else time.period, time.text
        is_aim = modality == "target" and not self._occasion.planned
        year = self._occasion.spoken if is_aim else self._occasion.told
        return (None if year is None else f"{year:04}"), None

    def _paired(self, lead: Lead, made: list[Figure], local: TimeMention | None) -> list[Figure]:
        """Tie 由A and 增至B together; each half may give the other its unit."""
        if lead.is_from:
            self._from = range(len(self.rows), len(self.rows) + len(made))
            was, became = self._years
            self._years = (local, None) if local is not None or became is None else (was, became)
            return [self._as_it_was(row, self._years[0]) for row in made]
        waiting = self._from
        if lead.to and waiting is not None and len(waiting) == len(made):
            self._from = None
            was, became = self._years
            became = local or became or (was and self._time)  # 甲由2019年的3%升至5%，乙由1%升至2%
            self._years = was, became
            return [
                self._pair(at, at_time(row, became)) for at, row in zip(waiting, made, strict=True)
            ]
        if not lead.change:
            self._from = None
        return made

    def _as_it_was(self, row: Figure, local: TimeMention | None) -> Figure:
        """由2020年的5个 of a plan to come to 9: what it comes from has been."""
        if local is None:
            is_span = "/" in (row.period or "").removeprefix(
                "../"
            )  # else it is of an earlier time, nobody says which
            return row if is_span else replace(row, period=None, period_text=None)
        year, spoken = (local.period or "")[:4], self._occasion.spoken
        has_been = year.isdigit() and spoken is not None and int(year) < spoken
        return replace(at_time(row, local), modality="actual" if has_been else row.modality)

    def _pair(self, at: int, after: Figure) -> Figure:
        before, after = in_same_unit(self.rows[at], after)
        self.rows[at] = replace(before, role="from", pair=after.key)
        base = after.base or (before.base if after.kind == "rank" else None)
        after = replace(after, indicator=before.indicator, subject=before.subject, base=base)
        return replace(after, role="to", pair=before.key)

    def _refuse(self, quantities: Sequence[Quantity], reason: str) -> None:
        for q in quantities:
            printed = self._original[q.start : q.end]
            self.unread.append(UnreadFigure(printed, q.start, q.end, reason))
