/* SPDX-License-Identifier: MIT */
#pragma once

/*
 * One error, in the caller's frame: nothing to free, usable when memory is short.
 *
 * A function that can fail returns 0 or -1 and takes `struct err *err` last.  The first error wins:
 * setting one that is set already keeps the older text, since that is the cause and the newer one
 * its consequence.  On success *err is untouched; on failure the outputs are.
 *
 * Messages: lower case, no full stop, the error first, the subject in single quotes:
 * "cannot open 'x.yaml': no such file".
 */

enum err_code {
    ERR_NONE,
    ERR_UNEXPECTED, /* anything without a code of its own: exit 1 */
    ERR_USAGE,      /* the command line is off: exit 64 */
    ERR_DATA,       /* manifest, plan or journal is off: exit 65 */
    ERR_CREDENTIAL, /* credentials are missing, half set or unreadable: exit 77 */
    ERR_REFUSED,    /* a guard said no: exit 5 */
};

struct err {
    enum err_code code;
    char text[1024]; /* always NUL-terminated; a longer text is cut at a character's edge */
};

#define ERR_INIT ((struct err){ERR_NONE, ""})

/* Sets *err unless it is set already.  Always returns -1, so that `return err_set(…)` reads well.
 */
__attribute__((format(printf, 3, 4))) int err_set(struct err *err, enum err_code code,
                                                  const char *format, ...);

/* Puts "prefix: " before the text of an error that is set.  Always returns -1. */
__attribute__((format(printf, 2, 3))) int err_wrap(struct err *err, const char *format, ...);
