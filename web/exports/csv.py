"""Write rows as CSV that Excel and WPS open rightly and that starts no formula."""

from __future__ import annotations

import codecs
import csv
import io
from typing import IO

from web.exports.formats import Table

_DANGEROUS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
_CONTROLS = tuple(map(chr, range(32)))


def write_csv(table: Table, file: IO[bytes]) -> None:
    """UTF-8 with a byte order mark, CRLF, every cell neutralised (OWASP, CSV injection)."""
    file.write(codecs.BOM_UTF8)
    out = io.TextIOWrapper(file, "utf-8", "replace", newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(table.columns)
    writer.writerows([neutralised(cell) for cell in row] for row in table.rows())
    out.detach()


def neutralised(cell: str) -> str:
    """A cell that a spreadsheet shows as text: an apostrophe goes before what begins a formula.

    Spreadsheets pass over blanks and characters without a shape before one, so these are looked
    through. A cell that begins with a control character is never left as it is.
    """
    first = cell[:1]
    if first > " " and first.isprintable():  # nearly every cell
        return f"'{cell}" if first in _DANGEROUS else cell
    start = next((at for at, c in enumerate(cell) if c > " " and c.isprintable()), len(cell))
    if cell.startswith(_DANGEROUS, start) or cell[:1] in _CONTROLS:
        return f"'{cell}"
    return cell
