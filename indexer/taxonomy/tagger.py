"""Tag a paragraph with the initiatives it names and the themes it is about."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from indexer.model.documents import WAITING
from indexer.taxonomy.taxonomy import Initiative, Taxonomy, Theme
from indexer.text.bulk_normalizer import normalize_all
from indexer.text.matcher import FormMatcher, Occurrence
from indexer.text.normalizer import normalize, normalize_with_offsets

_STRONG, _WEAK, _AGAINST = 2, 1, -2
_ENOUGH = 2  # one strong expression, or two weak ones …
_CHARS_PER_POINT, _MOST = 150, 4  # … and more in a longer paragraph, see _enough
_HEADING = 1  # what stands above a paragraph supports it, but never suffices alone
_QUOTES = frozenset("“”\"‘’'「」『』〝〞＂＇｢｣")
_PIECES = re.compile(r"[\s,，、;；。/（）()]+")


@dataclass(frozen=True, slots=True)
class Tags:
    """Themes, the best founded first, and initiatives, in the order of the text."""

    themes: tuple[str, ...] = ()
    initiatives: tuple[str, ...] = ()


_NOTHING = Tags()


@dataclass(frozen=True, slots=True)
class Untagged:
    """A paragraph to tag: what `Tagger.tag` takes."""

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
    weights: dict[int, int] = field(default_factory=dict)


class Tagger:
    """Applies one taxonomy to any number of paragraphs; pure, and safe to share by threads."""

    def __init__(self, taxonomy: Taxonomy) -> None:
        self._themes = tuple(theme.name for theme in taxonomy.themes)
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
        # The most that a form can add to any one theme; an initiative must never be passed over.
        self._worth = {
            form: _MOST if m.initiative is not None else max(0, *m.weights.values(), 0)
            for form, m in self._meanings.items()
        }
        self._matcher = FormMatcher(self._meanings)
        self._supported = lru_cache(maxsize=4096)(self._find_support)

    def tag(
        self,
        text: str,
        heading: str | None = None,
        title: str | None = None,
        normalized: str | None = None,
    ) -> Tags:
        """The tags of a paragraph; an empty one has none.

        `heading` (or `title`, where there is no heading) supports a theme but never suffices.
        `normalized` is `normalize(text)`, for callers who have it already.
        """
        form = normalize(text) if normalized is None else normalized
        return self._tags(text, heading or title, self._matcher.find(form))

    def tag_all(self, paragraphs: Sequence[Untagged]) -> list[Tags]:
        """`tag` of each paragraph, several times faster; some thousand at once are best."""
        forms = normalize_all([p.text if p.normalized is None else "" for p in paragraphs])
        for number, p in enumerate(paragraphs):
            if p.normalized is not None:
                forms[number] = p.normalized
        return [
            self._tags(p.text, p.heading or p.title, found)
            for p, found in zip(paragraphs, self._matcher.find_all(forms), strict=True)
        ]

    def _tags(self, text: str, above: str | None, found: Sequence[Occurrence]) -> Tags:
        enough = _enough(len(text))
        worth = self._worth
        if sum([worth[form] for _, form in found]) < enough - _HEADING:
            return _NOTHING
        named = list(self._named(found, text))
        scores = self._scores(found, named)
        if above and enough - _HEADING in scores.values():
            for theme in self._supported(above):
                if theme in scores:
                    scores[theme] += _HEADING
        themes = [theme for theme, score in scores.items() if score >= enough]
        themes.sort(key=lambda theme: (-scores[theme], theme))
        return Tags(
            tuple(self._themes[theme] for theme in themes),
            tuple(dict.fromkeys(self._initiatives[number] for _, number in named)),
        )

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
        for words, weight in (
            (theme.weak, _WEAK),
            (strong, _STRONG),
            (theme.against, _AGAINST),
        ):
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

    def _scores(
        self, found: Iterable[Occurrence], named: Iterable[tuple[Occurrence, int]]
    ) -> dict[int, int]:
        """Evidence per theme, as sum of weights.

        Each expression counts once, however often it stands there, and not where it is only a
        part of a longer one for the same theme: 打击犯罪 is one expression, not three.
        """
        evidence = [
            (start, -len(form), form, theme, weight)
            for start, form in found
            for theme, weight in self._meanings[form].weights.items()
        ]
        evidence += [
            (start, -len(form), self._initiatives[number], theme, _STRONG)
            for (start, form), number in named
            for theme in self._gives[number]
        ]
        scores: dict[int, int] = {}
        counted: set[tuple[str, int]] = set()
        ends: dict[int, int] = {}
        for start, length, expression, theme, weight in sorted(evidence):
            end = start - length
            if end <= ends.get(theme, 0) or (expression, theme) in counted:
                continue
            ends[theme] = end
            counted.add((expression, theme))
            scores[theme] = scores.get(theme, 0) + weight
        return scores

    def _find_support(self, above: str) -> frozenset[int]:
        """The themes that a heading or title speaks of."""
        found = self._matcher.find(normalize(above))
        scores = self._scores(found, self._named(found, above))
        return frozenset(theme for theme, score in scores.items() if score >= _ENOUGH)


def _enough(chars: int) -> int:
    """The evidence that makes a theme: 2, one more for each 150 characters, 4 at most.

    One expression in a long paragraph is a mention; a theme must fill a sentence. Measured on the
    63 hand-tagged paragraphs of the bundled reports (tests/indexer/taxonomy/tagging_expected.yaml),
    precision / recall: constant 2 .82/1.00, constant 3 .95/.97, constant 4 .98/.92, this .97/1.00.
    """
    return min(_ENOUGH + chars // _CHARS_PER_POINT, _MOST)


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
