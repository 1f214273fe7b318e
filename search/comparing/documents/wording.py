"""Tell which words two texts share, and which of the others are figures."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from rapidfuzz.distance import Indel

from indexer.model.figures import Figures
from search.rewrite.near_wording import CHANCE, Block, joined_changes

_TOKEN = re.compile(
    r"[0-9０-９]+(?:[.．,，][0-9０-９]+)*[%％‰]?|[A-Za-zＡ-Ｚａ-ｚ]+|\s+|.", re.DOTALL
)
# Tokens of a text that is compared as a whole: the table of the comparison has their product.
_WHOLE = 4_000


@dataclass(frozen=True, slots=True)
class WordingSpan:
    """A piece of a text; all of them join to it. `is_kept`: the other text has it, too."""

    text: str
    is_kept: bool
    is_figure: bool = False


@dataclass(frozen=True, slots=True)
class _Token:
    text: str
    is_figure: bool


def compare_wording(
    before: str, after: str, read_before: Figures, read_after: Figures
) -> tuple[tuple[WordingSpan, ...], tuple[WordingSpan, ...]]:
    """The spans of both texts. A figure is kept or changed as a whole, as `16.2%` is."""
    old, new = _tokens(before, read_before), _tokens(after, read_after)

    def is_told(start: int, end: int) -> bool:
        kept = old[start:end]
        return sum(len(t.text) for t in kept) >= CHANCE or any(t.is_figure for t in kept)

    blocks = joined_changes(_blocks(old, new), is_told)
    return (
        _spans(old, [(kept, start, end) for kept, start, end, _, _ in blocks]),
        _spans(new, [(kept, start, end) for kept, _, _, start, end in blocks]),
    )


def as_whole(text: str, is_kept: bool, read: Figures) -> tuple[WordingSpan, ...]:
    """A text that has no counterpart, or an equal one; its figures are told all the same."""
    tokens = _tokens(text, read)
    return _spans(tokens, [(is_kept, 0, len(tokens))])


def _tokens(text: str, read: Figures) -> list[_Token]:
    found: list[_Token] = []
    at = 0
    for start, end in _figure_places(read):
        found += [_Token(piece, False) for piece in _TOKEN.findall(text[at:start])]
        found.append(_Token(text[start:end], True))
        at = end
    return found + [_Token(piece, False) for piece in _TOKEN.findall(text[at:])]


def _figure_places(read: Figures) -> Iterator[tuple[int, int]]:
    """Whether a figure was understood does not matter here."""
    places = [(row.value_start, row.value_end) for row in read.rows]
    at = 0
    for start, end in sorted([*places, *((u.start, u.end) for u in read.unread)]):
        if start >= at and end > start:
            yield start, end
            at = end


def _blocks(old: Sequence[_Token], new: Sequence[_Token]) -> list[Block]:
    """What is kept and what is not, in order, over the whole of both."""
    if max(len(old), len(new)) <= _WHOLE:
        return _opcodes([t.text for t in old], [t.text for t in new])
    # A long text is compared by sentences first, and then inside what has changed between them.
    starts, heads = _sentence_starts(old), _sentence_starts(new)
    of_sentences = _opcodes(_sentences(old, starts), _sentences(new, heads))
    found: list[Block] = []
    for kept, first, last, head, tail in joined_changes(of_sentences, lambda a, b: True):
        a, b, c, d = starts[first], starts[last], heads[head], heads[tail]
        if kept or max(b - a, d - c) > _WHOLE:
            found.append((kept, a, b, c, d))
            continue
        inner = _opcodes([t.text for t in old[a:b]], [t.text for t in new[c:d]])
        found += [(same, a + e, a + f, c + g, c + h) for same, e, f, g, h in inner]
    return found


def _opcodes(old: Sequence[str], new: Sequence[str]) -> list[Block]:
    return [
        (c.tag == "equal", c.src_start, c.src_end, c.dest_start, c.dest_end)
        for c in Indel.opcodes(old, new)
    ]


def _sentence_starts(tokens: Sequence[_Token]) -> list[int]:
    """Where sentences begin, and the end of the last."""
    ends = [
        at + 1 for at, token in enumerate(tokens) if token.text in "。！？；;!?\n" and token.text
    ]
    return sorted({0, *ends, len(tokens)})


def _sentences(tokens: Sequence[_Token], starts: Sequence[int]) -> list[str]:
    return ["".join(token.text for token in tokens[start:end]) for start, end in pairwise(starts)]


def _spans(
    tokens: Sequence[_Token], blocks: Sequence[tuple[bool, int, int]]
) -> tuple[WordingSpan, ...]:
    spans: list[WordingSpan] = []
    for kept, start, end in blocks:
        for token in tokens[start:end]:
            last = spans[-1] if spans else None
            if last and last.is_kept == kept and not last.is_figure and not token.is_figure:
                spans[-1] = WordingSpan(last.text + token.text, kept)
            else:
                spans.append(WordingSpan(token.text, kept, token.is_figure))
    return tuple(spans)
