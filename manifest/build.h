/* SPDX-License-Identifier: MIT */
#pragma once

#include "manifest/names.h"
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
    bool *provider_used;      /* beside `caps`: some account has it */
    bool provider_unknown;    /* an account's provider is unknown */
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

/* ---- the stages, in their order; build_sets() of regions.h is between ---- */

/* Reads the accounts of all files, with the provider's rules for their settings. */
void build_accounts(struct build *b);

/* A path of a manifest, relative to the folder of the manifest instead of to itself. */
const char *account_path(const char *manifest, const char *path, struct arena *arena);

/* Reads the images of all files: accounts are found, sets expanded, the provider's rules held
 * against them. */
void build_images(struct build *b);
