/* SPDX-License-Identifier: MIT */
#pragma once

#include "providers/wire/pairs.h"
#include "reconcile/base/jsonw.h"

/* What builders of requests share. */

/* 0, or -1 with ERR_UNEXPECTED for a call that the capabilities forbid: it would be a mistake of
 * ours, never of the user. */
int request_check(const struct caps *caps, const struct port_call *call, struct err *err);

/* The page that a PORT_LIST asks for in "Offset" paging; a PORT_WHOAMI asks for one item. */
struct request_page {
    int64_t offset;
    int limit;
};
struct request_page request_page(const struct port_call *call, int page_size);

/* The ids of a copy, as a list for pairs_add_list(). */
const char *const *request_source_ids(const struct port_call *call, struct arena *arena);

/* The index of a target region of the call; n_targets if it is none of them. */
size_t request_target(const struct port_call *call, const char *region);

/* Makes the query of a POST its form body, and says so in its headers. */
void request_make_form(struct request *request, struct pairs *headers);

/* Fills a wire with what a signer has not changed, its headers among them. */
void request_to_wire(const struct request *request, const char *url, const struct pairs *headers,
                     struct wire *out);
