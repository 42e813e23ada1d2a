/* SPDX-License-Identifier: MIT */
#include "manifest/manifest.h"

#include "manifest/build.h"
#include "manifest/regions.h"

#include <assert.h>
#include <string.h>

/* A manifest of another version has other keys: its version is the one thing to tell. */
static bool is_other_version(struct build *b, const struct node *root)
{
    size_t i;

    for (i = 0; i < root->n; i++) {
        const struct node *key = root->items[2 * i], *value = root->items[2 * i + 1];

        if (key->kind != NODE_SCALAR || strcmp(key->text, "version") != 0)
            continue;
        if (value->kind != NODE_SCALAR || strcmp(value->text, "1") == 0 ||
            value->text[strspn(value->text, "0123456789.")] != '\0' || value->text[0] == '\0')
            return false;
        diag_tell(b->diags, DIAG_VERSION, &value->at,
                  "it reads version 1; a manifest of a later one needs a later ferry",
                  "version \"%s\" is not one that this ferry reads", value->text);
        return true;
    }
    return false;
}

static void read_file(struct build *b, struct build_file *file,
                      const struct manifest_source *source, size_t order)
{
    struct node_work work;

    sheet_init(&file->sheet, source->path, order, source->bytes, source->n, b->arena);
    file->root = node_parse(&file->sheet, b->arena, b->diags, &work);
    if (file->root != NULL && file->root->kind == NODE_MAP && is_other_version(b, file->root))
        file->root = NULL;
    if (file->root == NULL) { /* what it would declare is unknown: say nothing of what is missing */
        b->accounts_refused = b->sets_refused = b->images_refused = true;
        return;
    }
    schema_check(file->root, b->diags);
    b->images_refused = b->images_refused || file->root->kind != NODE_MAP;
    schema_read(&schema_manifest, file->root, &file->raw);
    schema_read(&schema_defaults, schema_has(file->raw.defaults) ? file->raw.defaults : NULL,
                &file->defaults);
}

static void check_any_image(struct build *b)
{
    struct place at;

    if (b->images_written > 0 || b->images_refused)
        return;
    if (b->n_files == 1)
        at = sheet_place(&b->files[0].sheet, 0, 1);
    diag_tell(b->diags, DIAG_NO_IMAGE, b->n_files == 1 ? &at : NULL,
              b->n_files == 0 ? NULL
                              : "add one under `images`: {name: NAME, from: REGION, to: [REGION]}",
              "no image is declared");
}

int manifest_load(const struct manifest_source *sources, size_t n_sources,
                  const struct caps *const *caps, struct arena *arena, struct desired *out,
                  struct diags *diags)
{
    struct build b = {.arena = arena, .diags = diags, .caps = caps, .n_files = n_sources};
    size_t before = diags->errors, i;

    assert(caps != NULL && out != NULL && diags->arena != NULL);
    b.files = arena_array(arena, n_sources + 1, sizeof *b.files);
    for (i = 0; i < n_sources; i++)
        read_file(&b, &b.files[i], &sources[i], i);
    build_accounts(&b);
    build_sets(&b);
    build_images(&b);
    check_any_image(&b);
    if (diags->errors > before)
        return -1;
    *out = (struct desired){b.accounts, b.n_accounts, b.images, b.n_images};
    return 0;
}
