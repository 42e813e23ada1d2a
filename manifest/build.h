/* SPDX-License-Identifier: MIT */
#ifndef MANIFEST_BUILD_H
#define MANIFEST_BUILD_H

#include "manifest/manifest.h"
#include "manifest/schema.h"

/*
 * From checked trees to `struct desired`: what the stages of manifest_load() share.
 *
 * Each stage tells what it finds wrong and goes on with the rest, so that one run tells all.  A
 * name whose declaration is broken is still known as declared: nothing is told twice.
 */

enum { BUILD_CELLS_MAX = 200000 }; /* image × region */

struct build_file {
    struct sheet sheet;
    struct node *root; /* NULL: unreadable, told */
    struct raw_manifest raw;
    struct raw_defaults defaults;
};

struct name { /* a declared name; sorted tables of them are looked up */
    const char *text;
    const struct node *key; /* where it was declared */
    size_t index;           /* in the table of what it names; rises with the order of writing */
};

struct names {
    struct name *items;
    size_t nr, cap;
};

struct set {
    const char *name;
    const struct node *members; /* a list */
};

struct build {
    struct arena *arena;
    struct diags *diags;
    const struct caps *const *caps;
    struct build_file *files;
    size_t n_files;

    struct account *accounts; /* caps NULL: its provider is unknown, told */
    size_t n_accounts, cap_accounts;
    struct names account_names;
    struct names extra_names; /* of extra regions; index: the account */
    bool *cloud_used;         /* beside `caps`: some account is with it */
    bool cloud_unknown;       /* an account's provider is unknown */
    bool accounts_refused;    /* some section could not be read: what it declares is unknown */

    struct set *sets;
    size_t n_sets, cap_sets;
    struct names set_names;
    bool sets_refused;

    struct wanted *images;
    size_t n_images, cap_images;
    size_t images_written; /* broken ones too */
    bool images_refused;
    size_t cells;
};

/* ---- names.c: declared once, found fast ------------------------------------------------------
 */

void names_add(struct build *b, struct names *names, const struct node *key, size_t index);

/* Sorts, as names_find() needs it. */
void names_sort(struct names *names);

/* Sorts; tells each name that is declared again, with both places, and keeps the first.  `what`:
 * "account". */
void names_settle(struct build *b, struct names *names, enum diag_code code, const char *what);

/* The first declaration of a name; NULL if there is none.  Only after names_settle(). */
const struct name *names_find(const struct names *names, const char *text);

/* ---- the stages, in their order --------------------------------------------------------------
 */

void build_accounts(struct build *b);
void build_sets(struct build *b);
void build_images(struct build *b);

/* ---- regions ---------------------------------------------------------------------------------
 */

/* The modern id of a region of an account, by id, short code or `extra_regions`; NULL: unknown. */
const char *region_of(const struct account *account, const char *name);

/* True if some account knows the region, or might: its provider is unknown. */
bool region_is_known(const struct build *b, const char *region);

/* Tells that an account knows no such region.  `sets`: a set's name would have fitted as well. */
void region_tell_unknown(struct build *b, const struct account *account, const struct node *at,
                         bool sets);

/* ---- rules of a provider ---------------------------------------------------------------------
 */

/* What such a rule allows: "letters, digits and -_., at most 60 characters". */
const char *rule_name_text(const struct port_name_rule *rule, struct arena *arena);

/* A path of a manifest, relative to the folder of the manifest instead of to itself. */
const char *rule_path(const char *manifest, const char *path, struct arena *arena);

#endif
