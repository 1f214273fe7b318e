"""Vectors are kept, found again and proven; what was cut, flipped or exchanged is never used."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.codec import kernels
from indexer.errors import IndexDamagedError
from indexer.semantic.journal import Journal, count_records, journal_dimensions
from indexer.semantic.vectors import (
    cosines,
    digests_of,
    open_vectors,
    passage_of,
    prove_vectors,
    read_record,
    remove_others,
    text_digest,
    vector_path,
    whole_files,
    write_vectors,
)

MODEL, SEGMENT = "a" * 64, "b" * 64


def some_vectors(rows: int, dimensions: int = 24, seed: int = 1) -> kernels.Vectors:
    return np.random.default_rng(seed).integers(-127, 128, (rows, dimensions), np.int8)


def written(root: Path, rows: int = 5, segment: str = SEGMENT) -> Path:
    path = vector_path(root, MODEL, segment)
    path.parent.mkdir(parents=True, exist_ok=True)
    digests = digests_of(iter([f"段{number}" for number in range(rows)]))
    vectors = some_vectors(rows)
    write_vectors(path, MODEL, segment, iter([vectors[:2], vectors[2:]]), digests)
    return path


# -- cosines ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "dimensions", [1, 2, 15, 16, 17, 63, 64, 65, 384, 512, 768, 1024, 1500, 4096]
)
def test_cosines_are_the_same_bits_with_and_without_the_c_part(dimensions, monkeypatch):
    vectors = np.concatenate(
        [some_vectors(50, dimensions), np.full((2, dimensions), -128, np.int8)]
    )
    vectors[3] = 0
    wide = vectors.astype(np.int64)
    squares = (wide * wide).sum(axis=1).astype(np.uint32)
    for query in (vectors[0], vectors[3], vectors[-1]):
        found = cosines(vectors, squares, query)
        exact = wide @ query.astype(np.int64)
        lengths = np.sqrt(squares.astype(float) * float(query.astype(np.int64) @ query))
        expected = np.divide(exact, lengths, out=np.zeros(len(vectors)), where=lengths > 0)
        assert found.tolist() == expected.tolist()
        with monkeypatch.context() as without:
            without.setattr(kernels, "compiled", None)
            assert cosines(vectors, squares, query).tolist() == found.tolist()


@pytest.mark.skipif(kernels.compiled is None, reason="the C part was not built")
@pytest.mark.parametrize(("rows", "squares", "size"), [(3, 4, 8), (5, 4, 8), (4, 4, 0), (4, 4, 9)])
def test_arrays_that_do_not_fit_are_refused(rows, squares, size):
    vectors = np.zeros(rows * 8, np.int8)
    with pytest.raises(ValueError, match="beyond"):
        kernels.compiled.cosines(
            vectors, np.zeros(squares, np.uint32), np.zeros(size, np.int8), np.zeros(4)
        )


# -- files -----------------------------------------------------------------------------------------


def test_a_file_gives_back_its_vectors_in_the_order_of_the_rows(tmp_path):
    path = written(tmp_path)
    record = read_record(path, MODEL, SEGMENT)
    for opened in (open_vectors(path, record), prove_vectors(path, record)):
        assert opened.vectors.tolist() == some_vectors(5).tolist()
        assert opened.squares.tolist() == (some_vectors(5).astype(int) ** 2).sum(axis=1).tolist()
        assert bytes(opened.digests[3]) == text_digest("段3")


@given(at=st.integers(0, 10_000), bit=st.integers(0, 7))
def test_a_flipped_bit_anywhere_is_noticed(at, bit, tmp_path_factory):
    folder = tmp_path_factory.mktemp("flip")
    path = written(folder)
    record = read_record(path, MODEL, SEGMENT)
    for changed in (path, path.with_suffix(".json")):
        content = bytearray(changed.read_bytes())
        content[at % len(content)] ^= 1 << bit
        changed.write_bytes(content)
    assert read_record(path, MODEL, SEGMENT) in (None, record)  # white space may be flipped to such
    with pytest.raises(IndexDamagedError):
        open_vectors(path, record)
    shutil.rmtree(folder)


def test_a_cut_or_missing_file_is_as_good_as_none(tmp_path):
    path = written(tmp_path)
    path.write_bytes(path.read_bytes()[:-1])
    assert read_record(path, MODEL, SEGMENT) is None
    path.unlink()
    assert read_record(path, MODEL, SEGMENT) is None
    assert whole_files(tmp_path, MODEL) == []


def test_vectors_of_another_model_or_segment_are_not_taken(tmp_path):
    path = written(tmp_path)
    assert read_record(path, "c" * 64, SEGMENT) is None
    assert read_record(path, MODEL, "b" * 63 + "c") is None
    assert read_record(path, MODEL) is not None


def test_what_no_generation_needs_is_removed(tmp_path):
    kept, gone = written(tmp_path), written(tmp_path, segment="d" * 64)
    other = tmp_path / "vectors" / "other" / "x.arrays"
    other.parent.mkdir()
    other.write_bytes(b"")
    remove_others(tmp_path, MODEL, [SEGMENT])
    assert kept.exists() and kept.with_suffix(".json").exists()
    assert not gone.exists() and not gone.with_suffix(".json").exists()
    assert not other.parent.exists()


def test_the_model_reads_title_heading_and_text_where_they_are():
    assert passage_of("标题", "小标题", "正文") == "标题\n小标题\n正文"
    assert passage_of("", "", "正文") == "正文"


# -- the journal -----------------------------------------------------------------------------------


def filled(folder: Path, count: int) -> tuple[list[bytes], kernels.Vectors]:
    digests = [text_digest(f"{number}") for number in range(count)]
    vectors = some_vectors(count)
    with Journal(folder, 24) as journal:
        for number in range(count):
            journal.add([digests[number]], vectors[number : number + 1])
    return digests, vectors


@pytest.mark.parametrize("cut", [0, 1, 20, 43, 44, 45, 88, 400, 10_000])
def test_a_journal_loses_only_what_was_not_written_whole(tmp_path, cut):
    digests, vectors = filled(tmp_path, 9)
    path = tmp_path / "journal"
    content = path.read_bytes()
    path.write_bytes(content[: max(0, len(content) - cut)])
    left = max(0, (len(content) - 12 - cut) // 44)
    with Journal(tmp_path, 24) as journal:
        found, kept = journal.records()
        assert [bytes(digest) for digest in found] == digests[:left]
        assert kept.tolist() == vectors[:left].tolist()
        journal.add([b"x" * 16], some_vectors(1))
        assert len(journal.records()[0]) == left + 1
    assert count_records(tmp_path, 24) == left + 1


def test_a_damaged_record_ends_a_journal(tmp_path):
    filled(tmp_path, 9)
    path = tmp_path / "journal"
    content = bytearray(path.read_bytes())
    content[12 + 44 * 4 + 20] ^= 1
    path.write_bytes(content)
    with Journal(tmp_path, 24) as journal:
        assert len(journal.records()[0]) == 4


def test_a_journal_of_another_kind_begins_anew(tmp_path):
    filled(tmp_path, 3)
    assert journal_dimensions(tmp_path) == 24
    with Journal(tmp_path, 32) as journal:
        assert len(journal.records()[0]) == 0
    assert journal_dimensions(tmp_path) == 32
    (tmp_path / "journal").write_bytes(b"something else entirely")
    assert journal_dimensions(tmp_path) == 0
    with Journal(tmp_path, 24) as journal:
        journal.add([b"x" * 16], some_vectors(1))
        journal.clear()
        assert len(journal.records()[0]) == 0
    assert count_records(tmp_path, 24) == 0
