/* SPDX-License-Identifier: MIT */
#include "providers/wire/departure.h"

enum departure transport_departure(const struct departure_facts *facts)
{
    if (facts->whole_reply)
        return DEPARTED_ANSWERED;
    if (facts->never_tried)
        return DEPARTED_NOT;
    if (facts->request_begun || facts->reply_begun)
        return DEPARTED_MAYBE;
    if (facts->never_connected || facts->tunnel_refused)
        return DEPARTED_NOT;
    /* libcurl notes that the request has begun only after its first write went well, so its count
     * of bytes decides: a first write that failed half-way may have left. */
    return facts->bytes_sent ? DEPARTED_MAYBE : DEPARTED_NOT;
}
