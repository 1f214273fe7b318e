"""Tell what a file is by its bytes, so that each one is read or refused with advice."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import PurePath

from indexer.importer.readers import mail, ocr, office, plain_text, sheets, slides
from indexer.importer.readers.markdown import read_markdown
from indexer.importer.readers.ofd import read_ofd
from indexer.importer.readers.pdf.reader import read_pdf
from indexer.importer.readers.web.page import looks_like_html, read_html
from indexer.importer.readers.word.body import read_docx
from indexer.importer.source_text import Doubt, ImportRefusedError, SourceText
from indexer.text.decoding import garbled_reason, private_reason

_OCR = "请先做文字识别（OCR；装有 tesseract 时可加 --ocr），把结果存为 .txt 或 .docx，再导入"
_UNPACK = "请解开后把其中的文件放进文件夹，再导入"
_IMAGES = (b"\xff\xd8\xff", b"\x89PNG", b"II*\0", b"MM\0*", b"GIF8", b"BM")
_OLE = b"\xd0\xcf\x11\xe0"
_PACKED = ((b"7z\xbc\xaf\x27\x1c", "7z"), (b"Rar!", "rar"), (b"\x1f\x8b", "gz"), (b"BZh", "bz2"))
_CAJ = (b"CAJ", b"HN\0\0", b"KDH")
# What LibreOffice makes of an old format: by the name of a stream inside an OLE file, or by suffix.
_OLE_STREAMS = (
    ("WordDocument", "docx"),
    ("Workbook", "xlsx"),
    ("Book", "xlsx"),
    ("PowerPoint Document", "pptx"),
)
_TARGETS = {
    **dict.fromkeys((".doc", ".dot", ".wps", ".wpt", ".rtf", ".odt", ".uot"), "docx"),
    **dict.fromkeys((".xls", ".et", ".ett", ".ods", ".xlsb", ".uos"), "xlsx"),
    **dict.fromkeys((".ppt", ".dps", ".dpt", ".odp", ".uop"), "pptx"),
}
_TARGET_NAMES = {"docx": "文字文档", "xlsx": "表格", "pptx": "演示文稿"}
_TEXT_SUFFIXES = (".txt", ".text", ".md", ".markdown", ".csv", ".tsv", ".html", ".htm", ".xhtml")
_MIME = (b"mime-version:", b"from:", b"received:", b"return-path:", b"message-id:", b"subject:")
_OTHER = {
    ".mp4": "视频", ".avi": "视频", ".mov": "视频", ".mp3": "录音", ".wav": "录音", ".m4a": "录音",
    ".exe": "程序", ".dll": "程序", ".psd": "图片", ".dwg": "图纸", ".ttf": "字体", ".url": "网址",
    ".lnk": "快捷方式", ".db": "数据库", ".mdb": "数据库", ".accdb": "数据库",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Kind:
    """What a file is: a stable name, and how to read it; `advice` says why it cannot be read."""

    name: str
    read: Callable[[bytes, str], SourceText] | None = None
    advice: str = ""


def read_source(data: bytes, name: str, use_ocr: bool = False) -> SourceText:
    """The lines of one file by its bytes and name.

    ImportRefusedError if it is of a kind that cannot be read, damaged, or reads as garbage.
    """
    if not data.strip():
        raise ImportRefusedError(name, "empty", "是空文件")
    kind = recognize(data, name, use_ocr)
    if kind.read is None:
        raise ImportRefusedError(name, kind.name, kind.advice)
    source = kind.read(data, name)
    reason = garbled_reason("\n".join(line.text for line in source.lines))
    if reason:
        raise ImportRefusedError(name, "garbled", reason)
    private = [(line.number, private_reason(line.text)) for line in source.lines]
    doubts = tuple(Doubt(number, reason) for number, reason in private if reason)
    if data.startswith(b"PK") and b"vbaProject.bin" in data:
        doubts = (*doubts, Doubt(None, "文件里有宏，没有运行，也没有收入", is_note=True))
    return replace(source, doubts=(*source.doubts, *doubts)) if doubts else source


def is_archive(data: bytes) -> bool:
    """Whether this is a zip of files (and not a document that is a zip inside)."""
    return data.startswith(b"PK\x03\x04") and _zip_kind(data, "").name == "zip"


def recognize(data: bytes, name: str, use_ocr: bool = False) -> Kind:
    """What a file is, by its first bytes where they say so, else by its suffix."""
    suffix = PurePath(name).suffix.lower()
    if data.startswith(b"PK\x03\x04"):
        return _zip_kind(data, suffix)
    if b"%PDF-" in data[:1024]:
        return Kind("pdf", lambda content, name: read_pdf(content, name, use_ocr))
    if data.startswith(_OLE):
        return _old_kind(data, suffix)
    if data.startswith(b"{\\rtf"):
        return _converted(".rtf", "docx")
    is_text = suffix in _TEXT_SUFFIXES
    for magic, packed in _PACKED:
        if data.startswith(magic) and not is_text:
            return Kind(packed, advice=f"是压缩包（{packed}）；{_UNPACK}")
    if data.startswith(_IMAGES) and not (is_text and data[:2].isalpha()):
        return (
            Kind("image", ocr.read_picture) if use_ocr else Kind("image", advice=f"是图片；{_OCR}")
        )
    if data.startswith(_CAJ) and not is_text:
        return Kind("caj", advice="是 CAJ 文件；请用 CAJViewer 导出为 PDF 或文字，再导入")
    return _by_suffix(data, suffix)


def _by_suffix(data: bytes, suffix: str) -> Kind:
    if suffix in (".mht", ".mhtml"):
        return Kind("mht", mail.read_web_archive)
    if suffix == ".eml" or (suffix not in _TEXT_SUFFIXES and _looks_like_mail(data)):
        return Kind("mail", mail.read_mail)
    if suffix in (".html", ".htm", ".xhtml", ".shtml") or looks_like_html(data):
        return Kind("html", read_html)
    if suffix in (".md", ".markdown"):
        return Kind("markdown", read_markdown)
    if suffix in (".csv", ".tsv"):
        return Kind("csv", sheets.read_csv)
    if suffix in _TARGETS or suffix in (".docx", ".xlsx", ".pptx", ".pdf", ".ofd"):
        advice = (
            f"内容不是后缀（{suffix}）所说的格式，或已损坏；请用 WPS 或 Word 打开后另存，再导入"
        )
        return Kind("damaged", advice=advice)
    if suffix in _OTHER:
        return Kind("other", advice=f"是{_OTHER[suffix]}，没有可检索的文字；不必导入")
    if suffix in (".jsonl", ".json", ".xml", ".yaml", ".yml", ".log", ".py", ".js", ".css", ".ini"):
        advice = f"是程序或数据文件（{suffix}），不是报告；要导入请改名为 .txt"
        return Kind("other", advice=advice)
    return Kind("text", plain_text.read_text)


def _looks_like_mail(data: bytes) -> bool:
    head = data[:4096].lower()
    return (
        head.startswith(_MIME) and b"\n\n" in head.replace(b"\r\n", b"\n") and b"subject:" in head
    )


def _zip_kind(data: bytes, suffix: str) -> Kind:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = set(archive.namelist())
            said = _said_kind(archive) if "mimetype" in members else None
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        return Kind("damaged", advice="文件已损坏或不完整；请重新取得原文件")
    if "word/document.xml" in members or (suffix in (".docx", ".docm") and _is_office(members)):
        return Kind("docx", read_docx)
    if "xl/workbook.xml" in members:
        return Kind("xlsx", sheets.read_xlsx)
    if "xl/workbook.bin" in members:
        return _converted(".xlsb", "xlsx")
    if "ppt/presentation.xml" in members:
        return Kind("pptx", slides.read_pptx)
    if any(member.lower() == "ofd.xml" for member in members):
        return Kind("ofd", read_ofd)
    if said is not None:
        return _converted(said, _TARGETS[said])
    if _is_office(members):
        return Kind("unknown", advice="是 Office 文件，但不是文字、表格或演示文稿；请另存为 .docx")
    if suffix in (".docx", ".docm", ".xlsx", ".pptx", ".ofd"):
        return Kind("damaged", advice="里没有正文部分，已损坏；请重新取得原文件")
    return Kind("zip", advice=f"是压缩包（zip）；{_UNPACK}")


def _said_kind(archive: zipfile.ZipFile) -> str | None:
    """The suffix of an OpenDocument file by its `mimetype`, whatever it is called; or None."""
    if archive.getinfo("mimetype").file_size > 200:
        return None
    said = archive.read("mimetype").decode("ascii", "replace").strip()
    kind = said.removeprefix("application/vnd.oasis.opendocument.").removesuffix("-template")
    return {"text": ".odt", "spreadsheet": ".ods", "presentation": ".odp"}.get(kind)


def _is_office(members: set[str]) -> bool:
    return "[Content_Types].xml" in members


def _old_kind(data: bytes, suffix: str) -> Kind:
    """A file of the old binary formats: what it holds says the name of a stream inside."""
    if _has_stream(data, "EncryptedPackage"):
        return Kind("encrypted", advice="有密码；请打开后另存为不加密的文件，再导入")
    target = next((made for name, made in _OLE_STREAMS if _has_stream(data, name)), None)
    target = target or _TARGETS.get(suffix)
    if target is None:
        return Kind("ole", advice="是旧格式的 Office 文件；请用 WPS 或 Word 打开后另存，再导入")
    return _converted(suffix if suffix in _TARGETS else f".{target[:3]}", target)


def _has_stream(data: bytes, name: str) -> bool:
    return name.encode("utf-16-le") in data


def _converted(suffix: str, target: str) -> Kind:
    """A kind that LibreOffice turns into one of ours."""
    readers = {"docx": read_docx, "xlsx": sheets.read_xlsx, "pptx": slides.read_pptx}
    if not office.is_installed():
        what = f"是{_TARGET_NAMES[target]}（{suffix}）"
        advice = f"{what}；请用 WPS 或 Office 另存为 .{target} 再导入，或在本机装上 LibreOffice"
        return Kind("old_format", advice=advice)

    def read(data: bytes, name: str) -> SourceText:
        return readers[target](office.convert(data, name, suffix, target), name)

    return Kind("old_format", read)
