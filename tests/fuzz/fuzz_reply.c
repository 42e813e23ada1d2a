/* SPDX-License-Identifier: MIT */
/*
 * Any bytes as a cloud's reply: never a crash, and what comes out keeps the port's promises.
 *
 * The first byte picks cloud and verb, the second the status; the rest is the body.  Digits and
 * letters do, so that seeds are text: see tests/fuzz/corpus/reply.
 */
#include "providers/registry.h"
#include "reconcile/base/utf8.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct {
    const char *provider, *gateway;
} clouds[] = {
    {"baidu-bcc", NULL},          {"tencent-cvm", NULL},        {"tencent-cvm", "qcloud"},
    {"tencent-cvm-legacy", NULL}, {"tencent-lighthouse", NULL}, {"ucloud", NULL},
};

static const int statuses[] = {200, 200, 400, 403, 404, 429, 500, 503};

static void demand(bool truth)
{
    if (!truth)
        abort();
}

static struct account account_of(unsigned selector)
{
    size_t i = selector % (sizeof clouds / sizeof *clouds);
    struct account account = {.name = "a", .gateway = clouds[i].gateway};
    const struct caps *const *caps;

    for (caps = registry_caps(); *caps != NULL; caps++)
        if (strcmp((*caps)->provider, clouds[i].provider) == 0)
            account.caps = *caps;
    return account;
}

static struct port_call call_of(unsigned selector)
{
    static const struct port_source source = {"img-1", "web"};
    static const char *const targets[] = {"ap-beijing", "gz", "hk"};
    static const enum port_verb verbs[] = {PORT_LIST, PORT_COPY, PORT_QUOTA, PORT_DRYRUN,
                                           PORT_WHOAMI};
    struct port_call call = {.region = "ap-tokyo"};

    call.verb = verbs[selector / (sizeof clouds / sizeof *clouds) % 5];
    if (call.verb == PORT_COPY || call.verb == PORT_DRYRUN) {
        call.sources = &source;
        call.n_sources = 1;
        call.targets = targets;
        call.n_targets = 3;
    }
    return call;
}

static void check_line(const char *text)
{
    for (demand(utf8_valid(text, strlen(text))); *text != '\0'; text++)
        demand((unsigned char)*text >= 0x20 && *text != 0x7F);
}

static void check_failure(const struct port_call *call, const struct response *response,
                          const struct port_failure *failure)
{
    demand(failure->class <= PORT_UNCLEAR);
    if (failure->class == PORT_FINE)
        return;
    demand(failure->message != NULL);
    check_line(failure->message);
    if (failure->code != NULL)
        check_line(failure->code);
    if (call->verb != PORT_COPY)
        demand(failure->class != PORT_LOST && failure->class != PORT_UNCLEAR);
    else if (failure->class != PORT_LOST && response->status != 429)
        demand(failure->code != NULL); /* only a code proves that no copy was started */
}

static void check_result(const struct port_call *call, const struct response *response,
                         const struct port_result *result)
{
    size_t i;

    check_failure(call, response, &result->failure);
    if (result->failure.class != PORT_FINE) {
        demand(result->n_images == 0 && result->n_copied == 0 && result->cursor == NULL);
        return;
    }
    demand(response->status == 200);
    for (i = 0; i < result->n_images; i++) {
        const struct image *image = &result->images[i];

        demand(image->id != NULL && *image->id != '\0' && image->name != NULL);
        demand(image->state_text != NULL && image->progress >= -1 && image->progress <= 100);
    }
    demand(call->verb != PORT_COPY || result->n_copied > 0);
    for (i = 0; i < result->n_copied; i++) {
        demand(result->copied[i].source < call->n_sources);
        demand(result->copied[i].target < call->n_targets);
        demand(result->copied[i].id == NULL || *result->copied[i].id != '\0');
        check_failure(call, response, &result->copied[i].failure);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct arena arena;
    struct response response = {.departure = DEPARTED_ANSWERED};
    struct port_result result;
    struct account account;
    struct port_call call;

    if (size < 2)
        return 0;
    account = account_of(data[0]);
    call = call_of(data[0]);
    response.status = statuses[data[1] % 8];
    response.body = arena_strndup(&arena, (const char *)data + 2, size - 2);
    response.n_body = size - 2;
    memset(&result, 0xA5, sizeof result);
    registry_provider(&account)->read(&account, &call, &response, &arena, &result);
    check_result(&call, &response, &result);
    arena_reset(&arena);
    return 0;
}
