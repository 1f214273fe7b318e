"""Draw the paragraphs of a document as they are read: every hit of the query marked in them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from indexer.figures.tables.cells import cells_of
from indexer.model.documents import text_hash
from indexer.model.figures import Figure, Figures
from indexer.text.normalizer import normalize
from search.highlighter import Marks
from search.request import SearchRequest
from search.results import Span, StoredParagraph, spans
from search.rewrite.first_year import asking_part
from web.context import current_view, printed_root, site
from web.pages.citations import Citation, cite

SHOWN_CHARS = 400_000  # of a document on one page
_QUOTES = '"“”「」 '


@dataclass(frozen=True, slots=True)
class ParagraphView:
    """One paragraph as read: its marked text, its hash, its reference and its marked headings.

    `hits` are its marks and those of its headings, `parts` those of them that are only a part of
    the query: 价格 of 居民消费价格."""

    paragraph: StoredParagraph
    spans: tuple[Span, ...]
    marks: Marks  # where the query stands in the text
    hash: str
    above: tuple[tuple[Span, ...], ...]  # the headings since the paragraph before
    below: tuple[tuple[Span, ...], ...]  # those that no paragraph follows
    citation: Citation
    hits: int
    parts: int
    has_whole: bool

    @property
    def is_cut(self) -> bool:
        """Whether the page has no room for all of the text."""
        return len(self.paragraph.text) > SHOWN_CHARS

    @property
    def ordinal(self) -> int:
        return self.paragraph.ordinal


def paragraph_views(
    paragraphs: tuple[StoredParagraph, ...],
    asked: SearchRequest,
    figures: Mapping[str, Figures] | None = None,
    quoted: Mapping[str, Sequence[tuple[int, int]]] | None = None,
) -> tuple[ParagraphView, ...]:
    """Paragraphs with every hit of the query marked, the figures that are given, and what is
    quoted of a paragraph, by its hash."""
    printed = _printed_headings(paragraphs)
    texts = [text for p, own in printed for text in (p.text, *own)]
    has_words = bool(asked.q.strip() or asked.within)
    marks = iter(site().searcher.marks(asked, texts) if has_words else [()] * len(texts))
    wording = wording_of(asked)
    today, root, lang = date.today(), printed_root(), current_view().lang
    views: list[ParagraphView] = []
    for paragraph, own in printed:
        found, headed = next(marks), [next(marks) for _ in own]
        headings, nearest = tuple(map(spans, own, headed)), paragraph.heading
        lines = zip((paragraph.text, *own), (found, *headed), strict=True)
        marked = [text[start:end] for text, places in lines for start, end in places]
        hash = text_hash(paragraph.text)
        values = _values((figures or {}).get(paragraph.id, Figures()).rows)
        cited = _quotes(paragraph.text, (quoted or {}).get(hash, ()))
        above = own.index(nearest) + 1 if nearest in own else 0
        inherited = () if views or above or not nearest else (spans(nearest, ()),)
        views.append(
            ParagraphView(
                paragraph=paragraph,
                marks=found,
                spans=_marked(paragraph.text, (*found, *values, *cited)),
                hash=hash,
                above=(*inherited, *headings[:above]),
                below=headings[above:],
                citation=cite(paragraph, root, today, lang),
                hits=len(marked),
                parts=sum(is_part(text, wording) for text in marked),
                has_whole=any(wording and wording in normalize(text) for text in marked),
            )
        )
    return tuple(views)


def _printed_headings(
    paragraphs: Sequence[StoredParagraph],
) -> list[tuple[StoredParagraph, tuple[str, ...]]]:
    """Each with the headings that are printed at it: a table's title is above its first row."""
    befores = (None, *paragraphs)
    return [
        (p, p.headings[1:] if before and p.headings[:1] == (before.heading,) else p.headings)
        for before, p in zip(befores, paragraphs, strict=False)
    ]


def _quotes(text: str, places: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """What is marked of what a link quotes: of a table's row the cell that the quote ends with."""
    cells = cells_of(text, 2)
    for start, end in places:
        last = [cell for cell in cells if cell.value_start < end]
        yield (last[-1].value_start, end) if last else (start, end)


def _values(rows: Iterable[Figure]) -> Iterable[tuple[int, int]]:
    return ((row.value_start, row.value_end) for row in rows)


def _marked(text: str, places: Iterable[tuple[int, int]]) -> tuple[Span, ...]:
    """As much of a text as is shown; places that overlap are one, those beyond it are none."""
    found: list[tuple[int, int]] = []
    for start, end in sorted(set(places)):
        if not start < end <= len(text):
            continue
        if found and start < found[-1][1]:
            start, end = found[-1][0], max(end, found[-1][1])
            found.pop()
        found.append((start, end))
    return spans(text, tuple(found), 0, min(len(text), SHOWN_CHARS))


def wording_of(asked: SearchRequest) -> str:
    """The normal form of what the query is about; "" where texts narrow it, too."""
    about = asking_part(asked.q)[0] or normalize(asked.q.strip(_QUOTES))
    return "" if asked.within else about


def is_part(text: str, wording: str) -> bool:
    """Whether a marked text is a part of the wording, and not all of it."""
    form = normalize(text)
    return form != wording and form in wording
