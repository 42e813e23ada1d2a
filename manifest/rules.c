/* SPDX-License-Identifier: MIT */
#include "manifest/build.h"

#include "reconcile/base/buf.h"

#include <string.h>

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
