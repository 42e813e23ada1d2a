/* SPDX-License-Identifier: MIT */
#include "cmd/cloudsim/common/faults.h"

#include <assert.h>
#include <stdio.h>

enum { HUGE_BYTES = 80 << 20, DEEP_LEVELS = 200000 };

json_t *spoil_types(const json_t *value)
{
    json_t *wrong, *item;
    const char *name;
    char key[24];
    size_t i;

    if (json_is_number(value))
        return json_string("many");
    if (json_is_string(value))
        return json_integer((json_int_t)json_string_length(value));
    if (!json_is_object(value) && !json_is_array(value))
        return json_array();
    wrong = json_object();
    json_object_foreach((json_t *)(uintptr_t)value, name, item) {
        json_object_set_new(wrong, name, spoil_types(item));
    }
    json_array_foreach(value, i, item) {
        snprintf(key, sizeof key, "%zu", i);
        json_object_set_new(wrong, key, spoil_types(item));
    }
    return wrong;
}

static void fill(struct buf *text, const char *start, char c, size_t n)
{
    buf_str(text, start);
    while (text->len < n)
        buf_char(text, c);
}

void spoil_text(enum fault_spoil how, struct buf *text)
{
    size_t half = text->len / 2;

    assert(text->max >= HUGE_BYTES);
    if (how == SPOIL_NOT || how == SPOIL_TYPES)
        return;
    if (how == SPOIL_TRUNCATE && half > 0) {
        text->len = half;
        text->ptr[half] = '\0';
        return;
    }
    buf_reset(text);
    if (how == SPOIL_GARBAGE)
        buf_str(text, "\x1b[31m\x01\xff\xfe{]not json\xc3");
    else if (how == SPOIL_HTML)
        buf_str(text,
                "<html><head><title>502 Bad Gateway</title></head><body>\n"
                "<center><h1>502 Bad Gateway</h1></center></body></html>\n");
    else if (how == SPOIL_HUGE)
        fill(text, "{\"x\":\"", ' ', HUGE_BYTES);
    else if (how == SPOIL_DEEP)
        fill(text, "", '[', DEEP_LEVELS);
}
