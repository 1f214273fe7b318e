"""The commands `init` and `add`: a library of one's own, and files into it."""

from __future__ import annotations

import dataclasses
import json
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import cast

import click

from indexer.build.builder import BuildReport
from indexer.build.updater import update
from indexer.cli.options import index_options
from indexer.cli.output import echo
from indexer.cli.progress import Meter
from indexer.cli.semantic import embed_after_publishing
from indexer.library.addition import Addition, Options, add_files
from indexer.library.creation import TaxonomyChoice, create_library, own_corpus
from indexer.review.items import DRAFTS
from indexer.settings import Settings
from search.cli.build import built, print_report

_MAX_DOUBTS = 3  # of one document in the list; all of them with --json


@click.command("init")
@click.argument("folder", metavar="[DIR]", default=".")
@click.option(
    "--taxonomy",
    type=click.Choice(["blank", "public-security"]),
    default="blank",
    show_default=True,
    help="分类表：空白，或公安报告的一套（来源、主题、举措、同义词）",
)
def init(folder: str, taxonomy: str) -> None:
    """新建一个资料库：qianshao.yaml 和 corpus 文件夹（正文、分类表、必查词句）。

    DIR 默认为当前文件夹；已有的文件不会改动。
    """
    written = create_library(Path(folder), cast(TaxonomyChoice, taxonomy))
    for path in written:
        echo(str(path))
    where = "" if folder == "." else f"cd {folder}，然后 "
    echo(f"资料库建好了。下一步：{where}qianshao add 文件或文件夹…")


@click.command("add")
@click.argument("paths", metavar="PATH...", nargs=-1, required=True)
@click.option("--source", metavar="NAME", help="来源（发布单位），写进每篇的文件头")
@click.option("--review", is_flag=True, help="先放进 corpus/drafts 等人核对，不更新索引")
@click.option("--ocr", "use_ocr", is_flag=True, help="扫描件和图片用 tesseract 识别（须已安装）")
@click.option("--json", "as_json", is_flag=True, help="结果以 JSON 输出")
@index_options
def add(
    paths: tuple[str, ...],
    source: str | None,
    review: bool,
    use_ocr: bool,
    as_json: bool,
    settings: Settings,
) -> None:
    """把文件或整个文件夹导入资料库并更新索引，一步完成；可以反复运行。

    内容没变的不会重复导入，改过的替换原来那一篇；不能导入的逐个说明原因。
    """
    corpus = own_corpus(settings)
    options = Options(source, review, use_ocr, settings.keep_originals)
    meter = Meter()
    additions = add_files(
        [Path(path) for path in paths], corpus, options, lambda n, of: meter("导入", n, of)
    )
    meter.finish()
    if not as_json:
        _print(additions)
    has_documents = any((corpus / "documents").rglob("*.md"))
    report = (
        built(update, str(corpus), settings, meter, False) if has_documents and not review else None
    )
    if as_json:
        echo(json.dumps(_as_json(additions, report), ensure_ascii=False))
    elif report is not None:
        print_report(report, as_json=False)
    if report is not None:
        embed_after_publishing(settings, meter, meter.finish)
    is_something = any(addition.state != "refused" for addition in additions)
    sys.exit(0 if is_something else 1)


def _print(additions: Sequence[Addition]) -> None:
    doubtful = [a for a in additions if any(not d.is_note for d in a.doubts)]
    for heading, drafts in (("已经收入，有拿不准的地方", False), ("在草稿里等您核对", True)):
        chosen = [a for a in doubtful if (Path(a.written or "").parent.name == DRAFTS) == drafts]
        if chosen:
            echo(f"{heading}，{len(chosen)} 篇：")
        for addition in chosen:
            _print_doubts(addition)
    for addition in additions:
        label, reason = dict(_TOLD)[addition.state], addition.reason or ""
        if addition.state == "replaced" or (reason and reason != label):
            reason = reason.removeprefix(label)  # 已在库中（与 … 内容相同）
            comma = "，" if reason and not reason.startswith("（") else ""
            echo(f"{label}：{addition.place}{comma}{reason}")
    counts: Counter[str] = Counter(addition.state for addition in additions)
    parts = [f"{label} {counts[state]} 个" for state, label in _TOLD if counts[state]]
    echo(f"共 {len(additions)} 个文件（压缩包和邮件里的也算）：{'，'.join(parts)}")
    if doubtful:
        echo("逐处核对：qianshao review")


_TOLD = (
    ("added", "新增"), ("replaced", "替换"), ("known", "已在库中"), ("edited", "未替换"),
    ("refused", "未导入"),
)  # fmt: skip


def _print_doubts(addition: Addition) -> None:
    """A file's doubts, its own name first."""
    doubts = [doubt for doubt in addition.doubts if not doubt.is_note]
    echo(f"  {addition.place} → {addition.written}")
    for doubt in doubts[:_MAX_DOUBTS]:
        echo(f"    {doubt}")
    if len(doubts) > _MAX_DOUBTS:
        echo(f"    ……另有 {len(doubts) - _MAX_DOUBTS} 处，请在核对台看")


def _as_json(additions: Sequence[Addition], report: BuildReport | None) -> dict[str, object]:
    return {
        "files": [dataclasses.asdict(addition) for addition in additions],
        "generation": None if report is None else report.generation,
        "documents": None if report is None else report.documents,
        "paragraphs": None if report is None else report.paragraphs,
    }
