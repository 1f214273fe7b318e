"""Read a PDF with a text layer: a child process turns pages into lines, we join them to paragraphs.

In the child, `glyphs` takes characters and rulings from PDFium, `tables` puts ruled tables into
rows, `columns` brings lines into reading order. Here, `reader` asks the child, `margins` tells
running heads from text and `paragraphs` joins lines by indent, width and pitch.
"""
