"""Tag a paragraph with the initiatives it names and the themes it is about."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from indexer.model.documents import WAITING
from indexer.taxonomy.taxonomy import Initiative, Taxonomy, Theme
from indexer.taxonomy.theme_evidence import (
    AGAINST,
    ENOUGH,
    STRONG,
    WEAK,
    ThemeEvidence,
    ThemeVerdict,
    weigh,
)
from indexer.text.matcher import FormMatcher, Occurrence
from indexer.text.normalizer import normalize, normalize_with_offsets

_HEADING = 1  # what stands above a paragraph supports it, but does not suffice
_DIGIT, _LONGEST_HEADED = re.compile("[0-9]"), 30
# Around a heading's subject: 二、电诈, （三）打击治理电信网络诈骗工作情况. What is nothing but that
# suffices for figures below it: they say of themselves neither what they are of nor of which theme.
_HEADED = re.compile(
    r"^[（(]?[一二三四五六七八九十\d]{0,3}[）)]?[、.．]?"
    r"(?:打击|治理|防范|整治|打防|深化|推进|加强|强化|开展)*"
    r"(?P<subject>.{2,}?)(?:工作|攻坚|打防|打击|治理|整治|防范|犯罪|情况|成效|战果|方面|专项|行动)*$"
)
_QUOTES = frozenset("“”\"‘’'「」『』〝〞＂＇｢｣")
_PIECES = re.compile(r"[\s,，、;；。/（）()]+")


@dataclass(frozen=True, slots=True)
class Tags:
    """Themes, the best founded first, and initiatives, in the order of the text."""

    themes: tuple[str, ...] = ()
    initiatives: tuple[str, ...] = ()


_NOTHING = Tags()
_HEADED_ALONE = ThemeVerdict(0.0, 0.0)  # of a theme that the heading alone names


@dataclass(frozen=True, slots=True)
class Untagged:
    """A paragraph to tag; `normalized` is `normalize(text)`, where somebody has it already."""

    text: str
    heading: str | None = None
    title: str | None = None
    normalized: str | None = None


@dataclass(slots=True)
class _Meaning:
    """What one normalised form says, as numbers of initiatives and themes."""

    initiative: int | None = None
    quoted_only: bool = False
    blocks: set[int] = field(default_factory=set)
    weights: dict[int, float] = field(default_factory=dict)


class Tagger:
    """Applies one taxonomy to any number of paragraphs; pure, and safe to share by threads."""

    def __init__(self, taxonomy: Taxonomy) -> None:
        self._themes = tuple(theme.name for theme in taxonomy.themes)
        self._general = frozenset(n for n, theme in enumerate(taxonomy.themes) if theme.general)
        self._initiatives = tuple(initiative.name for initiative in taxonomy.initiatives)
        self._candidates = frozenset(i.name for i in taxonomy.initiatives if i.is_candidate)
        numbers = {name: number for number, name in enumerate(self._themes)}
        self._gives = tuple(
            tuple(numbers[name] for name in initiative.themes if name in numbers)
            for initiative in taxonomy.initiatives
        )
        self._meanings: dict[str, _Meaning] = {}
        for number, initiative in enumerate(taxonomy.initiatives):
            self._learn_initiative(number, initiative)
        for number, theme in enumerate(taxonomy.themes):
            self._learn_theme(number, theme)
        # Forms that say nothing for a theme by themselves and name no initiative.
        self._idle = frozenset(
            form
            for form, m in self._meanings.items()
            if m.initiative is None and max(m.weights.values(), default=0) <= 0
        )
        self._speaks_for = {
            form: tuple((theme, weight) for theme, weight in m.weights.items() if weight > 0)
            for form, m in self._meanings.items()
        }
        self._naming = frozenset(
            form for form, m in self._meanings.items() if m.initiative is not None
        )
        self._matcher = FormMatcher(self._meanings)
        self._supported = lru_cache(maxsize=4096)(self._find_support)
        self._headed = lru_cache(maxsize=4096)(self._find_headed)

    def tag(self, text: str, heading: str | None = None, title: str | None = None) -> Tags:
        """The tags of a paragraph; an empty one has none.

        `heading` (or `title`, where there is no heading) supports a theme, and suffices only for
        figures below one that names nothing else: 二、电诈 above 发案466起，破案358起.
        """
        form = normalize(text)
        return self._tags(Untagged(text, heading, title), form, self._matcher.find(form))

    def tag_all(self, paragraphs: Sequence[Untagged]) -> list[Tags]:
        """`tag` of each paragraph, several times faster; some thousand at once are best."""
        forms = [normalize(p.text) if p.normalized is None else p.normalized for p in paragraphs]
        found = self._matcher.find_all(forms)
        return list(map(self._tags, paragraphs, forms, found))

    def _tags(self, p: Untagged, form: str, found: Sequence[Occurrence]) -> Tags:
        expressions = {expression for _, expression in found} - self._idle
        headed = self._headed(p.heading) if p.heading and _DIGIT.search(form) else None
        if not (expressions or headed is not None):
            return _NOTHING
        above = p.heading or p.title
        named: list[tuple[Occurrence, int]] = []
        if not self._naming.isdisjoint(expressions):
            named = list(self._named(found, p.text))
        supported = self._supported(above) if above else frozenset()
        likely = self._likely(expressions, named, supported)
        verdicts = self._verdicts(form, found, named, likely) if likely else {}
        themes = [
            theme
            for theme, verdict in verdicts.items()
            if verdict.total > 0 and verdict.margin + _HEADING * (theme in supported) >= 0
        ]
        if headed is not None and headed not in themes:
            themes.append(headed)
            verdicts = {headed: _HEADED_ALONE, **verdicts}
        themes.sort(key=lambda theme: (-verdicts[theme].total, theme in self._general, theme))
        if len(themes) > 1:
            most = verdicts[themes[0]].total
            themes = [t for t in themes if t not in self._general or verdicts[t].total == most]
        return Tags(
            tuple(self._themes[theme] for theme in themes),
            tuple(dict.fromkeys(self._initiatives[number] for _, number in named)),
        )

    def _likely(
        self,
        expressions: Iterable[str],
        named: Iterable[tuple[Occurrence, int]],
        supported: frozenset[int],
    ) -> set[int]:
        """The themes for which enough is said if all of it counts: most paragraphs have none."""
        most: dict[int, float] = dict.fromkeys(supported, _HEADING)
        for expression in expressions:
            for theme, weight in self._speaks_for[expression]:
                most[theme] = most.get(theme, 0) + weight
        for _, number in named:
            for theme in self._gives[number]:
                most[theme] = most.get(theme, 0) + STRONG
        return {theme for theme, weight in most.items() if weight >= ENOUGH}

    def status_of(self, initiatives: Sequence[str]) -> tuple[str, ...]:
        """(WAITING,) where one of these that were tagged is a candidate."""
        return () if self._candidates.isdisjoint(initiatives) else (WAITING,)

    def _meaning(self, form: str) -> _Meaning:
        return self._meanings.setdefault(normalize(form), _Meaning())

    def _learn_initiative(self, number: int, initiative: Initiative) -> None:
        for form in (initiative.name, *initiative.aliases, *initiative.parts):
            self._meaning(form).initiative = number
        for form in initiative.quoted:
            meaning = self._meaning(form)
            meaning.initiative, meaning.quoted_only = number, True
        for form in initiative.not_in:
            self._meaning(form).blocks.add(number)

    def _learn_theme(self, number: int, theme: Theme) -> None:
        strong = theme.strong
        if not (theme.strong or theme.weak or theme.against):
            strong = tuple(_own_words(theme))
        for words, weight in ((theme.weak, WEAK), (strong, STRONG), (theme.against, AGAINST)):
            for word in words:
                self._meaning(word).weights[number] = weight

    def _named(self, found: Iterable[Occurrence], text: str) -> Iterator[tuple[Occurrence, int]]:
        """The occurrences that name an initiative, each with the initiative's number.

        The longest form wins, and what lies inside it is not named: 商会警务服务站 is no
        警务服务站, for the head of a Chinese compound comes last. Two things inside are named all
        the same: what the longer form begins with (平安前哨 of 平安前哨指挥室), and what the print
        has in quotation marks of its own.
        """
        begin = end = -1
        blocked: set[int] = set()
        offsets: list[int] | None = None
        for occurrence in found:
            start, form = occurrence
            meaning = self._meanings[form]
            if meaning.initiative is None and not meaning.blocks:
                continue
            inside = begin < start < end
            if meaning.quoted_only or inside:
                offsets = offsets or normalize_with_offsets(text)[1]
                if not _in_quotes(text, offsets, start, start + len(form)):
                    continue
            if not inside:
                if start != begin:
                    begin, end, blocked = start, start + len(form), set()
                blocked |= meaning.blocks
            if meaning.initiative is not None and meaning.initiative not in blocked:
                yield occurrence, meaning.initiative

    def _verdicts(
        self,
        form: str,
        found: Iterable[Occurrence],
        named: Iterable[tuple[Occurrence, int]],
        themes: Container[int],
    ) -> dict[int, ThemeVerdict]:
        """What the expressions and the initiatives of a normalised text say for these themes."""
        evidence = [
            ThemeEvidence(start, -len(expression), expression, theme, weight)
            for start, expression in found
            for theme, weight in self._meanings[expression].weights.items()
            if theme in themes
        ]
        evidence += [
            ThemeEvidence(start, -len(expression), self._initiatives[number], theme, STRONG)
            for (start, expression), number in named
            for theme in self._gives[number]
            if theme in themes
        ]
        return weigh(form, evidence)

    def _find_headed(self, heading: str) -> int | None:
        """The theme that a heading names with one strong expression and nothing beside it."""
        found = _HEADED.match(normalize(heading)) if len(heading) <= _LONGEST_HEADED else None
        meaning = self._meanings.get(found["subject"]) if found is not None else None
        strong = [theme for theme, w in (meaning.weights if meaning else {}).items() if w >= STRONG]
        return strong[0] if len(strong) == 1 else None

    def _find_support(self, above: str) -> frozenset[int]:
        """The themes that a heading or title speaks of."""
        form = normalize(above)
        found = self._matcher.find(form)
        everything = range(len(self._themes))
        verdicts = self._verdicts(form, found, self._named(found, above), everything)
        return frozenset(theme for theme, verdict in verdicts.items() if verdict.total >= STRONG)


def _own_words(theme: Theme) -> Iterator[str]:
    """Expressions for a theme that lists none: its name and the phrases of its definition."""
    yield theme.name
    for piece in _PIECES.split(theme.definition):
        if 3 <= len(normalize(piece)) <= 8:
            yield piece


def _in_quotes(text: str, offsets: list[int], start: int, end: int) -> bool:
    """Whether the print has `normalised[start:end]` between quotation marks, blanks aside."""
    before = text[: offsets[start]].rstrip()
    after = text[offsets[end - 1] + 1 :].lstrip()
    return before[-1:] in _QUOTES and after[:1] in _QUOTES
