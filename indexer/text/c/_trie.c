/* Walks over texts along a trie of many words, in C: an optional twin of indexer/text/analyzer.py's
 * cutters and of indexer/text/matcher.py.
 *
 * A test holds them together: the same words, the same places. As in indexer/codec/c/_kernels.c only
 * Python's limited API is used, arrays come through the buffer protocol and nothing in them is
 * trusted.
 *
 * The trie is a hash table with open addressing. A node is the number of its slot plus 1, the root
 * is 0; keys[slot] = parent node << 16 | unit (0: empty), values[slot] = number of the word that
 * ends there, or -1. Texts are UTF-16 units.
 */
#include "compiled.h"
#include <math.h>

#define VERSION 1 /* to be raised with every change of a function's arguments: see trie.py */

enum { OTHER = 0, LETTER = 1, SIGN = 2, WORDLIKE = 3 }; /* classes of units, see indexer/text/trie.py */

typedef struct {
    uint64_t *keys;
    int32_t *values;
    uint64_t mask;
    int shift;
} Trie;

/* Two buffers as a trie; 0 if they cannot be one. */
static int open_trie(Trie *trie, const Py_buffer *keys, const Py_buffer *values)
{
    const Py_ssize_t size = keys->len / 8;
    if (size < 2 || size & (size - 1) || values->len / 4 != size || size > (Py_ssize_t)1 << 30)
        return 0;
    trie->keys = keys->buf;
    trie->values = values->buf;
    trie->mask = (uint64_t)size - 1;
    for (trie->shift = 64; ((uint64_t)1 << (64 - trie->shift)) < (uint64_t)size;)
        trie->shift--;
    return 1;
}

/* The slot that holds a key, or the empty one where it would stand; -1 in a table without either. */
static inline int64_t slot_of(const Trie *trie, uint64_t key)
{
    uint64_t slot = (key * 0x9E3779B97F4A7C15u) >> trie->shift;
    for (uint64_t tried = 0; tried <= trie->mask; tried++, slot = (slot + 1) & trie->mask)
        if (trie->keys[slot] == key || !trie->keys[slot])
            return (int64_t)slot;
    return -1;
}

/* The child of a node, or -1. */
static inline int64_t step(const Trie *trie, int64_t node, uint16_t unit)
{
    const int64_t slot = slot_of(trie, (uint64_t)node << 16 | unit);
    return slot < 0 || !unit || !trie->keys[slot] ? -1 : slot + 1;
}

/* The slot where a run of units ends, or -1 where no word begins with it. */
static int64_t slot_at(const Trie *trie, const uint16_t *units, Py_ssize_t length)
{
    int64_t node = 0;
    for (Py_ssize_t i = 0; i < length; i++)
        if ((node = step(trie, node, units[i])) < 0)
            return -1;
    return node - 1;
}

static inline int32_t word_at(const Trie *trie, const uint16_t *units, Py_ssize_t length)
{
    const int64_t slot = slot_at(trie, units, length);
    return slot < 0 ? -1 : trie->values[slot];
}

/* ---- lists that grow ----------------------------------------------------------------------- */

typedef struct {
    int32_t *items;
    Py_ssize_t length, room;
    int failed;
} List;

static inline void push(List *list, int32_t item)
{
    if (list->length == list->room) {
        Py_ssize_t room = list->room ? 2 * list->room : 4096;
        int32_t *items = list->failed ? NULL : realloc(list->items, (size_t)room * sizeof *items);
        if (!items) {
            list->failed = 1;
            return;
        }
        list->items = items;
        list->room = room;
    }
    list->items[list->length++] = item;
}

/* The list as bytes for numpy.frombuffer; the list itself is given up. */
static PyObject *to_bytes(List *list)
{
    PyObject *bytes = list->failed ? PyErr_NoMemory()
                                   : PyBytes_FromStringAndSize((const char *)list->items,
                                                               list->length * 4);
    free(list->items);
    return bytes;
}

/* Whether ends ascend within the units of all texts. */
static int ends_fit(const int64_t *ends, Py_ssize_t count, Py_ssize_t units)
{
    int64_t before = 0;
    for (Py_ssize_t i = 0; i < count; before = ends[i++])
        if (ends[i] < before || ends[i] > units)
            return 0;
    return units <= INT32_MAX;
}

/* ---- growing a trie ------------------------------------------------------------------------ */

/* grow(keys, values, units, ends, first, full): add words, numbered from `first`, to a table with
 * `full` slots in use; the slots that came new, or -1 once over three fifths would be in use. */
static PyObject *grow(PyObject *self, PyObject *args)
{
    Py_buffer view[4];
    Trie trie;
    Py_ssize_t first, full;
    if (!PyArg_ParseTuple(args, "w*w*y*y*nn", &view[0], &view[1], &view[2], &view[3], &first,
                          &full))
        return NULL;
    const uint16_t *units = view[2].buf;
    const int64_t *ends = view[3].buf;
    const Py_ssize_t count = view[3].len / 8;
    if (!open_trie(&trie, &view[0], &view[1]) || !ends_fit(ends, count, view[2].len / 2))
        return finish(view, 4, NULL, 0, NOTHING);
    const Py_ssize_t most = (Py_ssize_t)(trie.mask + 1) / 5 * 3;
    Py_ssize_t made = 0;
    for (Py_ssize_t i = 0; i < count && made >= 0; i++) {
        int64_t node = 0;
        for (int64_t at = i ? ends[i - 1] : 0; at < ends[i] && units[at]; at++) {
            const int64_t slot = slot_of(&trie, (uint64_t)node << 16 | units[at]);
            if (slot < 0 || !trie.keys[slot]) {
                if (slot < 0 || full + made >= most) {
                    made = -1;
                    break;
                }
                trie.keys[slot] = (uint64_t)node << 16 | units[at];
                made++;
            }
            node = slot + 1;
            if (at + 1 == ends[i])
                trie.values[slot] = (int32_t)(first + i);
        }
    }
    return finish(view, 4, NULL, 1, made);
}

/* seek(keys, values, units): the slot where these units end, or -1 where no word begins so. */
static PyObject *seek(PyObject *self, PyObject *args)
{
    Py_buffer view[3];
    Trie trie;
    if (!PyArg_ParseTuple(args, "y*y*y*", &view[0], &view[1], &view[2]))
        return NULL;
    const int is_trie = open_trie(&trie, &view[0], &view[1]);
    const int64_t slot = is_trie ? slot_at(&trie, view[2].buf, view[2].len / 2) : -1;
    return finish(view, 3, NULL, is_trie, slot);
}

/* ---- finding words everywhere -------------------------------------------------------------- */

/* find(keys, values, units): (start, word) of every occurrence, by start, the longest first. */
static PyObject *find(PyObject *self, PyObject *args)
{
    Py_buffer view[3];
    Trie trie;
    if (!PyArg_ParseTuple(args, "y*y*y*", &view[0], &view[1], &view[2]))
        return NULL;
    const uint16_t *units = view[2].buf;
    const Py_ssize_t size = view[2].len / 2;
    if (!open_trie(&trie, &view[0], &view[1]) || size > INT32_MAX)
        return finish(view, 3, NULL, 0, NOTHING);
    List found = {0};
    PyThreadState *state = PyEval_SaveThread();
    for (Py_ssize_t start = 0; start < size; start++) {
        const Py_ssize_t before = found.length;
        int64_t node = 0;
        for (Py_ssize_t at = start; at < size && (node = step(&trie, node, units[at])) > 0; at++)
            if (trie.values[node - 1] >= 0) {
                push(&found, (int32_t)start);
                push(&found, trie.values[node - 1]);
            }
        for (Py_ssize_t a = before + 1, b = found.length - 1; a < b; a += 2, b -= 2) {
            const int32_t word = found.items[a];
            found.items[a] = found.items[b];
            found.items[b] = word;
        }
    }
    PyEval_RestoreThread(state);
    release(view, 3);
    return to_bytes(&found);
}

/* ---- cutting ------------------------------------------------------------------------------- */

typedef struct {
    Trie trie;
    const uint16_t *units;
    const double *logs; /* of each word's frequency */
    int64_t words;
    double log_total;
    int search;
    double *scores; /* of the best way from each place of a block to its end */
    int32_t *nexts, *numbers; /* where its first word ends, and that word's number or -1 */
    Py_ssize_t room;
    List tokens, unknown;
} Cutter;

static void emit(Cutter *cutter, Py_ssize_t start, Py_ssize_t end, int32_t word)
{
    const Py_ssize_t length = end - start;
    for (Py_ssize_t size = 2; cutter->search && size <= 3 && size < length; size++)
        for (Py_ssize_t at = start; at + size <= end; at++) {
            const int32_t part = word_at(&cutter->trie, cutter->units + at, size);
            if (part >= 0)
                push(&cutter->tokens, part);
        }
    if (word < 0) {
        push(&cutter->unknown, (int32_t)cutter->tokens.length);
        push(&cutter->unknown, (int32_t)start);
        push(&cutter->unknown, (int32_t)end);
    }
    push(&cutter->tokens, word);
}

static int make_room(Cutter *cutter, Py_ssize_t size)
{
    if (size < cutter->room)
        return 1;
    const size_t room = 2 * (size_t)size + 64;
    double *scores = realloc(cutter->scores, room * sizeof *scores);
    if (scores)
        cutter->scores = scores;
    int32_t *nexts = realloc(cutter->nexts, room * sizeof *nexts);
    if (nexts)
        cutter->nexts = nexts;
    int32_t *numbers = realloc(cutter->numbers, room * sizeof *numbers);
    if (numbers)
        cutter->numbers = numbers;
    if (!scores || !nexts || !numbers)
        return 0;
    cutter->room = (Py_ssize_t)room;
    return 1;
}

/* The most probable way through a block of Han characters, letters and signs; of equally probable
 * words the longer one. Single letters and digits that no word claims stay together. */
static int cut_block(Cutter *cutter, Py_ssize_t begin, Py_ssize_t end, const uint8_t *classes)
{
    const Py_ssize_t size = end - begin;
    const uint16_t *units = cutter->units + begin;
    if (!make_room(cutter, size))
        return 0;
    double *scores = cutter->scores;
    scores[size] = 0.0;
    for (Py_ssize_t i = size - 1; i >= 0; i--) {
        double best = -HUGE_VAL;
        int64_t node = 0;
        int32_t number = -1;
        Py_ssize_t next = i + 1;
        for (Py_ssize_t j = i; j < size; j++) {
            if ((node = step(&cutter->trie, node, units[j])) < 0)
                break;
            const int32_t word = cutter->trie.values[node - 1];
            if (word < 0 || word >= cutter->words)
                continue;
            const double score = (cutter->logs[word] - cutter->log_total) + scores[j + 1];
            if (score >= best) {
                best = score;
                next = j + 1;
                number = word;
            }
        }
        scores[i] = number < 0 ? (0.0 - cutter->log_total) + scores[i + 1] : best;
        cutter->nexts[i] = (int32_t)next;
        cutter->numbers[i] = number;
    }
    Py_ssize_t letters = -1;
    for (Py_ssize_t i = 0; i < size; i = cutter->nexts[i]) {
        const int is_letter = cutter->nexts[i] == i + 1 && classes[units[i]] == LETTER;
        if (is_letter && letters < 0)
            letters = i;
        if (!is_letter && letters >= 0) {
            emit(cutter, begin + letters, begin + i,
                 word_at(&cutter->trie, units + letters, i - letters));
            letters = -1;
        }
        if (!is_letter)
            emit(cutter, begin + i, begin + cutter->nexts[i], cutter->numbers[i]);
    }
    if (letters >= 0)
        emit(cutter, begin + letters, end, word_at(&cutter->trie, units + letters, size - letters));
    return 1;
}

static int cut_text(Cutter *cutter, Py_ssize_t at, Py_ssize_t end, const uint8_t *classes)
{
    const uint16_t *units = cutter->units;
    while (at < end) {
        const int kind = classes[units[at]];
        if (kind == LETTER || kind == SIGN) {
            const Py_ssize_t begin = at;
            while (at < end && (classes[units[at]] == LETTER || classes[units[at]] == SIGN))
                at++;
            if (!cut_block(cutter, begin, at, classes))
                return 0;
            continue;
        }
        const int is_pair = at + 1 < end && (units[at] & 0xFC00) == 0xD800
                            && (units[at + 1] & 0xFC00) == 0xDC00;
        if (!cutter->search || kind == WORDLIKE)
            emit(cutter, at, at + 1 + is_pair, -1);
        at += 1 + is_pair;
    }
    return 1;
}

/* cut(keys, values, logs, log_total, classes, units, ends, search): the numbers of all tokens, how
 * many each text has, and (token, start, end) of those that are no word of the trie (number -1).
 * In search mode parts of longer words come before them, and what is certainly no word is left
 * out. */
static PyObject *cut(PyObject *self, PyObject *args)
{
    Py_buffer view[6];
    Cutter cutter = {0};
    if (!PyArg_ParseTuple(args, "y*y*y*dy*y*y*i", &view[0], &view[1], &view[2],
                          &cutter.log_total, &view[3], &view[4], &view[5], &cutter.search))
        return NULL;
    const uint8_t *classes = view[3].buf;
    const int64_t *ends = view[5].buf;
    const Py_ssize_t count = view[5].len / 8;
    cutter.units = view[4].buf;
    cutter.logs = view[2].buf;
    cutter.words = view[2].len / 8;
    if (!open_trie(&cutter.trie, &view[0], &view[1]) || view[3].len != 1 << 16
        || !ends_fit(ends, count, view[4].len / 2))
        return finish(view, 6, NULL, 0, NOTHING);
    List counts = {0};
    PyThreadState *state = PyEval_SaveThread();
    for (Py_ssize_t i = 0; i < count && !cutter.tokens.failed; i++) {
        const Py_ssize_t before = cutter.tokens.length;
        if (!cut_text(&cutter, i ? ends[i - 1] : 0, ends[i], classes))
            cutter.tokens.failed = 1;
        push(&counts, (int32_t)(cutter.tokens.length - before));
    }
    PyEval_RestoreThread(state);
    free(cutter.scores);
    free(cutter.nexts);
    free(cutter.numbers);
    release(view, 6);
    PyObject *tokens = to_bytes(&cutter.tokens), *sizes = to_bytes(&counts);
    PyObject *unknown = to_bytes(&cutter.unknown), *all = NULL;
    if (tokens && sizes && unknown)
        all = PyTuple_Pack(3, tokens, sizes, unknown);
    Py_XDECREF(tokens);
    Py_XDECREF(sizes);
    Py_XDECREF(unknown);
    return all;
}

static PyMethodDef methods[] = {
    {"grow", grow, METH_VARARGS, "Add words to a trie."},
    {"seek", seek, METH_VARARGS, "The slot where a word ends."},
    {"find", find, METH_VARARGS, "Every occurrence of a trie's words."},
    {"cut", cut, METH_VARARGS, "The most probable words of texts."},
    {NULL, NULL, 0, NULL},
};

MODULE(_trie, VERSION, "Walks along a trie of words in C.")
