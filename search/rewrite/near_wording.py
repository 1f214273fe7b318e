"""Find the printed wording that a pasted sentence repeats but for a few words.

Who quotes from memory, or from a scan, changes a word, leaves one out, runs over a line break. Such
a text occurs nowhere; its paragraph does, and holds most of it in the same order.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from rapidfuzz.distance import Levenshtein

from indexer.text.normalizer import normalize
from search.engines.bm25 import idf
from search.query.letters import Cut, Letters, printed_end
from search.query.quotes import split_quotations
from search.query.syntax import ParsedQuery
from search.query.tree import Literal, Or, Query, Ranked
from search.request import SearchRequest
from search.results import Expansion, Span
from search.rewrite.expansions import MAX_FORMS
from search.rewrite.planner import Plan
from search.rewrite.questions import without_soft_spans

# Characters and Latin words or figures of a text: in a shorter one, a changed word makes another
# thing of it. Who repeats a question of the library looks for its answer, not for the question.
LEAST_LETTERS, LEAST_OF_QUESTION = 12, 24
_FIGURE = re.compile(r"[0-9.,%‰]+|(?:百分之)?[〇零一二两三四五六七八九十百千万亿成]+")
APART = "每一句库中都有，一字不差，只是不在一段里连着写"  # of several sentences that were pasted
_SENTENCE_END = re.compile(r"[。！？!?\n]+[”’」』]?")
_CLAUSES = re.compile(r"\w[，,；;]\s*\w")
_LEAST_SENTENCE = 8  # letters; what is shorter many paragraphs print
# Notes on words say less than the wording does.
_OF_WORDS = re.compile("^库中没有|^引号内|没有连着写的")
# Over 300 sentences of laws, reports and articles with two or three words changed, or slips of a
# scan, over 273 pass, with their own paragraph; of 150 other sentences the 10 that are formulas.
_ALIKE, _MUCH_ALIKE = 0.72, 0.88  # letters in common, of those of both
# Rarity of the words that the printed wording lacks, of all that are known: where much is alike,
# the words that were changed may be telling ones.
_MOST_LOST, _MOST_LOST_OF_MUCH = 0.3, 0.5
_PROBE, _MOST_PROBES = 4, 16  # characters, and how many runs of so many are looked up
_MOST_FIGURES = 8  # of a text that are looked up, too, each with the letter behind it
_MOST_ANCHORS, _MOST_PLACES = 64, 8  # runs that are located in a text; of each so many places
CHANCE = 2  # characters: a shorter run between two changes is shared by chance, but no figure
_MOST_LEFT = 12  # letters of a clause that are quoted beyond what was typed of it
_FEW, _MOST_OF_TYPED = 2, 2 / 3  # paragraphs; a share of the letters
_CANDIDATES = 12  # paragraphs with most of these runs whose texts are compared
_MOST_CHARS = 60_000  # of all these texts: longer ones are passed over, unread
_MOST_TOLD = 6  # changes
_MOST_MOVED = 16  # letters of words that changed places
_WIDENED = 6  # letters at most by which a change grows on either side to whole words

Leading = Callable[[Query, int], Sequence[str]]  # texts of the first hits of a query


@dataclass(frozen=True, slots=True)
class Change:
    """What stands in the one and not in the other; both are printed as they were written."""

    typed: str
    printed: str

    def __str__(self) -> str:
        if not self.printed:
            return f"原文此处没有「{self.typed}」"
        if not self.typed:
            return f"原文另有「{self.printed}」"
        return f"原文「{self.printed}」，您写「{self.typed}」"


@dataclass(frozen=True, slots=True)
class NearWording:
    """What a paragraph prints: `form` is its normal form. `likeness` counts letters, to 1; a figure
    as a word: of sentences in the same few words, the one with the same figures is meant."""

    printed: str
    form: str
    likeness: float


@dataclass(frozen=True, slots=True)
class WordingDifference:
    """What differs between a typed text and a printed one; the spans of each join to it."""

    changes: tuple[Change, ...]
    typed: tuple[Span, ...]
    printed: tuple[Span, ...]


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

    What is quoted must stand in it as typed, but in a pasted sentence. `leading` gives texts of
    the first hits; `paragraphs` is their number in the library. 只查原词 leaves it out.
    """
    query = planned.query
    is_apart = request.expand and request.mode == "smart" and parsed.is_plain
    if not is_apart or not isinstance(query, Ranked) or count(Literal(query.phrase)):
        return planned
    sentences, others = _printed_sentences(parsed.text, count)
    if sentences and not others:
        return _of_sentences(planned, query, sentences, APART)
    is_quoted = any(piece.quoted for piece in parsed.pieces)
    is_split = query.is_cut or is_quoted or _CLAUSES.search(parsed.text)  # 常态化管 理, of a PDF
    named = tuple(normalize(e.text) for e in planned.entities if e.field in ("source", "year"))
    # Whose and of when is no part of a quotation.
    names = "|".join((*map(re.escape, named), "(?:19|20)[0-9]{2}年"))
    rest = re.sub(names, "", "".join(without_soft_spans(normalize(parsed.text))[0]))
    runs = probes(parsed.text) if is_split and probes(rest) else ()
    if not runs:
        return planned
    if quoted := printed_end(parsed.text, lambda form: count(Literal((form,))), LEAST_LETTERS):
        return _with_wordings(planned, query, parsed, (NearWording(*quoted, 1.0),), cut)
    candidates = leading(Or(tuple(Literal((run,)) for run in runs)), _CANDIDATES)
    near = nearest_wordings(parsed.text, candidates)
    if near and _says_the_same(near[0], query, parsed, count, paragraphs, named):
        return _with_wordings(planned, query, parsed, near, cut)
    told = f"库中没有「{'」「'.join(others)}」这样的句子，其余各句一字不差"
    return _of_sentences(planned, query, sentences, told) if sentences else planned


def _with_wordings(
    planned: Plan, query: Ranked, parsed: ParsedQuery, near: tuple[NearWording, ...], cut: Cut
) -> Plan:
    """The plan with these among its phrases, and what differs told."""
    expansion = Expansion(parsed.text, tuple(w.printed for w in near), "near")
    changes = differences(parsed.text, near[0].printed, cut).changes
    forms = tuple(wording.form for wording in near)[: MAX_FORMS - 1]
    found = _of_sentences(planned, query, forms, told_changes(changes))
    return replace(found, expansions=(expansion, *planned.expansions))


def _of_sentences(planned: Plan, query: Ranked, sentences: tuple[str, ...], told: str) -> Plan:
    """The plan with each of the sentences as one of its phrases, and a note of them."""
    phrase = (*query.phrase[: MAX_FORMS - len(sentences)], *sentences)
    notes = (note for note in planned.notes if not _OF_WORDS.search(note))
    return replace(planned, query=replace(query, phrase=phrase), notes=(told, *notes))


def _printed_sentences(
    text: str, count: Callable[[Query], int]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The normal forms of the sentences of a text if there are several, those that are printed as
    they are and those that are not."""
    forms = tuple(dict.fromkeys(filter(None, map(normalize, _SENTENCE_END.split(text)))))
    if not 1 < len(forms) < MAX_FORMS or min(map(len, forms)) < _LEAST_SENTENCE:
        return (), ()
    printed = tuple(form for form in forms if count(Literal((form,))))
    return printed, tuple(form for form in forms if form not in printed)


def _says_the_same(
    near: NearWording,
    query: Ranked,
    parsed: ParsedQuery,
    count: Callable[[Query], int],
    paragraphs: int,
    named: Sequence[str],
) -> bool:
    """Whether what is quoted stands in the wording, and of the telling words all but a few; those
    that name its report it need not say.

    管理网络直播 is not 管理广播电视, whatever formula stands around it. Nor does a question
    (如何理解…) quote what it asks about. A figure that differs is told, as the other changes are.
    A long run that next to nothing else prints is no formula: its words are the telling ones.
    """
    typed = Letters.of(parsed.text)
    is_much = near.likeness >= _MUCH_ALIKE
    is_told = is_much and typed.size >= LEAST_OF_QUESTION
    if query.is_question and not (is_told or _CLAUSES.search(parsed.text)):
        return False
    quoted = [normalize(piece.text) for piece in parsed.pieces if piece.quoted]
    # Who pastes a sentence pastes its quotation marks; others ask for these very words.
    is_pasted = is_much and len(split_quotations(near.printed).segments) > 2 * len(quoted)
    if not is_pasted and not all(text in near.form for text in quoted):
        return False
    words = (p for p in query.parts if not (p.forms[0] in named or _FIGURE.fullmatch(p.forms[0])))
    known = {part: found for part in words if (found := count(Literal(part.forms)))}
    rarity = {part: idf(found, paragraphs) for part, found in known.items() if not part.is_weak}
    lost = sum(r for part, r in rarity.items() if not any(form in near.form for form in part.forms))
    share = lost / (sum(rarity.values()) or 1)
    if share > _MOST_LOST and not is_much:
        is_much = _has_own_run(typed, near, count)
    return share <= (_MOST_LOST_OF_MUCH if is_much else _MOST_LOST)


def _has_own_run(typed: Letters, near: NearWording, count: Callable[[Query], int]) -> bool:
    """Whether most of what was typed is one run, as long as a sentence, that few paragraphs
    print."""
    blocks = _blocks(typed.letters, Letters.of(near.printed).letters, 0)
    start, end = max(((a, b) for same, a, b, _, _ in blocks if same), key=lambda ab: ab[1] - ab[0])
    run = typed.form_of(start, end)
    is_most = end - start >= max(LEAST_LETTERS, len(typed.letters) * _MOST_OF_TYPED)
    return is_most and 0 < count(Literal((run,))) <= _FEW


def differences(typed: str, printed: str, cut: Cut) -> WordingDifference:
    """What differs between two texts that are nearly the same, by whole words: 群众 became 人民."""
    mine, other = Letters.of(typed), Letters.of(printed)
    blocks = joined_changes(
        _blocks(mine.letters, other.letters, 0),
        lambda a, b: b - a >= CHANCE or mine.has_figure(a, b),
    )
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
        return f"{said}：只有标点或数字的写法不同"
    more = f"，共 {len(changes)} 处" if len(changes) > _MOST_TOLD else ""
    return f"{said}：{'；'.join(map(str, changes[:_MOST_TOLD]))}{more}"


def probes(text: str) -> tuple[str, ...]:
    """Runs of a text, evenly spread, of which a paragraph that nearly has it has some; and some of
    its figures, each with what it counts: many paragraphs have the words of a yearly sentence."""
    typed = Letters.of(text)
    figures = typed.figures
    several = len(figures) if len(figures) > 1 else 0  # they tell a sentence, however short
    if typed.size + several < LEAST_LETTERS:
        return ()
    joined = [
        at for at in range(0, len(typed.letters) - _PROBE + 1) if typed.is_joined(at, at + _PROBE)
    ]
    starts = [at for at in joined if not typed.has_figure(at, at + _PROBE)] or joined
    step = max(2, -(-len(starts) // _MOST_PROBES))
    counted = [at for at in figures if typed.is_within_clause(at + 1)]
    runs = [(at, at + _PROBE) for at in starts[::step]]
    runs += [(at, at + 2) for at in counted[:: -(-len(counted) // _MOST_FIGURES) or 1]]
    return tuple(dict.fromkeys(typed.form_of(*run) for run in runs))


def nearest_wordings(text: str, candidates: Iterable[str]) -> tuple[NearWording, ...]:
    """The wording of the candidates that is nearest to a text, if it is near at all; several only
    if they are as near and printed in different ways."""
    typed = Letters.of(text)
    found: list[NearWording] = []
    room = _MOST_CHARS
    for candidate in candidates:
        if len(candidate) <= room:
            room -= len(candidate)
            found += filter(None, (_align(typed, Letters.of(candidate)),))
    best = max((near.likeness for near in found), default=0.0)
    if best < _ALIKE:
        return ()
    return tuple({near.form: near for near in found if near.likeness == best}.values())


# -- alignment ------------------------------------------------------------------------------------

Block = tuple[bool, int, int, int, int]  # is equal, and the ranges of both sides


def _align(typed: Letters, other: Letters) -> NearWording | None:
    """The stretch of the other text that is most like the typed one, None if they share nothing."""
    window = _window(typed.letters, other.letters)
    if window is None:
        return None
    start, end = window
    blocks = _best_stretch(_blocks(typed.letters, other.letters[start:end], start))
    if not blocks:
        return None
    first, last = _ends(blocks, typed, other)
    # Once more between these ends: letters beyond them drew some that belong within.
    within = _blocks(typed.letters, other.letters[first:last], first)
    equal = max(
        sum(typed.weight(a, b) for same, a, b, _, _ in found if same) for found in (blocks, within)
    )
    likeness = 2 * equal / (typed.weight(0, len(typed.letters)) + other.weight(first, last))
    if not within[-1][0]:
        last = _clause_end(other, last, 1)
    if not within[0][0]:
        first = _clause_end(other, first, -1)
    return NearWording(other.printed(first, last), other.form_of(first, last), likeness)


def _clause_end(other: Letters, at: int, step: int) -> int:
    """Where the clause ends that is left at `at`, ahead or (-1) back: of 那道门, 那 is nothing."""
    ahead = range(at, at + step * _MOST_LEFT, step)
    end = next((n for n in ahead if not other.is_within_clause(n)), None)
    return at if end is None else end


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
    found = re.finditer(f"(?={re.escape(run)})", text)  # those that overlap, too
    return (place.start() for place in islice(found, _MOST_PLACES))


def _blocks(typed: str, other: str, start: int) -> list[Block]:
    return [
        (c.tag == "equal", c.src_start, c.src_end, start + c.dest_start, start + c.dest_end)
        for c in Levenshtein.opcodes(typed, other)
    ]


def _best_stretch(blocks: Sequence[Block]) -> list[Block]:
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


def _ends(blocks: list[Block], typed: Letters, other: Letters) -> tuple[int, int]:
    """The letters of the other text beside all the typed ones: before and behind the blocks as
    many of its clause as are typed there."""
    _, first, _, other_first, _ = blocks[0]
    start = max(0, other_first - first)
    while start < other_first and not other.is_joined(start, other_first + 1):
        start += 1
    _, _, last, _, other_last = blocks[-1]
    end = min(len(other.letters), other_last + len(typed.letters) - last)
    while end > other_last and not other.is_joined(other_last - 1, end):
        end -= 1
    return start, end


def joined_changes(blocks: Sequence[Block], is_told: Callable[[int, int], bool]) -> list[Block]:
    """Neighbouring changes as one, also where what is the same between them is so by chance: not
    `is_told` of its range."""
    merged: list[Block] = []
    for at, (is_equal, a, b, c, d) in enumerate(blocks):
        is_kept = is_equal and (at in (0, len(blocks) - 1) or is_told(a, b))
        if merged and not merged[-1][0] and not is_kept:
            _, a, _, c, _ = merged.pop()
        merged.append((is_kept, a, b, c, d))
    return merged


def _by_words(
    blocks: Sequence[Block], mine: Letters, other: Letters, cut: Cut
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
