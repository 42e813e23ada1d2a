/* SPDX-License-Identifier: MIT */
#include "cmd/cloudsim/tencent_cvm_legacy/legacy.h"

#include "cmd/cloudsim/tencent/check.h"

#include <stdlib.h>

enum { WINDOW_SECONDS = 300 };

const struct quirk legacy_code_as_text = {"code-as-text", NULL, "tencent-cvm-legacy [C]",
                                          "the gateway writes code as text, \"5100\""};

const char *legacy_region(const char *code)
{
    return WORD_FOR(code, NULL, {"gz", "ap-guangzhou"}, {"sh", "ap-shanghai"}, {"bj", "ap-beijing"},
                    {"cd", "ap-chengdu"}, {"cq", "ap-chongqing"}, {"nj", "ap-nanjing"},
                    {"tsn", "ap-tianjin"}, {"szx", "ap-shenzhen"}, {"qy", "ap-qingyuan"},
                    {"gzopen", "ap-guangzhou-open"}, {"shjr", "ap-shanghai-fsi"},
                    {"szjr", "ap-shenzhen-fsi"}, {"bjjr", "ap-beijing-fsi"}, {"hk", "ap-hongkong"},
                    {"sg", "ap-singapore"}, {"th", "ap-bangkok"}, {"kr", "ap-seoul"},
                    {"jp", "ap-tokyo"}, {"in", "ap-mumbai"}, {"jkt", "ap-jakarta"},
                    {"tpe", "ap-taipei"}, {"de", "eu-frankfurt"}, {"ru", "eu-moscow"},
                    {"usw", "na-siliconvalley"}, {"use", "na-ashburn"}, {"ca", "na-toronto"},
                    {"sao", "sa-saopaulo"}, {"hzec", "ap-hangzhou-ec"}, {"jnec", "ap-jinan-ec"},
                    {"fzec", "ap-fuzhou-ec"}, {"hfeec", "ap-hefei-ec"},
                    {"sjwec", "ap-shijiazhuang-ec"}, {"whec", "ap-wuhan-ec"},
                    {"csec", "ap-changsha-ec"}, {"cgoec", "ap-zhengzhou-ec"},
                    {"xiyec", "ap-xian-ec"}, {"sheec", "ap-shenyang-ec"});
}

/* ---- answers ---- */

static json_t *code_value(const struct exchange *x, const char *code)
{
    return quirk_on(x->quirks, &legacy_code_as_text)
               ? json_string(code)
               : json_integer((json_int_t)strtol(code, NULL, 10));
}

void legacy_refuse(struct exchange *x, const char *code, const char *message)
{
    exchange_fail(x, 200, code,
                  json_pack("{s:o,s:s,s:s}", "code", code_value(x, code), "message",
                            arena_printf(x->arena, "(%s) %s", code, message), "codeDesc",
                            "Failure"));
}

void legacy_succeed(struct exchange *x, json_t *more)
{
    json_t *reply = json_pack("{s:o,s:s}", "code", code_value(x, "0"), "message", "");

    if (more != NULL)
        json_object_update(reply, more);
    json_decref(more);
    exchange_answer(x, 200, reply);
}

/* ---- authentication ---- */

static bool is_well_formed(const struct exchange *x)
{
    const char *type = pairs_get_fold(&x->in->headers, "Content-Type");

    if (!str_equal(x->in->path, "/v2/index.php") || x->params == NULL)
        return false;
    if (str_equal(x->in->method, "GET"))
        return x->in->body.len == 0;
    return str_equal(x->in->method, "POST") &&
           str_starts(type, "application/x-www-form-urlencoded");
}

const char *legacy_authenticate(struct exchange *x)
{
    static const char *const needed[] = {"Action",   "Region",    "Timestamp", "Nonce",
                                         "SecretId", "Signature", NULL};
    long long apart;
    size_t i;

    if (!is_well_formed(x))
        return "4000";
    for (i = 0; needed[i] != NULL; i++)
        if (pairs_get(&x->form, needed[i]) == NULL)
            return "4000";
    x->account = world_account(x->world, x->cloud, pairs_get(&x->form, "SecretId"));
    if (x->account == NULL)
        return "4104";
    if (!form_verify(x, true))
        return "4100";
    if (!exchange_token_fits(x, pairs_get(&x->form, "Token")))
        return "4105";
    apart = strtoll(pairs_get(&x->form, "Timestamp"), NULL, 10) - sim_real() / 1000;
    if (apart < -WINDOW_SECONDS || apart > WINDOW_SECONDS ||
        sim_seen(x->sim,
                 arena_printf(x->arena, "%s %s", x->account->id, pairs_get(&x->form, "Nonce")),
                 WINDOW_SECONDS))
        return "4500";
    return NULL;
}

/* ---- parameters ---- */

long legacy_number(const struct exchange *x, const char *name, long otherwise)
{
    const char *text = param_text(x, name, NULL);

    if (json_object_get(x->params, name) == NULL)
        return otherwise;
    return digits_only(text) ? strtol(text, NULL, 10) : -1;
}

bool legacy_only(const struct exchange *x, const char *const *names)
{
    const char *name;
    json_t *value;

    json_object_foreach(x->params, name, value) {
        if (!str_in(names, name))
            return false;
    }
    return true;
}
