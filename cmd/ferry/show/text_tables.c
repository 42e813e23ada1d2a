/* SPDX-License-Identifier: MIT */
/* What is best told in columns: list, wide, whoami, providers. */
#include "cmd/ferry/show/escape.h"
#include "cmd/ferry/show/layout.h"
#include "cmd/ferry/show/matrix.h"
#include "cmd/ferry/show/order.h"
#include "cmd/ferry/show/text.h"
#include "cmd/ferry/show/words.h"

#include <inttypes.h>
#include <string.h>

/* ---- lines: a cell each ---- */

static const char *ids_of(const struct cell *cell, struct arena *arena)
{
    const char *text = "";
    size_t i;

    for (i = 0; i < cell->n_images; i++)
        text = arena_printf(arena, "%s%s%s", text, i > 0 ? " " : "", cell->images[i]->id);
    return text;
}

static const char *age_of(const struct findings *findings, const struct cell *cell,
                          struct arena *arena)
{
    struct buf text cleanup_buf = BUF_INIT(BUF_UNBOUNDED);
    const char *age;

    if (cell->n_images == 1)
        words_age(cell->images[0]->created, findings->run.ended_ms, &text);
    age = arena_strdup(arena, text.ptr);
    return age;
}

void text_wide(const struct findings *findings, const struct style *style, struct buf *out)
{
    static const char *const headings[] = {"ACCOUNT", "IMAGE", "REGION", "VERDICT", "ID", "AGE",
                                           "SIZE",    "STATE", "CALL",   "WHY",     NULL};
    struct layout_table *table = layout_table_new(headings);
    struct arena arena cleanup_arena = ARENA_INIT;
    const struct cell *cell;

    (void)style;
    for (cell = findings_next(findings, NULL); cell != NULL; cell = findings_next(findings, cell)) {
        const struct image *only = cell->n_images == 1 ? cell->images[0] : NULL;
        const struct plan_call *call = findings_call_of(findings, cell);
        struct buf why cleanup_buf = BUF_INIT(BUF_UNBOUNDED);
        const char *row[10];

        words_why(findings, cell, &why);
        row[0] = findings_account(findings, cell->account);
        row[1] = cell->name;
        row[2] = cell->region;
        row[3] = verdict_name(cell->verdict);
        row[4] = ids_of(cell, &arena);
        row[5] = age_of(findings, cell, &arena);
        row[6] = only != NULL && only->size_gib > 0
                     ? arena_printf(&arena, "%" PRId64 " GiB", only->size_gib)
                     : NULL;
        row[7] = only != NULL ? only->state_text : NULL;
        row[8] = call != NULL ? arena_printf(&arena, "%d", call->id) : NULL;
        row[9] = why.ptr;
        layout_table_row(table, row);
    }
    layout_table_print(table, out);
    layout_table_free(table);
}

/* ---- list: image × region ---- */

/* "in_sync 12d", and the ids below it. */
static const char *matrix_cell(const struct findings *findings, const struct cell *cell,
                               struct arena *arena)
{
    const char *age = age_of(findings, cell, arena);
    const char *ids = ids_of(cell, arena);

    if (cell->verdict == VERDICT_IN_PROGRESS && cell->n_images == 1 &&
        cell->images[0]->progress >= 0)
        age = arena_printf(arena, "%d%%", cell->images[0]->progress);
    return arena_printf(arena, "%s%s%s%s%s", verdict_name(cell->verdict), *age != '\0' ? " " : "",
                        age, *ids != '\0' ? LAYOUT_BREAK : "", ids);
}

static struct layout_table *make_matrix(const struct findings *findings, struct arena *arena)
{
    size_t j, n;
    const char **regions = order_regions(&findings->judged->cells, ORDER_ALL, arena, &n);
    const char **headings = arena_array(arena, n + 2, sizeof *headings);
    const char **row = arena_array(arena, n + 1, sizeof *row);
    struct layout_table *table;
    const struct cell *cell, *last = NULL;

    headings[0] = "IMAGE";
    memcpy(headings + 1, regions, n * sizeof *headings);
    table = layout_table_new(headings);
    for (cell = findings_next(findings, NULL); cell != NULL; cell = findings_next(findings, cell)) {
        if (last == NULL || last->account != cell->account || strcmp(last->name, cell->name) != 0) {
            if (last != NULL)
                layout_table_row(table, row);
            memset(row, 0, (n + 1) * sizeof *row);
            row[0] =
                arena_printf(arena, "%s/%s", findings_account(findings, cell->account), cell->name);
        }
        last = cell;
        for (j = 1; j <= n; j++)
            if (strcmp(headings[j], cell->region) == 0)
                row[j] = matrix_cell(findings, cell, arena);
    }
    if (last != NULL)
        layout_table_row(table, row);
    return table;
}

static void put_lines(const struct findings *findings, struct arena *arena, struct buf *out)
{
    static const char *const headings[] = {"ADDRESS", "VERDICT", "ID", "AGE", NULL};
    struct layout_table *table = layout_table_new(headings);
    const struct cell *cell;

    for (cell = findings_next(findings, NULL); cell != NULL; cell = findings_next(findings, cell)) {
        const char *row[4] = {cell->address, verdict_name(cell->verdict), ids_of(cell, arena),
                              age_of(findings, cell, arena)};

        layout_table_row(table, row);
    }
    layout_table_print(table, out);
    layout_table_free(table);
}

/* A matrix where a terminal has room for it, else lines, which are also what a pipe gets. */
void text_list(const struct findings *findings, const struct style *style, struct buf *out)
{
    struct arena arena cleanup_arena = ARENA_INIT;
    struct layout_table *matrix;

    if (findings->judged == NULL)
        return;
    matrix = make_matrix(findings, &arena);
    if (style->width > 0 && layout_table_width(matrix) <= (size_t)style->width)
        layout_table_print(matrix, out);
    else
        put_lines(findings, &arena, out);
    buf_char(out, '\n');
    layout_table_free(matrix);
}

/* ---- whoami ---- */

static bool is_well(const struct findings_identity *one)
{
    return !one->missing && one->failure == NULL;
}

/* Below the table, where there is room for a sentence: what is wrong, and what to do about it. */
static void put_problem(const struct findings_identity *one, const struct style *style,
                        struct buf *out)
{
    struct buf text cleanup_buf = BUF_INIT(BUF_UNBOUNDED);

    if (one->failure != NULL)
        words_failure(one->failure, &text);
    if (one->problem != NULL)
        buf_printf(&text, "%s%s", text.len > 0 ? "; " : "", one->problem);
    if (text.len == 0)
        return;
    if (one->failure != NULL && one->failure->code != NULL)
        buf_printf(&text, "; see `ferry explain %s`", one->failure->code);
    style_begin(style, is_well(one) ? SHADE_YELLOW : SHADE_RED, out);
    escape_terminal(one->account, out);
    style_end(style, SHADE_RED, out);
    buf_str(out, ": ");
    layout_fold(text.ptr, layout_width(one->account) + 2, (size_t)style->width, out);
    buf_char(out, '\n');
}

void text_whoami(const struct findings *findings, const struct style *style, struct buf *out)
{
    const char *headings[] = {"ACCOUNT", "PROVIDER", "WORKS", "FROM", NULL, NULL};
    struct layout_table *table;
    size_t i, n_known = 0, n_wrong = 0;

    for (i = 0; i < findings->n_identities; i++) {
        n_known += findings->identities[i].identity != NULL;
        n_wrong += !is_well(&findings->identities[i]) || findings->identities[i].problem != NULL;
    }
    if (n_known > 0) /* few clouds tell */
        headings[4] = "IDENTITY";
    table = layout_table_new(headings);
    for (i = 0; i < findings->n_identities; i++) {
        const struct findings_identity *one = &findings->identities[i];
        const char *row[5] = {one->account, one->provider};

        row[2] = is_well(one)                                       ? "yes"
                 : one->missing || one->failure->class == PORT_AUTH ? "no"
                                                                    : "?";
        row[3] = one->source != NULL ? one->source : "-";
        row[4] = one->identity != NULL ? one->identity : "-";
        layout_table_row(table, row);
    }
    layout_table_print(table, out);
    layout_table_free(table);
    if (n_wrong > 0)
        buf_char(out, '\n');
    for (i = 0; i < findings->n_identities; i++)
        put_problem(&findings->identities[i], style, out);
}

/* ---- providers ---- */

/* One row for each fact, one column for each cloud. */
static void put_matrix(const struct caps *const *all, struct arena *arena, struct buf *out)
{
    const char **headings, **row;
    struct layout_table *table;
    size_t i, j, n = 0;

    while (all[n] != NULL)
        n++;
    headings = arena_array(arena, n + 2, sizeof *headings);
    row = arena_array(arena, n + 1, sizeof *row);
    headings[0] = "";
    for (j = 0; j < n; j++)
        headings[j + 1] = all[j]->provider;
    table = layout_table_new(headings);
    for (i = 0; i < matrix_count(); i++) {
        row[0] = matrix_name(i);
        for (j = 0; j < n; j++) {
            struct buf value cleanup_buf = BUF_INIT(BUF_UNBOUNDED);

            matrix_value(i, all[j], &value);
            row[j + 1] = arena_strdup(arena, value.ptr);
        }
        layout_table_row(table, row);
    }
    layout_table_print(table, out);
    layout_table_free(table);
}

static void put_regions(const struct caps *caps, const struct style *style, struct buf *out)
{
    struct buf line cleanup_buf = BUF_INIT(BUF_UNBOUNDED);
    size_t i, j;

    if (caps->n_regions == 0)
        return;
    buf_char(out, '\n');
    style_put(style, SHADE_BOLD, caps->provider, out);
    buf_printf(out, "  %s\n", caps->title);
    for (i = 0; i < caps->n_regions; i++) {
        const char *zone = caps->regions[i].zone;

        for (j = 0; j < i; j++) /* is it a zone that was printed already? */
            if ((zone == NULL) == (caps->regions[j].zone == NULL) &&
                (zone == NULL || strcmp(zone, caps->regions[j].zone) == 0))
                break;
        if (j < i)
            continue;
        buf_reset(&line);
        for (j = i; j < caps->n_regions; j++) {
            const struct port_region *region = &caps->regions[j];

            if ((zone == NULL) != (region->zone == NULL) ||
                (zone != NULL && strcmp(zone, region->zone) != 0))
                continue;
            buf_printf(&line, "%s%s%s", line.len > 0 ? " " : "", region->id,
                       region->no_copy ? "(no copies)" : "");
        }
        buf_str(out, "  ");
        layout_left(zone != NULL ? zone : "all", 10, out);
        layout_fold(line.ptr, 12, (size_t)style->width, out);
        buf_char(out, '\n');
    }
}

void text_providers(const struct findings *findings, const struct style *style, struct buf *out)
{
    struct arena arena cleanup_arena = ARENA_INIT;
    size_t i;

    if (findings->caps == NULL)
        return;
    put_matrix(findings->caps, &arena, out);
    for (i = 0; findings->caps[i] != NULL; i++)
        put_regions(findings->caps[i], style, out);
}
