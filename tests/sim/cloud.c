/* SPDX-License-Identifier: MIT */
#include "tests/sim/cloud.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void cloud_init(struct cloud *cloud, const struct caps *caps, uint64_t seed)
{
    int i;

    memset(cloud, 0, sizeof *cloud);
    cloud->caps = caps;
    cloud->random = seed;
    cloud->page = 3;
    cloud->busy_sources = caps->source_is_busy;
    cloud->copy_ms = 60000;
    for (i = 0; i < CLOUD_REGIONS; i++)
        cloud->quota[0][i] = cloud->quota[1][i] = -1;
}

uint64_t cloud_random(struct cloud *cloud)
{
    uint64_t z = cloud->random += UINT64_C(0x9E3779B97F4A7C15);

    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return z ^ (z >> 31);
}

bool cloud_chance(struct cloud *cloud, unsigned permille)
{
    return permille > 0 && cloud_random(cloud) % 1000 < permille;
}

/* 0 to `most`, both included. */
static int64_t up_to(struct cloud *cloud, int64_t most)
{
    return most <= 0 ? 0 : (int64_t)(cloud_random(cloud) % (uint64_t)(most + 1));
}

const char *cloud_region(int region)
{
    static const char *const names[CLOUD_REGIONS] = {"r0", "r1", "r2", "r3",
                                                     "r4", "r5", "r6", "r7"};

    return names[region];
}

int cloud_region_index(const char *region)
{
    return region[1] - '0';
}

static struct cloud_image *add(struct cloud *cloud, size_t account, int region, const char *name)
{
    struct cloud_image *image = &cloud->images[cloud->n_images];

    if (cloud->n_images == CLOUD_IMAGES)
        abort(); /* a test's mistake */
    *image = (struct cloud_image){.account = account,
                                  .region = region,
                                  .source = -1,
                                  .gone_ms = INT64_MAX};
    snprintf(image->id, sizeof image->id, "img-%zu", cloud->n_images++);
    snprintf(image->name, sizeof image->name, "%s", name);
    return image;
}

struct cloud_image *cloud_add(struct cloud *cloud, size_t account, int region, const char *name)
{
    return add(cloud, account, region, name);
}

static int find(const struct cloud *cloud, const char *id)
{
    size_t i;

    for (i = 0; i < cloud->n_images; i++)
        if (strcmp(cloud->images[i].id, id) == 0)
            return (int)i;
    return -1;
}

void cloud_person_adds(struct cloud *cloud, size_t account, int region, const char *name,
                       int64_t at_ms, int64_t takes_ms)
{
    struct cloud_image *image = add(cloud, account, region, name);

    image->born_ms = image->shown_ms = at_ms;
    image->done_ms = at_ms + takes_ms;
}

void cloud_person_removes(struct cloud *cloud, const char *id, int64_t at_ms)
{
    int at = find(cloud, id);

    if (at >= 0 && cloud->images[at].gone_ms > at_ms)
        cloud->images[at].gone_ms = at_ms;
}

static bool is_copied_from(const struct cloud *cloud, const struct cloud_image *image,
                           int64_t at_ms)
{
    size_t i;

    for (i = 0; i < cloud->n_images; i++) {
        const struct cloud_image *copy = &cloud->images[i];

        if (copy->source >= 0 && &cloud->images[copy->source] == image && at_ms >= copy->born_ms &&
            at_ms < copy->done_ms)
            return true;
    }
    return false;
}

bool cloud_state(const struct cloud *cloud, const struct cloud_image *image, int64_t at_ms,
                 enum image_state *state)
{
    if (at_ms < image->shown_ms || at_ms >= image->gone_ms)
        return false;
    if (at_ms < image->done_ms)
        *state = IMAGE_SYNCING;
    else if (image->fails)
        *state = IMAGE_FAILED;
    else if (cloud->busy_sources && is_copied_from(cloud, image, at_ms))
        *state = IMAGE_SYNCING; /* one word for both ends of a copy */
    else
        *state = IMAGE_READY;
    return true;
}

int cloud_usable(const struct cloud *cloud, size_t account, int region, const char *name,
                 int64_t at_ms)
{
    enum image_state state;
    int usable = 0;
    size_t i;

    for (i = 0; i < cloud->n_images; i++) {
        const struct cloud_image *image = &cloud->images[i];

        if (image->account == account && image->region == region &&
            strcmp(image->name, name) == 0 && at_ms >= image->done_ms && !image->fails)
            usable += cloud_state(cloud, image, at_ms, &state);
    }
    return usable;
}

/* ---- reads ---- */

static void refuse(struct port_result *out, enum port_class class, const char *code)
{
    out->failure =
        (struct port_failure){.class = class, .code = code, .message = code, .http_status = 400};
}

static const char *state_word(enum image_state state)
{
    switch (state) {
    case IMAGE_READY:
        return "NORMAL";
    case IMAGE_FAILED:
        return "FAILED";
    default:
        return "SYNCING";
    }
}

/* Items alternate between the kinds, so that none may be left out. */
static void answer_list(struct cloud *cloud, size_t account, const struct port_call *call,
                        int64_t at_ms, struct arena *arena, struct port_result *out)
{
    int from = call->cursor == NULL ? 0 : atoi(call->cursor), nr = 0;
    struct image *images = arena_array(arena, (size_t)cloud->page, sizeof *images);
    enum image_state state;
    size_t i;

    for (i = 0; i < cloud->n_images; i++) {
        const struct cloud_image *image = &cloud->images[i];

        if (image->account != account || image->region != cloud_region_index(call->region) ||
            (int)i % cloud->caps->list_kinds != call->kind ||
            !cloud_state(cloud, image, at_ms, &state))
            continue;
        if (nr >= from && nr < from + cloud->page)
            images[out->n_images++] = (struct image){.id = arena_strdup(arena, image->id),
                                                     .name = arena_strdup(arena, image->name),
                                                     .state = state,
                                                     .state_text = state_word(state),
                                                     .progress = -1};
        nr++;
    }
    out->images = images;
    out->has_total = true;
    out->total = nr;
    if (from + cloud->page < nr)
        out->cursor = arena_printf(arena, "%d", from + cloud->page);
}

/* Images that exist, shown or not. */
static int held(const struct cloud *cloud, size_t account, int region, int64_t at_ms)
{
    int n = 0;
    size_t i;

    for (i = 0; i < cloud->n_images; i++)
        n += cloud->images[i].account == account && cloud->images[i].region == region &&
             at_ms >= cloud->images[i].born_ms && at_ms < cloud->images[i].gone_ms;
    return n;
}

/* ---- copies ---- */

static bool name_taken(const struct cloud *cloud, size_t account, int region, const char *name,
                       int64_t at_ms)
{
    size_t i;

    for (i = 0; i < cloud->n_images; i++) {
        const struct cloud_image *image = &cloud->images[i];

        if (image->account == account && image->region == region &&
            strcmp(image->name, name) == 0 && at_ms >= image->born_ms && at_ms < image->gone_ms)
            return true;
    }
    return false;
}

/* A copy of ours that is there already, or will be, and does not fail. */
static bool is_double(const struct cloud *cloud, size_t account, int region, const char *name)
{
    size_t i;

    for (i = 0; i < cloud->n_images; i++) {
        const struct cloud_image *image = &cloud->images[i];

        if (image->ferry && !image->fails && image->account == account && image->region == region &&
            strcmp(image->name, name) == 0 && image->gone_ms == INT64_MAX)
            return true;
    }
    return false;
}

static const char *make(struct cloud *cloud, size_t account, int region,
                        const struct port_source *source, int64_t at_ms)
{
    struct cloud_image *image;

    cloud->doubles += is_double(cloud, account, region, source->name);
    image = add(cloud, account, region, source->name);
    image->ferry = true;
    image->source = find(cloud, source->id);
    image->fails = cloud_chance(cloud, cloud->fail_permille);
    image->born_ms = at_ms;
    image->shown_ms = at_ms + up_to(cloud, cloud->late_ms);
    image->done_ms = image->shown_ms + cloud->copy_least_ms +
                     up_to(cloud, cloud->copy_ms - cloud->copy_least_ms);
    cloud->copies_made++;
    return image->id;
}

/* What one target says to the call; PORT_FINE when it takes the copies. */
static enum port_class judge_target(const struct cloud *cloud, size_t account,
                                    const struct port_call *call, size_t target, int64_t at_ms)
{
    int region = cloud_region_index(call->targets[target]);
    int quota = cloud->quota[account][region];
    size_t i;

    if (cloud->closed[region])
        return PORT_REGION;
    if (quota >= 0 && held(cloud, account, region, at_ms) + (int)call->n_sources > quota)
        return PORT_QUOTA_HIT;
    for (i = 0; i < call->n_sources && cloud->refuses_names; i++)
        if (name_taken(cloud, account, region, call->sources[i].name, at_ms))
            return PORT_EXISTS;
    return PORT_FINE;
}

/* The call as a whole: its sources, and the first target that says no. */
static enum port_class judge(const struct cloud *cloud, size_t account,
                             const struct port_call *call, int64_t at_ms, size_t *culprit)
{
    enum image_state state;
    size_t i;

    *culprit = 0;
    if (cloud->foreign_denied)
        return PORT_AUTH;
    for (i = 0; i < call->n_sources; i++) {
        int at = find(cloud, call->sources[i].id);

        if (at < 0 || !cloud_state(cloud, &cloud->images[at], at_ms, &state))
            return PORT_PERMANENT;
        if (state != IMAGE_READY)
            return PORT_BUSY;
    }
    for (i = 0; i < call->n_targets && !cloud->per_target; i++) {
        enum port_class class = judge_target(cloud, account, call, i, at_ms);

        *culprit = i;
        if (class != PORT_FINE)
            return class;
    }
    return PORT_FINE;
}

static void answer_copy(struct cloud *cloud, size_t account, const struct port_call *call,
                        int64_t at_ms, struct arena *arena, struct port_result *out)
{
    struct port_copied *copied =
        arena_array(arena, call->n_sources * call->n_targets, sizeof *copied);
    enum port_class class;
    size_t culprit, n_targets = call->n_targets, i, k;

    cloud->copies_heard++;
    class = judge(cloud, account, call, at_ms, &culprit);
    if (class != PORT_FINE) {
        refuse(out, class, "Refused");
        n_targets = cloud->starts_some ? culprit : 0;
    }
    for (k = 0; k < n_targets; k++) {
        enum port_class no = judge_target(cloud, account, call, k, at_ms);

        for (i = 0; i < call->n_sources && no != PORT_FINE && cloud->per_target; i++)
            copied[out->n_copied++] = (struct port_copied){.source = i,
                                                           .target = k,
                                                           .failure = {.class = no,
                                                                       .code = "Refused",
                                                                       .message = "Refused"}};
        if (no != PORT_FINE && cloud->per_target)
            continue;
        for (i = 0; i < call->n_sources; i++) {
            const char *id = make(cloud, account, cloud_region_index(call->targets[k]),
                                  &call->sources[i], at_ms);

            if (cloud->silent_entries && k % 2 == 1)
                continue;
            copied[out->n_copied++] =
                (struct port_copied){.source = i,
                                     .target = k,
                                     .id = cloud->caps->names_ids ? arena_strdup(arena, id) : NULL};
        }
    }
    out->copied = copied;
    if (class != PORT_FINE ||
        !(cloud->caps->names_ids || cloud->silent_entries || cloud->per_target))
        out->n_copied = 0;
}

void cloud_answer(struct cloud *cloud, size_t account, const struct port_call *call, int64_t at_ms,
                  struct arena *arena, struct port_result *out)
{
    int region = cloud_region_index(call->region), quota = cloud->quota[account][region];

    *out = (struct port_result){.quota_total = -1, .quota_free = -1, .request_id = "req-1"};
    if (call->verb == PORT_COPY) {
        answer_copy(cloud, account, call, at_ms, arena, out);
    } else if (cloud->dark[region]) {
        refuse(out, PORT_PERMANENT, "Dark");
    } else if (at_ms < cloud->dim_until_ms[region]) {
        refuse(out, PORT_TRANSIENT, "Dim");
    } else if (call->verb == PORT_LIST) {
        answer_list(cloud, account, call, at_ms, arena, out);
    } else {
        out->quota_total = quota;
        out->quota_free = quota < 0 ? -1 : quota - held(cloud, account, region, at_ms);
        if (quota >= 0 && out->quota_free < 0)
            out->quota_free = 0;
    }
}
