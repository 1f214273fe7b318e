"""Tell which words two texts share, and which of the others are figures."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from rapidfuzz.distance import Indel

from indexer.model.figures import Figures

_TOKEN = re.compile(
    r"[0-9０-９]+(?:[.．,，][0-9０-９]+)*[%％‰]?|[A-Za-zＡ-Ｚａ-ｚ]+|\s+|.", re.DOTALL
)
_CHANCE = 2  # characters: a shorter run between two changes is shared by chance
# Tokens of a text that is compared as a whole: the table of the comparison has their product.
_WHOLE = 4_000
_Block = tuple[bool, int, int, int, int]  # is kept, and the ranges of both sides


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
    blocks = list(_settled(list(_blocks(old, new)), old, new))
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


def _blocks(old: Sequence[_Token], new: Sequence[_Token]) -> Iterator[_Block]:
    """What is kept and what is not, in order, over the whole of both."""
    if max(len(old), len(new)) <= _WHOLE:
        yield from _opcodes(
            [t.text for t in old], [t.text for t in new], lambda at: at, lambda at: at
        )
        return
    # A long text is compared by sentences first, and then inside what has changed between them.
    starts, heads = _sentence_starts(old), _sentence_starts(new)
    for kept, a, b, c, d in _opcodes(
        _sentences(old, starts), _sentences(new, heads), starts.__getitem__, heads.__getitem__
    ):
        if kept or max(b - a, d - c) > _WHOLE:
            yield kept, a, b, c, d
            continue
        for inner, e, f, g, h in _opcodes(
            [t.text for t in old[a:b]], [t.text for t in new[c:d]], lambda at: at, lambda at: at
        ):
            yield inner, a + e, a + f, c + g, c + h


def _opcodes(
    old: Sequence[str],
    new: Sequence[str],
    of_old: Callable[[int], int],
    of_new: Callable[[int], int],
) -> Iterator[_Block]:
    """Neighbouring changes as one block; places are looked up in `of_old` and `of_new`."""
    changed: list[int] = []
    for code in Indel.opcodes(old, new):
        ends = [
            of_old(code.src_start),
            of_old(code.src_end),
            of_new(code.dest_start),
            of_new(code.dest_end),
        ]
        if code.tag != "equal":
            changed = [changed[0], ends[1], changed[2], ends[3]] if changed else ends
            continue
        if changed:
            yield False, changed[0], changed[1], changed[2], changed[3]
            changed = []
        yield True, ends[0], ends[1], ends[2], ends[3]
    if changed:
        yield False, changed[0], changed[1], changed[2], changed[3]


def _sentence_starts(tokens: Sequence[_Token]) -> list[int]:
    """Where sentences begin, and the end of the last."""
    ends = [
        at + 1 for at, token in enumerate(tokens) if token.text in "。！？；;!?\n" and token.text
    ]
    return sorted({0, *ends, len(tokens)})


def _sentences(tokens: Sequence[_Token], starts: Sequence[int]) -> list[str]:
    return ["".join(token.text for token in tokens[start:end]) for start, end in pairwise(starts)]


def _settled(
    blocks: list[_Block], old: Sequence[_Token], new: Sequence[_Token]
) -> Iterator[_Block]:
    """Without kept runs that are too short to mean that anything was kept."""
    merged: list[_Block] = []
    for at, block in enumerate(blocks):
        kept, start, end, _, _ = block
        run = "".join(token.text for token in old[start:end])
        inside = 0 < at < len(blocks) - 1
        if kept and inside and len(run) < _CHANCE and not any(t.is_figure for t in old[start:end]):
            block = (False, *block[1:])
        if merged and not merged[-1][0] and not block[0]:
            block = (False, merged[-1][1], block[2], merged[-1][3], block[4])
            merged.pop()
        merged.append(block)
    yield from merged


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
