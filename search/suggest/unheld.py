"""Tell the units and places that a query names and the library has nowhere.

苏州市公安局 shares 公安局 with half a library, and none of that is about it. So the name of a unit
that no report is of, and that none prints, is one word, met by nothing, and told.

The name of another unit is no proof of a slip: it is never searched instead unless one character
sounds or looks like that of the library's (see mended_names).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise, takewhile

from search.query.tree import And, Literal
from search.rewrite.facet_names import FacetNames
from search.rewrite.pieces import Cut, is_single_character
from search.rewrite.query_expander import Count

_LONGEST = 60  # characters of a query that may name units; a longer one is pasted
_OFFICE = re.compile(
    r"(?P<office>公安(?:分局|局|厅))(?:[一-龥]{2,4}?(?:分局|派出所|[支大总]队)){0,2}"
    r"|(?<!公安)(?:分局|派出所)"
)
_LEVELS = "省市县区州盟旗"
_LEVEL = re.compile("[省市县区州盟旗局]")
_DISTRICTS, _DISTRICT = "区镇", 3  # characters of a district's name
_ASKS = re.compile("[哪各每该本我其此某几两多全这那个家]")
_ASKING = re.compile("[谁何什怎啥咋吗呢哪几多少搞干办抓弄是]")
_SEATS = "市县省"  # a word that the dictionary has with one of these behind it is a place
_PLACE = re.compile("[一-龥]{2,8}")
# What no dictionary word covers is a place in front of these. Where a query begins it may as well
# be a slip or a new word (电炸破案, 小微贷款).
_SEAT = re.compile("(?P<place>[一-龥]{2,3}?)(?:[市县区州盟旗]局?|局)")
_FORCES = ("警方", "公安", "公安机关", "市局", "县局")
_GRAMMAR = re.compile(
    r"[的了着过在是有和与及为被把对从到由向于以将已未不没无最更再又也就都曾可会要应等谁搞弄]"
)
_WISH = re.compile(r"[请想查找看问求帮给讲说谈列写搜用做]|(.).?\1")
_MOST_SINGLE = 6  # characters in a row that are looked at
_HAN_END = re.compile(r"[一-龥]*\Z")
_NO_PLACE = re.compile(
    "[全各本我该某每两地]?[省市县区州盟旗]+$|.*(?:自治|直辖|贫困|社|城|辖)[省市县区]?$|.*[的和与及]"
)


class UnheldNames:
    """Finds such names for one request."""

    def __init__(self, resolver: FacetNames, count: Count, cut: Cut, typed: str) -> None:
        """`typed`: the query in normal form."""
        self._resolver = resolver
        self._count = count
        self._cut = cut
        self._typed = typed
        self._unknown: set[str] = set()  # names that no dictionary word covers
        self.new_words: set[str] = set()  # what may be such a name, or a slip

    def cut(self, form: str) -> list[str]:
        """The words of a normalised text, names of units that the library has nowhere whole."""
        words: list[str] = []
        at = 0
        for start, end in self._units(form):
            words += [*(self._cut_rest(form[at:start]) if at < start else ()), form[start:end]]
            at = end
        return [*words, *(self._cut_rest(form[at:]) if at < len(form) else ())]

    def _cut_rest(self, form: str) -> list[str]:
        """The words of a text, runs of characters that name an unknown place or unit whole."""
        words = list(self._cut(form))
        if len(self._typed) > _LONGEST:
            return words
        joined: list[str] = []
        at = 0
        while at < len(words):
            name = self._unknown_at(words, at, form)
            self._unknown.update((name,) if name else ())
            if not name and (name := self._new_word_at(words, at, form)):
                self.new_words.add(name)
            joined.append(name or words[at])
            at = _end_of(name, words, at) if name else at + 1
        return joined

    def _new_word_at(self, words: Sequence[str], at: int, form: str) -> str:
        """A run of two or three single characters that stands nowhere, as one word, where no
        paragraph has them beside the other words: of 松泉反诈, 泉 alone is nothing. What it is (a
        place, a slip) nobody can tell."""
        run = self._unprinted_run(words[at : at + _MOST_SINGLE])
        is_all = len(run) == len(words) and form == self._typed
        if not 2 <= len(run) <= _DISTRICT or is_all or run not in form:
            return ""
        is_inside = at and is_single_character(words[at - 1]) and not _WISH.match(words[at - 1])
        if is_inside or not self._is_unknown(run):
            return ""
        others = (word for word in self._cut(self._typed) if len(word) > 1 and word not in run)
        every = And(tuple(Literal((word,)) for word in (*run, *others)))
        return "" if self._count(every) else run

    def _unprinted_run(self, words: Sequence[str]) -> str:
        """The single characters that a text begins with, no two of which stand together anywhere;
        a character that does so with the next one is a part of that word."""
        singles = list(takewhile(_may_be_of_a_name, words))
        pairs = (self._is_printed(one + two) for one, two in pairwise(singles))
        return "".join(singles[: next((n for n, found in enumerate(pairs) if found), len(singles))])

    def _unknown_at(self, words: Sequence[str], at: int, form: str) -> str:
        """The name of an unknown place or unit that begins with this word of a text; else ""."""
        singles = "".join(takewhile(is_single_character, words[at : at + _MOST_SINGLE]))
        found = _SEAT.match(singles)
        place = found["place"] if found else singles
        if not 2 <= len(place) <= _DISTRICT or place not in form or not self._is_unknown(place):
            return ""
        if found and (_is_slip_of_an_office(found[0]) or self._resolver.named(found[0][1:])):
            return ""  # 哪年溯州…: of 溯州, and of no 年溯州
        if found:
            return found[0]
        behind = "".join(words[at + len(place) : at + len(place) + 1])
        return place + behind if behind in _FORCES else ""

    def _is_unknown(self, place: str) -> bool:
        """Whether neither the library nor the dictionary has these characters as anything."""
        if any(p.search(place) for p in (_ASKS, _GRAMMAR, _WISH, _LEVEL)) or self._is_place(place):
            return False
        known = (place, *(place + level for level in _LEVELS))
        return not self._is_printed(place) and not any(map(self._resolver.named, known))

    def _is_printed(self, name: str) -> bool:
        return any(self._count(Literal((name,), field)) for field in ("text", "title"))

    def is_one(self, word: str) -> bool:
        """Whether a word that no paragraph meets is the name of such a unit, or of a place."""
        is_unknown = word in self._unknown or self._is_place(word)
        return is_unknown or (0, len(word)) in self._units(word)

    def _units(self, form: str) -> Iterator[tuple[int, int]]:
        """Where the names of units lie, from left to right."""
        if len(form) > _LONGEST:
            return
        at = 0
        for found in _OFFICE.finditer(form):
            before = _HAN_END.findall(form[at : found.start()])[0]
            place = self._place_before(before, bool(found["office"]))
            name = place + found[0]
            if place and not self._is_held(name):
                yield found.end() - len(name), found.end()
                at = found.end()

    def _place_before(self, text: str, is_office: bool) -> str:
        """The place that a text ends with, else ""."""
        words = list(self._cut(text)) if text else []
        if "".join(words) != text:
            return ""
        if not is_office and self._is_district(words):
            return text
        place = ""
        for word in reversed(words):
            place = word + place
            if self._is_place(place):
                return place
            has_level = place[-1] in _LEVELS
            if len(place) > 1 + has_level:
                return place if is_office and has_level and not _NO_PLACE.match(place) else ""
        return ""

    def _is_district(self, words: Sequence[str]) -> bool:
        """Whether all that stands before 分局 may be its place: 南屏, 鱼市街, which no dictionary
        knows, or 城关, which it knows by its 镇."""
        place = "".join(words)
        if not _PLACE.fullmatch(place) or len(place) > _DISTRICT or _NO_PLACE.match(place):
            return False
        if any(map(_may_be_of_a_name, words)):
            return not (_ASKS.search(place) or _GRAMMAR.search(place))
        return any(list(self._cut(place + seat)) == [place + seat] for seat in _DISTRICTS)

    def _is_place(self, word: str) -> bool:
        """Whether the dictionary knows a place of that name: 青岛 by 青岛市."""
        if not _PLACE.fullmatch(word) or _NO_PLACE.match(word):
            return False
        seats = (word + seat for seat in _SEATS)
        is_seat = word[-1] in _SEATS and len(word) > 2 and list(self._cut(word)) == [word]
        return is_seat or any(list(self._cut(seat)) == [seat] for seat in seats)

    def _is_held(self, name: str) -> bool:
        """Whether reports are of a unit, or print it or their titles do; a held unit of that kind
        may be called so: 高新分局 is 高新技术产业开发区分局."""
        place, office = name[: (at := _OFFICE.search(name).start())], name[at:]  # type: ignore[union-attr]
        if any(v.endswith(office) for v in self._resolver.resolve("source", place)):
            return True
        known = (name, place, place.rstrip(_LEVELS))
        if any(self._resolver.named(form) for form in known if len(form) > 1):
            return True
        return self._is_printed(name)


def _may_be_of_a_name(word: str) -> bool:
    """Whether a word is a single character that neither asks nor joins others."""
    return is_single_character(word) and not (_GRAMMAR.search(word) or _ASKING.search(word))


def _is_slip_of_an_office(name: str) -> bool:
    """Whether one character makes it 公安局: of 公按局 there is no place."""
    office = "公安局"
    pairs = zip(name, office, strict=False)
    return len(name) == len(office) and sum(a != b for a, b in pairs) == 1


def _end_of(name: str, words: Sequence[str], at: int) -> int:
    """Behind which of the words from `at` on a name ends."""
    while name:
        name = name[len(words[at]) :]
        at += 1
    return at
