/* SPDX-License-Identifier: MIT */
#pragma once

#include "manifest/build.h"

/* What a provider allows of an image: its name, its borders, what can be expected of a copy. */

struct draft { /* an image being read */
    const struct build_file *file;
    struct raw_image raw;
    const struct node *item;       /* the whole mapping */
    const struct account *account; /* NULL: unknown, told */
    struct wanted *out;
    const struct node *source; /* the word that names the region of `from` */
    struct target *targets;
    size_t n_targets, cap_targets;
    const struct node **mentions; /* the word in `to` that a target comes from */
    size_t n_mentions, cap_mentions;
};

/* Fills out->expect, and tells what is against the rules of the account's provider. */
void image_rules_apply(struct build *b, struct draft *d);

/* What a rule for names allows: "letters, digits and -_., at most 60 characters". */
const char *image_rules_name(const struct port_name_rule *rule, struct arena *arena);
