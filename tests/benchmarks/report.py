"""Turn figures into a Markdown report and JSON."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from measure import Build, Serving, Times
from workload import CLASSES

YARDSTICK = "tantivy"


@dataclass(frozen=True, slots=True)
class Run:
    """All figures over one corpus. Engines that were left out are absent."""

    corpus: str
    paragraphs: int
    text_mb: float
    builds: Mapping[str, Build]
    serving: Mapping[str, Serving]
    times: Mapping[str, Mapping[str, Times]]


def as_json(run: Run) -> dict[str, Any]:
    return asdict(run)


def markdown(run: Run) -> str:
    lines = [
        f"## {run.paragraphs:,} paragraphs, {run.text_mb:.1f} MB of UTF-8 text, "
        f"{run.corpus} facets",
        "",
    ]
    lines += ["Query times in ms: median / 95th percentile, then their ratios to tantivy's.", ""]
    lines += _times_table(run)
    lines += ["", "First run of each query against the warm median; hits in all.", ""]
    lines += _first_table(run)
    lines += ["", "Build with segmentation, size, memory, start, update.", ""]
    lines += _resources_table(run)
    return "\n".join(lines) + "\n"


def _times_table(run: Run) -> Iterator[str]:
    yield "| engine | " + " | ".join(CLASSES) + " |"
    yield "|---" * (len(CLASSES) + 1) + "|"
    for name, classes in run.times.items():
        cells = [_times_cell(run, classes.get(kind), kind) for kind in CLASSES]
        yield f"| {name} | " + " | ".join(cells) + " |"


def _times_cell(run: Run, times: Times | None, kind: str) -> str:
    if times is None:
        return "–"
    yardstick = run.times.get(YARDSTICK, {}).get(kind)
    ratio = ""
    if yardstick:
        ratio = f" (× {times.median / yardstick.median:.2f} / {times.p95 / yardstick.p95:.2f})"
    return f"{times.median:.2f} / {times.p95:.2f}{ratio}"


def _first_table(run: Run) -> Iterator[str]:
    yield "| engine | " + " | ".join(CLASSES) + " |"
    yield "|---" * (len(CLASSES) + 1) + "|"
    for name, classes in run.times.items():
        cells = [
            f"{times.first:.2f} (× {times.first / times.median:.1f}), {times.total} hits"
            if (times := classes.get(kind))
            else "–"
            for kind in CLASSES
        ]
        yield f"| {name} | " + " | ".join(cells) + " |"


def _resources_table(run: Run) -> Iterator[str]:
    yield (
        "| engine | build s | × tantivy | size MB | × text | build peak MB "
        "| start to first answer s | update of one s | private MB | mapped MB |"
    )
    yield "|---" * 10 + "|"
    base = run.builds.get(YARDSTICK)
    for name, build in run.builds.items():
        serving = run.serving[name]
        ratio = f"{build.seconds / base.seconds:.2f}" if base else "–"
        update = "–" if serving.update_s is None else f"{serving.update_s:.2f}"
        yield (
            f"| {name} | {build.seconds:.1f} | {ratio} | {build.size_mb:.1f} "
            f"| {build.size_mb / run.text_mb:.2f} | {build.peak_mb:.0f} | {serving.start_s:.2f} "
            f"| {update} | {serving.private_mb:.0f} | {serving.mapped_mb:.0f} |"
        )
