/* SPDX-License-Identifier: MIT */
#include "manifest/node.h"

#include "reconcile/base/utf8.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include <yaml.h>

struct anchor {
    const char *name;
    struct node *node;
};

struct reader {
    const struct sheet *sheet;
    struct arena *arena;
    struct diags *diags;
    struct node_work *work;
    struct node *open[NODE_DEPTH_MAX]; /* collections not yet closed, the outermost first */
    size_t depth;
    struct node *root;
    struct anchor *anchors; /* in the order of writing: the last of a name counts */
    size_t n_anchors, cap_anchors;
};

/* ---- the bytes ---- */

/* Bytes that no manifest may hold, found here because libyaml's marks are off for them. */
static int check_bytes(const struct sheet *sheet, struct diags *diags)
{
    struct place at;
    size_t offset = 0, index = 0, used;
    uint32_t c;

    if (sheet->n > NODE_BYTES_MAX) {
        at = sheet_place(sheet, 0, 1);
        diag_tell(diags, DIAG_TOO_LARGE, &at, "split it: several files are merged",
                  "the file is larger than %d MiB", NODE_BYTES_MAX >> 20);
        return -1;
    }
    for (; offset < sheet->n; offset += used, index++) {
        used = utf8_decode(sheet->bytes + offset, sheet->n - offset, &c);
        if (used == 0) {
            at = sheet_place(sheet, index, index + 1);
            diag_tell(diags, DIAG_NOT_UTF8, &at, "save the file as UTF-8",
                      "byte 0x%02X is not UTF-8", (unsigned char)sheet->bytes[offset]);
            return -1;
        }
        if (utf8_is_control(c) && c != '\t' && c != '\n' && c != '\r' && c != 0x85) {
            at = sheet_place(sheet, index, index + 1);
            diag_tell(diags, DIAG_CONTROL, &at, "remove it", "control character U+%04X in the file",
                      (unsigned)c);
            return -1;
        }
    }
    return 0;
}

/* ---- what libyaml says ---- */

/* libyaml's words → ours.  What is not here is told in its own words. */
static const struct {
    const char *problem;
    const char *summary;
    const char *hint;
} problems[] = {
    {"mapping values are not allowed in this context", "a \":\" cannot stand here",
     "is the line indented like its neighbours, and is a value with \": \" in quotes?"},
    {"block sequence entries are not allowed in this context", "a \"- \" cannot stand here",
     "a list begins on a line of its own, under its key"},
    {"did not find expected key", "a key is expected here",
     "is the line indented like its neighbours, and each bracket and quote closed?"},
    {"did not find expected '-' indicator", "a \"- \" is expected here",
     "items of one list begin in one column"},
    {"did not find expected ',' or ']'", "a \",\" or \"]\" is expected here",
     "is the list closed?"},
    {"did not find expected ',' or '}'", "a \",\" or \"}\" is expected here",
     "is the mapping closed?"},
    {"did not find expected node content", "a value is expected here", NULL},
    {"could not find expected ':'", "a \":\" is expected here", "write \"key: value\""},
    {"found unexpected end of stream", "the quote is never closed", NULL},
    {"found unexpected document indicator", "the quote is never closed", NULL},
    {"found unknown escape character", "no such escape",
     "write \"\\\\\" for a backslash, or use single quotes"},
    {"found character that cannot start any token", "a value cannot begin with this character",
     "put the value in quotes"},
    {"found undefined tag handle", "tags have no meaning here", "remove the tag"},
    {"did not find expected <document start>", "nothing may follow the document",
     "one file is one document"},
    {"did not find expected alphabetic or numeric character", "a name is expected here",
     "a value that begins with \"*\" or \"&\" needs quotes"},
    {"found invalid Unicode character escape code", "the escape stands for no character", NULL},
};

static size_t mark_index(const struct reader *r, yaml_mark_t mark)
{
    return mark.index < r->sheet->n_chars ? mark.index : r->sheet->n_chars;
}

static void tell_problem(struct reader *r, const yaml_parser_t *parser)
{
    size_t index = mark_index(r, parser->problem_mark), i;
    size_t offset = sheet_offset(r->sheet, index);
    struct place at = sheet_place(r->sheet, index, index + 1), context;
    const char *problem = parser->problem == NULL ? "unreadable" : parser->problem;
    const char *summary = NULL, *hint = NULL;
    struct diag *diag;

    if (offset < r->sheet->n && r->sheet->bytes[offset] == '\t') {
        diag_tell(r->diags, DIAG_TAB, &at, "indent with spaces", "a tab cannot indent");
        return;
    }
    for (i = 0; i < sizeof problems / sizeof *problems && summary == NULL; i++) {
        if (strcmp(problem, problems[i].problem) == 0) {
            summary = problems[i].summary;
            hint = problems[i].hint;
        }
    }
    diag = diag_tell(r->diags, DIAG_SYNTAX, &at, hint, "%s", summary == NULL ? problem : summary);
    if (parser->context != NULL && (parser->context_mark.line != parser->problem_mark.line ||
                                    parser->context_mark.column != parser->problem_mark.column)) {
        index = mark_index(r, parser->context_mark);
        context = sheet_place(r->sheet, index, index + 1);
        diag_also(r->diags, diag, "it began here", &context);
    }
}

/* ---- building ---- */

static struct place event_place(const struct reader *r, const yaml_event_t *event)
{
    size_t begin = mark_index(r, event->start_mark), end = mark_index(r, event->end_mark);

    if (event->type != YAML_SCALAR_EVENT && event->type != YAML_ALIAS_EVENT)
        end = begin + 1;
    return sheet_place(r->sheet, begin, end);
}

static int spend_values(struct reader *r, size_t values, const struct place *at)
{
    size_t i;

    for (i = 0; i < r->depth; i++)
        r->open[i]->weight += values;
    r->work->values += values;
    if (r->work->values <= NODE_VALUES_MAX)
        return 0;
    diag_tell(r->diags, DIAG_BOMB, at, "write it without aliases of aliases, or split the file",
              "more than %d values, aliases written out", NODE_VALUES_MAX);
    return -1;
}

static void check_key(struct reader *r, const struct node *key)
{
    if (key->kind != NODE_SCALAR) {
        diag_add(r->diags, DIAG_KEY_FORM, &key->at, "a key is a word, not a list or mapping");
    } else if (key->plain && strcmp(key->text, "<<") == 0) {
        diag_tell(r->diags, DIAG_MERGE_KEY, &key->at, "write the keys out, or use `defaults`",
                  "\"<<\" does not merge here");
    }
}

/* Puts a finished or opened node where it belongs. */
static void attach(struct reader *r, struct node *node)
{
    struct node *parent;

    if (r->depth == 0) {
        r->root = node;
        return;
    }
    parent = r->open[r->depth - 1];
    if (parent->kind == NODE_MAP && parent->n % 2 == 0)
        check_key(r, node);
    ARENA_GROW(r->arena, parent->items, parent->n, parent->cap);
    parent->items[parent->n++] = node;
}

static void remember_anchor(struct reader *r, const yaml_char_t *name, struct node *node)
{
    if (name == NULL)
        return;
    ARENA_GROW(r->arena, r->anchors, r->n_anchors, r->cap_anchors);
    r->anchors[r->n_anchors].name = arena_strdup(r->arena, (const char *)name);
    r->anchors[r->n_anchors++].node = node;
}

/* The core's own tags say what is so anyway; others would change the value. */
static void check_tag(struct reader *r, const yaml_char_t *tag, const char *own,
                      const struct place *at)
{
    if (tag == NULL || strcmp((const char *)tag, own) == 0)
        return;
    diag_tell(r->diags, DIAG_TAG, at, "remove it: values are read as they are written",
              "the tag \"%s\" has no meaning here", (const char *)tag);
}

/* Returns false for a value that holds a control character. */
static bool check_scalar(struct reader *r, const yaml_event_t *event, const struct place *at)
{
    const char *value = (const char *)event->data.scalar.value;
    size_t n = event->data.scalar.length, used;
    uint32_t c;

    for (; n > 0; value += used, n -= used) {
        used = utf8_decode(value, n, &c);
        if (used == 0)
            used = 1, c = 0;
        if (!utf8_is_control(c))
            continue;
        if (c == '\n') {
            diag_tell(r->diags, DIAG_CONTROL, at, "write it on one line, without \"|\" or \">\"",
                      "a value is one line");
        } else {
            diag_tell(r->diags, DIAG_CONTROL, at, "remove it, or its escape",
                      "control character U+%04X in a value", (unsigned)c);
        }
        return false;
    }
    return true;
}

static int read_scalar(struct reader *r, const yaml_event_t *event)
{
    struct node *node = arena_alloc(r->arena, sizeof *node);

    node->kind = NODE_SCALAR;
    node->at = event_place(r, event);
    node->plain = event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
    node->text =
        arena_strndup(r->arena, (const char *)event->data.scalar.value, event->data.scalar.length);
    node->weight = 1;
    check_tag(r, event->data.scalar.tag, YAML_STR_TAG, &node->at);
    node->refused = !check_scalar(r, event, &node->at);
    attach(r, node);
    remember_anchor(r, event->data.scalar.anchor, node);
    return spend_values(r, 1, &node->at);
}

static int read_open(struct reader *r, const yaml_event_t *event)
{
    bool list = event->type == YAML_SEQUENCE_START_EVENT;
    struct node *node = arena_alloc(r->arena, sizeof *node);

    node->kind = list ? NODE_LIST : NODE_MAP;
    node->at = event_place(r, event);
    if (r->depth == NODE_DEPTH_MAX) {
        diag_add(r->diags, DIAG_DEPTH, &node->at, "nested deeper than %d levels", NODE_DEPTH_MAX);
        return -1;
    }
    check_tag(r, list ? event->data.sequence_start.tag : event->data.mapping_start.tag,
              list ? YAML_SEQ_TAG : YAML_MAP_TAG, &node->at);
    attach(r, node);
    remember_anchor(r, list ? event->data.sequence_start.anchor : event->data.mapping_start.anchor,
                    node);
    r->open[r->depth++] = node;
    return spend_values(r, 1, &node->at);
}

static int compare_keys(const void *left, const void *right)
{
    const struct node *a = *(const struct node *const *)left;
    const struct node *b = *(const struct node *const *)right;
    int by_text = strcmp(a->text, b->text);

    if (by_text != 0)
        return by_text;
    if (a->at.line != b->at.line)
        return a->at.line < b->at.line ? -1 : 1;
    return a->at.column - b->at.column;
}

/* Sorted, since comparing each key with each other is quadratic in what a stranger wrote. */
static void check_duplicates(struct reader *r, const struct node *map)
{
    const struct node **keys = arena_array(r->arena, map->n / 2 + 1, sizeof *keys);
    const struct node *first;
    size_t i, n = 0;

    for (i = 0; i + 1 < map->n; i += 2)
        if (map->items[i]->kind == NODE_SCALAR)
            keys[n++] = map->items[i];
    qsort(keys, n, sizeof *keys, compare_keys);
    for (i = 0, first = NULL; i < n; i++) {
        const struct node *key = keys[i];

        if (first == NULL || strcmp(first->text, key->text) != 0) {
            first = key;
            continue;
        }
        diag_also(r->diags,
                  diag_add(r->diags, DIAG_DUPLICATE_KEY, &key->at, "duplicate key \"%s\"",
                           key->text),
                  "first written here", &first->at);
    }
}

static void read_close(struct reader *r)
{
    struct node *node;

    assert(r->depth > 0); /* libyaml closes what it opened */
    node = r->open[--r->depth];
    if (node->kind != NODE_MAP)
        return;
    check_duplicates(r, node);
    node->n /= 2;
}

static int read_alias(struct reader *r, const yaml_event_t *event)
{
    const char *name = (const char *)event->data.alias.anchor;
    struct place at = event_place(r, event);
    struct node *node = NULL;
    size_t i;

    for (i = r->n_anchors; i-- > 0 && node == NULL;)
        if (strcmp(r->anchors[i].name, name) == 0)
            node = r->anchors[i].node;
    if (node == NULL) {
        diag_tell(r->diags, DIAG_NO_ANCHOR, &at, "a value that begins with \"*\" needs quotes",
                  "no anchor \"&%s\" before this alias", name);
        return -1;
    }
    for (i = 0; i < r->depth; i++) {
        if (r->open[i] == node) {
            diag_also(r->diags,
                      diag_add(r->diags, DIAG_CYCLE, &at, "\"*%s\" stands inside what it names",
                               name),
                      "the anchor is here", &node->at);
            return -1;
        }
    }
    if (r->depth > 0 && r->open[r->depth - 1]->kind == NODE_MAP &&
        r->open[r->depth - 1]->n % 2 == 0) {
        diag_add(r->diags, DIAG_KEY_FORM, &at, "an alias cannot be a key");
        return -1;
    }
    attach(r, node);
    return spend_values(r, node->weight, &at);
}

/* Returns -1 to stop. */
static int read_event(struct reader *r, const yaml_event_t *event)
{
    struct place at;

    r->work->events++;
    if (r->n_anchors > NODE_ANCHORS_MAX) {
        at = event_place(r, event);
        diag_add(r->diags, DIAG_BOMB, &at, "more than %d anchors", NODE_ANCHORS_MAX);
        return -1;
    }
    switch (event->type) {
    case YAML_DOCUMENT_START_EVENT:
        if (r->root == NULL)
            return 0;
        at = event_place(r, event);
        diag_tell(r->diags, DIAG_DOCUMENTS, &at,
                  "one file is one document: split the file, several are merged",
                  "a second document begins");
        return -1;
    case YAML_SCALAR_EVENT:
        return read_scalar(r, event);
    case YAML_SEQUENCE_START_EVENT:
    case YAML_MAPPING_START_EVENT:
        return read_open(r, event);
    case YAML_SEQUENCE_END_EVENT:
    case YAML_MAPPING_END_EVENT:
        read_close(r);
        return 0;
    case YAML_ALIAS_EVENT:
        return read_alias(r, event);
    default:
        return 0;
    }
}

static int read_stream(struct reader *r, yaml_parser_t *parser)
{
    bool more = true;

    while (more) {
        yaml_event_t event;
        int status;

        if (!yaml_parser_parse(parser, &event)) {
            if (parser->error == YAML_MEMORY_ERROR)
                arena_exhausted();
            tell_problem(r, parser);
            return -1;
        }
        more = event.type != YAML_STREAM_END_EVENT;
        status = read_event(r, &event);
        yaml_event_delete(&event);
        if (status != 0)
            return -1;
    }
    return 0;
}

struct node *node_parse(const struct sheet *sheet, struct arena *arena, struct diags *diags,
                        struct node_work *work)
{
    struct reader reader = {.sheet = sheet, .arena = arena, .diags = diags, .work = work};
    yaml_parser_t parser;
    struct place at;
    int status;

    assert(sheet->path != NULL && arena != NULL && diags != NULL);
    *work = (struct node_work){0, 0};
    if (check_bytes(sheet, diags) != 0)
        return NULL;
    if (!yaml_parser_initialize(&parser))
        arena_exhausted();
    yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&parser, (const unsigned char *)sheet->bytes, sheet->n);
    status = read_stream(&reader, &parser);
    yaml_parser_delete(&parser);
    if (status != 0)
        return NULL;
    if (reader.root == NULL) {
        at = sheet_place(sheet, 0, 1);
        diag_tell(diags, DIAG_EMPTY_FILE, &at, "begin with \"version: 1\"",
                  "the file holds nothing");
    }
    return reader.root;
}
