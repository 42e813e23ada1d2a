/* SPDX-License-Identifier: MIT */
#include "reconcile/base/endpoint.h"

#include <arpa/inet.h>
#include <assert.h>
#include <ctype.h>
#include <string.h>

static const char placeholder[] = "{region}";

enum { PLACEHOLDER = sizeof placeholder - 1, HOST_MAX = 253 };

/* The length of the scheme with "://"; 0 if it is neither. */
static size_t scheme_length(const char *url, bool *plain)
{
    *plain = strncmp(url, "http://", 7) == 0;
    if (*plain)
        return 7;
    return strncmp(url, "https://", 8) == 0 ? 8 : 0;
}

const char *endpoint_host(const char *url, size_t *n)
{
    bool plain;
    const char *host;

    assert(url != NULL && n != NULL);
    host = url + scheme_length(url, &plain);
    if (*host == '[') {
        host++;
        *n = strcspn(host, "]");
    } else {
        *n = strcspn(host, ":/?#");
    }
    return host;
}

static bool is_loopback(const char *host, size_t n)
{
    char text[INET_ADDRSTRLEN] = "";
    struct in_addr address;

    if ((n == 9 && memcmp(host, "localhost", 9) == 0) || (n == 3 && memcmp(host, "::1", 3) == 0))
        return true;
    if (n >= sizeof text)
        return false;
    memcpy(text, host, n); /* 127.1 is a name to some resolvers, 127.0.0.1.5 to all */
    return inet_pton(AF_INET, text, &address) == 1 && ntohl(address.s_addr) >> 24 == 127;
}

static const char *host_fault(const char *host, size_t n)
{
    size_t i = 0;

    if (n == 0 || n > HOST_MAX || host[0] == '.' || host[0] == '-' || host[n - 1] == '.')
        return "the host is missing or malformed";
    while (i < n) {
        if (n - i >= PLACEHOLDER && memcmp(host + i, placeholder, PLACEHOLDER) == 0) {
            i += PLACEHOLDER;
            continue;
        }
        if (host[i] == '{' || host[i] == '}')
            return "only \"{region}\" may stand in braces";
        if (!isalnum((unsigned char)host[i]) && host[i] != '-' && host[i] != '.')
            return "the host is missing or malformed";
        if (host[i] == '.' && host[i + 1] == '.')
            return "the host is missing or malformed";
        i++;
    }
    return NULL;
}

static const char *six_fault(const char *host, size_t n)
{
    return n >= 2 && strspn(host, "0123456789abcdefABCDEF:.") >= n && host[n] == ']'
               ? NULL
               : "the host is missing or malformed";
}

static const char *port_fault(const char *text, size_t digits)
{
    long port = 0;
    size_t i;

    if (digits == 0 || digits > 5)
        return "the port is not a number from 1 to 65535";
    for (i = 0; i < digits; i++)
        port = port * 10 + (text[i] - '0');
    return port >= 1 && port <= 65535 ? NULL : "the port is not a number from 1 to 65535";
}

/* Judges scheme, host and port; *rest is what follows them. */
static const char *origin_fault(const char *url, const char **rest)
{
    bool plain, six;
    size_t scheme = scheme_length(url, &plain), n, digits;
    const char *host, *fault;

    if (scheme == 0)
        return "it does not begin with \"https://\"";
    host = endpoint_host(url, &n);
    six = url[scheme] == '[';
    if (memchr(host, '@', strcspn(host, "/?#")) != NULL)
        return "no user or password belongs here";
    fault = six ? six_fault(host, n) : host_fault(host, n);
    if (fault != NULL)
        return fault;
    if (plain && !is_loopback(host, n))
        return "plain \"http://\" goes to this machine only";
    *rest = host + n + six;
    if (**rest != ':')
        return NULL;
    digits = strspn(++*rest, "0123456789");
    fault = port_fault(*rest, digits);
    *rest += digits;
    return fault;
}

const char *endpoint_fault(const char *url)
{
    const char *rest, *fault;

    assert(url != NULL);
    fault = origin_fault(url, &rest);
    if (fault != NULL)
        return fault;
    if (strchr(rest, '@') != NULL)
        return "no user or password belongs here";
    return rest[*rest == '/'] == '\0' ? NULL : "nothing may follow the host and port";
}

const char *endpoint_url_fault(const char *url)
{
    const char *rest, *fault, *host;
    size_t n;

    assert(url != NULL);
    fault = origin_fault(url, &rest);
    if (fault != NULL)
        return fault;
    host = endpoint_host(url, &n);
    if (memchr(host, '{', n) != NULL)
        return "no region stands for \"{region}\"";
    return *rest == '\0' || *rest == '/' ? NULL : "only a path may follow the host and port";
}

const char *endpoint_fill(const char *url, const char *region, struct arena *arena)
{
    const char *at;

    assert(url != NULL && arena != NULL);
    at = strstr(url, placeholder);
    if (at == NULL || region == NULL)
        return url;
    return arena_printf(arena, "%.*s%s%s", (int)(at - url), url, region,
                        endpoint_fill(at + PLACEHOLDER, region, arena));
}

static bool is_below(const char *host, size_t n, const char *domain)
{
    size_t n_domain = strlen(domain), i;

    if (n < n_domain || (n > n_domain && host[n - n_domain - 1] != '.'))
        return false;
    for (i = 0; i < n_domain; i++)
        if (tolower((unsigned char)host[n - n_domain + i]) != domain[i])
            return false;
    return true;
}

bool endpoint_is_below(const char *url, const char *const *domains)
{
    size_t n;
    const char *host = endpoint_host(url, &n);

    for (; domains != NULL && *domains != NULL; domains++)
        if (is_below(host, n, *domains))
            return true;
    return false;
}
