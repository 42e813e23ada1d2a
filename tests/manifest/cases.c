/* SPDX-License-Identifier: MIT */
#include "tests/manifest/cases.h"

#include "tests/manifest/vocabulary.h"
#include "tests/unit.h"

#include <dirent.h>
#include <sys/stat.h>

/* ---- files ---- */

char *file_read(const char *path, struct arena *arena, size_t *n)
{
    FILE *file = fopen(path, "rb");
    struct stat status;
    char *bytes;

    if (file == NULL)
        return NULL;
    if (fstat(fileno(file), &status) != 0)
        fail_msg("%s: cannot be read", path);
    bytes = arena_alloc(arena, (size_t)status.st_size + 1);
    *n = fread(bytes, 1, (size_t)status.st_size, file);
    fclose(file);
    return bytes;
}

static int compare_texts(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

const char *const *folder_list(const char *folder, struct arena *arena, size_t *n)
{
    const char **names = NULL;
    size_t nr = 0, cap = 0;
    struct dirent *entry;
    DIR *dir = opendir(folder);

    if (dir == NULL)
        fail_msg("%s: no such folder; tests run in the repository's root", folder);
    while ((entry = readdir(dir)) != NULL) {
        if (entry->d_name[0] == '.')
            continue;
        ARENA_GROW(arena, names, nr, cap);
        names[nr++] = arena_strdup(arena, entry->d_name);
    }
    closedir(dir);
    if (nr > 0)
        qsort(names, nr, sizeof *names, compare_texts);
    *n = nr;
    return names;
}

void expect_same(const char *path, const char *got)
{
    struct arena cleanup_arena arena = ARENA_INIT;
    const char *update = getenv("UPDATE");
    char *wanted;
    size_t n = 0;
    FILE *file;

    if (update != NULL && strcmp(update, "1") == 0) {
        file = fopen(path, "wb");
        assert_non_null(file);
        fputs(got, file);
        fclose(file);
        return;
    }
    wanted = file_read(path, &arena, &n);
    if (wanted == NULL)
        fail_msg("%s is missing (UPDATE=1 writes it); got:\n%s", path, got);
    else if (strcmp(wanted, got) != 0)
        fail_msg("%s differs (UPDATE=1 rewrites it)\n--- wanted\n%s--- got\n%s", path, wanted, got);
}

/* ---- loading ---- */

static bool is_manifest(const char *name)
{
    size_t n = strlen(name);

    return n > 5 && strcmp(name + n - 5, ".yaml") == 0;
}

void loaded_read(struct loaded *loaded, const char *folder)
{
    const char *const *names = &folder;
    size_t n = 1, i;
    bool one = is_manifest(folder);

    *loaded = (struct loaded){.arena = ARENA_INIT};
    if (!one)
        names = folder_list(folder, &loaded->arena, &n);
    for (i = 0; i < n; i++) {
        struct manifest_source *source = &loaded->sources[loaded->n_sources];

        if (!is_manifest(names[i]))
            continue;
        assert_true(loaded->n_sources < CASE_FILES_MAX);
        source->path = names[i];
        source->bytes =
            file_read(one ? folder : arena_printf(&loaded->arena, "%s/%s", folder, names[i]),
                      &loaded->arena, &source->n);
        if (source->bytes == NULL)
            fail_msg("%s: cannot be read", names[i]);
        loaded->n_sources++;
    }
}

void loaded_run(struct loaded *loaded)
{
    loaded->diags.arena = &loaded->arena;
    loaded->status = manifest_load(loaded->sources, loaded->n_sources, vocabulary, &loaded->arena,
                                   &loaded->desired, &loaded->diags);
}

void loaded_text(struct loaded *loaded, const char *text)
{
    *loaded = (struct loaded){.arena = ARENA_INIT};
    loaded->sources[0] = (struct manifest_source){"images.yaml", text, strlen(text)};
    loaded->n_sources = 1;
    loaded_run(loaded);
}

void loaded_free(struct loaded *loaded)
{
    arena_free(&loaded->arena);
}

/* ---- showing ---- */

void loaded_diags(const struct loaded *loaded, struct buf *out)
{
    size_t i;

    for (i = 0; i < loaded->diags.nr; i++)
        diag_render(&loaded->diags.items[i], false, out);
    buf_printf(out, "errors: %zu, warnings: %zu\n", loaded->diags.errors, loaded->diags.warnings);
}

static void dump_text(struct buf *out, const char *key, const char *value)
{
    if (value != NULL)
        buf_printf(out, "    %s: %s\n", key, value);
}

static void dump_number(struct buf *out, const char *key, double value)
{
    if (value > 0)
        buf_printf(out, "    %s: %g\n", key, value);
}

static void dump_account(const struct account *account, struct buf *out)
{
    size_t i;

    buf_printf(out, "account %s: %s (%s:%d:%d)\n", account->name, account->caps->provider,
               account->origin.path, account->origin.line, account->origin.column);
    dump_text(out, "profile", account->profile);
    dump_text(out, "credentials_file", account->credentials_file);
    dump_text(out, "env_id", account->env_id);
    dump_text(out, "env_secret", account->env_secret);
    dump_text(out, "env_token", account->env_token);
    dump_text(out, "project", account->project);
    dump_text(out, "channel_key", account->channel_key);
    dump_text(out, "site", account->site);
    dump_text(out, "gateway", account->gateway);
    dump_text(out, "endpoint", account->endpoint);
    dump_text(out, "ca_file", account->ca_file);
    dump_number(out, "read_rate", account->read_rate);
    dump_number(out, "write_rate", account->write_rate);
    dump_number(out, "max_copies_per_region", account->max_copies_per_region);
    dump_number(out, "image_quota", account->image_quota);
    dump_text(out, "cross_border", account->cross_border ? "true" : NULL);
    for (i = 0; i < account->n_extra_regions; i++)
        buf_printf(out, "    extra region: %s%s\n", account->extra_regions[i].id,
                   account->extra_regions[i].mainland ? " (mainland)" : "");
    for (i = 0; i < account->n_watch; i++)
        dump_text(out, "watch", account->watch[i]);
}

static void dump_image(const struct desired *desired, const struct wanted *image, struct buf *out)
{
    size_t i;

    buf_printf(out, "image %s/%s (%s:%d:%d)\n", desired->accounts[image->account].name, image->name,
               image->origin.path, image->origin.line, image->origin.column);
    buf_printf(out, "    from: %s%s%s (%d:%d)\n", image->from_region,
               image->from_id != NULL ? " " : "", image->from_id != NULL ? image->from_id : "",
               image->from_origin.line, image->from_origin.column);
    dump_text(out, "os", image_os_name(image->expect.os));
    dump_text(out, "arch", image_arch_name(image->expect.arch));
    dump_number(out, "min_size_gib", (double)image->expect.min_size_gib);
    dump_number(out, "max_size_gib", (double)image->expect.max_size_gib);
    for (i = 0; i < image->n_targets; i++)
        buf_printf(out, "    to: %s (%d:%d)%s\n", image->targets[i].region,
                   image->targets[i].origin.line, image->targets[i].origin.column,
                   image->targets[i].selected ? "" : " not selected");
}

void loaded_dump(const struct loaded *loaded, struct buf *out)
{
    const struct desired *desired = &loaded->desired;
    size_t i;

    for (i = 0; i < desired->n_accounts; i++)
        dump_account(&desired->accounts[i], out);
    for (i = 0; i < desired->n_images; i++)
        dump_image(desired, &desired->images[i], out);
}
