/* SPDX-License-Identifier: MIT */
#ifndef PROVIDERS_WIRE_REQUEST_H
#define PROVIDERS_WIRE_REQUEST_H

#include "providers/wire/provider.h"

/* What builders share.  0, or -1 with ERR_UNEXPECTED for a call that the capabilities forbid: it
 * would be a mistake of ours, never of the user. */
int request_check(const struct caps *caps, const struct port_call *call, struct err *err);

/* The ids, the targets of a copy, as lists for pairs_add_list(). */
const char *const *request_source_ids(const struct port_call *call, struct arena *arena);

/* The index of a target region of the call; n_targets if it is none of them. */
size_t request_target(const struct port_call *call, const char *region);

/* Fills the parts of a wire that no signer changes. */
void request_to_wire(const struct request *request, struct wire *out);

#endif
