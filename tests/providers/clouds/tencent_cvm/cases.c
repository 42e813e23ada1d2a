/* SPDX-License-Identifier: MIT */
#include "providers/clouds/tencent_cvm/tencent_cvm.h"
#include "tests/providers/clouds/tencent/envelope.h"
#include "tests/providers/clouds/vectors.h"

extern const struct cloud_cases tencent_cvm_cases, tencent_qcloud_cases;

static const char images[] =
    "{\"Response\":{\"TotalCount\":1,\"ImageSet\":[{\"ImageId\":\"img-b\",\"ImageType\":"
    "\"PRIVATE_IMAGE\",\"ImageName\":\"web\",\"ImageState\":\"NORMAL\"}]}}";

static const char *const accepted[] = {
    "{\"Response\":{\"ImageSet\":[{\"ImageId\":\"img-t\",\"Region\":\"ap-tokyo\"},{\"ImageId\":"
    "\"img-b\",\"Region\":\"ap-beijing\"}]}}",
    "{\"Response\":{\"ImageSet\":null,\"RequestId\":\"r\"}}",
    NULL,
};

static const struct refusal_case refusals[] = {
    {200, TC("ImageQuotaLimitExceeded"), PORT_QUOTA_HIT, REASON_QUOTA_FULL, PORT_FINE},
    {200, TC("InvalidRegion.Unavailable"), PORT_REGION, REASON_REGION_UNSUPPORTED, PORT_FINE},
    {200, TC("InvalidImageName.Duplicate"), PORT_EXISTS, REASON_NONE, PORT_FINE},
    {200, TC("InternalError"), PORT_LOST, REASON_NONE, PORT_TRANSIENT},
    {200, TC("RequestLimitExceeded.UinLimitExceeded"), PORT_THROTTLED, REASON_NONE, PORT_FINE},
    {200, TC("AuthFailure.BrandNew"), PORT_AUTH, REASON_NOT_AUTHORIZED, PORT_FINE},
    {200, TC("SomethingNew"), PORT_UNCLEAR, REASON_NONE, PORT_FINE},
    {500, TC("SomethingNew"), PORT_LOST, REASON_NONE, PORT_PERMANENT},
    {400, TC("SomethingNew"), PORT_PERMANENT, REASON_NONE, PORT_FINE},
    {404, TC("InvalidImageId.NotFound"), PORT_PERMANENT, REASON_SOURCE_MISSING, PORT_FINE},
    {200, TC("DryRunOperation"), PORT_PERMANENT, REASON_NONE, PORT_FINE},
    {0, NULL, PORT_FINE, REASON_NONE, PORT_FINE},
};

const struct cloud_cases tencent_cvm_cases = {
    TENCENT_CASES,
    .provider = &tencent_cvm,
    .list =
        "POST https://cvm.tencentcloudapi.com/\n"
        "Content-Type: application/json\n"
        "X-TC-Action: DescribeImages\n"
        "X-TC-Version: 2017-03-12\n"
        "X-TC-Region: ap-guangzhou\n"
        "X-TC-Language: en-US\n"
        "X-TC-Timestamp: 1700000000\n"
        "X-TC-Token: faketoken\n"
        "Authorization: TC3-HMAC-SHA256 Credential=FAKEID/2023-11-14/cvm/tc3_request, SignedHeaders=content-type;host, Signature=94f27fb39ef794d61f01ec597200b7e6d1b45abf4843fdaeeed8d45755df2f21\n"
        "\n"
        "{\"Filters\":[{\"Name\":\"image-type\",\"Values\":[\"PRIVATE_IMAGE\"]}],\"Offset\":0,\"Limit\":100}",
    .copy =
        "POST https://cvm.tencentcloudapi.com/\n"
        "Content-Type: application/json\n"
        "X-TC-Action: SyncImages\n"
        "X-TC-Version: 2017-03-12\n"
        "X-TC-Region: ap-guangzhou\n"
        "X-TC-Language: en-US\n"
        "X-TC-Timestamp: 1700000000\n"
        "X-TC-Token: faketoken\n"
        "Authorization: TC3-HMAC-SHA256 Credential=FAKEID/2023-11-14/cvm/tc3_request, SignedHeaders=content-type;host, Signature=c004d9ac46eeb03cfdc13ff086781b0abd6159d5846a14f4740632f8268dec8d\n"
        "\n"
        "{\"ImageIds\":[\"img-1\"],\"DestinationRegions\":[\"ap-beijing\",\"ap-tokyo\"],\"ImageName\":\"web\",\"ImageSetRequired\":true}",
    .images = images,
    .untold = "{\"Response\":{\"ImageSet\":[]}}",
    .accepted = accepted,
    .refusals = refusals,
    .vectors = vectors_tc3,
    .caps = {"SyncImages", 1, 0, true, true, false, true},
};

static const char *const gateway_accepted[] = {
    "{\"Response\":{\"RequestID\":\"r\"}}",
    "{\"code\":0,\"message\":\"\",\"codeDesc\":\"Success\"}",
    NULL,
};

static const struct refusal_case gateway_refusals[] = {
    {200, "{\"code\":4100,\"message\":\"(1) bad\"}", PORT_AUTH, REASON_NOT_AUTHORIZED, PORT_FINE},
    {200, "{\"code\":5400}", PORT_LOST, REASON_NONE, PORT_TRANSIENT},
    {200, TC("ImageQuotaLimitExceeded"), PORT_QUOTA_HIT, REASON_QUOTA_FULL, PORT_FINE},
    {200, TC("InternalError"), PORT_LOST, REASON_NONE, PORT_TRANSIENT},
    {0, NULL, PORT_FINE, REASON_NONE, PORT_FINE},
};

const struct cloud_cases tencent_qcloud_cases = {
    TENCENT_CASES,
    .provider = &tencent_qcloud,
    .list =
        "GET https://image.api.qcloud.com/v2/index.php?Action=DescribeImages&Region=ap-guangzhou&Version=2017-03-12&Filters.0.Name=image-type&Filters.0.Values.0=PRIVATE_IMAGE&Offset=0&Limit=100&Timestamp=1700000000&Nonce=5943&SecretId=FAKEID&SignatureMethod=HmacSHA256&Token=faketoken&Signature=%2BuC4IjnWuNVu4tIXKL7aCcKbhCDisGP0KWuPkiwDHxI%3D\n"
        "\n",
    .copy =
        "POST https://image.api.qcloud.com/v2/index.php\n"
        "Content-Type: application/x-www-form-urlencoded\n"
        "\n"
        "Action=SyncImages&Region=ap-guangzhou&Version=2017-03-12&ImageIds.0=img-1&DestinationRegions.0=ap-beijing&DestinationRegions.1=ap-tokyo&Timestamp=1700000000&Nonce=5943&SecretId=FAKEID&SignatureMethod=HmacSHA256&Token=faketoken&Signature=RFVHruU3sOywJr%2BuP02AZ6m%2BQtYxP6EjN%2B1j5j4%2FnbM%3D",
    .images = images,
    .untold = "{\"Response\":{\"ImageSet\":[]}}",
    .accepted = gateway_accepted,
    .refusals = gateway_refusals,
    .vectors = vectors_query,
    .caps = {"SyncImages", 1, 0, false, false, false, false},
};
