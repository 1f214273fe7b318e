"""Twelve PDF files, printed by LibreOffice from Word files and by Chromium from pages."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import web_papers
import word_papers
from papers import Blocks, Paper
from second_texts import Writer
from word_builder import Word


def two_columns(w: Writer, doc: Word) -> tuple[Blocks, word_papers.Fields, list[str]]:
    """A journal's page: title and author across, the text in two columns, a running head."""
    title = f"{w.place}{w.subject}的实践与启示"
    doc.running(f"基层治理研究 {w.day.year}年第{w.dice.randint(1, 6)}期", "")
    doc.line(title, 20, "center", True)
    doc.line(w.person, 14, "center")
    doc.columns(2)
    blocks = [*w.sections(4), *w.sections(2)]
    doc.blocks(blocks)
    doc.made.sections[0]._sectPr.xpath("./w:cols")
    truth: word_papers.Fields = {"title": title, "author": w.person, "region": w.region}
    return blocks, truth, [w.person]


def long_report(w: Writer, doc: Word) -> tuple[Blocks, word_papers.Fields, list[str]]:
    """Several pages: paragraphs run over the page's end, page numbers in the foot."""
    title = f"{w.unit}{w.day.year}年度{w.subject}工作报告"
    doc.running("", "第 ")
    doc.line(title, 22, "center", True)
    blocks: Blocks = []
    for number in range(1, 7):
        blocks.append(("heading", w.heading(number)))
        blocks += [("text", w.paragraph() + w.paragraph()) for _ in range(3)]
    doc.blocks(blocks)
    truth = w.truth(title, date=None, year=str(w.day.year), genre="工作报告")
    return blocks, truth, []


_WORD = (
    word_papers.red_head, word_papers.speech, word_papers.briefing, word_papers.summary_by_look,
    word_papers.table_inside, word_papers.running_heads, word_papers.word_numbers, two_columns,
    long_report,
)  # fmt: skip
_WEB = (web_papers.comment_marked, web_papers.with_table, web_papers.announcement)


def make_printed_papers(seed: int, public: tuple[str, ...] = ()) -> list[Paper]:
    """The files; needs `soffice` and `chromium`."""
    with tempfile.TemporaryDirectory() as folder:
        made = [_as_word(kind, seed, public, Path(folder)) for kind in _WORD]
        names = [str(Path(folder) / f"{paper.name}.docx") for paper in made]
        profile = f"-env:UserInstallation=file://{folder}/profile"
        command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", folder]
        subprocess.run([*command, *names], check=True, capture_output=True, timeout=300)
        made += [_as_page(kind, seed, public, Path(folder)) for kind in _WEB]
        return [
            replace(
                paper,
                name=f"{paper.name}.pdf",
                data=(Path(folder) / f"{paper.name}.pdf").read_bytes(),
            )
            for paper in made
        ]


def _as_word(
    kind: Callable[[Writer, Word], tuple[Blocks, word_papers.Fields, list[str]]],
    seed: int, public: tuple[str, ...], folder: Path,
) -> Paper:  # fmt: skip
    doc = Word()
    blocks, truth, optional = kind(Writer(f"printed {kind.__name__}", seed, public), doc)
    (folder / f"printed_{kind.__name__}.docx").write_bytes(doc.save())
    return Paper(f"printed_{kind.__name__}", b"", tuple(blocks), truth, tuple(optional))


def _as_page(
    kind: Callable[[Writer], web_papers.Page], seed: int, public: tuple[str, ...], folder: Path
) -> Paper:
    """Chromium's own head and foot (day, title, address, page numbers) stay on."""
    page, blocks, truth, optional = kind(Writer(f"printed {kind.__name__}", seed, public))
    name = f"printed_{kind.__name__}"
    (folder / f"{name}.html").write_text(page, encoding="utf-8")
    subprocess.run(
        ["chromium", "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder}/browser",
         f"--print-to-pdf={folder}/{name}.pdf", f"file://{folder}/{name}.html"],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    return Paper(name, b"", tuple(blocks), truth, tuple(optional))
