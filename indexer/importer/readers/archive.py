"""Take the files out of a zip archive, within limits of number, size and depth."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator

from indexer.importer.source_text import ImportRefusedError

MAX_MEMBERS = 2_000
MAX_UNPACKED_BYTES = 512 * 1024 * 1024
MAX_MEMBER_BYTES = 64 * 1024 * 1024
_UTF8_NAMES = 0x800  # flag bit 11 of a member: its name is UTF-8


def archive_members(data: bytes, name: str) -> Iterator[tuple[str, bytes]]:
    """Name and content of each file in the archive, one after the other.

    ImportRefusedError for a damaged archive, an encrypted one, or one that unpacks beyond reason;
    nothing is written to disk, so names cannot lead anywhere.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        members = [m for m in archive.infolist() if not m.is_dir() and not _is_litter(m.filename)]
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
        raise ImportRefusedError(name, "damaged", "压缩包已损坏；请重新取得原文件") from error
    unpacked = sum(member.file_size for member in members)
    if len(members) > MAX_MEMBERS or unpacked > MAX_UNPACKED_BYTES:
        advice = (
            f"压缩包里有 {len(members)} 个文件，解开后 {unpacked >> 20} MiB，超过限制"
            f"（{MAX_MEMBERS} 个、{MAX_UNPACKED_BYTES >> 20} MiB），可能是压缩炸弹；未读取"
        )
        raise ImportRefusedError(name, "bomb", advice)
    for member in members:
        if member.flag_bits & 1:
            raise ImportRefusedError(name, "encrypted", "压缩包有密码；请解开后再导入")
        yield member_name(member), _content(archive, member, name)


def member_name(member: zipfile.ZipInfo) -> str:
    """A member's name; without the mark for UTF-8 it is what Chinese Windows writes, GBK."""
    if member.flag_bits & _UTF8_NAMES:
        return member.filename
    raw = member.filename.encode("cp437", "replace")
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return member.filename


def _content(archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str) -> bytes:
    if member.file_size > MAX_MEMBER_BYTES:
        advice = f"里的「{member_name(member)}」超过 {MAX_MEMBER_BYTES >> 20} MiB；请拆成几个文件"
        raise ImportRefusedError(name, "too_large", advice)
    try:
        return archive.read(member)
    except Exception as error:  # zlib's errors, wrong checksums, unknown methods
        advice = f"里的「{member_name(member)}」解不开；请重新取得原文件"
        raise ImportRefusedError(name, "damaged", advice) from error


def _is_litter(name: str) -> bool:
    """What systems leave in archives and no one wrote."""
    return name.startswith("__MACOSX/") or name.rsplit("/", 1)[-1] in (".DS_Store", "Thumbs.db")
