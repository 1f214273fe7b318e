"""Say how the words of a query were understood, with the ways to undo or fix each reading."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from indexer.model.schema import SCHEMA
from indexer.text.normalizer import normalize
from search.comparing.first_mention import FirstMention, first_mention
from search.request import SearchRequest
from search.results import Entity, Narrowing, SearchResult
from search.rewrite.first_year import asked_of_itself, first_year_subjects
from search.rewrite.questions import document_asked, is_question
from search.suggest.pasted import NOT_PRINTED
from web.addresses import encoded, plain_address, with_filter
from web.i18n import english_names
from web.pages.results.indicator_cards import CLAUSES
from web.pages.results.inquiry import Inquiry, WayOut

_MOST = 6  # lines; a query of more names is a list
_LACKS = "库中没有「"  # the note on words that stand nowhere
_ENGLISH = re.compile(r"[a-z]{3,}", re.IGNORECASE)
_NO_SPELLINGS = (
    "filters",
    "part",
    "related",
    "alike",
)  # reasons of suggestions that mend no spelling
_OFFERED = 3  # Chinese terms of an English query
_SHORTEST = 2  # characters of a name in front of what it is
_SHORT_NAME = 8  # characters
_WORD = 4  # characters of a word that may be a slip of another
_SENTENCE = 12  # characters, from which on a query is a sentence
_FEW, _FEW_OF_QUESTION = 3, 8  # hits
_DESCRIPTION, _LONG_DESCRIPTION = 8, 12  # characters
_LEADING, _MOSTLY, _MANY = 3, 0.5, 0.4  # hits; shares of a query's rarity
_READ = 20_000  # characters of a hit
_DOING = re.compile("^(?:可以|能|想|要)?(?:参加|加入|参与|报名|申请|进入|退出)(?=..)")  # 参加哨兵队
_KIND = re.compile(
    "(?:专项)?(?:工程|行动|机制|模式|工作法|平台|系统|品牌|项目|计划|活动|制度|做法|工作室|小组|[^的]{0,2}队伍?)$"
)


@dataclass(frozen=True, slots=True)
class Reading:
    """How a word of the query was understood, and where each way to undo or fix it leads."""

    text: str
    label: str
    value: str
    total: int
    is_met: bool
    literal: str | None
    filter: str
    page: str | None


@dataclass(frozen=True, slots=True)
class NarrowingView:
    """How a text that narrows the hits was understood; `literal` leads to its words alone."""

    reading: Narrowing
    names: tuple[tuple[str, str], ...]  # label of the field, value
    literal: str


def readings(inquiry: Inquiry) -> tuple[Reading, ...]:
    """One line for what a word names: by its text only, or as a filter, in one click."""
    asked, q = inquiry.asked, inquiry.query.meant
    lines: list[Reading] = []
    for named in _of_one_word(inquiry.query.entities[:_MOST]):
        e, values = named[0], tuple(one.value for one in named)
        words = q.split()
        rest = " ".join(word for word in words if normalize(word) != e.text)
        quoted = " ".join(f'"{word}"' if normalize(word) == e.text else word for word in words)
        filtered = _narrowed(replace(asked, q=rest, page=1), e, values)
        literal = replace(asked, q=quoted, page=1)
        if quoted == q:  # a word of a piece: only all of them can be left to the text
            literal = replace(asked, entities=False, page=1)
        page = f"/initiatives/{encoded(e.value)}" if e.field == "initiative" else None
        lines.append(
            Reading(
                e.text,
                SCHEMA[e.field].label,
                "、".join(values),
                sum(one.total for one in named),
                e.is_met,
                inquiry.at(literal) if e.is_met else None,
                inquiry.at(filtered),
                plain_address(page, inquiry.view_options) if page else None,
            )
        )
    return tuple(lines)


def told_readings(inquiry: Inquiry, told: Collection[str]) -> list[Reading]:
    """The readings, without what a card tells already of a name that the texts do not meet."""
    return [one for one in readings(inquiry) if one.is_met or one.value not in told]


def _of_one_word(entities: Iterable[Entity]) -> Iterable[list[Entity]]:
    """The units that one word names together (江州: the bureau and its traffic police)."""
    together: dict[tuple[object, ...], list[Entity]] = {}
    for e in entities:
        is_joined = SCHEMA[e.field].is_filter and e.field == "source"
        together.setdefault((e.text, e.field, e.is_met, "" if is_joined else e.value), []).append(e)
    return together.values()


def chinese_terms(inquiry: Inquiry) -> tuple[WayOut, ...]:
    """Where English words find nothing whole: the terms whose English has most of them, each behind
    that."""
    q, matches = inquiry.asked.q, inquiry.result.matches
    words = {_stem(word) for word in _ENGLISH.findall(q)}
    if not words or not q.isascii() or matches.phrase or matches.all:
        return ()
    shared = {
        name: len(words & {_stem(word) for word in _ENGLISH.findall(english)})
        for name, english in english_names().items()
    }
    most = max(shared.values(), default=0)
    found: list[WayOut] = []
    for name in (n for n, count in shared.items() if most and count == most):
        total = inquiry.searcher.total(SearchRequest(name, correct=False))
        if total:
            found.append(inquiry.way(english_names()[name], name, total, SearchRequest(name)))
    return tuple(found[:_OFFERED])


def _stem(word: str) -> str:
    """Enough for cases, case's, policing and policed to meet; cut words are never shown."""
    word = word.lower().removesuffix("s")
    for ending in ("ing", "ie", "ed", "e", "y"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word


def narrowings(inquiry: Inquiry) -> tuple[NarrowingView, ...]:
    """The texts searched in the result that were widened, by other writings or by what they name.

    Quotation marks leave a text to its words; one that has some already is left out of the names.
    """
    asked = inquiry.asked
    views: list[NarrowingView] = []
    for reading in inquiry.query.within:
        if not (reading.expansions or reading.entities):
            continue
        names = tuple((SCHEMA[e.field].label, e.value) for e in reading.entities)
        own = f'"{reading.text}"'
        texts = tuple(own if text == reading.text else text for text in asked.within)
        literal = replace(asked, within=texts, page=1)
        if '"' in reading.text or " " in reading.text:
            literal = replace(asked, entities=False, page=1)
        views.append(NarrowingView(reading, names, inquiry.at(literal)))
    return tuple(views)


def first_printed(inquiry: Inquiry) -> FirstMention | None:
    """Where what a whole, short list prints in just this wording stands first; None for other
    lists, and where a card tells it."""
    asked, result, query = inquiry.asked, inquiry.result, inquiry.query
    is_whole = bool(result.matches.phrase) and result.matches.phrase == result.total
    is_plain = is_whole and not (query.expansions or asked.is_narrowed)
    asks_first = query.first_of or first_year_subjects(asked.q)
    if not is_plain or query.entities or asks_first or asked.page > 1:
        return None
    years = [v.value for v in result.facets.get("year", ()) if v.count]
    return first_mention(inquiry.searcher, asked) if len(years) > 1 else None


def missing_name(inquiry: Inquiry) -> str:
    """The name that was asked, by itself and with what kind of thing it is, or whose first year
    was, where it stands nowhere in the library; else ""."""
    q, matches, query = inquiry.asked.q, inquiry.result.matches, inquiry.query
    if not inquiry.is_plain or matches.phrase or document_asked(q):
        return ""
    name = query.normalized
    if name not in first_year_subjects(q):
        asked_for: tuple[str, ...] = (name,)
        if is_question(q):
            begun = (*first_year_subjects(q), *asked_of_itself(q))
            apart = inquiry.searcher.unit_names().apart
            asked_for = (*query.lacking, *("".join([*apart(one)][::2]) for one in begun), name)
        bare = (_DOING.sub("", one) for one in asked_for)
        name = next((one for one in bare if _is_of_kind(one, inquiry.result)), "")
        return "" if matches.all or q.split()[1:] else name
    named = [e for e in query.entities if e.total and e.text in name]
    is_of_unit = bool(matches.all and named)  # 砚州小灯塔 is met by 小灯塔 in its reports
    return "" if is_of_unit or any(e.text == name for e in named) else name


def _is_of_kind(name: str, result: SearchResult) -> bool:
    """Whether a name says by its end what it is (雪鹰护林行动), and no hit prints the rest."""
    ends = (at for at in range(len(name) - 1, 0, -1) if _KIND.match(name, at))
    core = name[: next(ends, 0)].removesuffix("专项")
    texts = (normalize(hit.paragraph.text[:_READ]) for hit in result.hits)
    return _SHORTEST <= len(core) < _SHORT_NAME and not any(core in text for text in texts)


def is_scattered(inquiry: Inquiry) -> bool:
    """Whether nothing that was found has all the words, though no question was asked, or half of
    its words are nowhere, or it is for a name that stands nowhere, or for a unit or place."""
    result, query = inquiry.result, inquiry.query
    is_elsewhere = missing_name(inquiry) or query.unheld
    if result.total and not result.matches.phrase and is_elsewhere:
        return True
    is_asked = is_question(inquiry.asked.q) and not query.lacking
    return _has_only_some(inquiry) and not is_asked


def _has_only_some(inquiry: Inquiry) -> bool:
    """Whether all that was found lacks some of the words, by the usual rule of how many."""
    some = inquiry.result.matches.some
    return 0 < some == inquiry.result.total and inquiry.asked.min_match is None


def is_unmet(inquiry: Inquiry) -> bool:
    """Whether a name was asked that no text prints, and what was found only shares words with it:
    no leading hit has most of what is asked."""
    is_nowhere = bool(unwritten_name(inquiry)) and not is_mostly_met(inquiry.result)
    return is_nowhere or bool(missing_name(inquiry))


def is_mostly_met(result: SearchResult) -> bool:
    """Whether a scattered hit that leads has, in one paragraph, the half of what was asked that
    tells: rare words count for more, and a word that the library has nowhere for most."""
    leading = result.hits[:_LEADING]
    return any(hit.match == "some" and hit.covers >= _MOSTLY for hit in leading)


def unmet_values(inquiry: Inquiry, is_answered: bool, is_named: bool = False) -> dict[str, Any]:
    """Of a query that nothing has whole, and that no figure answers, what the page says of it;
    `is_named`: beside the card of a name in it."""
    unwritten = () if is_answered else unwritten_name(inquiry)
    is_scattering = is_scattered(inquiry) or _is_hardly_met(inquiry)
    is_answered = is_answered or is_named
    return {
        "missing": missing_name(inquiry),
        "lacking": unwritten or inquiry.query.lacking,
        "unmet": is_unmet(inquiry) and not is_answered,
        "is_scattered": bool(unwritten) or (is_scattering and not is_answered),
        "is_sentence": NOT_PRINTED in inquiry.query.notes,
    }


def unwritten_name(inquiry: Inquiry) -> tuple[str, ...]:
    """The short name that was asked alone, or what it is (平安驿站是什么), where no paragraph has
    all its words, nor the leading ones most of it as it stands (群众安全感 of 群众安全感指数): each
    word may stand somewhere."""
    q, result = inquiry.asked.q, inquiry.result
    name = normalize((asked_of_itself(q) or (q,))[-1])
    is_one = _SHORTEST < len(name) <= _SHORT_NAME and " " not in q.strip()
    is_one = is_one and not is_question(name)
    is_nowhere = not (result.matches.phrase or result.matches.all or result.query.entities)
    most = len(name) // 2 + 1
    parts = [name[at : at + most] for at in range(len(name) - most + 1)]
    texts = [normalize(hit.paragraph.text) for hit in result.hits[:_LEADING]]
    is_nowhere = is_nowhere and not any(part in text for text in texts for part in parts)
    for hit in result.hits[:_LEADING]:  # the title has what the text has not
        is_nowhere = is_nowhere and not all(w in (hit.paragraph.title or "") for w in hit.lacks)
    return (name,) if is_one and inquiry.is_plain and is_nowhere and result.total else ()


def _is_hardly_met(inquiry: Inquiry) -> bool:
    """Whether a question has words that the library has nowhere, and no hit most of the others."""
    is_lacking = any(note.startswith(_LACKS) for note in inquiry.query.notes)
    return _has_only_some(inquiry) and is_lacking and not is_mostly_met(inquiry.result)


def is_misspelt(result: SearchResult) -> bool:
    """Whether another spelling is proposed."""
    return any(s.reason not in _NO_SPELLINGS for s in result.query.suggestions)


def is_quoted(inquiry: Inquiry) -> bool:
    """Whether a pasted sentence was found as it stands; other hits only share words with it."""
    return bool(inquiry.result.matches.phrase) and len(normalize(inquiry.asked.q)) >= _SENTENCE


def _is_described(inquiry: Inquiry) -> bool:
    """Whether a thing is described (退下来的村干部帮忙化解矛盾), without a year: what has most of
    the words leads, and is often what was meant. Of one unit that is so if its own report leads
    with many of them, of what begins with something that the library has nowhere if the leading hit
    has several of the others."""
    result, form = inquiry.result, normalize(inquiry.asked.q)
    units = {e.value for e in result.query.entities if e.field in ("source", "region")}
    if any(map(str.isdigit, form)) or not result.hits:
        return False
    if units:
        first = result.hits[0]
        return first.paragraph.source in units and first.covers >= _MANY
    if not result.query.is_of_absent:
        return len(form) >= _DESCRIPTION
    leading = result.hits[0]
    met = {leading.paragraph.text[start:end] for start, end in leading.marks}
    return len(form) >= _LONG_DESCRIPTION and len(met) > 1


def folds(inquiry: Inquiry, is_elsewhere: bool) -> tuple[str, ...]:
    """The classes of hits that only share characters and are therefore folded: below another
    spelling that is proposed, a pasted sentence or the wording nearest to it, a name whose first
    year is asked, or where a name has none, and what is of other units and years (`is_elsewhere`)
    than the one that was asked for."""
    asked, result = inquiry.asked, inquiry.result
    is_own_order = asked.sort != "relevance" or asked.group != "none"
    if is_own_order or inquiry.view_options.view != "list" or asked.is_narrowed:
        return ()  # who has chosen a filter by its number sees so many
    is_near = any(e.kind == "near" for e in result.query.expansions) or is_quoted(inquiry)
    is_misread = is_scattered(inquiry) and is_misspelt(result)
    is_misread = is_misread and not (" " in asked.q.strip() and is_mostly_met(result))
    whose = {e.text for e in result.query.entities if e.field in ("source", "region", "year")}
    is_one = is_question(asked.q) or len({*asked.q.split()} - whose) == 1  # words apart: any
    is_lacking = is_one and bool(result.query.lacking)
    is_lacking = is_lacking and is_scattered(inquiry)
    is_lacking = is_lacking and (result.query.is_of_absent or not is_mostly_met(result))
    is_noise = is_misread or is_unmet(inquiry) or is_lacking
    is_of_found = is_question(asked.q) and not result.query.is_of_absent
    few = _FEW_OF_QUESTION if is_of_found else _FEW
    if result.total <= few and ("的" in asked.q or is_question(asked.q)):
        is_noise = is_misread  # of a thing that is described, the few may well be it
    if CLAUSES.search(asked.q.strip()) or _is_described(inquiry):
        is_noise = is_misread  # what is told in a reader's own words is no name
    is_noise = is_noise or bool(result.query.unheld) or is_elsewhere
    if is_misspelt(result) and _is_of_characters(inquiry):
        return ("all", "some")
    if missing_name(inquiry):
        return ("all", "some")
    of = result.query.first_of
    asks_first = result.query.normalized in ((of,) if of else first_year_subjects(asked.q))
    is_found = asks_first and bool(result.matches.phrase)
    return ("some",) if result.matches.some and (is_near or is_noise or is_found) else ()


def _is_of_characters(inquiry: Inquiry) -> bool:
    """Whether a short word was found by its characters alone, apart: 放管福 by 放, 管 and 福."""
    q, result = inquiry.asked.q, inquiry.result
    is_word = 1 < len(normalize(q)) <= _WORD and len(q.split()) == 1
    return is_word and bool(result.total) and not result.matches.phrase


def _narrowed(asked: SearchRequest, entity: Entity, values: Sequence[str]) -> SearchRequest:
    """Narrowed to what is named: by a filter, or by a term of the query where there is none."""
    if SCHEMA[entity.field].is_filter:
        return with_filter(asked, entity.field, values)
    term = f'{SCHEMA[entity.field].label}:"{entity.value}"'
    return replace(asked, q=f"{term} {asked.q}".strip())
