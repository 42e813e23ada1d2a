/* SPDX-License-Identifier: MIT */
#include "providers/clouds/errors.h"

#include <assert.h>
#include <string.h>

static const struct error_entry *find_exact(const struct error_table *table, const char *code,
                                            size_t n)
{
    size_t i;

    for (i = 0; i < table->n; i++)
        if (strncmp(table->entries[i].code, code, n) == 0 && table->entries[i].code[n] == '\0')
            return &table->entries[i];
    return NULL;
}

/* The longest rule with '*' that fits: what stands before and after the star must. */
static const struct error_entry *find_rule(const struct error_table *table, const char *code)
{
    const struct error_entry *best = NULL;
    size_t i, n = strlen(code), longest = 0;

    for (i = 0; i < table->n; i++) {
        const char *rule = table->entries[i].code, *star = strchr(rule, '*');
        size_t head = star == NULL ? 0 : (size_t)(star - rule);
        size_t tail = star == NULL ? 0 : strlen(star + 1);

        if (star != NULL && head + tail > longest && head + tail <= n &&
            strncmp(rule, code, head) == 0 && strcmp(star + 1, code + n - tail) == 0) {
            best = &table->entries[i];
            longest = head + tail;
        }
    }
    return best;
}

const struct error_entry *error_find(const struct error_table *own, const char *code)
{
    const struct error_entry *entry = NULL;
    const struct error_table *table;
    size_t head;

    assert(own != NULL && code != NULL);
    head = strcspn(code, ".");
    for (table = own; table != NULL && entry == NULL; table = table->family) {
        entry = find_exact(table, code, strlen(code));
        if (entry == NULL)
            entry = find_rule(table, code);
    }
    for (table = own; code[head] != '\0' && table != NULL && entry == NULL; table = table->family)
        entry = find_exact(table, code, head);
    return entry;
}

enum port_class error_class(const struct error_entry *entry, enum port_verb verb)
{
    assert(entry != NULL);
    if (verb == PORT_COPY && entry->class == PORT_TRANSIENT && !entry->refused)
        return PORT_LOST;
    return entry->class;
}
