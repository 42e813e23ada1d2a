/* SPDX-License-Identifier: MIT */
#include "cmd/cloudsim/ucloud/ucloud.h"

static void read_request(struct exchange *x)
{
    static const char *const secret[] = {"Signature", "SecurityToken", NULL};
    size_t i;

    if (ucloud_read_params(x) != 0 || !str_equal(x->in->path, "/"))
        return;
    x->action = pairs_get(&x->form, "Action");
    x->region = pairs_get(&x->form, "Region");
    x->params = json_object();
    for (i = 0; i < x->form.n; i++) {
        const char *value = x->form.items[i].value;

        if (!str_in(secret, x->form.items[i].name))
            json_object_set_new(x->params, x->form.items[i].name,
                                json_string(value == NULL ? "" : value));
    }
}

static void get_regions(struct exchange *x)
{
    const struct estate *estate = world_estate(x->world, x->cloud);
    json_t *regions = json_array();
    size_t i, zone;

    for (i = 0; i < estate->n_regions; i++) {
        const char *id = estate->regions[i].id;

        for (zone = 1; zone <= 2; zone++)
            json_array_append_new(regions,
                                  json_pack("{s:i,s:s,s:b,s:s,s:s,s:s}", "RegionId",
                                            (int)(1000 + i), "RegionName", id, "IsDefault", i == 0,
                                            "BitMaps", "1111", "Region", id, "Zone",
                                            arena_printf(x->arena, "%s-%02zu", id, zone)));
    }
    ucloud_succeed(x, json_pack("{s:o}", "Regions", regions));
}

static void get_projects(struct exchange *x)
{
    const char *const *id;
    json_t *set = json_array();

    for (id = x->account->projects; *id != NULL; id++)
        json_array_append_new(set,
                              json_pack("{s:s,s:s,s:I,s:b,s:i,s:i}", "ProjectId", *id,
                                        "ProjectName", *id, "CreateTime", (json_int_t)1700000000,
                                        "IsDefault", id == x->account->projects, "ResourceCount", 0,
                                        "MemberCount", 1));
    ucloud_succeed(x, json_pack("{s:I,s:o}", "ProjectCount", (json_int_t)json_array_size(set),
                                "ProjectSet", set));
}

/* True: region, zone and project are fine; else refused. */
static bool place_fits(struct exchange *x, bool regional)
{
    const char *zone = pairs_get(&x->form, "Zone");

    if (regional && exchange_region(x, x->region) == NULL)
        ucloud_refuse_param(x, "Region");
    else if (zone != NULL && !str_starts(zone, x->region == NULL ? "?" : x->region))
        ucloud_refuse_param(x, "Zone");
    else if (!regional || ucloud_project(x) != NULL)
        return true;
    else if (pairs_get(&x->form, "ProjectId") != NULL)
        ucloud_refuse(x, "292", "Project [?] not exists");
    else
        ucloud_refuse_param(x, "ProjectId");
    return false;
}

static void answer(struct exchange *x)
{
    const struct action *action = cloud_action(x->cloud, x->action);
    const char *fault;

    if (x->action == NULL) {
        ucloud_refuse(x, "160", "Missing Action");
        return;
    }
    fault = ucloud_authenticate(x);
    if (fault != NULL)
        ucloud_refuse(x, fault, "authentication failed");
    else if (action == NULL)
        ucloud_refuse(x, "161", "no such Action");
    else if (account_denies(x->account, x->action, action->writes))
        ucloud_refuse(x, "299", "IAM permission error");
    else if (place_fits(x, action->regional))
        action->run(x);
}

static const struct action actions[] = {{"DescribeImage", true, false, 0, NULL,
                                         ucloud_describe_image},
                                        {"CopyCustomImage", true, true, 0, NULL, ucloud_copy_image},
                                        {"TerminateCustomImage", true, true, 0, NULL,
                                         ucloud_terminate_image},
                                        {"GetRegion", false, false, 0, NULL, get_regions},
                                        {"GetProjectList", false, false, 0, NULL, get_projects},
                                        {NULL, false, false, 0, NULL, NULL}};

/* As the vendor publishes them: groups by the mainland border, custom images a region. */
static const struct cloud_regions regions[] = {
    {"mainland", 10, false, "cn-bj1"},
    {"mainland", 30, true, "cn-bj2 cn-wlcb"},
    {"mainland", 10, true, "cn-wlcb2"},
    {"mainland", 30, true, "cn-sh2"},
    {"mainland", 10, true, "cn-jx cn-sh cn-gd2 cn-gd cn-guiyang1"},
    {"outside", 10, true,
     "hk tw-tp sg jpn-tky kr-seoul th-bkk idn-jakarta vn-sng ph-mnl ind-mumbai pk-khi "
     "us-den us-ca us-ws bra-saopaulo rus-mosc ge-fra uk-london uae-dubai afr-nigeria "
     "uz-tas kz-ala mx-mex"},
    {NULL, 0, false, NULL}};

extern const struct cloud ucloud;
const struct cloud ucloud = {
    .name = "ucloud",
    .title = "UCloud",
    .hosts = CLOUD_TEXTS("api.ucloud.cn", "api.scloudsg.com", UCLOUD_CHANNEL_HOST),
    .read = read_request,
    .answer = answer,
    .refuse = ucloud_refuse,
    .throttled = "153",
    .internal = "130",
    .actions = actions,
    .quirks = CLOUD_QUIRKS(&ucloud_retcode_string, &ucloud_batch_ignored, &ucloud_batch_forgets,
                           &ucloud_single_and_infos, &ucloud_shared_listed, &quirk_late_visibility,
                           &quirk_partial_on_bad_region, &quirk_null_lists),
    .id_prefix = "uimage-",
    .id_letters = CLOUD_LOWER,
    .regions = regions,
    .key_id = "4cloudsimFAKEucloudPublicKey0001==",
    .key_secret = "cloudsim-fake-private-key-ucloud-0001",
    .projects = CLOUD_TEXTS("org-sim001", "org-sim002"),
    .variables = CLOUD_TEXTS("UCLOUD_PUBLIC_KEY", "UCLOUD_PRIVATE_KEY", "UCLOUD_SECURITY_TOKEN"),
};
