/* SPDX-License-Identifier: MIT */
#include "providers/wire/redact.h"

#include <assert.h>
#include <string.h>
#include <strings.h>

enum { MAX_BODY = 16 << 10 };

/* Every cloud's; what else is secret the clouds say themselves. */
static const char *const http_headers[] = {"Authorization", "Proxy-Authorization", "Cookie",
                                           "Set-Cookie", NULL};

static bool is_listed(const char *const *list, const char *name)
{
    for (; *list != NULL; list++)
        if (strcasecmp(name, *list) == 0)
            return true;
    return false;
}

bool redact_header(const char *name, const struct secret_names *const *secrets)
{
    assert(name != NULL && secrets != NULL);
    if (is_listed(http_headers, name))
        return true;
    for (; *secrets != NULL; secrets++)
        if (is_listed((*secrets)->headers, name))
            return true;
    return false;
}

static bool word(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
}

/* The length of "Name=" if a secret's name begins here, else 0. */
static size_t secret_name(const char *text, size_t n, const struct secret_names *const *secrets)
{
    const char *const *name;
    size_t length;

    for (; *secrets != NULL; secrets++) {
        for (name = (*secrets)->parameters; *name != NULL; name++) {
            length = strlen(*name);
            if (n > length && strncasecmp(text, *name, length) == 0 && text[length] == '=')
                return length + 1;
        }
    }
    return 0;
}

void redact_text(struct buf *out, const char *text, size_t n,
                 const struct secret_names *const *secrets)
{
    size_t at = 0, length;

    assert(out != NULL && (text != NULL || n == 0) && secrets != NULL);
    while (at < n) {
        length = at == 0 || !word(text[at - 1]) ? secret_name(text + at, n - at, secrets) : 0;
        if (length == 0) {
            buf_char(out, text[at++]);
            continue;
        }
        buf_add(out, text + at, length);
        buf_str(out, "***");
        at += length;
        while (at < n && strchr("&, \"'\r\n\t;", text[at]) == NULL)
            at++;
    }
}

/* A value may quote the request, as Location does when a gateway redirects. */
static void write_header(struct buf *out, char mark, const struct pair *header,
                         const struct secret_names *const *secrets)
{
    buf_printf(out, "%c %s: ", mark, header->name);
    if (redact_header(header->name, secrets))
        buf_str(out, "***");
    else
        redact_text(out, header->value, strlen(header->value), secrets);
    buf_char(out, '\n');
}

static void write_headers(struct buf *out, char mark, const struct pair *headers, size_t n,
                          const struct secret_names *const *secrets)
{
    size_t i;

    for (i = 0; i < n; i++)
        write_header(out, mark, &headers[i], secrets);
    buf_printf(out, "%c\n", mark);
}

void redact_exchange(struct buf *out, const struct wire *wire, const struct response *response)
{
    const struct secret_names *const *secrets = response->secrets;
    size_t shown = response->n_body < MAX_BODY ? response->n_body : MAX_BODY;

    assert(wire->method != NULL && wire->url != NULL && wire->action != NULL);
    buf_printf(out, "> %s ", wire->method);
    redact_text(out, wire->url, strlen(wire->url), secrets);
    buf_printf(out, " (%s)\n", wire->action);
    write_headers(out, '>', wire->headers, wire->n_headers, secrets);
    if (wire->n_body > 0) {
        redact_text(out, wire->body, wire->n_body, secrets);
        buf_char(out, '\n');
    }
    if (response->fault != NULL)
        buf_printf(out, "< no whole answer: %s\n", response->fault);
    if (response->status != 0)
        buf_printf(out, "< HTTP %d\n", response->status);
    write_headers(out, '<', response->headers, response->n_headers, secrets);
    redact_text(out, response->body, shown, secrets);
    if (shown < response->n_body)
        buf_printf(out, "\n(%zu bytes in all)", response->n_body);
    buf_str(out, "\n\n");
}
