/* SPDX-License-Identifier: MIT */
#include "cmd/cloudsim/tencent_cvm/cvm.h"

static void describe_quota(struct exchange *x)
{
    if (quirk_on(x->quirks, &quirk_quota_call_fails))
        api3_refuse(x, "UnsupportedOperation", "no quota is told here");
    else
        api3_succeed(x, json_pack("{s:i}", "ImageNumQuota", exchange_region(x, x->region)->quota));
}

const struct action cvm_actions[] = {
    {"SyncImages", true, true, 10,
     PARAMS({"ImageIds", PARAM_TEXTS, true}, {"DestinationRegions", PARAM_TEXTS, true},
            {"DryRun", PARAM_TRUTH, false}, {"ImageName", PARAM_TEXT, false},
            {"ImageSetRequired", PARAM_TRUTH, false}, {"Encrypt", PARAM_TRUTH, false},
            {"KmsKeyId", PARAM_TEXT, false}),
     cvm_sync_images},
    {"DescribeImages", true, false, 40,
     PARAMS({"ImageIds", PARAM_TEXTS, false}, {"Filters", PARAM_FILTERS, false},
            {"Offset", PARAM_NUMBER, false}, {"Limit", PARAM_NUMBER, false},
            {"InstanceType", PARAM_TEXT, false}),
     cvm_describe_images},
    {"DescribeImageQuota", true, false, 10, PARAMS_NONE, describe_quota},
    {"DescribeRegions", false, false, 20, PARAMS_NONE, images_describe_regions},
    {"DeleteImages", true, true, 10,
     PARAMS({"ImageIds", PARAM_TEXTS, true}, {"DeleteBindedSnap", PARAM_TRUTH, false},
            {"DryRun", PARAM_TRUTH, false}),
     cvm_delete_images},
    {"ModifyImageAttribute", true, true, 10,
     PARAMS({"ImageId", PARAM_TEXT, true}, {"ImageName", PARAM_TEXT, false},
            {"ImageDescription", PARAM_TEXT, false}, {"ImageFamily", PARAM_TEXT, false},
            {"ImageDeprecated", PARAM_TRUTH, false}),
     cvm_modify_image},
    {NULL, false, false, 0, NULL, NULL}};

/* As the vendor publishes them: groups by the mainland border, 500 custom images a region. */
static const struct cloud_regions regions[] = {
    {"mainland", 500, true,
     "ap-guangzhou ap-shanghai ap-beijing ap-chengdu ap-chongqing ap-nanjing ap-tianjin "
     "ap-shenzhen ap-qingyuan"},
    {"finance", 500, true, "ap-shanghai-fsi ap-shenzhen-fsi ap-beijing-fsi"},
    {"outside", 500, true,
     "ap-hongkong ap-singapore ap-jakarta ap-bangkok ap-seoul ap-tokyo eu-frankfurt "
     "na-ashburn na-siliconvalley sa-saopaulo ap-mumbai na-toronto"},
    {"outside", 500, false, "ap-taipei"},
    {NULL, 0, false, NULL}};

const struct api3 cvm_service = {"cvm", "2017-03-12", false};

const struct cloud tencent_cvm = {
    .name = "tencent-cvm",
    .alias = "cvm",
    .title = "Tencent CVM (API 3.0 and the gateway of 2017)",
    .hosts = API3_HOSTS("cvm"),
    .read = api3_read,
    .answer = api3_answer,
    .refuse = api3_refuse,
    .throttled = API3_THROTTLED,
    .internal = API3_INTERNAL,
    .actions = cvm_actions,
    .quirks = CLOUD_QUIRKS(&cvm_dryrun_code, &cvm_no_imageset, &quirk_late_visibility,
                           &quirk_failed_copy_vanishes, &cvm_dup_name_refused,
                           &quirk_partial_on_bad_region, &cvm_border_code, &quirk_busy_code,
                           &quirk_source_stays_normal, &quirk_size_limit, &quirk_max_destinations,
                           &cvm_created_offset, &quirk_null_fields, &quirk_quota_call_fails),
    .more = &cvm_service,
    .id_prefix = "img-",
    .id_letters = CLOUD_LOWER,
    .regions = regions,
    .key_id = TENCENT_KEY_ID,
    .key_secret = TENCENT_KEY_SECRET,
    .variables =
        CLOUD_TEXTS("TENCENTCLOUD_SECRET_ID", "TENCENTCLOUD_SECRET_KEY", "TENCENTCLOUD_TOKEN"),
};
