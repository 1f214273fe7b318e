"""Say what the library knows of a query that is a name: a theme, initiative, source or region."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from indexer.model.schema import SCHEMA, Field
from indexer.taxonomy.taxonomy import Taxonomy
from indexer.text.normalizer import normalize
from search.request import Filters, SearchRequest
from search.results import Entity, FacetValue, SearchResult
from search.searcher import Searcher
from web.addresses import compare_address, encoded, plain_address, search_address, with_filter
from web.context import prefix
from web.params import ViewOptions

_MOST = 3  # cards: a place may be a region and part of a source's name
_SHOWN = 6  # sources, initiatives, forms


@dataclass(frozen=True, slots=True)
class Card:
    """What is known of a name; counts are of the whole library.

    `forms` are other written forms, `about` says what it is (a kind, a definition); `sources` and
    `initiatives` are the most frequent ones, without the name itself.
    """

    field: str
    label: str
    value: str
    paragraphs: int
    documents: int
    years: tuple[str, ...]
    about: str
    forms: tuple[str, ...]
    sources: tuple[FacetValue, ...]
    initiatives: tuple[FacetValue, ...]

    @property
    def first_year(self) -> str | None:
        """The first year in this library, which is no claim about the world."""
        return self.years[0] if self.years else None


def cards(result: SearchResult, asked: SearchRequest, searcher: Searcher) -> tuple[Card, ...]:
    """Cards of the names that the whole query is; none where it says more, or none is asked for."""
    query = normalize(result.query.corrected or asked.q)
    if asked.mode != "smart" or asked.page > 1 or not asked.entities:
        return ()
    named = [
        e
        for e in result.query.entities
        if e.text == query and e.total and _has_card(SCHEMA[e.field])
    ]
    return tuple(_card(entity, searcher) for entity in named[:_MOST])


def card_values(found: Sequence[Card], view_options: ViewOptions) -> dict[str, object]:
    """What a template draws cards with: the cards, and the addresses that they lead to."""
    return {
        "cards": found,
        "card_to": lambda card, **more: _card_address(card, more, view_options),
        "card_compare": lambda card: compare_address(
            with_filter(SearchRequest(), card.field, (card.value,)), view_options, prefix()
        ),
        "card_page": lambda card: _card_page(card, view_options),
    }


def _card_address(card: Card, more: dict[str, str], view_options: ViewOptions) -> str:
    """The paragraphs of a card's name, narrowed by more filters."""
    chosen = with_filter(SearchRequest(), card.field, (card.value,))
    for field, value in more.items():
        chosen = with_filter(chosen, field, (value,))
    return search_address(chosen, view_options, prefix())


def _card_page(card: Card, view_options: ViewOptions) -> str | None:
    """An initiative has a page of its own."""
    if card.field != "initiative":
        return None
    return plain_address(f"/initiatives/{encoded(card.value)}", view_options, prefix())


def _has_card(field: Field) -> bool:
    """A card tells what passes the filter of a name; years are no names."""
    return field.is_filter and field.kind != "year"


def _card(entity: Entity, searcher: Searcher) -> Card:
    filters = Filters().replaced(**{entity.field: (entity.value,)})
    found = searcher.search(SearchRequest(filters=filters, size=1))
    about, forms = _listed(entity, searcher.taxonomy())
    return Card(
        entity.field,
        SCHEMA[entity.field].label,
        entity.value,
        found.total,
        found.total_documents,
        tuple(sorted(v.value for v in found.facets.get("year", ()) if v.count)),
        about,
        tuple(forms[:_SHOWN]),
        _leading(found, "source", entity),
        _leading(found, "initiative", entity),
    )


def _leading(found: SearchResult, field: str, entity: Entity) -> tuple[FacetValue, ...]:
    if field == entity.field:
        return ()
    return tuple(v for v in found.facets.get(field, ()) if v.count)[:_SHOWN]


def _listed(entity: Entity, taxonomy: Taxonomy) -> tuple[str, Sequence[str]]:
    """What it is and its other forms, as the taxonomy lists them."""
    if entity.field == "initiative":
        found = next((i for i in taxonomy.initiatives if i.name == entity.value), None)
        return (found.kind, found.aliases) if found else ("", ())
    if entity.field == "theme":
        theme = next((t for t in taxonomy.themes if t.name == entity.value), None)
        return (theme.definition, ()) if theme else ("", ())
    source = next((s for s in taxonomy.sources if s.name == entity.value), None)
    return ("", source.aliases) if source and entity.field == "source" else ("", ())
