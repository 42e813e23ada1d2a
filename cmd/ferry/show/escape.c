/* SPDX-License-Identifier: MIT */
#include "cmd/ferry/show/escape.h"

#include "reconcile/base/utf8.h"

#include <inttypes.h>
#include <string.h>
#include <utf8proc.h>

/* Controls, format characters (direction marks, joiners, byte order marks) and what splits lines.
 */
static bool is_hidden(uint32_t c)
{
    switch (utf8proc_category((utf8proc_int32_t)c)) {
    case UTF8PROC_CATEGORY_CC:
    case UTF8PROC_CATEGORY_CF:
    case UTF8PROC_CATEGORY_CO:
    case UTF8PROC_CATEGORY_ZL:
    case UTF8PROC_CATEGORY_ZP:
        return true;
    default:
        return false;
    }
}

/* Writes c in a form's own way and says true, or leaves it to the walk. */
typedef bool special(uint32_t c, struct buf *out);

/* `slash` begins the visible forms: twice a backslash where one alone means something else. */
static void walk(const char *text, special *own, const char *slash, struct buf *out)
{
    size_t n = strlen(text);

    while (n > 0) {
        uint32_t c;
        size_t used = utf8_decode(text, n, &c);

        if (used == 0) {
            buf_printf(out, "%sx%02x", slash, (unsigned char)*text);
            used = 1;
        } else if (own == NULL || !own(c, out)) {
            if (is_hidden(c))
                buf_printf(out, "%su{%" PRIx32 "}", slash, c);
            else
                buf_add(out, text, used);
        }
        text += used;
        n -= used;
    }
}

void escape_terminal(const char *text, struct buf *out)
{
    walk(text, NULL, "\\", out);
}

static bool own_tsv(uint32_t c, struct buf *out)
{
    switch (c) {
    case '\t':
        buf_str(out, "\\t");
        return true;
    case '\n':
        buf_str(out, "\\n");
        return true;
    case '\r':
        buf_str(out, "\\r");
        return true;
    case '\\':
        buf_str(out, "\\\\");
        return true;
    default:
        return false;
    }
}

void escape_tsv(const char *text, struct buf *out)
{
    walk(text, own_tsv, "\\", out);
}

static bool own_markup(uint32_t c, struct buf *out)
{
    switch (c) {
    case '&':
        buf_str(out, "&amp;");
        return true;
    case '<':
        buf_str(out, "&lt;");
        return true;
    case '>':
        buf_str(out, "&gt;");
        return true;
    case '"':
        buf_str(out, "&quot;");
        return true;
    case '\'':
        buf_str(out, "&#39;");
        return true;
    default:
        return false;
    }
}

void escape_markup(const char *text, struct buf *out)
{
    walk(text, own_markup, "\\", out);
}

/* Within a table a pipe ends the cell even in a code span, unless a backslash stands before it. */
static bool own_markdown(uint32_t c, struct buf *out)
{
    if (c != '|')
        return false;
    buf_str(out, "\\|");
    return true;
}

/* A span ends at as many backticks as it began with: begin with one more than any run inside. */
void escape_markdown(const char *text, struct buf *out)
{
    size_t longest = 0, run = 0, i, n = strlen(text);
    bool pad;

    if (n == 0)
        return;
    for (i = 0; i < n; i++) {
        run = text[i] == '`' ? run + 1 : 0;
        longest = run > longest ? run : longest;
    }
    pad = text[0] == '`' || text[n - 1] == '`';
    for (i = 0; i <= longest; i++)
        buf_char(out, '`');
    if (pad)
        buf_char(out, ' ');
    walk(text, own_markdown, "\\", out);
    if (pad)
        buf_char(out, ' ');
    for (i = 0; i <= longest; i++)
        buf_char(out, '`');
}

static bool own_github(uint32_t c, struct buf *out)
{
    switch (c) {
    case '%':
        buf_str(out, "%25");
        return true;
    case '\r':
        buf_str(out, "%0D");
        return true;
    case '\n':
        buf_str(out, "%0A");
        return true;
    default:
        return false;
    }
}

void escape_github(const char *text, struct buf *out)
{
    walk(text, own_github, "\\", out);
}

static bool own_github_property(uint32_t c, struct buf *out)
{
    if (c != ':' && c != ',')
        return own_github(c, out);
    buf_str(out, c == ':' ? "%3A" : "%2C");
    return true;
}

void escape_github_property(const char *text, struct buf *out)
{
    walk(text, own_github_property, "\\", out);
}

static bool own_prometheus(uint32_t c, struct buf *out)
{
    switch (c) {
    case '"':
        buf_str(out, "\\\"");
        return true;
    case '\n':
        buf_str(out, "\\n");
        return true;
    case '\\':
        buf_str(out, "\\\\");
        return true;
    default:
        return false;
    }
}

void escape_prometheus(const char *text, struct buf *out)
{
    walk(text, own_prometheus, "\\\\", out);
}

static bool own_shell(uint32_t c, struct buf *out)
{
    if (c != '\'')
        return false;
    buf_str(out, "'\\''");
    return true;
}

void escape_shell(const char *text, struct buf *out)
{
    static const char plain[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
        "0123456789_-./:@%+=,";

    if (*text != '\0' && strspn(text, plain) == strlen(text)) {
        buf_str(out, text);
        return;
    }
    buf_char(out, '\'');
    walk(text, own_shell, "\\", out);
    buf_char(out, '\'');
}
