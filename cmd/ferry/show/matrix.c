/* SPDX-License-Identifier: MIT */
#include "cmd/ferry/show/matrix.h"

#include <assert.h>
#include <inttypes.h>

enum kind { TEXT, NUMBER, SIZE, YES, BORDER, PROGRESS };

static const struct {
    const char *name;
    enum kind kind;
    size_t at; /* in struct caps */
} rows[] = {
    {"copies with", TEXT, offsetof(struct caps, action)},
    {"images a call", SIZE, offsetof(struct caps, images_per_call)},
    {"regions a call", SIZE, offsetof(struct caps, regions_per_call)},
    {"regions known", SIZE, offsetof(struct caps, n_regions)},
    {"mainland border", BORDER, offsetof(struct caps, border)},
    {"item types listed", NUMBER, offsetof(struct caps, list_kinds)},
    {"items a page", NUMBER, offsetof(struct caps, page_size)},
    {"reads a second", NUMBER, offsetof(struct caps, read_rate)},
    {"writes a second", NUMBER, offsetof(struct caps, write_rate)},
    {"copies a region at a time", NUMBER, offsetof(struct caps, copies_per_region)},
    {"images a region", NUMBER, offsetof(struct caps, image_quota)},
    {"tells the quota", YES, offsetof(struct caps, has_quota_call)},
    {"has a dry run", YES, offsetof(struct caps, has_dry_run)},
    {"names may repeat", YES, offsetof(struct caps, names_repeat)},
    {"copies may be renamed", YES, offsetof(struct caps, can_rename)},
    {"reply names the copies", YES, offsetof(struct caps, names_ids)},
    {"tells the progress", PROGRESS, offsetof(struct caps, attributes)},
    {"characters of a name", SIZE, offsetof(struct caps, name.max_chars)},
};

size_t matrix_count(void)
{
    return sizeof rows / sizeof *rows;
}

const char *matrix_name(size_t row)
{
    assert(row < matrix_count());
    return rows[row].name;
}

static void put_number(int64_t n, struct buf *out)
{
    if (n > 0)
        buf_printf(out, "%" PRId64, n);
    else
        buf_char(out, '-');
}

static const char *const border_names[] = {
    [PORT_BORDER_NONE] = "none",
    [PORT_BORDER_APPROVAL] = "by approval",
    [PORT_BORDER_CLOSED] = "closed",
};

void matrix_value(size_t row, const struct caps *caps, struct buf *out)
{
    const void *at;

    assert(row < matrix_count() && caps != NULL);
    at = (const char *)caps + rows[row].at;
    switch (rows[row].kind) {
    case TEXT:
        buf_str(out, *(const char *const *)at);
        break;
    case NUMBER:
        put_number(*(const int *)at, out);
        break;
    case SIZE:
        put_number((int64_t) * (const size_t *)at, out);
        break;
    case YES:
        buf_str(out, *(const bool *)at ? "yes" : "no");
        break;
    case BORDER:
        buf_str(out, border_names[*(const enum port_border *)at]);
        break;
    case PROGRESS:
        buf_str(out, (*(const unsigned *)at & PORT_HAS_PROGRESS) != 0 ? "yes" : "no");
        break;
    }
}
