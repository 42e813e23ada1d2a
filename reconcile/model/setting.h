/* SPDX-License-Identifier: MIT */
#pragma once

#include "reconcile/base/jsonw.h"
#include "reconcile/model/desired.h"

/*
 * The settings of an account, one row each.
 *
 * The manifest's schema and its parser, saved plans, checksums, `ferry export` and `ferry help
 * manifest` are loops over this table.  So a new setting is a member of struct account and a row of
 * setting.c, beside the code that acts on it; manifest/schema.json is written anew by
 * `UPDATE=1 build/tests/manifest/test_schema`.
 *
 * A setting may stand in a mapping of its own (`rate: {read: 2}`): then the mapping is a row too,
 * and what is in it names it in `within`.
 */

enum setting_kind {
    SETTING_ACCOUNT, /* no row: the mapping that is the account itself */
    /* Mappings; nothing is kept for them. */
    SETTING_CREDENTIALS,
    SETTING_VARIABLES,
    SETTING_RATES,
    /* Values. */
    SETTING_PROVIDER, /* the account's caps; written by whoever writes the account's name */
    SETTING_TEXT,
    SETTING_ID,       /* what can travel in URLs and headers */
    SETTING_CHOICE,   /* one of the words that the caps list */
    SETTING_PATH,     /* relative to the working folder; in a manifest, to the manifest's */
    SETTING_URL,      /* beside it: where it was written */
    SETTING_VARIABLE, /* the name of an environment variable */
    SETTING_RATE,     /* requests a second; 0: unset */
    SETTING_COUNT,    /* from 1; 0: unset */
    SETTING_SWITCH,
    SETTING_REGIONS, /* beside the list: its length */
    SETTING_GLOBS,   /* beside the list: its length */
    SETTING_KINDS
};

struct setting {
    const char *name; /* its key in a manifest; NULL ends the table */
    enum setting_kind kind, within;
    const char *member;    /* of struct account, and of the account in plans and checksums */
    size_t offset, beside; /* in struct account */
    unsigned port;         /* of enum port_setting: only providers with it have it; 0: all */
    size_t choices;        /* in struct caps: the words of a SETTING_CHOICE */
    const char *excludes;  /* a key of the same mapping that cannot stand beside this one */
    bool required;         /* in its mapping */
    bool unsummed;         /* not in checksums: it decides about no request */
    const char *help;      /* one sentence: schema.json and `ferry help manifest` show it */
};

/* In the order in which a manifest has them, and the provider first: what it allows of the others
 * is known by then. */
extern const struct setting setting_table[];

/* The rows of a mapping: the one after `last`, the first for NULL; NULL: no more. */
const struct setting *setting_next(const struct setting *last, enum setting_kind within);

bool setting_is_mapping(const struct setting *row);

struct setting_value { /* the member that a kind needs; all others are 0 */
    const struct caps *caps;
    const char *text;
    double rate;
    int count;
    bool on;
    const struct extra_region *regions;
    const char *const *globs;
    size_t n;             /* regions or globs */
    struct origin origin; /* of a URL */
};

/* Of a row that is no mapping. */
struct setting_value setting_get(const struct setting *row, const struct account *account);
void setting_put(const struct setting *row, struct account *account, struct setting_value value);

/* A mapping is set if something in it is. */
bool setting_is_set(const struct setting *row, const struct account *account);

/* The words of a SETTING_CHOICE, NULL-terminated; NULL: the provider has none. */
const char *const *setting_choices(const struct setting *row, const struct caps *caps);

/* The settings as members of a JSON object that is open, all but the provider. */
enum setting_use { SETTING_PLAN, SETTING_CHECKSUM };
void setting_write(const struct account *account, enum setting_use use, struct jsonw *w);
