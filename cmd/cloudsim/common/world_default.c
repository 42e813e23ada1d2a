/* SPDX-License-Identifier: MIT */
/* The world that cloudsim starts with: made-up keys, the regions of the fact files, no images.
 * Groups and quotas: tencent-cvm.md (regions; 500 a region), tencent-lighthouse.md (regions),
 * ucloud.md section 6 and 9, baidu-bcc.md section 1 and 7. */
#include "cmd/cloudsim/common/world.h"

struct region_row {
    const char *id, *group;
    int quota;
    bool copies;
};

static const struct region_row cvm[] = {
    {"ap-guangzhou", "mainland", 500, true},    {"ap-shanghai", "mainland", 500, true},
    {"ap-beijing", "mainland", 500, true},      {"ap-chengdu", "mainland", 500, true},
    {"ap-chongqing", "mainland", 500, true},    {"ap-nanjing", "mainland", 500, true},
    {"ap-tianjin", "mainland", 500, true},      {"ap-shenzhen", "mainland", 500, true},
    {"ap-qingyuan", "mainland", 500, true},     {"ap-shanghai-fsi", "finance", 500, true},
    {"ap-shenzhen-fsi", "finance", 500, true},  {"ap-beijing-fsi", "finance", 500, true},
    {"ap-hongkong", "outside", 500, true},      {"ap-singapore", "outside", 500, true},
    {"ap-jakarta", "outside", 500, true},       {"ap-bangkok", "outside", 500, true},
    {"ap-seoul", "outside", 500, true},         {"ap-tokyo", "outside", 500, true},
    {"eu-frankfurt", "outside", 500, true},     {"na-ashburn", "outside", 500, true},
    {"na-siliconvalley", "outside", 500, true}, {"sa-saopaulo", "outside", 500, true},
    {"ap-mumbai", "outside", 500, true},        {"na-toronto", "outside", 500, true},
    {"ap-taipei", "outside", 500, false},       {NULL, NULL, 0, false}};

static const struct region_row lighthouse[] = {
    {"ap-beijing", "mainland", 5, true},   {"ap-chengdu", "mainland", 5, true},
    {"ap-guangzhou", "mainland", 5, true}, {"ap-nanjing", "mainland", 5, true},
    {"ap-shanghai", "mainland", 5, true},  {"ap-hongkong", "outside", 5, true},
    {"ap-singapore", "outside", 5, true},  {"ap-bangkok", "outside", 5, true},
    {"ap-jakarta", "outside", 5, true},    {"ap-seoul", "outside", 5, true},
    {"ap-tokyo", "outside", 5, true},      {"eu-frankfurt", "outside", 5, true},
    {"na-ashburn", "outside", 5, true},    {"na-siliconvalley", "outside", 5, true},
    {"sa-saopaulo", "outside", 5, true},   {NULL, NULL, 0, false}};

static const struct region_row ucloud[] = {
    {"cn-bj1", "mainland", 10, false},     {"cn-bj2", "mainland", 30, true},
    {"cn-wlcb", "mainland", 30, true},     {"cn-wlcb2", "mainland", 10, true},
    {"cn-sh2", "mainland", 30, true},      {"cn-jx", "mainland", 10, true},
    {"cn-sh", "mainland", 10, true},       {"cn-gd2", "mainland", 10, true},
    {"cn-gd", "mainland", 10, true},       {"cn-guiyang1", "mainland", 10, true},
    {"hk", "outside", 10, true},           {"tw-tp", "outside", 10, true},
    {"sg", "outside", 10, true},           {"jpn-tky", "outside", 10, true},
    {"kr-seoul", "outside", 10, true},     {"th-bkk", "outside", 10, true},
    {"idn-jakarta", "outside", 10, true},  {"vn-sng", "outside", 10, true},
    {"ph-mnl", "outside", 10, true},       {"ind-mumbai", "outside", 10, true},
    {"pk-khi", "outside", 10, true},       {"us-den", "outside", 10, true},
    {"us-ca", "outside", 10, true},        {"us-ws", "outside", 10, true},
    {"bra-saopaulo", "outside", 10, true}, {"rus-mosc", "outside", 10, true},
    {"ge-fra", "outside", 10, true},       {"uk-london", "outside", 10, true},
    {"uae-dubai", "outside", 10, true},    {"afr-nigeria", "outside", 10, true},
    {"uz-tas", "outside", 10, true},       {"kz-ala", "outside", 10, true},
    {"mx-mex", "outside", 10, true},       {NULL, NULL, 0, false}};

static const struct region_row baidu[] = {
    {"bj", "mainland", 20, true}, {"gz", "mainland", 20, true},  {"su", "mainland", 20, true},
    {"bd", "mainland", 20, true}, {"cd", "mainland", 20, true},  {"yq", "mainland", 20, true},
    {"nj", "mainland", 20, true}, {"fwh", "finance", 20, false}, {"fsh", "finance", 20, false},
    {"hkg", "outside", 20, true}, {"sin", "outside", 20, true},  {NULL, NULL, 0, false}};

static const struct {
    const char *id, *secret;
    const struct region_row *regions;
} clouds[CLOUDS] = {
    {"AKIDcloudsimFAKEcvm0000000001", "cloudsim-fake-secret-cvm-0001", cvm},
    {"AKIDcloudsimFAKEcvm0000000001", "cloudsim-fake-secret-cvm-0001",
     lighthouse}, /* same vendor */
    {"4cloudsimFAKEucloudPublicKey0001==", "cloudsim-fake-private-key-ucloud-0001", ucloud},
    {"cloudsimFAKEbaiduAccessKey00001", "cloudsim-fake-secret-key-baidu-0001", baidu},
};

json_t *world_default(void)
{
    json_t *all = json_object();
    size_t c;

    for (c = 0; c < CLOUDS; c++) {
        json_t *regions = json_array();
        json_t *account = json_pack("{s:s,s:s,s:s}", "id", clouds[c].id, "secret", clouds[c].secret,
                                    "owner", "100000000001");
        const struct region_row *row;

        if (c == CLOUD_UCLOUD)
            json_object_set_new(account, "projects",
                                json_pack("[s,s]", "org-sim001", "org-sim002"));
        for (row = clouds[c].regions; row->id != NULL; row++)
            json_array_append_new(regions,
                                  json_pack("{s:s,s:s,s:i,s:b}", "id", row->id, "group", row->group,
                                            "quota", row->quota, "copies", row->copies));
        json_object_set_new(all, cloud_name((enum cloud)c),
                            json_pack("{s:[o],s:o,s:[]}", "accounts", account, "regions", regions,
                                      "images"));
    }
    return json_pack("{s:o}", "clouds", all);
}
