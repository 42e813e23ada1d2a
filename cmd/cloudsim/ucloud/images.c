/* SPDX-License-Identifier: MIT */
#include "cmd/cloudsim/ucloud/ucloud.h"

enum { PAGE_MAX = 1000 }; /* undocumented; clients in the field ask for up to 1000 */

const struct quirk ucloud_shared_listed = {
    "shared-listed", NULL, "ucloud",
    "images shared to the account are listed, with ImageType Shared"};

/* ---- DescribeImage ---- */

static const char *state_word(const struct image *image)
{
    return WORD_FOR(image->state, image->state, {"ready", "Available"}, {"copying", "Copying"},
                    {"creating", "Making"}, {"importing", "Making"}, {"failed", "Unavailable"},
                    {"import-failed", "Unavailable"});
}

static const char *type_word(const struct image *image)
{
    return WORD_FOR(image->type, "Custom", {"public", "Base"}, {"shared", "Shared"});
}

static const char *os_word(const struct image *image)
{
    return str_equal(image->os, "windows") ? "Windows" : "Linux";
}

static json_t *show(struct exchange *x, const struct image *image)
{
    json_t *features = json_pack("[s,s]", "CloudInit", "HotPlug"), *snapshots = json_array();

    if (str_equal(image->arch, "arm64"))
        json_array_append_new(features, json_string("Aarch64_Type"));
    if (image_has(image, "data-disks"))
        json_array_append_new(snapshots, json_string("bss-datadisk"));
    return json_pack("{s:s,s:s,s:s,s:s,s:s,s:I,s:i,s:s,s:s,s:s,s:s,s:o,s:s,s:s,s:o}", "ImageId",
                     image->id, "ImageName", image->name, "ImageDescription", image->description,
                     "ImageType", type_word(image), "State", state_word(image), "CreateTime",
                     (json_int_t)(image->created_ms / 1000), "ImageSize", image->size_gib, "Zone",
                     arena_printf(x->arena, "%s-02", image->region), "Tag", "Default", "OsType",
                     os_word(image), "OsName", image->os_name, "Features", features, "FuncType",
                     image_has(image, "gpu") ? "gpu" : "uhost", "MinimalCPU", "", "DataSnapshotIds",
                     snapshots);
}

static bool shows(const struct exchange *x, const struct image *image, const void *context)
{
    const json_t *ids = context;
    const char *type = pairs_get(&x->form, "ImageType"), *os = pairs_get(&x->form, "OsType");
    const char *id = pairs_get(&x->form, "ImageId");
    bool shared = str_equal(image->type, "shared");

    if ((!str_equal(image->type, "public") && !str_equal(image->project, ucloud_project(x))) ||
        (shared && !quirk_on(x->quirks, &ucloud_shared_listed)))
        return false;
    return (json_array_size(ids) == 0 || json_holds(ids, image->id)) &&
           (type == NULL || str_equal(type, type_word(image)) || shared) &&
           (os == NULL || str_equal(os, os_word(image))) &&
           (id == NULL || str_equal(id, image->id));
}

void ucloud_describe_image(struct exchange *x)
{
    static const char *const names[] = {"ImageType", "FuncType", "OsType", "ImageId",  "ImageIds.",
                                        "Tag",       "Offset",   "Limit",  "PriceSet", NULL};
    static const char *const types[] = {"Base", "Business", "Custom", NULL};
    const char *unknown = ucloud_unknown(x, names), *type = pairs_get(&x->form, "ImageType");
    long offset = number_in(pairs_get(&x->form, "Offset"), 0),
         limit = number_in(pairs_get(&x->form, "Limit"), 20);
    json_t *ids cleanup_json = ucloud_list(x, "ImageIds");
    const struct listing listing = {.shows = shows, .context = ids, .show = show};
    json_t *set;
    size_t n;

    if (unknown == NULL && type != NULL && !str_in(types, type))
        unknown = "ImageType";
    if (unknown == NULL && (offset < 0 || limit < 1 || limit > PAGE_MAX))
        unknown = "Limit";
    if (unknown != NULL) {
        ucloud_refuse_param(x, unknown);
        return;
    }
    set = exchange_page(x, &listing, (size_t)offset, (size_t)limit, &n);
    ucloud_succeed(x, json_pack("{s:I,s:o}", "TotalCount", (json_int_t)n + x->plan.total_off,
                                "ImageSet", exchange_list_or_null(x, set)));
}

/* ---- TerminateCustomImage ---- */

void ucloud_terminate_image(struct exchange *x)
{
    const char *id = pairs_get(&x->form, "ImageId");
    const struct image *image = world_image(x->world, x->cloud, x->region, id);

    if (image == NULL || !str_equal(image->type, "private") || !exchange_owns(x, image) ||
        !str_equal(image->project, ucloud_project(x))) {
        ucloud_refuse(x, "8956", "no such custom image");
        return;
    }
    world_remove(x->world, image);
    ucloud_succeed(x, json_pack("{s:s}", "ImageId", id));
}
