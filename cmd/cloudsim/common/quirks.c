/* SPDX-License-Identifier: MIT */
#include "cmd/cloudsim/common/quirks.h"

#include "reconcile/base/str.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

const struct quirk quirk_late_visibility = {"late-visibility", "SECONDS", "tencent-cvm [U], ucloud",
                                            "a new copy is listed only after this long"};
const struct quirk quirk_failed_copy_vanishes = {
    "failed-copy-vanishes", NULL, "tencent-cvm [U]",
    "a failed copy disappears; else it stays as a failed image"};
const struct quirk quirk_source_stays_normal = {
    "source-stays-normal", NULL, "tencent-cvm [C indirectly], baidu-bcc",
    "a source keeps its normal state, and serves, while it is copied"};
const struct quirk quirk_partial_on_bad_region = {
    "partial-on-bad-region", NULL, "tencent-* [U]",
    "bad destinations are passed over and the others copied; else the "
    "whole call fails and nothing starts"};
const struct quirk quirk_size_limit = {"size-limit", "GIB", "tencent-cvm, baidu-bcc (old pages)",
                                       "larger images are refused"};
const struct quirk quirk_max_destinations = {"max-destinations", "N",
                                             "tencent-cvm, baidu-bcc (unpublished)",
                                             "the most regions that one call may name"};
const struct quirk quirk_null_lists = {"null-lists", NULL, "ucloud, baidu-bcc",
                                       "empty lists are null"};

/* Where the registry lists the quirk of a name first, NULL: nowhere.  Several clouds may list it.
 */
static const struct quirk *const *place(const struct cloud *const *clouds, const char *name)
{
    const struct quirk *const *list;

    for (; *clouds != NULL; clouds++)
        for (list = (*clouds)->quirks; *list != NULL; list++)
            if (str_equal((*list)->name, name))
                return list;
    return NULL;
}

static const struct quirk_set *find(const struct quirks *quirks, const struct quirk *quirk)
{
    size_t i;

    assert(quirk != NULL);
    for (i = quirks->n; i > 0; i--) /* what was turned on last counts */
        if (quirks->items[i - 1].quirk == quirk)
            return &quirks->items[i - 1];
    return NULL;
}

int quirk_turn_on(struct quirks *quirks, const char *text)
{
    size_t n = strcspn(text, "=");
    const char *value = text[n] == '=' ? text + n + 1 : "";
    const struct quirk *const *quirk =
        place(quirks->clouds, arena_strndup(&quirks->arena, text, n));

    if (quirk == NULL || ((*quirk)->value != NULL) != (value[0] != '\0'))
        return -1;
    ARENA_GROW(&quirks->arena, quirks->items, quirks->n, quirks->cap);
    quirks->items[quirks->n++] = (struct quirk_set){*quirk, arena_strdup(&quirks->arena, value)};
    return 0;
}

void quirks_free(struct quirks *quirks)
{
    arena_free(&quirks->arena);
    *quirks = (struct quirks){.clouds = quirks->clouds};
}

bool quirk_on(const struct quirks *quirks, const struct quirk *quirk)
{
    return find(quirks, quirk) != NULL;
}

const char *quirk_value(const struct quirks *quirks, const struct quirk *quirk,
                        const char *otherwise)
{
    const struct quirk_set *set = find(quirks, quirk);

    return set != NULL ? set->value : otherwise;
}

long quirk_number(const struct quirks *quirks, const struct quirk *quirk, long otherwise)
{
    const struct quirk_set *set = find(quirks, quirk);

    return set != NULL ? strtol(set->value, NULL, 10) : otherwise;
}

void quirks_print(const struct cloud *const *clouds, FILE *out)
{
    const struct cloud *const *cloud;
    const struct quirk *const *q;

    fputs(
        "Facts that the vendors' documents leave open.  --quirk NAME turns each to its other side.\n\n",
        out);
    for (cloud = clouds; *cloud != NULL; cloud++)
        for (q = (*cloud)->quirks; *q != NULL; q++)
            if (place(clouds, (*q)->name) == q)
                fprintf(out, "  %s%s%s\n      %s\n      open in: %s\n", (*q)->name,
                        (*q)->value != NULL ? "=" : "", (*q)->value != NULL ? (*q)->value : "",
                        (*q)->text, (*q)->open_in);
}
