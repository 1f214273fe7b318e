"""Find the facet values that a reader means by a name typed in a query."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import islice, takewhile

from indexer.model.schema import SCHEMA, Field
from indexer.taxonomy.taxonomy import Taxonomy
from indexer.text.normalizer import normalize
from indexer.word_list import words
from search.figures.unit_names import branch_names, unit_forms, without_province
from search.query.tree import FacetMatch, YearRange
from search.query.years import read_years
from search.results import Entity

_REGION_SUFFIXES = words("特别行政区 自治区 自治州 自治县 省 市 区 县 州 盟 旗")
_UNIT = re.compile(
    r"(?:.{2,6}省)?([^省市县区州]{2,5})(省|市|县|区|州)([^省市县区]{1,10})(局|厅|委|部|处)"
)
PROVINCES = dict(
    zip(
        "京津沪渝冀晋蒙辽吉黑苏浙皖闽赣鲁豫鄂湘粤桂琼川蜀黔贵滇云藏陕秦甘陇青宁新",
        words("""
            北京 天津 上海 重庆 河北 山西 内蒙古 辽宁 吉林 黑龙江 江苏 浙江 安徽 福建 江西 山东 河南
            湖北 湖南 广东 广西 海南 四川 四川 贵州 贵州 云南 云南 西藏 陕西 陕西 甘肃 甘肃 青海
            宁夏 新疆
        """),
        strict=True,
    )
)
_THEME_JOINTS = re.compile("[与和及、]")  # 智慧警务与大数据 is asked for by either half
# Fields whose values a word of a query may name: every row of the schema that a query may ask for
# and whose values are compared as a whole.
_NAMING = tuple(field for field in SCHEMA.fields if field.asked and not field.is_text)
_PLACES, _LONGEST_UNIT = ("source", "region"), 16  # characters of a unit's name
_MAX_NAMED = 8  # a word that fits more sources than this names none of them


class FacetNames:
    """Names of one generation: its facet values and the aliases of its taxonomy.

    `values(field)` gives every value of a facet field; it is asked once per field.
    """

    def __init__(self, taxonomy: Taxonomy, values: Callable[[str], Mapping[str, int]]) -> None:
        self._taxonomy = taxonomy
        self.values = values
        self._known: dict[str, _Names] = {}

    def resolve(self, field: str, typed: str) -> tuple[str, ...]:
        """The values meant by `typed`, sorted; empty when there is none.

        The first of these that holds for any: a name or alias is written exactly so; a name
        contains it; an alias does, unless the taxonomy knows an absent source by what was typed.
        Of regions the last step of the path counts, with or without 市.
        """
        wanted = normalize(typed)
        known = self._names(field)
        if not wanted:
            return ()
        found = known.called(wanted) or known.containing(wanted)
        if not found and not (field == "source" and self._taxonomy.source_named(typed)):
            found = known.called_like(wanted)
        return tuple(sorted(found))

    def named(
        self, word: str, is_piece: bool = True, is_apart: bool = True
    ) -> tuple[FacetMatch | YearRange, ...]:
        """What a word names: sources that begin so; publishers, regions, themes, years … that are
        called so (高原 is no 高原晚报). A single character is a province's short name, if it stands
        alone; of a wording that is printed (数字中国) no word but a whole name names anything."""
        wanted = normalize(word)
        province = PROVINCES.get(wanted) if is_piece else None
        if province:
            wanted = province
        if len(wanted) < 2:
            return ()
        found: list[FacetMatch | YearRange] = []
        years = read_years(wanted)
        for field in _NAMING:
            if field.kind == "year":
                found += self._years_named(field.name, years)
            elif values := self._values_named(field, wanted, is_apart):
                found.append(FacetMatch(field.name, values))
        return tuple(found)

    def _years_named(self, field: str, years: YearRange | None) -> list[FacetMatch | YearRange]:
        """Years with both ends, if the index has any of them."""
        if years is None or years.low is None or years.high is None:
            return []
        is_known = any(years.holds(int(value)) for value in self.values(field))
        return [replace(years, field=field)] if is_known else []

    def _values_named(self, field: Field, wanted: str, is_begun: bool) -> tuple[str, ...]:
        """Values called so; of sources those begun so."""
        if field.name != "source":
            return tuple(sorted(self._names(field.name).called(wanted)))
        sources = self._names(field.name)
        exact = sources.called(wanted)
        begun = list(dict.fromkeys([*exact, *(sources.beginning(wanted) if is_begun else ())]))
        if 0 < len(begun) <= min(_MAX_NAMED, max(1, len(sources) // 2)):
            return tuple(sorted(begun))
        return tuple(sorted(exact or self._seats.get(wanted, ())))

    @cached_property
    def _seats(self) -> Mapping[str, Sequence[str]]:
        """The sources that are called by their place alone, by that name: where a library has many
        of 沅泽, the word means 沅泽市公安局, and not its branches or the city's newspaper."""
        names, seated = self._names("source"), dict[str, list[str]]()
        for value in self.values("source"):
            for form in unit_forms(names.of(value)):
                seated.setdefault(form, []).append(value)
        return seated

    def entities(
        self, text: str, named: Sequence[FacetMatch | YearRange], is_met: bool
    ) -> Iterator[Entity]:
        """Each value that a word of the query names, with its number of paragraphs."""
        for match in named:
            if isinstance(match, YearRange):
                counts = self.values(match.field)
                total = sum(n for year, n in counts.items() if match.holds(int(year)))
                yield Entity(text, match.field, str(match), total, is_met)
                continue
            for value in match.values:
                yield Entity(text, match.field, value, self.values(match.field)[value], is_met)

    def _names(self, field: str) -> _Names:
        if field not in self._known:
            aliases = self._aliases(field)
            self._known[field] = _Names(
                {
                    value: _distinct((*self._own_names(field, value), *aliases.get(value, ())))
                    for value in self.values(field)
                }
            )
        return self._known[field]

    def forms(self, field: str) -> dict[str, tuple[str, ...]]:
        """Every name of each value, and of the sources that only the taxonomy knows."""
        names = self._names(field)
        known = {value: _distinct((value, *own)) for value, own in self._aliases(field).items()}
        return known | {value: names.of(value) for value in self.values(field)}

    def theme_words(self, theme: str) -> tuple[str, ...]:
        """The normal forms of the words that alone give a theme."""
        found = (t.strong for t in self._taxonomy.themes if t.name == theme)
        return _distinct(next(found, ()))

    def cut_around(self, form: str, cut: Callable[[str], Sequence[str]]) -> list[str]:
        """The words of a normalised text, the names of the library's units and places whole.

        No dictionary knows small places: 澜州 would fall into 澜 and 州. A name begins where
        a word does (no 海安 in 上海安全), or another name ends.
        """
        starts, ends = _borders(form, cut)
        words: list[str] = []
        start = at = 0
        while at < len(form):
            end = self._unit_end(form, at, ends, cut) if at in starts or at == start else at
            if end > at:
                words += [*(cut(form[start:at]) if start < at else ()), form[at:end]]
                start = at = end
            else:
                at += 1
        return [*words, *(cut(form[start:]) if start < at else ())]

    def _unit_end(
        self, form: str, at: int, ends: frozenset[int], cut: Callable[[str], Sequence[str]]
    ) -> int:
        """Where the longest name of a unit that begins here ends; `at` where none does.

        A name that the dictionary knows is none where it ends within a word: 南通 in 南通过.
        """
        for end in range(min(len(form), at + _LONGEST_UNIT), at + 1, -1):
            name = form[at:end]
            if name in self._units and (end in ends or list(cut(name)) != [name]):
                return end
        return at

    @cached_property
    def _units(self) -> frozenset[str]:
        """The names of the sources and regions that paragraphs have, and of their places."""
        known: set[str] = set()
        for field in _PLACES:
            names = self._names(field)
            values = self.values(field)
            forms = unit_forms(form for value in values for form in names.of(value))
            known |= {f for f in forms if names.called(f) or names.beginning(f)}
        return frozenset(known)

    def _own_names(self, field: str, value: str) -> Iterable[str]:
        if field == "source":
            return (value, *short_unit_names(value), *branch_names(value))
        if field == "theme":
            return (value, *(name for name in _THEME_JOINTS.split(value) if len(name) > 2))
        if field != "region":
            return (value,)
        last = value.rsplit("/", 1)[-1]
        return (value, value.replace("/", ""), last, _without_suffix(last))

    def _aliases(self, field: str) -> dict[str, tuple[str, ...]]:
        if field == "source":
            return {source.name: source.aliases for source in self._taxonomy.sources}
        return self._taxonomy.initiative_forms() if field == "initiative" else {}


class _Names:
    """The values of one field by their normalised names. The first name of a value is its own."""

    def __init__(self, names: Mapping[str, tuple[str, ...]]) -> None:
        self._names = names
        self._called: dict[str, list[str]] = {}
        for value, own in names.items():
            for name in own:
                self._called.setdefault(name, []).append(value)
        own_names = [(own[0], value) for value, own in names.items() if own]
        bare = [(without_province(name), value) for name, value in own_names]
        self._sorted = sorted({*own_names, *bare})

    def __len__(self) -> int:
        return len(self._names)

    def of(self, value: str) -> tuple[str, ...]:
        """The names of a value."""
        return self._names[value]

    def called(self, name: str) -> list[str]:
        """Values one of whose names is this."""
        return self._called.get(name, [])

    def beginning(self, start: str) -> list[str]:
        """Values whose own name begins so."""
        first = bisect_left(self._sorted, (start, ""))
        begun = takewhile(lambda item: item[0].startswith(start), islice(self._sorted, first, None))
        return [value for _, value in begun]

    def containing(self, text: str) -> list[str]:
        """Values whose own name contains this."""
        return list(dict.fromkeys(value for own, value in self._sorted if text in own))

    def called_like(self, text: str) -> list[str]:
        """Values any of whose names contains this."""
        return [v for v, own in self._names.items() if any(text in name for name in own)]


def short_unit_names(name: str) -> tuple[str, ...]:
    """How people write a unit: 淮南公安, 淮南公安局, 淮南市公安 for 淮南市公安局."""
    unit = _UNIT.fullmatch(name)
    if unit is None:
        return ()
    place, suffix, office, kind = unit.groups()
    names = (place + office, place + office + kind, place + suffix + office)
    return names if len(office) > 1 else names[1:2]


def _borders(
    form: str, cut: Callable[[str], Sequence[str]]
) -> tuple[frozenset[int], frozenset[int]]:
    """Where the words of a text begin, and where they end."""
    starts, ends, at = [], [], 0
    for word in cut(form):
        at = max(at, form.find(word, at))
        starts.append(at)
        at += len(word)
        ends.append(at)
    return frozenset(starts), frozenset(ends)


def _distinct(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(normal for name in names if (normal := normalize(name))))


def _without_suffix(region: str) -> str:
    for suffix in _REGION_SUFFIXES:
        if region.endswith(suffix) and len(region) - len(suffix) >= 2:
            return region.removesuffix(suffix)
    return region
