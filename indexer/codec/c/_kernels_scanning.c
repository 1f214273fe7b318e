/* Read the texts of given rows for literals that stand near each other or follow each other. */
#include "_kernels.h"

/* The texts of one call. Nothing that `starts` says is believed before `span_of` has checked it. */
typedef struct {
    const uint16_t *units;
    const uint32_t *starts;
    Py_ssize_t limit, rows;
} Texts;

typedef struct {
    const uint16_t *units;
    Py_ssize_t size;
} Literal;

/* The literals of a call: one after the other in `units`, and the size of each. */
typedef struct {
    const uint16_t *units;
    const int64_t *sizes;
    Py_ssize_t count;
} Literals;

static Literals literals_of(const Py_buffer *units, const Py_buffer *sizes, int *fits)
{
    const Literals all = {units->buf, sizes->buf, sizes->len / 8};
    int64_t left = units->len / 2;
    for (Py_ssize_t i = 0; i < all.count; i++) {
        if (all.sizes[i] < 1 || all.sizes[i] > left)
            *fits = 0;
        left -= *fits ? all.sizes[i] : 0;
    }
    return all;
}

/* The units of a row; 0 when it leads beyond the texts. */
static inline int span_of(const Texts *texts, int32_t row, const uint16_t **units, Py_ssize_t *size)
{
    if (row < 0 || row >= texts->rows)
        return 0;
    const int64_t start = texts->starts[row], end = texts->starts[row + 1];
    if (end > texts->limit || start > end)
        return 0;
    *units = texts->units + start;
    *size = (Py_ssize_t)(end - start);
    return 1;
}

/* The longest of some rows in units; -1 when one leads beyond the texts. */
static Py_ssize_t longest(const Texts *texts, const int32_t *rows, Py_ssize_t count)
{
    Py_ssize_t most = 0;
    for (Py_ssize_t i = 0; i < count; i++) {
        const uint16_t *units;
        Py_ssize_t size;
        if (!span_of(texts, rows[i], &units, &size))
            return -1;
        if (size > most)
            most = size;
    }
    return most;
}

/* For every place (and the end) the number of characters before it, where a character may have two
 * units: distances are told in characters. */
static void count_characters(const uint16_t *units, Py_ssize_t size, int32_t *characters)
{
    int32_t seconds = 0;
    for (Py_ssize_t at = 0; at < size; at++) {
        seconds += (units[at] & 0xFC00) == 0xDC00;
        characters[at] = (int32_t)at - seconds;
    }
    characters[size] = (int32_t)size - seconds;
}

static inline int32_t before(const int32_t *characters, Py_ssize_t at)
{
    return characters ? characters[at] : (int32_t)at;
}

/* The next place of a literal from `at` on; `size` when there is none. */
static inline Py_ssize_t next_place(const uint16_t *units, Py_ssize_t size, Py_ssize_t at,
                                    Literal literal)
{
    const uint16_t first = literal.units[0];
    for (; at + literal.size <= size; at++)
        if (units[at] == first
            && !memcmp(units + at, literal.units, (size_t)literal.size * sizeof *units))
            return at;
    return size;
}

/* -- near ------------------------------------------------------------------------------------- */

enum { LEFT_BEGINS = 1, LEFT_ENDS = 2, RIGHT_BEGINS = 4, RIGHT_ENDS = 8, SENTENCE_ENDS = 16 };

/* Note the first and the last unit of every place of every literal. */
static void mark(const uint16_t *units, Py_ssize_t size, Literals literals, uint8_t begins,
                 uint8_t ends, uint8_t *marks)
{
    const uint16_t *next = literals.units;
    for (Py_ssize_t i = 0; i < literals.count; next += literals.sizes[i++]) {
        const Literal literal = {next, (Py_ssize_t)literals.sizes[i]};
        if (literal.size == 1) {
            const uint16_t unit = *next;
            const uint8_t both = begins | ends;
            for (Py_ssize_t at = 0; at < size; at++)
                marks[at] |= units[at] == unit ? both : 0;
            continue;
        }
        for (Py_ssize_t at = next_place(units, size, 0, literal); at < size;
             at = next_place(units, size, at + 1, literal)) {
            marks[at] |= begins;
            marks[at + literal.size - 1] |= ends;
        }
    }
}

/* Whether both sides begin in one sentence. What ends a sentence begins the next one. */
static int share_sentence(const uint8_t *marks, Py_ssize_t size)
{
    int seen = 0;
    for (Py_ssize_t at = 0; at < size; at++) {
        if (!marks[at])
            continue;
        if (marks[at] & SENTENCE_ENDS)
            seen = 0;
        seen |= marks[at] & (LEFT_BEGINS | RIGHT_BEGINS);
        if (seen == (LEFT_BEGINS | RIGHT_BEGINS))
            return 1;
    }
    return 0;
}

/* Whether one side begins at most `distance` characters after the other has ended. */
static int are_near(const uint8_t *marks, Py_ssize_t size, const int32_t *characters,
                    int64_t distance)
{
    int64_t left = -distance - 1, right = -distance - 1; /* where each last ended */
    for (Py_ssize_t at = 0; at < size; at++) {
        if (!marks[at])
            continue;
        const int64_t here = before(characters, at);
        if ((marks[at] & RIGHT_BEGINS && here - left <= distance)
            || (marks[at] & LEFT_BEGINS && here - right <= distance))
            return 1;
        if (marks[at] & LEFT_ENDS)
            left = before(characters, at + 1);
        if (marks[at] & RIGHT_ENDS)
            right = before(characters, at + 1);
    }
    return 0;
}

/* near(units, starts, rows, left, left_sizes, right, right_sizes, distance, sentence_ends,
 * has_pairs, out): for each row whether a literal of one side stands at most `distance` characters
 * from one of the other, or, where it is negative, in one sentence with it. */
PyObject *kernel_near(PyObject *self, PyObject *args)
{
    Py_buffer view[9];
    long long distance;
    int has_pairs, fits = 1;
    if (!PyArg_ParseTuple(args, "y*y*y*y*y*y*y*Ly*pw*", &view[0], &view[1], &view[2], &view[3],
                          &view[4], &view[5], &view[6], &distance, &view[7], &has_pairs, &view[8]))
        return NULL;
    const Texts texts = {view[0].buf, view[1].buf, view[0].len / 2, view[1].len / 4 - 1};
    const int32_t *rows = view[2].buf;
    const Py_ssize_t count = view[2].len / 4;
    const Literals left = literals_of(&view[3], &view[4], &fits);
    const Literals right = literals_of(&view[5], &view[6], &fits);
    const uint16_t *ends = view[7].buf;
    const Py_ssize_t end_count = distance < 0 ? view[7].len / 2 : 0;
    uint8_t *out = view[8].buf;
    const Py_ssize_t most = longest(&texts, rows, count);
    fits = fits && most >= 0 && view[8].len == count && distance <= INT32_MAX;
    uint8_t *marks = malloc((size_t)most + 2);
    int32_t *characters = has_pairs ? malloc(((size_t)most + 2) * sizeof *characters) : NULL;
    if (fits && !(marks && (characters || !has_pairs)))
        fits = NO_MEMORY;
    PyThreadState *state = count * 100 > MANY ? PyEval_SaveThread() : NULL;
    for (Py_ssize_t i = 0; fits == 1 && i < count; i++) {
        const uint16_t *units;
        Py_ssize_t size;
        span_of(&texts, rows[i], &units, &size);
        memset(marks, 0, (size_t)size);
        mark(units, size, left, LEFT_BEGINS, LEFT_ENDS, marks);
        mark(units, size, right, RIGHT_BEGINS, RIGHT_ENDS, marks);
        for (Py_ssize_t k = 0; k < end_count; k++)
            for (Py_ssize_t at = 0; at < size; at++)
                marks[at] |= units[at] == ends[k] ? SENTENCE_ENDS : 0;
        if (characters)
            count_characters(units, size, characters);
        out[i] = (uint8_t)(distance < 0 ? share_sentence(marks, size)
                                        : are_near(marks, size, characters, distance));
    }
    free(marks);
    free(characters);
    return finish(view, 9, state, fits, NOTHING);
}

/* -- in sequence ------------------------------------------------------------------------------ */

/* Whether the pieces follow each other with so many characters between (least and most of each gap,
 * the first one before the first piece) and at least `tail` after the last. `ends` and `next_ends`
 * have room for a number a unit: where what matched so far may end, ascending. */
static int holds(const uint16_t *units, Py_ssize_t size, const int32_t *characters, Literals pieces,
                 const int64_t *gaps, int64_t tail, int32_t *ends, int32_t *next_ends)
{
    const uint16_t *next = pieces.units;
    const int32_t whole = before(characters, size);
    Py_ssize_t end_count = 0;
    for (Py_ssize_t i = 0; i < pieces.count; next += pieces.sizes[i++]) {
        const Literal piece = {next, (Py_ssize_t)pieces.sizes[i]};
        const int64_t least = gaps[2 * i], most = gaps[2 * i + 1];
        Py_ssize_t found = 0, from = 0;
        for (Py_ssize_t at = next_place(units, size, 0, piece); at < size;
             at = next_place(units, size, at + 1, piece)) {
            const int32_t begin = before(characters, at);
            const int32_t end = before(characters, at + piece.size);
            while (i && from < end_count && ends[from] < begin - most)
                from++;
            if (i ? from == end_count || ends[from] > begin - least : begin < least)
                continue;
            if (i + 1 == pieces.count && whole - end >= tail)
                return 1;
            next_ends[found++] = end;
        }
        if (!found)
            return 0;
        int32_t *const passed = ends;
        ends = next_ends;
        next_ends = passed;
        end_count = found;
    }
    return 0;
}

/* in_sequence(units, starts, rows, pieces, sizes, gaps, tail, has_pairs, out): for each row whether
 * it holds the pieces one after the other with such gaps (see `holds`). */
PyObject *kernel_in_sequence(PyObject *self, PyObject *args)
{
    Py_buffer view[7];
    long long tail;
    int has_pairs, fits = 1;
    if (!PyArg_ParseTuple(args, "y*y*y*y*y*y*Lpw*", &view[0], &view[1], &view[2], &view[3],
                          &view[4], &view[5], &tail, &has_pairs, &view[6]))
        return NULL;
    const Texts texts = {view[0].buf, view[1].buf, view[0].len / 2, view[1].len / 4 - 1};
    const int32_t *rows = view[2].buf;
    const Py_ssize_t count = view[2].len / 4;
    const Literals pieces = literals_of(&view[3], &view[4], &fits);
    uint8_t *out = view[6].buf;
    const Py_ssize_t most = longest(&texts, rows, count);
    fits = fits && most >= 0 && view[6].len == count && view[5].len == 2 * view[4].len;
    const size_t room = (size_t)most + 2;
    int32_t *numbers = malloc(3 * room * sizeof *numbers);
    int32_t *characters = has_pairs && numbers ? numbers + 2 * room : NULL;
    if (fits && !numbers)
        fits = NO_MEMORY;
    PyThreadState *state = count * 100 > MANY ? PyEval_SaveThread() : NULL;
    for (Py_ssize_t i = 0; fits == 1 && i < count; i++) {
        const uint16_t *units;
        Py_ssize_t size;
        span_of(&texts, rows[i], &units, &size);
        if (characters)
            count_characters(units, size, characters);
        out[i] = (uint8_t)holds(units, size, characters, pieces, view[5].buf, tail, numbers,
                                numbers + room);
    }
    free(numbers);
    return finish(view, 7, state, fits, NOTHING);
}

/* -- nearest places --------------------------------------------------------------------------- */

/* What is known of the parts while a row is read: where the place that began last ends, or -1, and
 * whether one begins here. `of_literal` is the part of each literal. */
typedef struct {
    const int32_t *of_literal;
    int64_t *last;
    uint8_t *begins;
    Py_ssize_t count;
} Parts;

static inline void keep_least(double *gap, int64_t found)
{
    const double units = found > 0 ? (double)found : 0.0;
    if (units < *gap)
        *gap = units;
}

/* The least gaps of each part and the next one, in one row; gaps[i * stride] come in infinite. */
static void gaps_of_row(const uint16_t *units, Py_ssize_t size, Literals literals,
                        const uint8_t *is_first, Parts parts, double *gaps, Py_ssize_t stride)
{
    memset(parts.last, 0xFF, (size_t)parts.count * sizeof *parts.last);
    for (Py_ssize_t at = 0; at < size; at++) {
        if (!is_first[units[at]])
            continue;
        memset(parts.begins, 0, (size_t)parts.count);
        const uint16_t *next = literals.units;
        for (Py_ssize_t i = 0; i < literals.count; next += literals.sizes[i++]) {
            const Py_ssize_t length = (Py_ssize_t)literals.sizes[i];
            if (at + length > size || memcmp(units + at, next, (size_t)length * sizeof *next))
                continue;
            parts.last[parts.of_literal[i]] = at + length - 1;
            parts.begins[parts.of_literal[i]] = 1;
        }
        for (Py_ssize_t part = 0; part + 1 < parts.count; part++) {
            const int64_t left = parts.last[part], right = parts.last[part + 1];
            if (left < 0 || right < 0)
                continue;
            if (parts.begins[part + 1])
                keep_least(&gaps[part * stride], at - left - 1);
            if (parts.begins[part])
                keep_least(&gaps[part * stride], at - right - 1);
        }
    }
}

/* least_gaps(units, starts, rows, literals, sizes, of_literal, gaps): for each part but the last
 * and each row the units between the nearest places of this part and the next. A part is met by
 * any of its literals; of_literal ascends. gaps come in infinite, a part after the other. */
PyObject *kernel_least_gaps(PyObject *self, PyObject *args)
{
    Py_buffer view[7];
    if (!PyArg_ParseTuple(args, "y*y*y*y*y*y*w*", &view[0], &view[1], &view[2], &view[3], &view[4],
                          &view[5], &view[6]))
        return NULL;
    const Texts texts = {view[0].buf, view[1].buf, view[0].len / 2, view[1].len / 4 - 1};
    const int32_t *rows = view[2].buf;
    const Py_ssize_t n = view[2].len / 4;
    int fits = view[5].len / 4 == view[4].len / 8;
    const Literals literals = literals_of(&view[3], &view[4], &fits);
    Parts parts = {.of_literal = view[5].buf, .count = 1};
    if (fits && literals.count)
        parts.count = parts.of_literal[literals.count - 1] + 1;
    for (Py_ssize_t i = 0; fits && i < literals.count; i++)
        fits = parts.of_literal[i] >= 0 && parts.of_literal[i] < parts.count;
    fits = fits && view[6].len / 8 == n * (parts.count - 1);
    parts.last = fits ? malloc((size_t)parts.count * sizeof *parts.last) : NULL;
    parts.begins = fits ? malloc((size_t)parts.count) : NULL;
    uint8_t *is_first = fits ? calloc(1 << 16, 1) : NULL;
    if (fits && !(parts.last && parts.begins && is_first))
        fits = NO_MEMORY;
    const uint16_t *next = literals.units;
    for (Py_ssize_t i = 0; fits == 1 && i < literals.count; next += literals.sizes[i++])
        is_first[*next] = 1;
    PyThreadState *state = fits == 1 ? PyEval_SaveThread() : NULL;
    for (Py_ssize_t i = 0; fits == 1 && i < n; i++) {
        const uint16_t *units;
        Py_ssize_t size;
        fits = span_of(&texts, rows[i], &units, &size);
        if (fits)
            gaps_of_row(units, size, literals, is_first, parts, (double *)view[6].buf + i, n);
    }
    free(parts.last);
    free(parts.begins);
    free(is_first);
    return finish(view, 7, state, fits, NOTHING);
}
