"""Keep the vectors of a segment's rows in a file beside the generations, verified when opened.

    root/vectors/<model>/<segment>.arrays   vectors of the rows, and the digests of their texts
    root/vectors/<model>/<segment>.json     of which model and segment, and the file's checksums
    root/vectors/<model>/journal            see indexer.semantic.journal

Segment files are never changed and are shared by generations, and so are their vectors: a file is
named after the segment's SHA-256, which the generation's manifest vouches for. The record carries
its own checksum, so nothing that was cut, exchanged or flipped is taken for vectors.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from indexer.codec import kernels
from indexer.codec.container import Container, container_writer
from indexer.codec.doc_values import ABSENT
from indexer.codec.kernels import Vectors
from indexer.codec.segment import Segment
from indexer.errors import IndexDamagedError
from indexer.generations import durable
from indexer.generations.checksums import Checksums, is_unchanged, measure

_ROWS_A_STEP = 4096
_EXACT_IN_SINGLE = 1024  # dimensions up to which products of bytes add up to less than 2**24

FOLDER_NAME = "vectors"
DIGEST_BYTES = 16
_NAME_CHARS = 16  # of a SHA-256 in a name; the whole one is in the record
_THREADS = 2

_DIGEST = np.dtype((np.void, DIGEST_BYTES))
Digests = npt.NDArray[np.void]  # each of DIGEST_BYTES bytes


@dataclass(frozen=True, slots=True)
class VectorRecord:
    """What a vector file is: whose vectors, made by which model, and its checksums."""

    model: str
    segment: str
    rows: int
    dimensions: int
    size: int
    sha256: str
    crc32: str

    def checksum(self) -> str:
        text = json.dumps(asdict(self), sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class SegmentVectors:
    """Vectors of all rows of a segment: `squares` are their products with themselves."""

    vectors: Vectors
    squares: npt.NDArray[np.uint32]
    digests: Digests


def passage_of(title: str, heading: str, text: str) -> str:
    """What of a paragraph the model reads: title and heading tell what the text is about.

    Measured: with titles nDCG@10 of dureader-demo is .410 instead of .392, the others are the same.
    """
    return "\n".join(part for part in (title, heading, text) if part)


def text_digest(passage: str) -> bytes:
    """The name of a text among the vectors of one model."""
    content = passage.encode("utf-8", "surrogatepass")
    return hashlib.blake2b(content, digest_size=DIGEST_BYTES).digest()


def passages(segment: Segment) -> Iterator[str]:
    """What the model reads of every row, in order."""
    titles, headings, row = segment.columns["title"], segment.columns["heading"], 0
    for block in range(segment.records.block_count()):
        for _, text in segment.records.read_block(block):
            title, heading = (_known(column[row]) for column in (titles, headings))
            yield passage_of(title, heading, text)
            row += 1


def _known(value: str) -> str:
    return "" if value == ABSENT else value


def digests_of(texts: Iterator[str]) -> Digests:
    """The digests of texts, in their order."""
    joined = b"".join(map(text_digest, texts))
    return np.frombuffer(joined, _DIGEST)


# -- files -----------------------------------------------------------------------------------------


def model_folder(root: Path, model: str) -> Path:
    """Where the vectors of a model lie below an index folder."""
    return root / FOLDER_NAME / model[:_NAME_CHARS]


def vector_path(root: Path, model: str, segment: str) -> Path:
    """The vector file of a segment, given by its SHA-256."""
    return model_folder(root, model) / f"{segment[:_NAME_CHARS]}.arrays"


def read_record(path: Path, model: str, segment: str | None = None) -> VectorRecord | None:
    """The record of a vector file (of any segment, for None); None where there is none that holds,
    or the file is not as long as it says."""
    try:
        tree: dict[str, Any] = json.loads(path.with_suffix(".json").read_bytes())
        checksum = tree.pop("checksum")
        record = VectorRecord(**tree)
        is_ours = record.model == model and segment in (None, record.segment)
        if checksum != record.checksum() or not is_ours or path.stat().st_size != record.size:
            return None
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return None
    return record


def write_vectors(
    path: Path, model: str, segment: str, vectors: Iterable[Vectors], digests: Digests
) -> None:
    """Write the file of a segment, then its record: until that is there, the file is none.

    `vectors` come in pieces of some rows each.
    """
    draft = path.with_suffix(".arrays.tmp")
    squares: list[npt.NDArray[np.uint32]] = []
    dimensions = 0
    with container_writer(draft) as container:
        with container.pieces("vectors", np.int8) as piece:
            for some in vectors:
                piece.append(some.reshape(-1))
                wide = some.astype(np.int32)
                squares.append(np.einsum("ij,ij->i", wide, wide).astype(np.uint32))
                dimensions = some.shape[1]
        container.add("squares", np.concatenate(squares))
        container.add("digests", digests.view(np.uint8))
    durable.sync_file(draft)
    found = measure(draft)
    record = VectorRecord(
        model, segment, len(digests), dimensions, found.size, found.sha256, found.crc32
    )
    durable.replace(draft, path)
    tree = {**asdict(record), "checksum": record.checksum()}
    content = json.dumps(tree, indent=1).encode()
    durable.replace_atomically(path.with_suffix(".json"), content)


def open_vectors(path: Path, record: VectorRecord) -> SegmentVectors:
    """The mapped vectors, checked by their checksums; IndexDamagedError when they do not hold."""
    with ThreadPoolExecutor(_THREADS) as pool:
        return _opened(path, record, lambda known: is_unchanged(path, known, pool))


def prove_vectors(path: Path, record: VectorRecord) -> SegmentVectors:
    """As open_vectors, by the SHA-256 of every byte: what `verify` takes the time for."""
    return _opened(path, record, lambda known: measure(path).sha256 == known.sha256)


def _opened(
    path: Path, record: VectorRecord, is_whole: Callable[[Checksums], bool]
) -> SegmentVectors:
    try:
        if not is_whole(Checksums(record.size, record.sha256, record.crc32)):
            raise IndexDamagedError(str(path), "内容与记录不符")
        container = Container(path)
        vectors = container.array("vectors").reshape(record.rows, record.dimensions)
        digests = container.array("digests").view(_DIGEST)
        squares = container.array("squares")
    except OSError as error:
        raise IndexDamagedError(str(path), error.strerror or str(error)) from error
    except (KeyError, ValueError, TypeError) as error:
        raise IndexDamagedError(str(path), "内容无法读取") from error
    if not len(squares) == len(digests) == record.rows:
        raise IndexDamagedError(str(path), "内容与记录不符")
    return SegmentVectors(vectors, squares, digests)


def whole_files(root: Path, model: str) -> list[SegmentVectors]:
    """All vectors of a model that prove whole."""
    found: list[SegmentVectors] = []
    for path in sorted(model_folder(root, model).glob("*.arrays")):
        record = read_record(path, model)
        if record is not None:
            with suppress(IndexDamagedError):
                found.append(open_vectors(path, record))
    return found


def remove_others(root: Path, model: str, segments: Sequence[str]) -> None:
    """Remove files of other models, and of segments that are not among these.

    What cannot be removed now (somebody reads it, on some systems) is left to the next run.
    """
    kept = {vector_path(root, model, segment) for segment in segments}
    for path in sorted((root / FOLDER_NAME).glob("*/*")):
        if path.with_suffix(".arrays") not in kept or path.suffix == ".tmp":
            durable.discard(path)
    for folder in (root / FOLDER_NAME).glob("*"):
        with suppress(OSError):
            folder.rmdir()  # only where it is empty


def cosines(
    vectors: Vectors, squares: npt.NDArray[np.uint32], query: Vectors
) -> npt.NDArray[np.float64]:
    """The cosine of `query` with each row of `vectors`; 0 for rows without a direction.

    `squares` are the rows' products with themselves.
    """
    found = np.zeros(len(vectors), np.float64)
    if kernels.compiled is not None:
        kernels.compiled.cosines(vectors, squares, query, found)
        return found
    kind: Any = np.float32 if len(query) <= _EXACT_IN_SINGLE else np.float64
    wide = query.astype(kind)
    square = float(np.dot(query.astype(np.float64), query.astype(np.float64)))
    for start in range(0, len(vectors), _ROWS_A_STEP):
        step = slice(start, start + _ROWS_A_STEP)
        products = (vectors[step].astype(kind) @ wide).astype(np.float64)
        lengths = np.sqrt(squares[step].astype(np.float64) * square)
        np.divide(products, lengths, out=found[step], where=lengths > 0)
    return found
