/* SPDX-License-Identifier: MIT */
#include "manifest/secret.h"

#include "reconcile/base/utf8.h"

#include <ctype.h>
#include <string.h>

enum { WORD_MIN = 24 }; /* shorter words of letters and digits are names */

/* Compared without case, '-' and '_'. */
static const char *const key_names[] = {
    "accesskey", "accesskeyid",   "accesskeysecret", "ak",     "apikey",          "passwd",
    "password",  "privatekey",    "publickey",       "secret", "secretaccesskey", "secretid",
    "secretkey", "securitytoken", "sessiontoken",    "sk",     "token",
};

/* Tencent: SecretId.  Baidu: access key id.  The others' keys have no prefix. */
static const struct {
    const char *prefix;
    size_t least; /* characters in all */
} key_shapes[] = {{"AKID", 16}, {"ALTAK", 16}, {"-----BEGIN ", 11}};

static bool is_word_char(char c)
{
    return isalnum((unsigned char)c) || c == '+' || c == '/' || c == '=' || c == '_';
}

static bool same_name(const char *text, size_t n, const char *name)
{
    size_t i;

    for (i = 0; i < n; i++) {
        if (text[i] == '-' || text[i] == '_')
            continue;
        if (*name == '\0' || tolower((unsigned char)text[i]) != *name)
            return false;
        name++;
    }
    return *name == '\0';
}

static bool is_key(const char *text, size_t n)
{
    size_t i;

    for (i = 0; i < sizeof key_names / sizeof *key_names; i++)
        if (same_name(text, n, key_names[i]))
            return true;
    return false;
}

bool secret_is_key(const char *name)
{
    return is_key(name, strlen(name));
}

static bool has_key_shape(const char *text, size_t n)
{
    size_t i, run;

    for (i = 0; i < sizeof key_shapes / sizeof *key_shapes; i++) {
        size_t length = strlen(key_shapes[i].prefix);

        if (n < key_shapes[i].least || memcmp(text, key_shapes[i].prefix, length) != 0)
            continue;
        for (run = length; run < n && isalnum((unsigned char)text[run]); run++)
            ;
        if (run >= key_shapes[i].least || key_shapes[i].least == length)
            return true;
    }
    return false;
}

bool secret_is_value(const char *text)
{
    return has_key_shape(text, strlen(text));
}

static bool is_variable(const char *text, size_t n)
{
    bool underscore = false;
    size_t i;

    for (i = 0; i < n; i++) {
        if (!isupper((unsigned char)text[i]) && !isdigit((unsigned char)text[i]) && text[i] != '_')
            return false;
        underscore = underscore || text[i] == '_';
    }
    return underscore;
}

bool secret_is_variable(const char *text)
{
    return is_variable(text, strlen(text));
}

/* A whole word of letters and digits mixed.  Names have hyphens and paths have many slashes. */
static bool may_be_secret(const char *word, size_t n)
{
    bool letter = false, digit = false;
    size_t slashes = 0, i;

    if (has_key_shape(word, n))
        return true;
    if (n < WORD_MIN || memchr(word, '-', n) != NULL)
        return false;
    for (i = 0; i < n; i++) {
        letter = letter || isalpha((unsigned char)word[i]);
        digit = digit || isdigit((unsigned char)word[i]);
        slashes += word[i] == '/';
    }
    return letter && digit && slashes * 16 <= n && !is_variable(word, n);
}

/* Stars for bytes from `from` to `to`, one a character. */
static size_t put_stars(char *out, size_t at, const char *line, size_t from, size_t to)
{
    while (from < to) {
        uint32_t c;
        size_t used = utf8_decode(line + from, to - from, &c);

        from += used == 0 ? 1 : used;
        out[at++] = '*';
    }
    return at;
}

struct value { /* of a key, without its quotes; to == 0: there is none */
    size_t from, to;
};

/* The value after the key that ends at `at`: up to its closing quote, or to where an entry ends. */
static struct value find_value(const char *line, size_t n, size_t at)
{
    struct value value = {0, 0};
    char quote;

    if (at < n && (line[at] == '"' || line[at] == '\''))
        at++;
    while (at < n && line[at] == ' ')
        at++;
    if (at >= n || (line[at] != ':' && line[at] != '='))
        return value;
    for (at++; at < n && (line[at] == ' ' || line[at] == '\t'); at++)
        ;
    if (at == n || strchr("{[&*|>", line[at]) != NULL)
        return value;
    quote = line[at] == '"' || line[at] == '\'' ? line[at++] : '\0';
    for (value.from = at; at < n; at++) {
        if (quote != '\0' ? line[at] == quote : strchr(",}]", line[at]) != NULL)
            break;
        if (quote == '\0' && line[at] == '#' && line[at - 1] == ' ')
            break;
    }
    while (quote == '\0' && at > value.from && (line[at - 1] == ' ' || line[at - 1] == '\t'))
        at--;
    value.to = at;
    return value;
}

bool secret_may_be_read(const char *const *prefixes, const char *variable)
{
    for (; prefixes != NULL && *prefixes != NULL; prefixes++)
        if (strncmp(variable, *prefixes, strlen(*prefixes)) == 0)
            return true;
    return strncmp(variable, SECRET_OWN_PREFIX, sizeof SECRET_OWN_PREFIX - 1) == 0;
}

char *secret_mask(struct arena *arena, const char *line, size_t n, size_t *n_out)
{
    char *out = arena_alloc(arena, n + 1);
    size_t at = 0, used = 0;

    while (at < n) {
        size_t word = at;
        struct value value;

        while (at < n && (is_word_char(line[at]) || (at > word && line[at] == '-')))
            at++;
        if (at == word) { /* between words */
            if (line[at] == '-' && has_key_shape(line + at, n - at)) {
                used = put_stars(out, used, line, at, n);
                break;
            }
            out[used++] = line[at++];
            continue;
        }
        if (may_be_secret(line + word, at - word)) {
            used = put_stars(out, used, line, word, at);
            continue;
        }
        memcpy(out + used, line + word, at - word);
        used += at - word;
        if (!is_key(line + word, at - word))
            continue;
        value = find_value(line, n, at);
        if (value.to == 0 || is_variable(line + value.from, value.to - value.from))
            continue;
        memcpy(out + used, line + at, value.from - at);
        used = put_stars(out, used + (value.from - at), line, value.from, value.to);
        at = value.to;
    }
    out[used] = '\0';
    if (n_out != NULL)
        *n_out = used;
    return out;
}
