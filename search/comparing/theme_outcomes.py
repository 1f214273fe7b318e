"""Find what units say came of the cases of a subject: 电诈破案, where they do not repeat it, too.

Under a heading 电信网络诈骗治理 one report says 侦破1366件, another 破91起: both are 破案 of 电诈.
Only what says the same is brought together (see `outcomes`): 涉案金额 is no 损失.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from indexer.model.figures import Figure, Figures
from indexer.taxonomy.taxonomy import Theme
from indexer.text.normalizer import normalize
from indexer.word_list import words
from search.clauses import clause_start
from search.comparing.measures import has_value
from search.comparing.outcomes import (
    FRAUD,
    deeds_called,
    is_of_fraud,
    is_outcome,
    outcomes_in,
    place_of_outcome,
    same_outcome,
)
from search.comparing.subjects import (
    PLACE,
    SubjectWords,
    is_heading_of,
    outcome_of,
    own_figures,
    without_own_place,
)
from search.figures.dimensions import CASE_UNITS
from search.figures.matching import is_of_one_case
from search.figures.request import FigureRequest
from search.figures.results import FigureRow
from search.request import Filters
from search.results import StoredParagraph
from search.searcher import Searcher

_MEASURES = 600  # of a theme, the most frequent, among which those asked for are looked for
_MOST_ROWS = 1_000  # figures of one outcome that are read
LEVELS = ("count", "amount", "rate", "measure")
# 三、反诈 heads what is told of 电诈, 打击养老诈骗 does not.
_FRAUD = "电信网络诈骗"
_AGAINST_FRAUD = re.compile("[反防打涉]电?诈(?!骗)|涉网(?:络)?诈骗|网络诈骗")
# 反诈方面，全年立案2887起: says what follows is of, as a heading does
_HEADS_FRAUD = re.compile(f"(?:{_AGAINST_FRAUD.pattern})(?:工作|方面|领域|战线|上)*[，,：:。]")
# How reports call it, too, whether or not the library knows them for synonyms.
_CALLED_FRAUD = words("通讯网络诈骗 通讯信息诈骗 电信诈骗 网络诈骗 通讯诈骗 涉网诈骗 电话诈骗")
_ALSO_FRAUD = re.compile(
    "|".join(word for word in _CALLED_FRAUD if word != "网络诈骗") + "|(?<![信讯])网络诈骗"
)
_CHEATED = re.compile("(?:群众|市民|百姓)?(?:共|总共|一共)?被骗(?:走|资金|金额|钱款)?")
# 盗窃案, 追回欠薪: no 破案, 立案, 案件立案
_OTHER_CASES = re.compile(
    "(?<![破立发办侦涉受])案(?!件?[立破发侦受]|损)|盗|抢|毒|赌|黄|薪|传销|合同|集资|养老"
)
_ALL_SOLVED = re.compile("(?:现行|现发|现案)?(?:全[部数]?|[均都皆]|悉数|尽数)[侦告]?破[获案]?")
_SOLVED_BEHIND = re.compile(
    rf"[,，、]?[^,，。;；0-9]{{0,4}}(?:{_ALL_SOLVED.pattern}|件件|案案|无一漏)"
)
_CASES = re.compile("(?:新?发生?)?(?:现行|现发|新发)(?:案件?)?|(?:发生)?案件?")
_IN_BRACKETS, _NEAR = re.compile("(告破|破案|侦破|破获|抓获|返还|止付|挽损|立案)[（(]$"), 8
_BRACKETS = re.compile("[（）()]")
# 电诈案件数, 诈骗数量: of how many cases there were
_HOW_MANY = re.compile("(?:案件?|案子)?(?:发生)?(?:[总起件]?数量?|多少[起件])?$")
_OF_WORK = re.compile("^[反防打禁]|(?:工作|管理|治理)$")  # 反诈, of whose cases nobody asks
_OF_A_PART = ("其中", "造成", "致")


@dataclass(frozen=True, slots=True)
class ThemeWords:
    """The words that name a theme, the longest first."""

    name: str
    forms: tuple[str, ...]


@lru_cache(maxsize=4)
def words_of_themes(themes: tuple[Theme, ...]) -> tuple[ThemeWords, ...]:
    """Of each theme; kept, as they are the same for every query of a library."""
    found = []
    for theme in themes:
        # 损失 and 止付 may be words of a theme, and still say what is measured.
        words = {form for word in (theme.name, *theme.strong) if (form := normalize(word))}
        forms = sorted((form for form in words if not is_outcome(form)), key=len, reverse=True)
        found.append(ThemeWords(theme.name, tuple(forms)))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class AskedOutcome:
    """What is asked of a theme by one of its `words`: 立案 of 电诈立案; `is_everyday`: by a wider
    word that readers have for it (诈骗)."""

    theme: ThemeWords
    word: str
    outcome: str
    is_everyday: bool = False


def asked_outcome(searcher: Searcher, subject: str) -> AskedOutcome | None:
    """None for a text that names no outcome of a theme, or several."""
    form = _ALSO_FRAUD.sub(_FRAUD, normalize(subject)).removeprefix("因")
    themes = words_of_themes(searcher.taxonomy().themes)
    if _CHEATED.fullmatch(form):  # 被骗了多少钱: of fraud by telephone
        named = ((theme, word) for theme in themes for word in theme.forms if word == "电诈")
        return next((AskedOutcome(theme, word, "被骗") for theme, word in named), None)
    for theme in themes:
        for word in filter(form.__contains__, theme.forms):
            outcome = form.replace(word, "", 1)
            listed = outcomes_in(outcome)  # 立案或发案 are one
            if is_outcome(outcome) or listed:
                one = listed[0] if "或" in outcome and listed else outcome
                return AskedOutcome(theme, word, one) if len(listed) < 2 else None
    found = _outcome_alone(searcher, form)
    if found is None and (other := in_words_of_themes(searcher, form)) is not None:
        meant = asked_outcome(searcher, other.form)
        found = None if meant is None else replace(meant, is_everyday=other.is_everyday)
    return found


@dataclass(frozen=True, slots=True)
class ThemeWording:
    """A text with a theme's own word in it; `is_everyday`: for a wider one that readers have."""

    form: str
    is_everyday: bool


def in_words_of_themes(searcher: Searcher, form: str) -> ThemeWording | None:
    """A normal form with a theme's word for its synonym: 电诈 for 通讯诈骗, or for the wider 诈骗;
    None where a word of a theme stands in it, and where there is no synonym of one."""
    taxonomy = searcher.taxonomy()
    known = {word for theme in words_of_themes(taxonomy.themes) for word in theme.forms}
    if any(word in form for word in known):
        return None
    said: dict[str, ThemeWording] = {}
    for group in taxonomy.synonyms:
        words = [normalize(word) for word in group.words]
        own = next((word for word in words if word in known), "")
        for word in words[:1] if group.one_way else words:
            if own and word in form:
                said[word] = ThemeWording(form.replace(word, own, 1), group.one_way)
    return said[max(said, key=len)] if said else None


def wider_words(searcher: Searcher, words: Collection[str]) -> list[str]:
    """What readers say for these words of a theme, and for more: 诈骗 for 电诈."""
    groups = (group.words for group in searcher.taxonomy().synonyms if group.one_way)
    return [normalize(wide) for wide, *own in groups if any(normalize(w) in words for w in own)]


def theme_of_fraud(searcher: Searcher) -> ThemeWords | None:
    """The one theme of the library whose words are of fraud; None without one, or with several."""
    meant = [
        theme
        for theme in words_of_themes(searcher.taxonomy().themes)
        if any(FRAUD in word for word in theme.forms)
    ]
    is_named = len(meant) == 1 and normalize(meant[0].name) in meant[0].forms
    return meant[0] if is_named else None


def _outcome_alone(searcher: Searcher, form: str) -> AskedOutcome | None:
    """止付金额, without the theme: what is done about fraud alone."""
    theme = theme_of_fraud(searcher) if is_of_fraud(form) else None
    return AskedOutcome(theme, normalize(theme.name), form) if theme is not None else None


def names_theme(searcher: Searcher, subject: str) -> bool:
    """Whether a text is a word for a theme, and nothing else."""
    form = normalize(subject)
    return any(form in theme.forms for theme in words_of_themes(searcher.taxonomy().themes))


def cases_opened(searcher: Searcher, subject: str) -> str:
    """How many cases of a theme were opened, of its bare word or one that readers have for it and
    what counts cases (诈骗, 电诈案件数: 电诈立案); "" for a text with anything else."""
    form = normalize(subject)
    bare = form if names_theme(searcher, form) else _HOW_MANY.sub("", form, 1)
    meant = None if names_theme(searcher, bare) else in_words_of_themes(searcher, bare)
    is_theme = names_theme(searcher, meant.form if meant is not None else bare)
    return f"{bare}立案" if is_theme and not _OF_WORK.search(bare) else ""


def keys_of_fraud(searcher: Searcher, outcome: str, filters: Filters) -> set[tuple[str, str]]:
    """The keys of the figures that tell an outcome of fraud."""
    fraud = theme_of_fraud(searcher)
    asked = asked_outcome(searcher, f"{fraud.name}{outcome}") if fraud is not None else None
    if asked is None:
        return set()
    wanted = same_outcome(asked.outcome)
    told = told_outcomes(searcher, asked.theme, asked.word, (wanted,), filters) or {}
    return {row.key for row in told.get(wanted, ())}


def told_outcomes(
    searcher: Searcher,
    theme: ThemeWords,
    word: str,
    wanted: Collection[str],
    filters: Filters,
    kinds: Sequence[str] = LEVELS,
) -> dict[str, tuple[FigureRow, ...]] | None:
    """The figures of each outcome, as `same_outcome` has it, of what a theme's word names.

    None where too much is told of them, or nothing is called so.
    """
    words = same_subject(searcher, theme, word)
    of_theme = filters.replaced(theme=(theme.name,))
    every = {*wanted, *(["立案"] if "破案" in wanted else ())}  # brackets behind it may say 破案
    asked = FigureRequest(kinds=tuple(kinds), filters=of_theme)
    names = _names(searcher, words, every, replace(asked, kinds=tuple({*LEVELS, *kinds})))
    asked = replace(asked, indicators=names)
    most = _MOST_ROWS * len(every)
    if not names or (listing := searcher.figure_listing(asked)).total > most:
        return None
    # Below 二、电诈 a paragraph may say no word of the theme, and have no tag of it.
    anywhere = searcher.figure_listing(replace(asked, filters=filters))
    if anywhere.total <= most:
        listing = anywhere
    about = _About(searcher, words)
    counted = (row for row in listing.rows if about.may_tell(row) and _counts(row, words))
    telling = ((row, {*wanted} & {*_outcomes_told(row, words)}) for row in counted)
    rows = [(row, outcomes) for row, outcomes in telling if outcomes]
    called = [_ALSO_FRAUD.sub(_FRAUD, row.family) for row, _ in rows]  # 电话诈骗, too
    subjects = SubjectWords(called, words)
    named = zip(rows, called, strict=True)
    rows = [one for one, name in named if not subjects.other(name)]  # 养老诈骗 is no 电诈
    own = [one for one in rows if about.tells(one[0])]
    return {one: tuple(row for row, outcomes in own if one in outcomes) for one in wanted}


def _outcomes_told(row: FigureRow, words: re.Pattern[str]) -> tuple[str, ...]:
    """What a figure tells: also how many cases there were, where they are counted by their name
    (全年命案11起, 电诈426起), and how many were solved, if all were (现发命案9起全破)."""
    before = row.paragraph.text[: row.figure.value_start]
    if (deed := _IN_BRACKETS.search(before[-_NEAR:])) is not None:  # 六成四告破（158起）
        return (same_outcome(deed[1].replace("告破", "破案")),)
    name = outcome_of(without_own_place(row), words)
    kind = row.figure.kind  # 电信网络诈骗268起，较上年下降23.6%: of the cases, too
    is_count = kind == "change" or (kind == "count" and row.figure.unit in CASE_UNITS)
    if is_count and _ALL_SOLVED.fullmatch(name) is not None:  # but 命案侦破13起
        is_all = _ALL_SOLVED.search(row.figure.measured) is not None
        return ("立案", "破案") if is_all else ("破案",)
    if not (is_count and _names_cases(name, words)):
        return (name,)
    behind = _SOLVED_BEHIND.match(row.paragraph.text, row.figure.value_end)
    return ("立案", "破案") if kind == "count" and behind else ("立案",)  # 命案10起，全部侦破


def _names_cases(name: str, words: re.Pattern[str]) -> bool:
    return _CASES.fullmatch(name) is not None or words.fullmatch(name) is not None


def thing_told(row: FigureRow, words: re.Pattern[str]) -> str:
    """What came of the cases that a figure's name says: 命案立案 of 发命案 and 现行命案; "" of any
    other name."""
    subject, name = words.search(row.family), outcome_of(without_own_place(row), words)
    is_cases = row.figure.kind == "count" and row.figure.unit in CASE_UNITS
    name = "立案" if is_cases and _names_cases(name, words) else name
    return subject[0] + name if subject and place_of_outcome(name) is not None else ""


def same_subject(searcher: Searcher, theme: ThemeWords, word: str) -> re.Pattern[str]:
    """The words that say the same as the one that was asked by: 电信网络诈骗 for 电诈, but no 毒品
    for 命案, though both are words of one theme; all of a theme that is called by its name."""
    forms = theme.forms
    families = dict(zip(forms, searcher.figure_families(forms), strict=True))
    own = families[word]
    if word != normalize(theme.name):
        forms = tuple(form for form in forms if families[form] == own)
        families = {form: families[form] for form in forms}
    # 通讯网络诈骗 is no word of the theme, and stands for 电诈.
    more = {one for form in families for one in searcher.figure_words(form, is_cut=False)}
    words = {*families, *families.values(), *more}
    words.update(_CALLED_FRAUD if _FRAUD in words else ())
    return re.compile("|".join(map(re.escape, sorted(words, key=len, reverse=True))))


def _names(
    searcher: Searcher, words: re.Pattern[str], outcomes: Collection[str], asked: FigureRequest
) -> tuple[str, ...]:
    """The indicators in paragraphs of the theme that say nothing but one of these outcomes."""
    measures = searcher.figure_indicators(asked, _MEASURES, False)[0]
    deeds = [bare for outcome in outcomes for bare in deeds_called(outcome)]
    # In a paragraph that has no tag of the theme.
    called = [re.sub(r"\\(.)", r"\1", word) for word in words.pattern.split("|")]
    whose = (*called, "群众", "为群众") if words.search(_FRAUD) else called
    deeds += [word + deed for deed in deeds for word in whose]
    deeds += [f"{happened}{word}" for happened in ("", "发生") for word in called]
    known = (word for one in measures for word in one.wordings)
    wordings = list(dict.fromkeys((*known, *deeds)))
    told = zip(wordings, searcher.figure_families(wordings), strict=True)

    def says(family: str) -> bool:
        name = outcome_of(family, words)
        is_cases = "立案" in outcomes and _names_cases(name, words)
        return is_cases or name in outcomes or _ALL_SOLVED.fullmatch(name) is not None

    units = searcher.unit_names()

    def bare(family: str) -> str:  # of 湾泽市电诈损失, 湾泽电诈损失
        named = words.search(family)
        ahead = family[: named.start()] if named else ""
        return family.removeprefix(ahead) if ahead in units else PLACE.sub("", family, 1)

    return tuple(word for word, family in told if says(family) or says(bare(family)))


def _counts(row: FigureRow, words: re.Pattern[str]) -> bool:
    """Whether a figure is of all cases, and not of one or of some of them: 其中电诈立案2688起 is of
    all, of more others."""
    is_all = words.search(row.family) is not None or same_outcome(row.family) == "返还"
    parts = _OF_A_PART[is_all:]  # 挽损1340万元，其中返还群众981万元
    return has_value(row) and not (row.figure.quote.startswith(parts) or is_of_one_case(row))


class _About:
    """Which figures name a subject, or stand where it was named before: of paragraphs that do not
    speak of it nothing more is read."""

    def __init__(self, searcher: Searcher, words: re.Pattern[str]) -> None:
        self._searcher, self._words = searcher, words
        self._is_of_fraud = words.search(_FRAUD) is not None
        self._places: dict[str, tuple[list[tuple[int, int]], bool]] = {}
        self._own: dict[str, frozenset[str]] = {}

    def may_tell(self, row: FigureRow) -> bool:
        """Whether the figure, its paragraph or the heading of that names the subject."""
        return self._words.search(row.family) is not None or any(self._named(row.paragraph))

    def tells(self, row: FigureRow) -> bool:
        """Whether the figure is of the subject."""
        if self._words.search(row.family):
            return True
        paragraph = row.paragraph
        if paragraph.id not in self._own:
            self._own[paragraph.id] = self._own_keys(paragraph)
        return row.figure.key in self._own[paragraph.id]

    def _named(self, paragraph: StoredParagraph) -> tuple[list[tuple[int, int]], bool]:
        """Where a paragraph names the subject, and whether it stands under a heading of it."""
        if paragraph.id not in self._places:
            heading = paragraph.heading or ""
            above = [found.span() for found in self._words.finditer(heading)]
            if not above and self._is_of_fraud:
                above = [found.span() for found in _AGAINST_FRAUD.finditer(heading)]
            is_under = is_heading_of(paragraph.heading, above)
            if self._is_of_fraud and _HEADS_FRAUD.match(paragraph.text):
                is_under = True
            self._places[paragraph.id] = _marks(self._words, paragraph.text), is_under
        return self._places[paragraph.id]

    def _own_keys(self, paragraph: StoredParagraph) -> frozenset[str]:
        """The keys of the figures of a paragraph that are of the subject."""
        words, (marks, is_under) = self._words, self._named(paragraph)
        rows = self._searcher.figures_of([paragraph.id]).get(paragraph.id, Figures()).rows
        own = {f.key for f in own_figures(paragraph.text, rows, marks, is_under)}
        if self._is_of_fraud:
            first = 0 if is_under else marks[0][1]
            later = (f for f in rows if f.start >= first)
            own |= {f.key for f in later if _is_of_fraud(paragraph.text, f, words)}
        return frozenset(own)


def _marks(words: re.Pattern[str], text: str) -> list[tuple[int, int]]:
    """Where words stand in a text, 通讯（网络）诈骗 as well."""
    if _BRACKETS.search(text) is None:
        return [found.span() for found in words.finditer(text)]
    kept = [at for at, sign in enumerate(text) if sign not in "（）()"]
    bare = "".join(text[at] for at in kept)
    return [(kept[m.start()], kept[m.end() - 1] + 1) for m in words.finditer(bare)]


def _is_of_fraud(text: str, figure: Figure, words: re.Pattern[str]) -> bool:
    """Whether a figure of what is done about fraud alone (返还) stands in a sentence that tells of
    no other cases."""
    if not is_of_fraud(figure.measured):
        return False
    start = clause_start(text, figure.value_start)
    return _OTHER_CASES.search(words.sub("", text[start : figure.value_start])) is None
