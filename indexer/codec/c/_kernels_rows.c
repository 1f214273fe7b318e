/* Combine ascending lists of rows. */
#include "_kernels.h"

/* locate(rows, list, out): for every row its place in the list, or -1. Both ascend. */
PyObject *kernel_locate(PyObject *self, PyObject *args)
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
    return finish(view, 3, state, fits, NOTHING);
}

/* intersect(a, b, out): rows in both, written to out (as long as the shorter); their number. */
PyObject *kernel_intersect(PyObject *self, PyObject *args)
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
    return finish(view, 3, state, fits, count);
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
PyObject *kernel_unite(PyObject *self, PyObject *args)
{
    PyObject *given;
    Py_buffer result;
    Lists lists;
    if (!PyArg_ParseTuple(args, "O!w*", &PyTuple_Type, &given, &result))
        return NULL;
    if (!take_lists(given, &lists)) {
        leave_lists(&lists);
        PyBuffer_Release(&result);
        return NULL;
    }
    int32_t *out = result.buf;
    const Py_ssize_t room = result.len / 4;
    Py_ssize_t count = 0;
    int fits = 1;
    PyThreadState *state = room > MANY ? PyEval_SaveThread() : NULL;
    for (int64_t base = 0; fits && base >= 0;) {
        uint64_t marks[SPREAD / 64] = {0};
        int64_t next = -1;
        for (int k = 0; k < lists.count; k++) {
            const int32_t *list = lists.views[k].buf;
            const Py_ssize_t length = lists.views[k].len / 4;
            Py_ssize_t i = lists.at[k];
            for (; i < length && list[i] < base + SPREAD; i++)
                marks[(list[i] - base) >> 6 & (SPREAD / 64 - 1)] |= 1ULL << (list[i] & 63);
            lists.at[k] = i;
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
    PyObject *answer = finish(&result, 1, state, fits, count);
    leave_lists(&lists);
    return answer;
}

/* add_lists(a, a_freqs, b, b_freqs, out, out_freqs): rows in either of two lists, and the sum of
 * their frequencies, written to out (as long as both together); their number. Which list a row comes
 * from is chance, so nothing here branches on it. */
PyObject *kernel_add_lists(PyObject *self, PyObject *args)
{
    Py_buffer view[6];
    if (!PyArg_ParseTuple(args, "y*y*y*y*w*w*", &view[0], &view[1], &view[2], &view[3], &view[4],
                          &view[5]))
        return NULL;
    const int32_t *a = view[0].buf, *b = view[2].buf;
    const uint32_t *a_freqs = view[1].buf, *b_freqs = view[3].buf;
    int32_t *out = view[4].buf;
    uint32_t *freqs = view[5].buf;
    const Py_ssize_t n = view[0].len / 4, m = view[2].len / 4;
    Py_ssize_t i = 0, j = 0, count = 0;
    const int fits = view[1].len == view[0].len && view[3].len == view[2].len
                     && view[4].len / 4 >= n + m && view[5].len / 4 >= n + m;
    PyThreadState *state = n + m > MANY ? PyEval_SaveThread() : NULL;
    while (fits && i < n && j < m) {
        const int32_t left = a[i], right = b[j];
        const int has_left = left <= right, has_right = right <= left;
        out[count] = has_left ? left : right;
        freqs[count++] = (has_left ? a_freqs[i] : 0) + (has_right ? b_freqs[j] : 0);
        i += has_left;
        j += has_right;
    }
    if (fits && i < n) {
        memcpy(out + count, a + i, (size_t)(n - i) * 4);
        memcpy(freqs + count, a_freqs + i, (size_t)(n - i) * 4);
        count += n - i;
    }
    if (fits && j < m) {
        memcpy(out + count, b + j, (size_t)(m - j) * 4);
        memcpy(freqs + count, b_freqs + j, (size_t)(m - j) * 4);
        count += m - j;
    }
    return finish(view, 6, state, fits, count);
}
