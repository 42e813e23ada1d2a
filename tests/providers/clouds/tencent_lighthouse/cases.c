/* SPDX-License-Identifier: MIT */
#include "providers/clouds/tencent_lighthouse/tencent_lighthouse.h"
#include "tests/providers/clouds/tencent/envelope.h"
#include "tests/providers/clouds/vectors.h"

extern const struct cloud_cases tencent_lighthouse_cases;

static const char *const accepted[] = {
    "{\"Response\":{\"DestinationRegionBlueprintSet\":[{\"BlueprintId\":\"lhbp-1\",\"Region\":"
    "\"ap-tokyo\"},{\"BlueprintId\":\"lhbp-2\",\"Region\":\"ap-beijing\"}]}}",
    NULL,
};

static const struct refusal_case refusals[] = {
    {200, TC("InvalidParameterValue.NotSupportCrossBorderSyncBlueprint"), PORT_REGION,
     REASON_CROSS_BORDER, PORT_FINE},
    {200, TC("FailedOperation.RequestError"), PORT_LOST, REASON_NONE, PORT_TRANSIENT},
    {200, TC("UnsupportedOperation.BlueprintCurStateInvalid"), PORT_BUSY, REASON_SOURCE_UNUSABLE,
     PORT_FINE},
    {0, NULL, PORT_FINE, REASON_NONE, PORT_FINE},
};

const struct cloud_cases tencent_lighthouse_cases = {
    TENCENT_CASES,
    .provider = &tencent_lighthouse,
    .list =
        "POST https://lighthouse.tencentcloudapi.com/\n"
        "Content-Type: application/json\n"
        "X-TC-Action: DescribeBlueprints\n"
        "X-TC-Version: 2020-03-24\n"
        "X-TC-Region: ap-guangzhou\n"
        "X-TC-Language: en-US\n"
        "X-TC-Timestamp: 1700000000\n"
        "X-TC-Token: faketoken\n"
        "Authorization: TC3-HMAC-SHA256 Credential=FAKEID/2023-11-14/lighthouse/tc3_request, SignedHeaders=content-type;host, Signature=76a339eae81d7cd24ab5bdbb424784198d5fac8191c56f3ff808e7117aac0aa3\n"
        "\n"
        "{\"Filters\":[{\"Name\":\"blueprint-type\",\"Values\":[\"PRIVATE\"]}],\"Offset\":0,\"Limit\":100}",
    .copy =
        "POST https://lighthouse.tencentcloudapi.com/\n"
        "Content-Type: application/json\n"
        "X-TC-Action: SyncBlueprint\n"
        "X-TC-Version: 2020-03-24\n"
        "X-TC-Region: ap-guangzhou\n"
        "X-TC-Language: en-US\n"
        "X-TC-Timestamp: 1700000000\n"
        "X-TC-Token: faketoken\n"
        "Authorization: TC3-HMAC-SHA256 Credential=FAKEID/2023-11-14/lighthouse/tc3_request, SignedHeaders=content-type;host, Signature=ecc6cf914ec2de10cf7a09ff100e06178dab7e908c507d763860c3926b0888e2\n"
        "\n"
        "{\"BlueprintId\":\"img-1\",\"DestinationRegions\":[\"ap-beijing\",\"ap-tokyo\"]}",
    .images =
        "{\"Response\":{\"TotalCount\":1,\"BlueprintSet\":[{\"BlueprintId\":\"lhbp-1\","
        "\"BlueprintType\":\"PRIVATE\",\"BlueprintState\":\"NORMAL\",\"BlueprintName\":"
        "\"web\"}]}}",
    .untold = "{\"Response\":{\"BlueprintSet\":[]}}",
    .accepted = accepted,
    .refusals = refusals,
    .vectors = vectors_tc3,
    .caps = {"SyncBlueprint", 1, 10, false, true, false, false},
};
