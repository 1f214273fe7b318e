"""Turn files on disk into proposed corpus files on disk, one by one, overwriting nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from indexer.importer.formats import SUFFIXES, read_source
from indexer.importer.proposal import Proposal, propose
from indexer.importer.source_text import Doubt, ImportRefusedError


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


def find_files(paths: Sequence[Path]) -> list[Path]:
    """Files as given; folders give all files below them that can be imported or deserve advice."""
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            inside = (p for p in path.rglob("*") if p.suffix.lower() in SUFFIXES)
            found.extend(sorted(p for p in inside if not p.is_dir() and p.name[0] not in "~."))
        else:
            found.append(path)
    return list(dict.fromkeys(found))


def import_file(path: Path, out: Path, publisher: str | None = None) -> Outcome:
    """Read one file and write the proposed Markdown to `out/<slug>.md`, which must not exist."""
    try:
        proposal = propose(read_source(path), path.stem, publisher)
        if not proposal.paragraphs:
            raise ImportRefusedError(path.name, "no_paragraph", "里没有找到正文")
        written = _write(proposal, path, out)
    except ImportRefusedError as error:
        return Outcome(str(path), None, code=error.kind, reason=error.advice)
    return Outcome(str(path), str(written), proposal.title, proposal.paragraphs, proposal.doubts)


def _write(proposal: Proposal, path: Path, out: Path) -> Path:
    target = out / f"{proposal.slug}.md"
    try:
        out.mkdir(parents=True, exist_ok=True)
        with target.open("x", encoding="utf-8", newline="\n") as file:
            file.write(proposal.markdown)
    except FileExistsError as error:
        advice = f"「{target}」已经存在，未覆盖；请先移走它，或用 --out 另选文件夹"
        raise ImportRefusedError(path.name, "exists", advice) from error
    except (OSError, UnicodeEncodeError) as error:
        advice = f"无法写到「{target}」（{error}）"
        raise ImportRefusedError(path.name, "not_writable", advice) from error
    return target
