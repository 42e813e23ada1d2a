/* SPDX-License-Identifier: MIT */
#include "providers/wire/uri.h"

#include "reconcile/base/endpoint.h"

#include <assert.h>
#include <string.h>

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

static const char *escaped(const char *text, bool keep_slash, struct arena *arena)
{
    struct buf out cleanup_buf = BUF_INIT(BUF_UNBOUNDED);

    escape(&out, text, keep_slash);
    return arena_strndup(arena, out.ptr, out.len);
}

const char *uri_escaped(const char *text, struct arena *arena)
{
    return escaped(text, false, arena);
}

const char *uri_escaped_path(const char *path, struct arena *arena)
{
    return escaped(path, true, arena);
}

const char *uri_query(const struct pair *pairs, size_t n, struct arena *arena)
{
    struct buf out cleanup_buf = BUF_INIT(BUF_UNBOUNDED);
    size_t i;

    for (i = 0; i < n; i++) {
        if (i > 0)
            buf_char(&out, '&');
        escape(&out, pairs[i].name, false);
        if (pairs[i].value != NULL) {
            buf_char(&out, '=');
            escape(&out, pairs[i].value, false);
        }
    }
    return arena_strndup(arena, out.ptr, out.len);
}

const char *uri_of(const struct request *request, struct arena *arena)
{
    assert(request != NULL && request->scheme != NULL && request->host != NULL);
    assert(request->path != NULL && request->path[0] == '/');
    return arena_printf(arena, "%s://%s%s%s%s", request->scheme, request->host,
                        uri_escaped_path(request->path, arena), request->n_query > 0 ? "?" : "",
                        uri_query(request->query, request->n_query, arena));
}

int uri_set_endpoint(struct request *request, const char *endpoint, const char *region,
                     const char *host, struct arena *arena, struct err *err)
{
    const char *url, *fault;
    size_t scheme;

    assert(request != NULL && host != NULL && arena != NULL);
    /* A region of the manifest may stand in the host, also in the vendor's: "x.evil.com/". */
    url = endpoint == NULL ? arena_printf(arena, "https://%s", host)
                           : endpoint_fill(endpoint, region, arena);
    fault = endpoint_fault(url);
    if (fault == NULL)
        fault = endpoint_url_fault(url);
    if (fault != NULL)
        return err_set(err, ERR_DATA, "endpoint '%s': %s", url, fault);
    scheme = strcspn(url, ":");
    request->scheme = arena_strndup(arena, url, scheme);
    url += scheme + strlen("://");
    request->host = arena_strndup(arena, url, strcspn(url, "/"));
    return 0;
}
