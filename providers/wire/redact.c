/* SPDX-License-Identifier: MIT */
#include "providers/wire/redact.h"

#include <string.h>
#include <strings.h>

enum { MAX_BODY = 16 << 10 };

static const char *const secret_headers[] = {
    "Authorization", "Proxy-Authorization", "X-TC-Token",  "x-bce-security-token",
    "Cookie",        "Set-Cookie",          "channel-key",
};

/* Names of parameters, as they stand in URLs, form bodies and quoted canonical requests. */
static const char *const secret_names[] = {
    "Signature", "Token",      "SecurityToken",        "SecretId",   "PublicKey",
    "SecretKey", "PrivateKey", "x-bce-security-token", "Credential",
};

bool redact_header(const char *name)
{
    size_t i;

    for (i = 0; i < sizeof secret_headers / sizeof *secret_headers; i++)
        if (strcasecmp(name, secret_headers[i]) == 0)
            return true;
    return false;
}

static bool word(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
}

/* The length of "Name=" if a secret's name begins here, else 0. */
static size_t secret_name(const char *text, size_t n)
{
    size_t i, length;

    for (i = 0; i < sizeof secret_names / sizeof *secret_names; i++) {
        length = strlen(secret_names[i]);
        if (n > length && strncasecmp(text, secret_names[i], length) == 0 && text[length] == '=')
            return length + 1;
    }
    return 0;
}

void redact_text(struct buf *out, const char *text, size_t n)
{
    size_t at = 0, length;

    while (at < n) {
        length = at == 0 || !word(text[at - 1]) ? secret_name(text + at, n - at) : 0;
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
static void write_header(struct buf *out, char mark, const struct pair *header)
{
    buf_printf(out, "%c %s: ", mark, header->name);
    if (redact_header(header->name))
        buf_str(out, "***");
    else
        redact_text(out, header->value, strlen(header->value));
    buf_char(out, '\n');
}

static void write_headers(struct buf *out, char mark, const struct pair *headers, size_t n)
{
    size_t i;

    for (i = 0; i < n; i++)
        write_header(out, mark, &headers[i]);
    buf_printf(out, "%c\n", mark);
}

void redact_exchange(struct buf *out, const struct wire *wire, const struct response *response)
{
    size_t shown = response->n_body < MAX_BODY ? response->n_body : MAX_BODY;

    buf_printf(out, "> %s ", wire->method);
    redact_text(out, wire->url, strlen(wire->url));
    buf_printf(out, " (%s)\n", wire->action);
    write_headers(out, '>', wire->headers, wire->n_headers);
    if (wire->n_body > 0) {
        redact_text(out, wire->body, wire->n_body);
        buf_char(out, '\n');
    }
    if (response->fault != NULL)
        buf_printf(out, "< no whole answer: %s\n", response->fault);
    if (response->status != 0)
        buf_printf(out, "< HTTP %d\n", response->status);
    write_headers(out, '<', response->headers, response->n_headers);
    redact_text(out, response->body, shown);
    if (shown < response->n_body)
        buf_printf(out, "\n(%zu bytes in all)", response->n_body);
    buf_str(out, "\n\n");
}
