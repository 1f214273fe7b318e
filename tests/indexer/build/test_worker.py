"""A chunk becomes the same batch, whichever way its words are cut."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from indexer.build.served_files import write_served_files
from indexer.build.worker import Analysis, Chunk, Worker
from indexer.codec.run import SortedRun
from indexer.sources.input import FolderInput
from indexer.text.dictionary import LEXICON_NAME

CORPUS = Path(__file__).parents[3] / "corpus"


def test_a_few_paragraphs_are_cut_by_the_word_list_of_a_generation(tmp_path: Path) -> None:
    source = FolderInput(CORPUS)
    words = source.taxonomy.dictionary_words()
    write_served_files(tmp_path, source, words)
    (chunk,) = source.chunks()
    batches = []
    for name, lexicon in (("a", None), ("b", tmp_path / LEXICON_NAME)):
        (tmp_path / name).mkdir()
        worker = Worker(Analysis(tmp_path / name, source.taxonomy, words, frozenset(), lexicon))
        result = worker.run(Chunk(0, chunk.place, chunk.rows))
        assert result.rows == len(chunk.rows) > 50
        assert ("segmenter" in vars(worker)) == (lexicon is None)
        batches.append(SortedRun(result.path))
    one, other = batches
    assert _words(one) == _words(other)


def _words(batch: SortedRun) -> dict[str, list[tuple[int, int]]]:
    """Word → its rows, with frequencies."""
    names, terms = batch.strings("words.words"), batch.terms("words", 0).batch
    ends = np.cumsum(terms.doc_freqs).tolist()
    pairs = list(zip(terms.rows.tolist(), terms.freqs.tolist(), strict=True))
    return {
        names[key]: pairs[start:end]
        for key, start, end in zip(terms.keys.tolist(), [0, *ends], ends, strict=False)
    }
