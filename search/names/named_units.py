"""Read of figures asked for those alone whose units a question names.

Who is meant is told by columns: of thousands of units a few paragraphs are left to be read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from indexer.codec.segment import Segment
from search.figures.request import FigureRequest
from search.figures.results import FigureRow
from search.figures.table import FigureTable, FoundFigures, Ints, Mask
from search.figures.unit_names import UnitNames


def rows_of_names(
    table: FigureTable,
    requests: Iterable[FigureRequest],
    most: int,
    names: Sequence[str],
    units: UnitNames,
) -> Iterator[FigureRow]:
    """The figures that any of these requests asks for, each once, in paragraphs of whose unit,
    region or places every name speaks. A request for more than `most` figures gives none."""
    parts = [found for one in requests if len(found := table.find(one)) <= most]
    if not parts:
        return iter(())
    places = zip(*((one.readers, one.rows, one.numbers) for one in parts), strict=True)
    found = FoundFigures(*map(np.concatenate, places))
    firsts = np.unique(found.readers << 40 | found.numbers, return_index=True)[1]
    found = found[np.sort(firsts)]
    kept = np.ones(len(found), bool)
    for at, reader in enumerate(table.readers if names else ()):
        own = found.readers == at
        kept[own] = _is_of(names, reader.segment, found.rows[own], found.numbers[own], units)
    return table.rows(found[np.flatnonzero(kept)])


def _is_of(
    names: Sequence[str], segment: Segment, rows: Ints, numbers: Ints, units: UnitNames
) -> Mask:
    """Which of these figures stand in such a paragraph, in their order."""
    source, region = segment.columns["source"], segment.columns["region"]
    pairs = source.ordinals[rows].astype(np.int64) << 32 | region.ordinals[rows].astype(np.int64)
    _, firsts, which = np.unique(pairs, return_index=True, return_inverse=True)

    def called(row: int) -> frozenset[str]:
        path: Any = region.value(row)
        return units.of_unit(str(source.value(row) or ""), path or ())

    of_units = [called(row) for row in rows[firsts].tolist()]
    places = segment.figures.texts["place"]
    may = np.ones(len(rows), bool)
    for name in names:
        is_called = np.array([name in own for own in of_units], bool)[which]
        is_place = np.array([name in place for place in places.values.all()], bool)
        is_told: npt.NDArray[np.bool_] = is_called | is_place[places.ordinals[numbers]]
        may &= np.isin(rows, rows[is_told])
    return may
