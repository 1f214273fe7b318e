/* The module: its functions, and the version of their arguments. */
#include "_kernels.h"

#define VERSION 14 /* to be raised with every change of a function's arguments: see kernels.py */

static PyMethodDef methods[] = {
    {"unpack", kernel_unpack, METH_VARARGS, "Unpack one group of packed values."},
    {"landmarks", kernel_landmarks, METH_VARARGS, "Where groups of packed values begin."},
    {"locate", kernel_locate, METH_VARARGS, "Places of rows in an ascending list."},
    {"intersect", kernel_intersect, METH_VARARGS, "Rows that stand in both lists."},
    {"unite", kernel_unite, METH_VARARGS, "Rows that stand in any list."},
    {"add_lists", kernel_add_lists, METH_VARARGS, "Rows in either of two lists, frequencies added."},
    {"add_scores", kernel_add_scores, METH_VARARGS, "Add one term's BM25 scores at rows."},
    {"sum_scores", kernel_sum_scores, METH_VARARGS, "Add up several terms' BM25 scores at rows."},
    {"add_values", kernel_add_values, METH_VARARGS, "Add the values of a column at rows."},
    {"best", kernel_best, METH_VARARGS, "The largest keys, in order."},
    {"lead_counts", kernel_lead_counts, METH_VARARGS, "The largest counts, in order."},
    {"lead_groups", kernel_lead_groups, METH_VARARGS, "The best row of every group."},
    {"tally", kernel_tally, METH_VARARGS, "Count ordinals at rows."},
    {"spread", kernel_spread, METH_VARARGS, "Add up counts by target."},
    {"count_values", kernel_count_values, METH_VARARGS, "Count the values that rows have."},
    {"facet_json", kernel_facet_json, METH_VARARGS, "The rows of a facet as JSON."},
    {"verify", kernel_verify, METH_VARARGS, "Rows where a literal stands whole."},
    {"near", kernel_near, METH_VARARGS, "Rows where literals stand near each other."},
    {"in_sequence", kernel_in_sequence, METH_VARARGS, "Rows where literals follow each other."},
    {"least_gaps", kernel_least_gaps, METH_VARARGS, "How near literals stand to each other."},
    {"mark", kernel_mark, METH_VARARGS, "Where literals stand in printed texts."},
    {"cosines", kernel_cosines, METH_VARARGS, "Cosines of one vector and many."},
    {NULL, NULL, 0, NULL},
};

MODULE(_kernels, VERSION, "Inner loops of the index in C.")
