/* Choose the best rows of all, or of every document. */
#include "_kernels.h"

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
PyObject *kernel_best(PyObject *self, PyObject *args)
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
    if (!heap)
        return finish(view, 4, NULL, fits ? NO_MEMORY : 0, NOTHING);
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
    free(heap);
    return finish(view, 4, state, 1, NOTHING);
}

/* The counts of a heap, best first, and what stands in their places, as two lists of Python. */
static int list_leaders(Candidate *heap, Py_ssize_t kept, const int64_t *counts, PyObject *values,
                        PyObject *leaders, PyObject *sizes)
{
    for (Py_ssize_t left = kept; left > 0; left--) {
        const int32_t place = heap[0].place;
        heap[0] = heap[left - 1];
        sink(heap, left - 1, 0);
        PyObject *leader = PyTuple_GetItem(values, place);
        PyObject *size = leader ? PyLong_FromLongLong(counts[place]) : NULL;
        if (!size)
            return 0;
        PyList_SetItem(leaders, left - 1, Py_NewRef(leader));
        PyList_SetItem(sizes, left - 1, size);
    }
    return 1;
}

/* lead_counts(counts, most, values): of the `most` largest counts above 0, best first, of equal ones
 * the earlier, the items of the tuple `values` and the counts, as two lists; and how many of all
 * counts are above 0. */
PyObject *kernel_lead_counts(PyObject *self, PyObject *args)
{
    Py_buffer view;
    Py_ssize_t most;
    PyObject *values, *answer = NULL;
    if (!PyArg_ParseTuple(args, "y*nO!", &view, &most, &PyTuple_Type, &values))
        return NULL;
    const int64_t *counts = view.buf;
    const Py_ssize_t n = view.len / 8;
    const int fits = most >= 0 && most <= n && PyTuple_Size(values) == n;
    Candidate *heap = fits ? malloc((size_t)(most + 1) * sizeof *heap) : NULL;
    if (!heap)
        return finish(&view, 1, NULL, fits ? NO_MEMORY : 0, NOTHING);
    Py_ssize_t present = 0, kept = 0;
    for (Py_ssize_t i = 0; i < n; i++) {
        if (!counts[i])
            continue;
        present++;
        if (kept < most) {
            heap[kept++] = (Candidate){(double)counts[i], (uint32_t)i, (int32_t)i};
            for (Py_ssize_t at = most / 2 - 1; kept == most && at >= 0; at--)
                sink(heap, most, at);
        } else if (most && counts[i] > (int64_t)heap[0].key) { /* equal ones stand behind */
            heap[0] = (Candidate){(double)counts[i], (uint32_t)i, (int32_t)i};
            sink(heap, most, 0);
        }
    }
    for (Py_ssize_t at = kept / 2 - 1; kept < most && at >= 0; at--)
        sink(heap, kept, at);
    PyObject *leaders = PyList_New(kept), *sizes = PyList_New(kept);
    if (leaders && sizes && list_leaders(heap, kept, counts, values, leaders, sizes))
        answer = Py_BuildValue("(OOn)", leaders, sizes, present);
    Py_XDECREF(leaders);
    Py_XDECREF(sizes);
    free(heap);
    PyBuffer_Release(&view);
    return answer;
}

/* lead_groups(keys, ranks, rows, ordinals, itemsize, leaders, sizes): of every group (the ordinal of
 * a row) the place of its best row, by key and rank as in `best`, and its number of rows. leaders
 * come in as -1, sizes as 0. */
PyObject *kernel_lead_groups(PyObject *self, PyObject *args)
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
    const Py_ssize_t n = view[2].len / 4;
    const size_t groups = (size_t)view[4].len / 8;
    int fits = view[0].len / 8 == n && view[5].len == view[4].len
               && are_ordinals(itemsize)
               && (!n || (rows[0] >= 0 && rows[n - 1] < view[1].len / 4
                          && rows[n - 1] < view[3].len / itemsize));
    PyThreadState *state = n > MANY ? PyEval_SaveThread() : NULL;
    for (Py_ssize_t i = 0; fits && i < n; i++) {
        const int32_t row = rows[i];
        const size_t group = ordinal_at(view[3].buf, itemsize, row);
        fits = group < groups;
        if (!fits)
            break;
        const int64_t leader = leaders[group];
        if (leader < 0 || is_worse(keys[leader], ranks[rows[leader]], keys[i], ranks[row]))
            leaders[group] = i;
        sizes[group]++;
    }
    return finish(view, 6, state, fits, NOTHING);
}
