/* Count facet values and documents. */
#include "_kernels.h"

/* tally(ordinals, itemsize, rows, counts): counts[ordinals[row]] += 1 for every row. */
PyObject *kernel_tally(PyObject *self, PyObject *args)
{
    Py_buffer view[3];
    Py_ssize_t itemsize;
    if (!PyArg_ParseTuple(args, "y*ny*w*", &view[0], &itemsize, &view[1], &view[2]))
        return NULL;
    const int32_t *rows = view[1].buf;
    int64_t *counts = view[2].buf;
    const Py_ssize_t n = view[1].len / 4;
    const size_t limit = (size_t)view[2].len / 8;
    int fits = are_ordinals(itemsize)
               && (!n || (rows[0] >= 0 && rows[n - 1] < view[0].len / itemsize));
    PyThreadState *state = n > MANY ? PyEval_SaveThread() : NULL;
#define TALLY(type)                                                                               \
    for (Py_ssize_t i = 0; fits && i < n; i++) {                                                  \
        const size_t ordinal = ((const type *)view[0].buf)[rows[i]];                              \
        if (ordinal < limit)                                                                      \
            counts[ordinal]++;                                                                    \
        else                                                                                      \
            fits = 0;                                                                             \
    }
    BY_WIDTH(itemsize, TALLY)
    return finish(view, 3, state, fits, NOTHING);
}

/* spread(counts, sources, targets, sums): sums[targets[i]] += counts[sources[i]]. */
PyObject *kernel_spread(PyObject *self, PyObject *args)
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
    return finish(view, 4, NULL, fits, NOTHING);
}

/* count_values(ordinals, itemsize, rows, borders, values, counts): counts[value] += 1 for every value
 * of every row, which are values[borders[o]…borders[o + 1]] of its ordinal o. */
PyObject *kernel_count_values(PyObject *self, PyObject *args)
{
    Py_buffer view[5];
    Py_ssize_t itemsize;
    if (!PyArg_ParseTuple(args, "y*ny*y*y*w*", &view[0], &itemsize, &view[1], &view[2], &view[3],
                          &view[4]))
        return NULL;
    const int32_t *rows = view[1].buf, *values = view[3].buf;
    const int64_t *borders = view[2].buf;
    int64_t *counts = view[4].buf;
    const Py_ssize_t n = view[1].len / 4, ordinals = view[2].len / 8 - 1;
    const Py_ssize_t all = view[3].len / 4, limit = view[4].len / 8;
    int fits = are_ordinals(itemsize)
               && (!n || (rows[0] >= 0 && rows[n - 1] < view[0].len / itemsize));
    PyThreadState *state = n > MANY ? PyEval_SaveThread() : NULL;
    for (Py_ssize_t i = 0; fits && i < n; i++) {
        const Py_ssize_t ordinal = (Py_ssize_t)ordinal_at(view[0].buf, itemsize, rows[i]);
        fits = ordinal < ordinals && borders[ordinal] >= 0 && borders[ordinal + 1] <= all;
        for (int64_t at = fits ? borders[ordinal] : 0; fits && at < borders[ordinal + 1]; at++) {
            fits = values[at] >= 0 && values[at] < limit;
            if (fits)
                counts[values[at]]++;
        }
    }
    return finish(view, 5, state, fits, NOTHING);
}
