/* SPDX-License-Identifier: MIT */
/* TC3-HMAC-SHA256 as the server computes it. */
#include <stdlib.h>
#include <string.h>

#include "cmd/cloudsim/common/check.h"

/* The text after KEY up to END, or NULL. */
static char *between(const char **at, const char *key, const char *end)
{
    const char *start = *at, *stop;

    if (!text_starts(start, key))
        return NULL;
    start += strlen(key);
    stop = end[0] == '\0' ? start + strlen(start) : strstr(start, end);
    if (stop == NULL || stop == start)
        return NULL;
    *at = stop + strlen(end);
    return text_cut(start, (size_t)(stop - start));
}

int tc3_parse(const char *authorization, struct tc3_credential *credential)
{
    const char *at = authorization;
    size_t length;

    *credential = (struct tc3_credential){0};
    credential->id = between(&at, "TC3-HMAC-SHA256 Credential=", "/");
    if (credential->id != NULL)
        credential->date = between(&at, "", "/");
    if (credential->date != NULL)
        credential->service = between(&at, "", "/tc3_request, ");
    if (credential->service != NULL)
        credential->signed_headers = between(&at, "SignedHeaders=", ", ");
    if (credential->signed_headers != NULL)
        credential->signature = between(&at, "Signature=", "");
    length = credential->signature == NULL ? 0 : strlen(credential->signature);
    if (length == 64 && strspn(credential->signature, "0123456789abcdef") == 64)
        return 0;
    tc3_free(credential);
    return -1;
}

void tc3_free(struct tc3_credential *credential)
{
    free(credential->id);
    free(credential->date);
    free(credential->service);
    free(credential->signed_headers);
    free(credential->signature);
    *credential = (struct tc3_credential){0};
}

/* Values are trimmed and, by the documents, lower-cased; the SDKs sign content-type and host as
 * sent, whose values are lower case anyway. */
static void add_header(struct text *out, const char *name, const char *value)
{
    size_t length;
    char *c;

    value += strspn(value, " \t");
    length = strlen(value);
    while (length > 0 && strchr(" \t", value[length - 1]) != NULL)
        length--;
    text_add(out, name);
    text_add(out, ":");
    text_add_bytes(out, value, length);
    if (!text_same(name, "content-type") && !text_same(name, "host"))
        for (c = out->ptr + out->length - length; *c != '\0'; c++)
            if (*c >= 'A' && *c <= 'Z')
                *c = (char)(*c - 'A' + 'a');
    text_add(out, "\n");
}

static int add_headers(struct text *out, const struct tc3_request *request,
                       const char *signed_headers)
{
    bool host = false, content_type = false;

    while (*signed_headers != '\0') {
        size_t length = strcspn(signed_headers, ";");
        TEXT_AUTO name = text_cut(signed_headers, length);
        const char *value = text_same(name, "host") && request->host != NULL
                                ? request->host
                                : pairs_get_fold(request->headers, name);

        if (value == NULL)
            return -1;
        host |= text_same(name, "host");
        content_type |= text_same(name, "content-type");
        add_header(out, name, value);
        signed_headers += length + (signed_headers[length] == ';');
    }
    return host && content_type ? 0 : -1;
}

char *tc3_canonical(const struct tc3_request *request, const char *signed_headers)
{
    static const char unsigned_payload[] = "UNSIGNED-PAYLOAD";
    bool without_body =
        text_same(pairs_get_fold(request->headers, "X-TC-Content-SHA256"), unsigned_payload);
    struct digest digest =
        without_body ? digest_of(DIGEST_SHA256, unsigned_payload, sizeof unsigned_payload - 1)
                     : digest_of(DIGEST_SHA256, request->body, request->body_length);
    TEXT_AUTO hash = digest_hex(&digest);
    struct text out = {0};

    text_add(&out, request->method);
    text_add(&out, "\n");
    text_add(&out, request->path);
    text_add(&out, "\n");
    text_add(&out, request->query);
    text_add(&out, "\n");
    if (add_headers(&out, request, signed_headers) != 0) {
        text_release(&out);
        return NULL;
    }
    text_add(&out, "\n");
    text_add(&out, signed_headers);
    text_add(&out, "\n");
    text_add(&out, hash);
    return out.ptr;
}

char *tc3_string_to_sign(const char *timestamp, const char *date, const char *service,
                         const char *canonical)
{
    struct digest digest = digest_of(DIGEST_SHA256, canonical, strlen(canonical));
    TEXT_AUTO hash = digest_hex(&digest);

    return text_printf("TC3-HMAC-SHA256\n%s\n%s/%s/tc3_request\n%s", timestamp, date, service,
                       hash);
}

char *tc3_signature(const char *secret, const char *date, const char *service, const char *to_sign)
{
    TEXT_AUTO start = text_printf("TC3%s", secret);
    struct digest key = digest_hmac(DIGEST_SHA256, start, strlen(start), date);

    key = digest_hmac(DIGEST_SHA256, key.bytes, key.length, service);
    key = digest_hmac(DIGEST_SHA256, key.bytes, key.length, "tc3_request");
    key = digest_hmac(DIGEST_SHA256, key.bytes, key.length, to_sign);
    return digest_hex(&key);
}
