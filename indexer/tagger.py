"""Tag a paragraph with the initiatives it names and the themes it is about."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from indexer.matcher import FormMatcher, Occurrence
from indexer.normalizer import normalize, normalize_with_offsets
from indexer.taxonomy import Initiative, Taxonomy, Theme

_STRONG, _WEAK, _AGAINST = 2, 1, -2
_ENOUGH = 2  # one strong expression, or two weak ones
_HEADING = 1  # what stands above a paragraph supports it, but never suffices alone
_QUOTES = frozenset("“”\"‘’'「」『』〝〞＂＇｢｣")
_PIECES = re.compile(r"[\s,，、;；。/（）()]+")


@dataclass(frozen=True, slots=True)
class Tags:
    """Themes, the best founded first, and initiatives, in the order of the text."""

    themes: tuple[str, ...] = ()
    initiatives: tuple[str, ...] = ()


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
        self._matcher = FormMatcher(self._meanings)

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
        found = self._matcher.find(normalize(text) if normalized is None else normalized)
        if not found:
            return Tags()
        initiatives = list(dict.fromkeys(self._named(found, text)))
        scores = self._scores(found, initiatives)
        if scores:
            self._add_support(scores, heading or title)
        ranked = sorted(scores, key=lambda theme: (-scores[theme], theme))
        return Tags(
            tuple(self._themes[theme] for theme in ranked if scores[theme] >= _ENOUGH),
            tuple(self._initiatives[number] for number in initiatives),
        )

    def _meaning(self, form: str) -> _Meaning:
        return self._meanings.setdefault(normalize(form), _Meaning())

    def _learn_initiative(self, number: int, initiative: Initiative) -> None:
        for form in (initiative.name, *initiative.aliases):
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

    def _named(self, found: Iterable[Occurrence], text: str) -> Iterator[int]:
        """The initiatives that the occurrences name.

        The longest form wins, and what lies inside it is not named: 商会警务服务站 is no
        警务服务站, for the head of a Chinese compound comes last. Two things inside are named all
        the same: what the longer form begins with (平安前哨 of 平安前哨指挥室), and what the print
        has in quotation marks of its own.
        """
        begin = end = -1
        blocked: set[int] = set()
        offsets: list[int] | None = None
        for start, form in found:
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
                yield meaning.initiative

    def _scores(self, found: Iterable[Occurrence], initiatives: Iterable[int]) -> dict[int, int]:
        """Evidence per theme: each expression counts once, however often it stands there."""
        scores: dict[int, int] = {}
        for form in {occurrence.form for occurrence in found}:
            for theme, weight in self._meanings[form].weights.items():
                scores[theme] = scores.get(theme, 0) + weight
        for number in initiatives:
            for theme in self._gives[number]:
                scores[theme] = scores.get(theme, 0) + _STRONG
        return scores

    def _add_support(self, scores: dict[int, int], above: str | None) -> None:
        if not above:
            return
        found = self._matcher.find(normalize(above))
        for theme, score in self._scores(found, self._named(found, above)).items():
            if theme in scores and score >= _ENOUGH:
                scores[theme] += _HEADING


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
    return before[-1:] in _QUOTES and after[:1] in _QUOTES and bool(before and after)
