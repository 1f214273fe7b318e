"""Read one file of a known format into source lines, each reader a module or a folder.

`plain_text`, `html`, `word`, `pdf`, `sheets`, `mail` and `ofd` read what they are named for;
`archive` unpacks a zip within limits, `office` has LibreOffice convert old formats, `ocr` has
tesseract read scans. Whatever may be hostile to memory or time runs in a child process (`sandbox`).
"""
