"""Files of the third set that other programs write: PDF, and the formats of old offices."""

from __future__ import annotations

import subprocess
import tempfile
import zlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import third_web
import third_word
from docx.oxml import OxmlElement
from papers import Blocks, Paper
from third_texts import PoliceWriter
from third_word import Fields, Made
from word_builder import Word


def bulletin(w: PoliceWriter, doc: Word) -> Made:
    """A bulletin: masthead, running head, two columns, titles of 16 points inside them."""
    title = f"{w.place}{w.subject}工作纪实"
    doc.running(f"平安{w.place}　{w.day.year}年第{w.dice.randint(1, 12)}期", "")
    doc.line(title, 22, "center", True)
    doc.line(f"文/{w.person}", 12, "center")
    doc.columns(2)
    blocks = [*w.sections(4, False), *w.sections(3, False)]
    doc.blocks(blocks)
    truth: Fields = {"title": title, "region": w.region, "author": w.person, "doc_number": None}
    return blocks, truth, [f"文/{w.person}"]


def noted_pages(w: PoliceWriter, doc: Word) -> Made:
    """Footnotes at the foot of their pages, a running head on each."""
    title = f"{w.subject}的法治路径——以{w.place}为样本"
    doc.running("法治研究", "")
    doc.line(title, 20, "center", True)
    doc.line(w.person, 14, "center")
    blocks: Blocks = []
    for number in (1, 2, 3, 4):
        heading, text, note = (
            w.heading(number),
            w.paragraph() * 2,
            f"参见{w.place}统计年鉴第{number}卷。",
        )
        doc.line(heading, font="黑体")
        doc.noted(text, note)
        after = w.paragraph()
        doc.line(after)
        blocks += [("heading", heading), ("text", text), ("text", note), ("text", after)]
    return blocks, {"title": title, "author": w.person, "region": w.region}, [w.person]


def repeated_heads(w: PoliceWriter, doc: Word) -> Made:
    """A table over several pages whose head row is printed on each."""
    title = f"{w.unit}{w.day.year}年{w.subject}任务清单"
    doc.line(title, 22, "center", True)
    rows = ["序号 | 任务 | 责任单位", *(f"{n} | {w.sentence()} | 治安大队" for n in range(1, 31))]
    table = doc.table([row.split(" | ") for row in rows])
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    blocks: Blocks = [("row", row) for row in rows]
    truth = w.truth(title, date=None, year=str(w.day.year))
    return blocks, truth, ["序号 | 任务 | 责任单位"]


_PRINTED: tuple[Callable[[PoliceWriter, Word], Made], ...] = (
    third_word.joint_paper, third_word.speech_below, third_word.quick_report,
    third_word.minutes_form, third_word.cover_and_contents, third_word.spaced_by_hand,
    third_word.clauses, bulletin, noted_pages, repeated_heads,
)  # fmt: skip
_OLD: tuple[tuple[Callable[[PoliceWriter, Word], Made], str], ...] = (
    (third_word.signed_upward, "doc"), (third_word.plan_with_annexes, "odt"),
    (third_word.experience, "rtf"), (third_word.urgent_wire, "doc"),
)  # fmt: skip
_WEB = (third_web.people_daily, third_web.portal, third_web.public_list)


def make_third_printed(seed: int, public: tuple[str, ...] = ()) -> list[Paper]:
    """The files; needs `soffice` and `chromium`."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        made = []
        for kind, form in (*((kind, "pdf") for kind in _PRINTED), *_OLD):
            paper = _as_word(kind, form, seed, public, folder)
            made.append(paper)
        for form in ("pdf", "doc", "odt", "rtf"):
            names = [str(folder / f"{p.name}.docx") for p in made if p.name.endswith(f"as_{form}")]
            profile = f"-env:UserInstallation=file://{folder}/profile"
            command = ["soffice", profile, "--headless", "--convert-to", form, "--outdir", name]
            subprocess.run([*command, *names], check=True, capture_output=True, timeout=300)
        made = [replace(p, name=f"{p.name}.{p.name.rsplit('_', 1)[1]}") for p in made]
        made += [_as_page(kind, seed, public, folder) for kind in _WEB]
        made = [replace(p, data=(folder / p.name).read_bytes()) for p in made]
        return [*made, scanned(PoliceWriter("scanned", seed, public))]


def _as_word(
    kind: Callable[[PoliceWriter, Word], Made], form: str, seed: int, public: tuple[str, ...],
    folder: Path,
) -> Paper:  # fmt: skip
    doc = Word()
    blocks, truth, optional = kind(PoliceWriter(f"{form} {kind.__name__}", seed, public), doc)
    name = f"{kind.__name__}_as_{form}"
    (folder / f"{name}.docx").write_bytes(doc.save())
    return Paper(name, b"", tuple(blocks), truth, tuple(optional))


def _as_page(
    kind: Callable[[PoliceWriter], third_web.Page], seed: int, public: tuple[str, ...], folder: Path
) -> Paper:
    page, blocks, truth, optional = kind(PoliceWriter(f"pdf {kind.__name__}", seed, public))
    name = f"{kind.__name__}_as_pdf"
    (folder / f"{name}.html").write_text(page, encoding="utf-8")
    subprocess.run(
        ["chromium", "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder}/browser",
         "--no-pdf-header-footer", f"--print-to-pdf={folder}/{name}.pdf", f"file://{folder}/{name}.html"],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    return Paper(f"{name}.pdf", b"", tuple(blocks), truth, tuple(optional))


def scanned(w: PoliceWriter) -> Paper:
    """A scan with an invisible text layer (render mode 3) over a picture, line by line."""
    title = f"{w.unit}{w.day.year}年{w.subject}工作报告"
    blocks: Blocks = [("text", w.paragraph()), *w.sections(3)]
    lines = [(72 + (30 - len(title)) * 7.0, title)]
    for kind, text in blocks:
        whole = text if kind == "heading" else f"　　{text}"
        lines += [(72.0 + 28 * (at == 0 and kind == "text"), whole[at : at + 30].lstrip("　"))
                  for at in range(0, len(whole), 30)]  # fmt: skip
    pages = [lines[at : at + 26] for at in range(0, len(lines), 26)]
    truth = w.truth(title, date=None, year=str(w.day.year), genre="工作报告")
    return Paper("scanned.pdf", _scan(pages), tuple(blocks), truth)


def _scan(pages: list[list[tuple[float, str]]]) -> bytes:
    picture = zlib.compress(bytes(60 * 84))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>", b"",
        b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UTF16-H"
        b" /DescendantFonts [4 0 R] >>",
        b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /DW 1000 /W [1 95 500"
        b" 814 939 500] /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >> >>",
        b"<< /Type /XObject /Subtype /Image /Width 60 /Height 84 /ColorSpace /DeviceGray"
        b" /BitsPerComponent 8 /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream"
        % (len(picture), picture),
    ]  # fmt: skip
    kids = []
    for lines in pages:
        drawn = ["q 595 0 0 842 0 0 cm /Im1 Do Q", "BT 3 Tr /F1 14 Tf"]
        for row, (left, text) in enumerate(lines):
            spot = f"1 0 0 1 {left:.1f} {760 - 26 * row} Tm"
            drawn.append(f"{spot} <{text.encode('utf-16-be').hex()}> Tj")
        stream = "\n".join([*drawn, "ET"]).encode()
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R /Resources << /Font"
            b" << /F1 3 0 R >> /XObject << /Im1 5 0 R >> >> >>" % len(objects)
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b" ".join(kids), len(kids))
    out, offsets = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    rows = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    tail = b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
    return out + head + rows + tail % (len(objects) + 1, len(out))
