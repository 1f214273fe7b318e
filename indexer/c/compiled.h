/* What the optional C twins of Python modules have in common: see compiled.py.
 *
 * Arrays come through the buffer protocol, so neither NumPy's headers nor its version matter, and
 * only Python's limited API is used: one build serves every CPython from 3.11 on. Nothing is
 * trusted: a file may be damaged, so every place that data lead to is checked against the array's
 * end, and what does not fit becomes a ValueError, never a stray read. Loops over many values let
 * go of the interpreter's lock; short ones are over sooner than that.
 */
#ifndef QIANSHAO_COMPILED_H
#define QIANSHAO_COMPILED_H

#define Py_LIMITED_API 0x030B0000
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define NOTHING PY_SSIZE_T_MIN /* what a function found that gives None */

static inline PyObject *refuse(void)
{
    PyErr_SetString(PyExc_ValueError, "arrays do not fit each other, or lead beyond one");
    return NULL;
}

/* Let go of every buffer of a call; `count` of them were taken. */
static inline void release(Py_buffer *views, int count)
{
    for (int i = 0; i < count; i++)
        PyBuffer_Release(&views[i]);
}

#define NO_MEMORY (-1) /* instead of 0, where data do not fit, and 1, where they do */

/* The end of a call: the lock is taken again where it was let go of, and the buffers are left. */
static inline PyObject *finish(Py_buffer *views, int count, PyThreadState *state, int fits,
                               Py_ssize_t found)
{
    if (state)
        PyEval_RestoreThread(state);
    release(views, count);
    if (fits != 1)
        return fits ? PyErr_NoMemory() : refuse();
    return found == NOTHING ? Py_NewRef(Py_None) : PyLong_FromSsize_t(found);
}

/* The module of these `methods`, and the version of their arguments. */
#define MODULE(name, version, says)                                                               \
    PyMODINIT_FUNC PyInit_##name(void)                                                            \
    {                                                                                             \
        static struct PyModuleDef module = {PyModuleDef_HEAD_INIT, #name, says, -1, methods,      \
                                            NULL, NULL, NULL, NULL};                              \
        PyObject *self = PyModule_Create(&module);                                                \
        if (self && PyModule_AddIntConstant(self, "VERSION", version) < 0)                        \
            Py_CLEAR(self);                                                                       \
        return self;                                                                              \
    }

#endif
