/* Unpack posting lists (see indexer/codec/blocks.py) and find literals by their pairs. */
#include "_kernels.h"

#define BLOCK 128
#define CODES 33
static const uint8_t BITS_OF_CODE[CODES] = {0,  1,  2,  4,  8,  16, 32, 3,  5,  6,  7,
                                            9,  10, 11, 12, 13, 14, 15, 17, 18, 19, 20,
                                            21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31};

#define AHEAD 24 /* places whose memory is asked for before it is needed */

#if defined(__GNUC__) || defined(__clang__)
#define PREFETCH(address) __builtin_prefetch(address)
#else
#define PREFETCH(address) ((void)(address))
#endif

static inline uint32_t load32(const uint8_t *at)
{
    return (uint32_t)at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 | (uint32_t)at[3] << 24;
}

static inline uint64_t load64(const uint8_t *at)
{
    return (uint64_t)load32(at) | (uint64_t)load32(at + 4) << 32;
}

/* Value number `place` of those that begin at a byte and have so many bits each. */
static inline uint32_t value_at(const uint8_t *data, int bits, Py_ssize_t place)
{
    const uint64_t mask = (UINT64_C(1) << bits) - 1;
    return (uint32_t)(load64(data + place * bits / 8) >> (place * bits % 8) & mask);
}

/* Eight values fill as many bytes as one has bits. Constant widths let the compiler unroll. */
#define STEPS(bits)                                                                               \
    case bits:                                                                                    \
        for (; i + 8 <= size && end - data >= 7 * (bits) / 8 + 8; i += 8, data += (bits))         \
            for (int k = 0; k < 8; k++)                                                           \
                out[i + k] = value_at(data, bits, k);                                             \
        break;
#define FOUR(bits) STEPS(bits) STEPS((bits) + 1) STEPS((bits) + 2) STEPS((bits) + 3)

/* Some values of one width. Bytes up to `end` may be read, whatever they are. */
static void unpack_block(const uint8_t *data, const uint8_t *end, int bits, Py_ssize_t size,
                         uint32_t *out)
{
    uint8_t rest[BLOCK * 4 + 8];
    Py_ssize_t i = 0;
    switch (bits) {
    case 0:
        memset(out, 0, (size_t)size * sizeof *out);
        return;
    case 8:
        for (; i < size; i++)
            out[i] = data[i];
        return;
    case 16:
        for (; i < size; i++)
            out[i] = (uint32_t)data[2 * i] | (uint32_t)data[2 * i + 1] << 8;
        return;
    case 32:
        for (; i < size; i++)
            out[i] = load32(data + 4 * i);
        return;
        STEPS(1) STEPS(2) STEPS(3) STEPS(4) STEPS(5) STEPS(6) STEPS(7)
        FOUR(9) STEPS(13) STEPS(14) STEPS(15)
        FOUR(17) FOUR(21) FOUR(25) STEPS(29) STEPS(30) STEPS(31)
    }
    if (i < size) { /* too near the end for loads of eight bytes */
        const size_t bytes = (size_t)((size - i) * bits + 7) / 8;
        memcpy(rest, data, bytes);
        memset(rest + bytes, 0, 8);
        for (Py_ssize_t k = 0; i < size; i++, k++)
            out[i] = value_at(rest, bits, k);
    }
}

/* The group of `size` values whose first byte is data[start] and first width widths[block]. */
static int unpack_group(const uint8_t *data, Py_ssize_t bytes, Py_ssize_t start,
                        const uint8_t *widths, Py_ssize_t blocks, Py_ssize_t block,
                        uint32_t *out, Py_ssize_t size)
{
    if (start < 0 || block < 0 || start > bytes)
        return -1;
    for (Py_ssize_t done = 0; done < size; done += BLOCK, block++) {
        if (block >= blocks || widths[block] >= CODES)
            return -1;
        const int bits = BITS_OF_CODE[widths[block]];
        const Py_ssize_t count = size - done < BLOCK ? size - done : BLOCK;
        const Py_ssize_t length = (count * bits + 7) / 8;
        if (length > bytes - start)
            return -1;
        unpack_block(data + start, data + bytes, bits, count, out + done);
        start += length;
    }
    return 0;
}

/* unpack(data, start, widths, block, out, kind): kind 0 values, 1 values + 1, 2 gaps to rows. */
PyObject *kernel_unpack(PyObject *self, PyObject *args)
{
    Py_buffer view[3];
    Py_ssize_t start, block;
    int kind;
    if (!PyArg_ParseTuple(args, "y*ny*nw*i", &view[0], &start, &view[1], &block, &view[2], &kind))
        return NULL;
    uint32_t *out = view[2].buf;
    const Py_ssize_t size = view[2].len / 4;
    PyThreadState *state = size > MANY ? PyEval_SaveThread() : NULL;
    int failed = unpack_group(view[0].buf, view[0].len, start, view[1].buf, view[1].len, block,
                              out, size);
    if (!failed && kind == 1)
        for (Py_ssize_t i = 0; i < size; i++)
            out[i] += 1;
    if (!failed && kind == 2) {
        uint64_t row = size ? out[0] : 0;
        for (Py_ssize_t i = 1; i < size && row <= INT32_MAX; i++) {
            row += (uint64_t)out[i] + 1;
            out[i] = (uint32_t)row;
        }
        failed = row > INT32_MAX;
    }
    return finish(view, 3, state, !failed, NOTHING);
}

/* landmarks(widths, sizes, group, block, start, step, out): the first block and first byte of this
 * group, whose are given, and of every step-th after it: pairs, as many as out has room for. */
PyObject *kernel_landmarks(PyObject *self, PyObject *args)
{
    Py_buffer view[3];
    Py_ssize_t group, block, start, step;
    if (!PyArg_ParseTuple(args, "y*y*nnnnw*", &view[0], &view[1], &group, &block, &start, &step,
                          &view[2]))
        return NULL;
    const uint8_t *widths = view[0].buf;
    const uint32_t *sizes = view[1].buf;
    int64_t *out = view[2].buf;
    const Py_ssize_t blocks = view[0].len, groups = view[1].len / 4, count = view[2].len / 16;
    int fits = group >= 0 && block >= 0 && start >= 0 && step > 0
               && (!count || (count - 1) * step <= groups - group);
    PyThreadState *state = count * step > MANY ? PyEval_SaveThread() : NULL;
    for (Py_ssize_t place = 0; fits && place < count; place++) {
        out[2 * place] = block;
        out[2 * place + 1] = start;
        if (place + 1 == count)
            break;
        for (const Py_ssize_t next = group + step; fits && group < next; group++) {
            Py_ssize_t left = sizes[group];
            for (; left > 0; left -= BLOCK, block++) {
                fits = block < blocks && widths[block] < CODES;
                if (!fits)
                    break;
                const Py_ssize_t values = left < BLOCK ? left : BLOCK;
                start += (values * BITS_OF_CODE[widths[block]] + 7) / 8;
            }
        }
    }
    return finish(view, 3, state, fits, NOTHING);
}

/* verify(units, starts, rows, freqs, highs, lows, literal, pair, out_rows, out_freqs): the rows
 * where the whole literal stands, from the places of its pair number `pair`; their number.
 * highs and lows are the pair's positions, one an occurrence. */
PyObject *kernel_verify(PyObject *self, PyObject *args)
{
    Py_buffer view[9];
    Py_ssize_t pair;
    if (!PyArg_ParseTuple(args, "y*y*y*y*y*y*y*nw*w*", &view[0], &view[1], &view[2], &view[3],
                          &view[4], &view[5], &view[6], &pair, &view[7], &view[8]))
        return NULL;
    const uint16_t *units = view[0].buf, *literal = view[6].buf;
    const uint32_t *starts = view[1].buf, *freqs = view[3].buf, *highs = view[4].buf;
    const int32_t *rows = view[2].buf;
    const uint8_t *lows = view[5].buf;
    int32_t *out_rows = view[7].buf;
    uint32_t *out_freqs = view[8].buf;
    const Py_ssize_t n = view[2].len / 4, total = view[5].len, length = view[6].len / 2;
    const Py_ssize_t limit = view[0].len / 2;
    int fits = view[3].len == view[2].len && view[4].len / 4 == total && pair >= 0
               && pair + 2 <= length && view[7].len >= view[2].len && view[8].len >= view[2].len
               && (!n || (rows[0] >= 0 && rows[n - 1] + 1 < view[1].len / 4));
    Py_ssize_t found = 0, place = 0, ahead = 0, ahead_place = 0;
    PyThreadState *state = total > MANY / 4 ? PyEval_SaveThread() : NULL;
    for (Py_ssize_t i = 0; fits && i < n; i++) {
        const int64_t start = starts[rows[i]], end = starts[rows[i] + 1];
        if (end > limit || start > end || (Py_ssize_t)freqs[i] > total - place) {
            fits = 0;
            break;
        }
        for (; ahead < n && ahead < i + AHEAD && ahead_place < total; ahead++) {
            /* The first place in a later row; the others are mostly near it. */
            PREFETCH(units + starts[rows[ahead]] + lows[ahead_place]);
            ahead_place += (Py_ssize_t)freqs[ahead];
        }
        uint32_t here = 0;
        for (uint32_t k = 0; k < freqs[i]; k++, place++) {
            const int64_t at = start + ((int64_t)highs[place] << 8 | lows[place]) - pair;
            if (at >= start && at + length <= end
                && !memcmp(units + at, literal, (size_t)length * 2))
                here++;
        }
        out_rows[found] = rows[i];
        out_freqs[found] = here;
        found += here > 0;
    }
    return finish(view, 9, state, fits, found);
}
