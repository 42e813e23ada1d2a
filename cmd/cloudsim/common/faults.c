/* SPDX-License-Identifier: MIT */
#include "cmd/cloudsim/common/faults.h"

#include "cmd/cloudsim/common/cloud.h"
#include "reconcile/base/str.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

static const char *const bare[] = {"throttle", "fail-copy", NULL};
static const char *const valued[] = {"cut", "stall", "status", "late", "total", "code", NULL};
/* both in the order of their enums, without the first */
static const char *const cuts[] = {"before", "during", "after", "reset", "reply", NULL};
static const char *const spoils[] = {"truncate", "garbage", "html",  "huge",
                                     "deep",     "empty",   "types", NULL};

/* 1 for the first; 0: it is not there. */
static int place_in(const char *const *list, const char *word)
{
    int i;

    for (i = 0; list[i] != NULL; i++)
        if (str_equal(list[i], word))
            return i + 1;
    return 0;
}

/* ---- reading ---- */

static bool number(const char *text, double low, double high)
{
    char *end;
    double value = strtod(text, &end);

    return end != text && *end == '\0' && value >= low && value <= high;
}

/* The texts live as long as the faults do. */
static bool filter(const struct faults *faults, struct fault *fault, const char *key,
                   const char *value)
{
    const struct cloud *cloud = cloud_named(faults->clouds, value);

    if (str_equal(key, "cloud"))
        fault->cloud = cloud != NULL ? cloud->name : value;
    else if (str_equal(key, "action"))
        fault->action = value;
    else if (str_equal(key, "region"))
        fault->region = value;
    else if (str_equal(key, "count") && number(value, 0, 1e9))
        fault->count = strtol(value, NULL, 10);
    else if (str_equal(key, "skip") && number(value, 0, 1e9))
        fault->skip = strtol(value, NULL, 10);
    else if (str_equal(key, "rate") && number(value, 0, 1))
        fault->rate = strtod(value, NULL);
    else if (str_equal(key, "effect") && str_equal(value, "first"))
        fault->effect_first = true;
    else if (str_equal(key, "reused") && str_equal(value, "yes"))
        fault->reused = true;
    else
        return false;
    return true;
}

static bool is_sound(const struct fault *fault)
{
    if (fault->value == NULL)
        return str_in(bare, fault->kind) || str_in(spoils, fault->kind);
    if (str_equal(fault->kind, "cut"))
        return str_in(cuts, fault->value);
    if (str_equal(fault->kind, "status"))
        return number(fault->value, 300, 599);
    if (str_equal(fault->kind, "stall") || str_equal(fault->kind, "late"))
        return number(fault->value, 0, 1e6);
    if (str_equal(fault->kind, "total"))
        return number(fault->value, -1e6, 1e6);
    return str_in(valued, fault->kind);
}

/* Cuts "KEY[=VALUE]" off the front of *at. */
static const char *part(struct arena *arena, const char **at, const char **value)
{
    size_t n = strcspn(*at, ","), n_key = strcspn(*at, "=,");
    const char *start = *at;

    *at += n + (start[n] == ',');
    *value = n_key < n ? arena_strndup(arena, start + n_key + 1, n - n_key - 1) : NULL;
    return arena_strndup(arena, start, n_key);
}

int faults_add(struct faults *faults, const char *text, struct err *err)
{
    struct arena *arena = &faults->arena;
    struct fault fault = {.text = arena_strdup(arena, text), .count = 1, .rate = 1};
    const char *at = text, *key, *value;

    assert(faults->clouds != NULL && text != NULL);
    fault.kind = part(arena, &at, &fault.value);
    while (*at != '\0') {
        key = part(arena, &at, &value);
        if (value == NULL || !filter(faults, &fault, key, value))
            return err_set(err, ERR_USAGE, "fault '%s': filter '%s' is not understood", text, key);
    }
    if (!is_sound(&fault))
        return err_set(err, ERR_USAGE, "fault '%s' is not understood (see cloudsim --help faults)",
                       text);
    ARENA_GROW(arena, faults->items, faults->n, faults->cap);
    faults->items[faults->n++] = fault;
    return 0;
}

void faults_free(struct faults *faults)
{
    arena_free(&faults->arena);
    *faults = (struct faults){.clouds = faults->clouds};
}

/* ---- applying ---- */

static void apply(struct fault_plan *plan, const struct fault *fault, struct arena *arena)
{
    int spoil = place_in(spoils, fault->kind);

    if (str_equal(fault->kind, "cut"))
        plan->cut = (enum fault_cut)place_in(cuts, fault->value);
    else if (spoil > 0)
        plan->spoil = (enum fault_spoil)spoil;
    else if (str_equal(fault->kind, "stall"))
        plan->stall_ms += (int64_t)(strtod(fault->value, NULL) * 1000);
    else if (str_equal(fault->kind, "status"))
        plan->status = (unsigned)strtoul(fault->value, NULL, 10);
    else if (str_equal(fault->kind, "throttle"))
        plan->code = "";
    else if (str_equal(fault->kind, "code"))
        plan->code = arena_strdup(arena, fault->value);
    else if (str_equal(fault->kind, "late"))
        plan->late_ms += (int64_t)(strtod(fault->value, NULL) * 1000);
    else if (str_equal(fault->kind, "total"))
        plan->total_off += strtol(fault->value, NULL, 10);
    else
        plan->fail_copy = true;
    plan->effect_first |= fault->effect_first;
    plan->text = plan->text == NULL ? arena_strdup(arena, fault->text)
                                    : arena_printf(arena, "%s; %s", plan->text, fault->text);
}

static bool is_meant(const struct fault *fault, const struct fault_target *target)
{
    return (fault->cloud == NULL || str_equal(fault->cloud, target->cloud)) &&
           (fault->action == NULL || str_equal(fault->action, target->action)) &&
           (fault->region == NULL || str_equal(fault->region, target->region)) &&
           (!fault->reused || target->reused) &&
           (fault->count == 0 || fault->applied < fault->count);
}

struct fault_plan faults_pick(struct faults *faults, const struct fault_target *target,
                              double (*dice)(void *context), void *context, struct arena *arena)
{
    struct fault_plan plan = {0};
    size_t i;

    for (i = 0; i < faults->n; i++) {
        struct fault *fault = &faults->items[i];

        if (!is_meant(fault, target) || (fault->rate < 1 && dice(context) >= fault->rate))
            continue;
        if (fault->passed < fault->skip) {
            fault->passed++;
            continue;
        }
        fault->applied++;
        apply(&plan, fault, arena);
    }
    return plan;
}
