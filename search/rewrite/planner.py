"""Turn a parsed query into the query tree that engines answer, and tell how it was read."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from indexer.text.normalizer import normalize
from search.names.asked import name_asked
from search.query.quotes import without_enclosing_pair
from search.query.syntax import AllOf, ParsedQuery, Piece, Syntax
from search.query.tree import (
    And,
    Everything,
    FacetMatch,
    Literal,
    Or,
    Query,
    Ranked,
    RawLiteral,
    TextField,
    YearRange,
)
from search.query.years import parse_year_range
from search.request import Filters, SearchRequest
from search.results import Entity, Expansion
from search.rewrite.context import UnitsBeside, units_beside, with_words_of
from search.rewrite.expansions import PieceExpander
from search.rewrite.facet_names import FacetNames
from search.rewrite.first_year import (
    asking_part,
    asks_for_first_print,
    comparison_subject,
    course_subjects,
    first_year_subjects,
)
from search.rewrite.pieces import Cut, NameTools, PieceSettler
from search.rewrite.plain_planner import PlainPlanner
from search.rewrite.query_expander import Count, QueryExpander
from search.rewrite.questions import (
    is_question,
    names_a_kind,
    names_which,
    only_asks,
    without_soft_spans,
)
from search.rewrite.tree_planner import TreePlanner, settle_fields
from search.suggest.unheld import UnheldNames

_YEAR = re.compile(
    r"^(?P<year>(?:19|20)[0-9]{2})(?:年的?\s*|\s+)|\s*(?<![0-9])(?P<last>(?:19|20)[0-9]{2})年$"
)


@dataclass(frozen=True, slots=True)
class Plan:
    """What to ask the engine, and what to tell the reader: `normalized` is the query as matched.

    `named`: what a query that is nothing but a name stands for; it is met by its text only.
    `first_of`: the name whose first year it asks, of those that the library knows; `about`: that,
    or the one that it asks of itself (叫醒队咋回事), or behind a unit and a space of what that has.
    `unheld`: the units and places that it names and the library has nowhere, `lacking` the words,
    where they are half of what it asks or more; `is_of_absent`: what it says first is one of these,
    or is said of everything. `filters` choose the units that it names beside a subject, and the
    years: what it asks for is sought of these alone.
    """

    query: Query
    expansions: tuple[Expansion, ...]
    notes: tuple[str, ...]
    normalized: str
    entities: tuple[Entity, ...] = ()
    named: tuple[FacetMatch | YearRange, ...] = ()
    unheld: tuple[str, ...] = ()
    lacking: tuple[str, ...] = ()
    is_of_absent: bool = False
    first_of: str = ""
    about: str = ""
    filters: Filters = dataclasses.field(default_factory=Filters)

    @property
    def units(self) -> tuple[str, ...]:
        """The units, or else regions, of which alone a subject is sought."""
        return self.filters.of("source") or self.filters.of("region")

    @property
    def conditions(self) -> tuple[Query, ...]:
        """Its own filters as queries."""
        years = tuple(map(parse_year_range, self.filters.of("year")))
        chosen = ((f, values) for f, values in self.filters.chosen if f != "year")
        return (*(FacetMatch(f, v) for f, v in chosen), *((Or(years),) if years else ()))

    def told(
        self, expansions: tuple[Expansion, ...], notes: tuple[str, ...], normalized: str
    ) -> Plan:
        """The same with what is told of it."""
        return dataclasses.replace(self, expansions=expansions, notes=notes, normalized=normalized)

    def held_to(self, said: Filters) -> Plan:
        """The same with the conditions that the query says in words."""
        return dataclasses.replace(self, filters=self.filters.replaced(**dict(said.chosen)))

    def narrowed(self, chosen: Filters) -> Filters:
        """The filters that a reader has chosen, and those of the query in other fields."""
        own = {f: values for f, values in self.filters.chosen if not chosen.of(f)}
        return chosen.replaced(**own)


def plan(
    parsed: ParsedQuery,
    request: SearchRequest,
    expander: PieceExpander,
    count: Count,
    cut: Cut,
    resolve: FacetNames,
    cut_finely: Cut | None = None,
    is_quoted: Callable[[str], bool] = lambda form: False,
    called: Callable[[str], str] = lambda form: "",
) -> Plan:
    """The plan of one request: the same on every page, sort and engine, since it rests on counts.

    `count` counts paragraphs without filters; `cut` and `cut_finely` (for ranking) give the words
    of a normal form; `is_quoted`: see NameTools; `called`: the name that a form asks for.
    """
    text, field = parsed.text.strip(), _field_of(request)
    if (literal := _literal_plan(parsed, text, field, request)) is not None:
        return literal
    query_expander = QueryExpander(expander if request.expand else None, count)
    unheld = UnheldNames(resolve, count, cut, normalize(text))
    names = _names(resolve, unheld, is_quoted)
    settler = PieceSettler(query_expander, unheld.cut, cut_finely, names)
    tree = parsed.tree and settle_fields(parsed.tree, resolve, query_expander)
    pieces = _text_pieces(parsed, tree, query_expander)
    if tree is not None and not pieces:
        by_tree = TreePlanner(settler, query_expander, resolve, field)
        return _plan_of_tree(by_tree.build(tree), parsed, query_expander)
    typed = text if parsed.is_plain else " ".join(piece.text for piece in pieces)
    first_of, about = name_asked(typed, count, resolve, called)
    pieces, text, typed = _asked(pieces, text, typed, query_expander, resolve, about)
    planner = PlainPlanner(settler, query_expander, resolve, cut_finely or cut, unheld)
    asks = is_question(text) and not all(piece.quoted for piece in pieces)
    names_units = request.entities and field == "text" and parsed.is_plain and not asks
    beside = units_beside(pieces, resolve) if names_units else None
    of_units = beside and _plan_of_units(beside, typed, planner, resolve, count, request)
    found = of_units or _plan_of_pieces(pieces, typed, asks, planner, request)
    told = (*parsed.notes, *query_expander.notes, *planner.context.notes)
    read = found.told(query_expander.expansions, told, normalize(typed))
    return dataclasses.replace(read.held_to(parsed.filters), first_of=first_of, about=about)


def _literal_plan(
    parsed: ParsedQuery, text: str, field: TextField, request: SearchRequest
) -> Plan | None:
    """The plan of what is taken letter by letter, or is nothing; None of other queries."""
    if not text or request.mode == "exact":
        return _exact_plan(text, field) if text else Plan(Everything(), (), parsed.notes, "")
    if not normalize(text) or (parsed.is_plain and not parsed.pieces):
        return _raw_plan(text, parsed.notes)
    return None


def _plan_of_tree(query: Query, parsed: ParsedQuery, query_expander: QueryExpander) -> Plan:
    told = (*parsed.notes, *query_expander.notes)
    return Plan(query, query_expander.expansions, told, str(parsed))


def _field_of(request: SearchRequest) -> TextField:
    return "title" if request.field == "title" else "text"


def _plan_of_pieces(
    pieces: Sequence[Piece], typed: str, asks: bool, planner: PlainPlanner, request: SearchRequest
) -> Plan:
    ranked = planner.build(pieces, typed, asks, request)
    named = planner.context.named if request.entities else ()
    return Plan(
        ranked,
        (),
        (),
        "",
        planner.context.entities,
        named,
        planner.unheld,
        planner.lacking,
        planner.is_of_absent,
    )


def _plan_of_units(
    beside: UnitsBeside,
    typed: str,
    planner: PlainPlanner,
    resolve: FacetNames,
    count: Count,
    request: SearchRequest,
) -> Plan | None:
    """What several units say of a subject: a theme by all its words, as it is of their reports;
    None where they say nothing of it."""
    subject = " ".join(normalize(piece.text) for piece in beside.subject)
    themes = [m for m in resolve.named(subject) if isinstance(m, FacetMatch) and m.field == "theme"]
    words = tuple(word for m in themes for v in m.values for word in resolve.theme_words(v))
    literals = tuple(Literal((normalize(piece.text), *words)) for piece in beside.subject)
    told = Plan(Everything(), (), (), "", beside.entities, filters=beside.filters)
    if not count(And((*literals, *told.conditions))):
        return None
    ranked = planner.build(beside.subject, subject, False, request)
    if isinstance(ranked, Ranked):
        ranked = with_words_of(ranked, words, normalize(typed))
    return dataclasses.replace(told, query=ranked)


def _names(resolve: FacetNames, unheld: UnheldNames, is_quoted: Callable[[str], bool]) -> NameTools:
    def is_named(form: str) -> bool:
        return bool(resolve.named(form)) or unheld.is_one(form)

    return resolve.cut_around, is_named, is_quoted


def _exact_plan(text: str, field: TextField) -> Plan:
    normal = normalize(without_enclosing_pair(text))
    if normal:
        return Plan(Literal((normal,), field), (), (), normal)
    return _raw_plan(text)


def _raw_plan(text: str, notes: tuple[str, ...] = ()) -> Plan:
    note = f"「{text}」里没有可检索的文字，已按原样查找"
    return Plan(RawLiteral(text), (), (*notes, note), "")


def _text_pieces(
    parsed: ParsedQuery, tree: Syntax | None, query_expander: QueryExpander
) -> tuple[Piece, ...]:
    """The pieces of a query that holds nothing but text; empty for one that is really a tree.

    A tree becomes text when its fields named nothing. And a query that begins with `-` leaves out
    what follows, unless the library has just that: `-2024 行动` may be cut from 蓝剑-2024 行动.
    """
    text = parsed.text.strip()
    if tree and text.startswith("-") and query_expander.count(Literal((normalize(text),))):
        query_expander.note(f"但库中有「{text}」，已按原文检索；要排除请用 NOT 代替 -")
        return (Piece(text, quoted=True),)
    match tree:
        case None:
            return parsed.pieces
        case Piece():
            return (tree,)
        case AllOf(children) if tree != parsed.tree:
            pieces = tuple(child for child in children if isinstance(child, Piece))
            return pieces if len(pieces) == len(children) else ()
        case _:
            return ()


def _asked(
    pieces: tuple[Piece, ...],
    text: str,
    typed: str,
    query_expander: QueryExpander,
    resolve: FacetNames,
    about: str,
) -> tuple[tuple[Piece, ...], str, str]:
    """The pieces, the text and what was typed of it, without what only asks for a year or rank."""
    count = query_expander.count
    quoted = [normalize(piece.text) for piece in pieces if piece.quoted]
    is_of_name = not quoted or quoted == [asking_part(typed)[0]]  # “放管服”最早见于哪年
    asked: tuple[Piece, ...] = ()
    if is_of_name and " " in about:
        asked = tuple(map(Piece, about.split()))
    elif is_of_name:
        asked = _asked_about(pieces, typed, count, resolve, quoted, about)
    if asked:
        subject = " ".join(piece.text for piece in asked)
        query_expander.note(f"「{typed}」按「{subject}」检索，提问的词不参与")
        return asked, subject, subject
    if not quoted and not is_question(text):
        rest = _without_missing_year(pieces, query_expander, resolve)
        if rest:
            return tuple(map(Piece, rest.split())), rest, rest
        saying = tuple(p for p in pieces if without_soft_spans(normalize(p.text))[0])
        return _without_kind(saying, query_expander) or pieces, text, typed
    kept = pieces if quoted else _cut_to(asking_part(typed)[0], pieces) or pieces
    telling = tuple(
        piece
        for piece in kept
        if piece.quoted or not (only_asks(piece.text) or _is_unprinted_kind(piece.text, count))
    )
    if telling and len(telling) < len(kept):  # 反诈 怎么样
        subject = " ".join(piece.text for piece in telling)
        query_expander.note(f"「{typed}」按「{subject}」检索，提问的词不参与")
    return telling or kept, text, typed


def _is_unprinted_kind(text: str, count: Count) -> bool:
    """定义, 原文, 做法, where no paragraph says so."""
    return names_a_kind(text) and not count(Literal((normalize(text),)))


def _without_kind(pieces: tuple[Piece, ...], query_expander: QueryExpander) -> tuple[Piece, ...]:
    """反诈 数据, 反诈 近几年: without the kind of answer that is wanted, and without what only asks
    of whom or of which years, unless a paragraph has it all."""
    telling = tuple(
        piece for piece in pieces if not (names_a_kind(piece.text) or names_which(piece.text))
    )
    words = tuple(Literal((normalize(piece.text),)) for piece in pieces)
    if not telling or len(telling) == len(pieces) or query_expander.count(And(words)):
        return pieces
    left_out = "」「".join(piece.text for piece in pieces if piece not in telling)
    query_expander.note(f"没有一段也写出「{left_out}」，按其余的词检索")
    return telling


def _without_missing_year(
    pieces: Sequence[Piece], query_expander: QueryExpander, resolve: FacetNames
) -> str:
    """What is printed of a query that begins or ends with a year which no report is of, and which
    no paragraph prints beside it; "" for any other query."""
    form = " ".join(normalize(piece.text) for piece in pieces)
    found = _YEAR.search(form)
    if found is None:
        return ""
    count = query_expander.count
    rest = (form[: found.start()] + form[found.end() :]).strip()
    words = tuple(Literal((word,)) for word in rest.split())
    year = found["year"] or found["last"]
    if len(rest) < 2 or resolve.named(f"{year}年") or not count(And(words)):
        return ""
    if count(And((*words, Literal((year,))))):
        return ""
    query_expander.note(f"本库没有 {year} 年的报告，按「{rest}」检索")
    return rest


def _asked_about(
    pieces: Sequence[Piece],
    typed: str,
    count: Count,
    resolve: FacetNames,
    quoted: Sequence[str],
    about: str,
) -> tuple[Piece, ...]:
    """What to look for instead of a question for a first year, a course or a comparison, else ().

    The first year must be that of a name, or of where whatever is asked for first stands, for who
    asks when a thing was built looks for a sentence that says so; a name that stands nowhere is
    looked for without the words that ask. What the library prints as typed is no question.
    """
    of_any = asks_for_first_print(typed)
    first = [name for name in first_year_subjects(typed) if of_any or resolve.named(name)]
    compared, is_sure = comparison_subject(typed)
    compared = compared if is_sure or resolve.named(compared) else ""
    named = filter(None, [about, *first, compared])
    subjects = (*named, *course_subjects(typed))
    subjects = tuple(quoted) if quoted and quoted[0] in subjects else subjects
    if not subjects or count(Literal((normalize(typed),))):
        return ()
    cut = [_cut_to(subject, pieces) for subject in subjects]
    printed = (own for own in cut if all(count(Literal((piece.text,))) for piece in own))
    unprinted = first[-1] if first and of_any else compared if is_sure else ""
    return next(printed, ()) or _cut_to(unprinted, pieces)


def _cut_to(subject: str, pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """The pieces as far as they lie within a subject, which was read across them; () for ""."""
    forms = [normalize(piece.text) for piece in pieces]
    start = "".join(forms).find(subject)
    end, at = start + len(subject), 0
    kept: list[Piece] = []
    for form in forms:
        own = form[max(0, start - at) : max(0, end - at)]
        kept += [Piece(own)] if own else []
        at += len(form)
    return tuple(kept)
