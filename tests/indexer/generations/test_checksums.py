"""Whatever happens to a file's bytes, its checksums tell; of large files without their SHA-256."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from pathlib import Path

import pytest

from indexer.generations.checksums import PIECE_BYTES, is_unchanged, measure

_SIZES = (1 << 20, PIECE_BYTES, 2 * PIECE_BYTES + 12_345)


@pytest.fixture(scope="module")
def pool() -> Iterator[Executor]:
    with ThreadPoolExecutor(2) as pool:
        yield pool


def _large_file(folder: Path, size: int) -> Path:
    path = folder / "a.segment"
    path.write_bytes(random.Random(size).randbytes(size))
    return path


@pytest.mark.parametrize("size", _SIZES)
def test_a_large_file_has_one_crc_a_piece(tmp_path: Path, size: int, pool: Executor) -> None:
    path = _large_file(tmp_path, size)
    found = measure(path)
    assert found.size == size
    assert found.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert len(found.crc32) == 8 * -(-size // PIECE_BYTES)
    assert is_unchanged(path, found, pool)


def test_small_files_and_pickles_are_known_by_their_sha256_alone(tmp_path: Path) -> None:
    for name, size in (("a.json", 10), ("a.segment", 1000), ("_MAIN_1.toc", 2 << 20), ("e", 0)):
        (tmp_path / name).write_bytes(bytes(size))
        assert measure(tmp_path / name).crc32 == ""


@pytest.mark.parametrize("place", [0, PIECE_BYTES - 1, PIECE_BYTES, 2 * PIECE_BYTES + 12_344])
def test_any_flipped_bit_zeroed_block_or_exchange_is_told(
    tmp_path: Path, place: int, pool: Executor
) -> None:
    path = _large_file(tmp_path, _SIZES[-1])
    known, whole = measure(path), path.read_bytes()
    flipped = bytes([whole[place] ^ 0x80])
    block = place // 4096 * 4096
    damages = {
        place: flipped,
        block: bytes(len(whole[block : block + 4096])),
        0: whole[4096:8192] + whole[:4096],
    }
    for at, damage in damages.items():
        with open(path, "r+b") as file:
            file.seek(at)
            file.write(damage)
        assert not is_unchanged(path, known, pool), at
        path.write_bytes(whole)
    assert is_unchanged(path, known, pool)
