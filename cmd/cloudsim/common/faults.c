/* SPDX-License-Identifier: MIT */
/* Faults: reading the specification, matching requests, spoiling answers. */
#include "cmd/cloudsim/common/faults.h"

#include <stdlib.h>
#include <string.h>

#include "cmd/cloudsim/common/text.h"
#include "cmd/cloudsim/common/world.h"

#define HUGE_BYTES  ((size_t)80 << 20)
#define DEEP_LEVELS 200000

static const char *const kinds[] = {"cut",      "stall",     "status", "throttle",
                                    "truncate", "garbage",   "html",   "huge",
                                    "deep",     "empty",     "types",  "late",
                                    "total",    "fail-copy", "code",   NULL};
static const char *const valued[] = {"cut", "stall", "status", "late", "total", "code", NULL};
static const char *const cuts[] = {"before", "during", "after", "reset", "reply", NULL};
static const char *const mangles[] = {"truncate", "garbage", "html",  "huge",
                                      "deep",     "empty",   "types", NULL};

static int index_of(const char *const *list, const char *word)
{
    int i;

    for (i = 0; list[i] != NULL; i++)
        if (text_same(list[i], word))
            return i;
    return -1;
}

static void fault_free(struct fault *fault)
{
    free(fault->text);
    free(fault->kind);
    free(fault->value);
    free(fault->cloud);
    free(fault->action);
    free(fault->region);
}

static bool number(const char *text, double low, double high)
{
    char *end;
    double value = strtod(text, &end);

    return end != text && *end == '\0' && value >= low && value <= high;
}

static int filter(struct fault *fault, const char *key, const char *value)
{
    if (text_same(key, "cloud"))
        text_set(&fault->cloud, cloud_alias(value));
    else if (text_same(key, "action"))
        text_set(&fault->action, value);
    else if (text_same(key, "region"))
        text_set(&fault->region, value);
    else if (text_same(key, "count") && number(value, 0, 1e9))
        fault->count = strtol(value, NULL, 10);
    else if (text_same(key, "skip") && number(value, 0, 1e9))
        fault->skip = strtol(value, NULL, 10);
    else if (text_same(key, "rate") && number(value, 0, 1))
        fault->rate = strtod(value, NULL);
    else if (text_same(key, "effect") && text_same(value, "first"))
        fault->effect_first = true;
    else if (text_same(key, "reused") && text_same(value, "yes"))
        fault->reused = true;
    else
        return -1;
    return 0;
}

static bool sound(const struct fault *fault)
{
    if (index_of(kinds, fault->kind) < 0 ||
        (index_of(valued, fault->kind) >= 0) != (fault->value != NULL))
        return false;
    if (text_same(fault->kind, "cut"))
        return index_of(cuts, fault->value) >= 0;
    if (text_same(fault->kind, "status"))
        return number(fault->value, 300, 599);
    if (text_same(fault->kind, "stall") || text_same(fault->kind, "late"))
        return number(fault->value, 0, 1e6);
    return !text_same(fault->kind, "total") || number(fault->value, -1e6, 1e6);
}

int faults_add(struct faults *faults, const char *text, char **why)
{
    struct fault fault = {.text = text_dup(text), .count = 1, .rate = 1};
    const char *at = text;

    while (*at != '\0') {
        size_t length = strcspn(at, ",");
        size_t key_length = strcspn(at, "=,");
        TEXT_AUTO key = text_cut(at, key_length);
        TEXT_AUTO value =
            key_length < length ? text_cut(at + key_length + 1, length - key_length - 1) : NULL;

        if (fault.kind == NULL) {
            fault.kind = text_dup(key);
            fault.value = text_dup(value);
        } else if (value == NULL || filter(&fault, key, value) != 0) {
            *why = text_printf("fault '%s': filter '%s' is not understood", text, key);
            fault_free(&fault);
            return -1;
        }
        at += length + (at[length] == ',');
    }
    if (!sound(&fault)) {
        *why = text_printf("fault '%s' is not understood (see cloudsim --help faults)", text);
        fault_free(&fault);
        return -1;
    }
    faults->items = text_realloc(faults->items, (faults->count + 1) * sizeof fault);
    faults->items[faults->count++] = fault;
    return 0;
}

void faults_free(struct faults *faults)
{
    size_t i;

    for (i = 0; i < faults->count; i++)
        fault_free(&faults->items[i]);
    free(faults->items);
    *faults = (struct faults){0};
}

static void apply(struct fault_plan *plan, const struct fault *fault)
{
    int mangle = index_of(mangles, fault->kind);

    if (text_same(fault->kind, "cut"))
        plan->cut = (enum fault_cut)(CUT_BEFORE + index_of(cuts, fault->value));
    else if (mangle >= 0)
        plan->mangle = (enum fault_mangle)(MANGLE_TRUNCATE + mangle);
    else if (text_same(fault->kind, "stall"))
        plan->stall_ms += (int64_t)(strtod(fault->value, NULL) * 1000);
    else if (text_same(fault->kind, "status"))
        plan->status = (unsigned)strtoul(fault->value, NULL, 10);
    else if (text_same(fault->kind, "throttle"))
        text_set(&plan->code, "");
    else if (text_same(fault->kind, "code"))
        text_set(&plan->code, fault->value);
    else if (text_same(fault->kind, "late"))
        plan->late_ms += (int64_t)(strtod(fault->value, NULL) * 1000);
    else if (text_same(fault->kind, "total"))
        plan->total_off += strtol(fault->value, NULL, 10);
    else
        plan->fail_copy = true;
    plan->effect_first |= fault->effect_first;
}

void faults_pick(struct faults *faults, const char *cloud, const char *action, const char *region,
                 bool reused, double (*dice)(void *context), void *context, struct fault_plan *plan)
{
    size_t i;

    for (i = 0; i < faults->count; i++) {
        struct fault *fault = &faults->items[i];
        char *text;

        if ((fault->cloud != NULL && !text_same(fault->cloud, cloud)) ||
            (fault->action != NULL && !text_same(fault->action, action)) ||
            (fault->region != NULL && !text_same(fault->region, region)) ||
            (fault->reused && !reused) || (fault->count > 0 && fault->applied >= fault->count))
            continue;
        if (fault->rate < 1 && dice(context) >= fault->rate)
            continue;
        if (fault->passed < fault->skip) {
            fault->passed++;
            continue;
        }
        fault->applied++;
        apply(plan, fault);
        text = plan->text == NULL ? text_dup(fault->text)
                                  : text_printf("%s; %s", plan->text, fault->text);
        free(plan->text);
        plan->text = text;
    }
}

void fault_plan_free(struct fault_plan *plan)
{
    free(plan->code);
    free(plan->text);
    *plan = (struct fault_plan){0};
}

/* ---- spoiling answers ---- */

json_t *fault_wrong_types(const json_t *value)
{
    json_t *wrong = json_object(), *item;
    const char *name;
    size_t i;

    if (json_is_object(value)) {
        json_object_foreach((json_t *)(uintptr_t)value, name, item) {
            json_object_set_new(wrong, name, fault_wrong_types(item));
        }
    } else if (json_is_array(value)) {
        json_array_foreach(value, i, item) {
            TEXT_AUTO key = text_printf("%zu", i);

            json_object_set_new(wrong, key, fault_wrong_types(item));
        }
    } else {
        json_decref(wrong);
        wrong = json_is_number(value)   ? json_string("many")
                : json_is_string(value) ? json_integer((json_int_t)json_string_length(value))
                                        : json_array();
    }
    return wrong;
}

void fault_mangle(enum fault_mangle how, char **text, size_t *length)
{
    char *spoilt = NULL;
    size_t i;

    switch (how) {
    case MANGLE_NOT:
    case MANGLE_TYPES: /* done on the values, by fault_wrong_types */
        return;
    case MANGLE_TRUNCATE:
        *length /= 2;
        (*text)[*length] = '\0';
        return;
    case MANGLE_GARBAGE:
        spoilt = text_dup("\x1b[31m\x01\xff\xfe{]not json\xc3");
        break;
    case MANGLE_HTML:
        spoilt = text_dup(
            "<html><head><title>502 Bad Gateway</title></head><body>\n"
            "<center><h1>502 Bad Gateway</h1></center></body></html>\n");
        break;
    case MANGLE_EMPTY:
        spoilt = text_dup("");
        break;
    case MANGLE_HUGE:
        spoilt = text_alloc(HUGE_BYTES + 1);
        memset(spoilt, ' ', HUGE_BYTES);
        memcpy(spoilt, "{\"x\":\"", 6);
        break;
    case MANGLE_DEEP:
        spoilt = text_alloc(DEEP_LEVELS + 1);
        for (i = 0; i < DEEP_LEVELS; i++)
            spoilt[i] = '[';
        break;
    }
    free(*text);
    *text = spoilt;
    *length = strlen(spoilt);
}
