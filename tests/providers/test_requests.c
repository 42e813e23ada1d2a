/* SPDX-License-Identifier: MIT */
/* What goes out, of each cloud: to the byte, and never anywhere else. */
#include "reconcile/base/buf.h"
#include "tests/providers/each.h"

/* The signed request as text. */
static const char *sent(const struct provider *provider, const struct account *account,
                        const struct port_call *call)
{
    struct buf out cleanup_buf = BUF_INIT(BUF_UNBOUNDED);
    struct request request = support_build(provider, account, call, &each_arena);
    struct wire wire = support_sign(provider, &request, &each_arena);
    size_t i;

    assert_int_equal(wire.writes, call->verb == PORT_COPY);
    assert_int_equal(request.writes, wire.writes);
    assert_non_null(wire.action);
    buf_printf(&out, "%s %s\n", wire.method, wire.url);
    for (i = 0; i < wire.n_headers; i++)
        buf_printf(&out, "%s: %s\n", wire.headers[i].name, wire.headers[i].value);
    buf_printf(&out, "\n%.*s", (int)wire.n_body, wire.n_body == 0 ? "" : wire.body);
    return arena_strndup(&each_arena, out.ptr, out.len);
}

static void requests_are_sent_as_expected(const struct provider *provider,
                                          const struct cloud_cases *cases)
{
    struct account account = support_account(provider);
    struct port_call call;

    each_needs(provider, cases->from != NULL && cases->to != NULL, "regions for its requests");
    each_needs(provider, cases->list != NULL && cases->copy != NULL, "requests to expect");
    account.project = cases->project;
    call = support_list(cases->from);
    assert_string_equal(sent(provider, &account, &call), cases->list);
    call = support_copy(cases->from, cases->to);
    assert_string_equal(sent(provider, &account, &call), cases->copy);
}

static void a_whoami_needs_no_region(const struct provider *provider,
                                     const struct cloud_cases *cases)
{
    struct account account = support_account(provider);
    struct port_call call = {.verb = PORT_WHOAMI};
    struct request request = support_build(provider, &account, &call, &each_arena);

    (void)cases;
    assert_false(request.writes);
    assert_non_null(support_sign(provider, &request, &each_arena).url);
}

static int refusal(const struct provider *provider, const struct account *account,
                   const struct port_call *call)
{
    struct request request;
    struct err err = ERR_INIT;

    return provider->build(account, call, &each_arena, &request, &err) == 0 ? (int)ERR_NONE
                                                                            : (int)err.code;
}

static void what_the_capabilities_forbid_is_not_built(const struct provider *provider,
                                                      const struct cloud_cases *cases)
{
    const char *many[12] = {0}, *itself[] = {cases->from, NULL};
    struct account account = support_account(provider);
    struct port_source sources[12] = {{"img-1", "web"}};
    struct port_call call;
    bool few = provider->caps->regions_per_call != 0 && provider->caps->regions_per_call < 11;
    int got;
    size_t i;

    each_needs(provider, cases->from != NULL && cases->to != NULL, "regions for its requests");
    account.project = cases->project;
    for (i = 0; i < 11; i++) {
        many[i] = arena_printf(&each_arena, "r%zu", i);
        sources[i] = sources[0];
    }
    call = support_copy(cases->from, many);
    got = refusal(provider, &account, &call);
    if (got != (few ? ERR_UNEXPECTED : ERR_NONE))
        fail_msg("%s, 11 regions in a call: %d", each_name(provider), got);
    call = support_copy(cases->from, itself);
    assert_int_equal(refusal(provider, &account, &call), ERR_UNEXPECTED);
    call = support_copy(cases->from, cases->to);
    call.sources = sources;
    call.n_sources = provider->caps->images_per_call + 1;
    assert_int_equal(refusal(provider, &account, &call), ERR_UNEXPECTED);
    call = support_copy(cases->from, cases->to);
    call.verb = PORT_DRYRUN;
    assert_int_equal(refusal(provider, &account, &call),
                     provider->caps->has_dry_run ? ERR_NONE : ERR_UNEXPECTED);
    call.verb = PORT_QUOTA;
    assert_int_equal(refusal(provider, &account, &call),
                     provider->caps->has_quota_call ? ERR_NONE : ERR_UNEXPECTED);
    call = support_list(cases->from);
    call.kind = provider->caps->list_kinds;
    assert_int_equal(refusal(provider, &account, &call), ERR_UNEXPECTED);
}

static void endpoints_that_could_mislead_are_refused(const struct provider *provider,
                                                     const struct cloud_cases *cases)
{
    static const char *const bad[] = {
        "cvm.example.com",
        "http://example.com",
        "https://",
        "https://a@example.com",
        "https://example.com/x",
        "https://example.com?x",
        "https://example.com:",
        "https://example.com:x",
        "ftp://example.com",
        "http://127.0.0.1.evil.com",
        "http://127.evil.com",
        "https://ex ample.com",
        "https://example.com:123456",
        "https://[::1",
        "https://[",
        "https://[::1]x",
        "http://a.localhost",
        "https://ex_ample.com",
    };
    static const char *const good[] = {"https://example.com", "https://example.com:8443/",
                                       "http://localhost:1",  "http://[::1]:80",
                                       "http://127.0.0.2",    "https://{region}.example.com"};

    struct account account = support_account(provider);
    struct port_call call = support_list(cases->from);
    size_t i;

    for (i = 0; i < sizeof bad / sizeof *bad; i++) {
        account.endpoint = bad[i];
        if (refusal(provider, &account, &call) != ERR_DATA)
            fail_msg("%s was taken", bad[i]);
    }
    for (i = 0; i < sizeof good / sizeof *good; i++) {
        account.endpoint = good[i];
        support_build(provider, &account, &call, &each_arena);
    }
}

int main(void)
{
    static const struct topic topics[] = {
        {"requests are sent as expected", requests_are_sent_as_expected},
        {"a whoami needs no region", a_whoami_needs_no_region},
        {"what the capabilities forbid is not built", what_the_capabilities_forbid_is_not_built},
        {"endpoints that could mislead are refused", endpoints_that_could_mislead_are_refused},
        {NULL, NULL},
    };

    return each_cloud("requests", topics);
}
