"""Answer what, where or which by the passage of a rule, notice or minutes that are named.

管制哪些路, 会议定了哪些事: what a rule, notice or minutes say of one thing stands under a heading,
often in no word of the question. The question names the document by words of its title; each of
its other words must stand in the heading or the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from indexer.figures.tables.cells import is_table_row
from indexer.text.normalizer import normalize
from search.request import SearchRequest
from search.results import SearchResult, StoredParagraph
from search.searcher import Searcher
from search.sentences.amounts import found_by
from search.sentences.deeds import LONGEST, Deed, ToldDeeds, clipped, of_whom
from search.sentences.weights import Word, above, normal, weighed

_DOCUMENTS, _PARAGRAPHS, _CHARS, _TOLD = 4, 80, 30_000, 6
_WHAT = re.compile(
    "哪几?[条段项种类]|哪些(?!单位|局|部门|分局|[省市县区])|哪[里儿]|(?:是|有|做)?(?:什么(?!时)|啥(?!时))"
    "|怎么|如何|怎样|咋|(?<=适用)的?(?:范围|对象)"
)
_ALLOWED = re.compile("不让|不准|不许|可以|能|走|了|现在|目前|一共|必须|应当?")
_RULES = re.compile(
    "通[知告]|公告|办法|规[定则范程]|细则|方案|预案|指[引南]|须知|纪要|制度|守则|问答|意见|公约|章程|手册"
)
_NUMBERED = re.compile("[一二三四五六七八九十]+、")


def told_passages(
    searcher: Searcher, request: SearchRequest, result: SearchResult
) -> ToldDeeds | None:
    """None for a text that asks nothing of the kind, or of no one document."""
    form = normalize(result.query.meant)
    is_first = request.mode == "smart" and request.page == 1 and not request.within
    if not is_first or len(form) > LONGEST or result.query.unheld or not _WHAT.search(form):
        return None
    words = weighed(searcher, form, result, (_WHAT, _ALLOWED))
    hits = of_whom(searcher, form, found_by(searcher, words, result), is_strict=True)
    found: list[tuple[float, float, StoredParagraph]] = []
    for slug in list(dict.fromkeys(one.document for one in hits))[:_DOCUMENTS]:
        part = searcher.document_part(slug, 1, _CHARS, _PARAGRAPHS + 1).paragraphs
        found += _ranked(part, words) if len(part) <= _PARAGRAPHS else ()
    best = max((one[:2] for one in found), default=None)
    told = [paragraph for *rank, paragraph in found if tuple(rank) == best]
    if not told or len(told) > _TOLD or len({one.document for one in told}) > 1:
        return None
    return ToldDeeds(tuple(_quoted(one, words) for one in told), True, False)


def _ranked(
    paragraphs: Sequence[StoredParagraph], words: Sequence[Word]
) -> Iterator[tuple[float, float, StoredParagraph]]:
    """The paragraphs that answer, by what they have of the words that the title has not, and by
    what their heading has of all."""
    title = normalize(paragraphs[0].title or "") if paragraphs else ""
    asked = [word for word in words if not word.stands_in(title)]
    if (
        not asked
        or not _RULES.search(title)
        or not any(w.stands_in(title) and len(w.text) > 1 for w in words)
    ):
        return
    ended = ""  # a heading behind which the next section has none of its own: 五、本通告自……
    for one in paragraphs:
        is_next = _NUMBERED.match(one.heading or "") and _NUMBERED.match(one.text)
        ended = (one.heading or "") if is_next else ended
        heading = normalize(one.heading or "") if one.heading != ended else ""
        text = normal(one.text)
        around = f"{text} {above(one)}"
        if is_table_row(one.text) or any(
            len(word.text) > 1 and not word.stands_in(around) for word in asked
        ):
            continue
        said = [w for w in asked if w.stands_in(heading) or (w.stands_in(text) and w.is_telling)]
        if any(len(word.text) > 1 or word.stands_in(heading) for word in said):
            over = sum(word.weight for word in words if word.stands_in(heading))
            yield sum(word.weight for word in said), over, one


def _quoted(paragraph: StoredParagraph, words: Sequence[Word]) -> Deed:
    """A paragraph, or of a long one what has the words."""
    whole = re.compile("(?s).+").fullmatch(normal(paragraph.text))
    assert whole is not None  # a paragraph has text
    has_some = any(word.stands_in(whole[0]) for word in words)
    start, end = clipped(whole, words) if has_some else whole.span()
    return Deed(paragraph, start, end, (), 1.0)
