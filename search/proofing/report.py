"""Turn the result of a check into JSON, and into lines for a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import click

from indexer.cli.output import printable
from indexer.model.schema import SCHEMA
from search.proofing.findings import VERDICTS, Finding, Ours, ProofResult, Verdict, worst_first
from search.response import fields_body, quote_address

KINDS = {"figure": "数据", "name": "名称", "quotation": "引文"}
_COLOURS: dict[Verdict, str] = {"agrees": "green", "differs": "red", "unseen": "yellow"}


def proof_body(result: ProofResult) -> dict[str, Any]:
    """Findings in the order of the draft; offsets are code points into it."""
    return {
        "findings": list(map(_finding_body, result.findings)),
        "counts": {verdict: result.count(verdict) for verdict in VERDICTS},
        "unread": [{"text": u.text, "start": u.start, "end": u.end} for u in result.unread],
        "left_out": result.left_out,
    }


def _finding_body(finding: Finding) -> dict[str, Any]:
    claim = finding.claim
    return {
        "kind": claim.kind,
        "text": claim.text,
        "start": claim.start,
        "end": claim.end,
        "indicator": claim.figure.indicator if claim.figure else None,
        "verdict": finding.verdict,
        "reason": finding.reason or None,
        "ours": list(map(_ours_body, finding.ours)),
    }


def _ours_body(ours: Ours) -> dict[str, Any]:
    paragraph = ours.paragraph
    return {
        "said": ours.said,
        "paragraph": paragraph.id,
        **fields_body(paragraph, SCHEMA.told_of_document),
        "quote": ours.quote,
        "start": ours.start,
        "end": ours.end,
        "url": quote_address(paragraph, ours.start, ours.end),
    }


def proof_lines(result: ProofResult) -> Iterator[str]:
    """What differs first, each with what the library says and where."""
    yield "、".join(f"{word} {result.count(verdict)}" for verdict, word in VERDICTS.items())
    if result.left_out:
        done = len(result.findings)
        yield f"可核对之处太多，只核对了前 {done} 处，还有 {result.left_out} 处没有核对"
    for finding in worst_first(result.findings):
        claim = finding.claim
        verdict = click.style(VERDICTS[finding.verdict], fg=_COLOURS[finding.verdict])
        line = result.draft.count("\n", 0, claim.start) + 1
        about = f"{claim.figure.indicator}：" if claim.figure else ""
        reason = f"（{finding.reason}）" if finding.reason else ""
        yield ""
        yield f"{verdict} 第 {line} 行 {KINDS[claim.kind]} {printable(about + claim.text)}{reason}"
        for ours in finding.ours:
            yield printable(f"    本库：{ours.said} · {source_words(ours)}")
            yield printable(f"    「{ours.quote}」")
    for unread in result.unread:
        yield ""
        yield printable(f"没有读懂，未核对：{unread.text}")


def source_words(ours: Ours) -> str:
    """Where the library says so, in one line."""
    p = ours.paragraph
    facts = [p.called, p.source, f"{p.year}年" if p.year is not None else None]
    return " · ".join(fact for fact in (*facts, f"第{p.ordinal}段") if fact)
