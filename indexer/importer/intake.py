"""Turn files on disk into proposed corpus files on disk, one by one, overwriting nothing."""

from __future__ import annotations

import hashlib
import stat
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from indexer.generations.durable import create_atomically
from indexer.importer.formats import is_archive, read_source, recognize
from indexer.importer.proposal import Proposal, propose
from indexer.importer.readers.archive import archive_members
from indexer.importer.readers.mail import attachments
from indexer.importer.source_text import Doubt, ImportRefusedError

MAX_FILE_BYTES = 64 * 1024 * 1024
_MAX_DEPTH = 2  # archives inside archives
_SLUG_BYTES = 200  # 66 Chinese characters; most file systems take names of 255


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file: `written` is the new file, or None and `code`, `reason` say why."""

    path: str
    written: str | None
    title: str | None = None
    paragraphs: int = 0
    doubts: tuple[Doubt, ...] = ()
    code: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Incoming:
    """A file to import: where it came from (`a.zip/报告.txt` for one inside) and its bytes.

    `refusal` is set, and `data` empty, for one that could not even be fetched.
    """

    place: str
    name: str
    data: bytes
    refusal: ImportRefusedError | None = None


def find_files(paths: Sequence[Path]) -> list[Path]:
    """Files as given; folders give all files below them but hidden and temporary ones."""
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            inside = (p for p in path.rglob("*") if not p.is_dir())
            found.extend(sorted(p for p in inside if not _is_hidden(p, path)))
        else:
            found.append(path)
    return list(dict.fromkeys(found))


def _is_hidden(path: Path, root: Path) -> bool:
    parts = path.relative_to(root).parts
    return any(part.startswith(".") for part in parts) or path.name.startswith("~$")


def incoming_files(path: Path) -> Iterator[Incoming]:
    """The file itself, or those inside it if it is an archive; a mail, then what is attached."""
    try:
        data = _read(path)
    except ImportRefusedError as error:
        yield Incoming(str(path), path.name, b"", error)
        return
    yield from _unpacked(Incoming(str(path), path.name, data), 0)


def _unpacked(file: Incoming, depth: int) -> Iterator[Incoming]:
    if is_archive(file.data):
        if depth >= _MAX_DEPTH:
            refusal = ImportRefusedError(file.name, "bomb", "压缩包套得太深；请解开后再导入")
            yield Incoming(file.place, file.name, b"", refusal)
            return
        members = archive_members(file.data, file.name)
    elif recognize(file.data, file.name).name == "mail":
        yield file
        members = attachments(file.data, file.name)
    else:
        yield file
        return
    try:
        for name, content in members:
            place = f"{file.place}/{name}"
            yield from _unpacked(Incoming(place, PurePosixPath(name).name, content), depth + 1)
    except ImportRefusedError as error:
        yield Incoming(file.place, file.name, b"", error)


def _read(path: Path) -> bytes:
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise ImportRefusedError(path.name, "not_a_file", "不是普通文件")
        if status.st_size > MAX_FILE_BYTES:
            limit = MAX_FILE_BYTES >> 20
            raise ImportRefusedError(path.name, "too_large", f"超过 {limit} MiB；请拆成几个文件")
        return path.read_bytes()
    except (OSError, ValueError) as error:
        reason = f"无法读取（{getattr(error, 'strerror', None) or error}）"
        raise ImportRefusedError(path.name, "unreadable", reason) from error


def proposal_of(file: Incoming, source: str | None = None, use_ocr: bool = False) -> Proposal:
    """The proposed document. ImportRefusedError if there is none to be had."""
    if file.refusal is not None:
        raise file.refusal
    read = read_source(file.data, file.name, use_ocr)
    proposal = propose(read, PurePosixPath(file.name).stem, source)
    if not proposal.paragraphs:
        raise ImportRefusedError(file.name, "no_paragraph", "里没有找到正文")
    return proposal


def import_files(
    paths: Iterable[Path], out: Path, source: str | None = None, use_ocr: bool = False
) -> Iterator[Outcome]:
    """Write the proposed Markdown of each file (of each one in an archive) to `out/<slug>.md`.

    Nothing that was there before is overwritten. Two files of one name in different folders: the
    second gets its folder's name before its own.
    """
    written: set[Path] = set()
    for path in paths:
        for file in incoming_files(path):
            outcome = _imported(file, out, source, use_ocr, written)
            if outcome.written is not None:
                written.add(Path(outcome.written))
            yield outcome


def _imported(
    file: Incoming, out: Path, source: str | None, use_ocr: bool, written: set[Path]
) -> Outcome:
    try:
        proposal = proposal_of(file, source, use_ocr)
        target = _write(proposal, file, out, written)
    except ImportRefusedError as error:
        return Outcome(file.place, None, code=error.kind, reason=error.advice)
    return Outcome(file.place, str(target), proposal.title, proposal.paragraphs, proposal.doubts)


def possible_slugs(slug: str, place: str, data: bytes) -> Iterator[str]:
    """Names for a document, the plain one first, then with its folder's, then with its digest."""
    yield _fitting(slug)
    folder = PurePosixPath(place.replace("\\", "/")).parent.name
    if folder:
        yield _fitting(f"{folder}-{slug}")
    yield f"{_fitting(slug)}-{hashlib.sha256(data).hexdigest()[:8]}"


def _fitting(slug: str) -> str:
    """The slug, cut so that every file named after it has a name that file systems take."""
    name = slug.encode("utf-8", "surrogatepass")
    if len(name) <= _SLUG_BYTES:
        return slug
    return name[:_SLUG_BYTES].decode("utf-8", "ignore")


def _write(proposal: Proposal, file: Incoming, out: Path, written: set[Path]) -> Path:
    slugs = possible_slugs(proposal.slug, file.place, file.data)
    target = next((t for s in slugs if (t := out / f"{s}.md") not in written), out)
    try:
        out.mkdir(parents=True, exist_ok=True)
        if target.exists():
            raise FileExistsError(target)  # though there be no room for a draft
        create_atomically(target, proposal.markdown.encode(), 0o666)
    except FileExistsError as error:
        advice = f"「{target}」已经存在，未覆盖；请先移走它，或用 --out 另选文件夹"
        raise ImportRefusedError(file.name, "exists", advice) from error
    except (OSError, UnicodeEncodeError) as error:
        advice = f"无法写到「{target}」（{error}）"
        raise ImportRefusedError(file.name, "not_writable", advice) from error
    return target
