"""Answer a question of several parts by parts: 首次登记收多少钱，逾期罚多少.

Each part is asked alone, and where that does not lead into the document that tells the first,
behind what the first is about. A part that nothing answers is told as missing.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from indexer.figures.tables.cells import is_table_row
from search.query.years import years_in_full
from search.request import SearchRequest
from search.results import SearchResult
from search.searcher import Searcher
from search.sentences.asking import ASKING
from search.sentences.deeds import LONGEST, Deed, ToldDeeds

Teller = Callable[[SearchRequest, SearchResult], ToldDeeds | None]
_SIGNS = re.compile(r"[\s,，;；、?？。]+|(?<=[一-龥]{4})(?:以及|还有|并且)")
_ASKS = re.compile("[哪谁何咋啥怎几]|多[少久长大高]|什么|[吗呢]$|是否|能否|[能可要]不[能可要]")
_WHICH = re.compile("哪[一二两三四几些]?[个家站所组段条项类种]?|谁")
_MOST = 4


def parts_asked(text: str) -> tuple[str, ...]:
    """The parts of a text, each of which asks; () where one does not, or there is but one."""
    parts = tuple(filter(None, _SIGNS.split(years_in_full(text, 1, 0))))
    is_one = len(text) > LONGEST or not 1 < len(parts) <= _MOST
    return () if is_one or not all(map(_ASKS.search, parts)) else parts


def told_parts(searcher: Searcher, asked: SearchRequest, tell: Teller) -> ToldDeeds | None:
    """What tells of all parts, one behind the other; None where nothing tells of the first, or what
    does is a whole table."""
    parts = parts_asked(asked.q)
    told: dict[tuple[str, int], Deed] = {}
    document, about, missing = "", "", []
    for n, part in enumerate(parts):
        for text in (part, about + part) if n else (part,):
            request = replace(asked, q=text)
            found = tell(request, searcher.search(request))
            own = found.told if found is not None and found.table is None else ()
            if own and (not document or _is_of(own[0], document)):
                told |= {(deed.paragraph.id, deed.start): deed for deed in own}
                break
        else:
            missing.append(part)
        if not told:
            return None
        document, about = next(iter(told.values())).paragraph.document, about or _about(part)
    last = [*told.values()]
    if missing and last:
        last[-1] = replace(last[-1], lacks=(*last[-1].lacks, *missing))
    return ToldDeeds(tuple(last)) if last else None


def _is_of(deed: Deed, document: str) -> bool:
    """Whether it tells for sure, or by a whole row, what the same document says."""
    is_sure = not deed.is_nearest or is_table_row(deed.paragraph.text)
    return is_sure and deed.paragraph.document == document


def _about(part: str) -> str:
    """What a part is about, without what it asks."""
    for asking in (*ASKING, _WHICH):
        part = asking.sub(" ", part)
    return f"{part.strip()} "
