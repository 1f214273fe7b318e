"""The command that prints the figures table, or writes it as JSON, CSV or Excel."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any

import click

from indexer.cli.options import index_options
from indexer.cli.output import echo, echo_json
from indexer.model.figures import DIRECTION_LABELS, KINDS, Figure
from indexer.model.schema import SCHEMA
from indexer.settings import Settings
from search.cli.options import schema_filter_options
from search.figures.request import FigureRequest
from search.figures.response import figures_body
from search.request import Filters
from search.searcher import Searcher, open_searcher
from web.addresses import figures_address
from web.exports.figure_sheet import FigureSheet, figure_words
from web.exports.formats import FORMATS, TABLES, Write
from web.pages.citations import quote_path
from web.params import ViewOptions

MAX_ROWS = 100_000  # of a list or of JSON; files have all
_ENDINGS = tuple(f".{format.ending}" for format in TABLES)


@click.command("figures")
@click.argument("names", metavar="[SLUG]...", nargs=-1)
@click.option("--q", default="", metavar="WORDS", help="指标里要有的词，几个词用空格分开")
@click.option("--indicator", multiple=True, metavar="NAME", help="指标，含它的其他说法，可重复")
@click.option("--paragraph", multiple=True, metavar="ID", help="段落编号，可重复")
@click.option("--kind", multiple=True, type=click.Choice(KINDS), help="类型，可重复")
@click.option("--unit", multiple=True, metavar="UNIT", help="单位，可重复")
@schema_filter_options
@click.option(
    "--sort",
    type=click.Choice(["document", "value", "-value"]),
    default="document",
    help="排序：按文献和段落，按数值从小到大，从大到小（-value）",
)
@click.option("--page", type=click.IntRange(min=1), default=1, help="第几页")
@click.option("--size", type=click.IntRange(1, MAX_ROWS), help="每页几行，默认全部")
@click.option("--json", "as_json", is_flag=True, help="输出与接口相同的 JSON")
@click.option("--csv", "as_csv", is_flag=True, help="输出 CSV（Excel、WPS 可直接打开）")
@click.option(
    "--xlsx", "as_xlsx", is_flag=True, help="输出 Excel 工作簿；请给文件名，如 数据表.xlsx"
)
@index_options
def figures(names: tuple[str, ...], settings: Settings, **options: Any) -> None:
    """列出报告里的每一个数据：指标、数值、单位、增减、时期和原句。

    SLUG 是文献名，不写就是全库；以 .csv 或 .xlsx 结尾的名字是要写的文件。
    """
    forms = [form for form in ("json", "csv", "xlsx") if options[f"as_{form}"]]
    target = next((Path(name) for name in names if name.endswith(_ENDINGS)), None)
    if target is not None and not forms:
        forms = [target.suffix[1:]]
    if len(forms) > 1 or (target is not None and target.suffix[1:] != forms[0]):
        raise click.UsageError("--json、--csv、--xlsx 只能取一个；写文件时后缀要与它一致")
    searcher = open_searcher(settings)
    slugs = tuple(name for name in names if not name.endswith(_ENDINGS))
    for slug in slugs:
        searcher.document_part(slug, 1, 0, 1)  # NotFoundError, rather than an empty table
    request = _request(slugs, options)
    form = forms[0] if forms else "list"
    if form in ("csv", "xlsx"):
        _write(form, target, _sheet(searcher, request, settings))
    elif form == "json":
        _print_json(searcher, request, is_whole=options["size"] is None)
    else:
        _print_list(searcher, request)


def _request(slugs: tuple[str, ...], options: dict[str, Any]) -> FigureRequest:
    return FigureRequest(
        documents=slugs,
        paragraphs=options["paragraph"],
        q=options["q"],
        indicators=options["indicator"],
        kinds=options["kind"],
        units=options["unit"],
        filters=Filters(**{name: tuple(options[name]) for name in SCHEMA.filters}),
        sort=options["sort"],
        page=options["page"],
        size=options["size"] or MAX_ROWS,
    )


def _sheet(searcher: Searcher, request: FigureRequest, settings: Settings) -> FigureSheet:
    root = settings.server.public_url.rstrip("/")  # without one nobody knows how others get there
    whole = replace(request, page=1, size=FigureRequest().size)
    return FigureSheet(
        words=figure_words(request),
        address=root + figures_address(whole, ViewOptions()),
        root=root,
        day=date.today(),
        listing=searcher.figure_listing(request),
    )


def _write(form: str, target: Path | None, sheet: FigureSheet) -> None:
    """Into the file, which is replaced only once the new one is whole; else to stdout."""
    write = FORMATS[form].write
    if target is None and form == "xlsx" and sys.stdout.isatty():
        raise click.UsageError("Excel 工作簿不能显示在终端里；请写明文件名，如 数据表.xlsx")
    if target is None:
        _write_to_stdout(write, sheet)
        return
    try:
        _write_to_file(write, sheet, target)
    except OSError as error:
        raise click.ClickException(
            f"写不了「{target}」：{error.strerror or error}；请换一个文件夹或关掉打开它的程序"
        ) from error
    echo(f"写好了 {target}：{sheet.count} 行", err=True)


def _write_to_stdout(write: Write, sheet: FigureSheet) -> None:
    with TemporaryFile() as file:  # a workbook is written back and forth
        write(sheet, file)
        file.seek(0)
        while piece := file.read(1 << 16):
            sys.stdout.buffer.write(piece)
    sys.stdout.buffer.flush()


def _write_to_file(write: Write, sheet: FigureSheet, target: Path) -> None:
    draft = target.with_name(f".{target.name}.tmp")
    try:
        with draft.open("wb") as file:
            write(sheet, file)
        os.replace(draft, target)
    finally:
        with suppress(OSError):
            draft.unlink()


def _print_json(searcher: Searcher, request: FigureRequest, is_whole: bool) -> None:
    found = searcher.figures(request)
    if is_whole:
        found = replace(found, size=max(found.total, FigureRequest().size))
    body = figures_body(found, quote_path)
    echo_json(body)


def _print_list(searcher: Searcher, request: FigureRequest) -> None:
    """A line for each figure below the paragraph that states it."""
    found = searcher.figures(request)
    last = ""
    for row in found.rows:
        if row.paragraph.id != last:
            last = row.paragraph.id
            echo("  ".join(filter(None, (last, row.paragraph.source, row.paragraph.title))))
        echo(f"  {'  '.join(_facts(row.figure))}")
    for one in found.unread:
        echo(f"  未能读取  {one.paragraph.id}  「{one.unread.text}」：{one.unread.reason}")
    for note in found.notes:
        echo(note, err=True)
    echo(f"共 {found.total} 行，未能读取 {found.unread_total} 处", err=True)


def _facts(figure: Figure) -> Iterator[str]:
    """Indicator and figure as printed, which way it moved against what, for when."""
    yield figure.called
    yield figure.value_text
    moved = f"{figure.comparison or ''}{DIRECTION_LABELS.get(figure.direction or '', '')}"
    facts = (moved, figure.base and f"（{figure.base}）", figure.period)
    yield from (fact for fact in facts if fact)
