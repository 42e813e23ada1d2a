/* SPDX-License-Identifier: MIT */
#include "reconcile/engine/ledger.h"

#include <assert.h>
#include <string.h>

const char *answer_name(enum answer answer)
{
    static const char *const names[] = {
        [ANSWER_NONE] = "none",
        [ANSWER_ACCEPTED] = "accepted",
        [ANSWER_LOST] = "lost",
        [ANSWER_REJECTED] = "refused",
    };

    return names[answer];
}

struct spot entry_spot(const struct entry *entry, size_t target)
{
    assert(target < entry->data.n_targets);
    return (struct spot){entry->tenant, entry->data.targets[target].region,
                         entry->data.targets[target].name};
}

/* Counts the intent in, or out, at each cell that it covers. */
static void count(struct ledger *ledger, const struct entry *entry, int by)
{
    size_t i;

    for (i = 0; i < entry->data.n_targets; i++)
        cares_count_open(ledger->cares, entry_spot(entry, i), by);
}

struct entry *ledger_add(struct ledger *ledger, const struct entry *entry)
{
    struct entry *added = arena_alloc(ledger->arena, sizeof *added);

    *added = *entry;
    added->open = true;
    ARENA_GROW(ledger->arena, ledger->entries, ledger->nr, ledger->cap);
    ledger->entries[ledger->nr++] = added;
    count(ledger, added, 1);
    return added;
}

void ledger_keep(struct ledger *ledger, struct entry *entry, const struct journal_target *targets,
                 size_t n)
{
    assert(entry->open && n <= entry->data.n_targets);
    count(ledger, entry, -1);
    entry->data.targets = targets;
    entry->data.n_targets = n;
    count(ledger, entry, 1);
}

void ledger_close(struct ledger *ledger, struct entry *entry)
{
    assert(entry->open);
    entry->open = false;
    count(ledger, entry, -1);
    ledger->changes++;
}

bool ledger_covers(const struct ledger *ledger, struct spot spot)
{
    const struct care *care = cares_at(ledger->cares, NULL, spot);
    size_t i, k;

    if (care != NULL)
        return care->open > 0;
    for (i = 0; i < ledger->nr; i++) {
        const struct entry *entry = ledger->entries[i];

        for (k = 0; entry->open && entry->tenant == spot.tenant && k < entry->data.n_targets; k++)
            if (strcmp(entry->data.targets[k].region, spot.region) == 0 &&
                strcmp(entry->data.targets[k].name, spot.name) == 0)
                return true;
    }
    return false;
}

const struct journal_intent *ledger_open(const struct ledger *ledger, struct arena *arena,
                                         size_t *n)
{
    struct journal_intent *open = arena_array(arena, ledger->nr, sizeof *open);
    size_t i;

    *n = 0;
    for (i = 0; i < ledger->nr; i++)
        if (ledger->entries[i]->open)
            open[(*n)++] = ledger->entries[i]->data;
    return open;
}
