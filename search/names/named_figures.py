"""Answer how much came of a name by the paragraphs that tell of it: 逆风停护住多少钱."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from indexer.text.normalizer import normalize
from search.clauses import clause_start
from search.engines.base import Page
from search.figures.answer import FigureAnswer
from search.figures.answers import how_many, is_of_kind_asked
from search.figures.asking import read_question
from search.figures.matching import Matcher
from search.figures.request import FigureRequest
from search.figures.results import FigureRow
from search.figures.sections import is_done
from search.figures.table import FigureTable
from search.figures.unit_names import UnitNames
from search.names.quoted import QUOTED, QuotedNames
from search.query.tree import Literal
from search.request import Filters

_MOST_CHARS = 40  # of a question
_MOST = 200  # paragraphs of a name


def figures_of_name(
    text: str,
    names: QuotedNames,
    cut: Callable[[str], Sequence[str]],
    table: FigureTable,
    units: UnitNames,
) -> tuple[FigureAnswer, ...]:
    """The figures of the one name in a question that answer the rest of it, or ().

    A paragraph that prints a name seldom repeats it at each figure, so no sentence has all words.
    A figure is of the name that was last printed before it.
    """
    form = normalize(text)
    found = list(names.names_in(form)) if len(form) <= _MOST_CHARS else []
    found = [name for name in found if name not in units]
    if len(found) != 1:
        return ()
    name = found[0]
    question = read_question(form.replace(name, " "), cut, units)
    if question is None or question.sought is not None:
        return ()
    hits = names.engine.search(Literal((name,)), Filters(), (), Page(limit=_MOST)).hits
    ids = tuple(paragraph.id for paragraph in names.engine.paragraphs(hits))
    matcher = Matcher(question, units, table.family, cut)
    rows = [
        row
        for row in table.rows(table.find(FigureRequest(paragraphs=ids)))
        if row.figure.value is not None and row.figure.role != "from" and is_done(row)
        if _is_of(name, row) and matcher.is_where_and_when(row)
        if is_of_kind_asked(question, row, matcher, is_exact=False)
    ]
    return how_many(_nearest(rows, matcher.things, name), len(rows))


def _nearest(rows: Sequence[FigureRow], things: Sequence[str], name: str) -> list[FigureRow]:
    """The rows that have most of what is asked for, at least half, and some of it in what they
    measure. Words that none of their paragraphs has only ask; without any, the name is counted."""
    texts = {row.paragraph.id: normalize(row.paragraph.text) for row in rows}
    words = [word for word in things if any(word in text for text in texts.values())]
    words = words or ([] if things else [name])
    told: dict[int, list[FigureRow]] = {}
    for row in rows:
        measured = normalize(row.figure.measured)
        if any(word in measured for word in words):
            said = f"{measured} {normalize(row.figure.quote)}"
            told.setdefault(sum(len(word) for word in words if word in said), []).append(row)
    most = max(told, default=0)
    return told[most] if most * 2 >= len("".join(words)) > 0 else []


def _is_of(name: str, row: FigureRow) -> bool:
    """Whether the figure stands in a sentence with the name or below a heading with it, or else
    behind it and behind no other."""
    text, figure = row.paragraph.text, row.figure
    if named := QUOTED.findall(text[figure.start : figure.value_start]):
        return normalize(named[-1]) == name
    begins = clause_start(text, figure.start)
    own = (*row.paragraph.headings[-1:], text[begins : figure.end])
    if any(name in normalize(one) for one in own):
        return True
    quoted = QUOTED.findall(text[: figure.start])
    return bool(quoted) and normalize(quoted[-1]) == name
