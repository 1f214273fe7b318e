"""Import the second judged set: papers of many offices in other layouts than the first set's.

    python tests/imports/judge_second.py [--seed N] [--public FILE.jsonl.gz] [--wrong] [--no-pdf]

With --public, paragraphs of that file of public reports are mixed in. PDF files are printed by
LibreOffice and Chromium, which must be installed.
"""

from __future__ import annotations

import argparse
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parent / "second_set"))

import judge
from loose_papers import make_all
from printed_papers import make_printed_papers
from second_texts import Paper, public_paragraphs

from indexer.importer.intake import incoming_files, proposal_of
from indexer.importer.source_text import ImportRefusedError
from indexer.sources.front_matter import cut_front_matter

_NO_BOUNDARIES = ("xlsx", "csv")  # a row may carry its header: only characters are counted
_MARK = re.compile(r"^(?:[•·●○▪◦–]|注?\[?\d*\]?[：:]?(?=数据来源))")


def judge_papers(papers: Iterable[Paper], scores: judge.Scores) -> None:
    for paper in papers:
        kind = paper.name.rsplit(".", 1)[1]
        started = judge._cpu_seconds()
        markdown = imported(paper, scores)
        scores.seconds[kind] += judge._cpu_seconds() - started  # type: ignore[assignment]
        scores.files[kind] += 1
        _judge_fields(paper, markdown, scores)
        _judge_body(paper, kind, markdown, scores)


def imported(paper: Paper, scores: judge.Scores) -> str:
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


def _judge_fields(paper: Paper, markdown: str, scores: judge.Scores) -> None:
    found = judge.proposed_fields(markdown)
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


def _judge_body(paper: Paper, kind: str, markdown: str, scores: judge.Scores) -> None:
    _, body, _ = cut_front_matter(markdown)
    optional = {judge._bare(text) for text in paper.optional}
    blocks = [_bare(block) for block in re.split(r"\n\s*\n|\n(?=#)", body) if block.strip()]
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
    have, want = Counter(judge._edges(got)), Counter(judge._edges(wanted))
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


def _bare(text: str) -> str:
    return _MARK.sub("", judge._bare(text))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--public", type=Path, help="public reports to take paragraphs of, too")
    parser.add_argument("--wrong", action="store_true", help="list all that is not right")
    parser.add_argument("--no-pdf", action="store_true")
    parser.add_argument("--keep", type=Path, help="write the files here, too")
    options = parser.parse_args()
    public = public_paragraphs(options.public) if options.public else ()
    papers = make_all(options.seed, public)
    if not options.no_pdf:
        papers += make_printed_papers(options.seed, public)
    if options.keep:
        options.keep.mkdir(parents=True, exist_ok=True)
        for paper in papers:
            (options.keep / paper.name).write_bytes(paper.data)
    scores = judge.Scores()
    judge_papers(papers, scores)
    if options.wrong:
        print(*scores.wrong, sep="\n")
    judge.print_scores(scores)
    print(f"{len(papers)} files")


if __name__ == "__main__":
    main()
