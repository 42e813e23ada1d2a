/* SPDX-License-Identifier: MIT */
#include "tests/providers/clouds/cases.h"
#include "providers/clouds/baidu_bcc/baidu_bcc.h"
#include "tests/providers/clouds/vectors.h"

extern const struct cloud_cases baidu_bcc_cases;

static const char *const to[] = {"gz", "su", NULL};

static const char *const accepted[] = {
    "{\"result\":[{\"region\":\"ap-tokyo\",\"imageId\":\"m-1\",\"code\":\"success\"},{\"region\":"
    "\"ap-beijing\",\"imageId\":\"m-2\",\"code\":\"success\"}]}",
    "",
    "{}",
    NULL,
};

static const struct refusal_case refusals[] = {
    {409, "{\"code\":\"Image.ImageStatusForbidden\",\"requestId\":\"q\"}", PORT_BUSY,
     REASON_SOURCE_UNUSABLE, PORT_FINE},
    {500, "{\"code\":\"InternalError\"}", PORT_LOST, REASON_NONE, PORT_TRANSIENT},
    {400, "{\"code\":\"RequestExpired\"}", PORT_TRANSIENT, REASON_NONE, PORT_FINE},
    {403, "{\"code\":\"RequestLimitReached\"}", PORT_THROTTLED, REASON_NONE, PORT_FINE},
    {413, "{\"code\":\"Image.ImageQuotaExceedLimit\"}", PORT_QUOTA_HIT, REASON_QUOTA_FULL,
     PORT_FINE},
    {400, "{\"code\":\"BrandNew\"}", PORT_PERMANENT, REASON_NONE, PORT_FINE},
    {503, "{\"code\":\"BrandNew\"}", PORT_LOST, REASON_NONE, PORT_TRANSIENT},
    {200, "{\"code\":\"AccessDenied\"}", PORT_AUTH, REASON_NOT_AUTHORIZED, PORT_FINE},
    {0, NULL, PORT_FINE, REASON_NONE, PORT_FINE},
};

static const char *const variables[] = {"BCE_ACCESS_KEY_ID=fakeid", "BCE_SECRET_ACCESS_KEY=fakekey",
                                        "BCE_SESSION_TOKEN=faketoken", NULL};

const struct cloud_cases baidu_bcc_cases = {
    .provider = &baidu_bcc,
    .from = "bj",
    .to = to,
    .list =
        "GET https://bcc.bj.baidubce.com/v2/image?imageType=Custom&maxKeys=1000\n"
        "x-bce-date: 2023-11-14T22:13:20Z\n"
        "x-bce-security-token: faketoken\n"
        "Authorization: bce-auth-v1/FAKEID/2023-11-14T22:13:20Z/1800/host;x-bce-date;x-bce-security-token/8c7a3bc79bc215757e10ee9639abf4b370a891e81a5267e95f7cb1af65e996b7\n"
        "\n",
    .copy =
        "POST https://bcc.bj.baidubce.com/v2/image/img-1?remoteCopy\n"
        "Content-Type: application/json; charset=utf-8\n"
        "x-bce-date: 2023-11-14T22:13:20Z\n"
        "x-bce-security-token: faketoken\n"
        "Authorization: bce-auth-v1/FAKEID/2023-11-14T22:13:20Z/1800/host;x-bce-date;x-bce-security-token/410f58105c99814c54f87562ccd2a46e1c7c0e8e72bc53bbbb6601c69aa9601c\n"
        "\n"
        "{\"name\":\"web\",\"destRegion\":[\"gz\",\"su\"]}",
    .images =
        "{\"isTruncated\":false,\"images\":[{\"id\":\"m-1\",\"name\":\"web\",\"type\":"
        "\"Custom\",\"status\":\"Available\"}]}",
    .untold = "{\"images\":[]}",
    .accepted = accepted,
    .refusals = refusals,
    .vectors = vectors_bce,
    .variables = variables,
    .file = ".bce/credentials",
    .text = "[defaults]\nbce_access_key_id = fakeid\nbce_secret_access_key = fakekey\n",
    .missing = "set BCE_ACCESS_KEY_ID and BCE_SECRET_ACCESS_KEY",
    .caps = {"remoteCopy", 1, 0, true, true, true, false},
};
