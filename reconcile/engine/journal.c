/* SPDX-License-Identifier: MIT */
#include "reconcile/engine/journal.h"

#include "reconcile/base/jsonw.h"
#include "reconcile/base/str.h"
#include "reconcile/base/utf8.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum {
    CHECKSUM_DIGITS = 16,
    OPEN_MAX = 16384, /* open intents: far more than any run leaves, few enough to walk */
};

static const char *const kind_names[] = {
    [JOURNAL_INTENT] = "intent",
    [JOURNAL_ANSWER] = "answer",
    [JOURNAL_CLOSED] = "closed",
};

/* FNV-1a, 64 bits: finds what a disk or an editor did to a line; no defence against people. */
static uint64_t checksum(const char *bytes, size_t n)
{
    uint64_t hash = UINT64_C(0xCBF29CE484222325);
    size_t i;

    for (i = 0; i < n; i++)
        hash = (hash ^ (unsigned char)bytes[i]) * UINT64_C(0x100000001B3);
    return hash;
}

/* ---- writing ---- */

static void write_intent(struct jsonw *w, const struct journal_intent *intent)
{
    size_t i;

    jsonw_object(w, "intent");
    jsonw_int(w, "at_ms", intent->at_ms);
    jsonw_int(w, "answered_ms", intent->answered_ms);
    jsonw_string(w, "identity", intent->identity);
    jsonw_string(w, "source_region", intent->source_region);
    jsonw_strings(w, "source_ids", intent->source_ids, intent->n_source_ids);
    jsonw_array(w, "targets");
    for (i = 0; i < intent->n_targets; i++) {
        const struct journal_target *target = &intent->targets[i];

        jsonw_object(w, NULL);
        jsonw_string(w, "name", target->name);
        jsonw_string(w, "region", target->region);
        jsonw_strings(w, "before", target->before, target->n_before);
        jsonw_string(w, "id", target->id);
        jsonw_close(w);
    }
    jsonw_close(w);
    jsonw_close(w);
}

void journal_encode(const struct journal_record *record, struct buf *out)
{
    size_t start = out->len;
    struct jsonw w = JSONW_INIT(out);
    char id[CHECKSUM_DIGITS + 1];

    assert(record->kind == JOURNAL_CLOSED || record->intent != NULL);
    snprintf(id, sizeof id, "%016" PRIx64,
             record->kind == JOURNAL_CLOSED ? record->id : record->intent->id);
    jsonw_object(&w, NULL);
    jsonw_int(&w, "v", 1);
    jsonw_string(&w, "kind", kind_names[record->kind]);
    jsonw_string(&w, "id", id); /* as text: a number of 64 bits is no safe JSON number */
    jsonw_int(&w, "at_ms", record->at_ms);
    jsonw_string(&w, "outcome", record->outcome);
    if (record->kind != JOURNAL_CLOSED)
        write_intent(&w, record->intent);
    jsonw_close(&w);
    buf_printf(out, " %016" PRIx64 "\n", checksum(out->ptr + start, out->len - start));
}

/* ---- reading ---------------------------------------------------------------------------------
 * Nobody but write_intent() writes these lines, so the reader knows the order of the keys and wants
 * it: no general JSON, no nesting that a stranger chooses.
 */

struct line {
    const char *at, *end;
    struct arena *arena;
    const char *wrong; /* what is off; the first one stays */
};

static void complain(struct line *line, const char *what)
{
    if (line->wrong == NULL)
        line->wrong = what;
    line->at = line->end;
}

static bool accept(struct line *line, const char *text)
{
    size_t n = strlen(text);

    if ((size_t)(line->end - line->at) < n || memcmp(line->at, text, n) != 0)
        return false;
    line->at += n;
    return true;
}

static void expect(struct line *line, const char *text)
{
    if (!accept(line, text))
        complain(line, "not in the journal's form");
}

/* The number after `key`, a piece of the line. */
static int64_t read_int(struct line *line, const char *key)
{
    int64_t value = 0;
    const char *start;
    bool negative;

    expect(line, key);
    negative = accept(line, "-");
    start = line->at;
    while (line->at < line->end && *line->at >= '0' && *line->at <= '9') {
        if (line->at - start == 18) {
            complain(line, "a number is too large");
            return 0;
        }
        value = value * 10 + (*line->at++ - '0');
    }
    if (line->at == start)
        complain(line, "a number is missing");
    return negative ? -value : value;
}

static bool read_hex(struct line *line, int digits, uint64_t *value)
{
    *value = 0;
    if (line->end - line->at < digits)
        return false;
    for (; digits > 0; digits--) {
        char c = *line->at++;

        if (c >= '0' && c <= '9')
            *value = *value << 4 | (uint64_t)(c - '0');
        else if (c >= 'a' && c <= 'f')
            *value = *value << 4 | (uint64_t)(c - 'a' + 10);
        else
            return false;
    }
    return true;
}

/* What jsonw_quote() writes after a backslash.  Returns the bytes put to *out, 0 when it is off. */
static size_t read_escape(struct line *line, char *out)
{
    static const char from[] = "\"\\nrt", to[] = "\"\\\n\r\t";
    char c = line->at < line->end ? *line->at++ : 0;
    const char *known = c == 0 ? NULL : strchr(from, c);
    uint64_t code;

    if (known != NULL) {
        *out = to[known - from];
        return 1;
    }
    if (c != 'u' || !read_hex(line, 4, &code) || code == 0 || (code >= 0xD800 && code <= 0xDFFF))
        return 0;
    if (code < 0x80) {
        out[0] = (char)code;
        return 1;
    }
    if (code < 0x800) {
        out[0] = (char)(0xC0 | code >> 6);
        out[1] = (char)(0x80 | (code & 0x3F));
        return 2;
    }
    out[0] = (char)(0xE0 | code >> 12);
    out[1] = (char)(0x80 | (code >> 6 & 0x3F));
    out[2] = (char)(0x80 | (code & 0x3F));
    return 3;
}

/* A string in the arena; NULL for a complaint.  No escape is shorter than what it stands for. */
static const char *read_string(struct line *line)
{
    const char *start = line->at;
    char *text;
    size_t n = 0, used;

    expect(line, "\"");
    while (line->at < line->end && *line->at != '"')
        line->at += *line->at == '\\' && line->end - line->at > 1 ? 2 : 1;
    if (line->at >= line->end) {
        complain(line, "a string has no end");
        return NULL;
    }
    text = arena_alloc(line->arena, (size_t)(line->at - start) + 1);
    line->at = start + 1;
    while (*line->at != '"') {
        if (*line->at != '\\') {
            text[n++] = *line->at++;
            continue;
        }
        line->at++;
        used = read_escape(line, text + n);
        if (used == 0) {
            complain(line, "a string has a wrong escape");
            return NULL;
        }
        n += used;
    }
    line->at++;
    if (memchr(text, 0, n) != NULL || !utf8_valid(text, n)) {
        complain(line, "a string is no text");
        return NULL;
    }
    return text;
}

/* The string after `key`, a piece of the line. */
static const char *read_text(struct line *line, const char *key)
{
    expect(line, key);
    return read_string(line);
}

static const char *read_string_or_null(struct line *line)
{
    return accept(line, "null") ? NULL : read_string(line);
}

static const char *const *read_strings(struct line *line, size_t *n)
{
    const char **items = NULL;
    size_t nr = 0, cap = 0;

    expect(line, "[");
    while (line->wrong == NULL && !accept(line, "]")) {
        if (nr > 0)
            expect(line, ",");
        ARENA_GROW(line->arena, items, nr, cap);
        items[nr++] = read_string(line);
    }
    *n = nr;
    return items;
}

static void read_target(struct line *line, struct journal_target *target)
{
    target->name = read_text(line, "{\"name\":");
    target->region = read_text(line, ",\"region\":");
    expect(line, ",\"before\":");
    target->before = read_strings(line, &target->n_before);
    expect(line, ",\"id\":");
    target->id = read_string_or_null(line);
    expect(line, "}");
}

static void read_intent(struct line *line, struct journal_intent *intent)
{
    struct journal_target *targets = NULL;
    size_t nr = 0, cap = 0;

    intent->at_ms = read_int(line, ",\"intent\":{\"at_ms\":");
    intent->answered_ms = read_int(line, ",\"answered_ms\":");
    intent->identity = read_text(line, ",\"identity\":");
    intent->source_region = read_text(line, ",\"source_region\":");
    expect(line, ",\"source_ids\":");
    intent->source_ids = read_strings(line, &intent->n_source_ids);
    expect(line, ",\"targets\":[");
    while (line->wrong == NULL && !accept(line, "]")) {
        if (nr > 0)
            expect(line, ",");
        ARENA_GROW(line->arena, targets, nr, cap);
        read_target(line, &targets[nr++]);
    }
    intent->targets = targets;
    intent->n_targets = nr;
    expect(line, "}");
}

static enum journal_kind read_kind(struct line *line)
{
    const char *kind = read_string(line);
    size_t n = sizeof kind_names / sizeof *kind_names;
    size_t i = kind == NULL ? n : str_index(kind_names, n, kind);

    if (i < n)
        return (enum journal_kind)i;
    complain(line, "unknown kind of record");
    return JOURNAL_INTENT;
}

/* The JSON of a line, without its checksum.  `intent` is filled for all but a closing record. */
static enum journal_kind read_record(struct line *line, struct journal_intent *intent)
{
    enum journal_kind kind;

    expect(line, "{\"v\":");
    if (line->wrong == NULL && !accept(line, "1,\"kind\":"))
        complain(line, "written by another version of ferry");
    kind = read_kind(line);
    expect(line, ",\"id\":\"");
    if (!read_hex(line, 16, &intent->id))
        complain(line, "the id is off");
    read_int(line, "\",\"at_ms\":");
    expect(line, ",\"outcome\":");
    read_string_or_null(line);
    if (kind != JOURNAL_CLOSED)
        read_intent(line, intent);
    expect(line, "}");
    if (line->at != line->end)
        complain(line, "something follows the record");
    return kind;
}

static size_t find_open(const struct journal *journal, uint64_t id)
{
    size_t i;

    for (i = 0; i < journal->n_open; i++)
        if (journal->open[i].id == id)
            break;
    return i;
}

/* Returns what is off; NULL if the record follows from what was read before. */
static const char *take_record(struct journal *journal, enum journal_kind kind,
                               const struct journal_intent *intent, struct arena *arena)
{
    size_t at = find_open(journal, intent->id);

    switch (kind) {
    case JOURNAL_INTENT:
        if (at < journal->n_open)
            return "an intent is written twice";
        if (journal->n_open == OPEN_MAX)
            return "too many open intents";
        ARENA_GROW(arena, journal->open, journal->n_open, journal->cap_open);
        journal->open[journal->n_open++] = *intent;
        return NULL;
    case JOURNAL_ANSWER:
        if (at == journal->n_open)
            return "an answer without its intent";
        journal->open[at] = *intent;
        return NULL;
    case JOURNAL_CLOSED:
        /* Closing what is not open is harmless: an intent that never reached the disk. */
        if (at < journal->n_open) {
            memmove(&journal->open[at], &journal->open[at + 1],
                    (journal->n_open - at - 1) * sizeof *journal->open);
            journal->n_open--;
        }
        return NULL;
    }
    return NULL;
}

/* One whole line, newline excluded.  Returns what is off, or NULL. */
static const char *decode_line(const char *bytes, size_t n, struct arena *arena,
                               struct journal *journal)
{
    struct journal_intent intent = {0};
    struct line line = {bytes, bytes + n, arena, NULL};
    enum journal_kind kind;
    uint64_t sum;

    if (n < CHECKSUM_DIGITS + 1 || bytes[n - CHECKSUM_DIGITS - 1] != ' ')
        return "it has no checksum";
    line.at = line.end - CHECKSUM_DIGITS;
    if (!read_hex(&line, CHECKSUM_DIGITS, &sum) || sum != checksum(bytes, n - CHECKSUM_DIGITS - 1))
        return "its checksum does not match";
    line.at = bytes;
    line.end = bytes + n - CHECKSUM_DIGITS - 1;
    kind = read_record(&line, &intent);
    if (line.wrong != NULL)
        return line.wrong;
    return take_record(journal, kind, &intent, arena);
}

int journal_decode(const char *bytes, size_t n, struct arena *arena, struct journal *out,
                   struct err *err)
{
    struct journal journal = {0};

    while (journal.sound < n) {
        const char *start = bytes + journal.sound;
        const char *end = memchr(start, '\n', n - journal.sound);
        const char *wrong;

        if (end == NULL) {
            journal.torn = true;
            break;
        }
        wrong = decode_line(start, (size_t)(end - start), arena, &journal);
        if (wrong != NULL)
            return err_set(err, ERR_DATA, "line %zu is damaged: %s", journal.lines + 1, wrong);
        journal.lines++;
        journal.sound = (size_t)(end - bytes) + 1;
    }
    *out = journal;
    return 0;
}
