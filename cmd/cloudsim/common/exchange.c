/* SPDX-License-Identifier: MIT */
#include "cmd/cloudsim/common/exchange.h"

#include "cmd/cloudsim/common/digest.h"

#include <assert.h>
#include <stdlib.h>

void exchange_free(struct exchange *x)
{
    json_decref(x->params);
    json_decref(x->reply);
    json_decref(x->effects);
}

void exchange_answer(struct exchange *x, unsigned status, json_t *reply)
{
    assert(status >= 100);
    x->status = status;
    json_decref(x->reply);
    x->reply = reply;
}

void exchange_fail(struct exchange *x, unsigned status, const char *code, json_t *reply)
{
    assert(code != NULL);
    x->code = arena_strdup(x->arena, code);
    exchange_answer(x, status, reply);
}

bool exchange_verify(struct exchange *x, const char *given,
                     const char *(*sign)(struct exchange *x, const char *host, const void *context),
                     const void *context)
{
    x->signature = "bad";
    if (digest_equal(sign(x, x->host, context), given))
        x->signature = "ok";
    else if (digest_equal(sign(x, x->name, context), given))
        x->signature = "ok: host without port";
    return !str_equal(x->signature, "bad");
}

bool exchange_token_fits(const struct exchange *x, const char *token)
{
    assert(x->account != NULL);
    return x->account->token == NULL ? token == NULL : digest_equal(x->account->token, token);
}

struct region *exchange_region(const struct exchange *x, const char *id)
{
    return world_region(x->world, x->cloud, id);
}

struct image *exchange_image(const struct exchange *x, const char *id)
{
    struct image *image = world_image(x->world, x->cloud, x->region, id);

    return image != NULL && image_visible(image, x->now_ms) ? image : NULL;
}

bool exchange_owns(const struct exchange *x, const struct image *image)
{
    assert(x->account != NULL);
    return str_equal(image->account, x->account->id);
}

bool exchange_sees(const struct exchange *x, const struct image *image)
{
    return image->cloud == cloud_home(x->cloud) && str_equal(image->region, x->region) &&
           image_visible(image, x->now_ms) &&
           (str_equal(image->type, "public") || exchange_owns(x, image));
}

json_t *exchange_page(struct exchange *x, const struct listing *listing, size_t offset,
                      size_t limit, size_t *total)
{
    const struct image **found = arena_array(x->arena, x->world->n_images, sizeof *found);
    json_t *page = json_array();
    size_t n = 0, i;

    for (i = x->world->n_images; i > 0; i--)
        if (exchange_sees(x, x->world->images[i - 1]) &&
            listing->shows(x, x->world->images[i - 1], listing->context))
            found[n++] = x->world->images[i - 1];
    if (listing->order != NULL)
        qsort(found, n, sizeof *found, listing->order);
    for (i = offset; i < n && i - offset < limit; i++)
        json_array_append_new(page, listing->show(x, found[i]));
    *total = n;
    return page;
}

json_t *exchange_list_or_null(const struct exchange *x, json_t *list)
{
    if (json_array_size(list) > 0 || !quirk_on(x->quirks, &quirk_null_lists))
        return list;
    json_decref(list);
    return json_null();
}

static void note_copy(struct exchange *x, const struct image *source, const struct image *made)
{
    json_t *note = json_pack("{s:i,s:s,s:s,s:s,s:s,s:s,s:s}", "request", (int)x->number, "cloud",
                             x->cloud->name, "source", source->id, "from", source->region, "to",
                             made->region, "id", made->id, "name", made->name);

    if (x->effects == NULL)
        x->effects = json_array();
    json_array_append(x->effects, note);
    json_array_append_new(x->sim->copies, note);
}

struct image *exchange_copy(struct exchange *x, struct image *source, const char *region,
                            const char *name, const char *project)
{
    struct copy copy = {
        .source = source,
        .region = region,
        .name = name,
        .project = project,
        .id = sim_id(x->sim, x->arena, source->cloud->id_prefix, 8, source->cloud->id_letters),
        .hidden_ms = quirk_number(x->quirks, &quirk_late_visibility, 0) * 1000 + x->plan.late_ms,
        .fails = x->plan.fail_copy,
        .vanishes = quirk_on(x->quirks, &quirk_failed_copy_vanishes),
    };
    struct image *made;

    copy.lasts_ms = sim_copy_ms(x->sim, source); /* draws after the id has drawn */
    if (x->world->n_images >= WORLD_IMAGES_MAX)
        return NULL;
    made = world_copy(x->world, &copy, x->now_ms);
    if (!quirk_on(x->quirks, &quirk_source_stays_normal) && source->busy_ms < made->done_ms)
        source->busy_ms = made->done_ms;
    note_copy(x, source, made);
    return made;
}

bool exchange_has_room(const struct exchange *x, const struct region *region, int quota)
{
    assert(x->account != NULL);
    return world_used(x->world, x->cloud, x->account->id, region->id) < quota;
}
