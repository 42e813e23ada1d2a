/* SPDX-License-Identifier: MIT */
#include "cmd/cloudsim/baidu_bcc/baidu.h"

#include <string.h>

static const char *action_of(const struct exchange *x)
{
    const char *tail = baidu_tail(x);
    bool get = str_equal(x->in->method, "GET"), post = str_equal(x->in->method, "POST");

    if (post && str_equal(x->in->path, "/v2/region/describeRegions"))
        return "describeRegions";
    if (tail == NULL)
        return NULL;
    if (tail[0] == '\0')
        return get ? "listImages" : NULL;
    if (str_equal(tail, "rename"))
        return str_equal(x->in->method, "PUT") ? "renameImage" : NULL;
    if (get)
        return "getImage";
    if (str_equal(x->in->method, "DELETE"))
        return "deleteImage";
    if (post && pairs_get(&x->form, "remoteCopy") != NULL)
        return "remoteCopy";
    return post && pairs_get(&x->form, "cancelRemoteCopy") != NULL ? "cancelRemoteCopy" : NULL;
}

/* The region is in the host: bcc.REGION.baidubce.com. */
static const char *region_of(const struct exchange *x)
{
    const char *start = x->name + strlen("bcc.");
    size_t n = strcspn(start, ".");

    return str_equal(start + n, ".baidubce.com") ? arena_strndup(x->arena, start, n) : NULL;
}

static void read_request(struct exchange *x)
{
    const char *tail = baidu_tail(x);
    json_t *body;
    size_t i;

    x->region = region_of(x);
    x->params = json_object();
    if (pairs_parse(&x->form, x->in->query, false) != 0)
        return;
    for (i = 0; i < x->form.n; i++)
        json_object_set_new(x->params, x->form.items[i].name,
                            json_string(x->form.items[i].value == NULL ? ""
                                                                       : x->form.items[i].value));
    x->action = action_of(x);
    body = json_loadb(x->in->body.ptr, x->in->body.len, JSON_REJECT_DUPLICATES, NULL);
    if (body != NULL)
        json_object_set_new(x->params, "body", body);
    if (tail != NULL && tail[0] != '\0')
        json_object_set_new(x->params, "image", json_string(tail));
}

static void describe_regions(struct exchange *x)
{
    const struct estate *estate = world_estate(x->world, x->cloud);
    const char *only = json_text(json_object_get(x->params, "body"), "region");
    json_t *regions = json_array();
    size_t i;

    for (i = 0; i < estate->n_regions; i++) {
        const char *id = estate->regions[i].id;

        if (only == NULL || str_equal(only, id))
            json_array_append_new(regions,
                                  json_pack("{s:s,s:s,s:s}", "regionId", id, "regionName", id,
                                            "regionEndpoint",
                                            arena_printf(x->arena, "bcc.%s.baidubce.com", id)));
    }
    baidu_succeed(x, json_pack("{s:o}", "regions", regions));
}

static void answer(struct exchange *x)
{
    const char *fault = baidu_authenticate(x);
    const struct action *action = cloud_action(x->cloud, x->action);

    if (fault != NULL)
        baidu_refuse(x, fault, "The request is not authenticated.");
    else if (action == NULL)
        baidu_refuse(x, str_starts(x->in->path, "/v2/") ? "InvalidURI" : "InvalidVersion",
                     "no such resource");
    else if (action->regional && exchange_region(x, x->region) == NULL)
        baidu_refuse(x, "NoSuchObject", "no such region");
    else if (account_denies(x->account, x->action, action->writes))
        baidu_refuse(x, "AccessDenied", "refused by policy");
    else
        action->run(x);
}

static const struct action actions[] = {{"listImages", true, false, 0, NULL, baidu_list_images},
                                        {"getImage", true, false, 0, NULL, baidu_get_image},
                                        {"remoteCopy", true, true, 0, NULL, baidu_remote_copy},
                                        {"cancelRemoteCopy", true, true, 0, NULL,
                                         baidu_cancel_copy},
                                        {"deleteImage", true, true, 0, NULL, baidu_delete_image},
                                        {"renameImage", true, true, 0, NULL, baidu_rename_image},
                                        {"describeRegions", false, false, 0, NULL,
                                         describe_regions},
                                        {NULL, false, false, 0, NULL, NULL}};

static const struct cloud_regions regions[] = {{"mainland", 20, true, "bj gz su bd cd yq nj"},
                                               {"finance", 20, false, "fwh fsh"},
                                               {"outside", 20, true, "hkg sin"},
                                               {NULL, 0, false, NULL}};

extern const struct cloud baidu_bcc;
const struct cloud baidu_bcc = {
    .name = "baidu-bcc",
    .alias = "baidu",
    .title = "Baidu BCC",
    .hosts = CLOUD_TEXTS("bcc.baidubce.com", "bcc.*.baidubce.com"),
    .read = read_request,
    .answer = answer,
    .refuse = baidu_refuse,
    .throttled = "TooManyRequests",
    .internal = "InternalError",
    .actions = actions,
    .quirks = CLOUD_QUIRKS(&quirk_source_stays_normal, &quirk_size_limit, &quirk_max_destinations,
                           &baidu_empty_copy_body, &baidu_copying_word, &baidu_failed_word,
                           &baidu_busy_word, &baidu_gpu_under_custom, &baidu_whole_failure,
                           &quirk_null_lists),
    .id_prefix = "m-",
    .id_letters = CLOUD_MIXED,
    .regions = regions,
    .key_id = "cloudsimFAKEbaiduAccessKey00001",
    .key_secret = "cloudsim-fake-secret-key-baidu-0001",
    .variables = CLOUD_TEXTS("BCE_ACCESS_KEY_ID", "BCE_SECRET_ACCESS_KEY", "BCE_SESSION_TOKEN"),
};
