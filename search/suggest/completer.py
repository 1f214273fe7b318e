"""Complete what is being typed into names, titles and phrases of the library."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from indexer.vocabulary.arrays import KINDS
from search.results import Completion
from search.suggest.typed_forms import Fit, Speller, has_letters, normalize_typed
from search.suggest.vocabulary import Effort, Vocabulary

# From best to worst: where in the entry the typed text stands, and how it was read. Text at the
# beginning, then pinyin at the beginning, then text inside; initials say least, so they come last.
_TIERS = {
    ("literal", True): 0,
    ("syllables", True): 1,
    ("literal", False): 2,
    ("initials", True): 3,
    ("syllables", False): 4,
    ("initials", False): 5,
}
_MAX_TYPED = 64
_EFFORT = 1_500_000
_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyz")  # one of them inside an entry says nothing
_MIN_FORGIVEN = 3  # characters; two that merely sound alike are too many (经典, 景点)
_POOL = 4  # entries looked at per line wanted, so that repeats and titles can be passed over


class Suggester:
    """Completes typed text over one generation. Immutable, so safe to use from several threads."""

    def __init__(self, folder: Path | Vocabulary) -> None:
        """IndexDamagedError or IndexOutdatedError when the generation's file cannot be read.

        A Vocabulary already opened can be shared instead of the generation's folder.
        """
        self._vocabulary = folder if isinstance(folder, Vocabulary) else Vocabulary(folder)
        self._speller = Speller(self._vocabulary)

    def complete(
        self, text: str, limit: int = 10, count: Callable[[str], int] | None = None
    ) -> tuple[Completion, ...]:
        """Up to `limit` completions of `text`, best first; none for text that normalises to none.

        `count` (paragraphs that hold a literal) replaces the estimated counts of phrases, and
        phrases it counts 0 are left out. When nothing fits the whole text, near sounds and
        homophones do (平安前稍); then its last piece is completed and the rest of it kept.
        """
        effort = Effort(_EFFORT)
        typed = normalize_typed(text[-_MAX_TYPED:])
        found = self._find(typed, limit, count, effort) if typed else []
        pieces = text.split()
        if not found and len(pieces) > 1:
            head = " ".join(pieces[:-1])
            tails = self._find(normalize_typed(pieces[-1][-_MAX_TYPED:]), limit, count, effort)
            found = [Completion(f"{head} {c.text}", c.kind, c.count) for c in tails]
        return tuple(found)

    def _find(
        self, typed: str, limit: int, count: Callable[[str], int] | None, effort: Effort
    ) -> list[Completion]:
        lines: dict[str, Completion] = {}
        spare: list[Completion] = []
        titles = 0
        for entry in self._entries(typed, limit, effort):
            line = self._line(entry, count)
            if line is None or line.text in lines:
                continue
            if line.kind == "title" and titles >= max(1, limit // 2):
                spare.append(line)
                continue
            titles += line.kind == "title"
            lines[line.text] = line
            if len(lines) == limit:
                break
        return [*lines.values(), *spare][:limit]

    def _line(self, entry: int, count: Callable[[str], int] | None) -> Completion | None:
        vocabulary = self._vocabulary
        kind, total = vocabulary.kind(entry), int(vocabulary.counts[entry])
        if kind == "phrase" and count is not None:
            total = count(vocabulary.form(entry))
        return Completion(vocabulary.text(entry), kind, total) if total else None

    def _entries(self, typed: str, limit: int, effort: Effort) -> Iterator[int]:
        """Entries that hold the typed text, by tier and then by usefulness."""
        pool = limit * _POOL
        seen: set[int] = set()
        fits = self._speller.beginnings(typed, effort) if has_letters(typed) else []
        if sum(len(fit.at) for fit in fits) < pool and typed not in _LETTERS:
            fits = self._speller.fits(typed, effort)
        if not fits and len(typed) >= _MIN_FORGIVEN:
            fits = self._speller.spelled_out(typed, True, effort)
        tiers: dict[int, list[int]] = {tier: [] for tier in _TIERS.values()}
        for fit in fits:
            for is_first, entries in self._split(fit, pool):
                tiers[_TIERS[fit.reading, is_first]].extend(entries)
        for tier in sorted(tiers):
            for entry in sorted(tiers[tier]):
                if entry not in seen:
                    seen.add(entry)
                    yield entry

    def _split(self, fit: Fit, pool: int) -> list[tuple[bool, list[int]]]:
        """The best entries that begin with the fit, and the best that hold it further in."""
        vocabulary = self._vocabulary
        is_first = vocabulary.units[fit.at - 1] == 0
        parts = []
        for wanted in (True, False):
            entries = vocabulary.entries_at(fit.at[is_first == wanted][:pool])
            shown = entries[vocabulary.kinds[entries] != KINDS.index("clause")]
            parts.append((wanted, [int(entry) for entry in shown]))
        return parts
