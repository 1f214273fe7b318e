"""Turn a query text into a ParsedQuery; a reader never gets a syntax error.

NOT binds tighter than AND (or a space), AND tighter than OR. An operator without the terms it
needs, an unpaired bracket or quotation mark, a field nobody knows: all are searched as text, with
a note. Text that would read as syntax if it stood alone becomes a quoted piece, so that the
canonical form parses to the same query.
"""

from __future__ import annotations

from indexer.settings import SearchSettings
from search.errors import QueryTooCostlyError
from search.query.items import Item, Mark, Notes, Term, read_items
from search.query.syntax import (
    AllOf,
    AnyOf,
    ExpressionTerm,
    NearTerm,
    ParsedQuery,
    Piece,
    Syntax,
    WildcardTerm,
    Without,
    leaves,
)
from search.query.terms import BRACKETS, NearOperator, Operator, has_loose_bracket
from search.request import Mode

MAX_WILDCARDS = 16  # * and ? in one query; each * may stand for 20 characters
MAX_EXPRESSIONS = 4  # each is compared with every text that has its literals
MAX_NEARS = 4  # each compares every place of both sides


def parse_query(text: str, caps: SearchSettings, mode: Mode = "smart") -> ParsedQuery:
    """What the reader asks for. In mode "exact" the whole text is one literal.

    Raises only QueryTooCostlyError, when length (characters), terms, wildcards, nears or nesting
    exceed their caps. An empty text, or one of quotation marks only, gives neither pieces nor tree.
    """
    _check("长度（字）", len(text), caps.max_query_chars)
    if mode == "exact":
        return ParsedQuery(text, (Piece(text, quoted=True),) if text.strip() else ())
    notes = Notes()
    items = read_items(text, notes)
    if _is_plain(items):
        parsed = _plain_query(text, items, notes)
    else:
        tree = _TreeBuilder(items, notes, caps.max_depth).build()
        parsed = ParsedQuery(text, (), tree, notes.all())
    _check_size(parsed, caps)
    return parsed


def _check(what: str, found: int, limit: int) -> None:
    if found > limit:
        raise QueryTooCostlyError(what, found, limit)


def _check_size(parsed: ParsedQuery, caps: SearchSettings) -> None:
    terms = leaves(parsed.tree) if parsed.tree is not None else parsed.pieces
    _check("词数", sum(1 + isinstance(term, NearTerm) for term in terms), caps.max_clauses)
    _check("邻近条件数", sum(isinstance(term, NearTerm) for term in terms), MAX_NEARS)
    expressions = sum(isinstance(term, ExpressionTerm) for term in terms)
    _check("正则表达式数", expressions, MAX_EXPRESSIONS)
    patterns = [term.text for term in terms if isinstance(term, WildcardTerm)]
    _check("通配符数", sum(text.count("*") + text.count("?") for text in patterns), MAX_WILDCARDS)


def _is_plain(items: list[Item]) -> bool:
    return all(isinstance(item, Piece) or item in (Mark("("), Mark(")")) for item in items)


def _plain_query(text: str, items: list[Item], notes: Notes) -> ParsedQuery:
    """Words and phrases: brackets around one word are text, around several they do nothing."""
    if not BRACKETS.isdisjoint(text):
        notes = Notes()
        items = read_items(text, notes, one_word_brackets=False)
    pieces = tuple(item for item in items if isinstance(item, Piece))
    if len(pieces) < len(items):
        notes.add("没有「与、或、非」，括号不起作用，已略去")
    return ParsedQuery(text, pieces, None, notes.all())


class _TreeBuilder:
    """Recursive descent over settled items: every operator has its terms, brackets are paired."""

    def __init__(self, items: list[Item], notes: Notes, max_depth: int) -> None:
        self._items = items
        self._at = 0
        self._notes = notes
        self._max_depth = max_depth
        self._is_mixed = False

    def build(self) -> Syntax:
        tree = self._any_of(0)
        if self._is_mixed:
            self._notes.add(f"「与」先于「或」，检索式读作：{tree}")
        return tree

    def _next(self) -> Item | None:
        return self._items[self._at] if self._at < len(self._items) else None

    def _any_of(self, depth: int) -> Syntax:
        _check("嵌套层数", depth, self._max_depth)
        children = [self._all_of(depth)]
        spans = [self._is_bare_conjunction]
        while isinstance(operator := self._next(), Operator) and operator.kind == "or":
            self._tell_han_operator(operator)
            self._at += 1
            children.append(self._all_of(depth))
            spans.append(self._is_bare_conjunction)
        self._is_mixed |= len(children) > 1 and any(spans)
        return _joined(AnyOf, children)

    def _all_of(self, depth: int) -> Syntax:
        children = [self._unary(depth)]
        while (item := self._next()) is not None and item != Mark(")"):
            if isinstance(item, Operator) and item.kind == "or":
                break
            if isinstance(item, Operator) and item.kind == "and":
                self._tell_han_operator(item)
                self._at += 1
            children.append(self._unary(depth))
        self._is_bare_conjunction = len(children) > 1
        return _joined(AllOf, children)

    def _unary(self, depth: int) -> Syntax:
        item = self._next()
        if item == Mark("-") or isinstance(item, Operator):
            self._at += 1
            _check("嵌套层数", depth + 1, self._max_depth)
            child = self._unary(depth + 1)
            if isinstance(item, Operator):
                self._tell_han_operator(item)
            else:
                self._notes.add(f"「-{child}」读作不含「{child}」；要按原文检索请加引号")
            return Without(child)
        return self._near(depth)

    def _near(self, depth: int) -> Syntax:
        first = self._primary(depth)
        pairs: list[Syntax] = []
        while isinstance(operator := self._next(), NearOperator):
            self._at += 1
            second = self._primary(depth)
            assert isinstance(first, Piece) and isinstance(second, Piece)  # by _settle_operators
            pairs.append(NearTerm(first, second, operator.distance))
            first = second
        return _joined(AllOf, pairs) if pairs else first

    def _primary(self, depth: int) -> Syntax:
        item = self._next()
        self._at += 1
        if item == Mark("("):
            tree = self._any_of(depth + 1)
            self._is_bare_conjunction = False
            self._at += 1
            return tree
        assert isinstance(item, Term)  # by _settle_operators
        if isinstance(item, Piece) and not item.quoted and has_loose_bracket(item.text):
            return self._without_loose_brackets(item)
        if isinstance(item, WildcardTerm):
            self._notes.add(
                f"「{item}」里的 * 代表任意 0–20 个字、? 代表一个字；要按原文检索请加引号"
            )
        return item

    def _without_loose_brackets(self, piece: Piece) -> Piece:
        """Take brackets without a partner off the ends; with others inside it is literal text."""
        text = piece.text.strip("()（）")
        if read_items(text, Notes()) == [Piece(text)] and not has_loose_bracket(text):
            self._notes.add(f"「{piece.text}」里的括号不成对，已略去")
            return Piece(text)
        self._notes.add(f"「{piece.text}」里的括号不成对，已按原文检索")
        return Piece(piece.text, quoted=True)

    def _tell_han_operator(self, operator: Operator) -> None:
        if not operator.word.isascii():
            self._notes.add(
                f"词间的「{operator.word}」读作 {operator.kind.upper()}；要按原文检索请加引号"
            )


def _joined(kind: type[AllOf] | type[AnyOf], children: list[Syntax]) -> Syntax:
    """One node for several children, nested ones of its kind taken apart; one child is itself."""
    if len(children) == 1:
        return children[0]
    flat: list[Syntax] = []
    for child in children:
        flat.extend(child.children if isinstance(child, kind) else (child,))
    return kind(tuple(flat))
