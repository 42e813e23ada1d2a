/* SPDX-License-Identifier: MIT */
#include "tests/providers/support.h"

#include "providers/registry.h"
#include "providers/wire/digest.h"
#include "reconcile/base/buf.h"
#include "tests/unit.h"

const char *support_file(const char *path, struct arena *arena, size_t *n)
{
    struct buf text cleanup_buf = BUF_INIT(BUF_UNBOUNDED);
    FILE *file = fopen(path, "rb");
    char bytes[4096];
    size_t got;

    if (file == NULL)
        fail_msg("cannot open %s: tests run in the top folder", path);
    while ((got = fread(bytes, 1, sizeof bytes, file)) > 0)
        buf_add(&text, bytes, got);
    fclose(file);
    *n = text.len;
    return arena_strndup(arena, text.ptr, text.len);
}

struct account support_account(const char *provider)
{
    struct account account = {.name = "a"};
    const struct caps *const *caps;

    for (caps = registry_caps(); *caps != NULL; caps++)
        if (strcmp((*caps)->provider, provider) == 0)
            account.caps = *caps;
    assert_non_null(account.caps);
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

struct port_result support_read(const struct account *account, const struct port_call *call,
                                const struct response *response, struct arena *arena)
{
    struct response known = *response;
    struct port_result result;

    known.secrets = registry_secrets();
    memset(&result, 0xA5, sizeof result); /* a reader fills all of it */
    registry_provider(account)->read(call, &known, arena, &result);
    return result;
}

struct request support_build(const struct account *account, const struct port_call *call,
                             struct arena *arena)
{
    struct err err = ERR_INIT;
    struct request request;

    memset(&request, 0xA5, sizeof request);
    if (registry_provider(account)->build(account, call, arena, &request, &err) != 0)
        fail_msg("%s", err.text);
    return request;
}

struct wire support_sign(const struct account *account, const struct request *request,
                         struct arena *arena)
{
    struct credentials credentials = {.id = "FAKEID", .secret = "fakesecret", .token = "faketoken"};
    struct moment moment = {1700000000, 11886};
    struct err err = ERR_INIT;
    struct wire wire;

    assert_int_equal(digest_ready(&err), 0);
    memset(&wire, 0xA5, sizeof wire);
    registry_provider(account)->sign(&credentials, request, moment, arena, &wire);
    return wire;
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
