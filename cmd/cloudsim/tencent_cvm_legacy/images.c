/* SPDX-License-Identifier: MIT */
#include "cmd/cloudsim/tencent_cvm_legacy/legacy.h"

#include "cmd/cloudsim/tencent_cvm/cvm.h"

#include <stdlib.h>
#include <string.h>

enum { IDS_MAX = 10 };

const struct quirk legacy_createor = {"createor", NULL, "tencent-cvm-legacy [C]",
                                      "legacy listings spell creator as createor"};
const struct quirk legacy_partly_done = {
    "partly-done", NULL, "tencent-cvm-legacy [U]",
    "SyncCvmImage copies what it can and answers 5400; else it fails whole"};

/* ---- SyncCvmImage ---- */

/* Why an image cannot be copied to the region with a short code; NULL: it can. */
static const char *pair_fault(const struct exchange *x, const struct image *source,
                              const char *code)
{
    const struct region *from = exchange_region(x, x->region);
    const struct region *to = exchange_region(x, legacy_region(code));

    if (from == NULL || to == NULL || from == to)
        return "4000";
    if (str_equal(code, "ca") || str_equal(from->id, "na-toronto")) /* "not for North America" */
        return "4000";
    if (source == NULL || !exchange_owns(x, source) || !str_equal(source->type, "private"))
        return "5000";
    if (!to->copies || !str_equal(image_state(source, x->now_ms), "ready") ||
        image_has(source, "whole-machine") || image_has(source, "encrypted") ||
        !cvm_border_open(x->account, from->group, to->group) ||
        !exchange_has_room(x, to, to->quota))
        return "5100";
    return NULL;
}

/* Can all be copied everywhere?  The code of the first pair that cannot, or NULL; sources[i * n +
 * k] is what goes from id i to region k, NULL: nothing. */
static const char *pairs_fault(const struct exchange *x, const json_t *ids, const json_t *regions,
                               struct image **sources)
{
    const json_t *id, *region;
    const char *first = NULL;
    size_t i, k, n = json_array_size(regions);

    json_array_foreach(ids, i, id) {
        json_array_foreach(regions, k, region) {
            struct image *source = exchange_image(x, json_string_value(id));
            const char *fault = pair_fault(x, source, json_string_value(region));

            sources[i * n + k] = fault == NULL ? source : NULL;
            if (first == NULL)
                first = fault;
        }
    }
    return first;
}

void legacy_sync_image(struct exchange *x)
{
    static const char *const names[] = {"srcRegion", "imgIdList", "dstRegion", NULL};
    const json_t *ids = param_list(x, "imgIdList"), *regions = param_list(x, "dstRegion");
    bool partly = quirk_on(x->quirks, &legacy_partly_done);
    size_t n = json_array_size(regions), i, done = 0;
    struct image **sources;
    const char *fault;

    if (!legacy_only(x, names) || json_array_size(ids) == 0 || !json_is_unique(ids) || n == 0 ||
        !json_is_unique(regions) ||
        !str_equal(legacy_region(param_text(x, "srcRegion", NULL)), x->region)) {
        legacy_refuse(x, "4000", "a parameter is missing or wrong");
        return;
    }
    sources = arena_array(x->arena, json_array_size(ids) * n, sizeof *sources);
    fault = pairs_fault(x, ids, regions, sources);
    for (i = 0; i < json_array_size(ids) * n && (fault == NULL || partly); i++) {
        const char *to = legacy_region(json_string_value(json_array_get(regions, i % n)));

        if (sources[i] != NULL && exchange_copy(x, sources[i], to, NULL, NULL) != NULL)
            done++;
    }
    if (fault == NULL)
        legacy_succeed(x, NULL);
    else
        legacy_refuse(x, done > 0 ? "5400" : fault, "the copy is refused");
}

/* ---- DescribeImages ---- */

/* "0": such an image is not shown (a failed copy has no status). */
static long status_of(const struct image *image, int64_t now_ms)
{
    const char *state = image_state(image, now_ms);

    return strtol(WORD_FOR(state, state, {"ready", "2"}, {"busy", "5"}, {"copying", "4"},
                           {"creating", "1"}, {"using", "3"}, {"failed", "0"},
                           {"import-failed", "0"}, {"importing", "1"}),
                  NULL, 10);
}

static long type_of(const struct image *image)
{
    if (str_equal(image->type, "public"))
        return 2;
    return str_equal(image->type, "shared") ? 4 : 1;
}

static json_t *show(struct exchange *x, const struct image *image)
{
    const struct account *owner = world_account(x->world, x->cloud, image->account);
    const int64_t china_ms = (int64_t)8 * 60 * 60 * 1000;
    const char *created = instant(x->arena, image->created_ms + china_ms);

    created = arena_printf(x->arena, "%.10s %.8s", created, created + 11);
    return json_pack("{s:s,s:s,s:s,s:i,s:s,s:s,s:s,s:i}", "unImgId", image->id, "imageName",
                     image->name, "imageDescription", image->description, "imageType",
                     (int)type_of(image), "osName", image->os_name, "createTime", created,
                     quirk_on(x->quirks, &legacy_createor) ? "createor" : "creator",
                     owner == NULL ? "" : owner->owner, "status", (int)status_of(image, x->now_ms));
}

static bool shows(const struct exchange *x, const struct image *image, const void *context)
{
    const json_t *ids = param_list(x, "imageIds");
    long wanted = legacy_number(x, "status", 0), status = status_of(image, x->now_ms);

    (void)context;
    return type_of(image) == legacy_number(x, "imageType", -1) && status != 0 &&
           (wanted == 0 || status == wanted) && (ids == NULL || json_holds(ids, image->id));
}

void legacy_describe_images(struct exchange *x)
{
    static const char *const names[] = {"imageType", "imageIds", "status", "offset", "limit", NULL};
    static const struct listing listing = {.shows = shows,
                                           .show = show}; /* no order is documented */
    long type = legacy_number(x, "imageType", -1), status = legacy_number(x, "status", 0);
    long offset = legacy_number(x, "offset", 0), limit = legacy_number(x, "limit", 20);
    json_t *set;
    size_t n;

    if (!legacy_only(x, names) || type < 1 || type > 4 || status < 0 || offset < 0 || limit < 1 ||
        limit > 100 || json_array_size(param_list(x, "imageIds")) > IDS_MAX) {
        legacy_refuse(x, "4000", "a parameter is missing or wrong");
        return;
    }
    set = exchange_page(x, &listing, (size_t)offset, (size_t)limit, &n);
    legacy_succeed(x, json_pack("{s:I,s:o}", "totalCount", (json_int_t)n + x->plan.total_off,
                                "imageSet", set));
}

/* ---- ModifyImageAttributes ---- */

/* At most 16 letters, digits and "-", and nobody's yet. */
static bool name_fits(const struct exchange *x, const char *name)
{
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-";

    return strlen(name) <= 16 && strspn(name, letters) == strlen(name) &&
           world_image_named(x->world, x->cloud, x->region, name) == NULL;
}

/* NULL: not given, or empty, which is the same here. */
static const char *some(const char *text)
{
    return text != NULL && text[0] != '\0' ? text : NULL;
}

void legacy_modify_image(struct exchange *x)
{
    static const char *const names[] = {"imageId", "imageName", "imageDescription", NULL};
    const char *id = param_text(x, "imageId", NULL), *name = some(param_text(x, "imageName", NULL));
    const char *description = some(param_text(x, "imageDescription", NULL));
    struct image *image = world_image(x->world, x->cloud, x->region, id);

    if (!legacy_only(x, names) || id == NULL || (name != NULL && !name_fits(x, name))) {
        legacy_refuse(x, "4000", "a parameter is missing or wrong");
    } else if (image == NULL || !exchange_owns(x, image) || !str_equal(image->type, "private")) {
        legacy_refuse(x, "5000", "no such image");
    } else {
        world_describe(x->world, image, name, description);
        legacy_succeed(x, NULL);
    }
}
