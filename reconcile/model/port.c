/* SPDX-License-Identifier: MIT */
#include "reconcile/model/port.h"

#include "reconcile/base/str.h"

#include <assert.h>
#include <string.h>

static const char *const reason_names[] = {
    [REASON_NONE] = NULL,
    [REASON_SOURCE_MISSING] = "source_missing",
    [REASON_SOURCE_AMBIGUOUS] = "source_ambiguous",
    [REASON_SOURCE_UNUSABLE] = "source_unusable",
    [REASON_CROSS_BORDER] = "cross_border",
    [REASON_REGION_UNSUPPORTED] = "region_unsupported",
    [REASON_QUOTA_FULL] = "quota_full",
    [REASON_TOO_LARGE] = "too_large",
    [REASON_CANNOT_RENAME] = "cannot_rename",
    [REASON_NAME_INVALID] = "name_invalid",
    [REASON_IMAGE_UNSUPPORTED] = "image_unsupported",
    [REASON_NOT_AUTHORIZED] = "not_authorized",
};

const char *reason_name(enum reason reason)
{
    return reason_names[reason];
}

bool reason_parse(const char *name, enum reason *reason)
{
    size_t n = sizeof reason_names / sizeof *reason_names, i;

    assert(name != NULL && reason != NULL);
    i = str_index(reason_names, n, name);
    if (i < n)
        *reason = (enum reason)i;
    return i < n;
}

const struct port_region *caps_region(const struct caps *caps, const char *name)
{
    size_t i;

    assert(caps != NULL && name != NULL);
    for (i = 0; i < caps->n_regions; i++) {
        const struct port_region *region = &caps->regions[i];

        if (strcmp(region->id, name) == 0 ||
            (region->alias != NULL && strcmp(region->alias, name) == 0))
            return region;
    }
    return NULL;
}

int caps_image_quota(const struct caps *caps, const char *region)
{
    const struct port_region_quota *own;

    assert(caps != NULL && region != NULL);
    for (own = caps->region_quotas; own != NULL && own->region != NULL; own++)
        if (strcmp(own->region, region) == 0)
            return own->images;
    return caps->image_quota;
}
