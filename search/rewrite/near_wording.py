"""Find the printed wording that a pasted sentence repeats but for a few words.

Who quotes from memory, or from a scan, changes a word, leaves one out, runs over a line break. Such
a text occurs nowhere; its paragraph does, and holds most of it in the same order.
"""

from __future__ import annotations

import re
import zlib
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from operator import ne

from rapidfuzz.distance import Levenshtein

from indexer.text.normalizer import normalize, normalize_with_offsets
from search.engines.bm25 import idf
from search.query.syntax import ParsedQuery
from search.query.tree import Literal, Or, Query, Ranked
from search.request import SearchRequest
from search.results import Expansion, Span
from search.rewrite.expansions import MAX_FORMS
from search.rewrite.planner import Plan

# Characters and Latin words or figures of a text: in a shorter one, a changed word makes another
# thing of it. Who repeats a question of the library looks for its answer, not for the question.
LEAST_LETTERS, LEAST_OF_QUESTION = 12, 24
# A figure is one letter with its percent sign: a changed one is one change, told whole.
_LETTER = re.compile(r"[0-9]+(?:\.[0-9]+)*[%‰]?|[^\W_]")
_FIGURE = re.compile(r"[0-9.,%‰]+")
_FIRST_SIGN, _SIGNS = 0x100000, 0xFFFD  # characters that no text has: one for each longer figure
_OF_WORDS = re.compile("^库中没有|没有连续出现")  # notes on words say less than the wording does
_COUNTED = re.compile(rf"[a-z0-9{chr(_FIRST_SIGN)}-{chr(_FIRST_SIGN + _SIGNS)}]+|.")
# Over 300 sentences of laws, reports and articles with two or three words changed, or slips of a
# scan, over 273 pass, with their own paragraph; of 150 other sentences the 10 that are formulas.
_ALIKE, _MUCH_ALIKE = 0.72, 0.88  # letters in common, of those of both
# Rarity of the words that the printed wording lacks, of all that are known: where much is alike,
# the words that were changed may be telling ones.
_MOST_LOST, _MOST_LOST_OF_MUCH = 0.3, 0.5
_PROBE, _MOST_PROBES = 4, 16  # characters, and how many runs of so many are looked up
_MOST_ANCHORS, _MOST_PLACES = 64, 8  # runs that are located in a text; of each so many places
_CHANCE = 2  # characters: a shorter run between two changes is shared by chance
_CANDIDATES = 12  # paragraphs with most of these runs whose texts are compared
_MOST_CHARS = 60_000  # of all these texts: longer ones are passed over, unread
_MOST_TOLD = 6  # changes
_MOST_MOVED = 16  # letters of words that changed places
_WIDENED = 6  # letters at most by which a change grows on either side to whole words

Leading = Callable[[Query, int], Sequence[str]]  # texts of the first hits of a query
Cut = Callable[[str], Sequence[str]]  # a normal form into words and punctuation that join to it


@dataclass(frozen=True, slots=True)
class Change:
    """What stands in the one and not in the other; both are printed as they were written."""

    typed: str
    printed: str

    def __str__(self) -> str:
        if not self.printed:
            return f"原文没有「{self.typed}」"
        if not self.typed:
            return f"原文另有「{self.printed}」"
        return f"原文「{self.printed}」，您写「{self.typed}」"


@dataclass(frozen=True, slots=True)
class NearWording:
    """What a paragraph prints: `form` is its normal form. `likeness` counts letters, to 1."""

    printed: str
    form: str
    likeness: float


@dataclass(frozen=True, slots=True)
class WordingDifference:
    """What differs between a typed text and a printed one; the spans of each join to it."""

    changes: tuple[Change, ...]
    typed: tuple[Span, ...]
    printed: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class _Letters:
    """The letters and figures of a text in normal form, and where each stands in form and text.

    A figure of several digits is one sign of its own, so that equal figures are equal letters.
    `breaks[n]`: before how many letters up to the n-th punctuation or a space stands."""

    text: str
    form: str
    letters: str
    places: tuple[int, ...]
    ends: tuple[int, ...]
    breaks: tuple[int, ...]
    offsets: list[int]

    @classmethod
    def of(cls, text: str) -> _Letters:
        form, offsets = normalize_with_offsets(text)
        found = list(_LETTER.finditer(form))
        letters = "".join(_sign(letter.group()) for letter in found)
        places, ends = tuple(m.start() for m in found), tuple(m.end() for m in found)
        breaks = tuple(accumulate(map(ne, (0, *ends), places)))
        return cls(text, form, letters, places, ends, breaks, offsets)

    @property
    def size(self) -> int:
        """Characters; a Latin word or a figure counts as one."""
        return len(_COUNTED.findall(self.letters))

    def form_of(self, start: int, end: int) -> str:
        return self.form[self.places[start] : self.ends[end - 1]] if start < end else ""

    def printed(self, start: int, end: int) -> str:
        if start >= end:
            return ""
        first, last = self.places[start], self.ends[end - 1] - 1
        return self.text[self.offsets[first] : self.offsets[last] + 1]

    def word_edges(self, cut: Cut) -> frozenset[int]:
        """Before which letters a word begins, and the end."""
        ends = accumulate(map(len, cut(self.form)), initial=0)
        return frozenset(bisect_left(self.places, end) for end in ends)

    def spans(self, changed: Iterable[tuple[int, int]]) -> tuple[Span, ...]:
        """The whole text, these ranges of letters marked."""
        spans: list[Span] = []
        at = 0
        for start, end in changed:
            if start < end:
                first, last = self.offsets[self.places[start]], self.offsets[self.ends[end - 1] - 1]
                spans += [Span(self.text[at:first], False), Span(self.text[first : last + 1], True)]
                at = last + 1
        spans.append(Span(self.text[at:], False))
        return tuple(span for span in spans if span.text)

    def is_joined(self, start: int, end: int) -> bool:
        """Whether no punctuation stands between these letters."""
        return self.breaks[start] == self.breaks[end - 1]

    def has_figure(self, start: int, end: int) -> bool:
        """Whether one of these letters is a figure of several digits."""
        return max(self.letters[start:end]) >= chr(_FIRST_SIGN)


def _sign(letter: str) -> str:
    if len(letter) == 1:
        return letter
    return chr(_FIRST_SIGN + zlib.crc32(letter.encode()) % _SIGNS)


def with_near_wording(
    planned: Plan,
    parsed: ParsedQuery,
    request: SearchRequest,
    count: Callable[[Query], int],
    paragraphs: int,
    leading: Leading,
    cut: Cut,
) -> Plan:
    """The plan with the printed wording as one of its phrases, where the query is nearly that.

    What is quoted must stand in it as typed. `leading` gives texts of the first hits; `paragraphs`
    is their number in the library. 只查原词 leaves it out.
    """
    query = planned.query
    is_apart = request.expand and request.mode == "smart" and parsed.is_plain
    if not is_apart or not isinstance(query, Ranked) or not query.is_cut:
        return planned
    runs = probes(parsed.text)
    if not runs or count(Literal(query.phrase)):
        return planned
    candidates = leading(Or(tuple(Literal((run,)) for run in runs)), _CANDIDATES)
    near = nearest_wordings(parsed.text, candidates)
    if not near or not _says_the_same(near[0], query, parsed, count, paragraphs):
        return planned
    phrase = (*query.phrase[: MAX_FORMS - 1], *(wording.form for wording in near))[:MAX_FORMS]
    expansion = Expansion(planned.normalized, tuple(w.printed for w in near), "near")
    changes = differences(parsed.text, near[0].printed, cut).changes
    return replace(
        planned,
        query=replace(query, phrase=phrase),
        expansions=(expansion, *planned.expansions),
        notes=(told_changes(changes), *(n for n in planned.notes if not _OF_WORDS.search(n))),
    )


def _says_the_same(
    near: NearWording,
    query: Ranked,
    parsed: ParsedQuery,
    count: Callable[[Query], int],
    paragraphs: int,
) -> bool:
    """Whether what is quoted stands in the wording, and of the telling words all but a few.

    管理网络直播 is not 管理广播电视, whatever formula stands around it. Nor does a question
    (如何理解…) quote what it asks about. A figure that differs is told, as the other changes are.
    """
    is_much = near.likeness >= _MUCH_ALIKE
    if query.is_question and not (is_much and _Letters.of(parsed.text).size >= LEAST_OF_QUESTION):
        return False
    if not all(normalize(piece.text) in near.form for piece in parsed.pieces if piece.quoted):
        return False
    words = (part for part in query.parts if not _FIGURE.fullmatch(part.forms[0]))
    known = {part: found for part in words if (found := count(Literal(part.forms)))}
    rarity = {part: idf(found, paragraphs) for part, found in known.items() if not part.is_weak}
    lost = sum(r for part, r in rarity.items() if not any(form in near.form for form in part.forms))
    return lost <= (_MOST_LOST_OF_MUCH if is_much else _MOST_LOST) * sum(rarity.values())


def differences(typed: str, printed: str, cut: Cut) -> WordingDifference:
    """What differs between two texts that are nearly the same, by whole words: 群众 became 人民."""
    mine, other = _Letters.of(typed), _Letters.of(printed)
    blocks = _joined(_blocks(mine.letters, other.letters, 0))
    changed = _by_words(blocks, mine, other, cut)
    return WordingDifference(
        tuple(Change(mine.printed(a, b), other.printed(c, d)) for a, b, c, d in changed),
        mine.spans((a, b) for a, b, _, _ in changed),
        other.spans((c, d) for _, _, c, d in changed),
    )


def told_changes(changes: Sequence[Change]) -> str:
    """The note of a query that is nearly a printed sentence."""
    said = "库中没有一字不差的这一句，先列与此句最接近的原文"
    if not changes:
        return f"{said}：只有标点不同"
    more = f"，共 {len(changes)} 处" if len(changes) > _MOST_TOLD else ""
    return f"{said}：{'；'.join(map(str, changes[:_MOST_TOLD]))}{more}"


def probes(text: str) -> tuple[str, ...]:
    """Runs of a text, evenly spread, of which a paragraph that nearly has it has some."""
    typed = _Letters.of(text)
    if typed.size < LEAST_LETTERS:
        return ()
    joined = [
        at for at in range(0, len(typed.letters) - _PROBE + 1) if typed.is_joined(at, at + _PROBE)
    ]
    starts = [at for at in joined if not typed.has_figure(at, at + _PROBE)] or joined
    step = max(2, -(-len(starts) // _MOST_PROBES))
    return tuple(dict.fromkeys(typed.form_of(at, at + _PROBE) for at in starts[::step]))


def nearest_wordings(text: str, candidates: Iterable[str]) -> tuple[NearWording, ...]:
    """The wording of the candidates that is nearest to a text, if it is near at all; several only
    if they are as near and printed in different ways."""
    typed = _Letters.of(text)
    found: list[NearWording] = []
    room = _MOST_CHARS
    for candidate in candidates:
        if len(candidate) > room:
            continue
        room -= len(candidate)
        if near := _align(typed, _Letters.of(candidate)):
            found.append(near)
    best = max((near.likeness for near in found), default=0.0)
    if best < _ALIKE:
        return ()
    kept = {near.form: near for near in found if near.likeness == best}
    return tuple(kept.values())


# -- alignment ------------------------------------------------------------------------------------

_Block = tuple[bool, int, int, int, int]  # is equal, and the ranges of both sides


def _align(typed: _Letters, other: _Letters) -> NearWording | None:
    """The stretch of the other text that is most like the typed one, None if they share nothing."""
    window = _window(typed.letters, other.letters)
    if window is None:
        return None
    start, end = window
    blocks = _best_stretch(_blocks(typed.letters, other.letters[start:end], start))
    if not blocks:
        return None
    blocks = _with_ends(blocks, typed, other)
    equal = sum(b - a for is_equal, a, b, _, _ in blocks if is_equal)
    first, last = blocks[0][3], blocks[-1][4]
    return NearWording(
        other.printed(first, last),
        other.form_of(first, last),
        2 * equal / (len(typed.letters) + last - first),
    )


def _window(typed: str, other: str) -> tuple[int, int] | None:
    """Where most runs of the typed letters lie on nearly the same diagonal."""
    step = max(1, len(typed) // _MOST_ANCHORS)
    diagonals = sorted(
        place - at
        for at in range(0, len(typed) - _PROBE + 1, step)
        for place in _places(typed[at : at + _PROBE], other)
    )
    if not diagonals:
        return None
    slack = max(_PROBE, len(typed) // 3)
    votes = [bisect_right(diagonals, d + slack) - at for at, d in enumerate(diagonals)]
    best = max(range(len(votes)), key=votes.__getitem__)
    first, last = diagonals[best], diagonals[best + votes[best] - 1]
    return max(0, first - slack), min(len(other), last + len(typed) + slack)


def _places(run: str, text: str) -> Iterator[int]:
    at = text.find(run)
    for _ in range(_MOST_PLACES):
        if at < 0:
            return
        yield at
        at = text.find(run, at + 1)


def _blocks(typed: str, other: str, start: int) -> list[_Block]:
    return [
        (c.tag == "equal", c.src_start, c.src_end, start + c.dest_start, start + c.dest_end)
        for c in Levenshtein.opcodes(typed, other)
    ]


def _best_stretch(blocks: Sequence[_Block]) -> list[_Block]:
    """The blocks from an equal one to another with most more equal letters than others."""
    best = (0, 0, 0)
    total = start = 0
    for at, (is_equal, a, b, c, d) in enumerate(blocks):
        if total <= 0:
            total, start = 0, at
        total += (b - a) if is_equal else -max(b - a, d - c)
        if total > best[0]:
            best = (total, start, at + 1)
    return list(blocks[best[1] : best[2]])


def _with_ends(blocks: list[_Block], typed: _Letters, other: _Letters) -> list[_Block]:
    """Also the typed letters before and behind, beside as many of the other text's clause."""
    _, first, _, other_first, _ = blocks[0]
    if first:
        start = max(0, other_first - first)
        while start < other_first and not other.is_joined(start, other_first + 1):
            start += 1
        blocks = [(False, 0, first, start, other_first), *blocks]
    _, _, last, _, other_last = blocks[-1]
    rest = len(typed.letters) - last
    if rest:
        end = min(len(other.letters), other_last + rest)
        while end > other_last and not other.is_joined(other_last - 1, end):
            end -= 1
        blocks = [*blocks, (False, last, last + rest, other_last, end)]
    return blocks


def _joined(blocks: Sequence[_Block]) -> list[_Block]:
    """Neighbouring changes as one, also where only a letter between them is the same."""
    merged: list[_Block] = []
    for at, (is_equal, a, b, c, d) in enumerate(blocks):
        is_chance = is_equal and b - a < _CHANCE and 0 < at < len(blocks) - 1
        is_kept = is_equal and not is_chance
        if merged and not merged[-1][0] and not is_kept:
            _, e, _, f, _ = merged.pop()
            a, c = e, f
        merged.append((is_kept, a, b, c, d))
    return merged


def _by_words(
    blocks: Sequence[_Block], mine: _Letters, other: _Letters, cut: Cut
) -> list[tuple[int, int, int, int]]:
    """The changes, grown over words in which they begin or end: both texts are the same there.
    Two are one where words only changed places."""
    edges = mine.word_edges(cut), other.word_edges(cut)
    grown: list[tuple[int, int, int, int]] = []
    for at, (is_equal, a, b, c, d) in enumerate(blocks):
        if is_equal:
            continue
        before = blocks[at - 1][2] - blocks[at - 1][1] if at else 0
        behind = blocks[at + 1][2] - blocks[at + 1][1] if at + 1 < len(blocks) else 0
        left = _growth([(a - n, c - n) for n in range(min(before, _WIDENED) + 1)], *edges)
        right = _growth([(b + n, d + n) for n in range(min(behind, _WIDENED) + 1)], *edges)
        a, b, c, d = a - left, b + right, c - left, d + right
        e, end, f, _ = grown[-1] if grown else (a, -1, c, d)
        is_moved = b - e <= _MOST_MOVED and sorted(mine.letters[e:b]) == sorted(other.letters[f:d])
        if grown and (end >= a or is_moved):
            a, _, c, _ = grown.pop()
        grown.append((a, b, c, d))
    return grown


def _growth(places: Sequence[tuple[int, int]], typed: frozenset[int], other: frozenset[int]) -> int:
    """By how many letters a change grows until a word of both texts ends there; 0 if none does."""
    return next((n for n, (a, c) in enumerate(places) if a in typed and c in other), 0)
