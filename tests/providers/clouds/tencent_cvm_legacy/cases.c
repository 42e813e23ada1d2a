/* SPDX-License-Identifier: MIT */
#include "providers/clouds/tencent_cvm_legacy/tencent_cvm_legacy.h"
#include "tests/providers/clouds/tencent/envelope.h"
#include "tests/providers/clouds/vectors.h"

extern const struct cloud_cases tencent_legacy_cases;

static const char *const accepted[] = {"{\"code\":0,\"message\":\"\"}", "{\"code\":\"0\"}", NULL};

static const struct refusal_case refusals[] = {
    {200, "{\"code\":4100,\"message\":\"(1) x\"}", PORT_AUTH, REASON_NOT_AUTHORIZED, PORT_FINE},
    {200, "{\"code\":\"5400\"}", PORT_LOST, REASON_NONE, PORT_TRANSIENT},
    {200, "{\"code\":4400}", PORT_THROTTLED, REASON_NONE, PORT_FINE},
    {200, "{\"code\":7123,\"codeDesc\":\"Q\"}", PORT_UNCLEAR, REASON_NONE, PORT_FINE},
    {0, NULL, PORT_FINE, REASON_NONE, PORT_FINE},
};

const struct cloud_cases tencent_legacy_cases = {
    TENCENT_CASES,
    .provider = &tencent_legacy,
    .list =
        "GET https://image.api.qcloud.com/v2/index.php?Action=DescribeImages&Region=gz&imageType=1&offset=0&limit=100&Timestamp=1700000000&Nonce=5943&SecretId=FAKEID&SignatureMethod=HmacSHA256&Token=faketoken&Signature=boDlYg%2F6iD%2FXxlYocejNiuwSgc3dFL2wvcyLg%2F9w6lw%3D\n"
        "\n",
    .copy =
        "POST https://image.api.qcloud.com/v2/index.php\n"
        "Content-Type: application/x-www-form-urlencoded\n"
        "\n"
        "Action=SyncCvmImage&Region=gz&srcRegion=gz&imgIdList.0=img-1&dstRegion.0=bj&dstRegion.1=jp&Timestamp=1700000000&Nonce=5943&SecretId=FAKEID&SignatureMethod=HmacSHA256&Token=faketoken&Signature=mbb0EGxAJc1BXdE8W49Ib1yPzqFKKiWCKY0nNQAr2sI%3D",
    .images =
        "{\"code\":0,\"totalCount\":1,\"imageSet\":[{\"unImgId\":\"img-1\",\"imageName\":"
        "\"web\",\"imageType\":1,\"status\":2}]}",
    .untold = "{\"code\":0,\"imageSet\":[]}",
    .accepted = accepted,
    .refusals = refusals,
    .vectors = vectors_query,
    .caps = {"SyncCvmImage", 10, 0, false, false, false, false},
};
