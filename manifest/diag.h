/* SPDX-License-Identifier: MIT */
#ifndef MANIFEST_DIAG_H
#define MANIFEST_DIAG_H

#include "reconcile/arena.h"
#include "reconcile/buf.h"
#include "reconcile/desired.h"

#include <stdbool.h>
#include <stddef.h>

/*
 * Mistakes with positions: collected, not printed.
 *
 * Up to DIAG_MAX errors are kept a run; what comes after is counted.  A diagnostic keeps what is
 * needed to show the source line with a caret, so standard input needs no second reading.
 */

enum { DIAG_MAX = 20 };

enum severity { SEVERITY_ERROR, SEVERITY_WARNING };

struct diag_place { /* a second place: "first declared here" */
    const char *text;
    struct origin origin;
};

struct diag {
    enum severity severity;
    const char *code;     /* stable: "E112", "W101" */
    const char *summary;  /* one line: what is wrong, the subject in double quotes */
    const char *hint;     /* the way out: did you mean "ap-shanghai"?; NULL */
    struct origin origin; /* path NULL: of the whole run */
    int length;           /* characters from origin that the carets underline; at least 1 */
    const char *line; /* the source line without its end, what looks like a secret masked; NULL */
    size_t n_line;
    struct diag_place other; /* .text NULL: there is none */
};

struct diags {
    struct arena *arena; /* owns the texts */
    struct diag *items;  /* in the order of their places once the load has ended */
    size_t nr, cap;
    size_t errors, warnings; /* counted also where not kept */
};

/* Renders one: "path:line:col: error[E112]: summary", the source line, the carets, the hint. */
void diag_render(const struct diag *diag, bool color, struct buf *out);

/* A page on a code for `ferry explain`; NULL if there is no such code.  Text ends with a newline.
 */
const char *diag_explain(const char *code);

/* All codes, NULL-terminated, sorted. */
const char *const *diag_codes(void);

#endif
