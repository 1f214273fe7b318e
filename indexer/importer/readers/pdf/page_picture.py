"""Turn one page of a PDF on standard input into a picture (PNG) on standard output, to look at.

The number of the page, from 1, is the only argument. The first line of the output is the number of
pages. Run as a process of its own, within limits of memory and time.
"""

from __future__ import annotations

import struct
import sys
import zlib

_WIDTH = 1100  # pixels
_MAX_PIXELS = 8_000_000


def png(width: int, height: int, rows: bytes) -> bytes:
    """A grey picture of 8 bits a pixel; each row of `rows` begins with a filter byte, 0."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        check = zlib.crc32(kind + data)
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", check)

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    body = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows, 6)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


def main() -> None:
    """Answer with the count alone where there is no such page."""
    import pypdfium2

    document = pypdfium2.PdfDocument(sys.stdin.buffer.read())
    number = int(sys.argv[1])
    sys.stdout.buffer.write(b"%d\n" % len(document))
    if not 1 <= number <= len(document):
        return
    page = document[number - 1]
    area = max(1.0, page.get_width() * page.get_height())
    scale = min(_WIDTH / max(1.0, page.get_width()), (_MAX_PIXELS / area) ** 0.5)
    bitmap = page.render(scale=scale, grayscale=True)
    lines = memoryview(bitmap.buffer).cast("B")
    rows = b"".join(
        b"\0" + bytes(lines[y * bitmap.stride : y * bitmap.stride + bitmap.width])
        for y in range(bitmap.height)
    )
    sys.stdout.buffer.write(png(bitmap.width, bitmap.height, rows))


if __name__ == "__main__":
    main()
