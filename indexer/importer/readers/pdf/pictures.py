"""Turn pages of a PDF on standard input into pictures: all for OCR, or one to look at.

Run as a process of its own, within limits of memory and time.
"""

from __future__ import annotations

import json
import struct
import sys
import zlib
from pathlib import Path
from typing import Any

from indexer.importer.readers.pdf.child import MAX_PAGES

_DOTS = 300 / 72  # 300 dots an inch, what tesseract is trained for
_MAX_PIXELS = 40_000_000
_WIDTH, _MAX_SHOWN = 1100, 8_000_000  # pixels of a page to look at


def main() -> None:
    """Without arguments write page-0001.pgm … into the working folder, and their names as a JSON
    list; with the number of a page, from 1, the number of pages in a line and this one as PNG, if
    there is such a page."""
    import pypdfium2

    document = pypdfium2.PdfDocument(sys.stdin.buffer.read())
    if sys.argv[1:]:
        sys.stdout.buffer.write(_shown(document, int(sys.argv[1])))
        return
    names = []
    for index in range(min(len(document), MAX_PAGES)):
        page = document[index]
        width, height, rows = _drawn(page, _DOTS, _MAX_PIXELS)
        names.append(f"page-{index + 1:04}.pgm")
        with Path(names[-1]).open("wb") as file:
            file.write(b"P5 %d %d 255\n" % (width, height))
            file.writelines(rows)
        page.close()
    sys.stdout.write(json.dumps(names))


def _shown(document: Any, number: int) -> bytes:
    count = b"%d\n" % len(document)
    if not 1 <= number <= len(document):
        return count
    page = document[number - 1]
    width, height, rows = _drawn(page, _WIDTH / max(1.0, page.get_width()), _MAX_SHOWN)
    return count + png(width, height, b"".join(b"\0" + row for row in rows))


def _drawn(page: Any, scale: float, most: int) -> tuple[int, int, list[bytes]]:
    """Width, height and rows of a page in grey, at this scale or that of so many pixels."""
    area = max(1.0, page.get_width() * page.get_height())
    bitmap = page.render(scale=min(scale, (most / area) ** 0.5), grayscale=True)
    width, stride = bitmap.width, bitmap.stride
    lines = memoryview(bitmap.buffer).cast("B")
    rows = [bytes(lines[y * stride : y * stride + width]) for y in range(bitmap.height)]
    return width, bitmap.height, rows


def png(width: int, height: int, rows: bytes) -> bytes:
    """A grey picture of 8 bits a pixel; each row of `rows` begins with a filter byte, 0."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        check = zlib.crc32(kind + data)
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", check)

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    body = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows, 6)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


if __name__ == "__main__":
    main()
