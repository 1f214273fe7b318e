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
#ifndef QIANSHAO_KERNELS_H
#define QIANSHAO_KERNELS_H

#define Py_LIMITED_API 0x030B0000
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MANY 20000 /* values from which on other threads may run meanwhile */

static inline PyObject *damaged(void)
{
    PyErr_SetString(PyExc_ValueError, "packed data lead beyond their array");
    return NULL;
}

/* Let go of every buffer of a call; `count` of them were taken. */
static inline void release(Py_buffer *views, int count)
{
    for (int i = 0; i < count; i++)
        PyBuffer_Release(&views[i]);
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
