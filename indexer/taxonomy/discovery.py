"""Find new candidate initiatives in added texts: names that the taxonomy does not list yet."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from indexer.model.yaml_edit import yaml_text
from indexer.taxonomy.name_patterns import (
    NO_KIND,
    SUFFIXES,
    NameCandidate,
    find_candidates,
    kind_of,
)
from indexer.taxonomy.tagger import Tagger
from indexer.taxonomy.taxonomy import Taxonomy
from indexer.text.matcher import FormMatcher
from indexer.text.normalizer import normalize

_CONTEXT_CHARS = 24
_MAX_CONTEXTS = 3
_REPEATED = 0.1  # added for a name that is used again: names are repeated, turns of phrase are not
_SLACK = 4  # characters before a known form that still make no new name: 区两级, 33个 …
# What may follow a known form and still make no new name.
_TAIL = re.compile(f"(?:新|建设|工作|示范|成果|项目|专项|试点|{'|'.join(SUFFIXES)})*")
_WRAP = re.compile(r"(?<=[^\x00-\x7f])\s*\n\s*|\s*\n\s*(?=[^\x00-\x7f])")


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of text to look through and where it stands ("年报.md 第3段")."""

    text: str
    place: str = ""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What stands around a candidate, line breaks removed."""

    text: str
    place: str


@dataclass(frozen=True, slots=True)
class Discovery:
    """A candidate initiative: `confidence` from 0 to 1, `count` in passages it stands in."""

    name: str
    aliases: tuple[str, ...]
    kind: str
    themes: tuple[str, ...]
    count: int
    confidence: float
    contexts: tuple[Surroundings, ...]


@dataclass(slots=True)
class _Group:
    names: Counter[str]
    kinds: Counter[str]
    themes: Counter[str]
    contexts: list[Surroundings]
    confidence: float = 0.0
    count: int = 0


def discover(
    passages: Iterable[Passage], taxonomy: Taxonomy, min_confidence: float = 0.4
) -> list[Discovery]:
    """Candidates that no written form of the taxonomy covers, the surest first, then by name.

    `themes` is a guess: what the tagger finds most often in the passages that hold the name.
    """
    tagger = Tagger(taxonomy)
    known = FormMatcher(
        normalize(form)
        for initiative in taxonomy.initiatives
        for form in (*initiative.forms, *initiative.parts)
    )
    groups: dict[str, _Group] = {}
    for passage in passages:
        text = _WRAP.sub("", passage.text)
        forms = {form for _, form in known.find(normalize(text))}
        fresh = {c.name: c for c in _widest(find_candidates(text)) if not _is_known(c, forms)}
        themes = tagger.tag(text).themes[:1] if fresh else ()
        for candidate in fresh.values():
            _collect(groups, candidate, _context(text, candidate, passage.place), themes)
    found = [_discovery(group) for group in groups.values()]
    found = [d for d in found if d.confidence >= min_confidence]
    return sorted(found, key=lambda d: (-d.confidence, -d.count, d.name))


def as_yaml(discoveries: Sequence[Discovery]) -> str:
    """Entries ready to paste into initiatives.yaml; counts and contexts are comments."""
    lines: list[str] = []
    for found in discoveries:
        lines.append(f"- name: {yaml_text(found.name)}")
        if found.aliases:
            lines.append(f"  aliases: [{', '.join(map(yaml_text, found.aliases))}]")
        lines.append(f"  kind: {found.kind}")
        if found.themes:
            lines.append(f"  themes: [{', '.join(map(yaml_text, found.themes))}]")
        lines.append(f"  # {found.count} 段，把握 {found.confidence:.2f}")
        lines += [f"  # {context.place}：{context.text}" for context in found.contexts]
    return "".join(f"{line}\n" for line in lines)


def _widest(candidates: Iterable[NameCandidate]) -> list[NameCandidate]:
    """Without those that lie inside another one; of two in one place the surer stays."""
    ranked = sorted(candidates, key=lambda c: (c.start - c.end, -c.confidence, c.start))
    kept: list[NameCandidate] = []
    for candidate in ranked:
        inside = any(k.start <= candidate.start and candidate.end <= k.end for k in kept)
        if not inside:
            kept.append(candidate)
    return sorted(kept, key=lambda c: c.start)


def _is_known(candidate: NameCandidate, forms: Iterable[str]) -> bool:
    """Whether a form found in the passage is the candidate, but for what adds nothing to it."""
    name = normalize(candidate.name)
    if len(name) < 2 or any(name in form for form in forms):
        return True
    parts = (name.partition(form) for form in forms if form in name)
    return any(len(before) <= _SLACK and _TAIL.fullmatch(after) for before, _, after in parts)


def _collect(
    groups: dict[str, _Group],
    candidate: NameCandidate,
    context: Surroundings,
    themes: Sequence[str],
) -> None:
    key = normalize(candidate.core)
    group = groups.setdefault(key, _Group(Counter(), Counter(), Counter(), []))
    group.names[candidate.name] += 1
    group.kinds[candidate.kind] += 1
    group.themes.update(themes)
    group.confidence = max(group.confidence, candidate.confidence)
    group.count += 1
    if len(group.contexts) < _MAX_CONTEXTS:
        group.contexts.append(context)


def _discovery(group: _Group) -> Discovery:
    """Its name is the form with an ending that tells its kind, of those the most frequent."""
    names = sorted(group.names, key=lambda n: (kind_of(n) == NO_KIND, -group.names[n], len(n), n))
    forms = {normalize(name): name for name in reversed(names)}
    name = names[0]
    aliases = tuple(n for form, n in sorted(forms.items()) if form != normalize(name))
    confidence = min(group.confidence + (_REPEATED if group.count > 1 else 0), 0.99)
    themes = tuple(theme for theme, _ in group.themes.most_common(1))
    contexts = tuple(group.contexts)
    kind = kind_of(name)
    if kind == NO_KIND:
        kind = group.kinds.most_common(1)[0][0]
    return Discovery(name, aliases, kind, themes, group.count, confidence, contexts)


def _context(text: str, candidate: NameCandidate, place: str) -> Surroundings:
    start, end = candidate.start - _CONTEXT_CHARS, candidate.end + _CONTEXT_CHARS
    around = " ".join(text[max(start, 0) : end].split())
    return Surroundings(
        f"{'…' if start > 0 else ''}{around}{'…' if end < len(text) else ''}", place
    )
