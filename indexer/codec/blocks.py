"""Pack groups of small integers into blocks of 1 to 32 bits a value, and unpack them.

A *group* is one term's list. It is cut into blocks of 128 values; a block stores all its values
with the same number of bits (0, 1, 2, 4, 8, 16 or 32: powers of two unpack without carrying bits
over byte borders), little-endian, padded to a whole byte. One byte a block keeps its width code.
Nothing in a stream tells where a group starts: that follows from the sizes, which the caller keeps.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

BLOCK = 128
WIDTHS = (0, 1, 2, 4, 8, 16, 32)
_WIDTH_OF_BITS = np.array([0, 1, 2, 3, 3, 4, 4, 4, 4] + [5] * 8 + [6] * 16, np.uint8)
_BITS = np.array(WIDTHS, np.int64)

Ints: TypeAlias = npt.NDArray[np.int64]
Bytes: TypeAlias = npt.NDArray[np.uint8]
Values: TypeAlias = npt.NDArray[np.uint32]


@dataclass(frozen=True, slots=True)
class Packed:
    """Packed groups: their bytes, and one width code a block."""

    data: Bytes
    widths: Bytes


_UNIT = 16  # bytes: the size of every full block is a multiple of it


def _byte_table(bits: int) -> npt.NDArray[np.unsignedinteger]:
    """For every byte the values in it, one byte each, side by side in one number."""
    values = [(np.arange(256) >> shift) & ((1 << bits) - 1) for shift in range(0, 8, bits)]
    table = np.stack(values, axis=1).astype(np.uint8)
    return np.ascontiguousarray(table).view(f"<u{8 // bits}").reshape(-1)


# One look-up unpacks a byte, for the widths below a byte.
_VALUES_OF_BYTE = {bits: _byte_table(bits) for bits in (1, 2, 4)}


def blocks_in(sizes: npt.NDArray[np.integer]) -> Ints:
    """How many blocks groups of these sizes take."""
    return (sizes.astype(np.int64) + (BLOCK - 1)) // BLOCK


def pack(values: Values, sizes: npt.NDArray[np.integer]) -> Packed:
    """Pack `values`, which are the groups one after the other, of `sizes` values (all ≥ 1)."""
    if len(values) == 0:
        empty = np.zeros(0, np.uint8)
        return Packed(empty, empty)
    sizes = sizes.astype(np.int64)
    counts = blocks_in(sizes)
    group_starts = np.cumsum(sizes) - sizes
    first_block = np.cumsum(counts) - counts
    number_in_group = np.arange(int(counts.sum())) - np.repeat(first_block, counts)
    block_starts = np.repeat(group_starts, counts) + number_in_group * BLOCK
    block_sizes = np.diff(block_starts, append=len(values))
    largest = np.maximum.reduceat(values, block_starts)
    codes = _WIDTH_OF_BITS[_bit_lengths(largest)]
    bits = _BITS[codes]
    block_bytes = (block_sizes * bits + 7) // 8
    block_offsets = np.cumsum(block_bytes) - block_bytes
    data = np.zeros(int(block_bytes.sum()), np.uint8)
    for code in range(1, len(WIDTHS)):
        chosen = np.flatnonzero(codes == code)
        if len(chosen):
            _pack_width(
                data, values, block_starts[chosen], block_sizes[chosen], block_offsets[chosen], code
            )
    return Packed(data, codes)


def group_offsets(widths: Bytes, sizes: npt.NDArray[np.integer]) -> tuple[Ints, Ints]:
    """Where each group starts: the number of its first block, and its first byte.

    They follow from the sizes and widths, so a file need not store them.
    """
    sizes = sizes.astype(np.int64)
    counts = blocks_in(sizes)
    ends = np.cumsum(counts)
    bits = _BITS[widths]
    block_bytes = bits * (BLOCK // 8)
    last = ends - 1
    block_bytes[last] = ((sizes - (counts - 1) * BLOCK) * bits[last] + 7) // 8
    first = ends - counts
    byte_ends = np.cumsum(block_bytes)
    return first, (byte_ends[first] - block_bytes[first]) if len(first) else first


def _bit_lengths(values: Values) -> Ints:
    return np.frexp(values.astype(np.float64))[1].astype(np.int64)


def _pack_width(
    data: Bytes, values: Values, starts: Ints, sizes: Ints, offsets: Ints, code: int
) -> None:
    """Write the blocks of one width into `data`, value by value but all at once."""
    within = np.arange(int(sizes.sum())) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    chosen = values[np.repeat(starts, sizes) + within]
    base = np.repeat(offsets, sizes)
    bits = WIDTHS[code]
    if bits >= 8:
        width = bits // 8
        place = base + within * width
        for byte in range(width):
            data[place + byte] = (chosen >> np.uint32(8 * byte)).astype(np.uint8)
        return
    bit = within * bits
    place = base + (bit >> 3)
    shifted = (chosen << (bit & 7).astype(np.uint32)).astype(np.uint8)
    first = np.flatnonzero(np.diff(place, prepend=-1))
    data[place[first]] = np.bitwise_or.reduceat(shifted, first)


def unpack(data: Bytes, widths: Bytes, size: int) -> Values:
    """One group: `data` starts at the group's first byte, `widths` are its blocks' codes."""
    code = int(widths[0])
    if len(widths) == 1 or (widths == code).all():
        return _unpack_run(data, code, size)
    block_bytes = _BITS[widths] * (BLOCK // 8)
    ends = np.cumsum(block_bytes)
    last = len(widths) - 1
    tail = size - last * BLOCK
    out = np.zeros((len(widths), BLOCK), np.uint32)
    units = data[: int(ends[last] - block_bytes[last])].view(f"V{_UNIT}")
    firsts = (ends - block_bytes) // _UNIT
    for code in np.unique(widths[:-1]).tolist():
        rows = np.flatnonzero(widths[:-1] == code)
        if code:
            length = WIDTHS[code] * (BLOCK // 8) // _UNIT
            picked = units[(firsts[rows][:, None] + np.arange(length)).reshape(-1)]
            out[rows] = _unpack_bytes(picked.view(np.uint8), code).reshape(len(rows), BLOCK)
    out[last, :tail] = _unpack_run(
        data[int(ends[last] - block_bytes[last]) :], int(widths[-1]), tail
    )
    return out.reshape(-1)[:size]


def _unpack_run(data: Bytes, code: int, size: int) -> Values:
    """Blocks of one width lie without gaps: all of them at once."""
    if code == 0:
        return np.zeros(size, np.uint32)
    return _unpack_bytes(data[: (size * WIDTHS[code] + 7) // 8], code)[:size]


def _unpack_bytes(packed: Bytes, code: int) -> Values:
    bits = WIDTHS[code]
    if bits < 8:
        packed = _VALUES_OF_BYTE[bits].take(packed).view(np.uint8)
    elif bits > 8:
        return np.ascontiguousarray(packed).view(f"<u{bits // 8}").astype(np.uint32)
    return packed.astype(np.uint32)


def unpack_all(packed: Packed, sizes: npt.NDArray[np.integer]) -> Values:
    """Every group, one after the other: what `pack` was given."""
    return unpack_groups(packed.data, packed.widths, sizes)


def unpack_groups(data: Bytes, widths: Bytes, sizes: npt.NDArray[np.integer]) -> Values:
    """Neighbouring groups in one go. `data` and `widths` start at the first group's."""
    sizes = sizes.astype(np.int64)
    counts = blocks_in(sizes)
    total = int(sizes.sum())
    out = np.zeros(total, np.uint32)
    if total == 0:
        return out
    group_starts = np.cumsum(sizes) - sizes
    first_block = np.cumsum(counts) - counts
    number = np.arange(int(counts.sum())) - np.repeat(first_block, counts)
    starts = np.repeat(group_starts, counts) + number * BLOCK
    lengths = np.diff(starts, append=total)
    block_bytes = (lengths * _BITS[widths] + 7) // 8
    offsets = np.cumsum(block_bytes) - block_bytes
    for code in range(1, len(WIDTHS)):
        chosen = np.flatnonzero(widths == code)
        if not len(chosen):
            continue
        n = lengths[chosen]
        within = np.arange(int(n.sum())) - np.repeat(np.cumsum(n) - n, n)
        out[np.repeat(starts[chosen], n) + within] = _gather_width(
            data, np.repeat(offsets[chosen], n), within, WIDTHS[code]
        )
    return out


def _gather_width(data: Bytes, base: Ints, within: Ints, bits: int) -> Values:
    if bits >= 8:
        width = bits // 8
        place = base + within * width
        values: Values = data[place].astype(np.uint32)
        for byte in range(1, width):
            values |= data[place + byte].astype(np.uint32) << np.uint32(8 * byte)
        return values
    bit = within * bits
    shifted = data[base + (bit >> 3)] >> (bit & 7).astype(np.uint8)
    values = (shifted & np.uint8((1 << bits) - 1)).astype(np.uint32)
    return values
