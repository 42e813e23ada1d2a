/* SPDX-License-Identifier: MIT */
#include "tests/unit.h"

#include "providers/wire/redact.h"

static const char *const headers[] = {"x-bce-security-token", NULL};
static const char *const parameters[] = {"Signature", "PublicKey", "Token", NULL};
static const char *const others[] = {"SecurityToken", "Credential", NULL};
static const char *const none[] = {NULL};
static const struct secret_names one = {headers, parameters}, other = {none, others};
static const struct secret_names *const secrets[] = {&one, &other, NULL};

static void secrets_are_redacted_where_a_name_begins(void **state)
{
    static const struct {
        const char *text, *clean;
    } cases[] = {
        {"a=1&Signature=abc&b=2", "a=1&Signature=***&b=2"},
        {"Signature=a%2Fb", "Signature=***"},
        {"XSignature=abc", "XSignature=abc"},
        {"SignatureMethod=HmacSHA256", "SignatureMethod=HmacSHA256"},
        {"PublicKey=k Token=t", "PublicKey=*** Token=***"},
        {"SecurityToken=", "SecurityToken=***"},
        {"Credential=AKID/2020/cvm, Signature=x", "Credential=***, Signature=***"},
    };
    size_t i;

    (void)state;
    for (i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct buf out cleanup_buf = BUF_INIT(1000);

        redact_text(&out, cases[i].text, strlen(cases[i].text), secrets);
        assert_string_equal(out.ptr, cases[i].clean);
    }
    assert_true(redact_header("authorization", secrets));
    assert_true(redact_header("X-Bce-Security-Token", secrets));
    assert_false(redact_header("Content-Type", secrets));
}

static void what_nobody_declares_is_shown_but_for_what_http_keeps_secret(void **state)
{
    static const struct secret_names *const nobody[] = {NULL};
    struct buf out cleanup_buf = BUF_INIT(1000);

    (void)state;
    redact_text(&out, "Signature=abc", 13, nobody);
    assert_string_equal(out.ptr, "Signature=abc");
    assert_true(redact_header("Authorization", nobody));
    assert_true(redact_header("proxy-authorization", nobody));
    assert_true(redact_header("cookie", nobody));
    assert_true(redact_header("Set-Cookie", nobody));
    assert_false(redact_header("x-bce-security-token", nobody));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(secrets_are_redacted_where_a_name_begins),
        cmocka_unit_test(what_nobody_declares_is_shown_but_for_what_http_keeps_secret),
    };

    return cmocka_run_group_tests_name("redact", tests, NULL, NULL);
}
