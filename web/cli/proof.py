"""The command that checks a draft, a Word document or plain text, against the library."""

from __future__ import annotations

from pathlib import Path

import click

from indexer.cli.options import index_options
from indexer.cli.output import echo, echo_json
from indexer.settings import Settings
from indexer.text.decoding import Decoded, decode
from search.proofing.report import proof_body, proof_lines
from search.proofing.verdicts import proof
from search.searcher import open_searcher
from web.exports.proof import DraftUnreadableError, WordDraft, read_draft, word_draft

_MOST = 100_000  # claims: who runs the command may wait


@click.command("proof")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--place", metavar="NAME", default="", help="稿子没写明单位或地区时，按它核对")
@click.option("--year", type=click.IntRange(1900, 2999), help="稿子没写明年份时，按它核对")
@click.option("--out", metavar="FILE", help="另存一份带批注的 Word（.docx）")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON")
@index_options
def proof_command(
    file: Path,
    place: str,
    year: int | None,
    out: str | None,
    as_json: bool,
    settings: Settings,
) -> None:
    """核对 FILE（.docx 或纯文本）里的数据、名称和引文：与本库一致、不一致，还是未见。"""
    draft = _read(file)
    searcher = open_searcher(settings)
    result = proof(draft.text, searcher, place, year, _MOST)
    if out is not None:
        draft.annotate(result.findings)
        with open(out, "wb") as written:
            draft.save(written)
        echo(f"已写入 {out}：{len(result.findings)} 条批注", err=True)
    if as_json:
        echo_json(proof_body(result))
        return
    for line in proof_lines(result):
        click.echo(line)


def _read(file: Path) -> WordDraft:
    """DraftUnreadableError for what is neither a Word document nor text."""
    data = file.read_bytes()
    if data[:2] == b"PK":
        return read_draft(data, file.name)
    decoded = decode(data)
    if not isinstance(decoded, Decoded):
        raise DraftUnreadableError(file.name)
    return word_draft(decoded.text)
