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

struct origin planfile_origin(const struct json *object, const char *key,
                              struct planfile_reading *in)
{
    struct json range = json_object_maybe(object, key, in->err);
    struct origin origin = {NULL, 0, 0};

    if (range.node == NULL)
        return origin;
    origin.path = json_string(&range, "path", in->err);
    origin.line = json_int_from(&range, "line", 0, in->err);
    origin.column = json_int_from(&range, "column", 0, in->err);
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

size_t planfile_account_at(const struct desired *desired, size_t n, const char *name)
{
    size_t i;

    for (i = 0; i < n; i++)
        if (strcmp(desired->accounts[i].name, name) == 0)
            break;
    return i;
}

size_t planfile_account(const struct json *object, struct planfile_reading *in)
{
    const struct desired *desired = in->desired;
    const char *name = json_string(object, "account", in->err);
    size_t at = planfile_account_at(desired, desired->n_accounts, name);

    if (at < desired->n_accounts)
        return at;
    planfile_refuse(in, "unknown account", name);
    return 0;
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
