/* SPDX-License-Identifier: MIT */
#ifndef PROVIDERS_WIRE_CALL_H
#define PROVIDERS_WIRE_CALL_H

#include "providers/wire/provider.h"

/* What builders share.  0, or -1 with ERR_UNEXPECTED for a call that the capabilities forbid: it
 * would be a mistake of ours, never of the user. */
int call_check(const struct caps *caps, const struct port_call *call, struct err *err);

/* The ids, the targets of a copy, as lists for pairs_add_list(). */
const char *const *call_source_ids(const struct port_call *call, struct arena *arena);

/* The index of a target region of the call; n_targets if it is none of them. */
size_t call_target(const struct port_call *call, const char *region);

/* Fills the parts of a wire that no signer changes. */
void wire_from_request(const struct request *request, struct wire *out);

#endif
