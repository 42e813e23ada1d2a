/* SPDX-License-Identifier: MIT */
#include "tests/providers/clouds/cases.h"
#include "providers/clouds/ucloud/ucloud.h"
#include "tests/providers/clouds/vectors.h"

extern const struct cloud_cases ucloud_cases;

static const char *const to[] = {"hk", "sg", NULL};

static const char *const accepted[] = {
    "{\"RetCode\":0,\"Infos\":[{\"TargetRegion\":\"ap-tokyo\",\"TargetImageId\":\"u-1\"},"
    "{\"TargetRegion\":\"ap-beijing\",\"TargetImageId\":\"u-2\"}]}",
    "{\"RetCode\":\"0\"}",
    NULL,
};

static const struct refusal_case refusals[] = {
    {200, "{\"RetCode\":8961,\"Message\":\"m\"}", PORT_BUSY, REASON_SOURCE_UNUSABLE, PORT_FINE},
    {200, "{\"RetCode\":\"230\",\"Action\":\"\"}", PORT_REGION, REASON_NONE, PORT_FINE},
    {200, "{\"RetCode\":150}", PORT_LOST, REASON_NONE, PORT_TRANSIENT},
    {200, "{\"RetCode\":110}", PORT_LOST, REASON_NONE, PORT_TRANSIENT},
    {200, "{\"RetCode\":153}", PORT_THROTTLED, REASON_NONE, PORT_FINE},
    {200, "{\"RetCode\":8095}", PORT_QUOTA_HIT, REASON_QUOTA_FULL, PORT_FINE},
    {0, NULL, PORT_FINE, REASON_NONE, PORT_FINE},
};

static const char *const variables[] = {"UCLOUD_PUBLIC_KEY=fakeid", "UCLOUD_PRIVATE_KEY=fakekey",
                                        NULL};

const struct cloud_cases ucloud_cases = {
    .provider = &ucloud,
    .from = "cn-bj2",
    .to = to,
    .project = "org-a",
    .list =
        "POST https://api.ucloud.cn/\n"
        "Content-Type: application/x-www-form-urlencoded\n"
        "\n"
        "Action=DescribeImage&Region=cn-bj2&ProjectId=org-a&ImageType=Custom&Offset=0&Limit=100&PublicKey=FAKEID&SecurityToken=faketoken&Signature=6f7cac72e10bd9985bac4dddcc9f0878e86d9341",
    .copy =
        "POST https://api.ucloud.cn/\n"
        "Content-Type: application/x-www-form-urlencoded\n"
        "\n"
        "Action=CopyCustomImage&Region=cn-bj2&ProjectId=org-a&SourceImageId=img-1&TargetProjectId=org-a&TargetImageName=web&TargetRegionList.0=hk&TargetRegionList.1=sg&PublicKey=FAKEID&SecurityToken=faketoken&Signature=aecea568da097737a9a8f89ce4f32dd75ecb0fbd",
    .images =
        "{\"RetCode\":0,\"TotalCount\":1,\"ImageSet\":[{\"ImageId\":\"u-1\",\"ImageName\":"
        "\"web\",\"ImageType\":\"Custom\",\"State\":\"Available\"}]}",
    .untold = "{\"RetCode\":0,\"ImageSet\":[]}",
    .accepted = accepted,
    .refusals = refusals,
    .vectors = vectors_ucloud,
    .variables = variables,
    .file = ".ucloud/credential.json",
    .text = "[{\"public_key\":\"fakeid\",\"private_key\":\"fakekey\",\"profile\":\"default\"}]",
    .missing = "set UCLOUD_PUBLIC_KEY and UCLOUD_PRIVATE_KEY",
    .caps = {"CopyCustomImage", 1, 0, true, true, true, false},
};
