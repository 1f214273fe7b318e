"""Turn the pages of a PDF on standard input into pictures in the working folder, for OCR."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from indexer.importer.readers.pdf.child import MAX_PAGES

_DOTS = 300 / 72  # 300 dots an inch, what tesseract is trained for
_MAX_PIXELS = 40_000_000


def main() -> None:
    """Write page-0001.pgm … and answer their names as a JSON list."""
    import pypdfium2

    document = pypdfium2.PdfDocument(sys.stdin.buffer.read())
    names = []
    for index in range(min(len(document), MAX_PAGES)):
        page = document[index]
        scale = min(_DOTS, (_MAX_PIXELS / max(1.0, page.get_width() * page.get_height())) ** 0.5)
        bitmap = page.render(scale=scale, grayscale=True)
        rows = memoryview(bitmap.buffer).cast("B")
        name = f"page-{index + 1:04}.pgm"
        with Path(name).open("wb") as file:
            file.write(b"P5 %d %d 255\n" % (bitmap.width, bitmap.height))
            for y in range(bitmap.height):
                file.write(rows[y * bitmap.stride : y * bitmap.stride + bitmap.width])
        names.append(name)
        bitmap.close()
        page.close()
    sys.stdout.write(json.dumps(names))


if __name__ == "__main__":
    main()
