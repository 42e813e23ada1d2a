/* SPDX-License-Identifier: MIT */
#include "providers/wire/departure.h"

#include <assert.h>

enum departure transport_departure(const struct departure_signs *signs)
{
    assert(signs != NULL);
    if (signs->whole_reply)
        return DEPARTED_ANSWERED;
    if (signs->never_tried)
        return DEPARTED_NOT;
    if (signs->request_begun || signs->reply_begun)
        return DEPARTED_MAYBE;
    if (signs->never_connected || signs->tunnel_refused)
        return DEPARTED_NOT;
    /* libcurl notes that the request has begun only after its first write went well, so its count
     * of bytes decides: a first write that failed half-way may have left. */
    return signs->bytes_sent ? DEPARTED_MAYBE : DEPARTED_NOT;
}
