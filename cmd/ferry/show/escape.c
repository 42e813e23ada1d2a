/* SPDX-License-Identifier: MIT */
#include "cmd/ferry/show/escape.h"

#include "reconcile/base/utf8.h"

#include <assert.h>
#include <inttypes.h>
#include <string.h>
#include <utf8proc.h>

/* Controls, format characters (direction marks, joiners, byte order marks), line separators. */
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

/* What one kind of place writes in its own way; all else that is hidden comes out visibly. */
struct form {
    const char *slash; /* begins the visible forms: twice a backslash where one alone means more */
    struct {
        char c;
        const char *as;
    } own[8]; /* ended by a row without text */
};

static const char *own_way(const struct form *form, uint32_t c)
{
    size_t i;

    for (i = 0; form->own[i].as != NULL; i++)
        if ((uint32_t)form->own[i].c == c)
            return form->own[i].as;
    return NULL;
}

static void walk(const char *text, const struct form *form, struct buf *out)
{
    size_t n;

    assert(text != NULL && out != NULL);
    n = strlen(text);
    while (n > 0) {
        uint32_t c;
        size_t used = utf8_decode(text, n, &c);

        if (used == 0) {
            buf_printf(out, "%sx%02x", form->slash, (unsigned char)*text);
            used = 1;
        } else if (own_way(form, c) != NULL) {
            buf_str(out, own_way(form, c));
        } else if (is_hidden(c)) {
            buf_printf(out, "%su{%" PRIx32 "}", form->slash, c);
        } else {
            buf_add(out, text, used);
        }
        text += used;
        n -= used;
    }
}

/* A form is a function, to be handed on as one. */
#define FORM(name, slash, ...)                                                                     \
    void name(const char *text, struct buf *out)                                                   \
    {                                                                                              \
        static const struct form form = {slash, {__VA_ARGS__}};                                    \
        walk(text, &form, out);                                                                    \
    }

FORM(escape_terminal, "\\", {0, NULL})
FORM(escape_tsv, "\\", {'\t', "\\t"}, {'\n', "\\n"}, {'\r', "\\r"}, {'\\', "\\\\"})
FORM(escape_markup, "\\", {'&', "&amp;"}, {'<', "&lt;"}, {'>', "&gt;"}, {'"', "&quot;"},
     {'\'', "&#39;"})
FORM(escape_github, "\\", {'%', "%25"}, {'\r', "%0D"}, {'\n', "%0A"})
FORM(escape_github_line, "\\", {'%', "%25"})
FORM(escape_github_property, "\\", {'%', "%25"}, {'\r', "%0D"}, {'\n', "%0A"}, {':', "%3A"},
     {',', "%2C"})
FORM(escape_prometheus, "\\\\", {'"', "\\\""}, {'\n', "\\n"}, {'\\', "\\\\"})
/* Within a table a pipe ends the cell even in a code span, unless a backslash stands before it. */
static FORM(put_span, "\\", {'|', "\\|"})

    /* A span ends at as many backticks as it began with: begin with one more than any run inside.
     */
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
    put_span(text, out);
    if (pad)
        buf_char(out, ' ');
    for (i = 0; i <= longest; i++)
        buf_char(out, '`');
}

void escape_vprintf(escape_form *form, struct buf *out, const char *format, va_list args)
{
    assert(form != NULL && out != NULL && format != NULL);
    for (;;) {
        size_t n = strcspn(format, "%");
        const char *text;

        buf_add(out, format, n);
        if (format[n] == '\0')
            return;
        format += n + 2;
        switch (format[-1]) {
        case 's':
            text = va_arg(args, const char *);
            form(text != NULL ? text : "", out);
            break;
        case 'd':
            buf_printf(out, "%d", va_arg(args, int));
            break;
        case 'z':
            assert(*format == 'u');
            format++;
            buf_printf(out, "%zu", va_arg(args, size_t));
            break;
        default:
            assert(format[-1] == '%');
            buf_char(out, '%');
            break;
        }
    }
}

void escape_printf(escape_form *form, struct buf *out, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    escape_vprintf(form, out, format, args);
    va_end(args);
}
