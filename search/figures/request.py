"""What is asked of the figures table: one frozen request, the same for page, API and command."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Literal

from search.request import Filters

FigureSort = Literal["document", "value", "-value"]


@dataclass(frozen=True, slots=True)
class FigureRequest:
    """Rows of these documents (slugs) or paragraphs (ids) that pass the filters.

    OR within documents, paragraphs, indicators, kinds, units, values and each filter, AND between
    them; () asks for all. `q`: each of its words (between spaces) stands in the indicator;
    `indicators`: the row's is another wording of one of these (`search.figures.families`).
    `sort`: "document" goes by document, ordinal and place in the text, "value" from the least
    value up, "-value" from the greatest down; those without a value come last.
    """

    documents: tuple[str, ...] = ()
    paragraphs: tuple[str, ...] = ()
    q: str = ""
    indicators: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    values: tuple[str, ...] = ()
    filters: Filters = dataclasses.field(default_factory=Filters)
    sort: FigureSort = "document"
    page: int = 1
    size: int = 100
