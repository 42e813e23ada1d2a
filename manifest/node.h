/* SPDX-License-Identifier: MIT */
#pragma once

#include "manifest/diag.h"

/*
 * YAML → a tree that knows where everything was written.
 *
 * libyaml is asked for events, never for a document, so depth, size and the expansion of aliases
 * are bounded while they are read, in counted work.  What YAML allows and a manifest does not is
 * refused here: duplicate keys, cycles, "<<", tags, further documents, control characters, keys
 * that are no text.  Scalars are strings as written.
 */

enum {
    NODE_DEPTH_MAX = 32,
    NODE_BYTES_MAX = 8 << 20,  /* of one file */
    NODE_VALUES_MAX = 1000000, /* with each alias counted as what it stands for */
    NODE_ANCHORS_MAX = 1000,
};

enum node_kind { NODE_SCALAR, NODE_LIST, NODE_MAP };

struct node {
    enum node_kind kind;
    struct place at;     /* of a list or map: its first character */
    const char *text;    /* scalar: NUL-terminated, no control character in it */
    bool plain;          /* scalar: without quotes */
    bool refused;        /* told as a mistake already: nothing more is to be told of it */
    struct node **items; /* list: n items; map: n keys, each followed by its value */
    size_t n, cap;
    size_t weight; /* values in it, aliases expanded */
};

struct node_work { /* what reading a file took, for the tests of the bounds */
    size_t events;
    size_t values;
};

/*
 * Reads one file.  Mistakes go to *diags; returns NULL if the text ends there (a syntax error, a
 * limit), else the root, although errors may have been told that leave the rest readable.
 */
struct node *node_parse(const struct sheet *sheet, struct arena *arena, struct diags *diags,
                        struct node_work *work);
