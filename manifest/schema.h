/* SPDX-License-Identifier: MIT */
#pragma once

#include "manifest/node.h"
#include "reconcile/model/setting.h"

/*
 * The shape of a manifest, as tables.  Adding a key of an image is adding a line to schema.c and a
 * member to its record here; a key of an account is a row of reconcile/model/setting.c.
 * tests/manifest/test_schema.c then demands its sentence, its entry in schema.json and a case that
 * uses it.
 *
 * schema_check() holds a tree against the tables and tells every mistake; schema_read() then hands
 * out what is well formed, as nodes, so that later stages can point at it.
 */

struct rule {                   /* of a word or number: what is not NULL or 0 must hold */
    enum diag_code code;        /* of a text that does not fit */
    const char *what;           /* "a whole number from 1": the error says that it is not one */
    const char *first, *chars;  /* what it may begin with, and what may be in it */
    size_t most;                /* bytes */
    const char *const *choices; /* the closed list that it is from; NULL-terminated */
    bool (*fits)(const char *text);
    const char *hint;
    const char *json; /* the same for JSON Schema; NULL: the vocabulary says which words */
};

enum form { FORM_WORD = 1 << 0, FORM_LIST = 1 << 1, FORM_RECORD = 1 << 2, FORM_NAMED = 1 << 3 };

struct record;

struct type {
    const char *what;            /* "a list of regions and sets" */
    unsigned forms;              /* of enum form, what a value may be */
    const struct rule *rule;     /* of a word */
    const struct type *item;     /* of each item of a list, of each entry of a named mapping */
    const struct rule *names;    /* of the names of a named mapping */
    const struct record *record; /* the keys of a record */
    size_t most;                 /* items or entries at most; 0: no limit of its own */
};

enum { SCHEMA_FIELDS_MAX = 32 }; /* of one record */

struct field {
    const char *name;
    const struct type *type;
    size_t offset; /* of its `const struct node *` in the record's struct */
    bool required;
    const char *reserved; /* why a key is refused that is kept for later; NULL: it is not */
    const char *excludes; /* a key of the record that cannot stand beside it; NULL */
    const char *help;     /* one sentence: schema.json shows it */
    const struct setting *setting; /* of an account; NULL: it is none */
};

struct record {
    const char *name;           /* "account" */
    const struct field *fields; /* NULL: the settings of a mapping */
    size_t n_fields;
    enum setting_kind settings;
};

/* The `i`-th field of a record; false: it has no more. */
bool schema_field(const struct record *record, size_t i, struct field *field);

/* What was written for a key that the schema refused: not absent, not usable, told already. */
extern const struct node schema_refused;

/* ---- the records, a member a key: NULL: not written ---- */

struct raw_manifest {
    const struct node *version, *accounts, *regions, *defaults, *images;
};

struct raw_extra_region {
    const struct node *id, *mainland;
};

struct raw_defaults {
    const struct node *account, *from, *to;
};

struct raw_image {
    const struct node *name, *account, *from, *to, *expect, *protect, *prune;
};

struct raw_source {
    const struct node *region, *id, *newest, *account;
};

struct raw_expect {
    const struct node *os, *arch, *min_size_gib, *max_size_gib;
};

extern const struct record schema_manifest, schema_account, schema_extra_region, schema_defaults,
    schema_image, schema_source, schema_expect;

/* ---- reading ---- */

/* Tells every mistake in the tree of a file, and marks what was refused. */
void schema_check(struct node *root, struct diags *diags);

/* Fills *raw, a struct of `record`, from a checked mapping; for any other node all its members are
 * NULL.  Of settings it is an array of SCHEMA_FIELDS_MAX nodes. */
void schema_read(const struct record *record, const struct node *node, void *raw);

/* The key `name` of a mapping, to point at; the mapping itself if it has none. */
const struct node *schema_key(const struct node *map, const char *name);

/* The text of a word; NULL for one that is absent or refused. */
const char *schema_text(const struct node *node);

/* True if a value was written and is well formed. */
bool schema_has(const struct node *node);
