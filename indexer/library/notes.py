"""Keep what an import was unsure of beside the document, as JSON in `review/notes` of a corpus."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from indexer.importer.proposal import Proposal
from indexer.importer.source_text import Doubt
from indexer.metadata import Evidence
from indexer.sources.front_matter import cut_front_matter
from indexer.sources.splitter import split_items

NOTES = "review/notes"
_QUOTE = 24  # characters of a block by which it is found again after edits


@dataclass(frozen=True, slots=True)
class DoubtMark:
    """A doubt in its place: `block` counts headings and paragraphs from 0, None for none of them.

    `quote` begins the block, which moves when blocks above it are merged or deleted. `is_note`:
    it only says what was done. `is_done`: somebody has looked at it. `field`: what it is about.
    """

    reason: str
    block: int | None = None
    quote: str = ""
    is_note: bool = False
    is_done: bool = False
    field: str | None = None


@dataclass(frozen=True, slots=True)
class ReviewNote:
    """What is known of one import: its file (`place`, `name`, SHA-256) and what to look at.

    `unsure` are values that were too unsure to be written.
    """

    slug: str
    place: str
    name: str
    digest: str
    doubts: tuple[DoubtMark, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    unsure: tuple[Evidence, ...] = ()

    @property
    def open_doubts(self) -> int:
        """How many still want a look."""
        return sum(not (doubt.is_note or doubt.is_done) for doubt in self.doubts)


def note_path(corpus: Path, slug: str) -> Path:
    return corpus / NOTES / f"{slug}.json"


def note_of(proposal: Proposal, slug: str, place: str, name: str, digest: str) -> ReviewNote:
    """The note of a document as its import proposed it."""
    quotes = [item.text[:_QUOTE] for item in split_items(cut_front_matter(proposal.markdown)[1])]
    places = proposal.places if len(proposal.places) == len(quotes) else ()
    marks = tuple(_mark(doubt, places, quotes) for doubt in proposal.doubts)
    return ReviewNote(slug, place, name, digest, marks, proposal.evidence, proposal.unsure)


def _mark(doubt: Doubt, places: Sequence[int], quotes: Sequence[str]) -> DoubtMark:
    block = None
    if doubt.line is not None:
        above = [i for i, line in enumerate(places) if line <= doubt.line]
        block = max(above, key=lambda i: (places[i], i), default=None)
    quote = "" if block is None else quotes[block]
    return DoubtMark(doubt.reason, block, quote, doubt.is_note, field=doubt.field)


def find_block(mark: DoubtMark, texts: Sequence[str]) -> int | None:
    """Where a doubt's block stands now; None if it is gone."""
    if mark.block is None:
        return None
    found = [i for i, text in enumerate(texts) if mark.quote and text.startswith(mark.quote)]
    return min(found, key=lambda i: abs(i - (mark.block or 0)), default=None)


def encode_note(note: ReviewNote) -> bytes:
    return json.dumps(dataclasses.asdict(note), ensure_ascii=True, indent=1).encode()


def read_note(corpus: Path, slug: str) -> ReviewNote | None:
    """The note of a document; None if there is none, or what is there is no note.

    OSError for one that cannot be read: who decided without it would forget what it says.
    """
    path = note_path(corpus, slug)
    try:
        tree: dict[str, Any] = json.loads(path.read_bytes())
        return ReviewNote(
            **{
                **tree,
                "doubts": tuple(DoubtMark(**mark) for mark in tree["doubts"]),
                "evidence": _evidence(tree["evidence"]),
                "unsure": _evidence(tree["unsure"]),
            }
        )
    except (FileNotFoundError, ValueError, TypeError, KeyError):
        return None


def _evidence(trees: Iterable[dict[str, Any]]) -> tuple[Evidence, ...]:
    names = Evidence.__match_args__  # 0.1 kept a line, too
    return tuple(Evidence(**{name: tree[name] for name in names}) for tree in trees)
