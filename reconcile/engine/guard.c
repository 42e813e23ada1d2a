/* SPDX-License-Identifier: MIT */
#include "reconcile/engine/guard.h"

#include <assert.h>
#include <inttypes.h>
#include <string.h>

struct check {
    const struct plan_call *call;
    const struct caps *caps;
    const struct world *world;
    struct arena *arena;
    struct guard_result *out;
};

/* A fact of the call; the id counts for sources, the name for absences.  NULL if there is none. */
static const struct fact *find_fact(const struct plan_call *call, enum fact_kind kind,
                                    const char *region, const char *id, const char *name)
{
    size_t i;

    for (i = 0; i < call->n_facts; i++) {
        const struct fact *fact = &call->facts[i];

        if (fact->kind != kind || strcmp(fact->region, region) != 0)
            continue;
        if (kind == FACT_SOURCE_STATE && strcmp(fact->id, id) != 0)
            continue;
        if (kind == FACT_ABSENT && strcmp(fact->name, name) != 0)
            continue;
        return fact;
    }
    return NULL;
}

static void refuse(struct check *check, const struct fact *moved, const char *now)
{
    if (check->out->verdict == GUARD_REFUSE)
        return;
    check->out->verdict = GUARD_REFUSE;
    check->out->moved = moved;
    check->out->now = now;
}

static void check_source(struct check *check, const struct snapshot *snapshot,
                         const struct plan_source *source)
{
    const struct fact *fact =
        find_fact(check->call, FACT_SOURCE_STATE, check->call->source_region, source->id, NULL);
    const char *why = snapshot == NULL ? NULL : snapshot->failure.message;
    const struct image *image;

    if (snapshot == NULL || !snapshot->complete) {
        refuse(check, fact,
               arena_printf(check->arena, "not read: %s", why == NULL ? "no listing" : why));
        return;
    }
    image = snapshot_with_id(snapshot, source->id);
    if (image == NULL) {
        refuse(check, fact, "gone");
    } else if (!check->caps->can_rename && strcmp(image->name, source->image) != 0) {
        refuse(check, fact, arena_printf(check->arena, "named '%s'", image->name));
    } else if (image->state == IMAGE_BUSY || image_is_arriving(image)) {
        if (check->out->verdict == GUARD_PASS) {
            check->out->verdict = GUARD_WAIT;
            check->out->now = arena_printf(check->arena, "source %s is %s", image->id,
                                           image->state_text == NULL ? "busy" : image->state_text);
        }
    } else if (image->state != IMAGE_READY) {
        refuse(check, fact, image->state_text == NULL ? "unusable" : image->state_text);
    }
}

static enum guard_pair check_pair(struct check *check, const struct snapshot *snapshot,
                                  const char *region, const char *name)
{
    const struct fact *fact = find_fact(check->call, FACT_ABSENT, region, NULL, name);
    const char *known = fact == NULL ? NULL : fact->id;
    enum guard_pair pair = GUARD_GO;
    const struct image *images;
    size_t n, i;

    images = snapshot_named(snapshot, name, &n);
    for (i = 0; i < n; i++) {
        if (image_is_usable(&images[i]))
            return GUARD_THERE;
        if (image_is_arriving(&images[i]))
            pair = GUARD_ARRIVING;
    }
    for (i = 0; i < n && pair == GUARD_GO; i++)
        if (known == NULL || strcmp(images[i].id, known) != 0 || images[i].state != IMAGE_FAILED)
            refuse(check, fact,
                   arena_printf(check->arena, "%s is there, %s", images[i].id,
                                images[i].state_text == NULL ? "unusable" : images[i].state_text));
    return pair;
}

static void check_quota(struct check *check, const struct snapshot *snapshot, const char *region,
                        int64_t needed)
{
    const struct fact *fact = find_fact(check->call, FACT_QUOTA_FREE, region, NULL, NULL);

    if (fact != NULL && snapshot->quota_free >= 0 && snapshot->quota_free < needed)
        refuse(check, fact, arena_printf(check->arena, "%" PRId64 " free", snapshot->quota_free));
}

static void check_target(struct check *check, size_t region, enum guard_pair *pairs)
{
    const struct plan_call *call = check->call;
    const char *id = call->regions[region];
    const struct snapshot *snapshot = world_find(check->world, call->tenant, id);
    int64_t needed = 0;
    size_t i;

    for (i = 0; i < call->n_sources; i++) {
        enum guard_pair *pair = &pairs[i * call->n_regions + region];

        if (snapshot == NULL || !snapshot->complete)
            *pair = GUARD_UNREAD;
        else
            *pair = check_pair(check, snapshot, id, call->sources[i].image);
        needed += *pair == GUARD_GO;
    }
    if (needed > 0)
        check_quota(check, snapshot, id, needed);
}

void guard_check(const struct plan_call *call, const struct caps *caps, const struct world *world,
                 struct arena *arena, struct guard_result *out)
{
    struct check check = {call, caps, world, arena, out};
    const struct snapshot *source = world_find(world, call->tenant, call->source_region);
    enum guard_pair *pairs = arena_array(arena, call->n_sources * call->n_regions, sizeof *pairs);
    size_t i;

    assert(call->n_sources > 0 && call->n_regions > 0);
    *out = (struct guard_result){.verdict = GUARD_PASS, .pairs = pairs};
    for (i = 0; i < call->n_sources; i++)
        check_source(&check, source, &call->sources[i]);
    for (i = 0; i < call->n_regions; i++)
        check_target(&check, i, pairs);
    for (i = 0; i < call->n_sources * call->n_regions; i++)
        if (pairs[i] == GUARD_GO)
            return;
    *out = (struct guard_result){.verdict = GUARD_PASS, .pairs = pairs}; /* nothing to copy */
}
