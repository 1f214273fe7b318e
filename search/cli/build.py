"""Commands that build an index: rebuild, update, watch."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from typing import Any

import click

from indexer.build.builder import BuildOptions, BuildReport, rebuild
from indexer.build.updater import update
from indexer.cli.options import index_options
from indexer.cli.output import echo
from indexer.cli.progress import Meter
from indexer.cli.semantic import EmbeddingInBackground, embed_after_publishing
from indexer.errors import QianshaoError
from indexer.model.problem import Problem
from indexer.settings import Settings
from search.verify.gate import gatekeeper

Build = Callable[[str, Settings, BuildOptions], BuildReport]


def _build_options(command: Callable[..., None]) -> Callable[..., None]:
    """Add what rebuild and update take: PATH, how to report, and where the index is."""
    for option in (
        index_options,
        click.option("--json", "as_json", is_flag=True, help="结果以 JSON 输出"),
        click.option(
            "--no-embed", is_flag=True, help="发布后不计算语义向量（以后运行 qianshao embed）"
        ),
        click.option("--strict", is_flag=True, help="有任何问题就不发布"),
        click.argument("path", required=False),
    ):
        command = option(command)
    return command


@click.command("rebuild")
@_build_options
def rebuild_command(**given: Any) -> None:
    """重建整个索引：在旁边建好、核对，再一次换上。

    PATH 是资料文件夹或 JSON Lines 文件（可 .gz；“-”为标准输入），默认为当前资料库。
    """
    _build(rebuild, **given)


@click.command("update")
@_build_options
def update_command(**given: Any) -> None:
    """只重做新增、改动和移除的文献，结果与 rebuild 相同。

    PATH 同 rebuild。分类表或词典改变、还没有索引时，会自动整个重建。
    """
    _build(update, **given)


def built(build: Build, path: str, settings: Settings, meter: Meter, strict: bool) -> BuildReport:
    """The report of a build that tells how far it is, and is refused if it fails the gate."""
    options = BuildOptions(strict, meter, meter.tell, gatekeeper(settings))
    report = build(path, settings, options)
    meter.finish()
    return report


def _build(
    build: Build,
    *,
    path: str | None,
    strict: bool,
    no_embed: bool,
    as_json: bool,
    settings: Settings,
) -> None:
    meter = Meter()
    report = built(build, path or str(settings.corpus_path()), settings, meter, strict)
    print_report(report, as_json)
    if not no_embed:
        embed_after_publishing(settings, meter, meter.finish)


@click.command("watch")
@click.argument("path", required=False)
@click.option(
    "--interval",
    type=click.FloatRange(0.2),
    default=5.0,
    show_default=True,
    help="每隔几秒查看一次",
)
@index_options
def watch_command(path: str | None, interval: float, settings: Settings) -> None:
    """一直看着资料，文件一有变化就 update；Ctrl+C 停止。

    出错时说明原因，索引保持原样，下次再试。
    """
    target = path or str(settings.corpus_path())
    echo(f"正在查看「{target}」，每 {interval:g} 秒一次（Ctrl+C 停止）", err=True)
    said = ""
    background = EmbeddingInBackground(settings)
    background.want()
    while True:
        problems: list[Problem] = []
        options = BuildOptions(told=problems.append, verify=gatekeeper(settings))
        try:
            report = update(target, settings, options)
        except QianshaoError as error:
            if str(error) != said:
                echo(f"错误：{error}", err=True)
            said = str(error)
        else:
            said = ""
            if report.changed_documents != 0:
                for problem in problems:
                    echo(str(problem), err=True)
                print_report(report, as_json=False)
                background.want()
        time.sleep(interval)


def print_report(report: BuildReport, as_json: bool) -> None:
    """The result of a build: on stdout its counts, on stderr its warnings."""
    for warning in report.warnings:
        echo(warning, err=True)
    for slug in report.withdrawn:
        echo(f"「{slug}」已撤回，未编入；要恢复请用 qianshao withdraw --undo", err=True)
    if as_json:
        echo(json.dumps(_as_json(report), ensure_ascii=False))
        return
    changed = "" if report.changed_documents is None else f"，更新 {report.changed_documents} 篇"
    echo(f"{report.documents} 篇，{report.paragraphs} 段{changed}，用时 {report.seconds:.1f} 秒")
    echo(f"已发布 {report.generation}；略过有问题的输入 {len(report.problems)} 处")


def _as_json(report: BuildReport) -> dict[str, Any]:
    return {
        "generation": report.generation,
        "documents": report.documents,
        "paragraphs": report.paragraphs,
        "seconds": round(report.seconds, 3),
        "skipped": len(report.problems),
        "problems": [str(problem) for problem in report.problems],
        "withdrawn": list(report.withdrawn),
        "changed_documents": report.changed_documents,
    }
