/* SPDX-License-Identifier: MIT */
#include "cmd/ferry/run/files.h"

#include <assert.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void close_fd(const int *fd)
{
    if (*fd > STDERR_FILENO)
        close(*fd);
}
#define cleanup_fd __attribute__((cleanup(close_fd)))

int files_take(int fd, struct buf *out)
{
    char chunk[65536];
    ssize_t got;

    assert(out != NULL);
    while ((got = read(fd, chunk, sizeof chunk)) != 0 && !out->overflow) {
        if (got > 0)
            buf_add(out, chunk, (size_t)got);
        else if (errno != EINTR)
            return -1;
    }
    return 0;
}

int files_read(const char *path, enum err_code code, struct arena *arena, const char **bytes,
               size_t *n, struct err *err)
{
    int fd cleanup_fd = STDIN_FILENO;
    struct buf text cleanup_buf = BUF_INIT(FILES_MAX);

    assert(path != NULL && bytes != NULL && n != NULL && err != NULL);
    if (strcmp(path, "-") != 0)
        fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return err_set(err, code, "cannot open '%s': %s", path, strerror(errno));
    if (files_take(fd, &text) != 0)
        return err_set(err, code, "cannot read '%s': %s", path, strerror(errno));
    if (text.overflow)
        return err_set(err, code, "cannot read '%s': larger than %d MiB", path,
                       FILES_MAX / 1024 / 1024);
    *bytes = arena_strndup(arena, text.ptr, text.len);
    *n = text.len;
    return 0;
}

int files_put(int fd, const char *bytes, size_t n)
{
    while (n > 0) {
        ssize_t done = write(fd, bytes, n);

        if (done < 0 && errno == EINTR)
            continue;
        if (done < 0)
            return -1;
        bytes += done;
        n -= (size_t)done;
    }
    return 0;
}

int files_write(const char *path, const char *bytes, size_t n, struct err *err)
{
    struct arena arena cleanup_arena = ARENA_INIT;
    char *temporary = arena_printf(&arena, "%s.XXXXXX", path);
    int fd = mkstemp(temporary), broken;

    assert(path != NULL && bytes != NULL && err != NULL);
    if (fd < 0)
        return err_set(err, ERR_UNEXPECTED, "cannot write '%s': %s", path, strerror(errno));
    /* mkstemp makes it 0600, and fails rather than follow a link. */
    broken = files_put(fd, bytes, n) != 0 || fsync(fd) != 0;
    if (close(fd) != 0 || broken || rename(temporary, path) != 0) {
        err_set(err, ERR_UNEXPECTED, "cannot write '%s': %s", path, strerror(errno));
        unlink(temporary);
        return -1;
    }
    return 0;
}

int files_append(const char *path, const char *bytes, size_t n, struct err *err)
{
    int fd cleanup_fd = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);

    if (fd < 0 || files_put(fd, bytes, n) != 0)
        return err_set(err, ERR_UNEXPECTED, "cannot append to '%s': %s", path, strerror(errno));
    return 0;
}

struct names {
    const char **items;
    size_t nr, cap;
};

static void names_add(struct names *names, struct arena *arena, const char *name)
{
    ARENA_GROW(arena, names->items, names->nr, names->cap);
    names->items[names->nr++] = name;
}

static int compare_names(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static bool ends_with(const char *text, const char *end)
{
    size_t n = strlen(text), m = strlen(end);

    return n > m && strcmp(text + n - m, end) == 0;
}

static int folder_names(const char *folder, struct arena *arena, struct names *names,
                        struct err *err)
{
    size_t first = names->nr;
    struct dirent *entry;
    DIR *dir = opendir(folder);

    if (dir == NULL)
        return err_set(err, ERR_DATA, "cannot open folder '%s': %s", folder, strerror(errno));
    while ((entry = readdir(dir)) != NULL) {
        if (entry->d_name[0] == '.' ||
            !(ends_with(entry->d_name, ".yaml") || ends_with(entry->d_name, ".yml")))
            continue;
        names_add(names, arena,
                  arena_printf(arena, "%s%s%s", folder, ends_with(folder, "/") ? "" : "/",
                               entry->d_name));
    }
    closedir(dir);
    if (names->nr == first)
        return err_set(err, ERR_DATA, "no *.yaml or *.yml in folder '%s'", folder);
    qsort(names->items + first, names->nr - first, sizeof *names->items, compare_names);
    return 0;
}

const char *files_default(void)
{
    static const char *const names[] = {"images.yaml", "ferry.yaml"};
    struct stat info;
    size_t i;

    for (i = 0; i < sizeof names / sizeof *names; i++)
        if (stat(names[i], &info) == 0)
            return names[i];
    return NULL;
}

int files_manifests(const char *const *given, size_t n_given, struct arena *arena,
                    struct manifest_source **sources, size_t *n_sources, struct err *err)
{
    struct names names = {NULL, 0, 0};
    struct manifest_source *read;
    struct stat info;
    size_t i;

    if (n_given == 0 && files_default() != NULL)
        names_add(&names, arena, files_default());
    if (n_given == 0 && names.nr == 0)
        return err_set(err, ERR_USAGE,
                       "no manifest: name a FILE, or put images.yaml or ferry.yaml here");
    for (i = 0; i < n_given; i++) {
        if (strcmp(given[i], "-") != 0 && stat(given[i], &info) == 0 && S_ISDIR(info.st_mode)) {
            if (folder_names(given[i], arena, &names, err) != 0)
                return -1;
        } else {
            names_add(&names, arena, given[i]);
        }
    }
    read = arena_array(arena, names.nr, sizeof *read);
    for (i = 0; i < names.nr; i++) {
        read[i].path = names.items[i];
        if (files_read(names.items[i], ERR_DATA, arena, &read[i].bytes, &read[i].n, err) != 0)
            return -1;
    }
    *sources = read;
    *n_sources = names.nr;
    return 0;
}
