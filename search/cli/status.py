"""Commands that look after an index: what is live, does it hold the corpus, take a document out."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict
from typing import Any

import click

from indexer.build.expected import expected_paragraphs
from indexer.cli.options import index_options
from indexer.cli.output import echo_result
from indexer.codec import kernels
from indexer.errors import IndexDamagedError, IndexMissingError, IndexOutdatedError
from indexer.generations.store import GenerationStore
from indexer.settings import Settings
from indexer.sources.required_phrases import read_gate
from search.errors import NotFoundError
from search.index_reader import IndexReader, open_index
from search.results import SemanticStatus
from search.status import index_status, rebuild_reasons
from search.verify.checks import (
    Check,
    check_corpus,
    check_counts,
    check_facets,
    check_found,
    check_gate,
    every,
)

_TITLES = {
    "files": "文件校验和",
    "counts": "段数与篇数",
    "facets": "分面计数",
    "found": "各段可用原文检索到",
    "corpus": "与语料一致",
    "gate": "必查词句",
    "audit": "审计日志与撤回名单",
    "vectors": "语义向量",
}


@click.command()
@index_options
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出")
def status(settings: Settings, as_json: bool) -> None:
    """当前使用的索引：哪一代、多少篇、多大、是否需要重建。"""
    store = GenerationStore(settings.index_path())
    with _opened(settings, store) as library:
        live = index_status(settings, library, store)
    values: dict[str, Any] = asdict(live)
    if live.semantic is None:
        del values["semantic"]
    values["generations"] = store.generations()
    values["withdrawn"] = sorted(store.withdrawn())
    lines = [
        f"{live.generation}（{live.engine}，格式 {live.format_version}）",
        f"{live.documents} 篇 {live.paragraphs} 段，{live.bytes / 1e6:.1f} MB",
        f"构建于 {live.built_at}，跳过有问题的输入 {live.skipped} 处",
        f"分析方式 {live.fingerprint}",
        f"编译部分：{'已启用' if kernels.compiled else '未启用（答案相同，较慢）'}",
        f"保留的各代：{'、'.join(values['generations']) or '无'}",
        *([f"已撤回：{'、'.join(values['withdrawn'])}"] if values["withdrawn"] else []),
        *_semantic_lines(live.semantic),
        *(f"注意：{warning}" for warning in values["warnings"]),
        *(f"需要重建：{reason}" for reason in live.rebuild_due),
    ]
    echo_result(as_json, values, *lines)


def _semantic_lines(status: SemanticStatus | None) -> list[str]:
    """How far search by meaning is; nothing where no model is set."""
    if status is None:
        return []
    counted = f"{status.done}/{status.paragraphs} 段有向量，模型 {status.model}"
    if status.state == "ready":
        return [f"语义检索：已启用（{counted}）"]
    return [f"语义检索：{counted}" if status.model else "语义检索：未启用", f"注意：{status.note}"]


@click.command()
@click.argument("path", required=False)
@index_options
@click.option(
    "--sample", type=click.IntRange(min=1), metavar="N", help="只用其中 N 段的原文检索（默认全部）"
)
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出")
def verify(path: str | None, settings: Settings, sample: int | None, as_json: bool) -> None:
    """证明索引完好，且与语料（PATH，默认为构建时的语料）一致。"""
    store = GenerationStore(settings.index_path())
    with _opened(settings, store) as library:
        due = rebuild_reasons(library)
        checks = _check_index(store, library, sample)
        checks += [_check_corpus(settings, library, path), _check_gate(library)]
    checks.append(_check_audit(store))
    whole = not due and not any(check.failed for check in checks)
    lines = [line for check in checks for line in _check_lines(check)]
    lines += [f"✗ 需要重建：{reason}" for reason in due]
    lines.append("索引完好，与语料一致" if whole else "索引有问题，见上")
    values = {"ok": whole, "checks": [asdict(c) for c in checks], "rebuild_due": list(due)}
    echo_result(as_json, values, *lines)
    sys.exit(0 if whole else 1)


@click.command()
@click.argument("slug")
@index_options
@click.option("--reason", required=True, metavar="TEXT", help="为什么撤回，记入名单和审计日志")
@click.option("--undo", is_flag=True, help="取消对 SLUG 的撤回")
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出")
def withdraw(slug: str, settings: Settings, reason: str, undo: bool, as_json: bool) -> None:
    """撤回一篇文献：当前和保留的各代索引立即不再显示它，以后的构建也不收。"""
    store = GenerationStore(settings.index_path())
    if undo:
        changed = store.withdrawals.restore(slug, reason)
        told = f"已取消撤回「{slug}」；若它不在索引里，请运行 qianshao update"
        told = told if changed else f"「{slug}」没有被撤回过，无需取消"
    else:
        if slug not in store.withdrawn():
            _require_document(settings, slug)
        changed = store.withdrawals.withdraw(slug, reason)
        told = f"已撤回「{slug}」，立即生效；请同时从语料中移走这个文件"
        told = told if changed else f"「{slug}」先前已经撤回"
    values = {"slug": slug, "withdrawn": slug in store.withdrawn(), "changed": changed}
    echo_result(as_json, values, told)


@contextmanager
def _opened(settings: Settings, store: GenerationStore) -> Iterator[IndexReader]:
    library = open_index(settings, store)
    with closing(library.engine):
        yield library


def _require_document(settings: Settings, slug: str) -> None:
    """A mistyped slug would withdraw nothing, and nobody would notice: refuse what is not there.

    Where no index can be opened, every slug is taken: withdrawing must always be possible.
    """
    try:
        with _opened(settings, GenerationStore(settings.index_path())) as library:
            if library.engine.document(slug) is None:
                raise NotFoundError("文献", slug)
    except (IndexMissingError, IndexDamagedError, IndexOutdatedError):
        return


def _check_index(store: GenerationStore, library: IndexReader, sample: int | None) -> list[Check]:
    generation, engine = library.generation, library.engine
    damage = (*generation.warnings, *store.find_problems(generation))
    files = Check("files", len(generation.manifest.files), len(damage), damage)
    vectors = [library.meaning.check()] if library.meaning else []
    ids = every(list(engine.export_ids()), sample)
    with _progress(len(ids), _TITLES["found"]) as advance:
        return [
            files,
            check_counts(engine),
            check_facets(engine),
            check_found(engine, ids, advance),
            *vectors,
        ]


def _check_corpus(settings: Settings, library: IndexReader, path: str | None) -> Check:
    source = path or str(library.generation.manifest.info.get("source") or "-")
    if source == "-":
        return Check("corpus", 0, 1, ("索引是从标准输入构建的，请给出语料：qianshao verify PATH",))
    entries = expected_paragraphs(source, settings, library.withdrawn)
    with _progress(library.engine.info.paragraphs, _TITLES["corpus"]) as advance:
        return check_corpus(library.engine, entries, advance)


def _check_gate(library: IndexReader) -> Check:
    """The phrases that the generation carries: those it was built to find."""
    phrases = read_gate(library.generation.path)
    lost = tuple(f"「{phrase}」" for phrase in check_gate(library.engine, phrases))
    return Check("gate", len(phrases), len(lost), lost)


def _check_audit(store: GenerationStore) -> Check:
    report = store.audit.verify(bool(store.generations()))
    broken = () if report.problem is None else (report.problem,)
    problems = (*broken, *store.withdrawals.warnings())
    return Check("audit", report.records, len(problems), problems)


@contextmanager
def _progress(length: int, label: str) -> Iterator[Callable[[int], None]]:
    """A progress bar on stderr, told how many are done."""
    with click.progressbar(length=length, label=label, file=sys.stderr) as bar:
        yield lambda done: bar.update(done - bar.pos)


def _check_lines(check: Check) -> list[str]:
    mark = "✗" if check.failed else "✓"
    failed = f"，{check.failed} 处有问题" if check.failed else ""
    told = f"{mark} {_TITLES[check.name]}：{check.checked} 项{failed}"
    return [told, *(f"    {problem}" for problem in check.problems)]
