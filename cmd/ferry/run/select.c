/* SPDX-License-Identifier: MIT */
#include "cmd/ferry/run/select.h"

#include "reconcile/base/glob.h"

#include <assert.h>
#include <string.h>

bool select_matches(const char *glob, const char *account, const char *image, const char *region)
{
    struct arena arena cleanup_arena = ARENA_INIT;
    bool any_account = strchr(glob, '/') == NULL, any_region = strrchr(glob, '@') == NULL;
    const char *subject =
        arena_printf(&arena, "%s%s%s%s%s", any_account ? "" : account, any_account ? "" : "/",
                     image, any_region ? "" : "@", any_region ? "" : region);

    assert(glob != NULL && account != NULL && image != NULL && region != NULL);
    if (glob_match(glob, subject))
        return true;
    /* An image's own name may hold a slash (Baidu): "a/b@gz" is then image "a/b" in any account. */
    return !any_account && glob_match(glob, strchr(subject, '/') + 1);
}

static bool globbed(const struct texts *globs, const char *account, const char *image,
                    const char *region)
{
    size_t i;

    for (i = 0; i < globs->nr; i++)
        if (select_matches(globs->items[i], account, image, region))
            return true;
    return false;
}

static bool region_listed(const struct texts *regions, const struct account *account,
                          const char *region)
{
    const struct port_region *known;
    size_t i;

    for (i = 0; i < regions->nr; i++) {
        known = caps_region(account->caps, regions->items[i]);
        if (strcmp(known != NULL ? known->id : regions->items[i], region) == 0)
            return true;
    }
    return false;
}

/* One cell, by all four flags. */
static bool chosen(const struct options *options, const struct account *account, const char *image,
                   const char *region)
{
    return (options->accounts.nr == 0 || texts_have(&options->accounts, account->name)) &&
           (options->regions.nr == 0 || region_listed(&options->regions, account, region)) &&
           (options->only.nr == 0 || globbed(&options->only, account->name, image, region)) &&
           !globbed(&options->exclude, account->name, image, region);
}

void select_extras(const struct options *options, const struct desired *desired,
                   const struct cells *cells)
{
    size_t i;

    for (i = 0; i < cells->nr; i++) {
        struct cell *cell = &cells->items[i];

        if (cell->verdict == VERDICT_EXTRA && cell->selected)
            cell->selected =
                chosen(options, &desired->accounts[cell->account], cell->name, cell->region);
    }
}

size_t select_cells(const struct options *options, struct arena *arena, struct desired *desired)
{
    size_t i, j, count = 0;

    for (i = 0; i < desired->n_images; i++) {
        struct wanted *image = &desired->images[i];
        const struct account *account = &desired->accounts[image->account];
        struct target *targets = arena_array(arena, image->n_targets, sizeof *targets);

        for (j = 0; j < image->n_targets; j++) {
            targets[j] = image->targets[j];
            targets[j].selected = chosen(options, account, image->name, targets[j].region);
            count += targets[j].selected;
        }
        image->targets = targets;
    }
    return count;
}
