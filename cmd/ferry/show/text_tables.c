/* SPDX-License-Identifier: MIT */
/* What is best told in columns: list, wide, whoami, providers. */
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
    const char *ids = "";
    size_t i;

    for (i = 0; i < cell->n_images; i++)
        ids = arena_printf(arena, "%s%s%s", ids, i > 0 ? " " : "", cell->images[i]->id);
    return ids;
}

static const char *age_of(const struct text *text, const struct cell *cell)
{
    struct buf age cleanup_buf = BUF_INIT(BUF_UNBOUNDED);

    if (cell->n_images == 1)
        words_age(cell->images[0]->created, text->findings->run.ended_ms, &age);
    return arena_strdup(text->arena, age.ptr);
}

static void print(struct layout_table *table, struct buf *out)
{
    layout_table_print(table, out);
    layout_table_free(table);
}

void text_wide(const struct text *text)
{
    static const char *const headings[] = {"ACCOUNT", "IMAGE", "REGION", "VERDICT", "ID", "AGE",
                                           "SIZE",    "STATE", "CALL",   "WHY",     NULL};
    struct layout_table *table = layout_table_new(headings);
    const struct cell *cell = NULL;

    while ((cell = findings_next(text->findings, cell)) != NULL) {
        const struct image *only = cell->n_images == 1 ? cell->images[0] : NULL;
        const struct plan_call *call = findings_call_of(text->findings, cell);
        struct buf why cleanup_buf = BUF_INIT(BUF_UNBOUNDED);
        const char *row[] = {
            findings_account(text->findings, cell->account),
            cell->name,
            cell->region,
            verdict_name(cell->verdict),
            ids_of(cell, text->arena),
            age_of(text, cell),
            only != NULL && only->size_gib > 0
                ? arena_printf(text->arena, "%" PRId64 " GiB", only->size_gib)
                : NULL,
            only != NULL ? only->state_text : NULL,
            call != NULL ? arena_printf(text->arena, "%d", call->id) : NULL,
            NULL,
        };

        words_why(text->findings, cell, &why);
        row[9] = why.ptr;
        layout_table_row(table, row);
    }
    print(table, text->out);
}

/* ---- list: image × region ---- */

/* "in_sync 12d", and the ids below it. */
static const char *matrix_cell(const struct text *text, const struct cell *cell)
{
    const char *age = age_of(text, cell);
    const char *ids = ids_of(cell, text->arena);

    if (cell->verdict == VERDICT_IN_PROGRESS && cell->n_images == 1 &&
        cell->images[0]->progress >= 0)
        age = arena_printf(text->arena, "%d%%", cell->images[0]->progress);
    return arena_printf(text->arena, "%s%s%s%s%s", verdict_name(cell->verdict),
                        *age != '\0' ? " " : "", age, *ids != '\0' ? LAYOUT_BREAK : "", ids);
}

static struct layout_table *make_matrix(const struct text *text)
{
    const struct findings *findings = text->findings;
    size_t j, n;
    const char **regions = order_regions(&findings->judged->cells, ORDER_ALL, text->arena, &n);
    const char **headings = arena_array(text->arena, n + 2, sizeof *headings);
    const char **row = arena_array(text->arena, n + 1, sizeof *row);
    struct layout_table *table;
    const struct cell *cell, *last = NULL;

    headings[0] = "IMAGE";
    memcpy(headings + 1, regions, n * sizeof *headings);
    table = layout_table_new(headings);
    for (cell = findings_next(findings, NULL); cell != NULL; cell = findings_next(findings, cell)) {
        if (last == NULL || !order_same_image(last, cell)) {
            if (last != NULL)
                layout_table_row(table, row);
            memset(row, 0, (n + 1) * sizeof *row);
            row[0] = arena_printf(text->arena, "%s/%s", findings_account(findings, cell->account),
                                  cell->name);
        }
        last = cell;
        for (j = 1; j <= n; j++)
            if (strcmp(headings[j], cell->region) == 0)
                row[j] = matrix_cell(text, cell);
    }
    if (last != NULL)
        layout_table_row(table, row);
    return table;
}

static struct layout_table *make_lines(const struct text *text)
{
    static const char *const headings[] = {"ADDRESS", "VERDICT", "ID", "AGE", NULL};
    struct layout_table *table = layout_table_new(headings);
    const struct cell *cell = NULL;

    while ((cell = findings_next(text->findings, cell)) != NULL) {
        const char *row[] = {cell->address, verdict_name(cell->verdict), ids_of(cell, text->arena),
                             age_of(text, cell)};

        layout_table_row(table, row);
    }
    return table;
}

/* A matrix where a terminal has room for it, else lines, which are also what a pipe gets. */
void text_list(const struct text *text)
{
    struct layout_table *table;

    if (text->findings->judged == NULL)
        return;
    table = make_matrix(text);
    if (layout_table_width(table) > (size_t)text->style->width) {
        layout_table_free(table);
        table = make_lines(text);
    }
    print(table, text->out);
    buf_char(text->out, '\n');
}

/* ---- whoami ---- */

static bool is_well(const struct findings_identity *one)
{
    return !one->missing && one->failure == NULL;
}

/* Below the table, where there is room for a sentence: what is wrong, and what to do about it. */
static void put_problem(const struct text *text, const struct findings_identity *one)
{
    struct buf line cleanup_buf = BUF_INIT(BUF_UNBOUNDED);

    if (one->failure != NULL)
        words_failure(one->failure, &line);
    if (one->problem != NULL)
        buf_printf(&line, "%s%s", line.len > 0 ? "; " : "", one->problem);
    if (line.len == 0)
        return;
    if (one->failure != NULL && one->failure->code != NULL)
        buf_printf(&line, "; see `ferry explain %s`", one->failure->code);
    style_printf(text->style, is_well(one) ? SHADE_YELLOW : SHADE_RED, text->out, "%s",
                 one->account);
    buf_str(text->out, ": ");
    text_fold(text, line.ptr, layout_width(one->account) + 2);
}

void text_whoami(const struct text *text)
{
    const char *headings[] = {"ACCOUNT", "PROVIDER", "WORKS", "FROM", NULL, NULL};
    const struct findings_identity *one = text->findings->identities,
                                   *end = one + text->findings->n_identities;
    struct layout_table *table;
    bool wrong = false;

    for (; one < end; one++) {
        if (one->identity != NULL) /* few clouds tell */
            headings[4] = "IDENTITY";
        wrong = wrong || !is_well(one) || one->problem != NULL;
    }
    table = layout_table_new(headings);
    for (one = text->findings->identities; one < end; one++) {
        const char *works = is_well(one)                                       ? "yes"
                            : one->missing || one->failure->class == PORT_AUTH ? "no"
                                                                               : "?";
        const char *row[] = {one->account, one->provider, works,
                             one->source != NULL ? one->source : "-",
                             one->identity != NULL ? one->identity : "-"};

        layout_table_row(table, row);
    }
    print(table, text->out);
    if (wrong)
        buf_char(text->out, '\n');
    for (one = text->findings->identities; one < end; one++)
        put_problem(text, one);
}

/* ---- providers ---- */

/* One row for each fact, one column for each cloud. */
static void put_matrix(const struct text *text, const struct caps *const *all)
{
    const char **headings, **row;
    struct layout_table *table;
    size_t i, j, n = 0;

    while (all[n] != NULL)
        n++;
    headings = arena_array(text->arena, n + 2, sizeof *headings);
    row = arena_array(text->arena, n + 1, sizeof *row);
    headings[0] = "";
    for (j = 0; j < n; j++)
        headings[j + 1] = all[j]->provider;
    table = layout_table_new(headings);
    for (i = 0; i < matrix_count(); i++) {
        row[0] = matrix_name(i);
        for (j = 0; j < n; j++) {
            struct buf value cleanup_buf = BUF_INIT(BUF_UNBOUNDED);

            matrix_value(i, all[j], &value);
            row[j + 1] = arena_strdup(text->arena, value.ptr);
        }
        layout_table_row(table, row);
    }
    print(table, text->out);
}

static bool same_zone(const struct port_region *a, const struct port_region *b)
{
    return a->zone == NULL || b->zone == NULL ? a->zone == b->zone : strcmp(a->zone, b->zone) == 0;
}

/* A line for each zone, where its first region stands. */
static void put_regions(const struct text *text, const struct caps *caps)
{
    const struct port_region *regions = caps->regions;
    size_t i, j;

    if (caps->n_regions == 0)
        return;
    buf_char(text->out, '\n');
    style_put(text->style, SHADE_BOLD, caps->provider, text->out);
    buf_printf(text->out, "  %s\n", caps->title);
    for (i = 0; i < caps->n_regions; i++) {
        struct buf line cleanup_buf = BUF_INIT(BUF_UNBOUNDED);

        for (j = 0; j < i && !same_zone(&regions[j], &regions[i]); j++)
            ;
        if (j < i)
            continue;
        for (j = i; j < caps->n_regions; j++)
            if (same_zone(&regions[j], &regions[i]))
                buf_printf(&line, "%s%s%s", line.len > 0 ? " " : "", regions[j].id,
                           regions[j].no_copy ? "(no copies)" : "");
        buf_str(text->out, "  ");
        layout_left(regions[i].zone != NULL ? regions[i].zone : "all", 10, text->out);
        text_fold(text, line.ptr, 12);
    }
}

void text_providers(const struct text *text)
{
    const struct caps *const *all = text->findings->caps;

    if (all == NULL)
        return;
    put_matrix(text, all);
    for (; *all != NULL; all++)
        put_regions(text, *all);
}
