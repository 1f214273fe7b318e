"""Write rows as CSV that Excel and WPS open rightly and that starts no formula."""

from __future__ import annotations

import csv
import io

from web.exports.sheet import HEADER, Sheet

_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def csv_file(sheet: Sheet) -> bytes:
    """UTF-8 with a byte order mark, CRLF, every cell neutralised (OWASP, CSV injection)."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(HEADER)
    for row in sheet.rows():
        writer.writerow([neutralised(cell) for cell in row])
    return out.getvalue().encode("utf-8-sig", "replace")


def neutralised(cell: str) -> str:
    """A cell that a spreadsheet shows as text: an apostrophe goes before what begins a formula."""
    return f"'{cell}" if cell.startswith(_DANGEROUS) else cell
