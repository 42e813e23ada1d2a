/* SPDX-License-Identifier: MIT */
#pragma once

#include "manifest/codes.h"
#include "manifest/sheet.h"
#include "reconcile/base/buf.h"

/*
 * Mistakes with positions: collected, not printed.
 *
 * The first DIAG_MAX errors and as many warnings are kept, first by place; the rest is counted.  A
 * diagnostic keeps what is needed to show the source line with a caret, so standard input needs no
 * second reading.  What looks like a secret is masked in every text here.
 */

enum { DIAG_MAX = 20 };

enum severity { SEVERITY_ERROR, SEVERITY_WARNING };

struct diag_place {   /* a second place: "first written here" */
    const char *text; /* NULL: there is none */
    struct origin origin;
    int length;
    const char *line;
    size_t n_line;
};

struct diag {
    enum severity severity;
    const char *code;     /* stable: "E201", "W101" */
    const char *summary;  /* one line: what is wrong, the subject in double quotes */
    const char *hint;     /* the way out: did you mean "ap-shanghai"?; NULL */
    struct origin origin; /* path NULL: of the whole run */
    int length;           /* characters from origin that the carets underline; at least 1 */
    const char *line;     /* the source line without its end; NULL */
    size_t n_line;
    struct diag_place other;
    size_t order; /* of the file among the sources: places sort by it first */
};

struct diags {
    struct arena *arena; /* owns the texts */
    struct diag *items;  /* in the order of their places; those of the whole run last */
    size_t nr, cap;
    size_t errors, warnings; /* counted also where not kept */
};

/*
 * Adds one; `at` NULL: it concerns the whole run; `hint` NULL: none, or one that diag_hint()
 * composes. The same code, place and text once more is left out.  Returns the diagnostic, to be
 * handed to the two below at once; NULL when it is not kept.
 */
__attribute__((format(printf, 5, 6))) struct diag *
diag_tell(struct diags *diags, enum diag_code code, const struct place *at, const char *hint,
          const char *format, ...);
#define diag_add(diags, code, at, ...) diag_tell((diags), (code), (at), NULL, __VA_ARGS__)

/* Both do nothing for NULL. */
__attribute__((format(printf, 3, 4))) void diag_hint(struct diags *diags, struct diag *diag,
                                                     const char *format, ...);
void diag_also(struct diags *diags, struct diag *diag, const char *text, const struct place *at);

/* Renders one: "path:line:col: error[E201]: summary", the source line, the carets, the hint. */
void diag_render(const struct diag *diag, bool color, struct buf *out);
