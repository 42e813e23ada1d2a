/* SPDX-License-Identifier: MIT */
#include "reconcile/base/jsonw.h"

#include "reconcile/base/clock.h"
#include "reconcile/base/utf8.h"

#include <assert.h>
#include <inttypes.h>
#include <string.h>

static void write_escaped(struct buf *out, const char *bytes, size_t n, uint32_t c)
{
    static const char from[] = "\"\\\n\r\t", to[] = "\"\\nrt";
    const char *known = c == 0 || c > 0x7F ? NULL : strchr(from, (int)c);

    if (known != NULL)
        buf_printf(out, "\\%c", to[known - from]);
    else if (utf8_is_control(c) || c == '<' || c == '>' || c == '&' || c == 0x2028 || c == 0x2029)
        buf_printf(out, "\\u%04" PRIx32, c);
    else
        buf_add(out, bytes, n);
}

void jsonw_quote(struct buf *out, const char *bytes, size_t n)
{
    size_t at = 0;

    buf_char(out, '"');
    while (at < n) {
        uint32_t c;
        size_t used = utf8_decode(bytes + at, n - at, &c);

        if (used == 0) {
            buf_str(out, "\xEF\xBF\xBD");
            at++;
            continue;
        }
        write_escaped(out, bytes + at, used, c);
        at += used;
    }
    buf_char(out, '"');
}

static void begin_value(struct jsonw *w, const char *key)
{
    uint64_t bit = UINT64_C(1) << w->depth;

    if (w->depth > 0) {
        assert((key == NULL) == ((w->array & bit) != 0));
        if (w->begun & bit)
            buf_char(w->out, ',');
        w->begun |= bit;
    }
    if (key != NULL) {
        jsonw_quote(w->out, key, strlen(key));
        buf_char(w->out, ':');
    }
}

static void open_level(struct jsonw *w, const char *key, bool array)
{
    uint64_t bit;

    begin_value(w, key);
    buf_char(w->out, array ? '[' : '{');
    assert(w->depth < 63);
    bit = UINT64_C(1) << ++w->depth;
    w->begun &= ~bit;
    w->array = array ? w->array | bit : w->array & ~bit;
}

void jsonw_object(struct jsonw *w, const char *key)
{
    open_level(w, key, false);
}

void jsonw_array(struct jsonw *w, const char *key)
{
    open_level(w, key, true);
}

void jsonw_close(struct jsonw *w)
{
    assert(w->depth > 0);
    buf_char(w->out, w->array & (UINT64_C(1) << w->depth) ? ']' : '}');
    w->depth--;
}

void jsonw_string(struct jsonw *w, const char *key, const char *value)
{
    begin_value(w, key);
    if (value == NULL)
        buf_str(w->out, "null");
    else
        jsonw_quote(w->out, value, strlen(value));
}

void jsonw_strings(struct jsonw *w, const char *key, const char *const *values, size_t n)
{
    size_t i;

    jsonw_array(w, key);
    for (i = 0; i < n; i++)
        jsonw_string(w, NULL, values[i]);
    jsonw_close(w);
}

void jsonw_int(struct jsonw *w, const char *key, int64_t value)
{
    begin_value(w, key);
    buf_printf(w->out, "%" PRId64, value);
}

void jsonw_bool(struct jsonw *w, const char *key, bool value)
{
    begin_value(w, key);
    buf_str(w->out, value ? "true" : "false");
}

void jsonw_null(struct jsonw *w, const char *key)
{
    jsonw_string(w, key, NULL);
}

void jsonw_time(struct jsonw *w, const char *key, int64_t seconds)
{
    char text[CLOCK_TEXT];

    clock_format(seconds, text);
    jsonw_string(w, key, seconds <= 0 ? NULL : text);
}
