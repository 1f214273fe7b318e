"""Give a Word document what it needs for footnotes, which python-docx does not write.

ECMA-376 Part 1, 17.11: a part of notes, of which the first two are the separators; its relation to
the body and its content type; the separators named in the settings; two styles.
"""

from __future__ import annotations

NOTES_PART = "word/footnotes.xml"
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_CONTENT = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
_STYLE, _MARK_STYLE = "FootnoteText", "FootnoteReference"
_FIRST = 1  # -1 and 0 are the separators
NOTES_HEAD = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    f'<w:footnotes xmlns:w="{_W}">'
    '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
    '<w:footnote w:type="continuationSeparator" w:id="0">'
    "<w:p><w:r><w:continuationSeparator/></w:r></w:p></w:footnote>"
).encode()
NOTES_TAIL = b"</w:footnotes>"
_SEPARATORS = (
    b'<w:footnotePr><w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr>'  # of settings.xml
)
_STYLES = (
    f'<w:style w:type="paragraph" w:styleId="{_STYLE}"><w:name w:val="footnote text"/>'
    '<w:basedOn w:val="Normal"/><w:pPr><w:snapToGrid w:val="0"/><w:spacing w:after="0"/>'
    '<w:jc w:val="left"/></w:pPr><w:rPr><w:sz w:val="18"/><w:szCs w:val="18"/></w:rPr></w:style>'
    f'<w:style w:type="character" w:styleId="{_MARK_STYLE}">'
    '<w:name w:val="footnote reference"/><w:rPr><w:vertAlign w:val="superscript"/></w:rPr>'
    "</w:style>"
).encode()
_MARKED = f'<w:r><w:rPr><w:rStyle w:val="{_MARK_STYLE}"/></w:rPr>'
# What follows the separators in the settings' fixed order of elements, as python-docx writes them.
_AFTER_SEPARATORS = (b"<w:endnotePr", b"<w:compat>", b"<w:compat ", b"<w:rsids>", b"</w:settings>")


def footnote(number: int, runs: str) -> str:
    """The XML of a note, which begins with its own number."""
    return (
        f'<w:footnote w:id="{number - 1 + _FIRST}"><w:p><w:pPr><w:pStyle w:val="{_STYLE}"/></w:pPr>'
        f"{_MARKED}<w:footnoteRef/></w:r>{runs}</w:p></w:footnote>"
    )


def footnote_mark(number: int) -> str:
    """The XML of the number in the text that leads to a note."""
    return f'{_MARKED}<w:footnoteReference w:id="{number - 1 + _FIRST}"/></w:r>'


def with_footnotes(name: str, part: bytes) -> bytes:
    """A part of a document, with what it has to say of the notes."""
    if name == "[Content_Types].xml":
        told = f'<Override PartName="/{NOTES_PART}" ContentType="{_CONTENT}"/>'.encode()
        return part.replace(b"</Types>", told + b"</Types>")
    if name == "word/_rels/document.xml.rels":
        told = (
            f'<Relationship Id="rIdFootnotes" Type="{_OFFICE}/footnotes" Target="footnotes.xml"/>'
        ).encode()
        return part.replace(b"</Relationships>", told + b"</Relationships>")
    if name == "word/styles.xml":
        return part.replace(b"</w:styles>", _STYLES + b"</w:styles>")
    if name == "word/settings.xml":
        at = min(at for mark in _AFTER_SEPARATORS if (at := part.find(mark)) >= 0)
        return part[:at] + _SEPARATORS + part[at:]
    return part
