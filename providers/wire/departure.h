/* SPDX-License-Identifier: MIT */
#pragma once

#include "providers/wire/provider.h"

/*
 * Did the request leave?  The one function that answers, apart from libcurl, so that a table of
 * cases can prove it.  When in doubt the answer is DEPARTED_MAYBE: a write that is thought lost
 * costs a look, one that is thought unsent costs a second copy.
 */

struct departure_signs {
    bool never_tried;     /* refused before it reached libcurl */
    bool never_connected; /* libcurl's code names a fault of the name, the connection or TLS */
    bool tunnel_refused;  /* a proxy said no to CONNECT */
    bool bytes_sent;      /* libcurl counted bytes of a request, a proxy's CONNECT among them */
    bool request_begun;   /* libcurl came to writing the cloud's request */
    bool reply_begun;     /* a status line came from the cloud */
    bool whole_reply;     /* and everything after it */
};

enum departure transport_departure(const struct departure_signs *signs);
