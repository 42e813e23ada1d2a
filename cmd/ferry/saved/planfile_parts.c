/* SPDX-License-Identifier: MIT */
/* What all parts of reading a plan take fields with. */
#include "cmd/ferry/saved/planfile_parts.h"
#include "reconcile/base/clock.h"

#include <string.h>

int planfile_refuse(struct planfile_reading *in, const char *what, const char *name)
{
    return err_set(in->err, ERR_DATA, "%s '%s'", what, name);
}

const char *planfile_maybe(const struct json *object, const char *key, struct planfile_reading *in)
{
    return json_string_or(object, key, NULL, in->err);
}

int64_t planfile_seconds(const struct json *object, const char *key, struct planfile_reading *in)
{
    const char *text = planfile_maybe(object, key, in);
    int64_t seconds = 0;

    if (text != NULL && !clock_parse(text, 0, &seconds))
        planfile_refuse(in, "no time:", text);
    return seconds;
}

int planfile_int(const struct json *object, const char *key, int least, struct planfile_reading *in)
{
    int64_t value = json_int(object, key, in->err);

    if (value < least || value > INT32_MAX) {
        err_set(in->err, ERR_DATA, "'%s' is out of range", key);
        return least;
    }
    return (int)value;
}

struct origin planfile_origin(const struct json *object, const char *key,
                              struct planfile_reading *in)
{
    struct json range = json_object_maybe(object, key, in->err);
    struct origin origin = {NULL, 0, 0};

    if (range.node == NULL)
        return origin;
    origin.path = json_string(&range, "path", in->err);
    origin.line = planfile_int(&range, "line", 0, in);
    origin.column = planfile_int(&range, "column", 0, in);
    return origin;
}

const char *const *planfile_strings(const struct json *object, const char *key, size_t *n,
                                    struct planfile_reading *in)
{
    struct json list = json_array(object, key, in->err), item;
    const char **texts = arena_array(in->arena, json_count(&list), sizeof *texts);

    *n = 0;
    for (item = json_first(&list); item.node != NULL; item = json_next(&item))
        texts[(*n)++] = json_as_string(&item, in->err);
    return texts;
}

struct port_failure *planfile_failure(const struct json *object, struct planfile_reading *in)
{
    struct port_failure *failure = arena_alloc(in->arena, sizeof *failure);
    const char *class = planfile_maybe(object, "class", in);
    int i;

    failure->class = PORT_PERMANENT; /* also for a word that a later ferry may know */
    for (i = PORT_THROTTLED; class != NULL && i <= PORT_UNCLEAR; i++)
        if (strcmp(findings_class_name((enum port_class)i), class) == 0)
            failure->class = (enum port_class)i;
    failure->code = planfile_maybe(object, "code", in);
    failure->message = json_string_or(object, "message", "no reason given", in->err);
    failure->http_status = (int)json_int_or(object, "http_status", 0, in->err);
    return failure;
}
