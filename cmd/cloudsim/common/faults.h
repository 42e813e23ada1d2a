/* SPDX-License-Identifier: MIT */
#pragma once

#include "cmd/cloudsim/common/values.h"
#include "reconcile/base/arena.h"
#include "reconcile/base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * What goes wrong, on purpose.  A fault is written as "KIND[=VALUE][,FILTER=VALUE]..."; `cloudsim
 * --help faults` describes every kind and filter.  All faults that match a request apply to it.
 */

struct cloud;

enum fault_cut { CUT_NOT, CUT_BEFORE, CUT_DURING, CUT_AFTER, CUT_RESET, CUT_REPLY };
enum fault_spoil {
    SPOIL_NOT,
    SPOIL_TRUNCATE,
    SPOIL_GARBAGE,
    SPOIL_HTML,
    SPOIL_HUGE,
    SPOIL_DEEP,
    SPOIL_EMPTY,
    SPOIL_TYPES
};

/* The sum of the faults that apply to one exchange; its texts are in the arena given. */
struct fault_plan {
    enum fault_cut cut;
    enum fault_spoil spoil;
    int64_t stall_ms;
    unsigned status;   /* answer with this status and a gateway's page; 0: not */
    const char *code;  /* answer with this vendor code; "" is "too many requests"; NULL: not */
    bool effect_first; /* status, code, stall: only after the request took effect */
    int64_t late_ms;   /* copies that it starts are listed this much later */
    bool fail_copy;    /* copies that it starts will fail */
    long total_off;    /* listings claim this many more than there are */
    const char *text;  /* the faults applied, for the log; NULL: none */
};

struct fault {
    const char *text; /* as written */
    const char *kind, *value;
    const char *cloud, *action, *region; /* NULL: any */
    long count, skip;                    /* count 0: for ever */
    double rate;
    bool effect_first, reused;
    long applied, passed;
};

struct faults {
    const struct cloud *const *clouds; /* the registry */
    struct arena arena;
    struct fault *items;
    size_t n, cap;
};

int faults_add(struct faults *faults, const char *text, struct err *err);
void faults_free(struct faults *faults); /* forgets them all */

/* What a request is matched by. */
struct fault_target {
    const char *cloud, *action, *region; /* NULL: unknown */
    bool reused;                         /* its connection has served a request before */
};

/* What applies to a request; `dice` gives a number from 0 to 1 for each fault with a rate. */
struct fault_plan faults_pick(struct faults *faults, const struct fault_target *target,
                              double (*dice)(void *context), void *context, struct arena *arena);

/* ---- spoilt answers (spoil.c) ---- */

/* The same reply with numbers as text, texts as numbers, and lists as objects: valid JSON, wrong
 * shape.  A new reference. */
json_t *spoil_types(const json_t *value);

/* Spoils the text of a finished answer.  SPOIL_TYPES does nothing here: that was spoil_types. */
void spoil_text(enum fault_spoil how, struct buf *text);
