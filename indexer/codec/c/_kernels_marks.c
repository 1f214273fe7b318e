/* Mark literals in printed texts. */
#include "_kernels.h"

#define DROPPED (-1) /* how a table of normal forms says that a character has none; below: long */

/* The literals of a call: one after the other in `chars`, the end of each in `ends`. */
typedef struct {
    Py_UCS4 *chars;
    Py_ssize_t *ends;
    Py_ssize_t count;
} Sought;

/* One text on its way: its characters, and for each character of its form which it came from. */
typedef struct {
    Py_UCS4 *chars, *form;
    Py_ssize_t *origins, size, formed;
    char *is_marked;
} Printed;

static void let_go(Sought *sought)
{
    free(sought->chars);
    free(sought->ends);
}

static int take_literals(PyObject *literals, Sought *sought)
{
    Py_ssize_t all = 0;
    sought->count = PyTuple_Size(literals);
    for (Py_ssize_t i = 0; i < sought->count; i++) {
        const Py_ssize_t size = PyUnicode_GetLength(PyTuple_GetItem(literals, i));
        if (size < 0)
            return 0;
        all += size;
    }
    sought->chars = malloc((size_t)(all + 1) * sizeof *sought->chars);
    sought->ends = malloc((size_t)(sought->count + 1) * sizeof *sought->ends);
    if (!sought->chars || !sought->ends) {
        PyErr_NoMemory();
        return 0;
    }
    for (Py_ssize_t i = 0, at = 0; i < sought->count; i++) {
        PyObject *literal = PyTuple_GetItem(literals, i);
        if (!PyUnicode_AsUCS4(literal, sought->chars + at, all + 1 - at, 0))
            return 0;
        at += PyUnicode_GetLength(literal);
        sought->ends[i] = at;
    }
    return 1;
}

/* The form of a text by a table of code points, whose last entry stands for all beyond it; 0 where
 * a character's form is longer than one. */
static int normalise(Printed *text, const int32_t *table, Py_ssize_t last)
{
    text->formed = 0;
    for (Py_ssize_t at = 0; at < text->size; at++) {
        const Py_UCS4 code = text->chars[at];
        const int32_t form = table[code < (Py_UCS4)last ? (Py_ssize_t)code : last];
        if (form < DROPPED)
            return 0;
        if (form == DROPPED)
            continue;
        text->form[text->formed] = (Py_UCS4)form;
        text->origins[text->formed++] = at;
    }
    return 1;
}

static void mark_literal(Printed *text, const Py_UCS4 *literal, Py_ssize_t size)
{
    for (Py_ssize_t at = 0; size && at + size <= text->formed; at++) {
        if (text->form[at] != literal[0]
            || memcmp(text->form + at, literal, (size_t)size * sizeof *literal))
            continue;
        const Py_ssize_t first = text->origins[at], last = text->origins[at + size - 1];
        memset(text->is_marked + first, 1, (size_t)(last + 1 - first));
    }
}

/* The ranges of marked characters as a tuple of pairs. */
static PyObject *ranges_of(const Printed *text)
{
    Py_ssize_t count = 0;
    for (Py_ssize_t at = 0; at < text->size; at++)
        count += text->is_marked[at] && (!at || !text->is_marked[at - 1]);
    PyObject *ranges = PyTuple_New(count);
    for (Py_ssize_t at = 0, i = 0; ranges && i < count; i++) {
        while (!text->is_marked[at])
            at++;
        const Py_ssize_t start = at;
        while (at < text->size && text->is_marked[at])
            at++;
        PyObject *range = Py_BuildValue("(nn)", start, at);
        if (!range) {
            Py_DECREF(ranges);
            return NULL;
        }
        PyTuple_SetItem(ranges, i, range);
    }
    return ranges;
}

/* The marks of one text, or None where its form takes more than the table. */
static PyObject *marks_of(PyObject *string, const int32_t *table, Py_ssize_t last,
                          const Sought *sought)
{
    Printed text = {.size = PyUnicode_GetLength(string)};
    if (text.size < 0)
        return NULL;
    const size_t room = (size_t)text.size + 1;
    char *memory = malloc(room * (2 * sizeof(Py_UCS4) + sizeof(Py_ssize_t) + 1));
    if (!memory)
        return PyErr_NoMemory();
    text.origins = (Py_ssize_t *)memory;
    text.chars = (Py_UCS4 *)(text.origins + room);
    text.form = text.chars + room;
    text.is_marked = (char *)(text.form + room);
    PyObject *marks = NULL;
    if (PyUnicode_AsUCS4(string, text.chars, (Py_ssize_t)room, 1)) {
        PyThreadState *state = text.size > MANY ? PyEval_SaveThread() : NULL;
        memset(text.is_marked, 0, room);
        const int is_known = normalise(&text, table, last);
        for (Py_ssize_t i = 0; is_known && i < sought->count; i++) {
            const Py_ssize_t start = i ? sought->ends[i - 1] : 0;
            mark_literal(&text, sought->chars + start, sought->ends[i] - start);
        }
        if (state)
            PyEval_RestoreThread(state);
        if (is_known)
            marks = ranges_of(&text);
        else
            marks = Py_NewRef(Py_None);
    }
    free(memory);
    return marks;
}

/* mark(texts, table, literals): of each text a tuple of (start, end), where its form by the table
 * has any of the literals; None for a text whose form takes more than the table. */
PyObject *kernel_mark(PyObject *self, PyObject *args)
{
    PyObject *texts, *literals;
    Py_buffer table;
    if (!PyArg_ParseTuple(args, "O!y*O!", &PyTuple_Type, &texts, &table, &PyTuple_Type, &literals))
        return NULL;
    const Py_ssize_t last = table.len / 4 - 1, count = PyTuple_Size(texts);
    Sought sought = {0};
    PyObject *all = NULL;
    if (last < 0)
        refuse();
    else if (take_literals(literals, &sought))
        all = PyList_New(count);
    for (Py_ssize_t i = 0; all && i < count; i++) {
        PyObject *marks = marks_of(PyTuple_GetItem(texts, i), table.buf, last, &sought);
        if (marks)
            PyList_SetItem(all, i, marks);
        else
            Py_CLEAR(all);
    }
    let_go(&sought);
    PyBuffer_Release(&table);
    return all;
}
