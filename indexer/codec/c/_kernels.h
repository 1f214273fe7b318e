/* Inner loops of the index in C: an optional twin of indexer/codec/kernels.py.
 *
 * Every function here has a NumPy twin there with the same arguments and the same results, bit for
 * bit; a test holds the two together, and an installation without this module misses nothing but
 * speed.
 */
#ifndef QIANSHAO_KERNELS_H
#define QIANSHAO_KERNELS_H

#include "compiled.h"

#define MANY 20000 /* values from which on other threads may run meanwhile */

/* The buffers of a tuple of arrays, and how far each is read. */
typedef struct {
    Py_buffer *views;
    Py_ssize_t *at;
    int count;
} Lists;

static inline int take_lists(PyObject *tuple, Lists *lists)
{
    const Py_ssize_t all = PyTuple_Size(tuple);
    *lists = (Lists){calloc((size_t)all + 1, sizeof(Py_buffer)),
                     calloc((size_t)all + 1, sizeof(Py_ssize_t)), 0};
    if (!lists->views || !lists->at) {
        PyErr_NoMemory();
        return 0;
    }
    for (; lists->count < all; lists->count++)
        if (PyObject_GetBuffer(PyTuple_GetItem(tuple, lists->count), &lists->views[lists->count],
                               PyBUF_SIMPLE))
            return 0;
    return 1;
}

static inline void leave_lists(Lists *lists)
{
    release(lists->views, lists->count);
    free(lists->views);
    free(lists->at);
}

static inline int are_ordinals(Py_ssize_t itemsize)
{
    return itemsize == 1 || itemsize == 2 || itemsize == 4;
}

/* The ordinal of a row in an array of such a width. */
static inline size_t ordinal_at(const void *ordinals, Py_ssize_t itemsize, Py_ssize_t row)
{
    return itemsize == 1   ? ((const uint8_t *)ordinals)[row]
           : itemsize == 2 ? ((const uint16_t *)ordinals)[row]
                           : (size_t)((const uint32_t *)ordinals)[row];
}

/* The first place in list[from…] that is not below `row`; gallops, so short steps are cheap. */
static inline Py_ssize_t seek(const int32_t *list, Py_ssize_t from, Py_ssize_t length, int32_t row)
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
static inline int next_window(Window *at, const int32_t *list, Py_ssize_t n, const int32_t *rows,
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

/* Where rows are so many that asking the width for each would tell: a loop for every width. */
#define BY_WIDTH(itemsize, LOOP)                                                                  \
    if (itemsize == 1)                                                                            \
        LOOP(uint8_t)                                                                             \
    else if (itemsize == 2)                                                                       \
        LOOP(uint16_t)                                                                            \
    else                                                                                          \
        LOOP(uint32_t)

/* _kernels_postings.c: packed lists, and the places of literals */
PyObject *kernel_unpack(PyObject *self, PyObject *args);
PyObject *kernel_landmarks(PyObject *self, PyObject *args);
PyObject *kernel_verify(PyObject *self, PyObject *args);

/* _kernels_scanning.c: literals near each other, or one after the other */
PyObject *kernel_near(PyObject *self, PyObject *args);
PyObject *kernel_in_sequence(PyObject *self, PyObject *args);
PyObject *kernel_least_gaps(PyObject *self, PyObject *args);

/* _kernels_marks.c: printed texts */
PyObject *kernel_mark(PyObject *self, PyObject *args);

/* _kernels_rows.c: sorted lists of rows */
PyObject *kernel_locate(PyObject *self, PyObject *args);
PyObject *kernel_intersect(PyObject *self, PyObject *args);
PyObject *kernel_unite(PyObject *self, PyObject *args);
PyObject *kernel_add_lists(PyObject *self, PyObject *args);

/* _kernels_scores.c: what terms and columns earn */
PyObject *kernel_add_scores(PyObject *self, PyObject *args);
PyObject *kernel_sum_scores(PyObject *self, PyObject *args);
PyObject *kernel_add_values(PyObject *self, PyObject *args);

/* _kernels_choice.c: the best rows */
PyObject *kernel_best(PyObject *self, PyObject *args);
PyObject *kernel_lead_groups(PyObject *self, PyObject *args);
PyObject *kernel_lead_counts(PyObject *self, PyObject *args);

/* _kernels_counts.c: facets and documents */
PyObject *kernel_tally(PyObject *self, PyObject *args);
PyObject *kernel_spread(PyObject *self, PyObject *args);
PyObject *kernel_count_values(PyObject *self, PyObject *args);

/* _kernels_bodies.c: JSON */
PyObject *kernel_facet_json(PyObject *self, PyObject *args);

/* _kernels_vectors.c: vectors of meaning */
PyObject *kernel_cosines(PyObject *self, PyObject *args);

#endif
