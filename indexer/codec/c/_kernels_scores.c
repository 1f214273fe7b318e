/* Score rows: what the terms of a query and the values of a column earn them. */
#include "_kernels.h"

/* add_scores(list, freqs, rows, ordinals, itemsize, norms, weight, k1, total): total[i] += weight ×
 * the saturated frequency of rows[i] in the posting list, for rows that are in it. The norm of a
 * row is norms[ordinals[row]]: lengths repeat, and the few norms stay in the cache. */
PyObject *kernel_add_scores(PyObject *self, PyObject *args)
{
    Py_buffer view[6];
    double weight, k1;
    Py_ssize_t itemsize;
    if (!PyArg_ParseTuple(args, "y*y*y*y*ny*ddw*", &view[0], &view[1], &view[2], &view[3],
                          &itemsize, &view[4], &weight, &k1, &view[5]))
        return NULL;
    const int32_t *list = view[0].buf, *rows = view[2].buf;
    const uint32_t *freqs = view[1].buf;
    const double *norms = view[4].buf;
    double *total = view[5].buf;
    const Py_ssize_t n = view[0].len / 4, m = view[2].len / 4;
    const size_t known = (size_t)view[4].len / 8;
    /* Rows ascend, so the last of each list bounds them all. */
    const int fits = view[1].len == view[0].len && view[5].len / 8 == m && known > 0
                     && are_ordinals(itemsize)
                     && (!n || (list[0] >= 0 && list[n - 1] < view[3].len / itemsize));
    const double top = k1 + 1;
    PyThreadState *state = n + m > MANY ? PyEval_SaveThread() : NULL;
#define ORDINAL(row) ordinal_at(view[3].buf, itemsize, row)
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
    return finish(view, 6, state, fits, NOTHING);
}

/* sum_scores(lists, freqs, weights, rows, ordinals, itemsize, norms, k1, total): as add_scores for
 * every one of several terms (tuples of buffers; weights one number each) into a total of zeros,
 * but all terms window by window, so that rows and total are gone through once. */
PyObject *kernel_sum_scores(PyObject *self, PyObject *args)
{
    PyObject *given[2];
    Py_buffer view[5]; /* weights, rows, ordinals, norms, total */
    Py_ssize_t itemsize;
    double k1;
    if (!PyArg_ParseTuple(args, "O!O!y*y*y*ny*dw*", &PyTuple_Type, &given[0], &PyTuple_Type,
                          &given[1], &view[0], &view[1], &view[2], &itemsize, &view[3], &k1,
                          &view[4]))
        return NULL;
    const Py_ssize_t terms = PyTuple_Size(given[0]);
    const double *weights = view[0].buf, *norms = view[3].buf;
    const int32_t *rows = view[1].buf;
    double *total = view[4].buf;
    const Py_ssize_t m = view[1].len / 4;
    const size_t known = (size_t)view[3].len / 8;
    const double top = k1 + 1;
    Lists lists = {0}, all_freqs = {0};
    const int is_taken = take_lists(given[0], &lists) && take_lists(given[1], &all_freqs);
    int fits = is_taken && all_freqs.count == terms && view[0].len / 8 == terms
               && view[4].len / 8 == m && known > 0 && are_ordinals(itemsize)
               && (!m || rows[0] >= 0);
    for (Py_ssize_t k = 0; fits && k < terms; k++) {
        const int32_t *held = lists.views[k].buf;
        const Py_ssize_t n = lists.views[k].len / 4;
        fits = all_freqs.views[k].len == lists.views[k].len
               && (!n || (held[0] >= 0 && held[n - 1] < view[2].len / itemsize));
    }
    PyThreadState *state = fits && m > MANY ? PyEval_SaveThread() : NULL;
    double earned[WINDOW] = {0};
    for (Py_ssize_t j = 0; fits && j < m;) {
        const int64_t base = rows[j] - rows[j] % WINDOW, end = base + WINDOW;
        for (int pass = 0; pass < 2; pass++) {
            for (Py_ssize_t k = 0; k < terms; k++) {
                const int32_t *held = lists.views[k].buf;
                const uint32_t *freqs = all_freqs.views[k].buf;
                const Py_ssize_t n = lists.views[k].len / 4;
                const double weight = weights[k];
                Py_ssize_t i = lists.at[k] = seek(held, lists.at[k], n, (int32_t)base);
                if (pass == 0)
                    for (; i < n && held[i] < end; i++) {
                        const double freq = (double)freqs[i];
                        const size_t ordinal = ordinal_at(view[2].buf, itemsize, held[i]);
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
    PyObject *answer = finish(view, 5, state, fits || !is_taken, NOTHING);
    leave_lists(&lists);
    leave_lists(&all_freqs);
    if (!is_taken)
        Py_CLEAR(answer);
    return answer;
}

/* add_values(values, ordinals, itemsize, rows, total): total[i] += values[ordinals[rows[i]]], or,
 * where rows is None, values[ordinals[i]]. */
PyObject *kernel_add_values(PyObject *self, PyObject *args)
{
    Py_buffer view[4];
    Py_ssize_t itemsize;
    if (!PyArg_ParseTuple(args, "y*y*nz*w*", &view[0], &view[1], &itemsize, &view[2], &view[3]))
        return NULL;
    const double *values = view[0].buf;
    const int32_t *rows = view[2].buf;
    double *total = view[3].buf;
    const Py_ssize_t n = view[3].len / 8;
    const size_t limit = (size_t)view[0].len / 8;
    int fits = are_ordinals(itemsize);
    if (fits && rows)
        fits = view[2].len / 4 == n && (!n || (rows[0] >= 0 && rows[n - 1] < view[1].len / itemsize));
    else if (fits)
        fits = view[1].len / itemsize == n;
    PyThreadState *state = n > MANY ? PyEval_SaveThread() : NULL;
#define ADD(type)                                                                                 \
    for (Py_ssize_t i = 0; fits && i < n; i++) {                                                  \
        const size_t ordinal = ((const type *)view[1].buf)[rows ? rows[i] : i];                   \
        if (ordinal < limit)                                                                      \
            total[i] += values[ordinal];                                                          \
        else                                                                                      \
            fits = 0;                                                                             \
    }
    BY_WIDTH(itemsize, ADD)
    return finish(view, 4, state, fits, NOTHING);
}
