/* SPDX-License-Identifier: MIT */
#include "tests/providers/clouds/support.h"

#include "providers/wire/digest.h"
#include "providers/wire/pairs.h"
#include "providers/wire/uri.h"
#include "reconcile/base/buf.h"
#include "tests/unit.h"

const char *const support_targets[] = {"ap-beijing", "ap-tokyo", NULL};

const char *support_file(const char *path, struct arena *arena, size_t *n)
{
    struct buf text cleanup_buf = BUF_INIT(BUF_UNBOUNDED);
    FILE *file = fopen(path, "rb");
    char bytes[4096];
    size_t got;

    if (file == NULL)
        return NULL;
    while ((got = fread(bytes, 1, sizeof bytes, file)) > 0)
        buf_add(&text, bytes, got);
    fclose(file);
    *n = text.len;
    return arena_strndup(arena, text.ptr, text.len);
}

struct account support_account(const struct provider *provider)
{
    struct account account = {
        .name = "a",
        .caps = provider->caps,
        .gateway = provider->gateway,
    };

    return account;
}

struct response support_answer(int status, const char *body)
{
    struct response response = {.departure = DEPARTED_ANSWERED, .status = status};

    response.body = body;
    response.n_body = strlen(body);
    return response;
}

struct response support_silence(enum departure departure)
{
    struct response response = {.departure = departure, .body = "", .fault = "it broke"};

    return response;
}

struct port_result support_read(const struct provider *provider, const struct port_call *call,
                                const struct response *response, struct arena *arena)
{
    const struct secret_names *const own[] = {&provider->secrets, NULL};
    struct response known = *response;
    struct port_result result;

    if (known.secrets == NULL)
        known.secrets = own;
    memset(&result, 0xA5, sizeof result); /* a reader fills all of it */
    provider->read(provider, call, &known, arena, &result);
    return result;
}

struct port_result support_listed(struct arena *arena, const struct provider *provider, int status,
                                  const char *body)
{
    struct port_call call = support_list("ap-guangzhou");
    struct response response = support_answer(status, body);

    return support_read(provider, &call, &response, arena);
}

struct port_result support_copied(struct arena *arena, const struct provider *provider, int status,
                                  const char *body)
{
    struct port_call call = support_copy("ap-guangzhou", support_targets);
    struct response response = support_answer(status, body);

    return support_read(provider, &call, &response, arena);
}

struct request support_build(const struct provider *provider, const struct account *account,
                             const struct port_call *call, struct arena *arena)
{
    struct err err = ERR_INIT;
    struct request request;

    memset(&request, 0xA5, sizeof request);
    if (provider->build(account, call, arena, &request, &err) != 0)
        fail_msg("%s", err.text);
    return request;
}

struct wire support_sign_with(const struct provider *provider, const struct request *request,
                              const char *secret, struct arena *arena)
{
    struct credentials credentials = {.id = "FAKEID", .secret = secret, .token = "faketoken"};
    struct moment moment = {1700000000, 11886};
    struct err err = ERR_INIT;
    struct wire wire;

    assert_int_equal(digest_ready(&err), 0);
    memset(&wire, 0xA5, sizeof wire);
    provider->sign(&credentials, request, moment, arena, &wire);
    return wire;
}

struct wire support_sign(const struct provider *provider, const struct request *request,
                         struct arena *arena)
{
    return support_sign_with(provider, request, "fakesecret", arena);
}

struct port_call support_copy(const char *region, const char *const *targets)
{
    static const struct port_source source = {"img-1", "web"};
    struct port_call call = {.verb = PORT_COPY, .region = region};

    call.sources = &source;
    call.n_sources = 1;
    call.targets = targets;
    while (targets[call.n_targets] != NULL)
        call.n_targets++;
    return call;
}

struct port_call support_list(const char *region)
{
    struct port_call call = {.verb = PORT_LIST, .region = region};

    return call;
}

const char *support_query(const struct request *request, struct arena *arena)
{
    return uri_query(request->query, request->n_query, arena);
}

const char *support_header(const struct request *request, const char *name)
{
    return pairs_find(request->headers, request->n_headers, name);
}
