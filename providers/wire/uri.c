/* SPDX-License-Identifier: MIT */
#include "providers/wire/uri.h"

#include <string.h>
#include <strings.h>

static bool unreserved(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '.' || c == '_' || c == '~';
}

static void escape(struct buf *out, const char *text, bool keep_slash)
{
    for (; *text != '\0'; text++) {
        if (unreserved(*text) || (keep_slash && *text == '/'))
            buf_char(out, *text);
        else
            buf_printf(out, "%%%02X", (unsigned)(unsigned char)*text);
    }
}

void uri_escape(struct buf *out, const char *text)
{
    escape(out, text, false);
}

void uri_escape_path(struct buf *out, const char *path)
{
    escape(out, path, true);
}

const char *uri_query(const struct pair *pairs, size_t n, struct arena *arena)
{
    struct buf out cleanup_buf = BUF_INIT(BUF_UNBOUNDED);
    size_t i;

    for (i = 0; i < n; i++) {
        if (i > 0)
            buf_char(&out, '&');
        uri_escape(&out, pairs[i].name);
        if (pairs[i].value != NULL) {
            buf_char(&out, '=');
            uri_escape(&out, pairs[i].value);
        }
    }
    return arena_strndup(arena, out.ptr, out.len);
}

const char *uri_of(const struct request *request, struct arena *arena)
{
    struct buf path cleanup_buf = BUF_INIT(BUF_UNBOUNDED);

    uri_escape_path(&path, request->path);
    return arena_printf(arena, "%s://%s%s%s%s", request->scheme, request->host, path.ptr,
                        request->n_query > 0 ? "?" : "",
                        uri_query(request->query, request->n_query, arena));
}

/* ---- endpoints --------------------------------------------------------------------------------
 */

/* The length of a host without its port; 0 for a '[' that nothing closes. */
static size_t name_length(const char *host)
{
    const char *end = strchr(host, ']');

    if (host[0] != '[')
        return strcspn(host, ":");
    return end == NULL ? 0 : (size_t)(end - host) + 1;
}

bool uri_is_loopback(const char *host)
{
    static const char name[] = "localhost";
    size_t n = name_length(host), short_by = n - (sizeof name - 1), i;

    if (n == 5 && strncmp(host, "[::1]", n) == 0)
        return true;
    if (n >= sizeof name - 1 && strncasecmp(host + short_by, name, sizeof name - 1) == 0)
        return short_by == 0 || host[short_by - 1] == '.';
    if (strncmp(host, "127.", 4) != 0)
        return false;
    for (i = 0; i < n; i++) /* 127.example.com is a name like any other */
        if (host[i] != '.' && (host[i] < '0' || host[i] > '9'))
            return false;
    return true;
}

static const char *with_region(const char *text, const char *region, struct arena *arena)
{
    static const char mark[] = "{region}";
    const char *at = strstr(text, mark);

    if (at == NULL || region == NULL)
        return text;
    return arena_printf(arena, "%.*s%s%s", (int)(at - text), text, region,
                        with_region(at + sizeof mark - 1, region, arena));
}

static bool host_is_sound(const char *host)
{
    size_t n = name_length(host), i;

    if (n == 0 || (host[n] != '\0' && host[n] != ':'))
        return false;
    for (i = 0; i < n; i++)
        if (!unreserved(host[i]) && (host[0] != '[' || strchr("[]:", host[i]) == NULL))
            return false;
    if (host[n] == '\0')
        return true;
    n++;
    return host[n] != '\0' && strspn(host + n, "0123456789") == strlen(host + n) &&
           strlen(host + n) <= 5;
}

int uri_set_endpoint(struct request *request, const char *endpoint, const char *region,
                     const char *host, struct arena *arena, struct err *err)
{
    const char *rest;
    char *name;

    request->scheme = "https";
    request->host = host;
    if (endpoint == NULL) /* a region of the manifest may stand in it: "x.evil.com/" must not */
        return host_is_sound(host) ? 0 : err_set(err, ERR_DATA, "no host name: '%s'", host);
    endpoint = with_region(endpoint, region, arena);
    rest = strstr(endpoint, "://");
    if (rest == NULL)
        return err_set(err, ERR_DATA, "endpoint without 'https://': '%s'", endpoint);
    request->scheme = arena_strndup(arena, endpoint, (size_t)(rest - endpoint));
    name = arena_strdup(arena, rest + 3);
    if (name[0] != '\0' && name[strlen(name) - 1] == '/')
        name[strlen(name) - 1] = '\0';
    if (!host_is_sound(name))
        return err_set(err, ERR_DATA, "endpoint is no 'https://host[:port]': '%s'", endpoint);
    request->host = name;
    if (strcmp(request->scheme, "http") == 0 && !uri_is_loopback(name))
        return err_set(err, ERR_DATA, "plain http is only for loopback: '%s'", endpoint);
    if (strcmp(request->scheme, "https") != 0 && strcmp(request->scheme, "http") != 0)
        return err_set(err, ERR_DATA, "endpoint is no 'https://' URL: '%s'", endpoint);
    return 0;
}
