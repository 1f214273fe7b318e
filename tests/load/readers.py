"""Make the requests of ordinary readers out of a JSON Lines corpus."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable, Sequence
from itertools import islice
from pathlib import Path
from urllib.parse import quote

_HAN = re.compile(r"[\u4e00-\u9fff]{6,}")
_SHARES = (("/api/v1/search?q={}", 5), ("/search?q={}", 3), ("/api/v1/suggest?q={}", 2))
_ADDRESSES = [address for address, weight in _SHARES for _ in range(weight)]


class Reader:
    """Draws searches, pages and suggestions for words that stand in the corpus."""

    def __init__(self, corpus: Path, sample: int = 2_000) -> None:
        with open(corpus, encoding="utf-8") as lines:
            records = [json.loads(line) for line in islice(lines, sample)]
        self.runs: Sequence[str] = [r for record in records for r in _HAN.findall(record["text"])]

    def __call__(self, chance: random.Random) -> str:
        """The address of one request."""
        return chance.choice(_ADDRESSES).format(quote(self.words(chance), safe=""))

    def words(self, chance: random.Random) -> str:
        """One piece of 2 to 6 characters, or two of two."""
        if chance.random() < 0.3:
            return f"{self._piece(chance, 2)} {self._piece(chance, 2)}"
        return self._piece(chance, chance.choice((2, 2, 3, 4, 4, 6)))

    def _piece(self, chance: random.Random, length: int) -> str:
        run = chance.choice(self.runs)
        start = chance.randrange(len(run) - length + 1)
        return run[start : start + length]


def large_files(
    count: Callable[[str], int], reader: Reader, most_rows: int, seed: int
) -> tuple[str, ...]:
    """Addresses of the three kinds of file for the query with the most hits that may be exported.

    `count` tells the hits of a query; 300 drawn from the corpus are tried.
    """
    chance = random.Random(seed)
    tried = {reader.words(chance): 0 for _ in range(300)}
    totals = {words: count(words) for words in tried}
    words = max(totals, key=lambda w: totals[w] if totals[w] <= most_rows else -1)
    return tuple(f"/search.{end}?q={quote(words, safe='')}" for end in ("docx", "xlsx", "csv"))
