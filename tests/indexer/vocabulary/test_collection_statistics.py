"""The vocabulary is the same whether it is learnt from batches or from their merged segment."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from indexer.codec.run import write_run
from indexer.codec.segment import Segment
from indexer.codec.segment_writer import write_segment
from indexer.model.documents import Document, Paragraph
from indexer.taxonomy.taxonomy import EMPTY
from indexer.text.analyzer import Segmenter
from indexer.vocabulary.arrays import FILE_NAME
from indexer.vocabulary.inputs import RunInput, SegmentInput
from indexer.vocabulary.learning import learn_vocabulary
from indexer.vocabulary.phrases import MAX_PARAGRAPH_CHARS

TEXTS = (
    "推进江海前哨工程建设。",
    "江海前哨工程😀二期开工",
    "电信网络诈骗发案下降12.5%",
    "𠮷野家旁的警务站",
)


def _rows(count: int, first: int) -> list[tuple[Document, Paragraph]]:
    rows = []
    for number in range(first, first + count):
        document = Document(
            f"d{number // 3}", title=f"报告{number % 4}", source=f"南通{number % 2}"
        )
        text = f"{TEXTS[number % 4]}第{number % 7}段"
        themes = ("防控", "打击")[: number % 3]
        rows.append(
            (document, Paragraph(f"d#{number}", document.slug, 0, text, None, 0, 0, themes, ()))
        )
    return rows


def _write(folder: Path) -> tuple[list[Path], Segment]:
    paths = [folder / "a", folder / "b"]
    for path, rows in zip(paths, (_rows(50, 0), _rows(30, 50)), strict=True):
        write_run(path, rows, Segmenter())
    write_segment(folder / "s", paths, lambda stage, done, of: None, str)
    return paths, Segment(folder / "s")


def test_batches_teach_what_their_segment_teaches(tmp_path: Path) -> None:
    paths, segment = _write(tmp_path)
    learnt = []
    for name, given in (
        ("batches", RunInput(paths)),
        ("segment", SegmentInput(segment, np.zeros(0, np.uint32))),
    ):
        assert len(given) == 80
        folder = tmp_path / name
        folder.mkdir()
        learn_vocabulary(folder, [given], EMPTY, Segmenter())
        learnt.append((folder / FILE_NAME).read_bytes())
    assert learnt[0] == learnt[1]


def test_deleted_rows_teach_nothing(tmp_path: Path) -> None:
    paths, segment = _write(tmp_path)
    given = SegmentInput(segment, np.arange(50, 80, dtype=np.uint32))
    first = RunInput(paths[:1])
    assert len(given) == len(first) == 50
    for column in ("themes", "title", "source"):
        assert given.counts(column) == first.counts(column)
    words: Counter[str] = Counter()
    for word, count in first.words():
        words[word] += count
    assert dict(given.words()) == words
    numbers = np.array([0, 7, 49])
    for most in (100, 7):  # the text beyond the basic plane ends within two UTF-16 units
        assert given.forms(numbers, most) == first.forms(numbers, most)
        assert all(len(form) <= most for form in given.forms(numbers, most))


class _CountingSegmenter(Segmenter):
    """Knows how many characters it was given to cut at once, at most."""

    most = 0

    def cut_whole_all(self, forms: Sequence[str]) -> list[list[str]]:
        self.most = max(self.most, sum(map(len, forms)))
        return super().cut_whole_all(forms)


def test_long_paragraphs_cost_no_more_memory_than_short_ones(tmp_path: Path) -> None:
    """They did: the words of 86 MB in long paragraphs took 2.4 GB of one process."""
    rows = []
    for number in range(4):
        text = "推进江海前哨工程建设。" * 9_000
        rows.append(
            (Document(f"d{number}"), Paragraph(f"d{number}#1", "", 1, text, None, 0, 0, (), ()))
        )
    write_run(tmp_path / "run", rows, Segmenter())
    segmenter = _CountingSegmenter()
    learn_vocabulary(tmp_path, [RunInput([tmp_path / "run"])], EMPTY, segmenter)
    assert segmenter.most == 4 * MAX_PARAGRAPH_CHARS
