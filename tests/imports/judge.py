"""Import the judged set and print, for each field and format, what is right, wrong or empty.

    python tests/imports/judge.py [--seed N] [--each N] [--wrong] [--keep DIR]

The files are made anew from texts that are known (judged_texts.py, judged_layouts.py).
"""

from __future__ import annotations

import argparse
import os
import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import judged_layouts as layouts
from judged_texts import Report, make_reports

from indexer.importer.formats import read_source
from indexer.importer.proposal import propose
from indexer.importer.source_text import ImportRefusedError
from indexer.model.strict_yaml import YamlEntry, parse_yaml
from indexer.sources.front_matter import cut_front_matter

FIELDS = ("title", "source", "publisher", "doc_number", "date", "year", "region", "genre", "author")
_BYLINE = {"docx", "pdf", "txt"}  # formats whose layout prints the byline of a news story


@dataclass(frozen=True, slots=True)
class Judged:
    """A file of the set and the report that was laid out in it."""

    name: str
    data: bytes
    report: Report
    style: str

    @property
    def format(self) -> str:
        return self.name.rsplit(".", 1)[1]


@dataclass(slots=True)
class Scores:
    """Counts over the files that were judged."""

    fields: dict[str, Counter[str]] = field(default_factory=dict)
    boundaries: dict[str, Counter[str]] = field(default_factory=dict)
    seconds: Counter[str] = field(default_factory=Counter)
    files: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)


def judged_files(seed: int, each: int) -> Iterator[Judged]:
    """The set: `each` reports of every kind, each in the layouts in which its kind is met."""
    for kind in ("notice", "summary", "news", "speech", "briefing", "minutes", "mixed", "table"):
        for number, report in enumerate(make_reports(kind, each, seed), start=1):
            for style, suffix, data in _laid_out(report, number):
                yield Judged(f"{kind}-{number}-{style}.{suffix}", data, report, style)


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


def expected_fields(judged: Judged) -> dict[str, str | None]:
    """What the file prints; a page has no byline, a WeChat page no source line."""
    report = judged.report
    values = {name: getattr(report, name) for name in FIELDS}
    prints_byline = report.kind != "news" or judged.format in _BYLINE
    if not prints_byline:
        values["author"] = None
    if judged.format == "html" and report.kind == "notice":
        values["doc_number"] = None
    return values


def proposed_fields(markdown: str) -> dict[str, str]:
    front, _, line = cut_front_matter(markdown)
    top, _ = parse_yaml(front or "", line)
    fields = top.value if top is not None and isinstance(top.value, dict) else {}
    return {key: "/".join(_texts(value)) for key, value in fields.items()}


def _texts(value: YamlEntry) -> list[str]:
    entries = value.value if isinstance(value.value, tuple) else (value,)
    return [str(entry.value or "") for entry in entries]


def judge(files: Iterator[Judged], scores: Scores) -> None:
    for judged in files:
        started = _cpu_seconds()
        try:
            source = read_source(judged.data, judged.name)
            markdown = propose(source, judged.name.rsplit(".", 1)[0]).markdown
        except ImportRefusedError as error:
            scores.wrong.append(f"{judged.name}: refused, {error}")
            markdown = "---\n---\n"
        scores.seconds[judged.format] += _cpu_seconds() - started  # type: ignore[assignment]
        scores.files[judged.format] += 1
        _judge_fields(judged, markdown, scores)
        _judge_body(judged, markdown, scores)


def _cpu_seconds() -> float:
    """Processor time of this process and of its finished children."""
    used = os.times()
    return used.user + used.system + used.children_user + used.children_system


def _judge_fields(judged: Judged, markdown: str, scores: Scores) -> None:
    found = proposed_fields(markdown)
    for name, wanted in expected_fields(judged).items():
        counts = scores.fields.setdefault(name, Counter())
        value = found.get(name)
        if not value:
            outcome = "empty" if wanted else "none"
        elif wanted is None:
            outcome = "extra"
        else:
            outcome = "right" if "".join(value.split()) == "".join(wanted.split()) else "wrong"
        counts[outcome] += 1
        if outcome in ("wrong", "empty"):
            scores.wrong.append(f"{judged.name}: {name} {value!r}, should be {wanted!r}")


def _judge_body(judged: Judged, markdown: str, scores: Scores) -> None:
    _, body, _ = cut_front_matter(markdown)
    got = [_bare(block) for block in re.split(r"\n\s*\n|\n(?=#)", body) if block.strip()]
    wanted = [_bare(text) for _, text in judged.report.blocks]
    if judged.format == "xlsx":
        wanted, got = [], []
    counts = scores.boundaries.setdefault(judged.format, Counter())
    hits = Counter(_edges(got)) & Counter(_edges(wanted))
    counts["hits"] += hits.total()
    counts["got"] += len(_edges(got))
    counts["wanted"] += len(_edges(wanted))
    letters, meant = Counter("".join(got)), Counter("".join(wanted))
    counts["characters"] += meant.total()
    counts["lost"] += (meant - letters).total()
    counts["added"] += (letters - meant).total()
    missing = list((Counter(_edges(wanted)) - hits).elements())[:2]
    extra = list((Counter(_edges(got)) - hits).elements())[:2]
    lost = (meant - letters).total()
    if missing or extra or lost:
        told = f"lost {lost}, boundaries missing {missing}, too many {extra}"
        scores.wrong.append(f"{judged.name}: {told}")


def _bare(text: str) -> str:
    return "".join(text.lstrip("#").replace("|", "").split())


def _edges(blocks: list[str]) -> list[str]:
    """Each boundary as the characters around it."""
    ends = ["", *blocks, ""]
    return [f"{a[-8:]}‖{b[:8]}" for a, b in pairwise(ends) if a and b]


def print_scores(scores: Scores) -> None:
    names = "".join(f"{name:>7}" for name in ("right", "wrong", "empty", "extra"))
    print(f"{'field':<12}{names}{'share right':>13}{'wrong':>8}")
    for name, counts in scores.fields.items():
        printed = counts["right"] + counts["wrong"] + counts["empty"]
        share, wrong = (counts[k] / max(1, printed) for k in ("right", "wrong"))
        shown = "".join(f"{counts[k]:>7}" for k in ("right", "wrong", "empty", "extra"))
        print(f"{name:<12}{shown}{share:>13.3f}{wrong:>8.3f}")
    names = f"{'F1':>7}{'characters':>12}{'lost':>6}{'added':>7}"
    print(f"{'format':<8}{'files':>6}{'files/s':>9}{names}")
    for kind, counts in scores.boundaries.items():
        f1 = 2 * counts["hits"] / max(1, counts["got"] + counts["wanted"])
        rate = scores.files[kind] / max(1e-9, scores.seconds[kind])
        tail = f"{counts['characters']:>12,}{counts['lost']:>6}{counts['added']:>7}"
        print(f"{kind:<8}{scores.files[kind]:>6}{rate:>9.1f}{f1:>7.3f}{tail}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--each", type=int, default=4, help="reports of each kind")
    parser.add_argument("--wrong", action="store_true", help="list all that is not right")
    parser.add_argument("--keep", type=Path, help="write the files here, too")
    options = parser.parse_args()
    files = list(judged_files(options.seed, options.each))
    if options.keep:
        options.keep.mkdir(parents=True, exist_ok=True)
        for judged in files:
            (options.keep / judged.name).write_bytes(judged.data)
    scores = Scores()
    judge(iter(files), scores)
    if options.wrong:
        print(*scores.wrong, sep="\n")
    print_scores(scores)


if __name__ == "__main__":
    main()
