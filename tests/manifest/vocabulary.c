/* SPDX-License-Identifier: MIT */
#include "tests/manifest/vocabulary.h"

#define COUNT(table) (sizeof(table) / sizeof *(table))
#define EVERY_ATTRIBUTE                                                                            \
    (PORT_HAS_SIZE | PORT_HAS_OS | PORT_HAS_ARCH | PORT_HAS_CREATED | PORT_HAS_PROGRESS)

static const struct port_region cvm_regions[] = {
    {"ap-bangkok", "th", "outside", false},        {"ap-beijing", "bj", "mainland", false},
    {"ap-chengdu", "cd", "mainland", false},       {"ap-chongqing", "cq", "mainland", false},
    {"ap-guangzhou", "gz", "mainland", false},     {"ap-hongkong", "hk", "outside", false},
    {"ap-jakarta", "jkt", "outside", false},       {"ap-nanjing", "nj", "mainland", false},
    {"ap-seoul", "kr", "outside", false},          {"ap-shanghai", "sh", "mainland", false},
    {"ap-shanghai-fsi", "shjr", "finance", false}, {"ap-singapore", "sg", "outside", false},
    {"ap-taipei", "tpe", "outside", true},         {"ap-tokyo", "jp", "outside", false},
    {"eu-frankfurt", "de", "outside", false},      {"na-ashburn", "use", "outside", false},
    {"na-siliconvalley", "usw", "outside", false}, {"sa-saopaulo", "sao", "outside", false},
};

static const struct port_region lighthouse_regions[] = {
    {"ap-beijing", "bj", "mainland", false},   {"ap-chengdu", "cd", "mainland", false},
    {"ap-guangzhou", "gz", "mainland", false}, {"ap-hongkong", "hk", "outside", false},
    {"ap-nanjing", "nj", "mainland", false},   {"ap-shanghai", "sh", "mainland", false},
    {"ap-singapore", "sg", "outside", false},  {"ap-tokyo", "jp", "outside", false},
    {"eu-frankfurt", "de", "outside", false},
};

static const struct port_region ucloud_regions[] = {
    {"cn-bj1", NULL, NULL, true},   {"cn-bj2", NULL, NULL, false},  {"cn-gd", NULL, NULL, false},
    {"cn-sh2", NULL, NULL, false},  {"cn-wlcb", NULL, NULL, false}, {"hk", NULL, NULL, false},
    {"jpn-tky", NULL, NULL, false}, {"sg", NULL, NULL, false},      {"us-ca", NULL, NULL, false},
};

static const struct port_region baidu_regions[] = {
    {"bd", NULL, NULL, false},  {"bj", NULL, NULL, false},  {"gz", NULL, NULL, false},
    {"fwh", NULL, NULL, false}, {"hkg", NULL, NULL, false}, {"sin", NULL, NULL, false},
    {"su", NULL, NULL, false},
};

static const char *const tencent_sites[] = {"china", "intl", NULL};
static const char *const tencent_gateways[] = {"qcloud", NULL};
static const char *const tencent_domains[] = {"tencentcloudapi.com", NULL};
static const char *const tencent_prefixes[] = {"TENCENTCLOUD_", NULL};
static const char *const legacy_domains[] = {"api.qcloud.com", NULL};
static const char *const ucloud_sites[] = {"ucloud", "scloud", NULL};
static const char *const ucloud_domains[] = {"ucloud.cn", "ucloud-global.com", "scloudsg.com",
                                             NULL};
static const char *const ucloud_prefixes[] = {"UCLOUD_", NULL};
static const char *const baidu_domains[] = {"baidubce.com", NULL};
static const char *const baidu_prefixes[] = {"BCE_", "BAIDUCLOUD_", NULL};

static const struct caps cvm = {
    .provider = "tencent-cvm",
    .title = "Tencent Cloud CVM",
    .action = "SyncImages",
    .regions = cvm_regions,
    .n_regions = COUNT(cvm_regions),
    .border = PORT_BORDER_APPROVAL,
    .images_per_call = 1,
    .list_kinds = 1,
    .attributes = EVERY_ATTRIBUTE,
    .can_rename = true,
    .has_quota_call = true,
    .name = {60, NULL, true, false},
    .settings = PORT_SET_SITE | PORT_SET_GATEWAY | PORT_SET_CROSS_BORDER,
    .sites = tencent_sites,
    .gateways = tencent_gateways,
    .domains = tencent_domains,
    .env_prefixes = tencent_prefixes,
};

static const struct caps legacy = {
    .provider = "tencent-cvm-legacy",
    .title = "Tencent Cloud CVM (2017 API)",
    .action = "SyncCvmImage",
    .regions = cvm_regions,
    .n_regions = COUNT(cvm_regions),
    .border = PORT_BORDER_APPROVAL,
    .images_per_call = 10,
    .list_kinds = 1,
    .attributes = PORT_HAS_SIZE | PORT_HAS_OS | PORT_HAS_CREATED,
    .name = {60, NULL, true, false},
    .settings = PORT_SET_CROSS_BORDER,
    .domains = legacy_domains,
    .env_prefixes = tencent_prefixes,
};

static const struct caps lighthouse = {
    .provider = "tencent-lighthouse",
    .title = "Tencent Cloud Lighthouse",
    .action = "SyncBlueprint",
    .regions = lighthouse_regions,
    .n_regions = COUNT(lighthouse_regions),
    .border = PORT_BORDER_CLOSED,
    .images_per_call = 1,
    .regions_per_call = 10,
    .list_kinds = 1,
    .attributes = PORT_HAS_SIZE | PORT_HAS_OS | PORT_HAS_CREATED,
    .name = {60, NULL, true, false},
    .settings = PORT_SET_SITE,
    .sites = tencent_sites,
    .domains = tencent_domains,
    .env_prefixes = tencent_prefixes,
};

static const struct caps ucloud = {
    .provider = "ucloud",
    .title = "UCloud",
    .action = "CopyCustomImage",
    .regions = ucloud_regions,
    .n_regions = COUNT(ucloud_regions),
    .images_per_call = 1,
    .list_kinds = 1,
    .attributes = PORT_HAS_SIZE | PORT_HAS_OS | PORT_HAS_CREATED,
    .can_rename = true,
    .names_repeat = true,
    .name = {63, "-_.", true, false},
    .settings = PORT_SET_PROJECT | PORT_SET_CHANNEL_KEY | PORT_SET_SITE,
    .sites = ucloud_sites,
    .domains = ucloud_domains,
    .env_prefixes = ucloud_prefixes,
};

static const struct caps baidu = {
    .provider = "baidu-bcc",
    .title = "Baidu BCC",
    .action = "remoteCopy",
    .regions = baidu_regions,
    .n_regions = COUNT(baidu_regions),
    .images_per_call = 1,
    .list_kinds = 2,
    .attributes = EVERY_ATTRIBUTE,
    .can_rename = true,
    .names_repeat = true,
    .name = {65, "-_/.", true, true},
    .domains = baidu_domains,
    .env_prefixes = baidu_prefixes,
};

const struct caps *const vocabulary[] = {&baidu, &cvm, &legacy, &lighthouse, &ucloud, NULL};
