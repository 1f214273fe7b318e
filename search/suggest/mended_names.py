"""Mend a name or unit of the library that is mistyped, inside a question or beside other words.

Alone such a name is mended by `sure_correction`. In company (江豚夜寻救了多少人) the rest of the
query finds something, so only a name is thought of that the library surely has, one slip away.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import islice, product

from indexer.text.normalizer import normalize
from search.request import SearchRequest
from search.results import SearchResult, Suggestion
from search.suggest.confusables import look_alike, look_alikes
from search.suggest.sure import QUOTES, Knowledge, is_homophone, is_slip
from search.suggest.vocabulary import Vocabulary, units_of

_LEAST, _MOST = 3, 12  # characters of a name
_LONGEST = 40  # characters of a query: a longer one is a pasted sentence
_MOST_TRIED = 40  # pairs of a window and a name that are weighed
_SHORTEST_RUN, _LONGEST_RUN = 2, 8  # characters of a name that is looked up in print
_MOST_STRANGERS, _MOST_HEARD = 3, 16  # places and, at each, characters tried
_MOST_SPELLINGS = 32  # of a name
_WORDS = (2, 3, 4)  # characters of a word that may lie across the end of a window
_LACKS = "库中没有「"  # the note on words that stand nowhere
_OFFICE = re.compile("(?:gongan)?(?:fen)?ju$|gongan$")
_HAN = re.compile("[一-龥]+")
_FIGURED = re.compile("[一-龥]{2,}[0-9a-z]|[0-9a-z][一-龥]{2,}")  # 铁篦6: 铁篦-6 in print
_BUREAU = re.compile("公安[局厅处]$")
_LEVELS = "省市县区州盟旗镇乡"
_LEVEL = re.compile(f"[{_LEVELS}]")
_PLACE = re.compile("([一-龥]{2,6}?)[省市县区州盟旗]")


class TypedUnits:
    """The units of a library by what is typed of their names. Of thousands of units those alone
    are compared that have a query's letters or sounds; worked out once. Threads share it."""

    def __init__(self, units: Mapping[str, Collection[str]], vocabulary: Vocabulary) -> None:
        """`units`: the names of each."""
        self._units, self._vocabulary = units, vocabulary

    @cached_property
    def letters(self) -> dict[str, frozenset[str]]:
        """The letters of each normal form of a name, with and without 公安局."""
        full = {normalize(name) for names in self._units.values() for name in names}
        forms = full | {name.removesuffix("公安局").removesuffix("公安") for name in full}
        return {form: frozenset(form) for form in forms if len(form) >= _SHORTEST_RUN}

    def spelled(self, form: str) -> set[str]:
        """The units whose name letters spell, with or without 公安局 behind it."""
        letters = re.sub("[^a-z]", "", form)
        ways = letters, _OFFICE.sub("", letters)
        units = {u for way in ways for u in self._sounds.get(way, ())}
        units = units or {u for way in ways for u in self._sounds.get(_heard(way), ())}
        return {u for u in units if _BUREAU.search(u)} or units  # and not its newspaper

    def spelled_beside(self, form: str) -> Iterator[tuple[str, str]]:
        """The one unit that letters spell in front of others or behind them, and the others."""
        letters = re.sub("[^a-z]", "", form)
        for at in range(len(letters) - _LEAST, _LEAST - 1, -1):
            for own, rest in ((letters[:at], letters[at:]), (letters[-at:], letters[:-at])):
                units = self.spelled(own)
                if len(units) == 1:
                    yield units.pop(), rest

    @cached_property
    def _sounds(self) -> dict[str, set[str]]:
        """The units of each spelling of a name."""
        called = [
            (unit, form)
            for unit, names in self._units.items()
            for name in names
            for form in dict.fromkeys((name, name.removesuffix("公安局").removesuffix("公安")))
            if form
        ]
        units: dict[str, set[str]] = {}
        for unit, form in called:
            for spelling in islice(self._spellings(form), _MOST_SPELLINGS):
                units.setdefault(spelling, set()).add(unit)
                units.setdefault(_heard(spelling), set()).add(unit)
        return units

    def _spellings(self, form: str) -> Iterator[str]:
        """A name in letters by every reading of its characters: 泊 is bo and po."""
        known = self._vocabulary
        parts = (
            [known.syllables[n] for n in known.readings(unit)] or [chr(unit)]
            for unit in units_of(normalize(form))
            if chr(unit).isalnum()
        )
        return map("".join, product(*parts))


def _heard(letters: str) -> str:
    """A spelling as those hear it who take zh for z and in for ing: a key beside the exact ones."""
    return "~" + re.sub("(?<=[zcs])h|(?<=n)g", "", letters)


def mended_name(
    request: SearchRequest, result: SearchResult, names: Collection[str], known: Knowledge
) -> str | None:
    """The query with the one mistyped name in it as the library writes it, else None.

    `names`: normal forms of initiatives and of what figures measure.
    """
    form = normalize(request.q)
    if not _may_be_mended(request, result, known):
        return None
    is_lacking = any(note.startswith(_LACKS) for note in result.query.notes)
    alike = _alike(form, names) if is_lacking or any(_strangers(form, known)) else ()
    found = [
        (typed, name)
        for typed, name in dict.fromkeys((*alike, *_sounding(form, names, known)))
        if _ends_between_words(form, typed, known) and is_slip(typed, _letters(name), known)
        if _is_sure(name, known) and result.matches.all <= known.count(name)
    ]
    most = max((len(name) for _, name in found), default=0)
    longest = {pair for pair in found if len(pair[1]) == most}
    if len(longest) != 1:
        return None
    typed, name = longest.pop()
    return (request.q if typed in request.q else form).replace(typed, name, 1)


def mended_unit(
    request: SearchRequest,
    result: SearchResult,
    units: TypedUnits,
    known: Knowledge,
    spell: Callable[[str], Sequence[Suggestion]],
) -> str | None:
    """The query with the one unit of the library that it can only mean: a character of its name
    sounds or looks like the one there (栗平县命案全破), or it is pinyin (lankou gongan), alone or
    beside that of a word that `spell` reads (lankou fanzha).

    What the library prints anywhere is another unit's name.
    """
    form = normalize(request.q)
    if not _may_be_mended(request, result, known):
        return None
    if form.isascii():
        meant = units.spelled(form) if not result.matches.by_words else set()
        return meant.pop() if len(meant) == 1 else _unit_and_word(form, result, units, spell)
    if _is_wholly_known(form, result, known):
        return None
    typed_letters = frozenset(form)
    found = {
        (form[at : at + len(name)], name)
        for name, own in units.letters.items()
        if len(own - typed_letters) <= 1 and len(name) <= len(form) and name not in form
        for at in range(len(form) - len(name) + 1)
        if _differs_in_one(form[at : at + len(name)], name, known)
    }
    most = max((len(name) for _, name in found), default=0)
    longest = [pair for pair in found if len(pair[1]) == most]
    if len(longest) != 1 or known.count(longest[0][0]):
        return None
    typed, name = longest[0]
    is_run = any(typed in normalize(piece) for piece in request.q.split())
    if not is_run or typed[:-1] in units.letters:
        return None  # 澄沅 石阜 are two units, not a mistyped 澄沅市
    if _is_a_place(typed, form, known) or not _ends_between_words(form, typed, known):
        return None  # 昌溧视频监控 is of 昌溧
    return (request.q if typed in request.q else form).replace(typed, name, 1)


def _unit_and_word(
    form: str, result: SearchResult, units: TypedUnits, spell: Callable[[str], Sequence[Suggestion]]
) -> str | None:
    """A unit and a word that letters spell together, if nothing else is found by them."""
    beside = () if result.matches.by_words else units.spelled_beside(form)
    for unit, rest in beside:
        word = next((one.text for one in spell(rest) if one.reason == "pinyin"), "")
        if word:
            return f"{unit} {word}"
    return None


def _is_wholly_known(form: str, result: SearchResult, known: Knowledge) -> bool:
    """Whether the whole query is like a name in print: 苇荷船巡 is 苇荡船巡, and not of 苇河."""
    spellings = (normalize(one.text) for one in result.query.suggestions)
    return any(len(one) == len(form) and known.count(one) for one in spellings)


def _is_a_place(typed: str, form: str, known: Knowledge) -> bool:
    """苏州市 is a place of its own, whatever sounds like it, and so is 兰塘镇."""
    place = _PLACE.match(typed)
    own = (place[0], place[1]) if place else (typed, *(typed + level for level in _LEVELS))
    behind = form[form.index(typed) + len(typed) :][:1]
    return any(map(known.frequency, own)) or (place is None and bool(_LEVEL.match(behind)))


def _may_be_mended(request: SearchRequest, result: SearchResult, known: Knowledge) -> bool:
    """Whether a query is short and plain, and stands nowhere as a whole."""
    form = normalize(request.q)
    is_apart = request.correct and request.mode == "smart" and not request.to_depth
    if not is_apart or request.within or len(form) > _LONGEST or QUOTES & set(request.q):
        return False
    return not (result.matches.phrase or known.count(form))


def _differs_in_one(typed: str, name: str, known: Knowledge) -> bool:
    """Whether one character alone differs, and sounds or looks like the other."""
    pairs = [(a, b) for a, b in zip(typed, name, strict=True) if a != b]
    if len(pairs) != 1 or not all(map(_HAN.fullmatch, pairs[0])):
        return False
    return look_alike(*pairs[0]) or is_homophone(*pairs[0], known.vocabulary)


def _is_sure(name: str, known: Knowledge) -> bool:
    """Whether a short name is a word or is printed in quotation marks: 立案书 is no 立案数."""
    is_word = len(name) > _LEAST or known.frequency(name) > 0 or known.is_quoted(name)
    return is_word and known.count(name) > 0


def _alike(form: str, names: Collection[str]) -> Iterator[tuple[str, str]]:
    """Runs of a query that differ from a name in one character, or in two that changed places."""
    letters, tried = set(form), 0
    for name in names:
        size = len(name)
        is_short = _LEAST <= size <= min(_MOST, len(form) - 1)
        if not is_short or len(set(name) - letters) > 1 or name in form:
            continue
        for at in range(len(form) - size + 1):
            typed = form[at : at + size]
            places = [n for n, (a, b) in enumerate(zip(typed, name, strict=True)) if a != b]
            is_swapped = len(places) == 2 and sorted(typed) == sorted(name)
            if (len(places) == 1 or is_swapped) and _HAN.fullmatch(
                "".join(typed[n] for n in places)
            ):
                tried += 1
                yield typed, name
        if tried > _MOST_TRIED:
            return


def _sounding(form: str, names: Collection[str], known: Knowledge) -> Iterator[tuple[str, str]]:
    """Runs around a character that stands beside none of its neighbours anywhere, and the name
    that another one which sounds or looks like it makes of them: printed in quotation marks, or
    the end of what a figure measures (安全感 of 群众安全感)."""
    ends = tuple(names)
    for at in list(_strangers(form, known))[:_MOST_STRANGERS]:
        units = units_of(form[at])
        heard = known.vocabulary.homophones(units[0], False) if len(units) == 1 else []
        for other in dict.fromkeys((*heard[:_MOST_HEARD], *look_alikes(form[at]))):
            meant = form[:at] + other + form[at + 1 :]
            if not any(known.count(meant[a : a + 2]) for a in (at - 1, at) if a >= 0):
                continue
            for start, end in _runs_around(at, len(form)):
                name = _held_name(meant[start:end], ends, known)
                if name:
                    yield form[start:end], name
                    break


def _held_name(run: str, ends: Collection[str], known: Knowledge) -> str:
    """A run as the library prints it in quotation marks, or ends the name of a measure; else ""."""
    if not known.count(run) and not _FIGURED.search(run):
        return ""
    is_end = len(run) >= _LEAST and known.count(run) and any(n.endswith(run) for n in ends)
    return known.printed_as(run) or (run if is_end else "")


def _letters(name: str) -> str:
    return "".join(filter(str.isalnum, name))


def _strangers(form: str, known: Knowledge) -> Iterator[int]:
    """The characters that stand beside none of their neighbours in the library or a word."""
    for at, char in enumerate(form):
        pairs = [form[a : a + 2] for a in (at - 1, at) if 0 <= a < len(form) - 1]
        is_known = any(known.count(p) or known.vocabulary.is_common_word(p) for p in pairs)
        if _HAN.fullmatch(char) and pairs and not is_known:
            yield at


def _runs_around(at: int, size: int) -> Iterator[tuple[int, int]]:
    """The runs of a name's length that hold a place, the longest first."""
    for length in range(_LONGEST_RUN, _SHORTEST_RUN - 1, -1):
        for start in range(max(0, at - length + 1), min(at, size - length) + 1):
            yield start, start + length


def _ends_between_words(form: str, typed: str, known: Knowledge) -> bool:
    """Whether no word of the language lies across an end of a run: 安全干 of 安全干部 is none."""
    start = form.index(typed)
    across = (
        form[at : at + size]
        for edge in (start, start + len(typed))
        for size in _WORDS
        for at in range(max(0, edge - size + 1), edge)
        if edge < len(form) and at + size <= len(form)
    )
    return not any(known.vocabulary.is_common_word(run) or known.frequency(run) for run in across)
