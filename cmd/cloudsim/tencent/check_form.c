/* SPDX-License-Identifier: MIT */
/* The signatures over sorted parameters: API 3.0's "v1", the 2017 gateway, and UCloud. */
#include <stdlib.h>
#include <string.h>

#include "cmd/cloudsim/common/check.h"

/* A sorted copy without the signature; names with "_" turned to "." if DOTS. */
static struct pairs sorted(const struct pairs *params, bool dots)
{
    struct pairs out = {0};
    size_t i;
    char *c;

    for (i = 0; i < params->count; i++) {
        TEXT_AUTO name = text_dup(params->items[i].name);

        if (text_same(name, "Signature"))
            continue;
        for (c = name; dots && *c != '\0'; c++)
            if (*c == '_')
                *c = '.';
        pairs_add(&out, name, params->items[i].value == NULL ? "" : params->items[i].value);
    }
    pairs_sort(&out);
    return out;
}

char *form_string_to_sign(const char *method, const char *host, const char *path,
                          const struct pairs *params, bool legacy)
{
    struct pairs list = sorted(params, true);
    struct text out = {0};
    const char *between = "?";
    size_t i;

    text_add(&out, method);
    text_add(&out, host);
    text_add(&out, path);
    for (i = 0; i < list.count; i++) {
        if (legacy && text_same(method, "POST") && list.items[i].value[0] == '@')
            continue;
        text_add(&out, between);
        text_add(&out, list.items[i].name);
        text_add(&out, "=");
        text_add(&out, list.items[i].value);
        between = "&";
    }
    pairs_free(&list);
    return out.ptr;
}

char *form_signature(const char *secret, const struct pairs *params, const char *to_sign)
{
    bool sha256 = text_same(pairs_get(params, "SignatureMethod"), "HmacSHA256");
    struct digest digest =
        digest_hmac(sha256 ? DIGEST_SHA256 : DIGEST_SHA1, secret, strlen(secret), to_sign);

    return digest_base64(&digest);
}

char *ucloud_string_to_sign(const struct pairs *params, const char *private_key)
{
    struct pairs list = sorted(params, false);
    struct text out = {0};
    size_t i;

    for (i = 0; i < list.count; i++) {
        text_add(&out, list.items[i].name);
        text_add(&out, list.items[i].value);
    }
    text_add(&out, private_key);
    pairs_free(&list);
    return out.ptr;
}

char *ucloud_signature(const char *to_sign)
{
    struct digest digest = digest_of(DIGEST_SHA1, to_sign, strlen(to_sign));

    return digest_hex(&digest);
}
