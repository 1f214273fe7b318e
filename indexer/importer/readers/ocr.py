"""Have tesseract read the pages of a scan, where it is installed with Chinese."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from pathlib import Path

from indexer.importer.readers.sandbox import Limits, run_limited, run_module
from indexer.importer.source_text import (
    Doubt,
    ImportRefusedError,
    SourceLine,
    SourceText,
    source_line,
)

_RENDER = Limits(seconds=300.0)
_RECOGNIZE = Limits(seconds=120.0)
_INSTALL = "没有装 tesseract 和它的简体中文（chi_sim）；请先安装，或另行识别后存为 .txt"


def read_scan(data: bytes, name: str) -> SourceText:
    """The recognised lines of a scanned PDF; all of it is a doubt."""
    program = _tesseract(name)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder)
        done = run_module("indexer.importer.readers.pdf.pictures", data, _RENDER, path)
        try:
            pictures = [path / str(file) for file in json.loads(done.output)]
        except ValueError as error:
            raise ImportRefusedError(name, "too_costly", "扫描页无法转成图片；未识别") from error
        lines = [line for picture in pictures for line in _recognized(program, picture, name)]
    return _source(
        lines, f"扫描件 {len(pictures)} 页，文字由识别（OCR）得来，可能有错字；请逐段核对"
    )


def read_picture(data: bytes, name: str) -> SourceText:
    """The recognised lines of a picture."""
    program = _tesseract(name)
    with tempfile.TemporaryDirectory() as folder:
        picture = Path(folder) / "picture"
        picture.write_bytes(data)
        lines = _recognized(program, picture, name)
    return _source(lines, "文字由识别（OCR）得来，可能有错字；请逐段核对")


def _source(texts: list[str], doubt: str) -> SourceText:
    lines: list[SourceLine] = [source_line(n, text) for n, text in enumerate(texts, start=1)]
    return SourceText(tuple(lines), (Doubt(None, doubt),))


def _recognized(program: str, picture: Path, name: str) -> list[str]:
    command = [program, str(picture), "stdout", "-l", "chi_sim", "--psm", "3"]
    environment = {**os.environ, "OMP_THREAD_LIMIT": "1"}
    done = run_limited(command, limits=_RECOGNIZE, environment=environment)
    if done.status != 0:
        raise ImportRefusedError(name, "too_costly", "文字识别没有成功；请另行识别后存为 .txt")
    text = done.output.decode("utf-8", "replace")
    return [_without_spaces(line) for line in text.replace("\f", "\n").split("\n")]


def _without_spaces(line: str) -> str:
    """Tesseract puts spaces between Chinese characters; the indent is not kept either."""
    out = ""
    words = line.split(" ")
    for word in words:
        is_joint = bool(out) and bool(word) and (ord(out[-1]) > 0x2E7F or ord(word[0]) > 0x2E7F)
        out += word if is_joint or not out else f" {word}"
    return out.strip()


def _tesseract(name: str) -> str:
    program = shutil.which("tesseract")
    if program is None:
        raise ImportRefusedError(name, "no_ocr", _INSTALL)
    done = run_limited([program, "--list-langs"], limits=Limits(seconds=20.0))
    if b"chi_sim" not in done.output:
        raise ImportRefusedError(name, "no_ocr", _INSTALL)
    return program
