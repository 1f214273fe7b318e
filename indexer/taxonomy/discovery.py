"""Find new candidate initiatives in added texts: names that the taxonomy does not list yet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from operator import itemgetter

from indexer.model.documents import Document, Paragraph
from indexer.model.yaml_edit import yaml_text
from indexer.taxonomy.name_endings import FAMILIES, NO_KIND, SUFFIXES, kind_of
from indexer.taxonomy.name_patterns import NameCandidate, find_candidates
from indexer.taxonomy.tagger import Tagger
from indexer.taxonomy.taxonomy import Initiative, Taxonomy
from indexer.text.lazy_pattern import lazy_pattern
from indexer.text.matcher import FormMatcher
from indexer.text.normalizer import normalize

_CONTEXT_CHARS = 24
_MAX_CONTEXTS = 3
_REPEATED = 0.1  # added for a name that is used again: names are repeated, turns of phrase are not
_SLACK = 4  # characters before a known form that still make no new name: 区两级, 33个 …
# What may follow a known form and still make no new name.
_TAIL = lazy_pattern(f"(?:新|建设|工作|示范|成果|项目|专项|试点|{'|'.join(SUFFIXES)})*")
# Quoted, and no name by itself: “一站式”服务, “110”工作站.
_QUALIFIER = lazy_pattern("[\\d.,+、%]+|.*[式型化类级]")
_WRAP = lazy_pattern(r"(?<=[^\x00-\x7f])\s*\n\s*|\s*\n\s*(?=[^\x00-\x7f])")


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
    """A candidate initiative: `confidence` from 0 to 1, `count` in passages it stands in.

    `quoted` is what the print has in quotation marks, where that names nothing else: the 云剑 of
    “云剑”“断卡”行动.
    """

    name: str
    aliases: tuple[str, ...]
    kind: str
    themes: tuple[str, ...]
    count: int
    confidence: float
    contexts: tuple[Surroundings, ...]
    quoted: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Mention:
    """A candidate in the passage of this number, and what that passage speaks of."""

    passage: int
    candidate: NameCandidate
    around: Surroundings
    themes: tuple[str, ...]


@dataclass(slots=True)
class _Group:
    names: Counter[str]
    printed: Counter[str]
    kinds: Counter[str]
    themes: Counter[str]
    cores: dict[str, str]  # as printed, by normal form
    contexts: list[tuple[int, Surroundings]]  # with the number of the passage
    confidence: float = 0.0
    count: int = 0
    called: str = ""  # where its names agree in their core alone


def discover(
    passages: Iterable[Passage], taxonomy: Taxonomy, min_confidence: float = 0.4
) -> list[Discovery]:
    """Candidates that no written form of the taxonomy covers, the surest first, then by name.

    `themes` is a guess: what the tagger finds most often in the passages that hold the name.
    """
    mentions = Finder(taxonomy, min_confidence).mentions(passages)
    return discoveries_of(mentions, min_confidence)


class Finder:
    """Looks through passages for names that a taxonomy does not list."""

    def __init__(self, taxonomy: Taxonomy, min_confidence: float) -> None:
        self._tagger = Tagger(taxonomy)
        self._known = FormMatcher(
            normalize(form)
            for initiative in taxonomy.initiatives
            for form in (*initiative.forms, *initiative.parts)
        )
        self._floor = min_confidence - _REPEATED

    def mentions(self, passages: Iterable[Passage]) -> Iterator[Mention]:
        """Every candidate of every passage, each name once a passage; passages count from 0."""
        for number, passage in enumerate(passages):
            text = _WRAP.sub("", passage.text)
            candidates = list(_widest(find_candidates(text, self._floor)))
            forms = {f for _, f in self._known.find(normalize(text))} if candidates else set()
            fresh = {c.name: c for c in candidates if not _is_known(c, forms)}
            themes = self._tagger.tag(text).themes[:1] if fresh else ()
            for candidate in fresh.values():
                around = _context(text, candidate, passage.place)
                yield Mention(number, candidate, around, themes)


def discoveries_of(mentions: Iterable[Mention], min_confidence: float) -> list[Discovery]:
    """What mentions, in the order of their texts, are candidates: see `discover`."""
    groups: dict[str, _Group] = {}
    for mention in mentions:
        around = mention.passage, mention.around
        _collect(groups, mention.candidate, around, mention.themes)
    found = [_discovery(group) for group in _joined(groups)]
    found = [d for d in found if d.confidence >= min_confidence]
    return sorted(found, key=lambda d: (-d.confidence, -d.count, d.name))


def passages_of(
    document: Document, paragraphs: Sequence[Paragraph], name: str = ""
) -> Iterator[Passage]:
    """Title, headings and paragraphs of a document, in order; `name` is told as their place."""
    if document.title:
        yield Passage(document.title, f"{name} 标题")
    heading = None
    for paragraph in paragraphs:
        if paragraph.heading and paragraph.heading != heading:
            heading = paragraph.heading
            yield Passage(heading, f"{name} 小标题")
        yield Passage(paragraph.text, f"{name} 第{paragraph.ordinal}段")


def as_yaml(discoveries: Sequence[Discovery]) -> str:
    """Entries ready to paste into initiatives.yaml; counts and contexts are comments."""
    lines: list[str] = []
    for found in discoveries:
        lines += entry_lines(found)
        lines.append(f"  # {found.count} 段，把握 {found.confidence:.2f}")
        lines += [f"  # {context.place}：{context.text}" for context in found.contexts]
    return "".join(f"{line}\n" for line in lines)


def entry_lines(found: Discovery | Initiative) -> Iterator[str]:
    """A name as an entry of a YAML file, what it does not have left out."""
    yield f"- name: {yaml_text(found.name)}"
    for key in ("aliases", "quoted", "themes"):
        if forms := getattr(found, key):
            yield f"  {key}: [{', '.join(map(yaml_text, forms))}]"
    yield f"  kind: {found.kind}"


def _widest(candidates: Iterable[NameCandidate]) -> list[NameCandidate]:
    """Without those that lie inside another one; of two in one place the surer stays."""
    kept: list[NameCandidate] = []
    end = -1  # of all that start before or with this one
    for candidate in sorted(candidates, key=lambda c: (c.start, -c.end, -c.confidence)):
        if candidate.end > end:
            kept.append(candidate)
            end = candidate.end
    return kept


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
    context: tuple[int, Surroundings],
    themes: Sequence[str],
) -> None:
    key = normalize(candidate.name)
    group = groups.setdefault(key, _Group(Counter(), Counter(), Counter(), Counter(), {}, []))
    group.names[candidate.name] += 1
    if candidate.printed != candidate.name:
        group.printed[candidate.printed] += 1
    group.cores.setdefault(normalize(candidate.core), candidate.core)
    group.kinds[candidate.kind] += 1
    group.themes.update(themes)
    group.confidence = max(group.confidence, candidate.confidence)
    group.count += 1
    group.contexts = _kept([*group.contexts, context])


def _joined(groups: dict[str, _Group]) -> Iterable[_Group]:
    """Groups, a bare “江海哨” with the one name that is made of it (江海哨工程).

    Names of kinds that are said in turns are one (码上办平台, 码上办服务). Where there are several
    all the same (平安前哨工程, 平安前哨指挥室), they are related, and the bare one is neither.
    """
    made: dict[str, list[str]] = {}
    for key, group in groups.items():
        for core in group.cores.keys() - {key}:
            made.setdefault(core, []).append(key)
    for core, keys in made.items():
        left = _united(groups, core, [key for key in keys if key in groups])
        if len(left) == 1 and core in groups:
            _absorb(groups[left[0]], groups.pop(core))
        elif len(left) > 1:
            for key in left:
                groups[key].cores.pop(core)
    return groups.values()


def _united(groups: dict[str, _Group], core: str, keys: Sequence[str]) -> list[str]:
    """The names of a core that are left when those of kinds that are said in turns are one."""
    if _QUALIFIER.fullmatch(core):
        return list(keys)
    families: dict[object, str] = {}
    for key in sorted(keys, key=lambda k: (-groups[k].count, len(k), k)):
        kind = kind_of(key)
        whole = families.setdefault(FAMILIES.get(kind, kind), key)
        if whole != key:
            if kind_of(whole) != kind:
                groups[whole].called = groups[whole].cores[core]
            _absorb(groups[whole], groups.pop(key))
    return list(families.values())


def _absorb(whole: _Group, other: _Group) -> None:
    whole.printed.update(other.names + other.printed)
    whole.kinds.update(other.kinds)
    whole.count += other.count
    whole.themes.update(other.themes)
    whole.confidence = max(whole.confidence, other.confidence)
    whole.contexts = _kept(sorted([*whole.contexts, *other.contexts], key=itemgetter(0)))


def _kept(contexts: list[tuple[int, Surroundings]]) -> list[tuple[int, Surroundings]]:
    """The first few; the same words once, however many copies of a report have them."""
    return list({around.text: (number, around) for number, around in reversed(contexts)}.values())[
        ::-1
    ][:_MAX_CONTEXTS]


def _discovery(group: _Group) -> Discovery:
    """Its name is the form with an ending that tells its kind, of those the most frequent."""
    names = sorted(group.names, key=lambda n: (kind_of(n) == NO_KIND, -group.names[n], len(n), n))
    forms = {normalize(name): name for name in (*group.printed, *reversed(names))}
    name = group.called or names[0]
    aliases = tuple(n for form, n in sorted(forms.items()) if form != normalize(name))
    taken = {*forms, normalize(name)}
    quoted = tuple(
        core
        for form, core in sorted(group.cores.items())
        if form not in taken and len(form) > 1 and not _QUALIFIER.fullmatch(form)
    )
    confidence = min(group.confidence + (_REPEATED if group.count > 1 else 0), 0.99)
    themes = tuple(theme for theme, _ in group.themes.most_common(1))
    contexts = tuple(context for _, context in group.contexts)
    kind = kind_of(name if not group.called else names[0])
    if kind == NO_KIND:
        kind = group.kinds.most_common(1)[0][0]
    return Discovery(name, aliases, kind, themes, group.count, confidence, contexts, quoted)


def _context(text: str, candidate: NameCandidate, place: str) -> Surroundings:
    start, end = candidate.start - _CONTEXT_CHARS, candidate.end + _CONTEXT_CHARS
    around = " ".join(text[max(start, 0) : end].split())
    return Surroundings(
        f"{'…' if start > 0 else ''}{around}{'…' if end < len(text) else ''}", place
    )
