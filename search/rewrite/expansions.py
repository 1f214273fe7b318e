"""Widen a piece of a query by other wordings: synonyms, variants, script, numerals.

Nothing is widened that is not told (`expand`), and nothing because it merely sounds alike: 经典
never becomes 景点. A synonym or a variant of a name counts where it is the whole piece or is
delimited in it: its ends are the piece's ends, or borders between the words of the index's
dictionary, or the step from a Han character to a figure or sign. So 打击电诈 has 电诈 in it, but a
form that begins or ends inside another word, or lies inside a longer form, has not been typed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import product

from indexer.taxonomy.taxonomy import SynonymGroup, Taxonomy
from indexer.text.normalizer import normalize
from search.results import Expansion
from search.rewrite.numerals import broken_words, other_numerals
from search.rewrite.scripts import other_scripts

MAX_FORMS = 16  # wordings of one piece: every one is a literal to be searched

Cut = Callable[[str], Sequence[str]]


@dataclass(frozen=True, slots=True)
class _Wording:
    """Another wording of a taxonomy form: as a reader would write it, and normalised."""

    text: str
    form: str
    kind: str


@dataclass(frozen=True, slots=True)
class _Slot:
    """A place in a normalised piece that has other wordings; offsets are its characters."""

    start: int
    end: int
    wordings: tuple[_Wording, ...]


class PieceExpander:
    """The wordings of one taxonomy. Immutable; safe to use from several threads."""

    def __init__(
        self, taxonomy: Taxonomy, cut: Cut | None = None, general: Sequence[SynonymGroup] = ()
    ) -> None:
        """`cut` gives the dictionary words of a normalised text; without it, ends of the piece and
        steps between scripts are the only borders. `general` synonyms come after the taxonomy's."""
        self._cut = cut
        self._wordings: dict[str, dict[str, _Wording]] = {}
        for initiative in taxonomy.initiatives:
            forms = [form for form in initiative.forms if form not in initiative.quoted]
            self._connect(forms, forms, "variant")
        for group in (*taxonomy.synonyms, *general):
            self._connect(
                group.words[:1] if group.one_way else group.words, group.words, group.kind
            )
        self._names = {normalize(form) for i in taxonomy.initiatives for form in i.forms}
        wordings = {normalize(word) for group in taxonomy.synonyms for word in group.words}
        self._compounds = wordings - self._names
        self._longest = max(map(len, self._wordings), default=0)
        self._starts = {form[:2] for form in self._wordings if len(form) > 1}
        self._slots = lru_cache(maxsize=1024)(self._find_slots)
        other_scripts("平安")  # loads the conversion tables now, not in the first request

    def is_name(self, form: str) -> bool:
        """Whether a normalised text is a name of an initiative."""
        return form in self._names

    def is_compound(self, form: str) -> bool:
        """Whether a normalised text is a wording of the synonyms and no name of an initiative."""
        return form in self._compounds

    def curated(self, piece: str) -> tuple[Expansion, ...]:
        """What else is searched along with the piece, by synonyms and variants, and why."""
        normal = normalize(piece)
        found: dict[tuple[str, str], dict[str, None]] = {}
        for slot in self._slots(normal):
            origin = normal[slot.start : slot.end]
            for wording in slot.wordings:
                if normal in normal[: slot.start] + wording.form + normal[slot.end :]:
                    continue  # finds nothing that the piece itself does not
                found.setdefault((origin, wording.kind), {})[wording.text] = None
        return tuple(Expansion(origin, tuple(to), kind) for (origin, kind), to in found.items())

    def wordings(self, piece: str) -> tuple[str, ...]:
        """The forms of `curated`, own first."""
        normal = normalize(piece)
        choices: list[tuple[str, ...]] = []
        at = 0
        for slot in self._slots(normal):
            others = (wording.form for wording in slot.wordings)
            choices += [(normal[at : slot.start],), (normal[slot.start : slot.end], *others)]
            at = slot.end
        choices.append((normal[at:],))
        return first_forms("".join(parts) for parts in product(*choices))

    def spellings(self, piece: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Normalised rewritings by rule, under their kind: "traditional", "numeral", "hyphen".

        Each with its own curated wordings: 2022-11-28 is 2022年11月28日 in all its misprints.
        Rules cannot know what is ever written, so a caller keeps those that the library has.
        """
        normal = normalize(piece)
        by_kind = (
            ("traditional", other_scripts(piece)),
            ("numeral", other_numerals(normal)),
            ("hyphen", broken_words(normal)),
        )
        found: list[tuple[str, tuple[str, ...]]] = []
        for kind, rewritten in by_kind:
            forms = dict.fromkeys(form for text in rewritten for form in self.wordings(text))
            forms.pop(normal, None)
            found += [(kind, tuple(forms))] if forms else []
        return tuple(found)

    def _connect(self, origins: Iterable[str], words: Sequence[str], kind: str) -> None:
        for origin in origins:
            others = self._wordings.setdefault(normalize(origin), {})
            for word in words:
                form = normalize(word)
                if form not in ("", normalize(origin)):
                    others.setdefault(form, _Wording(word, form, kind))

    def _find_slots(self, normal: str) -> tuple[_Slot, ...]:
        """Non-overlapping places from left to right, at each the longest form."""
        if whole := self._wordings.get(normal):
            return (_Slot(0, len(normal), tuple(whole.values())),)
        if not any(normal[at : at + 2] in self._starts for at in range(len(normal))):
            return ()
        found: list[_Slot] = []
        borders = self._borders(normal)
        at = 0
        while at < len(normal):
            end = self._form_end(normal, at, borders) if at in borders else at
            if wordings := self._wordings.get(normal[at:end]):
                found.append(_Slot(at, end, tuple(wordings.values())))
            at = max(end, at + 1)
        return tuple(found)

    def _form_end(self, normal: str, start: int, borders: frozenset[int]) -> int:
        """End of the longest form of two or more characters that starts here, or `start`."""
        if normal[start : start + 2] not in self._starts:
            return start
        for end in range(min(len(normal), start + self._longest), start + 1, -1):
            if end in borders and normal[start:end] in self._wordings:
                return end
        return start

    def _borders(self, normal: str) -> frozenset[int]:
        """Offsets where a word may begin or end."""
        found = {0, len(normal)}
        found.update(
            i for i in range(1, len(normal)) if _script(normal[i - 1]) != _script(normal[i])
        )
        at = 0
        for word in self._cut(normal) if self._cut else ():
            start = normal.find(word, at)
            if start < 0:
                break
            at = start + len(word)
            found |= {start, at}
        return frozenset(found)


def first_forms(forms: Iterable[str]) -> tuple[str, ...]:
    """The first MAX_FORMS different forms, without those that contain the first one."""
    kept: dict[str, None] = {}
    for form in forms:
        own = next(iter(kept), None)
        if own is None or (own not in form and form):
            kept[form] = None
        if len(kept) == MAX_FORMS:
            break
    return tuple(kept)


def _script(char: str) -> str:
    if char.isascii():
        return "figure" if char.isalnum() else "sign"
    return "han" if char.isalnum() else "sign"
