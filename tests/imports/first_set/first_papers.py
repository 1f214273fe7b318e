"""The first set: reports of eight kinds, each in the layouts in which its kind is met."""

from __future__ import annotations

from collections.abc import Iterator

import judged_layouts as layouts
from judged_texts import Report, make_reports
from papers import Paper

from indexer.word_list import words

_KINDS = ("notice", "summary", "news", "speech", "briefing", "minutes", "mixed", "table")
_FIELDS = words("title source publisher doc_number date year region genre author")
_BYLINE = {"docx", "pdf", "txt"}  # formats whose layout prints the byline of a news story


def make_first_papers(seed: int, each: int = 4) -> list[Paper]:
    return [
        Paper(f"{kind}-{number}-{style}.{form}", data, report.blocks, _printed(report, form))
        for kind in _KINDS
        for number, report in enumerate(make_reports(kind, each, seed), start=1)
        for style, form, data in _laid_out(report, number)
    ]


def _printed(report: Report, form: str) -> dict[str, str | None]:
    """What the file prints; a page has no byline, a WeChat page no source line."""
    values: dict[str, str | None] = {name: getattr(report, name) for name in _FIELDS}
    if report.kind == "news" and form not in _BYLINE:
        values["author"] = None
    if form == "html" and report.kind == "notice":
        values["doc_number"] = None
    return values


def _laid_out(report: Report, number: int) -> Iterator[tuple[str, str, bytes]]:
    if report.kind == "table":
        yield "sheet", "xlsx", layouts.as_xlsx(report)
        return
    styled = number % 2 == 0
    yield ("styled" if styled else "plain"), "docx", layouts.as_docx(report, styled)
    two_columns = number % 3 == 0 and report.kind != "notice"
    running = "" if number % 2 else f"{report.source} 内部资料"
    yield "printed", "pdf", layouts.as_pdf(report, 2 if two_columns else 1, running)
    if report.kind == "mixed":
        yield "table", "html", layouts.as_page(report, "plain")
        return
    if report.kind in ("news", "summary", "notice"):
        style = ("plain", "centered", "breaks", "wechat")[number % 4]
        style = style if report.kind == "news" or style != "wechat" else "plain"
        yield style, "html", layouts.as_page(report, style)
    encoding = "gb18030" if number % 2 else "utf-8"
    yield "lines", "txt", layouts.as_text(report, encoding, 0 if number % 3 else 36)
    if report.kind == "summary":
        yield "blocks", "md", layouts.as_markdown(report)
