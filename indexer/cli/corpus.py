"""The commands `check` and `import`: what is wrong with a corpus, what could be added to it."""

from __future__ import annotations

import dataclasses
import json
import sys
from collections.abc import Sequence
from pathlib import Path

import click

from indexer.cli.output import echo, echo_result
from indexer.importer.intake import Outcome, find_files, import_files
from indexer.settings import load_settings
from indexer.sources.check import validate


@click.command()
@click.argument("path", required=False)
@click.option("--config", metavar="FILE", help="配置文件，默认 ./qianshao.yaml")
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出")
def check(path: str | None, config: str | None, as_json: bool) -> None:
    """检查资料和分类表，列出全部问题（文件、行号、原因）。

    PATH 是资料文件夹、一篇 .md 或 JSON Lines 文件（“-”为标准输入），默认为当前资料库。
    """
    result = validate(path or load_settings(config).corpus_path())
    warnings = [f"提醒：{warning}" for warning in result.warnings]
    counts = f"可用 {result.documents} 篇 {result.paragraphs} 段，问题 {len(result.problems)} 个"
    counts += f"，提醒 {len(warnings)} 处" if warnings else ""
    echo_result(as_json, dataclasses.asdict(result), *map(str, result.problems), *warnings, counts)
    sys.exit(1 if result.problems else 0)


@click.command("import")
@click.argument("paths", metavar="PATH...", nargs=-1, required=True)
@click.option("--source", metavar="NAME", help="来源（发布单位），写进每篇的文件头")
@click.option("--out", metavar="DIR", default="imported", show_default=True, help="写到哪个文件夹")
@click.option("--ocr", "use_ocr", is_flag=True, help="扫描件和图片用 tesseract 识别（须已安装）")
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出")
def import_command(
    paths: tuple[str, ...], source: str | None, out: str, use_ocr: bool, as_json: bool
) -> None:
    """把各种文件整理成资料库的 Markdown，供人核对。

    PATH 是文件或文件夹：txt、md、html、docx、pdf、ofd、csv、xlsx、pptx、eml 和装着它们的 zip；装有
    LibreOffice 时也读 doc、wps、rtf、odt、xls、et、ppt。已有的文件不会覆盖；拿不准的地方逐条列出。
    """
    files = find_files([Path(path) for path in paths])
    outcomes: list[Outcome] = []
    with click.progressbar(files, label="导入", file=sys.stderr, hidden=len(files) < 5) as bar:
        outcomes += import_files(bar, Path(out), source, use_ocr)
    if as_json:
        echo(json.dumps([dataclasses.asdict(o) for o in outcomes], ensure_ascii=False))
    else:
        _print_outcomes(outcomes)
    sys.exit(0 if outcomes and all(outcome.written for outcome in outcomes) else 1)


def _print_outcomes(outcomes: Sequence[Outcome]) -> None:
    for outcome in outcomes:
        if outcome.written is None:
            echo(f"{outcome.path}：未导入，{outcome.reason}")
            continue
        echo(f"{outcome.path} → {outcome.written}（{outcome.paragraphs} 段）")
        for doubt in outcome.doubts:
            echo(f"  {doubt}")
    written = sum(outcome.written is not None for outcome in outcomes)
    echo(f"写出 {written} 篇待核对，未导入 {len(outcomes) - written} 个文件")
