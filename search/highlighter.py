"""Find where a query's words stand in a text: code-point ranges to mark."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from indexer.codec import kernels
from indexer.text.bulk_normalizer import form_table, normalize_all_with_offsets
from search.engines.base import EngineHit
from search.engines.scanning import Pattern
from search.query.expression_matcher import ExpressionMatcher, expression_matcher
from search.query.tree import (
    And,
    Expression,
    Literal,
    Near,
    Or,
    Query,
    Ranked,
    RawLiteral,
    TextField,
    Wildcard,
)
from search.results import StoredParagraph

Marks = tuple[tuple[int, int], ...]
_POINTS = (".", "．")  # a tuple: "" is in every string
_TOGETHER, _CHARS_TOGETHER = 500, 200_000  # texts, and characters, normalised in one go


class Marker:
    """Marks what a query found. Whatever it excludes or filters by is not marked."""

    def __init__(self, query: Query) -> None:
        self._literals: dict[TextField, dict[str, None]] = {"text": {}, "title": {}}
        self._patterns: dict[TextField, list[Pattern | ExpressionMatcher]] = {
            "text": [],
            "title": [],
        }
        self._raw: list[str] = []
        self._is_cut = False
        self._collect(query)

    def marks(self, texts: Sequence[str]) -> list[Marks]:
        """Ranges of each text (or heading): sorted, apart from each other, end-exclusive."""
        return self._marks("text", texts, self._raw)

    def title_marks(self, titles: Sequence[str]) -> list[Marks]:
        """The same of titles: what was sought in titles, or else what was sought in texts."""
        is_sought = self._literals["title"] or self._patterns["title"]
        return self._marks("title" if is_sought else "text", titles, ())

    def _marks(self, field: TextField, texts: Sequence[str], raw: Sequence[str]) -> list[Marks]:
        literals, patterns = self._literals[field], self._patterns[field]
        if not (literals or patterns or raw):
            return [()] * len(texts)
        marked: Sequence[Marks | None] = [None] * len(texts)
        if kernels.compiled is not None and not (patterns or raw):
            marked = kernels.compiled.mark(tuple(texts), form_table(), tuple(literals))
        left = [text for text, marks in zip(texts, marked, strict=True) if marks is None]
        others = self._marks_by_forms(field, left, raw)
        found = [next(others) if marks is None else marks for marks in marked]
        return list(map(_with_whole_numbers, texts, found)) if self._is_cut else found

    def _marks_by_forms(
        self, field: TextField, texts: Sequence[str], raw: Sequence[str]
    ) -> Iterator[Marks]:
        """What the kernel does, and patterns, and literals that normalisation drops."""
        for some in _portions(texts):
            for text, (form, offsets) in zip(some, normalize_all_with_offsets(some), strict=True):
                places = [place for literal in raw for place in _places(literal, text)]
                yield _join([*places, *self._marked(field, form, offsets)])

    def _marked(
        self, field: TextField, form: str, offsets: Sequence[int]
    ) -> Iterator[tuple[int, int]]:
        """Where the form has something of the query, as ranges of what was printed."""
        for literal in self._literals[field]:
            for start, end in _places(literal, form):
                yield offsets[start], offsets[end - 1] + 1
        for pattern in self._patterns[field]:
            for start, end in pattern.places(form):
                yield offsets[start], offsets[end - 1] + 1

    def _collect(self, query: Query) -> None:
        match query:
            case Literal(forms, field):
                self._literals[field].update((form, None) for form in forms if form)
            case Ranked(phrase, parts):
                self._is_cut = self._is_cut or query.is_cut
                for forms in (phrase, *(part.forms for part in parts)):
                    self._collect(Literal(forms))
            case Near(left, right, _):
                self._collect(left)
                self._collect(right)
            case Wildcard(pattern, field):
                self._patterns[field].append(Pattern.of(pattern.strip("*")))
            case Expression(pattern, _, field):
                self._patterns[field].append(expression_matcher(pattern))
            case RawLiteral(text):
                self._raw.append(text)
            case And(children) | Or(children):
                for child in children:
                    self._collect(child)
            case _:
                return


def _portions(texts: Sequence[str]) -> Iterator[Sequence[str]]:
    """Texts in order, as many at a time as may be in memory with their offsets."""
    start = chars = 0
    for at, text in enumerate(texts):
        chars += len(text)
        if at > start and (at - start == _TOGETHER or chars > _CHARS_TOGETHER):
            yield texts[start:at]
            start, chars = at, len(text)
    if start < len(texts):
        yield texts[start:]


def marks_by_id(
    marker: Marker,
    query: Query,
    hits: Sequence[tuple[EngineHit, StoredParagraph]],
    within: Sequence[Query] = (),
) -> dict[str, tuple[Marks, ...]]:
    """The marks of each hit's text and headings. A compound is marked as a whole where it stands
    so, not its words here and there. `within`: what else `marker` marks, in every hit."""
    whole: list[StoredParagraph] = []
    if isinstance(query, Ranked) and query.is_compound:
        whole = [paragraph for hit, paragraph in hits if hit.match == "phrase"]
    known = {paragraph.id for paragraph in whole}
    parted = [paragraph for _, paragraph in hits if paragraph.id not in known]
    found: dict[str, tuple[Marks, ...]] = {}
    phrase = marker
    if whole and isinstance(query, Ranked):
        phrase = Marker(And((Literal(query.phrase), *within)))
    for one, some in ((phrase, whole), (marker, parted)):
        if not some:
            continue
        marks = iter(one.marks([text for p in some for text in (p.text, *p.headings)]))
        found.update((p.id, tuple(next(marks) for _ in (p.text, *p.headings))) for p in some)
    return found


def _places(literal: str, text: str) -> Iterator[tuple[int, int]]:
    """Every place of a literal, overlapping ones too."""
    at = text.find(literal)
    while at >= 0:
        yield at, at + len(literal)
        at = text.find(literal, at + 1)


def _with_whole_numbers(text: str, marks: Marks) -> Marks:
    """Of numbers that a mark holds in part nothing: the words of a sentence, cut by a dictionary,
    stand in other numbers (1.3 in 1.35) by chance."""
    whole: list[tuple[int, int]] = []
    for first, end in marks:
        start = first
        while start < end and _is_inside_number(text, start):
            start += 1
        while start < end and _is_inside_number(text, end):
            end -= 1
        if start < end - (start > first):  # nor 月 of 11月 where 1月 is sought
            whole.append((start, end))
    return tuple(whole)


def _is_inside_number(text: str, at: int) -> bool:
    """Whether the characters before and behind a place are of one number: of 1.35, say."""
    before, behind = text[max(0, at - 2) : at], text[at : at + 2]
    if before[-1:].isdecimal():
        return behind[:1].isdecimal() or (behind[:1] in _POINTS and behind[1:].isdecimal())
    return before[-1:] in _POINTS and before[:1].isdecimal() and behind[:1].isdecimal()


def _join(places: list[tuple[int, int]]) -> Marks:
    """Overlapping and touching ranges become one: 刑事 + 案件 is one mark."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(places):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return tuple(joined)
