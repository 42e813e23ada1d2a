/* SPDX-License-Identifier: MIT */
/* Short region codes of the 2017 gateway (tencent-cvm-legacy.md, region codes). */
#include "cmd/cloudsim/tencent_cvm_legacy/regions.h"
#include "cmd/cloudsim/common/text.h"

const char *legacy_region(const char *code)
{
    static const char *const codes[][2] = {
        {"gz", "ap-guangzhou"},       {"sh", "ap-shanghai"},
        {"bj", "ap-beijing"},         {"cd", "ap-chengdu"},
        {"cq", "ap-chongqing"},       {"nj", "ap-nanjing"},
        {"tsn", "ap-tianjin"},        {"szx", "ap-shenzhen"},
        {"qy", "ap-qingyuan"},        {"gzopen", "ap-guangzhou-open"},
        {"shjr", "ap-shanghai-fsi"},  {"szjr", "ap-shenzhen-fsi"},
        {"bjjr", "ap-beijing-fsi"},   {"hk", "ap-hongkong"},
        {"sg", "ap-singapore"},       {"th", "ap-bangkok"},
        {"kr", "ap-seoul"},           {"jp", "ap-tokyo"},
        {"in", "ap-mumbai"},          {"jkt", "ap-jakarta"},
        {"tpe", "ap-taipei"},         {"de", "eu-frankfurt"},
        {"ru", "eu-moscow"},          {"usw", "na-siliconvalley"},
        {"use", "na-ashburn"},        {"ca", "na-toronto"},
        {"sao", "sa-saopaulo"},       {"hzec", "ap-hangzhou-ec"},
        {"jnec", "ap-jinan-ec"},      {"fzec", "ap-fuzhou-ec"},
        {"hfeec", "ap-hefei-ec"},     {"sjwec", "ap-shijiazhuang-ec"},
        {"whec", "ap-wuhan-ec"},      {"csec", "ap-changsha-ec"},
        {"cgoec", "ap-zhengzhou-ec"}, {"xiyec", "ap-xian-ec"},
        {"sheec", "ap-shenyang-ec"}};
    size_t i;

    for (i = 0; i < sizeof codes / sizeof *codes; i++)
        if (text_same(codes[i][0], code))
            return codes[i][1];
    return NULL;
}
