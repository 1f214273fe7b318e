/* Inner loops of a build in C: an optional twin of indexer/codec/merging.py.
 *
 * A test holds the two together, bit for bit. As in _kernels.c only Python's limited API is used,
 * arrays come through the buffer protocol and nothing in them is trusted.
 */
#define Py_LIMITED_API 0x030B0000
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <stdint.h>
#include <string.h>

#define VERSION 5 /* to be raised with every change of a function's arguments: see merging.py */
#define BLOCK 128

static PyObject *refuse(void)
{
    PyErr_SetString(PyExc_ValueError, "sizes lead beyond their array");
    return NULL;
}

static void release(Py_buffer *views, int count)
{
    for (int i = 0; i < count; i++)
        PyBuffer_Release(&views[i]);
}

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
    PyEval_RestoreThread(state);
    release(view, 4);
    if (!fits)
        return refuse();
    Py_RETURN_NONE;
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

static PyMethodDef methods[] = {
    {"gather", gather, METH_VARARGS, "Copy runs of an array, one after the other."},
    {"pack", pack, METH_VARARGS, "Pack groups of values into blocks."},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef module = {
    PyModuleDef_HEAD_INIT, "_merging", "Inner loops of a build in C.", -1, methods,
    NULL, NULL, NULL, NULL,
};

PyMODINIT_FUNC PyInit__merging(void)
{
    PyObject *self = PyModule_Create(&module);
    if (self && PyModule_AddIntConstant(self, "VERSION", VERSION) < 0) {
        Py_DECREF(self);
        return NULL;
    }
    return self;
}
