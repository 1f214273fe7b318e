"""Tell of a pasted sentence that stands nowhere what of it does; leave out marks of footnotes."""

from __future__ import annotations

import re
from collections.abc import Callable

from indexer.text.normalizer import normalize
from search.query.syntax import ParsedQuery
from search.query.tree import Ranked
from search.results import Suggestion
from search.rewrite.near_wording import LEAST_LETTERS
from search.rewrite.planner import Plan

NOT_PRINTED = "库中没有这一句，也没有只差几个字的句子，以下是用词最相近的段落"
_LEAST_CLAUSE, _MOST_CLAUSES = 6, 3  # characters of a clause that is worth telling; told
_LONGEST = 2_000  # characters: a longer text is a page, which is looked for as it is
# A number in square brackets, in a circle or raised, at the end of a clause: 〔2023〕 is a year.
_FOOTNOTE = re.compile(
    r"(?<=[\u4e00-\u9fff\d%。，；：！？、”’》）])[ \u3000]?"
    r"(?:[\[［〔【][ ]?\d{1,3}[ ]?[\]］〕】]|[\u2460-\u2473\u00b9\u00b2\u00b3\u2070-\u2079]{1,3})"
    r"(?=[\s。，；：！？、”’]|$)"
)
_CLAUSE = re.compile(r"[^，。；：！？,;:!?\n]+")
_LETTER = re.compile(r"[^\W_]")


def is_sentence(text: str) -> bool:
    """Whether a query is long enough to be a sentence of a report rather than words for one."""
    return len(_LETTER.findall(text)) >= LEAST_LETTERS and _CLAUSE.sub("", text).strip() != ""


def without_footnotes(text: str, count: Callable[[str], int]) -> tuple[str, tuple[str, ...]]:
    """A pasted text without the marks of its footnotes, and what is told of them; as it is where
    the library prints it so. `count` tells in how many paragraphs a normal form stands."""
    if len(text) > _LONGEST or len(_LETTER.findall(text)) < LEAST_LETTERS:
        return text, ()
    marks = [found.group().strip() for found in _FOOTNOTE.finditer(text)]
    if not marks or count(normalize(text)):
        return text, ()
    told = "」「".join(dict.fromkeys(marks))
    return _FOOTNOTE.sub("", text), (f"「{told}」像是脚注号，不参与检索",)


def is_unprinted(parsed: ParsedQuery, planned: Plan, found: int) -> bool:
    """Whether a plain query is a sentence of which `found` paragraphs, none, have the wording."""
    query = planned.query
    is_plain = parsed.is_plain and isinstance(query, Ranked) and not query.is_question
    return is_plain and not found and is_sentence(parsed.text)


def printed_clauses(text: str, count: Callable[[str], int]) -> tuple[Suggestion, ...]:
    """The longest clauses of a sentence that the library prints (reason "part")."""
    clauses = {clause.strip() for clause in _CLAUSE.findall(text[:_LONGEST])}
    long = [c for c in clauses if len(normalize(c)) >= _LEAST_CLAUSE and c != text.strip()]
    counted = ((c, count(normalize(c))) for c in sorted(long, key=lambda c: (-len(c), c))[:20])
    return tuple(Suggestion(c, "part", n) for c, n in counted if n)[:_MOST_CLAUSES]


def in_order(notes: tuple[str, ...], more: tuple[str, ...]) -> tuple[str, ...]:
    """All notes; that a sentence is not printed tells more than what was made of its words."""
    return (*more, *notes) if NOT_PRINTED in more else (*notes, *more)
