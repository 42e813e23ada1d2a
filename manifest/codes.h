/* SPDX-License-Identifier: MIT */
#pragma once

/*
 * Every code of a diagnostic.  The text form and the page of `ferry explain` stand in codes.c, in
 * this order; a test demands both, and a case folder, for each.
 *
 *   E1xx  the text: not the YAML that is accepted
 *   E2xx  the shape: keys and values; manifest/schema.json refuses these too, where it can
 *   E3xx  the whole: names that refer to each other
 *   E4xx  the rules of the provider
 *   W1xx  warnings
 *   W2xx  warnings about what the clouds hold: said by reconcile/model/diff.c, explained here
 *
 * A code, once released, keeps its meaning; numbers of codes that go are not used again.
 */
enum diag_code {
    DIAG_TOO_LARGE,
    DIAG_NOT_UTF8,
    DIAG_CONTROL,
    DIAG_TAB,
    DIAG_SYNTAX,
    DIAG_DUPLICATE_KEY,
    DIAG_MERGE_KEY,
    DIAG_DOCUMENTS,
    DIAG_DEPTH,
    DIAG_CYCLE,
    DIAG_NO_ANCHOR,
    DIAG_BOMB,
    DIAG_TAG,
    DIAG_KEY_FORM,
    DIAG_EMPTY_FILE,

    DIAG_UNKNOWN_KEY,
    DIAG_MISSING_KEY,
    DIAG_WRONG_FORM,
    DIAG_NO_VALUE,
    DIAG_NUMBER,
    DIAG_BOOL,
    DIAG_CHOICE,
    DIAG_RESERVED,
    DIAG_VERSION,
    DIAG_SECRET,
    DIAG_EMPTY_LIST,
    DIAG_WORD,
    DIAG_EXCLUSIVE,
    DIAG_ENDPOINT,
    DIAG_VARIABLE,
    DIAG_PROVIDER,
    DIAG_TOO_MANY,

    DIAG_ACCOUNT_TWICE,
    DIAG_SET_TWICE,
    DIAG_IMAGE_TWICE,
    DIAG_UNKNOWN_ACCOUNT,
    DIAG_WHICH_ACCOUNT,
    DIAG_SET_IS_REGION,
    DIAG_SET_IN_SET,
    DIAG_NO_IMAGE,
    DIAG_NO_SOURCE,
    DIAG_NO_TARGET,
    DIAG_SIZES,
    DIAG_TOO_MANY_CELLS,

    DIAG_UNKNOWN_REGION,
    DIAG_UNSUPPORTED,
    DIAG_SETTING_VALUE,
    DIAG_NAME,
    DIAG_ATTRIBUTE,
    DIAG_PREFIX,
    DIAG_ENDPOINT_HOST,

    DIAG_BORDER,
    DIAG_NO_COPY,
    DIAG_KNOWN_REGION,
    DIAG_NAMED_TWICE,

    DIAG_ORIGINAL_GONE,
    DIAG_ORIGINAL_UNUSABLE,

    DIAG_CODES
};

/* The text form of a code: "E201". */
const char *diag_code_name(enum diag_code code);

/* All of them, NULL-terminated, sorted. */
const char *const *diag_codes(void);

/* A page on a code for `ferry explain`; NULL if there is no such code.  Text ends with a newline.
 */
const char *diag_explain(const char *code);
