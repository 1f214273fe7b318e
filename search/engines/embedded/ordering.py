"""Order what matches and cut out one page: by relevance or date, singly or by document."""

from __future__ import annotations

from functools import cached_property
from itertools import groupby, repeat
from operator import itemgetter
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from indexer.codec import kernels
from indexer.codec.kernels import Rows
from search.engines.base import Page
from search.engines.bm25 import Floats
from search.engines.embedded.classes import PHRASE, SEMANTIC, SOME, Classes, whole_words
from search.engines.embedded.evaluation import Evaluation
from search.engines.embedded.facet_table import Mask
from search.engines.embedded.meaning import Blend, Closeness
from search.engines.embedded.scoring import scorer_of
from search.engines.embedded.statistics import CollectionStatistics
from search.engines.ranking import REPEATED, WHOLE_WORD, WINDOW
from search.query.tree import Ranked
from search.semantic.blending import BLENDED, BY_WORDS, by_meaning

Keys = npt.NDArray[np.float64]
Indices = npt.NDArray[np.int64]


def best_of_groups(
    keys: Keys,
    ranks: npt.NDArray[np.uint32],
    rows: Rows,
    groups: npt.NDArray[np.integer],
    size: int,
    most: int,
) -> tuple[Indices, npt.NDArray[np.int64]]:
    """The best place of each of the `most` best groups, in order, and the sizes of these groups.

    `groups[row]` is the group of a row, one of `size`; equal keys go by ascending `ranks[row]`.
    """
    leaders, sizes = kernels.lead_groups(keys, ranks, rows, groups, size)
    places = np.sort(leaders[leaders >= 0])
    chosen = places[kernels.best(keys[places], ranks, rows[places], most)]
    return chosen, sizes[groups[rows[chosen]]]


def demoted(groups: npt.NDArray[np.uint32], classes: npt.NDArray[np.uint8]) -> Indices:
    """Indices of rows that repeat an earlier row (ascending) of the same document and class.

    `groups`: a number that near-identical rows of one document share.
    """
    _, first = np.unique(groups.astype(np.int64) * 4 + classes, return_index=True)
    again = np.ones(len(groups), bool)
    again[first] = False
    return np.flatnonzero(again)


# A row's tier is its class, and whether it has the phrase as a word and repeats another row.
_AS_WORD, _REPEATING = 4, 8
_WHOLE_WORD = 2.0
_LEVELS = np.array(
    [
        tier % 4 * 2.0 + 1.0 + (_WHOLE_WORD if tier & _AS_WORD else 0.0) - float(tier >= _REPEATING)
        for tier in range(2 * _REPEATING)
    ]
)
BLENDED_CLASSES = (SOME,)


class Place(NamedTuple):
    """One hit of a page: its reader, its place among the matching rows there, its score, and the
    hits of its document where asked for. `is_across`: see EngineHit."""

    reader: int
    at: int
    score: float
    in_document: int | None = None
    is_across: bool = False


class Ordering:
    """The order of one evaluation. A row's score is `level * step + relevance`.

    level: twice the class, and one more for what repeats no earlier row of its document and class;
    two more for the phrase as a word, where the phrase is one.
    """

    def __init__(self, evaluation: Evaluation, statistics: CollectionStatistics) -> None:
        self._evaluation, self._statistics = evaluation, statistics
        self._scorer = scorer_of(evaluation.query, statistics)
        self._step = self._scorer.class_step() if isinstance(evaluation.query, Ranked) else 0.0
        # What is ordered by meaning, too, stands above what words alone order, within a class.
        self._above_words = self._step
        if evaluation.closeness is not None:
            self._step += 2.0
        self._blends: list[dict[int, Blend]] = []
        self._scores: list[Floats] | None = None

    def page(self, page: Page) -> list[Place]:
        """The hits of a page, best first; empty beyond the end."""
        wanted = page.offset + page.limit
        if page.sort == "relevance":
            keys = self._final_scores()
        else:
            keys = [self._date_keys(n, page.sort) for n in range(len(self._evaluation.rows))]
        places = [self._best_of_reader(n, key, page, wanted) for n, key in enumerate(keys)]
        if len(places) == 1:
            return places[0][page.offset :]
        merged = [(-float(keys[p.reader][p.at]), p) for some in places for p in some]
        merged.sort(key=itemgetter(0))
        ordered: list[Place] = []
        for _, alike in groupby(merged, itemgetter(0)):
            tied = [place for _, place in alike]
            ordered += sorted(tied, key=self._id) if len(tied) > 1 else tied
        return ordered[page.offset : wanted]

    def _id(self, place: Place) -> str:
        row = self._evaluation.rows[place.reader][place.at]
        return self._statistics.readers[place.reader].id(int(row))

    def _best_of_reader(self, number: int, keys: Floats, page: Page, wanted: int) -> list[Place]:
        """The places that lead this reader, in order."""
        segment = self._statistics.readers[number].segment
        rows = self._evaluation.rows[number]
        sizes: npt.NDArray[np.int64] | None = None
        if page.group == "document":
            column = segment.columns["document"]
            chosen, sizes = best_of_groups(
                keys, segment.id_ranks, rows, column.ordinals, len(column.values), wanted
            )
        else:
            chosen = kernels.best(keys, segment.id_ranks, rows, wanted)
        scores = self._final_scores()[number][chosen].tolist()
        grouped: list[int | None] = [None] * len(scores) if sizes is None else sizes.tolist()
        across = self._across[number]
        crossing = [False] * len(scores) if across is None else across[chosen].tolist()
        found = zip(repeat(number), chosen.tolist(), scores, grouped, crossing, strict=False)
        return list(map(Place._make, found))

    def _date_keys(self, number: int, sort: str) -> Floats:
        """Larger is earlier in the list; undated rows come last in both directions."""
        dates = self._statistics.readers[number].segment.date_keys[self._evaluation.rows[number]]
        keys = dates.astype(np.float64) * (1.0 if sort == "newest" else -1.0)
        keys[dates == 0] = -np.inf
        return keys

    # -- scores ----------------------------------------------------------------------------------

    def _final_scores(self) -> list[Floats]:
        """The score of every matching row, late parts included for the best WINDOW."""
        if self._scores is None:
            scores = [
                self._scorer.relevance(n, rows) for n, rows in enumerate(self._evaluation.rows)
            ]
            if self._step:
                for tiers, part in zip(self._tiers, scores, strict=True):
                    kernels.add_values(_LEVELS * self._step, tiers, None, part)
            if self._scorer.late and any(len(part) for part in scores):
                least = self._window_border(scores)
                for number, part in enumerate(scores):
                    inside = np.flatnonzero(part >= least)
                    rows = self._evaluation.rows[number][inside]
                    part[inside] += self._scorer.relevance(number, rows, late=True)
            if self._evaluation.closeness is not None:
                self._blend(self._evaluation.closeness, scores)
            self._scores = scores
        return self._scores

    def _blend(self, closeness: Closeness, scores: list[Floats]) -> None:
        """Order what leads the scattered hits by words and meaning, and the SEMANTIC ones by it."""
        matched = self._evaluation.matched
        levels = [_LEVELS[tiers] * self._step for tiers in self._tiers]
        by_words = [score - level for score, level in zip(scores, levels, strict=True)]
        for number, (pool, words, meaning) in enumerate(
            closeness.blend(by_words, matched, BLENDED_CLASSES)
        ):
            scores[number][pool] = levels[number][pool] + self._above_words + words + meaning
            pairs = zip(words.tolist(), meaning.tolist(), strict=True)
            self._blends.append(dict(zip(pool.tolist(), pairs, strict=True)))
            added = np.flatnonzero(matched[number].classes == SEMANTIC)
            cosines = closeness.cosines[number][matched[number].rows[added]]
            scores[number][added] = levels[number][added] + cosines

    def _window_border(self, scores: list[Floats]) -> float:
        """The early score of the last row within the window."""
        readers = zip(self._statistics.readers, self._evaluation.rows, scores, strict=True)
        leading = np.concatenate(
            [
                part[kernels.best(part, s.segment.id_ranks, rows, WINDOW)]
                for s, rows, part in readers
            ]
        )
        return float(np.sort(leading)[-WINDOW]) if len(leading) >= WINDOW else -np.inf

    @cached_property
    def _tiers(self) -> list[Classes]:
        """The tier of every matching row of each reader."""
        return [self._tiers_of(number) for number in range(len(self._evaluation.rows))]

    def _tiers_of(self, number: int) -> Classes:
        rows, classes = self._evaluation.rows[number], self._evaluation.matched[number].classes
        tiers = classes
        across = self._across[number]
        if across is not None:
            tiers = classes + _AS_WORD * ((classes == PHRASE) & ~across).view(np.uint8)
        segment = self._statistics.readers[number].segment
        if len(segment.repeated_rows) and len(rows):
            at = np.minimum(rows.searchsorted(segment.repeated_rows), len(rows) - 1)
            here = np.flatnonzero(rows[at] == segment.repeated_rows)
            repeating = at[here[demoted(segment.repeat_groups[here], classes[at[here]])]]
            if len(repeating):
                tiers = tiers.copy()
                tiers[repeating] += _REPEATING
        return tiers

    @cached_property
    def _across(self) -> list[Mask | None]:
        """For each reader which rows have the phrase across words only; None where that cannot be.

        A part of a query with one word, so its rows are in the reader's memory already.
        """
        query = self._evaluation.query
        if not isinstance(query, Ranked) or not query.words:
            return [None] * len(self._evaluation.rows)
        masks: list[Mask | None] = []
        for reader, matched in zip(self._statistics.readers, self._evaluation.matched, strict=True):
            across = matched.classes == PHRASE
            outside = kernels.locate(matched.rows[across], whole_words(query, reader)) < 0
            across[across] = outside
            masks.append(across if outside.any() else None)
        return masks

    def explain(self, place: Place) -> list[tuple[str | None, float]]:
        """(label, summand) of a hit's score; the class's own has the label None."""
        number, matched = place.reader, self._evaluation.matched[place.reader]
        row = int(matched.rows[place.at])
        parts: list[tuple[str | None, float]] = []
        if self._step:
            class_ = int(matched.classes[place.at])
            level, given = class_ * 2.0 + 1.0, float(_LEVELS[self._tiers[number][place.at]])
            parts.append((None, level * self._step))
            if given > level:
                parts.append((WHOLE_WORD, _WHOLE_WORD * self._step))
                level += _WHOLE_WORD
            if given < level:
                parts.append((REPEATED, -self._step))
        if self._evaluation.closeness is not None:
            cosine = float(self._evaluation.closeness.cosines[number][row])
            if matched.classes[place.at] == SEMANTIC:
                return [*parts, (by_meaning(cosine), cosine)]
            blend = self._blends[number].get(place.at)
            if blend is not None:
                parts += [(BLENDED, self._above_words), (BY_WORDS, blend[0])]
                return [*parts, (by_meaning(cosine), blend[1])]
        early, late = (self._scorer.parts(number, row, late) for late in (False, True))
        parts += [(label, score) for label, score in early if score]
        if self._scorer.late and abs(sum(score for _, score in parts) - place.score) > 1e-9:
            parts += [(label, score) for label, score in late if score]
        return parts
