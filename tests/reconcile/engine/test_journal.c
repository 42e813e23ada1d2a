/* SPDX-License-Identifier: MIT */
/* journal: what is written is read back; what is torn is dropped; what is damaged is refused. */
#include "tests/unit.h"

#include "reconcile/engine/journal.h"

static const char *const before[] = {"img-old1", "img-old2"};
static const char *const source_ids[] = {"img-source"};
static const struct journal_target targets[] = {
    {"web \"base\" \\ <1>\t\x01 \xE9\x95\x9C\xC2\x85", "ap-tokyo", before, 2, NULL},
    {"web", "ap-seoul", NULL, 0, "img-new"},
};
static const struct journal_intent intent = {
    .id = UINT64_C(0xFEDCBA9876543210),
    .at_ms = INT64_C(1795339200123),
    .identity = "tencent-cvm/100001",
    .source_region = "ap-guangzhou",
    .source_ids = source_ids,
    .n_source_ids = 1,
    .targets = targets,
    .n_targets = 2,
};

static void write_line(struct buf *out, enum journal_kind kind, const struct journal_intent *of)
{
    struct journal_record record = {kind, of, of->id, of->at_ms, NULL};

    if (kind != JOURNAL_INTENT)
        record.outcome = "accepted";
    journal_encode(&record, out);
}

static int decode(const struct buf *bytes, struct arena *arena, struct journal *out,
                  struct err *err)
{
    return journal_decode(bytes->ptr, bytes->len, arena, out, err);
}

static void an_intent_is_read_back_as_it_was_written(void **state)
{
    cleanup_buf struct buf file = BUF_INIT(BUF_UNBOUNDED);
    cleanup_arena struct arena arena = ARENA_INIT;
    struct journal journal;
    struct err err = ERR_INIT;
    const struct journal_intent *read;

    (void)state;
    write_line(&file, JOURNAL_INTENT, &intent);
    assert_int_equal(decode(&file, &arena, &journal, &err), 0);
    assert_int_equal(journal.n_open, 1);
    assert_int_equal(journal.lines, 1);
    assert_int_equal(journal.sound, file.len);
    assert_false(journal.torn);
    read = &journal.open[0];
    assert_true(read->id == intent.id);
    assert_true(read->at_ms == intent.at_ms);
    assert_int_equal(read->answered_ms, 0);
    assert_string_equal(read->identity, intent.identity);
    assert_string_equal(read->source_region, intent.source_region);
    assert_int_equal(read->n_source_ids, 1);
    assert_string_equal(read->source_ids[0], "img-source");
    assert_int_equal(read->n_targets, 2);
    assert_string_equal(read->targets[0].name, targets[0].name);
    assert_string_equal(read->targets[0].before[1], "img-old2");
    assert_null(read->targets[0].id);
    assert_int_equal(read->targets[1].n_before, 0);
    assert_string_equal(read->targets[1].id, "img-new");
}

static void the_form_of_a_line_is_fixed(void **state)
{
    static const struct journal_target target = {"web", "ap-seoul", NULL, 0, NULL};
    struct journal_intent small = {.id = 1, .at_ms = 5, .identity = "c", .source_region = "r"};
    struct journal_record closed = {JOURNAL_CLOSED, NULL, 1, 9, "settled"};
    cleanup_buf struct buf file = BUF_INIT(BUF_UNBOUNDED);

    (void)state;
    small.targets = &target;
    small.n_targets = 1;
    write_line(&file, JOURNAL_INTENT, &small);
    journal_encode(&closed, &file);
    assert_string_equal(
        file.ptr,
        "{\"v\":1,\"kind\":\"intent\",\"id\":\"0000000000000001\",\"at_ms\":5,"
        "\"outcome\":null,\"intent\":{\"at_ms\":5,\"answered_ms\":0,\"identity\":\"c\","
        "\"source_region\":\"r\",\"source_ids\":[],\"targets\":[{\"name\":\"web\","
        "\"region\":\"ap-seoul\",\"before\":[],\"id\":null}]}} 06ee94f13f1f2114\n"
        "{\"v\":1,\"kind\":\"closed\",\"id\":\"0000000000000001\",\"at_ms\":9,"
        "\"outcome\":\"settled\"} f01c448ca26e8b30\n");
}

static void an_answer_replaces_its_intent_and_a_closing_ends_it(void **state)
{
    cleanup_buf struct buf file = BUF_INIT(BUF_UNBOUNDED);
    cleanup_arena struct arena arena = ARENA_INIT;
    struct journal_intent other = intent, answered = intent;
    struct journal journal;
    struct err err = ERR_INIT;

    (void)state;
    other.id = 7;
    answered.answered_ms = answered.at_ms + 250;
    write_line(&file, JOURNAL_INTENT, &intent);
    write_line(&file, JOURNAL_INTENT, &other);
    write_line(&file, JOURNAL_ANSWER, &answered);
    assert_int_equal(decode(&file, &arena, &journal, &err), 0);
    assert_int_equal(journal.n_open, 2);
    assert_true(journal.open[0].answered_ms == answered.answered_ms);
    assert_int_equal(journal.open[1].answered_ms, 0);
    write_line(&file, JOURNAL_CLOSED, &intent);
    assert_int_equal(decode(&file, &arena, &journal, &err), 0);
    assert_int_equal(journal.n_open, 1);
    assert_true(journal.open[0].id == 7);
}

static void a_closing_of_what_never_reached_the_disk_is_harmless(void **state)
{
    cleanup_buf struct buf file = BUF_INIT(BUF_UNBOUNDED);
    cleanup_arena struct arena arena = ARENA_INIT;
    struct journal journal;
    struct err err = ERR_INIT;

    (void)state;
    write_line(&file, JOURNAL_CLOSED, &intent);
    assert_int_equal(decode(&file, &arena, &journal, &err), 0);
    assert_int_equal(journal.n_open, 0);
}

static void a_torn_end_is_dropped_wherever_it_was_torn(void **state)
{
    cleanup_buf struct buf file = BUF_INIT(BUF_UNBOUNDED);
    struct journal_intent other = intent;
    size_t whole, cut;

    (void)state;
    other.id = 7;
    write_line(&file, JOURNAL_INTENT, &intent);
    whole = file.len;
    write_line(&file, JOURNAL_INTENT, &other);
    for (cut = whole; cut < file.len; cut++) {
        cleanup_arena struct arena arena = ARENA_INIT;
        struct journal journal;
        struct err err = ERR_INIT;

        assert_int_equal(journal_decode(file.ptr, cut, &arena, &journal, &err), 0);
        assert_int_equal(journal.n_open, 1);
        assert_int_equal(journal.sound, whole);
        assert_int_equal(journal.torn, cut > whole);
    }
}

static void any_changed_byte_is_found_and_its_line_named(void **state)
{
    cleanup_buf struct buf file = BUF_INIT(BUF_UNBOUNDED);
    size_t first, i;

    (void)state;
    write_line(&file, JOURNAL_INTENT, &intent);
    first = file.len;
    write_line(&file, JOURNAL_CLOSED, &intent);
    for (i = 0; i < file.len; i++) {
        cleanup_arena struct arena arena = ARENA_INIT;
        struct journal journal;
        struct err err = ERR_INIT;

        if (i == file.len - 1)
            continue; /* without its newline the line is a torn end */
        file.ptr[i] ^= 4;
        assert_int_equal(decode(&file, &arena, &journal, &err), -1);
        assert_int_equal(err.code, ERR_DATA);
        assert_non_null(strstr(err.text, i < first ? "line 1 is damaged" : "line 2 is damaged"));
        file.ptr[i] ^= 4;
    }
}

static void lines_that_do_not_follow_are_refused(void **state)
{
    static const enum journal_kind wrong[][2] = {{JOURNAL_ANSWER, JOURNAL_CLOSED},
                                                 {JOURNAL_INTENT, JOURNAL_INTENT}};
    size_t i;

    (void)state;
    for (i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        cleanup_buf struct buf file = BUF_INIT(BUF_UNBOUNDED);
        cleanup_arena struct arena arena = ARENA_INIT;
        struct journal journal;
        struct err err = ERR_INIT;

        write_line(&file, wrong[i][0], &intent);
        write_line(&file, wrong[i][1], &intent);
        assert_int_equal(decode(&file, &arena, &journal, &err), -1);
    }
}

static void a_line_of_another_version_says_so(void **state)
{
    static const char text[] = "{\"v\":2} 9d193d6e1dfee9e3\n";
    cleanup_arena struct arena arena = ARENA_INIT;
    struct journal journal;
    struct err err = ERR_INIT;

    (void)state;
    assert_int_equal(journal_decode(text, sizeof text - 1, &arena, &journal, &err), -1);
    assert_string_equal(err.text, "line 1 is damaged: written by another version of ferry");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_intent_is_read_back_as_it_was_written),
        cmocka_unit_test(the_form_of_a_line_is_fixed),
        cmocka_unit_test(an_answer_replaces_its_intent_and_a_closing_ends_it),
        cmocka_unit_test(a_closing_of_what_never_reached_the_disk_is_harmless),
        cmocka_unit_test(a_torn_end_is_dropped_wherever_it_was_torn),
        cmocka_unit_test(any_changed_byte_is_found_and_its_line_named),
        cmocka_unit_test(lines_that_do_not_follow_are_refused),
        cmocka_unit_test(a_line_of_another_version_says_so),
    };

    return cmocka_run_group_tests_name("journal", tests, NULL, NULL);
}
