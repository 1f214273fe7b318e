/* Compare one vector of signed bytes with many. Sums are whole numbers, so every way to add them up
 * gives the same; what differs between the ways here is only how many bytes a step takes. */
#include "_kernels.h"
#include <math.h>

#define MOST_DIMENSIONS 65536 /* 128 · 128 · 65,536 is what a signed 32-bit sum can hold, and less */

typedef int32_t (*Product)(const int8_t *row, const int8_t *query, Py_ssize_t size);

static int32_t product(const int8_t *row, const int8_t *query, Py_ssize_t size)
{
    int32_t sum = 0;
    for (Py_ssize_t i = 0; i < size; i++)
        sum += (int32_t)row[i] * query[i];
    return sum;
}

#if defined(__x86_64__) && (defined(__GNUC__) || defined(__clang__))
#include <immintrin.h>

__attribute__((target("avx2")))
static int32_t product_avx2(const int8_t *row, const int8_t *query, Py_ssize_t size)
{
    __m256i sums = _mm256_setzero_si256();
    Py_ssize_t i = 0;
    for (; i + 16 <= size; i += 16) {
        const __m256i a = _mm256_cvtepi8_epi16(_mm_loadu_si128((const __m128i *)(row + i)));
        const __m256i b = _mm256_cvtepi8_epi16(_mm_loadu_si128((const __m128i *)(query + i)));
        sums = _mm256_add_epi32(sums, _mm256_madd_epi16(a, b));
    }
    __m128i half = _mm_add_epi32(_mm256_castsi256_si128(sums), _mm256_extracti128_si256(sums, 1));
    half = _mm_add_epi32(half, _mm_shuffle_epi32(half, 0x4e));
    half = _mm_add_epi32(half, _mm_shuffle_epi32(half, 0xb1));
    return _mm_cvtsi128_si32(half) + product(row + i, query + i, size - i);
}

/* The instruction takes unsigned bytes times signed ones: 128 is added to each byte of the row (by
 * flipping its highest bit), and 128 times the sum of the query taken off at the end. */
__attribute__((target("avx512f,avx512bw,avx512vnni")))
static int32_t product_vnni(const int8_t *row, const int8_t *query, Py_ssize_t size)
{
    const __m512i flip = _mm512_set1_epi8((char)0x80), ones = _mm512_set1_epi8(1);
    __m512i sums = _mm512_setzero_si512(), excess = _mm512_setzero_si512();
    Py_ssize_t i = 0;
    for (; i + 64 <= size; i += 64) {
        const __m512i a = _mm512_xor_si512(_mm512_loadu_si512(row + i), flip);
        const __m512i b = _mm512_loadu_si512(query + i);
        sums = _mm512_dpbusd_epi32(sums, a, b);
        excess = _mm512_dpbusd_epi32(excess, ones, b);
    }
    const int32_t sum = _mm512_reduce_add_epi32(sums) - 128 * _mm512_reduce_add_epi32(excess);
    return sum + product(row + i, query + i, size - i);
}

static Product fastest(void)
{
    __builtin_cpu_init();
    if (__builtin_cpu_supports("avx512vnni") && __builtin_cpu_supports("avx512bw"))
        return product_vnni;
    return __builtin_cpu_supports("avx2") ? product_avx2 : product;
}
#else
static Product fastest(void)
{
    return product;
}
#endif

/* cosines(vectors, squares, query, out): out[i] is the cosine of row i of `vectors` (signed bytes)
 * and the query; squares[i] is the row's product with itself, 0 for a row without a direction. */
PyObject *kernel_cosines(PyObject *self, PyObject *args)
{
    Py_buffer view[4];
    if (!PyArg_ParseTuple(args, "y*y*y*w*", &view[0], &view[1], &view[2], &view[3]))
        return NULL;
    const int8_t *rows = view[0].buf, *query = view[2].buf;
    const uint32_t *squares = view[1].buf;
    double *out = view[3].buf;
    const Py_ssize_t n = view[3].len / 8, size = view[2].len;
    const int fits = size > 0 && size <= MOST_DIMENSIONS && view[0].len % size == 0
                     && n == view[0].len / size && n == view[1].len / 4;
    PyThreadState *state = PyEval_SaveThread();
    const Product of = fastest();
    const double square = fits ? of(query, query, size) : 0.0;
    for (Py_ssize_t i = 0; fits && i < n; i++) {
        const double length = sqrt((double)squares[i] * square);
        out[i] = length > 0 ? of(rows + i * size, query, size) / length : 0.0;
    }
    return finish(view, 4, state, fits, NOTHING);
}
