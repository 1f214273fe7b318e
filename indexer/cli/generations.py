"""Commands on the generations of an index: go back, delete old ones, check the audit log."""

from __future__ import annotations

import click

from indexer.build.external_store import follow_in_turn
from indexer.cli.options import index_options
from indexer.cli.output import echo, echo_result
from indexer.errors import AuditBrokenError
from indexer.generations.formats import require_readable
from indexer.generations.store import GenerationStore
from indexer.settings import Settings


@click.command()
@index_options
@click.option("--to", metavar="NAME", help="换到这一代（默认：当前一代之前的那一代）")
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出")
def rollback(settings: Settings, to: str | None, as_json: bool) -> None:
    """换回上一代索引，几秒内生效。

    撤回的文献不会因此回来；要换回来再运行一次 --to。
    """
    store = GenerationStore(settings.index_path())
    generation = store.rollback(to, require_readable)
    followed = follow_in_turn(settings, store)
    for warning in (*generation.warnings, *followed):
        echo(warning, err=True)
    echo_result(
        as_json,
        {"generation": generation.name, "warnings": list(generation.warnings)},
        f"现在使用 {generation.name}；下次 rebuild 或 update 会发布更新的一代",
    )


@click.command()
@index_options
@click.option(
    "--keep", type=click.IntRange(min=1), default=2, show_default=True, help="保留几代（含当前）"
)
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出")
def prune(settings: Settings, keep: int, as_json: bool) -> None:
    """删除旧的各代索引和中断的构建留下的文件。"""
    store = GenerationStore(settings.index_path())
    pruned = store.prune(keep)
    followed = follow_in_turn(settings, store)
    for warning in (*pruned.warnings, *followed):
        echo(warning, err=True)
    names = f"：{'、'.join(pruned.deleted)}" if pruned.deleted else ""
    lines = [f"已删除 {len(pruned.deleted)} 代{names}"]
    if pruned.busy:
        lines.append(f"仍被使用，未能删除：{'、'.join(pruned.busy)}")
    values = {"deleted": list(pruned.deleted), "busy": list(pruned.busy)}
    echo_result(as_json, values, *lines)


@click.group()
def audit() -> None:
    """管理操作的审计日志（索引文件夹里的 audit.jsonl）。"""


@audit.command("verify")
@index_options
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出")
def audit_verify(settings: Settings, as_json: bool) -> None:
    """检查审计日志是否完整、未被改动。"""
    store = GenerationStore(settings.index_path())
    report = store.audit.verify(bool(store.generations()))
    values = {"whole": report.problem is None, "records": report.records, "problem": report.problem}
    told = [f"审计日志完整，共 {report.records} 条"] if report.problem is None else []
    echo_result(as_json, values, *told)
    if report.problem is not None:
        raise AuditBrokenError(str(store.root), report.problem)
