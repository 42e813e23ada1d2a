/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdbool.h>
#include <stdint.h>

/*
 * What a cloud declares of itself, in a folder of its own: all that the rest of cloudsim knows of
 * it.  registry.c lists them; nothing else does.
 */

struct exchange;
struct quirk;

/* Regions as the default world has them; see struct region. */
struct cloud_regions {
    const char *group;
    int quota;
    bool copies;
    const char *ids; /* "ap-guangzhou ap-shanghai" */
};

/* An operation on the wire. */
struct action {
    const char *name;
    bool regional, writes;
    int limit;                  /* published requests a second, 0: none is */
    const struct param *params; /* for the cloud's own check of them */
    void (*run)(struct exchange *x);
};

struct cloud {
    const char *name;         /* as ferry's manifests write it: "tencent-cvm" */
    const char *alias;        /* a short name for worlds, faults and control; NULL */
    const char *title;        /* for people; NULL: its home's title speaks of it */
    const struct cloud *home; /* whose accounts, regions and images it shows; NULL: its own */

    /* the wire */
    const char *const *hosts; /* globs, of which each `*` is one label; ends with NULL */
    /* Finds action, region and parameters as far as they can be read, for the log and the faults.
     */
    void (*read)(struct exchange *x);
    void (*answer)(struct exchange *x);
    /* An error in the vendor's shape; CODE as the vendor writes it. */
    void (*refuse)(struct exchange *x, const char *code, const char *message);
    const char *throttled;             /* the vendor's code for "too many requests" */
    const char *internal;              /* and for "our fault" */
    const struct action *actions;      /* end with a NULL name */
    const struct quirk *const *quirks; /* that it knows; end with NULL */
    const void *more;                  /* what its own code wants to find here */

    /* the world, of a cloud that is its own home */
    const char *id_prefix, *id_letters;  /* of an image's id */
    const struct cloud_regions *regions; /* end with a NULL group */
    const char *key_id, *key_secret;     /* of the one account that is there by default */
    const char *const *projects;         /* of that account; NULL: there are no projects */
    const char *const *variables;        /* three: id, secret, token in DIR/env; NULL: not there */
};

/* Lists of texts, and of quirks, for the members above. */
#define CLOUD_TEXTS(...)  ((const char *const[]){__VA_ARGS__, NULL})
#define CLOUD_QUIRKS(...) ((const struct quirk *const[]){__VA_ARGS__, NULL})

/* The letters of ids. */
#define CLOUD_LOWER "0123456789abcdefghijklmnopqrstuvwxyz"
#define CLOUD_MIXED CLOUD_LOWER "ABCDEFGHIJKLMNOPQRSTUVWXYZ"

const struct cloud *cloud_home(const struct cloud *cloud); /* itself, if it has none */

/* Of a registry: by name or alias, by host; NULL: there is none. */
const struct cloud *cloud_named(const struct cloud *const *clouds, const char *name);
const struct cloud *cloud_serving(const struct cloud *const *clouds, const char *host);

/* NULL: it has no such action. */
const struct action *cloud_action(const struct cloud *cloud, const char *name);

/* ---- rates ---- */

/*
 * Requests counted against the limits that the clouds publish (struct action), second by second.
 * Enforced with --rates only: they run in real time, which most tests do not.
 */

/* Whether limits count for an action in one region, or in all together, no document says. */
enum rate_scope { RATES_OFF, RATES_REGION, RATES_ACTION };

enum { RATES_KEYS = 256 };

struct rates {
    enum rate_scope scope;
    struct {
        char key[96];
        int64_t second; /* the second that is counted */
        int count;
    } seen[RATES_KEYS];
    unsigned n;
};

/* Counts a request; false: it is one too many for its second. */
bool rates_take(struct rates *rates, const struct cloud *cloud, const char *action,
                const char *region, int64_t now_ms);
