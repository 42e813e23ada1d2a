/* SPDX-License-Identifier: MIT */
#include "cmd/cloudsim/baidu_bcc/baidu.h"

#include "cmd/cloudsim/common/digest.h"

#include <assert.h>
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

/* The text up to the next "/", or NULL at the end. */
static const char *part(struct arena *arena, const char **at)
{
    const char *start = *at, *stop = strchr(start, '/');

    if (stop == NULL)
        return NULL;
    *at = stop + 1;
    return arena_strndup(arena, start, (size_t)(stop - start));
}

int bce_parse(struct arena *arena, const char *authorization, struct bce_credential *credential)
{
    static const char start[] = "bce-auth-v1/";
    const char *at, *expiration;
    struct bce_credential c;
    char *end;

    if (!str_starts(authorization, start))
        return -1;
    at = authorization + sizeof start - 1;
    if ((c.id = part(arena, &at)) == NULL || (c.timestamp = part(arena, &at)) == NULL ||
        (expiration = part(arena, &at)) == NULL || (c.signed_headers = part(arena, &at)) == NULL)
        return -1;
    c.signature = arena_strdup(arena, at);
    c.expiration = strtol(expiration, &end, 10);
    c.prefix = arena_printf(arena, "%s%s/%s/%s", start, c.id, c.timestamp, expiration);
    if (end == expiration || *end != '\0' || c.expiration <= 0 || strlen(at) != 64 ||
        strspn(at, "0123456789abcdef") != 64)
        return -1;
    *credential = c;
    return 0;
}

/* ---- the canonical request ---- */

static int by_bytes(const void *a, const void *b)
{
    const char *const *x = a, *const *y = b;

    return strcmp(*x, *y);
}

static void join_sorted(struct buf *out, const char **lines, size_t n, const char *between)
{
    size_t i;

    if (n > 1)
        qsort(lines, n, sizeof *lines, by_bytes);
    for (i = 0; i < n; i++)
        buf_printf(out, "%s%s", i > 0 ? between : "", lines[i]);
}

/* The two encoded, with a sign between. */
static const char *line(struct arena *arena, const char *name, char between, const char *value)
{
    struct buf out cleanup_buf = BUF_INIT(BUF_UNBOUNDED);

    pairs_encode(&out, name);
    buf_char(&out, between);
    pairs_encode(&out, value);
    return arena_strdup(arena, out.ptr);
}

static int add_query(struct buf *out, struct arena *arena, const char *query)
{
    struct pairs pairs = {.arena = arena};
    const char **lines;
    size_t i, n = 0;

    if (pairs_parse(&pairs, query, false) != 0)
        return -1;
    lines = arena_array(arena, pairs.n, sizeof *lines);
    for (i = 0; i < pairs.n; i++)
        if (!str_equal_fold(pairs.items[i].name, "authorization"))
            lines[n++] = line(arena, pairs.items[i].name, '=',
                              pairs.items[i].value == NULL ? "" : pairs.items[i].value);
    join_sorted(out, lines, n, "&");
    return 0;
}

/* Is a name, in lower case, one of "a;b;c"?  Of the default set, if that is empty. */
static bool is_signed(const char *list, const char *name)
{
    static const char *const defaults[] = {"host", "content-length", "content-type", "content-md5",
                                           NULL};
    size_t n = strlen(name);

    if (*list == '\0')
        return str_in(defaults, name) || str_starts(name, "x-bce-");
    for (; *list != '\0'; list += strcspn(list, ";"), list += *list == ';')
        if (strcspn(list, ";") == n && strncmp(list, name, n) == 0)
            return true;
    return false;
}

static size_t count_names(const char *list)
{
    size_t n = *list != '\0';

    for (; *list != '\0'; list++)
        n += *list == ';';
    return n;
}

/* NULL: it is blank, and such a header is not signed. */
static const char *trimmed(struct arena *arena, const char *value)
{
    size_t n;

    value += strspn(value, " \t");
    n = strlen(value);
    while (n > 0 && strchr(" \t", value[n - 1]) != NULL)
        n--;
    return n == 0 ? NULL : arena_strndup(arena, value, n);
}

/* -1: a header of the list is missing, or host is not among the signed ones. */
static int add_headers(struct buf *out, struct arena *arena, const struct bce_request *request,
                       const char *signed_headers)
{
    const char **lines = arena_array(arena, request->headers->n, sizeof *lines);
    size_t i, n = 0, wanted = count_names(signed_headers), found = 0;
    bool host = false;
    char *c;

    for (i = 0; i < request->headers->n; i++) {
        char *name = arena_strdup(arena, request->headers->items[i].name);
        const char *value = request->headers->items[i].value;

        for (c = name; *c != '\0'; c++)
            *c = (char)tolower((unsigned char)*c);
        if (!is_signed(signed_headers, name))
            continue;
        found++;
        if (str_equal(name, "host")) {
            host = true;
            if (request->host != NULL)
                value = request->host;
        }
        value = trimmed(arena, value);
        if (value != NULL)
            lines[n++] = line(arena, name, ':', value);
    }
    join_sorted(out, lines, n, "\n");
    return host && (wanted == 0 || found == wanted) ? 0 : -1;
}

const char *bce_canonical(struct arena *arena, const struct bce_request *request,
                          const char *signed_headers)
{
    struct buf out cleanup_buf = BUF_INIT(BUF_UNBOUNDED);

    assert(signed_headers != NULL);
    buf_printf(&out, "%s\n%s\n", request->method, request->path);
    if (add_query(&out, arena, request->query) != 0)
        return NULL;
    buf_char(&out, '\n');
    if (add_headers(&out, arena, request, signed_headers) != 0)
        return NULL;
    return arena_strdup(arena, out.ptr);
}

/* ---- the signature ---- */

const char *bce_signing_key(struct arena *arena, const char *secret, const char *prefix)
{
    struct digest digest = digest_hmac(DIGEST_SHA256, secret, strlen(secret), prefix);

    return digest_hex(arena, &digest);
}

const char *bce_signature(struct arena *arena, const char *signing_key, const char *canonical)
{
    struct digest digest = digest_hmac(DIGEST_SHA256, signing_key, strlen(signing_key), canonical);

    return digest_hex(arena, &digest);
}
