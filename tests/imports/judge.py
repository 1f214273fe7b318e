"""Import a judged set and print, for each field and format, what is right, wrong or empty.

    python tests/imports/judge.py second|third [--seed N] [--public FILE.jsonl.gz] [--wrong]

The files are made anew from texts that are known; with --public, paragraphs of that file of public
reports are mixed in. PDF and old formats are written by LibreOffice and Chromium: they are left out
where these are missing, or with --loose.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

sys.path.extend(str(folder) for folder in Path(__file__).parent.iterdir() if folder.is_dir())

from loose_papers import make_all
from papers import Paper, public_paragraphs
from printed_papers import make_printed_papers
from third_loose import make_third_loose
from third_printed import make_third_printed
from third_web import make_third_pages
from third_word import make_third_words

from indexer.importer.intake import incoming_files, proposal_of
from indexer.importer.source_text import ImportRefusedError
from indexer.model.strict_yaml import YamlEntry, parse_yaml
from indexer.sources.front_matter import cut_front_matter


@dataclass(slots=True)
class Scores:
    """Counts over the files that were judged."""

    fields: dict[str, Counter[str]] = field(default_factory=dict)
    boundaries: dict[str, Counter[str]] = field(default_factory=dict)
    seconds: Counter[str] = field(default_factory=Counter)
    files: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)


CAN_PRINT = bool(shutil.which("soffice") and shutil.which("chromium"))


def loose_papers(name: str, seed: int, public: tuple[str, ...] = ()) -> list[Paper]:
    """The files of a set that need no other program."""
    makers = (make_all,) if name == "second" else _THIRD
    return [paper for make in makers for paper in make(seed, public)]


def printed_papers(name: str, seed: int, public: tuple[str, ...] = ()) -> list[Paper]:
    """The files of a set that LibreOffice and Chromium write."""
    return (make_printed_papers if name == "second" else make_third_printed)(seed, public)


_THIRD = (make_third_words, make_third_pages, make_third_loose)
_NO_BOUNDARIES = ("xlsx", "csv")  # a row may carry its header: only characters are counted
_MARK = re.compile(r"^(?:[•·●○▪◦–]|注?\[?\d*\]?[：:]?(?=数据来源))")


def judge_papers(papers: Iterable[Paper], scores: Scores) -> None:
    for paper in papers:
        kind = paper.name.rsplit(".", 1)[1]
        started = _cpu_seconds()
        markdown = imported(paper, scores)
        scores.seconds[kind] += _cpu_seconds() - started  # type: ignore[assignment]
        scores.files[kind] += 1
        _judge_fields(paper, markdown, scores)
        _judge_body(paper, kind, markdown, scores)


def imported(paper: Paper, scores: Scores) -> str:
    """The Markdown of the file, or of the longest of those that it contains."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / paper.name
        path.write_bytes(paper.data)
        made = [""]
        for file in incoming_files(path):
            try:
                made.append(proposal_of(file).markdown)
            except ImportRefusedError as error:
                scores.wrong.append(f"{paper.name}: refused, {error}")
    return max(made, key=len)


def _judge_fields(paper: Paper, markdown: str, scores: Scores) -> None:
    found = proposed_fields(markdown)
    for name, wanted in paper.fields.items():
        value = found.get(name)
        if not value:
            outcome = "empty" if wanted else "none"
        elif wanted is None:
            outcome = "extra"
        else:
            same = "".join(value.split()) == "".join(wanted.split())
            outcome = "right" if same else "wrong"
        scores.fields.setdefault(name, Counter())[outcome] += 1
        if outcome in ("wrong", "empty", "extra"):
            scores.wrong.append(f"{paper.name}: {outcome} {name} {value!r}, is {wanted!r}")


def _judge_body(paper: Paper, kind: str, markdown: str, scores: Scores) -> None:
    _, body, _ = cut_front_matter(markdown)
    optional = {_bare(text) for text in paper.optional}
    printed = [block for block in re.split(r"\n\s*\n|\n(?=#)", body) if block.strip()]
    blocks = [_bare(block) for block in _as_printed(printed, [text for _, text in paper.blocks])]
    wanted = [_bare(text) for _, text in paper.blocks]
    surplus = Counter(blocks) - Counter(wanted)
    got = []
    for text in blocks:
        if text in optional and surplus[text]:
            surplus[text] -= 1
        else:
            got.append(text)
    counts = scores.boundaries.setdefault(kind, Counter())
    letters, meant = Counter("".join(got)), Counter("".join(wanted))
    lost = (meant - letters).total()
    counts["characters"] += meant.total()
    counts["lost"] += lost
    counts["added"] += 0 if kind in _NO_BOUNDARIES else (letters - meant).total()
    have, want = Counter(_edges(got)), Counter(_edges(wanted))
    hits = have & want
    if kind not in _NO_BOUNDARIES:
        counts["hits"] += hits.total()
        counts["got"] += have.total()
        counts["wanted"] += want.total()
        missing, extra = list((want - hits).elements())[:3], list((have - hits).elements())[:3]
        if missing or extra:
            scores.wrong.append(f"{paper.name}: boundaries missing {missing}, too many {extra}")
    if lost:
        scores.wrong.append(f"{paper.name}: lost {lost}: {''.join(meant - letters)[:60]}")


def _as_printed(blocks: list[str], wanted: list[str]) -> list[str]:
    """The blocks with rows that say the names of their columns (单位：甲；立案：3) as the paper has
    them: the names once, above, and each row without them."""
    heads = [tuple(text.split(" | ")) for text in wanted if " | " in text]
    made: list[str] = []
    told = None
    for block in blocks:
        pairs = [part.partition("：") for part in block.strip().split("；")]
        named = tuple(name for name, _, _ in pairs)
        head = next((h for h in heads if len(pairs) > 1 and set(named) <= set(h)), None)
        if head is not None:
            made += [" | ".join(head)] if head != told else []
            cells = {name: cell for name, _, cell in pairs}
            block = " | ".join(cells.get(name, "") for name in head)
        told = head
        made.append(block)
    return made


def proposed_fields(markdown: str) -> dict[str, str]:
    front, _, line = cut_front_matter(markdown)
    top, _ = parse_yaml(front or "", line)
    fields = top.value if top is not None and isinstance(top.value, dict) else {}
    return {key: "/".join(_texts(value)) for key, value in fields.items()}


def _texts(value: YamlEntry) -> list[str]:
    entries = value.value if isinstance(value.value, tuple) else (value,)
    return [str(entry.value or "") for entry in entries]


def _cpu_seconds() -> float:
    """Processor time of this process and of its finished children."""
    used = os.times()
    return used.user + used.system + used.children_user + used.children_system


def _bare(text: str) -> str:
    return _MARK.sub("", "".join(text.lstrip("#").replace("|", "").split()))


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
    parser.add_argument("set", choices=("second", "third"))
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--public", type=Path, help="public reports to take paragraphs of, too")
    parser.add_argument("--wrong", action="store_true", help="list all that is not right")
    parser.add_argument("--loose", action="store_true", help="without what other programs write")
    parser.add_argument("--keep", type=Path, help="write the files here, too")
    options = parser.parse_args()
    public = public_paragraphs(options.public) if options.public else ()
    papers = loose_papers(options.set, options.seed, public)
    if CAN_PRINT and not options.loose:
        papers += printed_papers(options.set, options.seed, public)
    if options.keep:
        options.keep.mkdir(parents=True, exist_ok=True)
        for paper in papers:
            (options.keep / paper.name).write_bytes(paper.data)
    scores = Scores()
    judge_papers(papers, scores)
    if options.wrong:
        print(*scores.wrong, sep="\n")
    print_scores(scores)
    print(f"{len(papers)} files")


if __name__ == "__main__":
    main()
