/* SPDX-License-Identifier: MIT */
#include "cmd/cloudsim/ucloud/ucloud.h"

#include "cmd/cloudsim/common/digest.h"

#include <string.h>

const char *ucloud_string_to_sign(struct arena *arena, const struct pairs *params,
                                  const char *private_key)
{
    struct buf out cleanup_buf = BUF_INIT(BUF_UNBOUNDED);
    struct pairs sorted = {.arena = arena};
    size_t i;

    for (i = 0; i < params->n; i++)
        if (!str_equal(params->items[i].name, "Signature"))
            pairs_add(&sorted, params->items[i].name, params->items[i].value);
    pairs_sort(&sorted);
    for (i = 0; i < sorted.n; i++)
        buf_printf(&out, "%s%s", sorted.items[i].name,
                   sorted.items[i].value == NULL ? "" : sorted.items[i].value);
    buf_str(&out, private_key);
    return arena_strdup(arena, out.ptr);
}

const char *ucloud_signature(struct arena *arena, const char *to_sign)
{
    struct digest digest = digest_of(DIGEST_SHA1, to_sign, strlen(to_sign));

    return digest_hex(arena, &digest);
}
