/* SPDX-License-Identifier: MIT */
#pragma once

#include "providers/wire/provider.h"

/*
 * What the tests that all clouds share must know of each.  The tests in tests/providers/ walk the
 * registry, and a cloud that has no cases here, or lacks a part of them, fails there by its name.
 */

/* Of a copy to two regions. */
struct refusal_case {
    int status;
    const char *body;
    enum port_class class;
    enum reason reason;
    enum port_class listing; /* what it means for a listing, where it loses a copy */
};

struct cloud_cases {
    const struct provider *provider;

    /* Requests: of a listing of `from`, and of a copy of img-1, named "web", to `to`, as they are
     * sent, signed by support_sign(). */
    const char *from, *project;
    const char *const *to; /* two regions, NULL-terminated */
    const char *list, *copy;

    /* Replies: a last page of one custom image, which is ready; acceptances of a copy to
     * support_targets; refusals.  Both lists end with an empty one. */
    const char *images;
    const char *untold; /* an empty listing that went well, but lacks what tells its length */
    const char *const *accepted;
    const struct refusal_case *refusals;

    void (*vectors)(struct arena *arena); /* of its signature: vectors.h */

    /* Credentials: variables for fakeid, fakekey and faketoken ("NAME=fakeid"), a file of fakeid
     * and fakekey, what is said when there is neither. */
    const char *const *variables;
    const char *file, *text;
    const char *missing;

    struct { /* what people rely on: the contract's own table */
        const char *action;
        size_t images, regions;
        bool renames, ids, repeats, dry_run;
    } caps;
};

extern const struct cloud_cases *const cloud_cases[]; /* ends with NULL */
