/* SPDX-License-Identifier: MIT */
#ifndef TESTS_PROVIDERS_SUPPORT_H
#define TESTS_PROVIDERS_SUPPORT_H

#include "providers/wire/provider.h"

/* What the providers' tests share. */

/* A file of the repository; ends the test if it cannot be read. */
const char *support_file(const char *path, struct arena *arena, size_t *n);

/* An account of a provider, without any setting. */
struct account support_account(const char *provider);

/* A whole answer, and one that never came. */
struct response support_answer(int status, const char *body);
struct response support_silence(enum departure departure);

/* What the account's provider reads from a response. */
struct port_result support_read(const struct account *account, const struct port_call *call,
                                const struct response *response, struct arena *arena);

/* The request that it builds, signed with fake keys at a fixed instant. */
struct request support_build(const struct account *account, const struct port_call *call,
                             struct arena *arena);
struct wire support_sign(const struct account *account, const struct request *request,
                         struct arena *arena);

/* A copy of img-1 named "web" to the NULL-terminated targets. */
struct port_call support_copy(const char *region, const char *const *targets);
struct port_call support_list(const char *region);

#endif
