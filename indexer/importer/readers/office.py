"""Have LibreOffice turn old office formats into those that we read ourselves."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

from indexer.importer.readers.sandbox import Limits, run_limited
from indexer.importer.source_text import ImportRefusedError

_LIMITS = Limits(seconds=120.0, memory_bytes=1024 * 1024 * 1024)
_PROGRAMS = ("soffice", "libreoffice")


def is_installed() -> bool:
    """Whether there is a LibreOffice to ask."""
    return _program() is not None


def convert(data: bytes, name: str, suffix: str, target: str) -> bytes:
    """The file as `target` ("docx", "xlsx", "pptx"); `suffix` says what it is now.

    It runs alone: its own profile, no macros (the default of headless conversion), no network,
    limited memory and time. ImportRefusedError where that fails.
    """
    program = _program()
    assert program is not None
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        source = folder / f"source.{suffix.lstrip('.')}"
        source.write_bytes(data)
        command = [
            program,
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            *("--headless", "--norestore", "--nolockcheck", "--nodefault"),
            *("--convert-to", target, "--outdir", str(folder / "out"), str(source)),
        ]
        environment = {**os.environ, "HOME": place, "SAL_USE_VCLPLUGIN": "svp"}
        done = run_limited(command, limits=_LIMITS, folder=folder, environment=environment)
        made = folder / "out" / f"source.{target}"
        if made.is_file():
            return made.read_bytes()
    if done.timed_out:
        advice = f"LibreOffice 在 {_LIMITS.seconds:.0f} 秒内没有转换完；请另存为 .{target} 再导入"
        raise ImportRefusedError(name, "too_costly", advice)
    advice = (
        f"LibreOffice 不能转换这个文件（已损坏、加密或不是它能读的）；请另存为 .{target} 再导入"
    )
    raise ImportRefusedError(name, "damaged", advice)


def _program() -> str | None:
    return next((path for name in _PROGRAMS if (path := shutil.which(name))), None)
