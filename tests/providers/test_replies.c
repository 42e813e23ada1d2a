/* SPDX-License-Identifier: MIT */
/* What comes in, of each cloud: successes, refusals, and every way in which a reply can be no
 * answer. */
#include "tests/providers/each.h"

/* ---- what is no answer ---- */

static const char *deep(void)
{
    char *text = arena_alloc(&each_arena, 100001);

    memset(text, '[', 100000);
    return text;
}

static void
a_reply_that_says_nothing_loses_a_copy_and_delays_a_read(const struct provider *provider,
                                                         const struct cloud_cases *known)
{
    const struct {
        int status;
        const char *body;
    } cases[] = {
        {200, "<html>login</html>"},
        {200, "{\"Response\":{\"RequestId\":\"r\",\"ImageSet\":[{\"Ima"},
        {200, "[]"},
        {200, "\"ok\""},
        {200, "{\"Response\":7,\"RetCode\":{},\"code\":[],\"isTruncated\":3,\"result\":4}"},
        {200, "{\"RetCode\":\"\\u0000\"}"},
        {200, "{\"Response\":{\"Error\":{\"Message\":\"no code\"}},\"result\":[3]}"},
        {200, deep()},
        {502, "bad gateway"},
        {503, ""},
        {500, "{}"},
        {301, "{}"},
        {404, "nothing here"},
        {403, "<html>proxy</html>"},
    };

    size_t i;

    (void)known;
    for (i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct port_result result =
            support_listed(&each_arena, provider, cases[i].status, cases[i].body);

        if (result.failure.class != PORT_TRANSIENT)
            fail_msg("list, case %zu: class %d", i, result.failure.class);
        assert_int_equal(result.n_images, 0);
        assert_non_null(
            strstr(result.failure.message, arena_printf(&each_arena, "(HTTP %d", cases[i].status)));
        result = support_copied(&each_arena, provider, cases[i].status, cases[i].body);
        if (result.failure.class != PORT_LOST)
            fail_msg("copy, case %zu: class %d", i, result.failure.class);
        assert_int_equal(result.n_copied, 0);
        assert_int_equal(result.failure.http_status, cases[i].status);
    }
}

static void an_empty_object_proves_no_region_empty(const struct provider *provider,
                                                   const struct cloud_cases *cases)
{
    (void)cases;
    assert_int_equal(
        support_listed(&each_arena, provider, 200, "{\"Response\":{},\"RetCode\":0}").failure.class,
        PORT_TRANSIENT);
}

/* A refusal would have a code: this one is no more than not understood. */
static void a_listing_of_untold_length_proves_no_region_empty(const struct provider *provider,
                                                              const struct cloud_cases *cases)
{
    struct port_result result;

    each_needs(provider, cases->untold != NULL, "listing of untold length in its cases");
    result = support_listed(&each_arena, provider, 200, cases->untold);
    if (result.failure.class != PORT_TRANSIENT || result.failure.code != NULL)
        fail_msg("%s: class %d, code %s", cases->untold, result.failure.class,
                 result.failure.code == NULL ? "none" : result.failure.code);
    assert_int_equal(result.n_images, 0);
}

static void departure_decides_what_silence_means(const struct provider *provider,
                                                 const struct cloud_cases *cases)
{
    struct port_call listing = support_list("ap-guangzhou");
    struct port_call copying = support_copy("ap-guangzhou", support_targets);
    struct response not = support_silence(DEPARTED_NOT), maybe = support_silence(DEPARTED_MAYBE);
    struct port_result result = support_read(provider, &copying, &not, &each_arena);

    (void)cases;
    assert_int_equal(result.failure.class, PORT_TRANSIENT);
    assert_string_equal(result.failure.message, "not sent: it broke");
    result = support_read(provider, &copying, &maybe, &each_arena);
    assert_int_equal(result.failure.class, PORT_LOST);
    assert_string_equal(result.failure.message, "no whole answer: it broke");
    assert_int_equal(support_read(provider, &listing, &not, &each_arena).failure.class,
                     PORT_TRANSIENT);
    assert_int_equal(support_read(provider, &listing, &maybe, &each_arena).failure.class,
                     PORT_TRANSIENT);
    /* A listing ends; a copy, which reads that went well preceded, waits. */
    not .lasting = true;
    assert_int_equal(support_read(provider, &listing, &not, &each_arena).failure.class,
                     PORT_PERMANENT);
    assert_int_equal(support_read(provider, &copying, &not, &each_arena).failure.class,
                     PORT_TRANSIENT);
}

static void status_429_alone_proves_that_nothing_was_done(const struct provider *provider,
                                                          const struct cloud_cases *cases)
{
    static const struct pair header = {"retry-after", "7"};
    struct port_call call = support_copy("ap-guangzhou", support_targets);
    struct response response = support_answer(429, "slow down");
    struct port_result result;

    (void)cases;
    response.headers = &header;
    response.n_headers = 1;
    result = support_read(provider, &call, &response, &each_arena);
    assert_int_equal(result.failure.class, PORT_THROTTLED);
    assert_int_equal(result.failure.retry_after_ms, 7000);
}

/* ---- what is one ---- */

static void an_image_and_an_accepted_copy_are_read(const struct provider *provider,
                                                   const struct cloud_cases *cases)
{
    struct port_result result;
    size_t i;

    each_needs(provider, cases->images != NULL, "page of images in its cases");
    each_needs(provider, cases->accepted != NULL && cases->accepted[0] != NULL,
               "accepted copy in its cases");
    result = support_listed(&each_arena, provider, 200, cases->images);
    if (result.failure.class != PORT_FINE)
        fail_msg("%s", result.failure.message);
    assert_int_equal(result.n_images, 1);
    assert_string_equal(result.images[0].name, "web");
    assert_int_equal(result.images[0].state, IMAGE_READY);
    assert_null(result.cursor);
    for (i = 0; cases->accepted[i] != NULL; i++) {
        result = support_copied(&each_arena, provider, 200, cases->accepted[i]);
        if (result.failure.class != PORT_FINE)
            fail_msg("%s", result.failure.message);
        assert_int_equal(result.n_copied, 2);
    }
    result = support_copied(&each_arena, provider, 200, cases->accepted[0]);
    assert_int_equal(result.copied[0].id != NULL, provider->caps->names_ids);
}

static void refusals_are_classed_by_their_code(const struct provider *provider,
                                               const struct cloud_cases *cases)
{
    const struct refusal_case *refusal;
    struct port_result result;
    bool lost = false;

    each_needs(provider, cases->refusals != NULL, "refusals in its cases");
    for (refusal = cases->refusals; refusal->body != NULL; refusal++) {
        result = support_copied(&each_arena, provider, refusal->status, refusal->body);
        if (result.failure.class != refusal->class || result.failure.reason != refusal->reason)
            fail_msg("%s: class %d, reason %d", result.failure.message, result.failure.class,
                     result.failure.reason);
        assert_non_null(result.failure.code);
        assert_int_equal(result.n_copied, 0);
        if (refusal->class != PORT_LOST)
            continue;
        result = support_listed(&each_arena, provider, refusal->status, refusal->body);
        assert_int_equal(result.failure.class, refusal->listing);
        lost = lost || refusal->listing == PORT_TRANSIENT;
    }
    each_needs(provider, lost, "refusal that loses a copy in its cases");
}

static void an_exchange_is_named_by_its_header(const struct provider *provider,
                                               const struct cloud_cases *cases)
{
    const struct pair headers[] = {{"x-request-id", "general"},
                                   {provider->request_id, "its own \x1b"}};
    struct port_call call = support_list("ap-guangzhou");
    struct response response = support_answer(502, "");

    (void)cases;
    each_needs(provider, provider->request_id != NULL, "header that names an exchange");
    response.headers = headers;
    response.n_headers = 2;
    assert_string_equal(support_read(provider, &call, &response, &each_arena).request_id,
                        "its own  ");
    response.n_headers = 1;
    assert_string_equal(support_read(provider, &call, &response, &each_arena).request_id,
                        "general");
}

int main(void)
{
    static const struct topic topics[] = {
        {"a reply that says nothing loses a copy and delays a read",
         a_reply_that_says_nothing_loses_a_copy_and_delays_a_read},
        {"an empty object proves no region empty", an_empty_object_proves_no_region_empty},
        {"a listing of untold length proves no region empty",
         a_listing_of_untold_length_proves_no_region_empty},
        {"departure decides what silence means", departure_decides_what_silence_means},
        {"status 429 alone proves that nothing was done",
         status_429_alone_proves_that_nothing_was_done},
        {"an image and an accepted copy are read", an_image_and_an_accepted_copy_are_read},
        {"refusals are classed by their code", refusals_are_classed_by_their_code},
        {"an exchange is named by its header", an_exchange_is_named_by_its_header},
        {NULL, NULL},
    };

    return each_cloud("replies", topics);
}
