/* Inner loops of a build in C: an optional twin of indexer/codec/merging.py.
 * A test holds the two together, bit for bit.
 */
#include "compiled.h"

#define VERSION 6 /* to be raised with every change of a function's arguments: see merging.py */
#define BLOCK 128

/* Whether runs of these sizes fill `room` items exactly. */
static int sizes_fill(const int64_t *sizes, Py_ssize_t count, Py_ssize_t room)
{
    for (Py_ssize_t i = 0; i < count; i++) {
        if (sizes[i] < 0 || sizes[i] > room)
            return 0;
        room -= (Py_ssize_t)sizes[i];
    }
    return room == 0;
}

/* gather(source, itemsize, starts, sizes, out): runs of the source, one after the other. */
static PyObject *gather(PyObject *self, PyObject *args)
{
    Py_buffer view[4];
    Py_ssize_t itemsize;
    if (!PyArg_ParseTuple(args, "y*ny*y*w*", &view[0], &itemsize, &view[1], &view[2], &view[3]))
        return NULL;
    const char *source = view[0].buf;
    const int64_t *starts = view[1].buf, *sizes = view[2].buf;
    char *out = view[3].buf;
    const Py_ssize_t count = view[1].len / 8;
    const Py_ssize_t length = itemsize > 0 ? view[0].len / itemsize : 0;
    int fits = itemsize > 0 && view[2].len == view[1].len
               && sizes_fill(sizes, count, view[3].len / itemsize);
    PyThreadState *state = PyEval_SaveThread();
    for (Py_ssize_t i = 0; fits && i < count; i++) {
        if (starts[i] < 0 || starts[i] > length || sizes[i] > length - starts[i]) {
            fits = 0;
            break;
        }
        const size_t bytes = (size_t)(sizes[i] * itemsize);
        memcpy(out, source + starts[i] * itemsize, bytes);
        out += bytes;
    }
    return finish(view, 4, state, fits, NOTHING);
}

/* The code of each width: see blocks.WIDTHS. */
static const uint8_t CODE_OF_BITS[33] = {0,  1,  2,  7,  3,  8,  9,  10, 4,  11, 12,
                                         13, 14, 15, 16, 17, 5,  18, 19, 20, 21, 22,
                                         23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 6};

static uint8_t *pack_block(const uint32_t *values, Py_ssize_t size, int bits, uint8_t *out)
{
    uint64_t waiting = 0;
    int filled = 0;
    for (Py_ssize_t i = 0; bits && i < size; i++) {
        waiting |= (uint64_t)values[i] << filled;
        for (filled += bits; filled >= 8; filled -= 8, waiting >>= 8)
            *out++ = (uint8_t)waiting;
    }
    if (filled)
        *out++ = (uint8_t)waiting;
    return out;
}

/* pack(values, sizes, data, widths): see blocks.pack; the bytes of data and widths that are used.
 * data has room for four bytes a value, widths for one a block. */
static PyObject *pack(PyObject *self, PyObject *args)
{
    Py_buffer view[4];
    if (!PyArg_ParseTuple(args, "y*y*w*w*", &view[0], &view[1], &view[2], &view[3]))
        return NULL;
    const uint32_t *values = view[0].buf;
    const int64_t *sizes = view[1].buf;
    uint8_t *out = view[2].buf, *widths = view[3].buf;
    const Py_ssize_t count = view[1].len / 8, room = view[3].len;
    Py_ssize_t block = 0;
    int fits = view[2].len >= view[0].len && sizes_fill(sizes, count, view[0].len / 4);
    PyThreadState *state = PyEval_SaveThread();
    for (Py_ssize_t i = 0; fits && i < count; i++)
        for (int64_t left = sizes[i]; left > 0; left -= BLOCK) {
            const Py_ssize_t size = left < BLOCK ? (Py_ssize_t)left : BLOCK;
            uint32_t all = 0;
            for (Py_ssize_t k = 0; k < size; k++)
                all |= values[k];
            if (block == room) {
                fits = 0;
                break;
            }
            int bits = 0;
            while (bits < 32 && all >> bits)
                bits++;
            widths[block++] = CODE_OF_BITS[bits];
            out = pack_block(values, size, bits, out);
            values += size;
        }
    PyEval_RestoreThread(state);
    const Py_ssize_t used = out - (uint8_t *)view[2].buf;
    release(view, 4);
    return fits ? Py_BuildValue("nn", used, block) : refuse();
}

#define DIGIT_BITS 11
#define DIGITS (1 << DIGIT_BITS)

/* Sort `count` numbers, each a key above and a place below, by their keys; equal keys keep their
 * order. Least digit first, from one array into the other: gives the one where they end up. */
static uint64_t *sort_by_key(uint64_t *from, uint64_t *to, Py_ssize_t count)
{
    for (int shift = 32; shift < 64; shift += DIGIT_BITS) {
        Py_ssize_t next[DIGITS] = {0}, at = 0;
        for (Py_ssize_t i = 0; i < count; i++)
            next[from[i] >> shift & (DIGITS - 1)]++;
        if (next[from[0] >> shift & (DIGITS - 1)] == count)
            continue;
        for (int digit = 0; digit < DIGITS; digit++) {
            const Py_ssize_t size = next[digit];
            next[digit] = at;
            at += size;
        }
        for (Py_ssize_t i = 0; i < count; i++)
            to[next[from[i] >> shift & (DIGITS - 1)]++] = from[i];
        uint64_t *swapped = from;
        from = to;
        to = swapped;
    }
    return from;
}

/* group(keys, rows, positions, terms, doc_freqs, posting_rows, freqs, ordered_positions): see
 * merging.group; how many terms and postings there are. No positions: both arrays are empty. */
static PyObject *group(PyObject *self, PyObject *args)
{
    Py_buffer view[8];
    if (!PyArg_ParseTuple(args, "y*y*y*w*w*w*w*w*", &view[0], &view[1], &view[2], &view[3],
                          &view[4], &view[5], &view[6], &view[7]))
        return NULL;
    const uint32_t *keys = view[0].buf, *rows = view[1].buf, *positions = view[2].buf;
    uint32_t *terms = view[3].buf, *doc_freqs = view[4].buf, *out_rows = view[5].buf;
    uint32_t *freqs = view[6].buf, *out_positions = view[7].buf;
    const Py_ssize_t count = view[0].len / 4;
    int fits = view[2].len == view[7].len && (view[2].len == 0 || view[2].len == view[0].len);
    for (int i = 1; i < 7; i++)
        fits = fits && (i == 2 || view[i].len == view[0].len);
    Py_ssize_t term = -1, posting = -1;
    uint64_t *room = fits && count ? malloc((size_t)count * 16) : NULL;
    if (room) {
        PyThreadState *state = PyEval_SaveThread();
        for (Py_ssize_t i = 0; i < count; i++)
            room[i] = (uint64_t)keys[i] << 32 | (uint64_t)i;
        const uint64_t *ordered = sort_by_key(room, room + count, count);
        for (Py_ssize_t i = 0; i < count; i++) {
            const uint32_t key = (uint32_t)(ordered[i] >> 32), place = (uint32_t)ordered[i];
            const int is_new = term < 0 || terms[term] != key;
            if (is_new) {
                terms[++term] = key;
                doc_freqs[term] = 0;
            }
            if (is_new || out_rows[posting] != rows[place]) {
                out_rows[++posting] = rows[place];
                freqs[posting] = 0;
                doc_freqs[term]++;
            }
            freqs[posting]++;
            if (view[2].len)
                out_positions[i] = positions[place];
        }
        PyEval_RestoreThread(state);
        free(room);
    }
    release(view, 8);
    if (!fits)
        return refuse();
    if (count && !room)
        return PyErr_NoMemory();
    return Py_BuildValue("nn", term + 1, posting + 1);
}

static PyMethodDef methods[] = {
    {"gather", gather, METH_VARARGS, "Copy runs of an array, one after the other."},
    {"group", group, METH_VARARGS, "Bring occurrences into postings, term after term."},
    {"pack", pack, METH_VARARGS, "Pack groups of values into blocks."},
    {NULL, NULL, 0, NULL},
};

MODULE(_merging, VERSION, "Inner loops of a build in C.")
