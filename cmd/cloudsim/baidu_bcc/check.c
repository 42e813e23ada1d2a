/* SPDX-License-Identifier: MIT */
/* bce-auth-v1 as the server computes it. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "cmd/cloudsim/common/check.h"

/* The text up to the next "/", or NULL at the end. */
static char *field(const char **at)
{
    const char *stop = strchr(*at, '/');
    char *out;

    if (stop == NULL)
        return NULL;
    out = text_cut(*at, (size_t)(stop - *at));
    *at = stop + 1;
    return out;
}

int bce_parse(const char *authorization, struct bce_credential *credential)
{
    static const char start[] = "bce-auth-v1/";
    const char *at = authorization;
    char *expiration = NULL, *end = NULL;

    *credential = (struct bce_credential){0};
    if (text_starts(authorization, start)) {
        at += sizeof start - 1;
        credential->id = field(&at);
        credential->timestamp = credential->id == NULL ? NULL : field(&at);
        expiration = credential->timestamp == NULL ? NULL : field(&at);
        credential->signed_headers = expiration == NULL ? NULL : field(&at);
    }
    if (credential->signed_headers != NULL && strlen(at) == 64 &&
        strspn(at, "0123456789abcdef") == 64) {
        credential->signature = text_dup(at);
        credential->expiration = strtol(expiration, &end, 10);
        credential->prefix =
            text_printf("bce-auth-v1/%s/%s/%s", credential->id, credential->timestamp, expiration);
    }
    if (credential->signature == NULL || end == expiration || *end != '\0' ||
        credential->expiration <= 0) {
        free(expiration);
        bce_free(credential);
        return -1;
    }
    free(expiration);
    return 0;
}

void bce_free(struct bce_credential *credential)
{
    free(credential->id);
    free(credential->timestamp);
    free(credential->signed_headers);
    free(credential->signature);
    free(credential->prefix);
    *credential = (struct bce_credential){0};
}

static int by_bytes(const void *a, const void *b)
{
    char *const *x = a, *const *y = b;

    return strcmp(*x, *y);
}

/* Sorts LINES, joins them with BETWEEN onto OUT, and frees them. */
static void join_sorted(struct text *out, char **lines, size_t count, const char *between)
{
    size_t i;

    if (count > 1)
        qsort(lines, count, sizeof *lines, by_bytes);
    for (i = 0; i < count; i++) {
        if (i > 0)
            text_add(out, between);
        text_add(out, lines[i]);
        free(lines[i]);
    }
    free(lines);
}

static int add_query(struct text *out, const char *query)
{
    struct pairs pairs = {0};
    int result = pairs_parse(&pairs, query, false);
    char **lines = text_alloc((pairs.count + 1) * sizeof *lines);
    size_t i, count = 0;

    for (i = 0; i < pairs.count; i++) {
        struct text line = {0};

        if (text_same_fold(pairs.items[i].name, "authorization"))
            continue;
        text_add_encoded(&line, pairs.items[i].name, false);
        text_add(&line, "=");
        text_add_encoded(&line, pairs.items[i].value == NULL ? "" : pairs.items[i].value, false);
        lines[count++] = line.ptr;
    }
    join_sorted(out, lines, count, "&");
    pairs_free(&pairs);
    return result;
}

static bool in_list(const char *list, const char *name)
{
    size_t length = strlen(name);

    for (; *list != '\0'; list += strcspn(list, ";"), list += *list == ';')
        if (strcspn(list, ";") == length && strncmp(list, name, length) == 0)
            return true;
    return false;
}

static bool by_default(const char *name)
{
    return text_same(name, "host") || text_same(name, "content-length") ||
           text_same(name, "content-type") || text_same(name, "content-md5") ||
           text_starts(name, "x-bce-");
}

static char *header_line(const char *name, const char *value)
{
    struct text line = {0};
    size_t length;

    value += strspn(value, " \t");
    length = strlen(value);
    while (length > 0 && strchr(" \t", value[length - 1]) != NULL)
        length--;
    if (length == 0)
        return NULL;
    TEXT_AUTO trimmed = text_cut(value, length);

    text_add_encoded(&line, name, false);
    text_add(&line, ":");
    text_add_encoded(&line, trimmed, false);
    return line.ptr;
}

/* -1: a header of the list is missing, or host is not among the signed ones. */
static int add_headers(struct text *out, const struct bce_request *request,
                       const char *signed_headers)
{
    char **lines = text_alloc((request->headers->count + 1) * sizeof *lines);
    size_t i, k, count = 0, wanted = 0, found = 0;
    bool host = false;

    for (i = 0; signed_headers[i] != '\0'; i++)
        wanted += signed_headers[i] == ';';
    wanted += signed_headers[0] != '\0';
    for (i = 0; i < request->headers->count; i++) {
        TEXT_AUTO name = text_dup(request->headers->items[i].name);
        const char *value = request->headers->items[i].value;
        char *line;

        for (k = 0; name[k] != '\0'; k++)
            name[k] = (char)tolower((unsigned char)name[k]);
        if (wanted > 0 ? !in_list(signed_headers, name) : !by_default(name))
            continue;
        found++;
        if (text_same(name, "host")) {
            host = true;
            if (request->host != NULL)
                value = request->host;
        }
        line = header_line(name, value);
        if (line != NULL)
            lines[count++] = line;
    }
    join_sorted(out, lines, count, "\n");
    return host && (wanted == 0 || found == wanted) ? 0 : -1;
}

char *bce_canonical(const struct bce_request *request, const char *signed_headers)
{
    struct text out = {0};

    text_add(&out, request->method);
    text_add(&out, "\n");
    text_add(&out, request->path);
    text_add(&out, "\n");
    if (add_query(&out, request->query) == 0) {
        text_add(&out, "\n");
        if (add_headers(&out, request, signed_headers) == 0)
            return out.ptr;
    }
    text_release(&out);
    return NULL;
}

char *bce_signing_key(const char *secret, const char *prefix)
{
    struct digest digest = digest_hmac(DIGEST_SHA256, secret, strlen(secret), prefix);

    return digest_hex(&digest);
}

char *bce_signature(const char *signing_key, const char *canonical)
{
    struct digest digest = digest_hmac(DIGEST_SHA256, signing_key, strlen(signing_key), canonical);

    return digest_hex(&digest);
}
