"""Propose other queries when a query finds nothing, or next to nothing."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from indexer.normalizer import normalize
from search.mistakes import MAX_PIECE, Candidate, Imagination
from search.results import Suggestion
from search.spelling import has_letters, normalize_typed
from search.vocabulary import Effort, Vocabulary

# Evidence. A piece that is found in more than RARE paragraphs is never corrected; one that is
# found at all only by a tiny edit (cost up to _TINY) towards something _MUCH_MORE frequent; one
# that is a common word of the language (经典) never, however much it sounds like another (景点).
RARE = 2
_MUCH_MORE = 30
_TINY = 0.9
# Inside a longer run the rest of the text speaks for the reader, so only likely mistakes count.
_TINY_INSIDE = 1.0
MAX_QUERY = 80  # characters; a longer text is pasted rather than typed, and gets no proposal
_EFFORT = 4_000_000  # positions of the vocabulary looked at: about 20 ms at most
_MAX_COUNTS = 80  # how often one proposal may ask the index; a question costs 0.05–1 ms
_MAX_WINDOWS = 14
_USUAL_LENGTH = 4  # characters of a name
_MAX_CORRECTED = 3  # pieces of one query; who mistypes more asks again
_MAX_CHOICES = 3  # wordings of one piece
_MAX_TRIED = 8  # candidates counted for one piece
_CONTEXTS = ((3, 3), (2, 2), (1, 3), (3, 1), (2, 1), (1, 2))  # characters around a joint
_OPERATORS = frozenset(["AND", "OR", "NOT", "与", "或", "非"])
_EDGES = "\"'“”‘’「」『』()（）"
_SYNTAX = re.compile(r"^-|[:：*?~]")


@dataclass(frozen=True, slots=True)
class _Proposal:
    """A piece in other words. `total`: paragraphs that hold it (the rarest part of it)."""

    text: str
    reason: str
    total: int


@dataclass(frozen=True, slots=True)
class _Piece:
    """A run of the query between spaces: its core and the quotes or brackets around it."""

    before: str
    core: str
    after: str


class _Counter:
    """Asks the index how many paragraphs hold a literal, each literal once, within a budget."""

    def __init__(self, count: Callable[[str], int]) -> None:
        self._count = count
        self._known: dict[str, int] = {}

    def __call__(self, literal: str) -> int:
        """0 also when the budget is spent, so that nothing unproven is proposed."""
        if literal not in self._known:
            if len(self._known) >= _MAX_COUNTS:
                return 0
            self._known[literal] = self._count(literal) if literal else 0
        return self._known[literal]


class Corrector:
    """Corrects queries from one generation's vocabulary. Safe to use from several threads."""

    def __init__(self, folder: Path) -> None:
        """IndexDamagedError or IndexOutdatedError when the generation's file cannot be read."""
        self._vocabulary = Vocabulary(folder)
        self._imagination = Imagination(self._vocabulary)

    def propose(
        self,
        text: str,
        count: Callable[[str], int],
        limit: int = 3,
        total: Callable[[str], int] | None = None,
    ) -> tuple[Suggestion, ...]:
        """Up to `limit` other queries, likeliest first; none where there is no evidence.

        `count` says how many paragraphs hold a normalised literal: nothing is proposed that it
        counts 0. Only the pieces of `text` (between spaces) that find nothing are replaced. A
        proposal's total is that of its rarest replaced piece; `total`, where given, counts the
        paragraphs of the whole proposed query instead, and those it counts 0 are left out.
        """
        if len(text) > MAX_QUERY:
            return ()
        counter, effort = _Counter(count), Effort(_EFFORT)
        words = re.findall(r"\s+|\S+", text)
        pieces = [word if word.isspace() else _split_edges(word) for word in words]
        cores = [piece.core for piece in pieces if isinstance(piece, _Piece)]
        if len(cores) > 1 and all(len(c) == 1 or _is_spelled(c) for c in cores):
            found = self._correct(normalize_typed(text), counter, effort)
            proposals = [Suggestion(p.text, p.reason, p.total) for p in found]
        else:
            proposals = list(itertools.islice(self._combine(pieces, counter, effort), limit * 2))
        if total is not None:
            proposals = [Suggestion(p.text, p.reason, total(p.text)) for p in proposals]
        return tuple(p for p in proposals if p.total > 0)[:limit]

    def _combine(
        self, pieces: list[str | _Piece], counter: _Counter, effort: Effort
    ) -> Iterator[Suggestion]:
        """The query with its failing pieces replaced: the best of each, then the next best."""
        options: list[list[_Proposal | None]] = []
        corrected = 0
        for piece in pieces:
            found: list[_Proposal] = []
            if isinstance(piece, _Piece) and corrected < _MAX_CORRECTED:
                found = self._correct_piece(piece, counter, effort)
                corrected += bool(found)
            options.append([*found[:_MAX_CHOICES]] or [None])
        ranks = sorted(itertools.product(*(range(len(o)) for o in options)), key=sum)
        for rank in ranks:
            chosen = [option[r] for option, r in zip(options, rank, strict=True)]
            replaced = [choice for choice in chosen if choice is not None]
            if replaced:
                words = [_join(*pair) for pair in zip(pieces, chosen, strict=True)]
                rarest = min(choice.total for choice in replaced)
                yield Suggestion("".join(words), replaced[0].reason, rarest)

    def _correct_piece(self, piece: _Piece, counter: _Counter, effort: Effort) -> list[_Proposal]:
        if piece.core in _OPERATORS or _SYNTAX.search(piece.core):
            return []
        return self._correct(normalize_typed(piece.core), counter, effort)

    def _correct(self, form: str, counter: _Counter, effort: Effort) -> list[_Proposal]:
        """Other wordings of one piece, likeliest first; empty where it needs none."""
        own = counter(normalize(form))
        if own > RARE or len(form) < 2 or self._vocabulary.is_common_word(form):
            return []
        candidates = self._imagination.candidates(form, effort)
        if own:
            if len(form) < 3 or self._vocabulary.is_entry(form):
                return []
            candidates = [c for c in candidates if c.cost <= _TINY and c.reason != "pinyin"]
        proven = self._proven(candidates, max(1, own * _MUCH_MORE), counter)
        if not proven and not own and len(form) >= 4:
            proven = self._correct_inside(form, counter, effort)
        return proven

    def _proven(
        self, candidates: list[Candidate], least: int, counter: _Counter
    ) -> list[_Proposal]:
        tried = candidates[:_MAX_TRIED]
        counted = [(c, counter(c.form)) for c in tried]
        return [_Proposal(c.text, c.reason, n) for c, n in counted if n >= least]

    def _correct_inside(self, form: str, counter: _Counter, effort: Effort) -> list[_Proposal]:
        """Correct a window of a longer run: the run with it, or the run cut around it.

        Where the rest is no literal of the library either (a question, say), it stays joined: the
        search cuts such a run into words anyway.
        """
        apart: list[_Proposal] = []
        for start, end in self._windows(form, counter):
            before, after = form[:start], form[end:]
            likely = self._imagination.candidates(form[start:end], effort, is_inside=True)
            for candidate in itertools.takewhile(lambda c: c.cost <= _TINY_INSIDE, likely):
                whole = counter(before + candidate.form + after)
                if whole:
                    return [_Proposal(before + candidate.text + after, candidate.reason, whole)]
                found = counter(candidate.form) if candidate.is_whole else 0
                if found:
                    parts = [part for part in (before, candidate.text, after) if part]
                    rarest = min(found, counter(before) or found, counter(after) or found)
                    stands = all(counter(part) for part in (before, after) if part)
                    text = (" " if stands else "").join(parts)
                    apart.append(_Proposal(text, candidate.reason, rarest))
                    break
        return apart[:1]

    def _windows(self, form: str, counter: _Counter) -> list[tuple[int, int]]:
        """Where a mistake may hide in `form`: letters, joints of what is found, their context."""
        windows = [m.span() for m in re.finditer(r"[a-z]{2,}", form)]
        cuts = self._joints(form, counter)
        joined = [(a, b) for n in (2, 3) for a, b in zip(cuts, cuts[n:], strict=False)]
        windows += sorted(joined, key=lambda span: abs(span[1] - span[0] - _USUAL_LENGTH))
        windows += [(c - left, c + right) for left, right in _CONTEXTS for c in cuts[1:-1]]
        kept: dict[tuple[int, int], None] = {}
        for start, end in windows:
            window = form[max(0, start) : end]
            is_inside = len(window) == end - start and 3 <= len(window) < len(form)
            is_inside = is_inside and (len(window) <= MAX_PIECE or has_letters(window))
            if is_inside and _keeps_letters(form, start, end) and not self._is_plain(window):
                kept[start, end] = None
        found = [span for span in kept if not counter(form[span[0] : span[1]])]
        return found[:_MAX_WINDOWS]

    def _joints(self, form: str, counter: _Counter) -> list[int]:
        """Cut `form` into the longest runs the library holds, from the left: where they meet."""
        cuts = [0]
        while cuts[-1] < len(form):
            low, high = cuts[-1] + 1, len(form)
            while low < high:
                middle = (low + high + 1) // 2
                if counter(form[cuts[-1] : middle]):
                    low = middle
                else:
                    high = middle - 1
            cuts.append(low)
        return cuts

    def _is_plain(self, window: str) -> bool:
        """Does the window consist of common words? Then nothing speaks for a mistake in it."""
        reached = [True] + [False] * len(window)
        for end in range(2, len(window) + 1):
            reached[end] = any(
                reached[end - length]
                and self._vocabulary.is_common_word(window[end - length : end])
                for length in range(2, min(4, end) + 1)
            )
        return reached[-1]


def _split_edges(word: str) -> _Piece:
    core = word.strip(_EDGES)
    start = word.index(core) if core else len(word)
    return _Piece(word[:start], core, word[start + len(core) :])


def _keeps_letters(form: str, start: int, end: int) -> bool:
    """Does the window cut no run of letters in two?"""
    return not (has_letters(form[start - 1 : start]) and has_letters(form[start])) and not (
        has_letters(form[end : end + 1]) and has_letters(form[end - 1])
    )


def _is_spelled(core: str) -> bool:
    """Letters only, as pinyin is typed between spaces."""
    return core.isascii() and core.isalpha() and core not in _OPERATORS


def _join(piece: str | _Piece, choice: _Proposal | None) -> str:
    if isinstance(piece, str):
        return piece
    return piece.before + (choice.text if choice else piece.core) + piece.after
