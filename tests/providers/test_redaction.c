/* SPDX-License-Identifier: MIT */
/* What each cloud sends and answers, as --debug shows it: without a secret. */
#include "tests/providers/each.h"

#include "providers/wire/redact.h"

#include <strings.h>

static const char *trace(const struct wire *wire, const struct response *response)
{
    struct buf out cleanup_buf = BUF_INIT(BUF_UNBOUNDED);

    redact_exchange(&out, wire, response);
    return arena_strndup(&each_arena, out.ptr, out.len);
}

static void hides(const char *text, const char *secret)
{
    if (strstr(text, secret) != NULL)
        fail_msg("'%s' stands in: %s", secret, text);
}

/* Of the request signed with a secret, and of an answer that quotes all of it, by the names that
 * the cloud itself declares. */
static const char *own_trace(const struct provider *provider, const struct request *request,
                             const char *secret)
{
    const struct secret_names *const own[] = {&provider->secrets, NULL};
    struct wire wire = support_sign_with(provider, request, secret, &each_arena);
    struct pair location = {"location", wire.url};
    struct response response = support_answer(200, wire.body == NULL ? "" : wire.body);

    response.headers = &location;
    response.n_headers = 1;
    response.secrets = own;
    return trace(&wire, &response);
}

/* A signature is whatever another secret changes. */
static void a_trace_shows_no_signature(const struct provider *provider,
                                       const struct cloud_cases *cases)
{
    struct account account = support_account(provider);
    struct port_call calls[2];
    size_t i;

    each_needs(provider, cases->from != NULL && cases->to != NULL, "regions for its requests");
    account.project = cases->project;
    calls[0] = support_list(cases->from);
    calls[1] = support_copy(cases->from, cases->to);
    for (i = 0; i < 2; i++) {
        struct request request = support_build(provider, &account, &calls[i], &each_arena);
        const char *one = own_trace(provider, &request, "fakesecret");
        const char *other = own_trace(provider, &request, "fakeother");

        if (strcmp(one, other) != 0)
            fail_msg("%s shows its signature:\n%s%s", each_name(provider), one, other);
    }
}

/* The request, and an answer that quotes all of it, in a header and in the body. */
static void a_trace_shows_no_key(const struct provider *provider, const struct cloud_cases *cases)
{
    struct account account = support_account(provider);
    struct port_call calls[2];
    size_t i;

    each_needs(provider, cases->from != NULL && cases->to != NULL, "regions for its requests");
    account.project = cases->project;
    account.channel_key = "fakechannel";
    calls[0] = support_list(cases->from);
    calls[1] = support_copy(cases->from, cases->to);
    for (i = 0; i < 2; i++) {
        struct request request = support_build(provider, &account, &calls[i], &each_arena);
        struct wire wire = support_sign(provider, &request, &each_arena);
        struct pair location = {"location", wire.url};
        struct response response = support_answer(200, wire.body == NULL ? "" : wire.body);
        const char *text;

        response.headers = &location;
        response.n_headers = 1;
        response.secrets = registry_secrets();
        text = trace(&wire, &response);
        assert_non_null(strstr(text, wire.action));
        hides(text, "FAKEID");
        hides(text, "faketoken");
        hides(text, "fakesecret");
        hides(text, "fakechannel");
        assert_non_null(strstr(text, "***"));
    }
}

/* Whose answer it is does not matter: a gateway may quote another cloud's request. */
static void no_cloud_s_answer_shows_another_s_secret(const struct provider *provider,
                                                     const struct cloud_cases *cases)
{
    static const char *const parameters[] = {
        "Signature", "Token",      "SecurityToken",        "SecretId",   "PublicKey",
        "SecretKey", "PrivateKey", "x-bce-security-token", "Credential",
    };
    static const char *const headers[] = {
        "Authorization", "Proxy-Authorization", "X-TC-Token",  "x-bce-security-token",
        "Cookie",        "Set-Cookie",          "channel-key",
    };
    const struct secret_names *const *secrets = registry_secrets();
    struct port_call call = support_list("ap-guangzhou");
    size_t i;

    (void)cases;
    for (i = 0; i < sizeof headers / sizeof *headers; i++)
        assert_true(redact_header(headers[i], secrets));
    for (i = 0; i < sizeof parameters / sizeof *parameters; i++) {
        const char *quoted = arena_printf(&each_arena, "(%s=fake1&x=1)", parameters[i]);
        struct response response = support_silence(DEPARTED_MAYBE);
        struct buf out cleanup_buf = BUF_INIT(1000);

        redact_text(&out, quoted, strlen(quoted), secrets);
        assert_string_equal(out.ptr, arena_printf(&each_arena, "(%s=***&x=1)", parameters[i]));
        response.fault = quoted;
        response.secrets = secrets;
        hides(support_read(provider, &call, &response, &each_arena).failure.message, "fake1");
    }
}

static void its_own_names_are_among_all(const struct provider *provider,
                                        const struct cloud_cases *cases)
{
    const struct secret_names *const *secrets = registry_secrets();

    (void)cases;
    while (*secrets != NULL && *secrets != &provider->secrets)
        secrets++;
    each_needs(provider, *secrets != NULL, "place in registry_secrets()");
    each_needs(provider, provider->secrets.headers != NULL, "list of secret headers");
    each_needs(provider, provider->secrets.parameters != NULL, "list of secret parameters");
}

int main(void)
{
    static const struct topic topics[] = {
        {"its own names are among all", its_own_names_are_among_all},
        {"a trace shows no key", a_trace_shows_no_key},
        {"a trace shows no signature", a_trace_shows_no_signature},
        {"no cloud's answer shows another's secret", no_cloud_s_answer_shows_another_s_secret},
        {NULL, NULL},
    };

    return each_cloud("redaction", topics);
}
