"""Commands on the taxonomy: find what an added text names that it does not list yet."""

from __future__ import annotations

import dataclasses
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from indexer.cli.output import echo, echo_json
from indexer.errors import CorpusError
from indexer.importer.intake import find_files, incoming_files, proposal_of
from indexer.model.problem import Problem
from indexer.settings import load_settings
from indexer.sources.folder import parse_document, read_document
from indexer.sources.jsonl import open_lines, parse_line
from indexer.taxonomy.discovery import Discovery, Passage, as_yaml, discover, passages_of
from indexer.taxonomy.taxonomy import load_taxonomy

_BULK = (".jsonl", ".jsonl.gz")


def read_passages(paths: Sequence[Path]) -> Iterator[Passage | Problem]:
    """Titles, headings and paragraphs of the files, folders searched to the bottom.

    Corpus Markdown and JSON Lines are read as the index reads them; txt, html, docx and pdf as
    `qianshao import` would propose them. What cannot be read is a Problem. Hidden files are left
    out of folders.
    """
    for path in find_files(paths):
        if path.name.lower().endswith(_BULK):
            yield from _of_lines(path)
        elif path.suffix.lower() == ".md":
            parsed, problems = read_document(path, path.parent)
            yield from (
                problems
                if parsed is None
                else passages_of(parsed.document, parsed.paragraphs, path.name)
            )
        else:
            yield from _of_import(path)


def _of_lines(path: Path) -> Iterator[Passage | Problem]:
    try:
        for number, line in enumerate(open_lines(path), start=1):
            parsed = parse_line(line, path.name, number)
            if isinstance(parsed, Problem):
                yield parsed
            else:
                yield Passage(parsed[1].text, parsed[1].id)
    except (CorpusError, OSError) as error:
        yield Problem(path.name, None, "unreadable", str(error))


def _of_import(path: Path) -> Iterator[Passage | Problem]:
    for file in incoming_files(path):
        try:
            proposal = proposal_of(file)
        except CorpusError as error:
            yield Problem(file.name, None, error.code, str(error))
            continue
        parsed, problems = parse_document(proposal.markdown, proposal.slug, file.name)
        yield from (
            problems
            if parsed is None
            else passages_of(parsed.document, parsed.paragraphs, file.name)
        )


@click.command("discover")
@click.argument("paths", metavar="PATH...", nargs=-1, required=True)
@click.option("--config", metavar="FILE", help="配置文件，默认 ./qianshao.yaml")
@click.option(
    "--min-confidence",
    type=click.FloatRange(0, 1),
    default=0.4,
    show_default=True,
    help="只列把握不低于此数的（0 到 1）",
)
@click.option("--limit", type=click.IntRange(min=1), help="最多列出几个")
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出")
def discover_initiatives(
    paths: tuple[str, ...],
    config: str | None,
    min_confidence: float,
    limit: int | None,
    as_json: bool,
) -> None:
    """找出文本里分类表还没有的举措名称，按把握排序，附上下文。

    PATH 是文件或文件夹：资料库的 .md、JSON Lines，或 import 能读的 txt、html、docx、pdf。
    输出可以直接粘贴到 initiatives.yaml，粘贴前请逐条核对。
    """
    taxonomy = load_taxonomy(load_settings(config).corpus_path() / "taxonomy")
    passages: list[Passage] = []
    problems: list[Problem] = []
    for item in read_passages([Path(path) for path in paths]):
        if isinstance(item, Passage):
            passages.append(item)
        else:
            problems.append(item)
            echo(str(item), err=True)
    found = discover(passages, taxonomy, min_confidence)[:limit]
    if as_json:
        echo_json([dataclasses.asdict(d) for d in found])
    else:
        _print(found, len(passages))
    sys.exit(0 if passages or not problems else 1)


def _print(found: Sequence[Discovery], passages: int) -> None:
    echo(f"# {len(found)} 个候选举措（看了 {passages} 段）；核对后粘贴到 initiatives.yaml")
    echo(as_yaml(found), nl=False)
