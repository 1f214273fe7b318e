"""Commands on the corpus itself: validate it, import files into it."""

from __future__ import annotations

import dataclasses
import json
import sys

import click

from indexer.settings import load_settings
from indexer.validation import Validation, validate


@click.command()
@click.argument("path", required=False)
@click.option("--config", metavar="FILE", help="配置文件，默认 ./qianshao.yaml")
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出")
def check(path: str | None, config: str | None, as_json: bool) -> None:
    """检查资料和分类表，列出全部问题（文件、行号、原因）。

    PATH 是资料文件夹、一篇 .md 或 JSON Lines 文件（“-”为标准输入），默认为当前资料库。
    """
    result = validate(path or load_settings(config).corpus_path())
    if as_json:
        click.echo(json.dumps(_as_json(result), ensure_ascii=False, indent=2))
    else:
        for problem in result.problems:
            click.echo(str(problem))
        click.echo(
            f"可用 {result.documents} 篇 {result.paragraphs} 段，问题 {len(result.problems)} 个"
        )
    sys.exit(1 if result.problems else 0)


def _as_json(result: Validation) -> dict[str, object]:
    return dataclasses.asdict(result)


COMMANDS: tuple[click.Command, ...] = (check,)
