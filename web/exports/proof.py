"""Write a checked draft as a Word document, each finding a comment at its words."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import IO, Any

import docx
from docx.oxml.ns import qn
from docx.text.run import Run

from indexer.errors import QianshaoError
from search.proofing.findings import VERDICTS, Finding, ProofResult
from search.proofing.report import source_words
from web.exports.docx import printable, set_fonts

_AUTHOR, _INITIALS = "前哨", "前哨"
_DELETED = {qn("w:del"), qn("w:moveFrom")}
_BREAKS = {qn("w:br"), qn("w:cr"), qn("w:tab")}


class DraftUnreadableError(QianshaoError):
    """The file to be checked cannot be read as a Word document or as text."""

    code = "draft_unreadable"

    def __init__(self, name: str) -> None:
        super().__init__(f"「{name}」读不出来；请另存为 .docx 或纯文本（.txt）再核对")
        self.name = name


@dataclass(frozen=True, slots=True)
class _Piece:
    """A run of a document and where its text begins in the draft."""

    run: Run
    start: int

    @property
    def end(self) -> int:
        return self.start + len(self.run.text)


class WordDraft:
    """A Word document as a draft: its text, and the runs to which comments can be tied.

    A paragraph is a line, in the order of the file, those of tables too. What is deleted by a
    tracked change is not read.
    """

    def __init__(self, book: Any) -> None:
        self._book = book
        self._pieces: list[list[_Piece]] = []
        lines: list[str] = []
        at = 0
        for paragraph in book.element.body.iter(qn("w:p")):
            pieces: list[_Piece] = []
            start = at
            for run in _runs(paragraph, book):
                pieces.append(_Piece(run, at))
                at += len(run.text)
            lines.append("".join(piece.run.text for piece in pieces).replace("\n", " "))
            self._pieces.append(pieces)
            at = start + len(lines[-1]) + 1
        self.text = "\n".join(lines)

    def annotate(self, findings: Iterable[Finding]) -> None:
        """Tie a comment to the words of each finding, the last first: places before it stay."""
        for finding in sorted(findings, key=lambda f: (-f.claim.start, -f.claim.end)):
            runs = self._isolated(finding.claim.start, finding.claim.end)
            if runs:
                self._comment(runs, finding)

    def save(self, file: IO[bytes]) -> None:
        self._book.save(file)

    def _comment(self, runs: Sequence[Run], finding: Finding) -> None:
        first, *others = comment_lines(finding)
        comment = self._book.add_comment(
            runs=[runs[0], runs[-1]], text=printable(first), author=_AUTHOR, initials=_INITIALS
        )
        for line in others:
            comment.add_paragraph(printable(line))

    def _isolated(self, start: int, end: int) -> list[Run]:
        """The runs that hold exactly these characters, cut out of larger ones."""
        for pieces in self._pieces:
            if not pieces or pieces[-1].end < end or pieces[0].start > start:
                continue
            for place in (end, start):
                self._cut(pieces, place)
            return [p.run for p in pieces if start <= p.start and p.end <= end and p.run.text]
        return []

    def _cut(self, pieces: list[_Piece], place: int) -> None:
        """Make a run begin at `place`, unless it holds more than plain text."""
        for number, piece in enumerate(pieces):
            if piece.start < place < piece.end and not _BREAKS & {e.tag for e in piece.run._r}:
                tail = _split(piece.run, place - piece.start)
                pieces.insert(number + 1, _Piece(tail, place))
                return


def read_draft(data: bytes, name: str) -> WordDraft:
    """DraftUnreadableError for what is no Word document."""
    try:
        return WordDraft(docx.Document(io.BytesIO(data)))
    except Exception as error:  # python-docx has no error of its own for a broken package
        raise DraftUnreadableError(name) from error


def word_draft(text: str) -> WordDraft:
    """A new document of these lines."""
    book = docx.Document()
    book.core_properties.author = _AUTHOR
    book.core_properties.title = "核稿"
    set_fonts(book)
    for line in text.split("\n"):
        book.add_paragraph(_same_length(line))
    return WordDraft(book)


def write_proof(result: ProofResult, file: IO[bytes]) -> None:
    """A draft that was pasted, with its findings as comments."""
    draft = word_draft(result.draft)
    draft.annotate(result.findings)
    draft.save(file)


def comment_lines(finding: Finding) -> list[str]:
    """What a comment says: the verdict, then what the library says and where."""
    reason = f"（{finding.reason}）" if finding.reason else ""
    lines = [f"{VERDICTS[finding.verdict]}{reason}"]
    if finding.verdict == "unseen":
        lines[0] += "：本库没有找到，请核实"
    for ours in finding.ours:
        lines += [f"本库：{ours.said}", f"「{ours.quote}」——{source_words(ours)}"]
    return lines


def _same_length(line: str) -> str:
    """Characters that XML cannot carry become spaces: offsets stay what they were."""
    return "".join(c if c == printable(c) and c not in "\t\r" else " " for c in line)


def _runs(paragraph: Any, book: Any) -> Iterator[Run]:
    """Every run of a paragraph, also inside links and inserted text, not inside deleted text."""
    for element in paragraph.iter(qn("w:r")):
        above = element.getparent()
        while above is not None and above is not paragraph:
            if above.tag in _DELETED or above.tag == qn("w:p"):
                break
            above = above.getparent()
        if above is paragraph:
            yield Run(element, book)


def _split(run: Run, at: int) -> Run:
    """Cut a run of plain text in two of the same looks; the second one."""
    text = run.text
    element = run._r.__deepcopy__({})
    run._r.addnext(element)
    tail = Run(element, run._parent)
    run.text, tail.text = text[:at], text[at:]
    return tail
