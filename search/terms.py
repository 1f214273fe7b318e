"""Count names in texts: terms by units or years, what prints an initiative, what is quoted."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from indexer.taxonomy.taxonomy import Initiative, Taxonomy
from indexer.text.normalizer import normalize
from search.engines.base import Engine, Page
from search.query.tree import Literal, Query
from search.request import Filters
from search.results import StoredParagraph

# What stands in quotation marks; of two characters it is as often an ordinary word (“短板”).
_QUOTED = re.compile("[“「]([^“”「」，。；：、！？《》的\n]{3,12})[”」]")
_NUMERALS = re.compile(r"[\d一二三四五六七八九十百千万两〇零·.\-—+%/]+")
_QUALIFIER = re.compile(".*[式型化类级]")  # “一站式”服务 names nothing
# What tells a number or a state is a sentence: 全年立案1109起, 连续十八年命案全破; 一小时 a time.
_TELLS = re.compile(
    r"\d[余多]?[万亿]?(?:[起件名人元次个户吨辆艘枚处所家条台%％]|公斤)|连续.{1,3}年"
    "|^零(?:命案|发案|事故)|^[一二两三四五六七八九十半]+个?(?:小时|分钟|秒|天|年|[月周])$"
)
_LEAST_QUOTED = 2  # paragraphs: names are repeated, turns of phrase are not
_MOST_ONCE = 400  # names quoted once that are looked for in other reports


@dataclass(frozen=True, slots=True)
class TermCount:
    """One term: its paragraphs and documents, and how many of either have each value."""

    text: str
    paragraphs: int
    documents: int
    by_value: Mapping[str, int]

    @property
    def first_year(self) -> int | None:
        """The first that has any, where the values are years."""
        return min((int(year) for year, n in self.by_value.items() if n), default=None)


@dataclass(frozen=True, slots=True)
class TermTable:
    """The terms in the order asked for. `values`: all of the field, with their paragraphs."""

    rows: tuple[TermCount, ...]
    values: Mapping[str, int]
    generation: str


def count_terms(
    terms: Iterable[str],
    field: str,
    of_documents: bool,
    read: Callable[[str], Query],
    engine: Engine,
) -> TermTable:
    """`read` turns a term into its query. Of documents each counts once for a value."""
    rows: list[TermCount] = []
    for term in terms:
        query = read(term)
        found = engine.search(query, Filters(), (field,), Page(limit=0))
        counts = found.facet_counts[field]
        if of_documents and found.counts.total:
            counts = engine.count_documents(query, field)
        rows.append(TermCount(term, found.counts.total, found.total_documents, dict(counts)))
    return TermTable(tuple(rows), dict(engine.facet_values(field)), engine.info.generation)


@dataclass(frozen=True, slots=True)
class Prints:
    """How many of an initiative's paragraphs print a form of its name, and since which year."""

    paragraphs: int
    first_year: int | None


def count_prints(initiatives: Iterable[Initiative], engine: Engine) -> dict[str, Prints]:
    """Of each initiative for which a part of its name may stand: 进博会 for 进博会安保.

    A library that prints such a part alone has paragraphs of the initiative, not its name. What is
    tagged with any other initiative prints it, or was tagged by hand.
    """
    found: dict[str, Prints] = {}
    for one in (one for one in initiatives if one.parts):
        forms = dict.fromkeys(filter(None, map(normalize, one.forms)))
        own = Filters(initiative=(one.name,))
        matches = engine.search(Literal(tuple(forms)), own, ("year",), Page(limit=0))
        years = [int(year) for year, count in matches.facet_counts["year"].items() if count]
        found[one.name] = Prints(matches.counts.total, min(years, default=None))
    return found


def quoted_names(
    paragraphs: Sequence[StoredParagraph],
    taxonomy: Taxonomy,
    cut: Callable[[str], Sequence[str]],
    most: int,
) -> list[str]:
    """Names that paragraphs print in quotation marks and no list has, those of most paragraphs
    first: what a library of others calls its own initiatives.

    Marks stand where a name is explained, seldom behind that: who quotes it twice, or prints it in
    another report, means a name and no turn of phrase. `cut`: the dictionary words of a form.
    """
    listed = [form for i in taxonomy.initiatives for form in (*i.forms, *i.parts)]
    known = set(map(normalize, (*listed, *taxonomy.ignored)))
    quoted: Counter[str] = Counter()
    for one in paragraphs:
        quoted.update({" ".join(found.split()) for found in _QUOTED.findall(one.text)})
    names = [name for name in quoted if _may_be_name(name) and normalize(name) not in known]
    often = {name: quoted[name] for name in names if quoted[name] >= _LEAST_QUOTED}
    for name in [name for name in names if name not in often][:_MOST_ONCE]:
        printing = [one.document for one in paragraphs if name in one.text]
        if len(set(printing)) > 1 and len(cut(normalize(name))) > 1:
            often[name] = len(printing)
    return [name for _, name in sorted((-n, name) for name, n in often.items())][:most]


def _may_be_name(text: str) -> bool:
    is_worded = sum(char.isalpha() for char in text) >= 2
    is_other = _NUMERALS.fullmatch(text) or _QUALIFIER.fullmatch(text) or _TELLS.search(text)
    return is_worded and not is_other
