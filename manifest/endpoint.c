/* SPDX-License-Identifier: MIT */
#include "manifest/endpoint.h"

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
    const char *host = url + scheme_length(url, &plain);

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
    size_t i;

    if ((n == 9 && memcmp(host, "localhost", 9) == 0) || (n == 3 && memcmp(host, "::1", 3) == 0))
        return true;
    if (n < 5 || memcmp(host, "127.", 4) != 0)
        return false;
    for (i = 0; i < n; i++)
        if (!isdigit((unsigned char)host[i]) && host[i] != '.')
            return false;
    return true;
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

static const char *port_fault(const char *text)
{
    long port = 0;
    size_t digits = strspn(text, "0123456789"), i;

    if (digits == 0 || digits > 5)
        return "the port is not a number from 1 to 65535";
    for (i = 0; i < digits; i++)
        port = port * 10 + (text[i] - '0');
    return port >= 1 && port <= 65535 ? NULL : "the port is not a number from 1 to 65535";
}

const char *endpoint_fault(const char *url)
{
    bool plain, six;
    size_t scheme = scheme_length(url, &plain), n;
    const char *host, *rest, *fault;

    if (scheme == 0)
        return "it does not begin with \"https://\"";
    if (strchr(url, '@') != NULL)
        return "no user or password belongs here";
    host = endpoint_host(url, &n);
    six = url[scheme] == '[';
    fault = six ? six_fault(host, n) : host_fault(host, n);
    if (fault != NULL)
        return fault;
    if (plain && !is_loopback(host, n))
        return "plain \"http://\" goes to this machine only";
    rest = host + n + six;
    if (*rest == ':') {
        fault = port_fault(rest + 1);
        if (fault != NULL)
            return fault;
        rest += 1 + strspn(rest + 1, "0123456789");
    }
    if (*rest == '/')
        rest++;
    return *rest == '\0' ? NULL : "nothing may follow the host and port";
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

bool endpoint_is_vendors(const struct account *account)
{
    const char *const *domain;
    const char *host;
    size_t n;

    if (account->endpoint == NULL)
        return true;
    host = endpoint_host(account->endpoint, &n);
    for (domain = account->caps->domains; domain != NULL && *domain != NULL; domain++)
        if (is_below(host, n, *domain))
            return true;
    return false;
}
