"""Read a question for one figure of several units: who, what, of which year, in which order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from indexer.text.normalizer import normalize
from indexer.text.numerals import whole_number
from search.comparing.asked_names import ASKS_WHETHER_MET, YEARS, without_frame, without_months
from search.comparing.asked_units import is_plain, rest_and_years, subjects_asked, units_named
from search.comparing.tables.asked_table import GROUP, AskedOfUnits, without_asking
from search.comparing.theme_outcomes import cases_opened, names_theme
from search.comparing.told_measure import NO_LEVELS, NO_LEVELS_NOR_STREAKS
from search.rewrite.first_year import UNIT
from search.rewrite.questions import MOST_OF, plain_most
from search.searcher import Searcher

_ASKS_WHICH = re.compile(
    "哪[几一]?[个家些]|谁|排名|排行|排个?一?[下序队名]|相差|差距|对比|对照|比较|横向|比一?[比下]|从[高多大低少小]到[高多大低少小]"
    "|最[高多大低少小快慢](?=[?? ]*$)"
    f"|最[高多大低少小快慢]的{UNIT}(?![一-龥])"
)
# 甲和乙谁的立案更多: who of them, and which way
_WHO = re.compile(
    "得[更最]?[多高大少低小](?=[?? ]*$|还是)|还是|(?<=..)最[多高大少低小快慢]的是(?= *$)"
    f"|(?:[当之其]?中|里面?)的?哪[几一]?[个家]{UNIT}?的?"
    f"|谁家?的?|哪[几一]?[个家边]{UNIT}?的?"
    "|(?:谁|哪[个家边])?[更最比较]*(?<!多)[多少高低大小](?!少)一?些?[?？]?$"
)
_LATEST = re.compile("(?:(?:目前|现在)的?)?(?:最新|最近一[次年]|最近)的?(?:数据?|数值|情况|一年)?")
_OVER_YEARS = re.compile(
    "历年|逐年|每年|各年|这几年|近[几两三四五六七八九十]年|走势|趋势|变化|以来"
)
# 历年…最多的是谁, 哪家哪年最多: of each unit the year in which it was most
_EVER = re.compile("历年来?的?|历史上?|有史以来|(?<=[家个局市县])哪一?年份?")
_RUNNING = re.compile(
    "连[续年](?=[了都在]*(?:下降|减少|上升|增长|增加|[降跌升涨]))"
)  # its course tells
# How much it changed is no level: the figures themselves would answer another question.
_BY_HOW_MUCH = "(?:了?(?:百分之|多少|[几多]少?个?点)|了(?=[吗的?？ ]*$))"  # 降了多少, 反而涨了
_CHANGE = re.compile(
    f"(?:同比|比上年)?(?:(?P<up>[升涨]幅|不降反升|[升涨]得|(?:反而)?[升涨]{_BY_HOW_MUCH}"
    "|(?:(?<=同比)|(?<=上年))(?:上升|上涨|增长|增加)"
    "|(?:上升|上涨)(?:的?幅度|了|(?=最)|多少|得|(?=的|[?？ ]*$))|逆势上[升涨]|(?:增长|增加)(?=最))"
    f"|(?P<down>[降跌]幅|[降减跌]得|(?:反而)?[降减跌]{_BY_HOW_MUCH}"
    "|不升反降|(?:(?<=同比)|(?<=上年))(?:下降|减少)"
    "|(?:下降|减少)(?:的?幅度|了|(?=最)|多少|得|(?=的|[?？ ]*$)))"
    "|同比(?:变化|情况|数据|增减|怎么样|如何)?(?=[的?? ]*$)|(?:变化|变动)(?:幅度|率|大小)|变幅"
    "|[升增涨][降减跌]幅?|是?[升增涨]了?(?:还是|是)[降减跌]了?|增[幅速]|增得"
    "|(?:增长|增加)(?:的?幅度|了|多少|得|(?=的)))"
    "(?:情况|多少|[几多]少?个?点?|(?=最))?"
)
_MOST = re.compile("[最更谁家个局位](?:[高大]|多(?!少))|最快|[高多大]的?(?:是谁|[?？]?$)")
_LEAST = re.compile(
    "最慢|[最更谁家个局位](?:低|(?<!多)少|小)|(?:低|(?<!多)少|小)的?(?:是谁|[?？]?$)"
)
_NUMBER = "[一二两三四五六七八九十]|[0-9]{1,2}"
# 前三名, 第二多, 倒数第一: places in an order; behind them whose they are.
_PLACES = re.compile(
    rf"(?:排名?|位)?[在列居]?(?:前(?P<until>{_NUMBER})(?:[名位家个]|(?=的?{UNIT}))"
    rf"|(?P<last>倒数)第?(?P<from_last>{_NUMBER})[名位]?"
    rf"|第(?P<at>{_NUMBER})(?P<way>[多高大长久少低小短名位]))"
    f"(?:的?(?:是|有)?(?:哪[个家些几]+)?{UNIT}?)?"
)
# 甲和乙差多少, 甲比乙多多少: by how much they differ.
_DIFFERS = re.compile(
    "(?:相?差|[多少高低大小])(?:了|出)?(?:多少|几[起件宗人名个次万亿元]{0,2})"
    "|相差|差距|差别|差(?=[?? ]*$)"
)
_SORTED = re.compile(
    "排名|排行榜?|名次|排个?一?[下序队名]|从(?P<from>[高多大低少小])到[高多大低少小](?:排[列序])?"
)
_EACH = re.compile("(?<=..)(?:各[自有]?|分别|都|共|有)(?=.)|[了得]$")  # 电诈各立了多少
_DONE = re.compile("(?<!命)案件? ?(?P<done>[破立发])$")  # 毒品案件…谁破得多
_HOW_MANY_CASES = re.compile("(?:多少|几)[起件宗](?!群众)")
# 除了澜州各局, 澜州以外的各局, 各局…不含澜州: all others
_BUT = re.compile("(?:除[了去]?|去掉|不[要含算看]|不包[括含])$")
_BEHIND_BUT = re.compile("^(?:[之以]?外|不算)的?")
_OUT = re.compile("^(?:[之以]外|除外|不算|外(?=[,，、 ]|[各其哪]))的?")
_LASTING = re.compile("连续|年[数限头]|时间|时长")  # 命案连续全破年数


@dataclass(frozen=True, slots=True)
class AskedFigures(AskedOfUnits):
    """What a question names: the units of each name, or those that it means, subjects to be tried,
    and the year.

    `degree`: whether the most is asked for, False for the least. `places`: which of them (前三名: 1
    to 3), () for the first. `is_sorted`: all in their order. `is_group`: of all units, said so.
    """

    subjects: tuple[str, ...]
    year: int | None
    degree: bool | None
    places: tuple[int, int] | tuple[()] = ()
    is_sorted: bool = False
    is_latest: bool = False  # each unit's own latest year
    is_group: bool = False
    is_ever: bool = False  # each unit's own year with the most
    is_change: bool = False  # against the year before, and not of how many
    is_of_aims: bool = False  # whether an aim was reached
    direction: str | None = None  # of the change that is asked for: "up", "down"
    months: tuple[str, str] | None = None  # the first and the last: 2024年3月各县区

    @property
    def lacks(self) -> Sequence[str]:
        """The kinds of figures that are not asked for: who has lasted longest is told by others."""
        is_of_levels = self.degree is not None and not self.places
        return NO_LEVELS if is_of_levels else NO_LEVELS_NOR_STREAKS


def asked_figures(searcher: Searcher, text: str) -> AskedFigures | None:
    """None for a text that asks for no figure of several units."""
    typed, text = normalize(text), without_frame(text)
    form = plain_most(normalize(text))
    changed = _CHANGE.search(form)
    degree, places, is_sorted = _order_asked(form)
    is_ever = bool(degree is not None and _EVER.search(form) and _ASKS_WHICH.search(form))
    form, text = (_EVER.sub(" ", one) if is_ever else one for one in (form, text))
    whole, form = form, _CHANGE.sub(" ", form)
    if not is_plain(text) or _RUNNING.search(whole) or _OVER_YEARS.search(form):
        return None
    pieces, others = _apart(searcher, *(MOST_OF.sub("", _CHANGE.sub(" ", o)) for o in (text, form)))
    names = tuple(dict.fromkeys(pieces[1::2]))
    field, named = units_named(searcher, names)
    is_group = bool(others) or (not names and GROUP.search(form) is not None)
    is_of_every = places or YEARS.search(form) or _ASKS_WHICH.search(whole + typed)  # 2022年接警量
    if not (is_group or (len(named) > 1 if names else is_of_every)):
        return None
    rest, years, months = _rest_and_years(pieces[::2], bool(names))
    if len(years) > 1 or any(not year.isdecimal() for year in years):
        return None
    is_of_one = bool(changed or degree is not None or _HOW_MANY_CASES.search(form))
    is_latest = not years and degree is None and _LATEST.search(form) is not None
    return AskedFigures(
        "region" if field == "region" and named else "source",
        named,
        () if named else _meant(searcher, form, others),
        tuple(dict.fromkeys(_measures(searcher, rest, is_of_one))),
        int(years[0]) if years else None,
        degree,
        places,
        is_sorted,
        is_latest,
        is_group,
        is_ever,
        changed is not None,
        ASKS_WHETHER_MET.search(form) is not None,
        changed and changed.lastgroup,
        months,
    )


def _apart(searcher: Searcher, text: str, form: str) -> tuple[list[str], list[str]]:
    """A text in pieces, as `apart_as_typed` has them, and the names of units that are not asked
    for: all or none of those that it names."""
    pieces = searcher.unit_names().apart_as_typed(text, form)
    is_but = _BUT.search(pieces[0]) is not None
    behind = (_BEHIND_BUT if is_but else _OUT).sub(" ", pieces[-1])
    if len(pieces) == 1 or not (is_but or behind != pieces[-1]):
        return pieces, []
    return [_BUT.sub(" ", pieces[0]) + behind], pieces[1::2]


def _meant(searcher: Searcher, form: str, others: Sequence[str]) -> tuple[str, ...]:
    """The units that a question means without a name; all but those that it leaves out."""
    units = searcher.unit_names()
    meant = units.meant(form)
    if not others:
        return meant
    bureaus = [one for one in searcher.facet_pairs("year", "source") if one[-1:] in "局处"]
    left_out = {source for name in others for source in units.called(name, "source")}
    return tuple(one for one in meant or bureaus if one not in left_out)


def _rest_and_years(
    typed: Iterable[str], is_named: bool
) -> tuple[list[str], tuple[str, ...], tuple[str, str] | None]:
    """See `rest_and_years`, without what says whom, when and in which order; and the months."""
    parted = [without_months(piece) for piece in typed]
    pieces = [_SORTED.sub(" ", _PLACES.sub(" ", piece)) for piece, _ in parted]
    if is_named:
        pieces = [_WHO.sub("", _DIFFERS.sub("", piece)) for piece in pieces]
    once = dict.fromkeys(pieces)  # 甲退得多还是乙退得多
    rest, years = rest_and_years([_LATEST.sub(" ", GROUP.sub(" ", piece)) for piece in once])
    return rest, years, next((months for _, months in parted if months), None)


def _order_asked(form: str) -> tuple[bool | None, tuple[int, int] | tuple[()], bool]:
    """Whether the most stands first, the places asked for, and whether all are to be sorted."""
    degree = True if _MOST.search(form) else False if _LEAST.search(form) else None
    in_order = _SORTED.search(form)
    if in_order is not None and in_order["from"] is not None:
        degree = None if in_order["from"] in "高多大" else False
    found = _PLACES.search(form)
    if found is None:
        return degree, (), in_order is not None
    until, from_last, at = (
        whole_number(found[name] or "") or 0 for name in ("until", "from_last", "at")
    )
    is_least = bool(from_last) or (found["way"] or "多") in "少低小短" or degree is False
    span = (1, until) if until else (from_last or at, from_last or at)
    return not is_least, span, True


def _measures(searcher: Searcher, rest: Sequence[str], is_of_one: bool) -> Iterator[str]:
    """What may be asked for; where that is a theme's name (反诈的情况) this alone, so that nothing
    is taken for it whose name only begins so (反诈志愿者). Of cases (电诈案件; 电诈 where one thing
    is meant: what changed, or is the most) how many were opened."""
    subjects = list(_subjects(rest))
    themes = [one for one in subjects if names_theme(searcher, one)]
    of_cases = subjects if is_of_one else [one for one in subjects if one not in themes]
    yield from filter(None, (cases_opened(searcher, one) for one in of_cases))
    yield from themes if themes and not is_of_one else subjects


def _subjects(rest: Sequence[str]) -> Iterator[str]:
    """What may be asked for: as little of the text first, then without what asks around it, and
    without its spaces (诈骗 损失)."""
    told = list(reversed(subjects_asked(rest)))
    told += [_DONE.sub(r"\g<done>案", one) for one in told if _DONE.search(one)]
    told += [bare for one in told if (bare := _EACH.sub("", one)) != one and len(bare) > 1]
    yield from told
    for one in told:
        bare = _LASTING.sub("", without_asking(one))
        yield from (form for form in (bare, bare.replace(" ", "")) if len(form) > 1)
