/* SPDX-License-Identifier: MIT */
#pragma once

#include "providers/wire/provider.h"

/* What the tests of the clouds share. */

/* A file of the repository; NULL if it cannot be read. */
const char *support_file(const char *path, struct arena *arena, size_t *n);

/* An account of a provider, without any setting. */
struct account support_account(const struct provider *provider);

/* A whole answer, and one that never came. */
struct response support_answer(int status, const char *body);
struct response support_silence(enum departure departure);

/* What the provider reads from a response; its own secrets are masked where the response names
 * nobody's. */
struct port_result support_read(const struct provider *provider, const struct port_call *call,
                                const struct response *response, struct arena *arena);

/* The same of an answer to a listing of ap-guangzhou, to a copy from there to support_targets. */
struct port_result support_listed(struct arena *arena, const struct provider *provider, int status,
                                  const char *body);
struct port_result support_copied(struct arena *arena, const struct provider *provider, int status,
                                  const char *body);
extern const char *const support_targets[]; /* "ap-beijing", "ap-tokyo" */

/* The request that it builds, signed with fake keys at a fixed instant. */
struct request support_build(const struct provider *provider, const struct account *account,
                             const struct port_call *call, struct arena *arena);
struct wire support_sign(const struct provider *provider, const struct request *request,
                         struct arena *arena);
struct wire support_sign_with(const struct provider *provider, const struct request *request,
                              const char *secret, struct arena *arena);

/* A copy of img-1 named "web" to the NULL-terminated targets. */
struct port_call support_copy(const char *region, const char *const *targets);
struct port_call support_list(const char *region);

/* Parts of a request, as text. */
const char *support_query(const struct request *request, struct arena *arena);
const char *support_header(const struct request *request, const char *name);
