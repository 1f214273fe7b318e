"""Pack groups of small integers into blocks of 0 to 32 bits a value, and unpack them.

A *group* is one term's list. It is cut into blocks of 128 values; a block stores all its values
with the same number of bits, those of its largest one, little-endian, padded to a whole byte. One
byte a block keeps its width code, an index into WIDTHS. Nothing in a stream tells where a group
starts: that follows from the sizes, which the caller keeps.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

BLOCK = 128
_POWERS = (0, 1, 2, 4, 8, 16, 32)
WIDTHS = (*_POWERS, *(bits for bits in range(32) if bits not in _POWERS))
_BITS = np.array(WIDTHS, np.int64)
_MASKS = np.array([(1 << bits) - 1 for bits in WIDTHS], np.uint64)
_CODE_OF_BITS = np.argsort(_BITS).astype(np.uint8)
_UNIT = 16  # bytes: the size of every full block is a multiple of it
_MANY_BLOCKS = 40  # from here on a pass for each width is faster than one for all
_STEP = 8  # values: so many of any width fill whole bytes

Ints: TypeAlias = npt.NDArray[np.int64]
Bytes: TypeAlias = npt.NDArray[np.uint8]
Values: TypeAlias = npt.NDArray[np.uint32]


@dataclass(frozen=True, slots=True)
class Packed:
    """Packed groups: their bytes, and one width code a block."""

    data: Bytes
    widths: Bytes


def _byte_table(bits: int) -> npt.NDArray[np.unsignedinteger]:
    """For every byte the values in it, one byte each, side by side in one number."""
    values = [(np.arange(256) >> shift) & ((1 << bits) - 1) for shift in range(0, 8, bits)]
    table = np.stack(values, axis=1).astype(np.uint8)
    return np.ascontiguousarray(table).view(f"<u{8 // bits}").reshape(-1)


# One look-up unpacks a byte, for the widths that divide it.
_VALUES_OF_BYTE = {bits: _byte_table(bits) for bits in (1, 2, 4)}


def blocks_in(sizes: npt.NDArray[np.integer]) -> Ints:
    """How many blocks groups of these sizes take."""
    return (sizes.astype(np.int64) + (BLOCK - 1)) // BLOCK


def ragged(starts: Ints, sizes: Ints) -> Ints:
    """The indices start, start+1, … of every run, one run after the other."""
    total = int(sizes.sum())
    shift = np.repeat(starts - (np.cumsum(sizes) - sizes), sizes)
    indices: Ints = np.arange(total, dtype=np.int64) + shift
    return indices


def pack(values: Values, sizes: npt.NDArray[np.integer]) -> Packed:
    """Pack `values`, which are the groups one after the other, of `sizes` values (all ≥ 1)."""
    if len(values) == 0:
        empty = np.zeros(0, np.uint8)
        return Packed(empty, empty)
    starts, lengths = _blocks_of(sizes.astype(np.int64))
    bits = np.frexp(np.maximum.reduceat(values, starts).astype(np.float64))[1].astype(np.int64)
    block_bytes = (lengths * bits + 7) // 8
    offsets = _starts(block_bytes)
    data = np.zeros(int(block_bytes.sum()), np.uint8)
    for width in np.unique(bits[bits > 0]).tolist():
        chosen = np.flatnonzero(bits == width)
        n, padded = lengths[chosen], _padded(lengths[chosen])
        steps = np.zeros(int(padded.sum()), np.uint32)
        steps[ragged(_starts(padded), n)] = values[ragged(starts[chosen], n)]
        packed = _pack_steps(steps.reshape(-1, _STEP), width)
        from_bytes = ragged(_starts(padded * width // 8), block_bytes[chosen])
        data[ragged(offsets[chosen], block_bytes[chosen])] = packed[from_bytes]
    return Packed(data, _CODE_OF_BITS[bits])


def group_bytes(widths: Bytes, sizes: npt.NDArray[np.integer]) -> Ints:
    """How many bytes each of neighbouring groups takes, from the widths of all their blocks."""
    if not len(sizes):
        return np.zeros(0, np.int64)
    sizes = sizes.astype(np.int64)
    counts = blocks_in(sizes)
    bits = _BITS[widths]
    block_bytes = bits * (BLOCK // 8)
    last = np.cumsum(counts) - 1
    block_bytes[last] = ((sizes - (counts - 1) * BLOCK) * bits[last] + 7) // 8
    lengths: Ints = np.add.reduceat(block_bytes, last - counts + 1)
    return lengths


def unpack(data: Bytes, widths: Bytes, size: int) -> Values:
    """One group: `data` starts at the group's first byte, `widths` are its blocks' codes."""
    bits = WIDTHS[int(widths[0])]
    if (bits in _POWERS or len(widths) >= _MANY_BLOCKS) and (widths == widths[0]).all():
        return _unpack_run(data, bits, size)
    if len(widths) < _MANY_BLOCKS:
        return unpack_groups(data, widths, np.array([size]))
    block_bytes = _BITS[widths] * (BLOCK // 8)
    starts = _starts(block_bytes)
    last = len(widths) - 1
    tail = size - last * BLOCK
    out = np.zeros((len(widths), BLOCK), np.uint32)
    units = data[: int(starts[last])].view(f"V{_UNIT}")
    for code in np.unique(widths[:-1]).tolist():
        rows = np.flatnonzero(widths[:-1] == code)
        bits = WIDTHS[code]
        picked = units[((starts[rows] // _UNIT)[:, None] + np.arange(bits)).reshape(-1)]
        out[rows] = _unpack_run(picked.view(np.uint8), bits, len(rows) * BLOCK).reshape(-1, BLOCK)
    out[last, :tail] = _unpack_run(data[int(starts[last]) :], WIDTHS[int(widths[last])], tail)
    return out.reshape(-1)[:size]


def unpack_groups(data: Bytes, widths: Bytes, sizes: npt.NDArray[np.integer]) -> Values:
    """Neighbouring groups in one go. `data` and `widths` start at the first group's."""
    total = int(sizes.sum())
    if not total:
        return np.zeros(0, np.uint32)
    starts, lengths = _blocks_of(sizes.astype(np.int64))
    bits = _BITS[widths]
    first_bits = 8 * _starts((lengths * bits + 7) // 8)
    places = np.repeat(first_bits - starts * bits, lengths)
    places += np.arange(total) * np.repeat(bits, lengths)
    windows = _windows(data)
    at = np.minimum(places >> 3, len(windows) - 1)
    shifted = windows[at] >> (places - 8 * at).astype(np.uint64)
    values: Values = (shifted & np.repeat(_MASKS[widths], lengths)).astype(np.uint32)
    return values


def _windows(data: Bytes) -> npt.NDArray[np.uint64]:
    """The eight bytes from each byte on as a number, without copying them."""
    if len(data) < 8:
        data = np.concatenate([data, np.zeros(8, np.uint8)])
    return np.ndarray((len(data) - 7,), "<u8", data, 0, (1,))


def _blocks_of(sizes: Ints) -> tuple[Ints, Ints]:
    """The blocks of groups that lie one after the other: their first values, and how many."""
    counts = blocks_in(sizes)
    number = np.arange(int(counts.sum())) - np.repeat(_starts(counts), counts)
    starts = np.repeat(_starts(sizes), counts) + number * BLOCK
    return starts, np.diff(starts, append=int(sizes.sum()))


def _starts(sizes: Ints) -> Ints:
    starts: Ints = np.cumsum(sizes) - sizes
    return starts


def _padded(lengths: Ints) -> Ints:
    """Values, up to whole steps."""
    return (lengths + _STEP - 1) // _STEP * _STEP


def _pack_steps(steps: Values, bits: int) -> Bytes:
    """Rows of eight values as rows of `bits` bytes."""
    out = np.zeros((len(steps), bits), np.uint8)
    for place in range(_STEP):
        first, shift = divmod(place * bits, 8)
        shifted = steps[:, place].astype(np.uint64) << np.uint64(shift)
        for byte in range((shift + bits + 7) // 8):
            out[:, first + byte] |= (shifted >> np.uint64(8 * byte)).astype(np.uint8)
    return out.reshape(-1)


def _unpack_run(data: Bytes, bits: int, size: int) -> Values:
    """Blocks of one width lie without gaps: all of them at once."""
    packed = data[: (size * bits + 7) // 8]
    if bits == 0:
        return np.zeros(size, np.uint32)
    if bits in _VALUES_OF_BYTE:
        return _VALUES_OF_BYTE[bits].take(packed).view(np.uint8).astype(np.uint32)[:size]
    if bits in (8, 16, 32):
        return np.ascontiguousarray(packed).view(f"<u{bits // 8}").astype(np.uint32)
    steps = np.concatenate([packed, np.zeros(-len(packed) % bits, np.uint8)]).reshape(-1, bits)
    out = np.empty((len(steps), _STEP), np.uint32)
    for place in range(_STEP):
        first, shift = divmod(place * bits, 8)
        value = steps[:, first].astype(np.uint64)
        for byte in range(1, (shift + bits + 7) // 8):
            value |= steps[:, first + byte].astype(np.uint64) << np.uint64(8 * byte)
        out[:, place] = (value >> np.uint64(shift)) & np.uint64((1 << bits) - 1)
    return out.reshape(-1)[:size]
