"""Find the facet values that a reader means by a name typed in a query."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from indexer.taxonomy.taxonomy import Taxonomy
from indexer.text.normalizer import normalize
from search.query.tree import FacetMatch

_REGION_SUFFIXES = (
    "特别行政区",
    "自治区",
    "自治州",
    "自治县",
    "省",
    "市",
    "区",
    "县",
    "州",
    "盟",
    "旗",
)
_MAX_NAMED = 8  # a word that fits more sources than this names none of them


class FacetNames:
    """Names of one generation: its facet values and the aliases of its taxonomy.

    `values(field)` gives every value of a facet field; it is asked once per field.
    """

    def __init__(self, taxonomy: Taxonomy, values: Callable[[str], Mapping[str, int]]) -> None:
        self._taxonomy = taxonomy
        self._values = values
        self._known: dict[str, dict[str, tuple[str, ...]]] = {}

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
        found = [value for value, names in known.items() if wanted in names]
        found = found or [value for value in known if wanted in normalize(value)]
        if not found and not (field == "source" and self._taxonomy.source_named(typed)):
            found = [v for v, names in known.items() if any(wanted in name for name in names)]
        return tuple(sorted(found))

    def named(self, word: str) -> tuple[FacetMatch, ...]:
        """What a plain word of two characters or more names: sources that begin so, regions."""
        wanted = normalize(word)
        if len(wanted) < 2:
            return ()
        found: list[FacetMatch] = []
        sources = self._names("source")
        named = [v for v, names in sources.items() if any(n.startswith(wanted) for n in names)]
        if 0 < len(named) <= min(_MAX_NAMED, max(1, len(sources) // 2)):
            found.append(FacetMatch("source", tuple(sorted(named))))
        regions = [v for v, names in self._names("region").items() if wanted in names]
        if regions:
            found.append(FacetMatch("region", tuple(sorted(regions))))
        return tuple(found)

    def _names(self, field: str) -> dict[str, tuple[str, ...]]:
        """Value → all its normalised names."""
        if field not in self._known:
            aliases = self._aliases(field)
            self._known[field] = {
                value: _distinct((*self._own_names(field, value), *aliases.get(value, ())))
                for value in self._values(field)
            }
        return self._known[field]

    def _own_names(self, field: str, value: str) -> Iterable[str]:
        if field != "region":
            return (value,)
        last = value.rsplit("/", 1)[-1]
        return (value, value.replace("/", ""), last, _without_suffix(last))

    def _aliases(self, field: str) -> dict[str, tuple[str, ...]]:
        if field == "source":
            return {source.name: source.aliases for source in self._taxonomy.sources}
        return self._taxonomy.initiative_forms() if field == "initiative" else {}


def _distinct(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(normal for name in names if (normal := normalize(name))))


def _without_suffix(region: str) -> str:
    for suffix in _REGION_SUFFIXES:
        if region.endswith(suffix) and len(region) - len(suffix) >= 2:
            return region.removesuffix(suffix)
    return region
