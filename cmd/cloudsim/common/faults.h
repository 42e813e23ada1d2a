/* SPDX-License-Identifier: MIT */
#ifndef CMD_CLOUDSIM_COMMON_FAULTS_H
#define CMD_CLOUDSIM_COMMON_FAULTS_H

/* What goes wrong, on purpose.  A fault is written as "KIND[=VALUE][,FILTER=VALUE]..."; `cloudsim
 * --help faults` (help.c) describes every kind and filter.  All faults that match a request apply
 * to it. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <jansson.h>

enum fault_cut { CUT_NOT, CUT_BEFORE, CUT_DURING, CUT_AFTER, CUT_RESET, CUT_REPLY };
enum fault_mangle {
    MANGLE_NOT,
    MANGLE_TRUNCATE,
    MANGLE_GARBAGE,
    MANGLE_HTML,
    MANGLE_HUGE,
    MANGLE_DEEP,
    MANGLE_EMPTY,
    MANGLE_TYPES
};

/* The sum of the faults that apply to one exchange. */
struct fault_plan {
    enum fault_cut cut;
    enum fault_mangle mangle;
    int64_t stall_ms;
    unsigned status;   /* answer with this status and a gateway's page; 0: not */
    char *code;        /* answer with this vendor code; "" is "too many requests"; NULL: not */
    bool effect_first; /* status, code, stall: only after the request took effect */
    int64_t late_ms;   /* copies that it starts are listed this much later */
    bool fail_copy;    /* copies that it starts will fail */
    long total_off;    /* listings claim this many more than there are */
    char *text;        /* the faults applied, for the log; NULL: none */
};

struct fault {
    char *text; /* as written */
    char *kind, *value;
    char *cloud, *action, *region;
    long count, skip; /* count 0: for ever */
    double rate;
    bool effect_first, reused;
    long applied, passed;
};
struct faults {
    struct fault *items;
    size_t count;
};

/* Adds a fault; -1: not understood, *WHY says why (allocated). */
int faults_add(struct faults *faults, const char *text, char **why);
void faults_free(struct faults *faults);

/* What applies to a request; DICE is a number from 0 to 1 for each fault with a rate. */
void faults_pick(struct faults *faults, const char *cloud, const char *action, const char *region,
                 bool reused, double (*dice)(void *context), void *context,
                 struct fault_plan *plan);
void fault_plan_free(struct fault_plan *plan);

/* The same reply with numbers as text, texts as numbers, and lists as objects: valid JSON, wrong
 * shape. */
json_t *fault_wrong_types(const json_t *value);

/* Spoils a finished answer; TEXT is freed and replaced. */
void fault_mangle(enum fault_mangle how, char **text, size_t *length);

#endif
