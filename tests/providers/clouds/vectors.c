/* SPDX-License-Identifier: MIT */
#include "tests/providers/clouds/vectors.h"

#include "tests/providers/clouds/support.h"
#include "tests/unit.h"

void vectors_each(const char *path, struct arena *arena, vector_check *check, void *context)
{
    struct err err = ERR_INIT;
    size_t n = 0;
    const char *text = support_file(path, arena, &n);
    struct json_document *document cleanup_json = NULL;
    struct json root, vectors, item;

    if (text == NULL)
        fail_msg("cannot open %s: tests run in the top folder", path);
    document = json_parse(text, n, arena, &err);
    root = json_root(document);
    vectors = json_array(&root, "vectors", &err);
    if (err.code != ERR_NONE)
        fail_msg("%s: %s", path, err.text);
    for (item = json_first(&vectors); item.node != NULL; item = json_next(&item))
        check(&item, arena, context);
}

const char *vector_text(const struct json *object, const char *key)
{
    struct err err = ERR_INIT;
    const char *text = json_string(object, key, &err);

    if (err.code != ERR_NONE)
        fail_msg("%s", err.text);
    return text;
}

struct pairs vector_members(const struct json *object, struct arena *arena)
{
    struct pairs pairs = PAIRS_INIT(arena);
    const char *key;
    size_t i;

    for (i = 0; (key = json_key_at(object, i)) != NULL; i++)
        pairs_add(&pairs, key, vector_text(object, key));
    return pairs;
}

struct pairs vector_pairs(const struct json *list, struct arena *arena)
{
    struct pairs pairs = PAIRS_INIT(arena);
    struct err err = ERR_INIT;
    struct json item, member;

    for (item = json_first(list); item.node != NULL; item = json_next(&item)) {
        const char *name, *value = NULL;

        member = json_first(&item);
        name = json_as_string(&member, &err);
        member = json_next(&member);
        if (!json_is_null(&member))
            value = json_as_string(&member, &err);
        pairs_add(&pairs, name, value);
    }
    assert_int_equal(err.code, ERR_NONE);
    return pairs;
}

void vector_stage(const struct json *vector, const char *stage, const char *ours,
                  const char *theirs)
{
    if (strcmp(ours, theirs) != 0)
        fail_msg("%s, %s:\nours:   %s\ntheirs: %s", vector_text(vector, "name"), stage, ours,
                 theirs);
}
