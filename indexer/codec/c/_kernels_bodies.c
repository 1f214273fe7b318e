/* Write rows of Python values as JSON. */
#include "_kernels.h"
#include <stdio.h>

typedef struct {
    char *data;
    size_t size, room;
} Text;

/* Room for so many bytes more, or NULL with a MemoryError. */
static char *reach(Text *text, size_t more)
{
    if (text->size + more > text->room) {
        const size_t room = 2 * (text->size + more);
        char *data = realloc(text->data, room);
        if (!data) {
            PyErr_NoMemory();
            return NULL;
        }
        text->data = data;
        text->room = room;
    }
    return text->data + text->size;
}

static int add(Text *text, const char *bytes, size_t size)
{
    char *end = reach(text, size);
    if (!end)
        return 0;
    memcpy(end, bytes, size);
    text->size += size;
    return 1;
}

#define ADD(text, literal) add(text, literal, sizeof literal - 1)

/* A string in quotation marks, escaped as orjson does; half of a surrogate pair is an error. */
static int add_string(Text *text, PyObject *string)
{
    static const char hex[] = "0123456789abcdef", named[] = "btn?fr"; /* \b is 8, \r is 13 */
    Py_ssize_t size;
    const char *bytes = PyUnicode_AsUTF8AndSize(string, &size);
    char *end = bytes ? reach(text, 6 * (size_t)size + 2) : NULL;
    if (!end)
        return 0;
    *end++ = '"';
    for (Py_ssize_t i = 0; i < size; i++) {
        const unsigned char byte = (unsigned char)bytes[i];
        if (byte >= ' ' && byte != '"' && byte != '\\') {
            *end++ = (char)byte;
            continue;
        }
        *end++ = '\\';
        if (byte >= ' ') {
            *end++ = (char)byte;
        } else if (byte >= '\b' && byte <= '\r' && byte != '\v') {
            *end++ = named[byte - '\b'];
        } else {
            memcpy(end, "u00", 3);
            end[3] = hex[byte >> 4];
            end[4] = hex[byte & 15];
            end += 5;
        }
    }
    *end++ = '"';
    text->size = (size_t)(end - text->data);
    return 1;
}

static int add_number(Text *text, long long number)
{
    char digits[24];
    return add(text, digits, (size_t)snprintf(digits, sizeof digits, "%lld", number));
}

/* The items of a list; NULL for None, which says that no row has any. */
static int take(PyObject *given, Py_ssize_t size, PyObject **column)
{
    *column = Py_IsNone(given) ? NULL : given;
    return !*column || (PyList_Check(given) && PyList_Size(given) == size);
}

/* What lies above a path: "null", or all before its last slash. */
static int add_parent(Text *text, PyObject *path)
{
    const Py_ssize_t size = PyUnicode_GetLength(path);
    const Py_ssize_t end = PyUnicode_FindChar(path, '/', 0, size, -1);
    if (end < 0)
        return end == -1 && ADD(text, "null");
    PyObject *parent = PyUnicode_Substring(path, 0, end);
    const int fits = parent && add_string(text, parent);
    Py_XDECREF(parent);
    return fits;
}

static int add_row(Text *text, PyObject *value, long long count, PyObject *selected,
                   PyObject *status, int is_path)
{
    const int is_selected = selected && PyObject_IsTrue(selected);
    if (!ADD(text, "{\"value\":") || !add_string(text, value) || !ADD(text, ",\"count\":")
        || !add_number(text, count))
        return 0;
    if (!(is_selected ? ADD(text, ",\"selected\":true") : ADD(text, ",\"selected\":false")))
        return 0;
    if (is_path && !(ADD(text, ",\"parent\":") && add_parent(text, value)))
        return 0;
    if (status && !Py_IsNone(status)
        && !(ADD(text, ",\"status\":") && add_string(text, status)))
        return 0;
    return ADD(text, "},");
}

/* facet_json(values, counts, selected, states, is_path): a facet's rows, from lists of their columns,
 * as a JSON array in bytes. None for `selected`: no row is; for `states`: no row has one. Rows of
 * paths tell what they lie under. */
PyObject *kernel_facet_json(PyObject *self, PyObject *args)
{
    PyObject *values, *counts, *given[2], *selected, *states, *answer = NULL;
    int is_path;
    if (!PyArg_ParseTuple(args, "O!O!OOp", &PyList_Type, &values, &PyList_Type, &counts, &given[0],
                          &given[1], &is_path))
        return NULL;
    const Py_ssize_t n = PyList_Size(values);
    if (PyList_Size(counts) != n || !take(given[0], n, &selected) || !take(given[1], n, &states)) {
        PyErr_SetString(PyExc_ValueError, "columns of different lengths");
        return NULL;
    }
    Text text = {NULL, 0, 0};
    int fits = ADD(&text, "[");
    for (Py_ssize_t i = 0; fits && i < n; i++) {
        const long long count = PyLong_AsLongLong(PyList_GetItem(counts, i));
        fits = !PyErr_Occurred()
               && add_row(&text, PyList_GetItem(values, i), count,
                          selected ? PyList_GetItem(selected, i) : NULL,
                          states ? PyList_GetItem(states, i) : NULL, is_path);
    }
    if (fits) {
        text.size -= n > 0; /* the last comma */
        fits = ADD(&text, "]");
    }
    if (fits)
        answer = PyBytes_FromStringAndSize(text.data, (Py_ssize_t)text.size);
    free(text.data);
    return answer;
}
