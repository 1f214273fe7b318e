"""Find in a draft what can be checked: figures, quoted names, quotations."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from indexer.figures import extract
from indexer.model.figures import Figure
from search.clauses import PRINTED_ENDS, clause_start
from search.proofing.scopes import PlainText, without_scopes

ClaimKind = Literal["figure", "name", "quotation"]

MAX_CHARS = 20_000
MAX_CLAIMS = 300  # a draft of 20,000 characters of a yearly report has about as many figures
_QUOTED = re.compile(r"“([^“”\n]{2,400})”|「([^「」\n]{2,400})」|《([^《》\n]{2,120})》")
_NAME_CHARS = 20  # a longer quotation is a sentence and no name
_REMARK = r"[（(](?P<said>(?:不?含|不?包括|不?计|仅|只|限|除|其中)[^（）()\n]{1,20})[）)]"
_REMARK_BEHIND = re.compile(rf"[^，,。；;、（）()\n]{{0,12}}{_REMARK}")
_REMARK_BEFORE = re.compile(rf"{_REMARK}$")
_REMARK_CHARS = 24
_SENTENCE_MARK = re.compile(r"[，。！？；：,!?;…]")
_WORD = re.compile(r"[\w]")


@dataclass(frozen=True, slots=True)
class Claim:
    """Something that a draft says. Offsets are code points into the draft.

    `start` and `end` are those of the figure, or of what stands between the quotation marks;
    `paragraph_start` is where its paragraph begins. `figure` has offsets into its paragraph
    without bracketed scopes; `scope` is for which area it is said to be (全省), `remark` what it is
    said to hold or to leave out (含乡镇); "" for none. `sentence` is that around a figure.
    """

    kind: ClaimKind
    text: str
    start: int
    end: int
    paragraph_start: int
    figure: Figure | None = None
    scope: str = ""
    remark: str = ""
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class UnreadPlace:
    """A number of the draft that was seen and not understood, so it was not checked."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class DraftClaims:
    """All that can be checked, in the order of the draft; `left_out` counts what is too much."""

    claims: tuple[Claim, ...]
    unread: tuple[UnreadPlace, ...]
    left_out: int


def read_claims(draft: str, max_claims: int = MAX_CLAIMS) -> DraftClaims:
    """The claims of a draft. A figure inside a quotation is checked as a figure, too."""
    claims: list[Claim] = []
    unread: list[UnreadPlace] = []
    for start, paragraph in _paragraphs(draft):
        plain = without_scopes(paragraph)
        found = extract(plain.text)
        claims += (_figure_claim(row, plain, start, draft) for row in found.rows)
        unread += (
            UnreadPlace(u.text, start + plain.offset(u.start), start + plain.offset(u.end))
            for u in found.unread
        )
        claims += _quoted(paragraph, start)
    claims.sort(key=lambda claim: (claim.start, claim.end))
    return DraftClaims(tuple(claims[:max_claims]), tuple(unread), max(0, len(claims) - max_claims))


def _figure_claim(row: Figure, plain: PlainText, start: int, draft: str) -> Claim:
    first = start + plain.offset(row.value_start)
    end = start + plain.offset(row.value_end - 1) + 1
    before = _REMARK_BEFORE.search(draft[max(0, first - _REMARK_CHARS) : first])
    found = _REMARK_BEHIND.match(draft, end) or before
    remark = found["said"] if found is not None else ""
    scope, (begins, stops) = plain.scope_of(row), sentence_at(plain.text, row.value_start)
    sentence = plain.text[begins:stops]
    return Claim("figure", row.value_text, first, end, start, row, scope, remark, sentence)


def sentence_at(text: str, at: int) -> tuple[int, int]:
    """Where the sentence lies that a character stands in."""
    start = clause_start(text, at)
    ends = [end for stop in PRINTED_ENDS if (end := text.find(stop, at)) >= 0]
    return start, min(ends, default=len(text))


def _paragraphs(draft: str) -> Iterator[tuple[int, str]]:
    for found in re.finditer(r"[^\n]+", draft):
        yield found.start(), found[0]


def _quoted(paragraph: str, start: int) -> Iterator[Claim]:
    for found in _QUOTED.finditer(paragraph):
        group = found.lastindex or 0
        text = found[group]
        if not _WORD.search(text):
            continue
        is_name = len(text) <= _NAME_CHARS and not _SENTENCE_MARK.search(text)
        kind: ClaimKind = "name" if is_name or group == 3 else "quotation"
        yield Claim(kind, text, start + found.start(group), start + found.end(group), start)
