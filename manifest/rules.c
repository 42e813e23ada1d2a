/* SPDX-License-Identifier: MIT */
#include "manifest/build.h"

#include "reconcile/buf.h"
#include "reconcile/utf8.h"

#include <ctype.h>
#include <string.h>

static bool is_han(uint32_t c)
{
    return (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0x3400 && c <= 0x4DBF) ||
           (c >= 0xF900 && c <= 0xFAFF) || (c >= 0x20000 && c <= 0x3134F);
}

/* Zero width and direction: two names could look alike. */
static bool is_invisible(uint32_t c)
{
    return (c >= 0x200B && c <= 0x200F) || (c >= 0x2028 && c <= 0x202E) ||
           (c >= 0x2060 && c <= 0x206F) || c == 0xFEFF || c == 0xAD || c == 0x61C;
}

static bool allows(const struct port_name_rule *rule, uint32_t c)
{
    if (c < 0x80 && isalnum((int)c))
        return true;
    if (rule->punctuation == NULL)
        return !is_invisible(c); /* control characters were refused while reading */
    if (c < 0x80)
        return strchr(rule->punctuation, (int)c) != NULL;
    return rule->han && is_han(c);
}

const char *rule_name_fault(const struct port_name_rule *rule, const char *name,
                            struct arena *arena)
{
    size_t n = strlen(name), at, used, chars = 0;
    uint32_t c;

    for (at = 0; at < n; at += used, chars++) {
        used = utf8_decode(name + at, n - at, &c);
        if (used == 0)
            return "it is not UTF-8";
        if (!allows(rule, c))
            return arena_printf(arena, "\"%.*s\" is not allowed in it", (int)used, name + at);
        if (at == 0 && rule->letter_first && !(c < 0x80 && isalpha((int)c)))
            return "it does not begin with a letter";
    }
    if (n > 0 && (name[0] == ' ' || name[n - 1] == ' '))
        return "it begins or ends with a space"; /* clouds trim: it would never be found again */
    if (rule->max_chars > 0 && chars > rule->max_chars)
        return arena_printf(arena, "it has %zu characters, %zu are allowed", chars,
                            rule->max_chars);
    return NULL;
}

const char *rule_name_text(const struct port_name_rule *rule, struct arena *arena)
{
    struct buf cleanup_buf text = BUF_INIT(1000);

    if (rule->punctuation == NULL)
        buf_str(&text, "anything printable");
    else
        buf_printf(&text, "letters, digits%s and %s", rule->han ? ", Chinese characters" : "",
                   rule->punctuation);
    if (rule->max_chars > 0)
        buf_printf(&text, ", at most %zu characters", rule->max_chars);
    if (rule->letter_first)
        buf_str(&text, ", a letter first");
    return arena_strdup(arena, text.ptr);
}

const char *rule_path(const char *manifest, const char *path, struct arena *arena)
{
    const char *slash = strrchr(manifest, '/');

    if (path[0] == '/' || path[0] == '~' || slash == NULL)
        return path;
    while (strncmp(path, "./", 2) == 0)
        path += 2;
    return arena_printf(arena, "%.*s/%s", (int)(slash - manifest), manifest, path);
}
