/* SPDX-License-Identifier: MIT */
/* Where a signed request may go, and what tries to lead it elsewhere. */
#include "tests/unit.h"

#include "reconcile/base/endpoint.h"

#define COUNT(items) (sizeof(items) / sizeof *(items))

static void an_endpoint_is_the_vendors_only_below_its_domain(void **state)
{
    static const char *const domains[] = {"tencentcloudapi.com", NULL};
    static const char *const own[] = {"https://tencentcloudapi.com",
                                      "https://cvm.tencentcloudapi.com",
                                      "https://CVM.TencentCloudAPI.com:443/",
                                      "https://cvm.{region}.tencentcloudapi.com"};
    static const char *const others[] = {"https://eviltencentcloudapi.com",
                                         "https://tencentcloudapi.com.example.org",
                                         "https://tencentcloudapi.co",
                                         "https://{region}",
                                         "https://{region}tencentcloudapi.com",
                                         "https://cvm.tencentcloudapi.com.{region}",
                                         "http://127.0.0.1:8443",
                                         "https://[::1]"};
    size_t i;

    (void)state;
    for (i = 0; i < COUNT(own); i++) {
        assert_null(endpoint_fault(own[i]));
        assert_true(endpoint_is_below(own[i], domains));
        assert_false(endpoint_is_below(own[i], NULL));
    }
    for (i = 0; i < COUNT(others); i++) {
        assert_null(endpoint_fault(others[i]));
        assert_false(endpoint_is_below(others[i], domains));
    }
}

static void plain_http_goes_to_this_machine_only(void **state)
{
    static const char *const fine[] = {"http://localhost", "http://127.0.0.1:1",
                                       "http://[::1]:65535", "http://127.255.0.1/"};
    static const char *const bad[] = {"http://localhost.example.org",
                                      "http://127.0.0.1.example.org", "http://example.org",
                                      "http://127.", "http://[::2]", "http://0.0.0.0",
                                      "http://localhost@example.org",
                                      /* a resolver's to explain */
                                      "http://x.localhost", "http://LOCALHOST", "http://127.1",
                                      "http://127.0.0.1.5", "http://127.0.0.256",
                                      "http://127.0.0.09", "http://127.example.org",
                                      "http://[::ffff:127.0.0.1]", "http://[0:0:0:0:0:0:0:1]",
                                      "http://2130706433", "http://{region}"};
    size_t i;

    (void)state;
    for (i = 0; i < COUNT(fine); i++) {
        assert_null(endpoint_fault(fine[i]));
        assert_null(endpoint_url_fault(fine[i]));
    }
    for (i = 0; i < COUNT(bad); i++) {
        if (endpoint_fault(bad[i]) == NULL || endpoint_url_fault(bad[i]) == NULL)
            fail_msg("%s was taken", bad[i]);
    }
}

static void what_could_mislead_is_no_endpoint(void **state)
{
    static const char *const bad[] = {
        "cvm.example.com",
        "https://",
        "https:///",
        "HTTPS://example.com",
        "ftp://example.com",
        "https://a@example.com",
        "https://a:b@example.com",
        "https://example.com:443@evil.com",
        "https://example.com/x",
        "https://example.com//",
        "https://example.com?x",
        "https://example.com#x",
        "https://example.com\\@evil.com",
        "https://example.com:",
        "https://example.com:x",
        "https://example.com:0",
        "https://example.com:65536",
        "https://example.com:123456",
        "https://ex ample.com",
        "https://example.com\r\nX: y",
        "https://example..com",
        "https://.example.com",
        "https://-example.com",
        "https://example.com.",
        "https://ex_ample.com",
        "https://ex%61mple.com",
        "https://{site}.example.com",
        "https://[::1",
        "https://[",
        "https://[]",
        "https://[::1]x",
        "https://[::1%25eth0]",
    };
    size_t i;

    (void)state;
    for (i = 0; i < COUNT(bad); i++)
        if (endpoint_fault(bad[i]) == NULL)
            fail_msg("%s was taken", bad[i]);
}

static void a_request_goes_to_a_whole_url(void **state)
{
    static const char *const fine[] = {"https://example.com/",
                                       "https://example.com:8443/v2/a?b=c@d",
                                       "http://127.0.0.1:1/v2/x%7B", "https://[::1]/"};
    static const char *const bad[] = {"http://127.0.0.1:80@evil.com/",
                                      "http://127.0.0.1@evil.com/",
                                      "http://localhost:1@evil.com/",
                                      "https://bcc.{region}.example.com/",
                                      "https://example.com?x",
                                      "https://example.com:1#x",
                                      "file:///etc/passwd"};
    size_t i;

    (void)state;
    for (i = 0; i < COUNT(fine); i++)
        assert_null(endpoint_url_fault(fine[i]));
    for (i = 0; i < COUNT(bad); i++)
        if (endpoint_url_fault(bad[i]) == NULL)
            fail_msg("%s was taken", bad[i]);
}

static void the_host_of_an_endpoint_is_without_port_and_brackets(void **state)
{
    static const struct {
        const char *url, *host;
    } cases[] = {{"https://a.example.org:8443/", "a.example.org"},
                 {"https://[::1]:8443", "::1"},
                 {"http://localhost/", "localhost"},
                 {"https://{region}.example.org", "{region}.example.org"}};
    size_t i, n;

    (void)state;
    for (i = 0; i < COUNT(cases); i++) {
        const char *host = endpoint_host(cases[i].url, &n);

        assert_int_equal(n, strlen(cases[i].host));
        assert_memory_equal(host, cases[i].host, n);
    }
}

static void a_region_is_filled_in_wherever_it_is_asked_for(void **state)
{
    struct arena cleanup_arena arena = ARENA_INIT;

    (void)state;
    assert_string_equal(endpoint_fill("https://{region}.a.{region}:1", "bj", &arena),
                        "https://bj.a.bj:1");
    assert_string_equal(endpoint_fill("https://a", "bj", &arena), "https://a");
    assert_string_equal(endpoint_fill("https://{region}", NULL, &arena), "https://{region}");
    assert_string_equal(endpoint_fill("https://{region}", "{region}", &arena), "https://{region}");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_endpoint_is_the_vendors_only_below_its_domain),
        cmocka_unit_test(plain_http_goes_to_this_machine_only),
        cmocka_unit_test(what_could_mislead_is_no_endpoint),
        cmocka_unit_test(a_request_goes_to_a_whole_url),
        cmocka_unit_test(the_host_of_an_endpoint_is_without_port_and_brackets),
        cmocka_unit_test(a_region_is_filled_in_wherever_it_is_asked_for),
    };

    return cmocka_run_group_tests_name("endpoint", tests, NULL, NULL);
}
