/* SPDX-License-Identifier: MIT */
/*
 * Any bytes as manifests: never a crash; errors exactly when it is refused; every place inside its
 * file; nothing in the rendered text that could move a terminal's cursor; the same again when read
 * again; and what is understood is whole.
 *
 * The byte 0x1E separates files.
 */
#include "manifest/manifest.h"
#include "reconcile/base/utf8.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* The test's clouds; included, since a fuzzer is linked from the layers and this one file. */
#include "tests/manifest/vocabulary.c"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { FILES = 4 };

static void demand(bool truth)
{
    if (!truth)
        abort();
}

static size_t split(const char *bytes, size_t n, struct manifest_source *sources)
{
    static const char *const names[FILES] = {"a.yaml", "dir/b.yaml", "-", "d.yaml"};
    size_t count = 0;

    do {
        const char *end = memchr(bytes, 0x1E, n);
        size_t length = end == NULL || count + 1 == FILES ? n : (size_t)(end - bytes);

        sources[count] = (struct manifest_source){names[count], bytes, length};
        count++;
        if (length == n)
            break;
        bytes += length + 1;
        n -= length + 1;
    } while (count < FILES);
    return count;
}

static void check_text(const char *text, size_t n)
{
    size_t i;

    demand(utf8_valid(text, n));
    for (i = 0; i < n; i++)
        demand(text[i] == '\n' || ((unsigned char)text[i] >= 0x20 && text[i] != 0x7F));
}

static void check_told(const struct diags *diags, struct buf *out)
{
    size_t i;

    demand(diags->nr <= 2 * DIAG_MAX);
    for (i = 0; i < diags->nr; i++) {
        const struct diag *diag = &diags->items[i];

        demand(diag_explain(diag->code) != NULL && diag->summary[0] != '\0' && diag->length >= 1);
        demand(diag->origin.path == NULL || (diag->origin.line >= 1 && diag->origin.column >= 1));
        diag_render(diag, false, out);
    }
    check_text(out->ptr, out->len);
}

static void check_understood(const struct desired *desired)
{
    size_t i, j;

    demand(desired->n_images > 0);
    for (i = 0; i < desired->n_images; i++) {
        const struct wanted *image = &desired->images[i];

        demand(image->account < desired->n_accounts);
        demand(desired->accounts[image->account].caps != NULL);
        demand(image->name[0] != '\0' && image->from_region != NULL && image->n_targets > 0);
        for (j = 0; j < image->n_targets; j++)
            demand(image->targets[j].region != NULL && image->targets[j].selected &&
                   image->targets[j].origin.line >= 1);
    }
}

static int load(const struct manifest_source *sources, size_t n, struct buf *told)
{
    struct arena cleanup_arena arena = ARENA_INIT;
    struct desired desired = {0};
    struct diags diags = {.arena = &arena};
    int status = manifest_load(sources, n, vocabulary, &arena, &desired, &diags);

    demand((status == -1) == (diags.errors > 0));
    check_told(&diags, told);
    if (status == 0)
        check_understood(&desired);
    else
        demand(desired.n_images == 0);
    return status;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct buf cleanup_buf first = BUF_INIT(BUF_UNBOUNDED), again = BUF_INIT(BUF_UNBOUNDED);
    struct manifest_source sources[FILES];
    size_t n = split((const char *)data, size, sources);

    demand(load(sources, n, &first) == load(sources, n, &again));
    demand(strcmp(first.ptr, again.ptr) == 0);
    return 0;
}
