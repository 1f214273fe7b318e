"""Tell of a pasted sentence that stands nowhere what of it does; take off what copying left."""

from __future__ import annotations

import re
from collections.abc import Callable

from indexer.text.normalizer import normalize
from search.query.syntax import ParsedQuery
from search.query.tree import Ranked
from search.results import Suggestion
from search.rewrite.near_wording import LEAST_LETTERS
from search.rewrite.planner import Plan

NOT_PRINTED = "库中没有这一句，以下是用词最相近的段落"
_LEAST_CLAUSE, _MOST_CLAUSES = 6, 3  # characters of a clause that is worth telling; told
_LONGEST = 2_000  # characters: a longer text is a page, which is looked for as it is
# A number in square brackets, in a circle or raised, at the end of a clause: 〔2023〕 is a year.
# And the line of a page's number that lies across a sentence: - 12 -, 第 3 页 共 8 页.
_LEFT_BY_COPYING = re.compile(
    r"(?<=[\u4e00-\u9fff\d%。，；：！？、”’》）])[ \u3000]?"
    r"(?:[\[［〔【][ ]?\d{1,3}[ ]?[\]］〕】]|[\u2460-\u2473\u00b9\u00b2\u00b3\u2070-\u2079]{1,3})"
    r"(?=[\s。，；：！？、”’]|$)"
    r"|\s?(?<!\d)(?<!\d\s)(?:[-－–—]{1,2}\s?\d{1,3}\s?[-－–—]{1,2}"
    r"|第\s?\d{1,3}\s?页[，,/]?\s?共\s?\d{1,3}\s?页)\s?"
)
# 2O20年, l2月: letters that a scan has read for figures.
_SCANNED = re.compile(r"(?<![a-zA-Z\d])(?=\D{0,3}\d)[\dOolI]{2,4}(?=[年月日])|(?<=\d)[OolI](?=\d)")
_FIGURES = str.maketrans("OolI", "0011")
_CLAUSE = re.compile(r"[^，。；：！？,;:!?\n]+")
_LETTER = re.compile(r"[^\W_]")


def is_sentence(text: str) -> bool:
    """Whether a query is long enough to be a sentence of a report rather than words for one."""
    return len(_LETTER.findall(text)) >= LEAST_LETTERS and _CLAUSE.sub("", text).strip() != ""


def as_written(text: str, count: Callable[[str], int]) -> tuple[str, tuple[str, ...]]:
    """A pasted text without what copying left in it, and what is told of that; as it is where the
    library prints it so. `count` tells in how many paragraphs a normal form stands."""
    if len(text) > _LONGEST or len(_LETTER.findall(text)) < LEAST_LETTERS:
        return text, ()
    marks = dict.fromkeys(found.group().strip() for found in _LEFT_BY_COPYING.finditer(text))
    bare = _LEFT_BY_COPYING.sub("", text)
    read = [m[0] for m in _SCANNED.finditer(bare) if not m[0].isdigit()]
    if not (marks or read) or count(normalize(text)):
        return text, ()
    told = [f"「{'」「'.join(marks)}」像是脚注号或页码，不参与检索"] if marks else []
    told += [f"「{'」「'.join(read)}」里的字母当作数字"] if read else []
    return _SCANNED.sub(lambda found: found[0].translate(_FIGURES), bare), tuple(told)


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
