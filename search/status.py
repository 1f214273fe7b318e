"""Tell what is live, and whether its corpus or its dictionary has changed since."""

from __future__ import annotations

from pathlib import Path

from indexer.build.input_snapshot import InputState, input_state, read_state
from indexer.codec.segment import FORMAT_VERSION
from indexer.errors import QianshaoError
from indexer.generations.store import GenerationStore
from indexer.settings import Settings
from indexer.sources.input import FolderInput
from indexer.taxonomy.taxonomy import load_taxonomy
from indexer.text.analyzer import analysis_fingerprint
from search.index_reader import IndexReader
from search.results import IndexStatus


def index_status(settings: Settings, library: IndexReader, store: GenerationStore) -> IndexStatus:
    """The live generation in numbers. Reads names and times of the corpus files, not their texts,
    unless these say that a file may have changed."""
    manifest = library.generation.manifest
    info = manifest.info
    return IndexStatus(
        generation=library.generation.name,
        engine=settings.engine,
        documents=library.engine.info.documents,
        paragraphs=library.engine.info.paragraphs,
        skipped=int(str(info.get("skipped") or 0)),
        built_at=str(info.get("built_at") or ""),
        fingerprint=manifest.fingerprint,
        format_version=FORMAT_VERSION,
        rebuild_due=rebuild_reasons(library),
        bytes=manifest.total_bytes,
        warnings=(*_losses(library), *store.withdrawals.warnings()),
        semantic=library.meaning.status() if library.meaning else None,
    )


def _losses(library: IndexReader) -> tuple[str, ...]:
    """What is wrong with the generation that answers, or with one that should."""
    generation = library.generation
    if generation.path.is_dir():
        return generation.warnings
    gone = f"{generation.name} 的文件已不在磁盘上：服务仍在用它回答，重启后就不能了，请 rebuild"
    return (*generation.warnings, gone)


def rebuild_reasons(library: IndexReader) -> tuple[str, ...]:
    """Why the index no longer is what a rebuild would give; empty when it still is."""
    source = str(library.generation.manifest.info.get("source") or "")
    if not source or not Path(source).is_dir():
        return ()
    root = Path(source)
    try:
        fingerprint = analysis_fingerprint(load_taxonomy(root / "taxonomy").dictionary_words())
        before = read_state(library.generation.path)
        now = input_state(FolderInput(root), before)
    except QianshaoError as error:
        return (f"资料无法读取：{error}",)
    if before == InputState():
        return ("索引由别的版本构建，没有留下本版本能用的资料记录",)
    reasons: list[str] = []
    if fingerprint != library.generation.manifest.fingerprint:
        reasons.append("词典或分词算法已改变")
    if now.taxonomy != before.taxonomy:
        reasons.append("分类表已改变")
    return (*reasons, *_file_reasons(before, now))


def _file_reasons(before: InputState, now: InputState) -> list[str]:
    old, new = before.files, now.files
    changed = [p for p in old.keys() & new.keys() if old[p].sha256 != new[p].sha256]
    counts = (
        ("新增", len(new.keys() - old.keys())),
        ("改动", len(changed)),
        ("移除", len(old.keys() - new.keys())),
    )
    return [f"资料{name} {count} 篇" for name, count in counts if count]
