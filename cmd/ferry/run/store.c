/* SPDX-License-Identifier: MIT */
#include "cmd/ferry/run/store.h"

#include "cmd/ferry/run/files.h"
#include "cmd/ferry/run/process.h"
#include "providers/wire/digest.h"
#include "reconcile/base/clock.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { COMPACT_BYTES = 256 * 1024 }; /* a journal without open intents is emptied past this */

struct store {
    int lock, journal; /* descriptors; -1: not open */
    bool broken;       /* a write failed: what is in the file now is not known */
};

const char *store_folder(const char *option, struct arena *arena)
{
    const char *xdg = getenv("XDG_STATE_HOME"), *home = getenv("HOME");

    if (option != NULL)
        return option;
    if (xdg != NULL && xdg[0] == '/')
        return arena_printf(arena, "%s/ferry", xdg);
    if (home != NULL && home[0] == '/')
        return arena_printf(arena, "%s/.local/state/ferry", home);
    return NULL;
}

static const char *file_name(const char *folder, const char *kind, const char *identity,
                             const char *suffix, struct arena *arena)
{
    const char *hash = digest_hash_hex(DIGEST_SHA256, identity, strlen(identity), arena);

    return arena_printf(arena, "%s/%s/%.24s.%s", folder, kind, hash, suffix);
}

/*
 * The times in a journal are those of the run that wrote it, by the wall clock as it was when that
 * run began.  A clock that was set forward since - on a machine that woke from a snapshot, say -
 * makes them look older than they are, and an intent settled that is not.  The file's own time is
 * of the moment of the last record, so no open intent is taken for older than that.
 */
static void date_open(struct journal *journal, int64_t written_ms)
{
    size_t i;

    for (i = 0; i < journal->n_open; i++) {
        struct journal_intent *intent = &journal->open[i];
        int64_t *at_ms = intent->answered_ms != 0 ? &intent->answered_ms : &intent->at_ms;

        if (*at_ms < written_ms)
            *at_ms = written_ms;
    }
}

static int read_journal(int fd, const char *path, struct arena *arena, struct journal *out,
                        struct err *err)
{
    struct buf text cleanup_buf = BUF_INIT((size_t)64 * 1024 * 1024);
    struct stat info;

    if (fstat(fd, &info) != 0 || files_take(fd, &text) != 0)
        return err_set(err, ERR_DATA, "cannot read journal '%s': %s", path, strerror(errno));
    if (text.overflow)
        return err_set(err, ERR_DATA, "journal '%s' is larger than 64 MiB", path);
    if (journal_decode(arena_strndup(arena, text.ptr, text.len), text.len, arena, out, err) != 0) {
        err_wrap(err, "journal '%s'", path);
        return -1;
    }
    date_open(out, (int64_t)info.st_mtim.tv_sec * 1000 + info.st_mtim.tv_nsec / 1000000);
    return 0;
}

int store_look(const char *folder, const char *identity, struct arena *arena, struct journal *out,
               struct err *err)
{
    const char *path;
    int fd, status;

    assert(identity != NULL && out != NULL);
    memset(out, 0, sizeof *out);
    if (folder == NULL)
        return 0;
    path = file_name(folder, "journal", identity, "ndjson", arena);
    fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (fd < 0 && (errno == ENOENT || errno == ENOTDIR))
        return 0;
    if (fd < 0)
        return err_set(err, ERR_DATA, "cannot open journal '%s': %s", path, strerror(errno));
    status = read_journal(fd, path, arena, out, err);
    close(fd);
    return status;
}

/* mkdir -p, the folders that are made being ours alone. */
static int make_folder(const char *path, struct err *err)
{
    struct arena arena cleanup_arena = ARENA_INIT;
    char *copy = arena_strdup(&arena, path), *slash;
    struct stat info;

    for (slash = strchr(copy + 1, '/');; slash = strchr(slash + 1, '/')) {
        if (slash != NULL)
            *slash = '\0';
        if (mkdir(copy, 0700) != 0 && errno != EEXIST)
            return err_set(err, ERR_UNEXPECTED, "cannot make folder '%s': %s", copy,
                           strerror(errno));
        if (slash == NULL)
            break;
        *slash = '/';
    }
    if (stat(path, &info) != 0 || !S_ISDIR(info.st_mode))
        return err_set(err, ERR_UNEXPECTED, "'%s' is not a folder", path);
    if (info.st_uid != geteuid() || (info.st_mode & 022) != 0)
        return err_set(err, ERR_UNEXPECTED,
                       "folder '%s' can be changed by others: make it yours, mode 0700", path);
    return 0;
}

/* Who holds a lock that we did not get, as the holder wrote it. */
static void say_holder(int fd, struct err *err)
{
    char text[200] = "";
    ssize_t n = pread(fd, text, sizeof text - 1, 0);

    text[n > 0 ? n : 0] = '\0';
    text[strcspn(text, "\n")] = '\0';
    err_set(err, ERR_REFUSED, "another run holds this account's lock%s%s",
            *text != '\0' ? ": " : "", text);
}

static void sleep_ms(int64_t ms)
{
    struct timespec t = {ms / 1000, ms % 1000 * 1000000};

    nanosleep(&t, NULL);
}

static int take_lock(int fd, int64_t timeout_ms, struct err *err)
{
    int64_t until_ms = process_now_ms() + timeout_ms;
    char host[64] = "", text[200], since[CLOCK_TEXT];
    int n;

    while (flock(fd, LOCK_EX | LOCK_NB) != 0) {
        if (errno != EWOULDBLOCK && errno != EINTR)
            return err_set(err, ERR_UNEXPECTED, "cannot lock: %s", strerror(errno));
        if (process_now_ms() >= until_ms || process_interrupts() > 0) {
            say_holder(fd, err);
            return 1;
        }
        sleep_ms(100);
    }
    gethostname(host, sizeof host - 1);
    clock_format(process_now_ms() / 1000, since);
    n = snprintf(text, sizeof text, "process %ld on %s since %s\n", (long)getpid(), host, since);
    /* Only for the person who waits: if it cannot be written, the lock holds all the same. */
    if (ftruncate(fd, 0) != 0 || pwrite(fd, text, (size_t)n, 0) != n)
        return 0;
    return 0;
}

/* A new file's name is on disk only when its folder is. */
static int sync_folder(const char *folder, struct err *err)
{
    int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    int status = fd < 0 ? -1 : fsync(fd);

    if (status != 0)
        err_set(err, ERR_UNEXPECTED, "cannot sync folder '%s': %s", folder, strerror(errno));
    if (fd >= 0)
        close(fd);
    return status;
}

static int open_journal(struct store *store, const char *folder, const char *identity,
                        struct arena *arena, struct journal *journal, struct err *err)
{
    const char *path = file_name(folder, "journal", identity, "ndjson", arena);
    const char *journals = arena_printf(arena, "%s/journal", folder);

    store->journal = open(path, O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (store->journal < 0)
        return err_set(err, ERR_UNEXPECTED, "cannot open journal '%s': %s", path, strerror(errno));
    if (sync_folder(journals, err) != 0 || sync_folder(folder, err) != 0 ||
        read_journal(store->journal, path, arena, journal, err) != 0)
        return -1;
    if (journal->torn && ftruncate(store->journal, (off_t)journal->sound) != 0)
        return err_set(err, ERR_UNEXPECTED, "cannot mend journal '%s': %s", path, strerror(errno));
    if (journal->n_open == 0 && journal->sound > COMPACT_BYTES && ftruncate(store->journal, 0) != 0)
        return err_set(err, ERR_UNEXPECTED, "cannot empty journal '%s': %s", path, strerror(errno));
    return 0;
}

int store_hold(const char *folder, const char *identity, int64_t timeout_ms, struct arena *arena,
               struct store **out, struct journal *journal, struct err *err)
{
    struct store *store;
    const char *path;
    int status;

    assert(identity != NULL && out != NULL && journal != NULL);
    if (folder == NULL)
        return err_set(err, ERR_USAGE, "no home for the journal: set --state-dir");
    if (make_folder(folder, err) != 0 ||
        make_folder(arena_printf(arena, "%s/locks", folder), err) != 0 ||
        make_folder(arena_printf(arena, "%s/journal", folder), err) != 0)
        return -1;
    store = calloc(1, sizeof *store);
    if (store == NULL)
        arena_exhausted();
    store->journal = -1;
    path = file_name(folder, "locks", identity, "lock", arena);
    store->lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (store->lock < 0)
        status = err_set(err, ERR_UNEXPECTED, "cannot open '%s': %s", path, strerror(errno));
    else
        status = take_lock(store->lock, timeout_ms, err);
    if (status == 0)
        status = open_journal(store, folder, identity, arena, journal, err);
    if (status != 0) {
        store_release(store);
        return status;
    }
    *out = store;
    return 0;
}

bool store_append(struct store *store, const struct journal_record *record)
{
    struct buf line cleanup_buf = BUF_INIT(BUF_UNBOUNDED);

    assert(store != NULL && record != NULL);
    if (store->broken)
        return false;
    journal_encode(record, &line);
    /* After a failed sync the kernel may have dropped the pages and say "fine" next time. */
    if (files_put(store->journal, line.ptr, line.len) != 0 || fdatasync(store->journal) != 0)
        store->broken = true;
    return !store->broken;
}

void store_release(struct store *store)
{
    if (store == NULL)
        return;
    if (store->journal >= 0)
        close(store->journal);
    if (store->lock >= 0)
        close(store->lock); /* and with it the lock */
    free(store);
}
