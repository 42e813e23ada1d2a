/* SPDX-License-Identifier: MIT */
#pragma once

#include "reconcile/model/port.h"

/*
 * What is wanted, and where it was written.  manifest/ fills it; names are resolved (sets expanded,
 * short region codes made modern, the account found), order is the manifest's, nothing refers to
 * libyaml.
 */

/* Where something was written: opaque to the core, carried to every output. */
struct origin {
    const char *path; /* as the user named the file; "-" for standard input; NULL: nowhere */
    int line, column; /* from 1, columns in characters */
};

struct extra_region { /* `extra_regions`: an id newer than our tables */
    const char *id;
    bool mainland; /* else it counts as outside the mainland */
};

struct account {
    const char *name; /* the manifest's */
    const struct caps *caps;
    struct origin origin;

    /* Settings, NULL or 0 where the manifest says nothing. */
    const char *profile;
    const char *credentials_file;                /* already relative to the working folder */
    const char *env_id, *env_secret, *env_token; /* names of variables */
    const char *project, *channel_key, *site, *gateway;
    const char *endpoint;
    struct origin endpoint_origin;
    const char *ca_file;
    double read_rate, write_rate; /* requests a second; 0: the provider's */
    int max_copies_per_region;    /* 0: the provider's */
    int image_quota;              /* 0: the provider's */
    bool cross_border;            /* the vendor approved copies across the border */
    const struct extra_region *extra_regions;
    size_t n_extra_regions;
    const char *const *watch; /* globs */
    size_t n_watch;

    /*
     * Who the cloud takes us for: provider, site, key or owner, project.  Two accounts with the
     * same identity are one account of the cloud: one lock, one rate, one quota, one journal.  The
     * manifest leaves it NULL; cmd/ sets it from the credentials.  It holds no secret.
     */
    const char *identity;
    size_t tenant; /* index of the first account with the same identity: what the core goes by */
};

struct expect { /* `expect:`; 0 or UNKNOWN: not asked for */
    enum image_os os;
    enum image_arch arch;
    int64_t min_size_gib, max_size_gib;
};

struct target { /* one region of an image's `to` */
    const char *region;
    struct origin origin;
    bool selected; /* --only, --exclude, --account, --region; true by default */
};

struct wanted { /* one image */
    const char *name;
    size_t account; /* index */
    struct origin origin;
    const char *from_region;
    const char *from_id; /* NULL: the source is found by exact name */
    struct origin from_origin;
    struct expect expect;
    const struct target *targets; /* in manifest order, no region twice; may include from_region */
    size_t n_targets;
};

struct desired {
    struct account *accounts;
    size_t n_accounts;
    struct wanted *images; /* in manifest order */
    size_t n_images;
};

/* The lowest that a tenant's accounts set of an int of struct account, at `offset`; 0: none does.
 */
int tenant_lowest(const struct desired *desired, size_t tenant, size_t offset);

/* The zone of a region of an account: the table's, an extra region's ("mainland"/"outside"), or
 * "outside" for one that nobody knows; NULL where the provider has no border. */
const char *account_zone(const struct account *account, const char *region);

/* False if the provider's table says that the region takes no part in copies. */
bool account_region_copies(const struct account *account, const char *region);
