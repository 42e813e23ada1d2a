/* SPDX-License-Identifier: MIT */
/*
 * Any bytes as a cloud's reply: never a crash, and what comes out keeps the port's promises.
 *
 * The first line names the cloud, as the registry does, the verb and the status; the rest is the
 * body: see tests/fuzz/corpus/reply.  A name that is none picks a cloud by its bytes.
 */
#include "reconcile/base/utf8.h"
#include "tests/fuzz/cloud.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct port_call call_of(const char *verb)
{
    static const char *const names[] = {"list", "copy", "quota", "dryrun"};
    static const struct port_source source = {"img-1", "web"};
    static const char *const targets[] = {"ap-beijing", "gz", "hk"};
    static const enum port_verb verbs[] = {PORT_LIST, PORT_COPY, PORT_QUOTA, PORT_DRYRUN};
    struct port_call call = {.verb = PORT_WHOAMI, .region = "ap-tokyo"};
    size_t i;

    for (i = 0; i < sizeof names / sizeof *names; i++)
        if (strncmp(verb, names[i], strlen(names[i])) == 0)
            call.verb = verbs[i];
    if (call.verb == PORT_COPY || call.verb == PORT_DRYRUN) {
        call.sources = &source;
        call.n_sources = 1;
        call.targets = targets;
        call.n_targets = 3;
    }
    return call;
}

static int status_of(const char *words)
{
    int status = atoi(words + strcspn(words, "0123456789"));

    return status >= 100 && status <= 599 ? status : 200;
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
    struct fuzz_input input = fuzz_input(data, size, &arena);
    struct port_call call = call_of(input.words);
    struct response response = {
        .departure = DEPARTED_ANSWERED,
        .status = status_of(input.words),
        .body = input.rest,
        .n_body = input.n,
        .secrets = registry_secrets(),
    };
    struct port_result result;

    memset(&result, 0xA5, sizeof result);
    input.provider->read(input.provider, &call, &response, &arena, &result);
    check_result(&call, &response, &result);
    arena_reset(&arena);
    return 0;
}
