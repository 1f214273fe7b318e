"""Draw the queries of each class from a corpus, with a fixed seed."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import rjieba

CLASSES = (
    "rare", "common", "and", "or", "phrase", "filter", "web", "sources", "name", "substring",
)  # fmt: skip
PAGES = ("web", "sources", "name")  # what a result page needs, marks and facets included


_COMMONEST = 20


@dataclass(frozen=True, slots=True)
class Task:
    """One query. `words` are jieba words; "phrase" wants them side by side, "substring" is `text`.

    "web" is what one result page needs: ten hits with marked text, and counts over all facets;
    "sources" is the same for one of the commonest words, which stand in paragraphs of every source;
    "name" for a word together with the name of a source.
    """

    kind: str
    words: tuple[str, ...] = ()
    text: str = ""
    source: str = ""

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def task_of(record: dict[str, Any]) -> Task:
    return Task(record["kind"], tuple(record["words"]), record["text"], record["source"])


def cut(text: str) -> list[str]:
    """The words of a text, the same for every engine: jieba's search mode, HMM off."""
    return [word for word in rjieba.cut_for_search(text.lower(), False) if word.isalnum()]


def draw(records: Sequence[dict[str, Any]], per_class: int, seed: int) -> list[Task]:
    """`per_class` tasks of each class, from a sample of the corpus.

    rare: in at most 1 of 2,000 paragraphs; common: in 2 to 20 of 100. The parts of "and" stand in
    one paragraph, those of "or" anywhere; a substring is 2 to 8 characters wherever they begin.
    """
    chance = random.Random(seed)
    words = [cut(record["text"]) for record in records]
    freqs = Counter(word for some in words for word in set(some) if len(word) > 1)
    rare = sorted(w for w, n in freqs.items() if n <= max(1, len(records) / 2000))
    common = sorted(w for w, n in freqs.items() if 0.02 <= n / len(records) <= 0.2)
    tasks: list[Task] = []
    for _ in range(per_class):
        tasks.append(Task("rare", (chance.choice(rare),)))
        tasks.append(Task("common", (chance.choice(common),)))
        tasks.append(Task("or", tuple(chance.sample(common, 3))))
        record = chance.choice(records)
        source = str(record.get("source", ""))
        tasks.append(Task("filter", (chance.choice(common),), source=source))
        tasks.append(Task("and", _pair(words, set(common), chance)))
        first, second = _neighbours(words, records, chance)
        tasks.append(Task("phrase", (first, second), first + second))
        tasks.append(Task("substring", text=_substring(records, chance)))
    shapes = {kind: [t for t in tasks if t.kind == kind] for kind in ("common", "and", "or")}
    for number in range(per_class):
        kind = ("common", "and", "or")[number % 3]
        tasks.append(Task("web", shapes[kind][number].words, kind))
    commonest = [word for word, _ in freqs.most_common(_COMMONEST)]
    for _ in range(per_class):
        tasks.append(Task("sources", (chance.choice(commonest),)))
        source = str(chance.choice(records).get("source", ""))
        tasks.append(Task("name", (chance.choice(common),), source=source))
    return tasks


def by_class(tasks: Iterable[Task]) -> dict[str, list[Task]]:
    groups: dict[str, list[Task]] = {kind: [] for kind in CLASSES}
    for task in tasks:
        groups[task.kind].append(task)
    return groups


def _pair(words: list[list[str]], common: set[str], chance: random.Random) -> tuple[str, ...]:
    while True:
        here = sorted(common.intersection(chance.choice(words)))
        if len(here) >= 2:
            return tuple(chance.sample(here, 2))


def _neighbours(
    words: list[list[str]], records: Sequence[dict[str, Any]], chance: random.Random
) -> tuple[str, str]:
    while True:
        place = chance.randrange(len(records))
        some = words[place]
        if len(some) < 2:
            continue
        at = chance.randrange(len(some) - 1)
        first, second = some[at], some[at + 1]
        if len(first) == len(second) == 2 and first + second in records[place]["text"]:
            return first, second


def _substring(records: Sequence[dict[str, Any]], chance: random.Random) -> str:
    while True:
        text, length = chance.choice(records)["text"], chance.randint(2, 8)
        if len(text) > length:
            start = chance.randrange(len(text) - length)
            piece: str = text[start : start + length]
            if piece.isalnum():
                return piece
