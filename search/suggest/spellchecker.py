"""Propose other queries when a query finds nothing, or next to nothing."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from search.results import Suggestion
from search.suggest.rewording import Counter, Cut, Reworder
from search.suggest.typed_forms import normalize_typed
from search.suggest.vocabulary import Effort, Vocabulary

MAX_QUERY = 80  # characters; a longer text is pasted rather than typed, and gets no proposal
_EFFORT = 4_000_000  # positions of the vocabulary looked at: about 20 ms at most
_MAX_CORRECTED = 3  # pieces of one query; who mistypes more asks again
_MAX_CHOICES = 3  # wordings of one piece
_OPERATORS = frozenset(["AND", "OR", "NOT", "与", "或", "非"])
_EDGES = "\"'“”‘’「」『』()（）"
_SYNTAX = re.compile(r"^-|[:：*?~]")


@dataclass(frozen=True, slots=True)
class _Piece:
    """A run of the query between spaces: its core and the quotes or brackets around it."""

    before: str
    core: str
    after: str


class Corrector:
    """Corrects queries from one generation's vocabulary. Safe to use from several threads."""

    def __init__(
        self,
        folder: Path | Vocabulary,
        frequency: Callable[[str], int] = lambda word: 0,
        is_quoted: Callable[[str], bool] = lambda form: False,
        cut: Cut = lambda form: (form,),
    ) -> None:
        """IndexDamagedError or IndexOutdatedError when the generation's file cannot be read.

        A Vocabulary already opened can be shared instead of the generation's folder. `frequency`
        of a word in the dictionary, 0 for none; `is_quoted`: whether the library prints a normal
        form in quotation marks; `cut`: its dictionary words.
        """
        vocabulary = folder if isinstance(folder, Vocabulary) else Vocabulary(folder)
        self._reworder = Reworder(vocabulary, frequency, is_quoted, cut)

    def propose(
        self,
        text: str,
        count: Callable[[str], int],
        limit: int = 3,
        total: Callable[[str], int] | None = None,
        names: Collection[str] = (),
    ) -> tuple[Suggestion, ...]:
        """Up to `limit` other queries, likeliest first; none where there is no evidence.

        `count` says how many paragraphs hold a normalised literal: nothing is proposed that it
        counts 0. Only the pieces of `text` (between spaces) that find nothing are replaced. A
        proposal's total is that of its rarest replaced piece; `total`, where given, counts the
        paragraphs of the whole proposed query instead, and those it counts 0 are left out. Pieces
        among the `names`, in normal form, are known and rightly written.
        """
        if len(text) > MAX_QUERY or normalize_typed(text) in names:
            return ()
        counter, effort = Counter(count), Effort(_EFFORT)
        words = re.findall(r"\s+|\S+", text)
        pieces = [word if word.isspace() else _split_edges(word) for word in words]
        cores = [piece.core for piece in pieces if isinstance(piece, _Piece)]
        if len(cores) > 1 and all(len(c) == 1 or _is_spelled(c) for c in cores):
            proposals = self._reworder.reword(normalize_typed(text), counter, effort)
        else:
            proposals = list(
                itertools.islice(self._combine(pieces, counter, effort, names), limit * 2)
            )
        if total is not None:
            proposals = [Suggestion(p.text, p.reason, total(p.text)) for p in proposals]
        return tuple(p for p in proposals if p.total > 0)[:limit]

    def alike(self, text: str, count: Callable[[str], int]) -> tuple[Suggestion, ...]:
        """Names in print that a name of the library may be another writing of (reason "alike")."""
        found = self._reworder.alike(normalize_typed(text), Counter(count), Effort(_EFFORT))
        return tuple(found[:_MAX_CHOICES])

    def _combine(
        self,
        pieces: list[str | _Piece],
        counter: Counter,
        effort: Effort,
        names: Collection[str],
    ) -> Iterator[Suggestion]:
        """The query with its failing pieces replaced: the best of each, then the next best."""
        options: list[list[Suggestion | None]] = []
        corrected = 0
        for piece in pieces:
            found: list[Suggestion] = []
            is_known = isinstance(piece, str) or normalize_typed(piece.core) in names
            if not is_known and corrected < _MAX_CORRECTED:
                assert isinstance(piece, _Piece)
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

    def _correct_piece(self, piece: _Piece, counter: Counter, effort: Effort) -> list[Suggestion]:
        if piece.core in _OPERATORS or _SYNTAX.search(piece.core):
            return []
        return self._reworder.reword(normalize_typed(piece.core), counter, effort)


def _split_edges(word: str) -> _Piece:
    core = word.strip(_EDGES)
    start = word.index(core) if core else len(word)
    return _Piece(word[:start], core, word[start + len(core) :])


def _is_spelled(core: str) -> bool:
    """Letters only, as pinyin is typed between spaces."""
    letters = core.replace("'", "").replace("’", "")
    return letters.isascii() and letters.isalpha() and core not in _OPERATORS


def _join(piece: str | _Piece, choice: Suggestion | None) -> str:
    if isinstance(piece, str):
        return piece
    return piece.before + (choice.text if choice else piece.core) + piece.after
