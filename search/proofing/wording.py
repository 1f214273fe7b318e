"""Decide of each quoted name and quotation of a draft whether the library prints it."""

from __future__ import annotations

import re

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from indexer.text.normalizer import normalize, normalize_with_offsets
from search.clauses import printed_place
from search.proofing.claims import Claim
from search.proofing.context import ClaimContext
from search.proofing.evidence import LibraryEvidence
from search.proofing.findings import Finding, Ours
from search.results import StoredParagraph

_SAME_QUOTATION = 80.0  # of 100
_COUNTING = re.compile(r"[0-9一二三四五六七八九十两百千万]")
_WORD = re.compile(r"[\w“「《]")


def judge_name(claim: Claim, context: ClaimContext, evidence: LibraryEvidence) -> Finding:
    found = evidence.literal(claim.text)
    if found is not None:
        return _of_owner(claim, context, evidence) or Finding(
            claim, "agrees", (_printed(found, claim.text),)
        )
    written = normalize(claim.text)
    allowed = 0 if len(written) < 3 else 1 if len(written) < 8 else 2
    candidates = [(Levenshtein.distance(written, normalize(n)), n) for n in evidence.names()]
    bare = _COUNTING.sub("", written)
    for distance, name in sorted(c for c in candidates if 0 < c[0] <= allowed):
        if _COUNTING.sub("", normalize(name)) == bare:
            continue  # 四个提升 is no misprint of 五个提升, nor 蓝剑-2023 of 蓝剑-2024
        paragraph = evidence.literal(name)
        if paragraph is not None and distance < len(written) / 2:
            return Finding(claim, "differs", (_printed(paragraph, name),), "写法不同")
    return _written_otherwise(claim, evidence)


def _written_otherwise(claim: Claim, evidence: LibraryEvidence) -> Finding:
    """A name that no list has, as a slip of what the library prints; what is merely like it is
    shown, for it may be another name."""
    meant, is_sure = evidence.meant(claim.text)
    written, bare = normalize(claim.text), _COUNTING.sub("", normalize(meant))
    if not bare or bare == _COUNTING.sub("", written):
        return Finding(claim, "unseen")
    printed = evidence.literal(meant)
    if printed is None:
        return Finding(claim, "unseen")
    if is_sure:
        return Finding(claim, "differs", (_printed(printed, meant),), "写法不同")
    told = f"本库有写法相近的「{meant}」，不一定是一回事"
    return Finding(claim, "unseen", (_printed(printed, meant),), told)


def _of_owner(claim: Claim, context: ClaimContext, evidence: LibraryEvidence) -> Finding | None:
    """A printed name that is another unit's alone, or that the unit has only in later years; None
    for a name that is nobody's own (“放管服”) or of which the draft says neither."""
    place = context.place
    printed = evidence.literals(claim.text) if place is not None else []
    if place is None or any(place.holds(p) is None for p in printed):
        return None
    own = [p for p in printed if place.holds(p)]
    others = [p for p in printed if p not in own and place.shown not in p.text]
    owners = list(dict.fromkeys(p.source for p in others if p.source))
    if not own and len(others) == len(printed) and len(owners) == 1:
        told = f"本库只有{owners[0]}这样写，没有见到{place.shown}的"
        return Finding(claim, "unseen", (_printed(others[0], claim.text),), told)
    years = [p.year for p in own if p.year is not None]
    if own and context.year is not None and len(years) == len(own):
        is_told = any(f"{context.year}年" in normalize(p.text) for p in own)
        if min(years) > context.year + 1 and not is_told:
            first = min(own, key=lambda p: p.year or 0)
            told = f"本库中{place.shown}最早在{first.year}年写到，{context.year}年未见"
            return Finding(claim, "unseen", (_printed(first, claim.text),), told)
    return None


def judge_quotation(claim: Claim, context: ClaimContext, evidence: LibraryEvidence) -> Finding:
    found = evidence.literal(claim.text)
    if found is not None:
        return Finding(claim, "agrees", (_printed(found, claim.text),))
    wanted = normalize(claim.text)
    best: tuple[float, StoredParagraph, int, int] | None = None
    for paragraph in evidence.near(claim.text):
        form, offsets = normalize_with_offsets(paragraph.text)
        if len(form) < len(wanted) / 2:
            continue
        aligned = fuzz.partial_ratio_alignment(wanted, form, score_cutoff=_SAME_QUOTATION)
        if aligned and len(form) >= len(wanted) and (best is None or aligned.score > best[0]):
            start, end = offsets[aligned.dest_start], offsets[aligned.dest_end - 1] + 1
            best = aligned.score, paragraph, start, end
    if best is None:
        return Finding(claim, "unseen")
    _, paragraph, start, end = best
    while start < end and not _WORD.match(paragraph.text[start]):
        start += 1
    quote = paragraph.text[start:end]
    return Finding(claim, "differs", (Ours(paragraph, quote, start, end, quote),), "文字不同")


def _printed(paragraph: StoredParagraph, words: str) -> Ours:
    """Where the words stand in the paragraph as printed, or its beginning if in a heading only."""
    wanted = normalize(words)
    place = printed_place(paragraph.text, wanted)
    if place is None:
        heading = next((h for h in paragraph.headings if wanted in normalize(h)), words)
        return Ours(paragraph, heading, 0, 0, words)
    quote = paragraph.text[slice(*place)]
    return Ours(paragraph, quote, *place, quote)
