"""Write named arrays into one file and map them back without reading it.

Layout: 8 bytes of magic, the arrays' bytes each aligned to 64, a JSON table of contents
({name: [dtype, shape, offset]}), its length as 8 bytes little-endian, the magic again.
Integrity is the manifest's concern (indexer.generations.manifest): this module only refuses a file
that is not of its kind. Little-endian throughout.
"""

from __future__ import annotations

import json
import mmap
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from typing import IO, Any

import numpy as np
import numpy.typing as npt

from indexer.errors import IndexDamagedError

MAGIC = b"QSARRAY1"
_ALIGN = 64


@contextmanager
def container_writer(path: Path) -> Iterator[ContainerWriter]:
    """Write a file; when the block raises, it has no table of contents and stays unreadable."""
    with path.open("wb") as file:
        writer = ContainerWriter(file)
        yield writer
        writer.finish()


class ContainerWriter:
    """Writes arrays one after the other; an array may come in several pieces."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._file.write(MAGIC)
        self._contents: dict[str, tuple[str, list[int], int]] = {}

    def add(self, name: str, array: npt.NDArray[Any]) -> None:
        """Write a whole array under a new name."""
        with self.pieces(name, array.dtype) as piece:
            piece.append(array.reshape(-1))
        dtype, _, offset = self._contents[name]
        self._contents[name] = (dtype, list(array.shape), offset)

    def add_strings(self, name: str, strings: list[str]) -> None:
        """Write a list of strings: `Container.strings` gives it back."""
        data, ends = strings_to_arrays(strings)
        self.add(f"{name}.data", data)
        self.add(f"{name}.ends", ends)

    @contextmanager
    def pieces(self, name: str, dtype: npt.DTypeLike) -> Iterator[PieceWriter]:
        """A context in which one array is written in pieces, without others in between."""
        assert name not in self._contents, name
        self._file.write(b"\0" * (-self._file.tell() % _ALIGN))
        offset = self._file.tell()
        piece = PieceWriter(self._file, np.dtype(dtype).newbyteorder("<"))
        yield piece
        self._contents[name] = (piece.dtype.str, [piece.length], offset)

    def take_in(self, other: Container) -> None:
        """Write all arrays of another file under their names."""
        for name in other.names():
            self.add(name, other.array(name))

    def finish(self) -> None:
        """Write the table of contents."""
        contents = json.dumps(self._contents, ensure_ascii=False).encode()
        self._file.write(contents + len(contents).to_bytes(8, "little") + MAGIC)


class PieceWriter:
    """One array under way: see ContainerWriter.pieces."""

    def __init__(self, file: IO[bytes], dtype: np.dtype[Any]) -> None:
        self.dtype, self.length, self._file = dtype, 0, file

    def append(self, array: npt.NDArray[Any]) -> None:
        data = np.ascontiguousarray(array, self.dtype)
        self.append_bytes(data.data)

    def append_bytes(self, data: bytes | memoryview) -> None:
        self._file.write(data)
        self.length += len(data)


class Container:
    """A mapped file of arrays. Arrays stay valid while anybody holds them."""

    def __init__(self, path: Path) -> None:
        self.path = path
        with path.open("rb") as file:
            try:
                self._map = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
            except ValueError as error:
                raise IndexDamagedError(str(path), "空文件") from error
        if self._map[:8] != MAGIC or self._map[-8:] != MAGIC:
            raise IndexDamagedError(str(path), "文件头尾不符")
        length = int.from_bytes(self._map[-16:-8], "little")
        try:
            table = json.loads(self._map[-16 - length : -16])
        except ValueError as error:
            raise IndexDamagedError(str(path), "目录无法读取") from error
        self._contents: dict[str, tuple[str, list[int], int]] = table

    def __contains__(self, name: str) -> bool:
        return name in self._contents

    def names(self) -> list[str]:
        """The arrays in the order in which they were written."""
        return list(self._contents)

    def array(self, name: str) -> npt.NDArray[Any]:
        """The array of this name, read-only, backed by the file."""
        dtype, shape, offset = self._contents[name]
        count = int(np.prod(shape))
        return np.frombuffer(self._map, np.dtype(dtype), count, offset).reshape(shape)

    def strings(self, name: str) -> StringTable:
        """What `ContainerWriter.add_strings` wrote under a name."""
        return StringTable(self.array(f"{name}.data"), self.array(f"{name}.ends"))

    def text(self, name: str) -> str:
        """A UTF-8 text kept under a name."""
        return self.array(name).tobytes().decode("utf-8")


def strings_to_arrays(strings: list[str]) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.uint32]]:
    """A list of strings as one run of UTF-8 bytes and the end offset of each string."""
    encoded = [s.encode("utf-8", "surrogatepass") for s in strings]
    ends = np.cumsum([len(e) for e in encoded], dtype=np.uint32)
    return np.frombuffer(b"".join(encoded), np.uint8), ends.astype(np.uint32)


class StringTable:
    """Strings kept as bytes and end offsets, decoded one at a time."""

    def __init__(self, data: npt.NDArray[np.uint8], ends: npt.NDArray[np.uint32]) -> None:
        self.data, self.ends = data, ends

    def __len__(self) -> int:
        return len(self.ends)

    def raw(self, index: int) -> bytes:
        start = int(self.ends[index - 1]) if index else 0
        return self.data[start : int(self.ends[index])].tobytes()

    def __getitem__(self, index: int) -> str:
        return self.raw(index).decode("utf-8", "surrogatepass")

    def index_of(self, string: str) -> int:
        """The index of a string in an unsorted table, or -1: one look through its bytes."""
        key = np.frombuffer(string.encode("utf-8", "surrogatepass"), np.uint8)
        starts = np.concatenate([np.zeros(1, np.int64), self.ends[:-1].astype(np.int64)])
        alike = np.flatnonzero(self.ends - starts == len(key))
        for column, byte in enumerate(key):
            alike = alike[self.data[starts[alike] + column] == byte]
        return int(alike[0]) if len(alike) else -1

    def all(self) -> list[str]:
        if not len(self.ends):
            return []
        data = self.data[: int(self.ends[-1])]
        text = data.tobytes().decode("utf-8", "surrogatepass")
        chars = np.concatenate([np.zeros(1, np.int64), np.cumsum((data & 0xC0) != 0x80)])
        return [text[a:b] for a, b in pairwise([0, *chars[self.ends].tolist()])]

    def find(self, string: str) -> int:
        """The index of a string in a table sorted by UTF-8 bytes, or -1."""
        key = string.encode("utf-8", "surrogatepass")
        low, high = 0, len(self)
        while low < high:
            middle = (low + high) // 2
            if self.raw(middle) < key:
                low = middle + 1
            else:
                high = middle
        return low if low < len(self) and self.raw(low) == key else -1
