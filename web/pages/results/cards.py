"""Say what the library knows of a name that a query is, or asks the first year of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from indexer.model.schema import SCHEMA
from indexer.taxonomy.taxonomy import Taxonomy
from indexer.text.normalizer import normalize
from search.comparing.asked_names import QUOTES
from search.comparing.first_mention import FirstMention, first_mention
from search.names.quoted import QUOTED
from search.request import Filters, SearchRequest
from search.results import Entity, FacetValue, SearchResult
from search.rewrite.first_year import (
    asked_of_itself,
    asks_for_span,
    ended_subjects,
    first_year_subjects,
)
from search.rewrite.questions import is_question
from search.searcher import Searcher
from search.sentences.asking import asks_amount
from web.addresses import compare_address, encoded, plain_address, with_filter
from web.pages.results.first_years import (
    Earliest,
    FirstPrint,
    Latest,
    begun_of,
    first_prints,
    hit_quote,
    latest_of,
    name_of_unit,
    name_of_year,
    outside,
    plan_of,
    stated_quote,
    undated_in,
)
from web.pages.results.indicator_cards import CLAUSES
from web.pages.results.inquiry import Inquiry
from web.pages.results.readings import is_quoted, missing_name
from web.params import ViewOptions

_LONGEST_KIND = 4  # characters behind a name in quotation marks that say what it is
_MOST = 3  # cards: a place may be a region and part of a source's name
_SHOWN = 6  # sources, initiatives, forms
_BY_RULES = ("theme", "initiative")  # tags that say nothing of the years of a name


@dataclass(frozen=True, slots=True)
class Card:
    """What is known of a name; counts are of the whole library, as `asked` finds them.

    `years` are those of its paragraphs; of an initiative, of those that print its name. `field` is
    "" of a name that is only printed. `forms` are other written forms, `about` says what
    it is (a kind, a definition); `sources` and `initiatives` are the most frequent ones, without
    the name itself. `printed` is what has the name in its text, where that is another set than
    what is so tagged. `earliest` answers a question for the first year, unless the name
    `is_unprinted`, and `latest` one for its end.
    """

    field: str
    label: str
    value: str
    asked: SearchRequest
    paragraphs: int
    documents: int
    years: tuple[str, ...]
    about: str = ""
    forms: tuple[str, ...] = ()
    sources: tuple[FacetValue, ...] = ()
    initiatives: tuple[FacetValue, ...] = ()
    printed: Printed | None = None
    is_unprinted: bool = False
    earliest: Earliest | None = None
    latest: Latest | None = None
    plan: FirstMention | None = None  # where the first year that is told is one of plans

    @property
    def first_year(self) -> str | None:
        """The first year in this library, which is no claim about the world."""
        return self.years[0] if self.years else None


@dataclass(frozen=True, slots=True)
class Printed:
    """The paragraphs that are found by a name: how many, and how many of them are tagged with it.

    `is_printed`: some print it, in a form that is searched for it; `first` is the form of the first
    year and, if that is another, the name itself. `is_listed`: they are the list below the card."""

    asked: SearchRequest
    paragraphs: int
    is_printed: bool
    first: tuple[FirstPrint, ...]
    shared: int
    is_listed: bool

    @property
    def first_year(self) -> str | None:
        return self.first[0].year if self.first else None


def cards(inquiry: Inquiry) -> tuple[Card, ...]:
    """Cards of the names that the whole query is, or whose first year or end it asks; else none."""
    asked, searcher = inquiry.asked, inquiry.searcher
    if not (asked.is_first and asked.entities):
        return ()
    query, normalized = inquiry.query.meant, inquiry.query.normalized
    if ended := _card_of_end(query, normalized, inquiry):
        return ended
    if found := _cards_of(query, inquiry, is_listed=True):
        return tuple(_with_plan(card, searcher) for card in found)
    first_of = inquiry.query.first_of
    first = (first_of,) if first_of else first_year_subjects(query)
    if first and searcher.total(SearchRequest(query, "exact")):
        return ()  # what is printed so is no question
    for subject in first:
        if told := _cards_of_name(subject, inquiry) or _card_of_unit(subject, searcher):
            return told
    # Of a question for a course or a comparison what it is about was looked for.
    read = replace(inquiry, asked=replace(asked, q=normalized))
    found = _cards_of(normalized, read, is_listed=True)
    found = tuple(_with_plan(card, searcher) for card in found)
    return found or _card_of_other_years(inquiry)


def card_of_named_word(inquiry: Inquiry, is_bare: bool) -> tuple[Card, ...]:
    """A card of the name that a query has beside words which no paragraph has all, or that it is
    and no list has: since when it is printed and what of, however that is asked; none where an
    amount or a day is asked, of a sentence, and where `is_bare` only of the name that it is."""
    inquiry = replace(inquiry, asked=inquiry.meant)
    asked, result = inquiry.asked, inquiry.result
    is_whole = result.matches.phrase or result.matches.all
    is_asked = not is_bare and (is_question(asked.q) or not is_whole)
    is_plain = asked.is_first and asked.entities
    is_found = any(e.kind == "near" for e in result.query.expansions) or is_quoted(inquiry)
    is_sentence = is_found or (CLAUSES.search(asked.q) and not is_question(asked.q))
    if not is_plain or asks_amount(asked.q) or is_sentence:
        return ()
    whole = normalize(asked.q.strip(QUOTES))
    quoted = map(normalize, QUOTED.findall(asked.q))
    own = [name for name in quoted if len(whole) - len(name) <= _LONGEST_KIND]  # “净土”行动
    itself = asked_of_itself(asked.q)
    if result.query.lacking and missing_name(inquiry):
        return ()  # 护林 of 雪鹰护林行动 is another's
    for name in (*own, *inquiry.searcher.named_words(asked)):
        if is_asked or name == whole or name in own or name in itself:
            return _cards_of_name(name, inquiry)
    return ()


def _card_of_other_years(inquiry: Inquiry) -> tuple[Card, ...]:
    """A card of the name, in the reports of the unit beside it, that is asked of a year before it
    began or after it ended."""
    searcher = inquiry.searcher
    named = name_of_year(inquiry.meant, searcher)
    if named is None or inquiry.asked.filters:
        return ()
    name, unit, year = named
    found = _card_of_unit(f"{unit} {name}", searcher) if unit else _cards_of_name(name, inquiry)
    unprinted = (card for card in found if str(year) not in card.years)
    told = ((card, outside(card.earliest, year, card.asked, searcher)) for card in unprinted)
    return tuple(replace(card, earliest=own[0], latest=own[1]) for card, own in told if any(own))


def _cards_of_name(name: str, inquiry: Inquiry) -> tuple[Card, ...]:
    """Cards of what a name is known for, or else of its print, that tell since when it is."""
    printed = inquiry.of(SearchRequest(name, size=1, correct=False))
    found = _cards_of(name, printed, is_listed=False) or _literal_card(name, inquiry.searcher)
    return tuple(_with_answer(card, name, printed) for card in found)


def _with_plan(card: Card, searcher: Searcher) -> Card:
    """The same card of an initiative, that says where its first year is one of plans."""
    printed = card.printed
    year = (printed and printed.first_year) or card.first_year
    if card.field != "initiative" or not year:
        return card
    forms = (card.value, *card.forms, *(one.form for one in (printed.first if printed else ())))
    return replace(card, plan=plan_of(searcher, forms, year))


def _cards_of(name: str, inquiry: Inquiry, is_listed: bool) -> tuple[Card, ...]:
    """A card for each value that the whole of a query names."""
    query = normalize(name)
    named = [
        e
        for e in inquiry.query.entities
        if e.text == query
        and e.total
        and SCHEMA[e.field].is_filter
        and SCHEMA[e.field].kind != "year"
    ]
    return tuple(_card(entity, inquiry, is_listed) for entity in named[:_MOST])


def _card_of_end(query: str, name: str, inquiry: Inquiry) -> tuple[Card, ...]:
    """A card of how a name ended that the query was read as, alone or behind a unit, where it asks
    for that; else none."""
    if not any(name in one or one.endswith(name[-2:]) for one in ended_subjects(query)):
        return ()
    searcher = inquiry.searcher
    of_unit = None if (found := _literal_card(name, searcher)) else name_of_unit(name, searcher)
    if of_unit:
        found = _literal_card(of_unit.name, searcher, of_unit.asked)
    if asks_for_span(query):
        printed = inquiry.of(SearchRequest(name, size=1, correct=False))
        found = tuple(_with_answer(card, card.value, printed) for card in found)
    return tuple(replace(c, latest=latest_of(c.value, c.asked, searcher)) for c in found)


def _literal_card(
    name: str, searcher: Searcher, asked: SearchRequest | None = None
) -> tuple[Card, ...]:
    """A card for what no list names, but texts have, or those that a request finds."""
    asked = asked or SearchRequest(f'"{name}"', correct=False)
    found = searcher.search(replace(asked, size=1))
    counts = found.total, found.total_documents, _years(found)
    return (Card("", "词语", name, asked, *counts),) if found.matches.phrase else ()


def _with_answer(card: Card, name: str, inquiry: Inquiry) -> Card:
    """The same card with the first paragraph that prints the name in a form that is searched for
    it, or that is known, not by rules, to be of it: the reports of a source need not name it."""
    searcher = inquiry.searcher
    aliases = card.forms if card.field == "initiative" else ()
    prints = first_prints(name, inquiry.result, searcher, aliases)
    if not prints and card.field in _BY_RULES:
        return replace(card, is_unprinted=True)
    known = [] if card.field in _BY_RULES else [FirstPrint("", year) for year in card.years[:1]]
    dated = sorted([*(p for p in prints if p.year), *known], key=lambda one: int(one.year))
    if not (dated or prints):
        return card
    form, year = (dated[0].form, dated[0].year) if dated else (prints[0].form, "")
    typed = next((p for p in dated if p.form == name), None)
    sooner = None
    if typed is not None and form and typed.year != year:  # what was asked, and not its synonym
        sooner, form, year = dated[0], typed.form, typed.year
    asked = SearchRequest(form, "exact") if form else card.asked
    mention = first_mention(searcher, asked, int(year or 0))
    if mention is None:  # another index was published in between
        return card
    own = next((p.year for p in prints if p.form == name and p.year not in ("", year)), None)
    any_form = " OR ".join(f'"{one.form}"' for one in prints)
    whole = searcher.search(SearchRequest(any_form, correct=False) if prints else card.asked)
    earliest = Earliest(name, year, mention, form, own, undated_in(whole), sooner)
    return replace(card, earliest=earliest)


def _card_of_unit(name: str, searcher: Searcher) -> tuple[Card, ...]:
    """A card of what a name behind that of a unit is in the reports of this unit."""
    named = name_of_unit(name, searcher)
    if named is None:
        return ()
    found = searcher.search(replace(named.asked, size=1))
    mention = first_mention(searcher, named.asked) if found.matches.phrase else None
    if mention is None:
        return ()
    year, undated = str(mention.hit.paragraph.year or ""), undated_in(found)
    told = Earliest(named.name, year, mention, named.name, None, undated, unit=named.unit)
    counts = found.total, found.total_documents, _years(found)
    return (Card("", "词语", named.name, named.asked, *counts, earliest=told),)


def card_values(found: Sequence[Card], inquiry: Inquiry) -> dict[str, object]:
    """What a template draws cards with: the cards, and the addresses that they lead to."""
    return {
        "cards": found,
        "card_first": lambda card: _first_year_address(card, inquiry),
        "card_to": lambda card, **more: _card_address(card, more, inquiry),
        "card_compare": lambda card: compare_address(card.asked, inquiry.view_options),
        "card_oldest": inquiry.at(replace(inquiry.asked, sort="oldest", page=1)),
        "card_page": lambda card: _card_page(card, inquiry.view_options),
        "card_printed": lambda card: inquiry.at(card.printed.asked),
        "hit_quote": hit_quote,
        "stated_quote": stated_quote,
        "begun_of": lambda earliest: begun_of(earliest, inquiry.query.meant),
    }


def _card_address(card: Card, more: dict[str, str], inquiry: Inquiry) -> str:
    """The paragraphs of a card's name, narrowed by more filters."""
    chosen = card.asked
    for field, value in more.items():
        chosen = with_filter(chosen, field, (value,))
    return inquiry.at(chosen)


def _first_year_address(card: Card, inquiry: Inquiry) -> str:
    """What a reader has asked, of the first year alone; where the query finds nothing of that year,
    what is tagged with the name."""
    year = (card.printed and card.printed.first_year) or card.first_year or ""
    if any(v.value == year and v.count for v in inquiry.result.facets.get("year", ())):
        return inquiry.at(with_filter(inquiry.asked, "year", (year,)))
    return _card_address(card, {"year": year}, inquiry)


def _card_page(card: Card, view_options: ViewOptions) -> str | None:
    """An initiative has a page of its own."""
    if card.field != "initiative":
        return None
    return plain_address(f"/initiatives/{encoded(card.value)}", view_options)


def _card(entity: Entity, inquiry: Inquiry, is_listed: bool) -> Card:
    searcher = inquiry.searcher
    chosen = with_filter(SearchRequest(), entity.field, (entity.value,))
    found = searcher.search(replace(chosen, size=1))
    about, forms = _listed(entity, searcher.taxonomy())
    years = _years(found)
    if entity.field == "initiative" and (prints := searcher.library().prints.get(entity.value)):
        years = tuple(y for y in years if prints.first_year and int(y) >= prints.first_year)
    return Card(
        entity.field,
        SCHEMA[entity.field].label,
        entity.value,
        chosen,
        found.total,
        found.total_documents,
        years,
        about,
        tuple(forms[:_SHOWN]),
        _leading(found, "source", entity),
        _leading(found, "initiative", entity),
        _printed(entity, found.total, inquiry, is_listed),
    )


def _printed(
    entity: Entity,
    tagged: int,
    inquiry: Inquiry,
    is_listed: bool,
) -> Printed | None:
    """What has the name in its text; None where that are the paragraphs tagged with it."""
    asked, searcher = inquiry.asked, inquiry.searcher
    bare = replace(asked, filters=Filters(), within=(), size=1, group="none", sort="relevance")
    is_whole = not asked.is_narrowed
    found = inquiry.result if is_whole else searcher.search(bare)
    both = with_filter(bare, entity.field, (entity.value,))
    shared = searcher.total(both)
    if found.total == shared == tagged:
        return None
    name = found.query.corrected or asked.q.strip(QUOTES)
    aliases = _listed(entity, searcher.taxonomy())[1] if entity.field == "initiative" else ()
    prints = first_prints(name, found, searcher, aliases)
    dated = [one for one in prints if one.year]
    return Printed(
        asked=replace(bare, size=asked.size),
        paragraphs=found.total,
        is_printed=bool(prints),
        first=(*dated[:1], *(one for one in dated[1:] if one.form == name)),
        shared=shared,
        is_listed=is_listed and is_whole,
    )


def _years(found: SearchResult) -> tuple[str, ...]:
    return tuple(sorted((v.value for v in found.facets.get("year", ()) if v.count), key=int))


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
