/* SPDX-License-Identifier: MIT */
/* Journal and lock on a real folder, and files written whole. */
#include "tests/unit.h"

#include "cmd/ferry/run/files.h"
#include "cmd/ferry/run/store.h"
#include "providers/wire/digest.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

static struct arena arena;
static const char *folder;

static int set_up(void **state)
{
    char *name = arena_strdup(&arena, "/tmp/ferry-test-state.XXXXXX");
    struct err err = ERR_INIT;

    (void)state;
    assert_int_equal(digest_ready(&err), 0);
    assert_non_null(mkdtemp(name));
    folder = name;
    return 0;
}

static int tear_down(void **state)
{
    const char *command = arena_printf(&arena, "rm -rf '%s'", folder);

    (void)state;
    return system(command) == 0 ? 0 : -1;
}

static const struct journal_intent intent = {
    .id = 7,
    .at_ms = 1000,
    .identity = "cloud a",
    .source_region = "gz",
    .source_ids = (const char *const[]){"img-1"},
    .n_source_ids = 1,
    .targets = &(const struct journal_target){.name = "web", .region = "sh"},
    .n_targets = 1,
};

static void an_intent_is_there_for_the_next_run(void **state)
{
    const struct journal_record record = {JOURNAL_INTENT, &intent, 7, 1000, NULL};
    const struct journal_record closed = {JOURNAL_CLOSED, NULL, 7, 2000, "settled"};
    struct store *held;
    struct journal journal;
    struct err err = ERR_INIT;

    (void)state;
    memset(&journal, 0, sizeof journal);
    assert_int_equal(store_hold(folder, "cloud a", 0, &arena, &held, &journal, &err), 0);
    assert_int_equal(journal.n_open, 0);
    assert_true(store_append(held, &record));
    store_release(held);

    assert_int_equal(store_look(folder, "cloud a", &arena, &journal, &err), 0);
    assert_int_equal(journal.n_open, 1);
    assert_string_equal(journal.open[0].targets[0].region, "sh");
    assert_int_equal(store_look(folder, "cloud b", &arena, &journal, &err), 0);
    assert_int_equal(journal.n_open, 0);

    memset(&journal, 0, sizeof journal);
    assert_int_equal(store_hold(folder, "cloud a", 0, &arena, &held, &journal, &err), 0);
    assert_int_equal(journal.n_open, 1);
    assert_true(store_append(held, &closed));
    store_release(held);
    assert_int_equal(store_look(folder, "cloud a", &arena, &journal, &err), 0);
    assert_int_equal(journal.n_open, 0);
}

static void one_run_holds_an_account_at_a_time(void **state)
{
    struct store *first, *second = NULL, *other;
    struct journal journal;
    struct err err = ERR_INIT;

    (void)state;
    assert_int_equal(store_hold(folder, "cloud a", 0, &arena, &first, &journal, &err), 0);
    assert_int_equal(store_hold(folder, "cloud a", 0, &arena, &second, &journal, &err), 1);
    assert_null(second);
    assert_int_equal(err.code, ERR_REFUSED);
    assert_non_null(strstr(err.text, "process ")); /* says who */
    assert_null(strstr(err.text, "cloud a"));      /* a key id stands in it */
    err = ERR_INIT;
    assert_int_equal(store_hold(folder, "cloud b", 0, &arena, &other, &journal, &err), 0);
    store_release(other);
    store_release(first);
    assert_int_equal(store_hold(folder, "cloud a", 0, &arena, &second, &journal, &err), 0);
    store_release(second);
}

/* The journal's path: the only file in its folder. */
static const char *journal_file(void)
{
    const char *path = arena_printf(&arena, "%s/journal", folder);
    DIR *dir = opendir(path);
    struct dirent *entry;
    const char *found = NULL;

    assert_non_null(dir);
    while ((entry = readdir(dir)) != NULL)
        if (entry->d_name[0] != '.')
            found = arena_printf(&arena, "%s/%s", path, entry->d_name);
    closedir(dir);
    assert_non_null(found);
    return found;
}

/* The clock was set forward after the record was written: its own time lies an hour back. */
static void an_intent_is_no_older_than_the_journal_s_last_record(void **state)
{
    const struct journal_record record = {JOURNAL_INTENT, &intent, 7, 1000, NULL};
    struct journal_intent answered = intent;
    const struct journal_record answer = {JOURNAL_ANSWER, &answered, 7, 1500, "accepted"};
    const struct timespec times[] = {{3600, 0}, {3600, 5000000}};
    struct store *held;
    struct journal journal;
    struct err err = ERR_INIT;

    (void)state;
    assert_int_equal(store_hold(folder, "cloud a", 0, &arena, &held, &journal, &err), 0);
    assert_true(store_append(held, &record));
    assert_int_equal(utimensat(AT_FDCWD, journal_file(), times, 0), 0);
    assert_int_equal(store_look(folder, "cloud a", &arena, &journal, &err), 0);
    assert_int_equal(journal.open[0].at_ms, 3600005);
    assert_int_equal(journal.open[0].answered_ms, 0);
    answered.answered_ms = 1500;
    assert_true(store_append(held, &answer));
    store_release(held);
    assert_int_equal(utimensat(AT_FDCWD, journal_file(), times, 0), 0);
    assert_int_equal(store_look(folder, "cloud a", &arena, &journal, &err), 0);
    assert_int_equal(journal.open[0].answered_ms, 3600005);
    assert_int_equal(utimensat(AT_FDCWD, journal_file(), (struct timespec[]){{1, 0}, {1, 0}}, 0),
                     0);
    assert_int_equal(store_look(folder, "cloud a", &arena, &journal, &err), 0);
    assert_int_equal(journal.open[0].answered_ms, 1500);
}

static void write_to(const char *path, int flags, const char *text)
{
    int fd = open(path, O_WRONLY | flags, 0600);

    assert_true(fd >= 0);
    assert_int_equal(write(fd, text, strlen(text)), (ssize_t)strlen(text));
    close(fd);
}

static void a_torn_end_is_mended_and_a_bad_line_refused(void **state)
{
    const struct journal_record record = {JOURNAL_INTENT, &intent, 7, 1000, NULL};
    struct store *held;
    struct journal journal;
    struct err err = ERR_INIT;

    (void)state;
    memset(&journal, 0, sizeof journal);
    assert_int_equal(store_hold(folder, "cloud a", 0, &arena, &held, &journal, &err), 0);
    store_release(held);
    write_to(journal_file(), O_APPEND, "{\"v\":1,\"kind\":\"int");
    assert_int_equal(store_hold(folder, "cloud a", 0, &arena, &held, &journal, &err), 0);
    assert_true(journal.torn);
    assert_true(store_append(held, &record));
    store_release(held);
    assert_int_equal(store_look(folder, "cloud a", &arena, &journal, &err), 0);
    assert_int_equal(journal.n_open, 1);

    write_to(journal_file(), O_APPEND, "nonsense\n");
    assert_int_equal(store_look(folder, "cloud a", &arena, &journal, &err), -1);
    assert_int_equal(err.code, ERR_DATA);
    assert_non_null(strstr(err.text, "line 2"));
}

static void looking_leaves_no_trace(void **state)
{
    const char *absent = arena_printf(&arena, "%s/absent", folder);
    struct journal journal;
    struct stat info;
    struct err err = ERR_INIT;

    (void)state;
    assert_int_equal(store_look(absent, "cloud a", &arena, &journal, &err), 0);
    assert_int_equal(stat(absent, &info), -1);
}

static void state_is_ours_alone(void **state)
{
    struct store *held;
    struct journal journal;
    struct stat info;
    struct err err = ERR_INIT;

    (void)state;
    assert_int_equal(store_hold(folder, "cloud a", 0, &arena, &held, &journal, &err), 0);
    store_release(held);
    assert_int_equal(stat(journal_file(), &info), 0);
    assert_int_equal(info.st_mode & 0777, 0600);
    assert_int_equal(stat(arena_printf(&arena, "%s/journal", folder), &info), 0);
    assert_int_equal(info.st_mode & 0777, 0700);
    assert_int_equal(chmod(arena_printf(&arena, "%s/journal", folder), 0777), 0);
    assert_int_equal(store_hold(folder, "cloud a", 0, &arena, &held, &journal, &err), -1);
    assert_non_null(strstr(err.text, "can be changed by others"));
}

static void files_are_written_whole_and_follow_no_link(void **state)
{
    const char *target = arena_printf(&arena, "%s/target", folder);
    const char *link = arena_printf(&arena, "%s/plan.json", folder);
    const char *bytes;
    struct stat info;
    struct err err = ERR_INIT;
    size_t n;

    (void)state;
    write_to(target, O_CREAT, "precious");
    assert_int_equal(symlink(target, link), 0);
    assert_int_equal(files_write(link, "plan", 4, &err), 0);
    assert_int_equal(lstat(link, &info), 0);
    assert_true(S_ISREG(info.st_mode));
    assert_int_equal(info.st_mode & 0777, 0600);
    assert_int_equal(files_read(target, ERR_DATA, &arena, &bytes, &n, &err), 0);
    assert_string_equal(bytes, "precious");
    assert_int_equal(files_write(arena_printf(&arena, "%s/no/such", folder), "x", 1, &err), -1);
}

static void a_folder_gives_its_manifests_in_order(void **state)
{
    struct manifest_source *sources;
    struct err err = ERR_INIT;
    size_t n;

    (void)state;
    write_to(arena_printf(&arena, "%s/b.yml", folder), O_CREAT, "b");
    write_to(arena_printf(&arena, "%s/a.yaml", folder), O_CREAT, "a");
    write_to(arena_printf(&arena, "%s/.hidden.yaml", folder), O_CREAT, "h");
    write_to(arena_printf(&arena, "%s/note.txt", folder), O_CREAT, "n");
    assert_int_equal(files_manifests(&folder, 1, &arena, &sources, &n, &err), 0);
    assert_int_equal(n, 2);
    assert_string_equal(sources[0].bytes, "a");
    assert_string_equal(sources[1].path, arena_printf(&arena, "%s/b.yml", folder));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(an_intent_is_there_for_the_next_run, set_up, tear_down),
        cmocka_unit_test_setup_teardown(one_run_holds_an_account_at_a_time, set_up, tear_down),
        cmocka_unit_test_setup_teardown(an_intent_is_no_older_than_the_journal_s_last_record,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_torn_end_is_mended_and_a_bad_line_refused, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(looking_leaves_no_trace, set_up, tear_down),
        cmocka_unit_test_setup_teardown(state_is_ours_alone, set_up, tear_down),
        cmocka_unit_test_setup_teardown(files_are_written_whole_and_follow_no_link, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(a_folder_gives_its_manifests_in_order, set_up, tear_down),
    };
    int status = cmocka_run_group_tests_name("store", tests, NULL, NULL);

    arena_free(&arena);
    return status;
}
