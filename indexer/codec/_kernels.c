/* Inner loops of the index in C: an optional twin of indexer/codec/kernels.py.
 *
 * Every function here has a NumPy twin there with the same arguments and the same results, bit for
 * bit; a test holds the two together, and an installation without this module misses nothing but
 * speed. Arrays come through the buffer protocol, so neither NumPy's headers nor its version matter,
 * and only Python's limited API is used: one build serves every CPython from 3.11 on.
 *
 * Nothing is trusted: an index file may be damaged, so every place that data lead to is checked
 * against the array's end, and an answer of "damaged" becomes a ValueError, never a stray read.
 * Loops over many values let go of the interpreter's lock; short ones are over sooner than that.
 */
#define Py_LIMITED_API 0x030B0000
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define VERSION 8 /* to be raised with every change of a function's arguments: see kernels.py */
#define BLOCK 128
#define MANY 20000 /* values from which on other threads may run meanwhile */
#define AHEAD 24   /* places whose memory is asked for before it is needed */

#define CODES 33
static const uint8_t BITS_OF_CODE[CODES] = {0,  1,  2,  4,  8,  16, 32, 3,  5,  6,  7,
                                            9,  10, 11, 12, 13, 14, 15, 17, 18, 19, 20,
                                            21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31};

#if defined(__GNUC__) || defined(__clang__)
#define PREFETCH(address) __builtin_prefetch(address)
#else
#define PREFETCH(address) ((void)(address))
#endif

static PyObject *damaged(void)
{
    PyErr_SetString(PyExc_ValueError, "packed data lead beyond their array");
    return NULL;
}

/* Let go of every buffer of a call; `count` of them were taken. */
static void release(Py_buffer *views, int count)
{
    for (int i = 0; i < count; i++)
        PyBuffer_Release(&views[i]);
}

/* ---- packed blocks ------------------------------------------------------------------------- */

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
static PyObject *unpack(PyObject *self, PyObject *args)
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
    if (state)
        PyEval_RestoreThread(state);
    release(view, 3);
    if (failed)
        return damaged();
    Py_RETURN_NONE;
}

/* landmarks(widths, sizes, group, block, start, step, out): the first block and first byte of this
 * group, whose are given, and of every step-th after it: pairs, as many as out has room for. */
static PyObject *landmarks(PyObject *self, PyObject *args)
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
    if (state)
        PyEval_RestoreThread(state);
    release(view, 3);
    if (!fits)
        return damaged();
    Py_RETURN_NONE;
}

/* ---- sorted lists of rows ------------------------------------------------------------------ */

/* The first place in list[from…] that is not below `row`; gallops, so short steps are cheap. */
static Py_ssize_t seek(const int32_t *list, Py_ssize_t from, Py_ssize_t length, int32_t row)
{
    Py_ssize_t step = 1, low = from, high = from;
    while (high < length && list[high] < row) {
        low = high + 1;
        high += step;
        step *= 2;
    }
    if (high > length)
        high = length;
    while (low < high) {
        Py_ssize_t middle = low + (high - low) / 2;
        if (list[middle] < row)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Where two lists are about as dense, comparing them row by row defeats the processor's branch
 * prediction. Both are then taken apart into windows of neighbouring rows: what one list says of a
 * window is laid out by row, and the other list picks it up. */
#define WINDOW 4096
#define SPARSE 16 /* times as long: from here on the shorter list gallops through the longer one */

typedef struct {
    Py_ssize_t i, j;       /* the first of each list that is in the window or after it */
    int64_t base, end;     /* the rows of the window */
} Window;

/* Move to the next window in which both lists have rows; 0 when there is none. */
static int next_window(Window *at, const int32_t *list, Py_ssize_t n, const int32_t *rows,
                       Py_ssize_t m)
{
    while (at->i < n && at->j < m) {
        const int32_t later = list[at->i] > rows[at->j] ? list[at->i] : rows[at->j];
        at->base = later - later % WINDOW;
        at->end = at->base + WINDOW;
        at->i = seek(list, at->i, n, (int32_t)at->base);
        at->j = seek(rows, at->j, m, (int32_t)at->base);
        if (at->i < n && at->j < m && list[at->i] < at->end && rows[at->j] < at->end)
            return 1;
    }
    return 0;
}

/* locate(rows, list, out): for every row its place in the list, or -1. Both ascend. */
static PyObject *locate(PyObject *self, PyObject *args)
{
    Py_buffer view[3];
    if (!PyArg_ParseTuple(args, "y*y*w*", &view[0], &view[1], &view[2]))
        return NULL;
    const int32_t *rows = view[0].buf, *list = view[1].buf;
    int32_t *out = view[2].buf;
    const Py_ssize_t count = view[0].len / 4, length = view[1].len / 4;
    const int fits = view[2].len == view[0].len;
    PyThreadState *state = count + length > MANY ? PyEval_SaveThread() : NULL;
    if (fits && count * SPARSE < length) {
        for (Py_ssize_t i = 0, at = 0; i < count; i++) {
            at = seek(list, at, length, rows[i]);
            out[i] = at < length && list[at] == rows[i] ? (int32_t)at : -1;
        }
    } else if (fits) {
        int32_t places[WINDOW];
        Window at = {0, 0, 0, 0};
        memset(places, 255, sizeof places);
        memset(out, 255, (size_t)count * 4);
        while (next_window(&at, list, length, rows, count)) {
            const Py_ssize_t first = at.i;
            for (; at.i < length && list[at.i] < at.end; at.i++)
                places[list[at.i] - at.base] = (int32_t)at.i;
            for (; at.j < count && rows[at.j] < at.end; at.j++)
                out[at.j] = places[rows[at.j] - at.base];
            for (Py_ssize_t i = first; i < at.i; i++)
                places[list[i] - at.base] = -1;
        }
    }
    if (state)
        PyEval_RestoreThread(state);
    release(view, 3);
    if (!fits)
        return damaged();
    Py_RETURN_NONE;
}

/* intersect(a, b, out): rows in both, written to out (as long as the shorter); their number. */
static PyObject *intersect(PyObject *self, PyObject *args)
{
    Py_buffer view[3];
    if (!PyArg_ParseTuple(args, "y*y*w*", &view[0], &view[1], &view[2]))
        return NULL;
    const int32_t *few = view[0].buf, *many = view[1].buf;
    Py_ssize_t n = view[0].len / 4, m = view[1].len / 4, count = 0;
    if (n > m) {
        const int32_t *list = few;
        Py_ssize_t length = n;
        few = many, n = m;
        many = list, m = length;
    }
    int32_t *out = view[2].buf;
    const int fits = view[2].len / 4 >= n;
    PyThreadState *state = n + m > MANY ? PyEval_SaveThread() : NULL;
    if (!fits)
        ;
    else if (n * SPARSE < m) {
        for (Py_ssize_t i = 0, at = 0; i < n; i++) {
            at = seek(many, at, m, few[i]);
            if (at == m)
                break;
            if (many[at] == few[i])
                out[count++] = few[i];
        }
    } else {
        uint8_t marked[WINDOW] = {0};
        Window at = {0, 0, 0, 0};
        while (next_window(&at, many, m, few, n)) {
            const Py_ssize_t first = at.i;
            for (; at.i < m && many[at.i] < at.end; at.i++)
                marked[many[at.i] - at.base] = 1;
            for (; at.j < n && few[at.j] < at.end; at.j++) {
                out[count] = few[at.j]; /* overwritten by the next one unless it is in both */
                count += marked[few[at.j] - at.base];
            }
            for (Py_ssize_t i = first; i < at.i; i++)
                marked[many[i] - at.base] = 0;
        }
    }
    if (state)
        PyEval_RestoreThread(state);
    release(view, 3);
    if (!fits)
        return damaged();
    return PyLong_FromSsize_t(count);
}

#define SPREAD (1 << 16) /* rows of one bitmap in `unite` */

static inline int lowest_bit(uint64_t word)
{
#if defined(__GNUC__) || defined(__clang__)
    return __builtin_ctzll(word);
#else
    int bit = 0;
    while (!(word >> bit & 1))
        bit++;
    return bit;
#endif
}

/* unite(lists, out): rows in any of a tuple of lists, written to out (as long as all together, or
 * as the last row + 1); their number. Rows are marked in a bitmap, which is then read off. */
static PyObject *unite(PyObject *self, PyObject *args)
{
    PyObject *lists;
    Py_buffer result;
    if (!PyArg_ParseTuple(args, "O!w*", &PyTuple_Type, &lists, &result))
        return NULL;
    const Py_ssize_t n = PyTuple_Size(lists);
    Py_buffer *view = calloc((size_t)n + 1, sizeof *view);
    Py_ssize_t *at = calloc((size_t)n + 1, sizeof *at);
    int taken = 0, failed = !view || !at;
    for (; !failed && taken < n; taken++)
        if (PyObject_GetBuffer(PyTuple_GetItem(lists, taken), &view[taken], PyBUF_SIMPLE))
            break;
    failed = failed || taken < n;
    if (!view || !at)
        PyErr_NoMemory();
    int32_t *out = result.buf;
    const Py_ssize_t room = result.len / 4;
    Py_ssize_t count = 0;
    int fits = 1;
    PyThreadState *state = !failed && room > MANY ? PyEval_SaveThread() : NULL;
    for (int64_t base = 0; !failed && fits && base >= 0;) {
        uint64_t marks[SPREAD / 64] = {0};
        int64_t next = -1;
        for (Py_ssize_t k = 0; k < n; k++) {
            const int32_t *list = view[k].buf;
            const Py_ssize_t length = view[k].len / 4;
            Py_ssize_t i = at[k];
            for (; i < length && list[i] < base + SPREAD; i++)
                marks[(list[i] - base) >> 6 & (SPREAD / 64 - 1)] |= 1ULL << (list[i] & 63);
            at[k] = i;
            if (i < length && (next < 0 || list[i] < next))
                next = list[i];
        }
        for (int word = 0; fits && word < SPREAD / 64; word++)
            for (uint64_t left = marks[word]; left; left &= left - 1) {
                if (count == room) {
                    fits = 0;
                    break;
                }
                out[count++] = (int32_t)(base + word * 64 + lowest_bit(left));
            }
        base = next < 0 ? -1 : next - next % SPREAD;
    }
    if (state)
        PyEval_RestoreThread(state);
    if (view)
        release(view, taken);
    free(view);
    free(at);
    PyBuffer_Release(&result);
    if (failed)
        return NULL;
    if (!fits)
        return damaged();
    return PyLong_FromSsize_t(count);
}

/* ---- scores -------------------------------------------------------------------------------- */

/* add_scores(list, freqs, rows, ordinals, itemsize, norms, weight, k1, total): total[i] += weight ×
 * the saturated frequency of rows[i] in the posting list, for rows that are in it. The norm of a
 * row is norms[ordinals[row]]: lengths repeat, and the few norms stay in the cache. */
static PyObject *add_scores(PyObject *self, PyObject *args)
{
    Py_buffer view[6];
    double weight, k1;
    Py_ssize_t itemsize;
    if (!PyArg_ParseTuple(args, "y*y*y*y*ny*ddw*", &view[0], &view[1], &view[2], &view[3],
                          &itemsize, &view[4], &weight, &k1, &view[5]))
        return NULL;
    const int32_t *list = view[0].buf, *rows = view[2].buf;
    const uint32_t *freqs = view[1].buf;
    const uint16_t *narrow = view[3].buf;
    const uint32_t *wide = view[3].buf;
    const double *norms = view[4].buf;
    double *total = view[5].buf;
    const Py_ssize_t n = view[0].len / 4, m = view[2].len / 4;
    const size_t known = (size_t)view[4].len / 8;
    const int is_wide = itemsize == 4;
    /* Rows ascend, so the last of each list bounds them all. */
    const int fits = view[1].len == view[0].len && view[5].len / 8 == m && known > 0
                     && (is_wide || itemsize == 2)
                     && (!n || (list[0] >= 0 && list[n - 1] < view[3].len / itemsize));
    const double top = k1 + 1;
    PyThreadState *state = n + m > MANY ? PyEval_SaveThread() : NULL;
#define ORDINAL(row) (is_wide ? (size_t)wide[row] : (size_t)narrow[row])
#define NORM(row) (ORDINAL(row) < known ? norms[ORDINAL(row)] : 1.0)
#define EARNED(posting)                                                                           \
    (weight * ((double)freqs[posting] * top / ((double)freqs[posting] + NORM(list[posting]))))
    if (!fits)
        ;
    else if (n == m && !memcmp(list, rows, (size_t)n * 4)) {
        for (Py_ssize_t i = 0; i < n; i++)
            total[i] += EARNED(i);
    } else if (m * SPARSE < n) {
        for (Py_ssize_t i = 0, at = 0; i < m; i++) {
            at = seek(list, at, n, rows[i]);
            if (at == n)
                break;
            if (list[at] == rows[i])
                total[i] += EARNED(at);
        }
    } else if (n * SPARSE < m) {
        for (Py_ssize_t i = 0, at = 0; i < n; i++) {
            at = seek(rows, at, m, list[i]);
            if (at == m)
                break;
            if (rows[at] == list[i])
                total[at] += EARNED(i);
        }
    } else if (m * 3 < n) { /* most of the list is not asked for */
        int32_t places[WINDOW];
        Window at = {0, 0, 0, 0};
        memset(places, 255, sizeof places);
        while (next_window(&at, list, n, rows, m)) {
            const Py_ssize_t first = at.i;
            for (; at.i < n && list[at.i] < at.end; at.i++)
                places[list[at.i] - at.base] = (int32_t)at.i;
            for (; at.j < m && rows[at.j] < at.end; at.j++) {
                const int32_t place = places[rows[at.j] - at.base];
                if (place >= 0)
                    total[at.j] += EARNED(place);
            }
            for (Py_ssize_t i = first; i < at.i; i++)
                places[list[i] - at.base] = -1;
        }
    } else {
        double earned[WINDOW] = {0};
        Window at = {0, 0, 0, 0};
        while (next_window(&at, list, n, rows, m)) {
            const Py_ssize_t first = at.i;
            for (; at.i < n && list[at.i] < at.end; at.i++)
                earned[list[at.i] - at.base] = EARNED(at.i);
            for (; at.j < m && rows[at.j] < at.end; at.j++)
                total[at.j] += earned[rows[at.j] - at.base];
            for (Py_ssize_t i = first; i < at.i; i++)
                earned[list[i] - at.base] = 0;
        }
    }
#undef EARNED
#undef NORM
#undef ORDINAL
    if (state)
        PyEval_RestoreThread(state);
    release(view, 6);
    if (!fits)
        return damaged();
    Py_RETURN_NONE;
}

/* sum_scores(lists, freqs, weights, rows, ordinals, itemsize, norms, k1, total): as add_scores for
 * every one of several terms (tuples of buffers; weights one number each) into a total of zeros,
 * but all terms window by window, so that rows and total are gone through once. */
static PyObject *sum_scores(PyObject *self, PyObject *args)
{
    PyObject *lists, *all_freqs;
    Py_buffer view[5]; /* weights, rows, ordinals, norms, total */
    Py_ssize_t itemsize;
    double k1;
    if (!PyArg_ParseTuple(args, "O!O!y*y*y*ny*dw*", &PyTuple_Type, &lists, &PyTuple_Type,
                          &all_freqs, &view[0], &view[1], &view[2], &itemsize, &view[3], &k1,
                          &view[4]))
        return NULL;
    const Py_ssize_t terms = PyTuple_Size(lists);
    const double *weights = view[0].buf, *norms = view[3].buf;
    const int32_t *rows = view[1].buf;
    const uint16_t *narrow = view[2].buf;
    const uint32_t *wide = view[2].buf;
    double *total = view[4].buf;
    const Py_ssize_t m = view[1].len / 4;
    const size_t known = (size_t)view[3].len / 8;
    const int is_wide = itemsize == 4;
    const double top = k1 + 1;
    Py_buffer *list = calloc((size_t)terms * 2 + 1, sizeof *list);
    Py_ssize_t *at = calloc((size_t)terms + 1, sizeof *at);
    int taken = 0, failed = !list || !at;
    int fits = PyTuple_Size(all_freqs) == terms && view[0].len / 8 == terms
               && view[4].len / 8 == m && known > 0 && (is_wide || itemsize == 2);
    for (; !failed && fits && taken < 2 * terms; taken++) {
        PyObject *from = taken % 2 ? all_freqs : lists;
        if (PyObject_GetBuffer(PyTuple_GetItem(from, taken / 2), &list[taken], PyBUF_SIMPLE))
            failed = 1;
        if (failed)
            break;
        const int32_t *held = list[taken].buf;
        const Py_ssize_t n = list[taken].len / 4;
        if (taken % 2)
            fits = list[taken].len == list[taken - 1].len;
        else
            fits = !n || (held[0] >= 0 && held[n - 1] < view[2].len / itemsize);
    }
    if (!list || !at)
        PyErr_NoMemory();
    PyThreadState *state = !failed && fits && m > MANY ? PyEval_SaveThread() : NULL;
    double earned[WINDOW] = {0};
    for (Py_ssize_t j = 0; !failed && fits && j < m;) {
        const int64_t base = rows[j] - rows[j] % WINDOW, end = base + WINDOW;
        for (int pass = 0; pass < 2; pass++) {
            for (Py_ssize_t k = 0; k < terms; k++) {
                const int32_t *held = list[2 * k].buf;
                const uint32_t *freqs = list[2 * k + 1].buf;
                const Py_ssize_t n = list[2 * k].len / 4;
                const double weight = weights[k];
                Py_ssize_t i = at[k] = seek(held, at[k], n, (int32_t)base);
                if (pass == 0)
                    for (; i < n && held[i] < end; i++) {
                        const double freq = (double)freqs[i];
                        const size_t ordinal = is_wide ? wide[held[i]] : narrow[held[i]];
                        const double norm = ordinal < known ? norms[ordinal] : 1.0;
                        earned[held[i] - base] += weight * (freq * top / (freq + norm));
                    }
                else
                    for (; i < n && held[i] < end; i++)
                        earned[held[i] - base] = 0;
            }
            if (pass == 0)
                for (; j < m && rows[j] < end; j++)
                    total[j] = earned[rows[j] - base];
        }
    }
    if (state)
        PyEval_RestoreThread(state);
    if (list)
        release(list, taken);
    free(list);
    free(at);
    release(view, 5);
    if (failed)
        return NULL;
    if (!fits)
        return damaged();
    Py_RETURN_NONE;
}

/* add_values(values, ordinals, itemsize, rows, total): total[i] += values[ordinals[rows[i]]]. */
static PyObject *add_values(PyObject *self, PyObject *args)
{
    Py_buffer view[4];
    Py_ssize_t itemsize;
    if (!PyArg_ParseTuple(args, "y*y*ny*w*", &view[0], &view[1], &itemsize, &view[2], &view[3]))
        return NULL;
    const double *values = view[0].buf;
    const int32_t *rows = view[2].buf;
    double *total = view[3].buf;
    const Py_ssize_t n = view[2].len / 4, limit = view[0].len / 8;
    int fits = itemsize > 0 && view[3].len / 8 == n
               && (!n || (rows[0] >= 0 && rows[n - 1] < view[1].len / itemsize));
    PyThreadState *state = n > MANY ? PyEval_SaveThread() : NULL;
#define ADD(type)                                                                                 \
    for (Py_ssize_t i = 0; i < n; i++) {                                                          \
        const Py_ssize_t ordinal = ((const type *)view[1].buf)[rows[i]];                          \
        if (ordinal >= limit) {                                                                   \
            fits = 0;                                                                             \
            break;                                                                                \
        }                                                                                         \
        total[i] += values[ordinal];                                                              \
    }
    if (fits && itemsize == 1)
        ADD(uint8_t)
    else if (fits && itemsize == 2)
        ADD(uint16_t)
    else if (fits && itemsize == 4)
        ADD(uint32_t)
    else
        fits = 0;
#undef ADD
    if (state)
        PyEval_RestoreThread(state);
    release(view, 4);
    if (!fits)
        return damaged();
    Py_RETURN_NONE;
}

/* Whether the first of two candidates goes behind the second: smaller key, or the later rank. */
static inline int is_worse(double key, uint32_t rank, double other, uint32_t other_rank)
{
    return key < other || (key == other && rank > other_rank);
}

typedef struct {
    double key;
    uint32_t rank;
    int32_t place;
} Candidate;

static void sink(Candidate *heap, Py_ssize_t size, Py_ssize_t at)
{
    Candidate moved = heap[at];
    for (;;) {
        Py_ssize_t child = 2 * at + 1;
        if (child >= size)
            break;
        if (child + 1 < size && is_worse(heap[child + 1].key, heap[child + 1].rank,
                                         heap[child].key, heap[child].rank))
            child++;
        if (!is_worse(heap[child].key, heap[child].rank, moved.key, moved.rank))
            break;
        heap[at] = heap[child];
        at = child;
    }
    heap[at] = moved;
}

/* best(keys, ranks, rows, out): places of the len(out) largest keys, best first; of equal keys the
 * lower ranks[row] is better. The worst kept stands on top of a heap. */
static PyObject *best(PyObject *self, PyObject *args)
{
    Py_buffer view[4];
    if (!PyArg_ParseTuple(args, "y*y*y*w*", &view[0], &view[1], &view[2], &view[3]))
        return NULL;
    const double *keys = view[0].buf;
    const uint32_t *ranks = view[1].buf;
    const int32_t *rows = view[2].buf;
    int64_t *out = view[3].buf;
    const Py_ssize_t n = view[0].len / 8, most = view[3].len / 8;
    const Py_ssize_t limit = view[1].len / 4;
    const int fits = view[2].len / 4 == n && most <= n && most > 0
                     && rows[0] >= 0 && rows[n - 1] < limit;
    Candidate *heap = fits ? malloc((size_t)most * sizeof *heap) : NULL;
    if (!heap) {
        release(view, 4);
        return fits ? PyErr_NoMemory() : damaged();
    }
    PyThreadState *state = n > MANY ? PyEval_SaveThread() : NULL;
    for (Py_ssize_t i = 0; i < most; i++)
        heap[i] = (Candidate){keys[i], ranks[rows[i]], (int32_t)i};
    for (Py_ssize_t i = most / 2 - 1; i >= 0; i--)
        sink(heap, most, i);
    for (Py_ssize_t i = most; i < n; i++) {
        if (keys[i] < heap[0].key)
            continue;
        const uint32_t rank = ranks[rows[i]];
        if (is_worse(heap[0].key, heap[0].rank, keys[i], rank)) {
            heap[0] = (Candidate){keys[i], rank, (int32_t)i};
            sink(heap, most, 0);
        }
    }
    for (Py_ssize_t left = most; left > 0; left--) {
        out[left - 1] = heap[0].place;
        heap[0] = heap[left - 1];
        sink(heap, left - 1, 0);
    }
    if (state)
        PyEval_RestoreThread(state);
    free(heap);
    release(view, 4);
    Py_RETURN_NONE;
}

/* lead_groups(keys, ranks, rows, ordinals, itemsize, leaders, sizes): of every group (the ordinal of
 * a row) the place of its best row, by key and rank as in `best`, and its number of rows. leaders
 * come in as -1, sizes as 0. */
static PyObject *lead_groups(PyObject *self, PyObject *args)
{
    Py_buffer view[6];
    Py_ssize_t itemsize;
    if (!PyArg_ParseTuple(args, "y*y*y*y*nw*w*", &view[0], &view[1], &view[2], &view[3], &itemsize,
                          &view[4], &view[5]))
        return NULL;
    const double *keys = view[0].buf;
    const uint32_t *ranks = view[1].buf;
    const int32_t *rows = view[2].buf;
    int64_t *leaders = view[4].buf, *sizes = view[5].buf;
    const Py_ssize_t n = view[2].len / 4, groups = view[4].len / 8;
    int fits = view[0].len / 8 == n && view[5].len == view[4].len
               && (itemsize == 1 || itemsize == 2 || itemsize == 4)
               && (!n || (rows[0] >= 0 && rows[n - 1] < view[1].len / 4
                          && rows[n - 1] < view[3].len / itemsize));
    PyThreadState *state = n > MANY ? PyEval_SaveThread() : NULL;
    for (Py_ssize_t i = 0; fits && i < n; i++) {
        const int32_t row = rows[i];
        const Py_ssize_t group = itemsize == 1   ? ((const uint8_t *)view[3].buf)[row]
                                 : itemsize == 2 ? ((const uint16_t *)view[3].buf)[row]
                                                 : (Py_ssize_t)((const uint32_t *)view[3].buf)[row];
        fits = group < groups;
        if (!fits)
            break;
        const int64_t leader = leaders[group];
        if (leader < 0 || is_worse(keys[leader], ranks[rows[leader]], keys[i], ranks[row]))
            leaders[group] = i;
        sizes[group]++;
    }
    if (state)
        PyEval_RestoreThread(state);
    release(view, 6);
    if (!fits)
        return damaged();
    Py_RETURN_NONE;
}

/* ---- counting ------------------------------------------------------------------------------ */

/* tally(ordinals, itemsize, rows, counts): counts[ordinals[row]] += 1 for every row. */
static PyObject *tally(PyObject *self, PyObject *args)
{
    Py_buffer view[3];
    Py_ssize_t itemsize;
    if (!PyArg_ParseTuple(args, "y*ny*w*", &view[0], &itemsize, &view[1], &view[2]))
        return NULL;
    const int32_t *rows = view[1].buf;
    int64_t *counts = view[2].buf;
    const Py_ssize_t n = view[1].len / 4, limit = view[2].len / 8;
    int fits = itemsize > 0
               && (!n || (rows[0] >= 0 && rows[n - 1] < view[0].len / itemsize));
    PyThreadState *state = n > MANY ? PyEval_SaveThread() : NULL;
#define TALLY(type)                                                                               \
    for (Py_ssize_t i = 0; i < n; i++) {                                                          \
        const Py_ssize_t ordinal = ((const type *)view[0].buf)[rows[i]];                          \
        if (ordinal >= limit) {                                                                   \
            fits = 0;                                                                             \
            break;                                                                                \
        }                                                                                         \
        counts[ordinal]++;                                                                        \
    }
    if (fits && itemsize == 1)
        TALLY(uint8_t)
    else if (fits && itemsize == 2)
        TALLY(uint16_t)
    else if (fits && itemsize == 4)
        TALLY(uint32_t)
    else
        fits = 0;
#undef TALLY
    if (state)
        PyEval_RestoreThread(state);
    release(view, 3);
    if (!fits)
        return damaged();
    Py_RETURN_NONE;
}

/* spread(counts, sources, targets, sums): sums[targets[i]] += counts[sources[i]]. */
static PyObject *spread(PyObject *self, PyObject *args)
{
    Py_buffer view[4];
    if (!PyArg_ParseTuple(args, "y*y*y*w*", &view[0], &view[1], &view[2], &view[3]))
        return NULL;
    const int64_t *counts = view[0].buf;
    const int32_t *sources = view[1].buf, *targets = view[2].buf;
    int64_t *sums = view[3].buf;
    const Py_ssize_t n = view[1].len / 4, from = view[0].len / 8, to = view[3].len / 8;
    int fits = view[2].len == view[1].len;
    for (Py_ssize_t i = 0; fits && i < n; i++) {
        fits = sources[i] >= 0 && sources[i] < from && targets[i] >= 0 && targets[i] < to;
        if (fits)
            sums[targets[i]] += counts[sources[i]];
    }
    release(view, 4);
    if (!fits)
        return damaged();
    Py_RETURN_NONE;
}

/* ---- literals ------------------------------------------------------------------------------ */

/* verify(units, starts, rows, freqs, highs, lows, literal, pair, out_rows, out_freqs): the rows
 * where the whole literal stands, from the places of its pair number `pair`; their number.
 * highs and lows are the pair's positions, one an occurrence. */
static PyObject *verify(PyObject *self, PyObject *args)
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
    if (state)
        PyEval_RestoreThread(state);
    release(view, 9);
    if (!fits)
        return damaged();
    return PyLong_FromSsize_t(found);
}

static PyMethodDef methods[] = {
    {"unpack", unpack, METH_VARARGS, "Unpack one group of packed values."},
    {"landmarks", landmarks, METH_VARARGS, "Where groups of packed values begin."},
    {"locate", locate, METH_VARARGS, "Places of rows in an ascending list."},
    {"intersect", intersect, METH_VARARGS, "Rows that stand in both lists."},
    {"unite", unite, METH_VARARGS, "Rows that stand in any list."},
    {"add_scores", add_scores, METH_VARARGS, "Add one term's BM25 scores at rows."},
    {"sum_scores", sum_scores, METH_VARARGS, "Add up several terms' BM25 scores at rows."},
    {"add_values", add_values, METH_VARARGS, "Add the values of a column at rows."},
    {"best", best, METH_VARARGS, "The largest keys, in order."},
    {"lead_groups", lead_groups, METH_VARARGS, "The best row of every group."},
    {"tally", tally, METH_VARARGS, "Count ordinals at rows."},
    {"spread", spread, METH_VARARGS, "Add up counts by target."},
    {"verify", verify, METH_VARARGS, "Rows where a literal stands whole."},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef module = {
    PyModuleDef_HEAD_INIT, "_kernels", "Inner loops of the index in C.", -1, methods,
    NULL, NULL, NULL, NULL,
};

PyMODINIT_FUNC PyInit__kernels(void)
{
    PyObject *self = PyModule_Create(&module);
    if (self && PyModule_AddIntConstant(self, "VERSION", VERSION) < 0) {
        Py_DECREF(self);
        return NULL;
    }
    return self;
}
