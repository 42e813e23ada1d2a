/* SPDX-License-Identifier: MIT */
#include "cmd/cloudsim/baidu_bcc/baidu.h"

#include <stdlib.h>
#include <string.h>

enum { FUTURE_SECONDS = 300 /* how far ahead a timestamp may lie is open; a few minutes */ };

/* ---- answers ---- */

static void give_request_id(struct exchange *x)
{
    const char *id = sim_uuid(x->sim, x->arena); /* drawn each time: the seed's sequence */

    if (x->request_id != NULL)
        return;
    x->request_id = id;
    pairs_add(&x->out->headers, "x-bce-request-id", x->request_id);
}

static unsigned status_of(const char *code)
{
    const char *status =
        WORD_FOR(code, str_starts(code, "Image.") ? "409" : "400", {"AccessDenied", "403"},
                 {"InvalidAccessKeyId", "403"}, {"OptInRequired", "403"}, {"QualifyNotPass", "403"},
                 {"IdempotentParameterMismatch", "403"}, {"InvalidVersion", "404"},
                 {"NoSuchObject", "404"}, {"PreconditionFailed", "412"}, {"InternalError", "500"},
                 {"TooManyRequests", "429"}, {"Image.ImageNameInvalid", "400"},
                 {"Image.ImageIdIsEmpty", "400"}, {"Image.ImageQuotaExceedLimit", "413"},
                 {"Image.UnCustomImageCannotBeDeleted", "403"});

    return (unsigned)strtoul(status, NULL, 10);
}

void baidu_refuse(struct exchange *x, const char *code, const char *message)
{
    give_request_id(x);
    exchange_fail(x, status_of(code), code,
                  json_pack("{s:s,s:s,s:s}", "requestId", x->request_id, "code", code, "message",
                            message));
}

void baidu_succeed(struct exchange *x, json_t *reply)
{
    give_request_id(x);
    exchange_answer(x, 200, reply);
}

/* ---- the request ---- */

const char *baidu_tail(const struct exchange *x)
{
    static const char below[] = "/v2/image/";

    if (str_equal(x->in->path, "/v2/image"))
        return "";
    if (!str_starts(x->in->path, below) || strchr(x->in->path + sizeof below - 1, '/') != NULL)
        return NULL;
    return x->in->path + sizeof below - 1;
}

bool baidu_only_query(const struct exchange *x, const char *const *names)
{
    size_t i;

    for (i = 0; i < x->form.n; i++)
        if (!str_in(names, x->form.items[i].name))
            return false;
    return true;
}

json_t *baidu_body(struct exchange *x)
{
    json_t *body = json_object_get(x->params, "body");

    if (!str_starts(pairs_get_fold(&x->in->headers, "Content-Type"), "application/json"))
        baidu_refuse(x, "InvalidHTTPRequest", "the body is not declared as JSON");
    else if (body == NULL)
        baidu_refuse(x, "MalformedJSON", "the body is no JSON");
    else if (!json_is_object(body))
        baidu_refuse(x, "InappropriateJSON", "the body is no object");
    else
        return body;
    return NULL;
}

/* ---- authentication: a code, or NULL ---- */

static const char *sign(struct exchange *x, const char *host, const void *context)
{
    const struct bce_credential *credential = context;
    const struct bce_request request = {.method = x->in->method,
                                        .path = x->in->path,
                                        .query = x->in->query,
                                        .headers = &x->in->headers,
                                        .host = host};
    const char *canonical = bce_canonical(x->arena, &request, credential->signed_headers);

    if (canonical == NULL)
        return NULL;
    return bce_signature(x->arena,
                         bce_signing_key(x->arena, x->account->secret, credential->prefix),
                         canonical);
}

/* A token must be signed: either it is listed, or the default set holds every x-bce- header. */
static const char *token_fault(const struct exchange *x, const struct bce_credential *credential)
{
    static const char name[] = "x-bce-security-token";
    const char *token = pairs_get_fold(&x->in->headers, name);

    if (!exchange_token_fits(x, token))
        return x->account->token == NULL ? "InvalidAccessKeyId" : "AccessDenied";
    return token != NULL && credential->signed_headers[0] != '\0' &&
                   strstr(credential->signed_headers, name) == NULL
               ? "AccessDenied"
               : NULL;
}

const char *baidu_authenticate(struct exchange *x)
{
    const char *authorization = pairs_get_fold(&x->in->headers, "Authorization");
    const char *date = pairs_get_fold(&x->in->headers, "x-bce-date");
    int64_t now = sim_real() / 1000, signed_at, sent_at;
    struct bce_credential credential;

    if (authorization == NULL)
        return "AccessDenied";
    if (bce_parse(x->arena, authorization, &credential) != 0)
        return "InvalidHTTPAuthHeader";
    x->account = world_account(x->world, x->cloud, credential.id);
    if (x->account == NULL)
        return "InvalidAccessKeyId";
    if (!instant_parse(credential.timestamp, &signed_at))
        return "InvalidHTTPAuthHeader";
    if (now > signed_at + credential.expiration || signed_at > now + FUTURE_SECONDS)
        return "RequestExpired";
    if (date != NULL && (!instant_parse(date, &sent_at) || llabs(sent_at - signed_at) > 2))
        return "SignatureDoesNotMatch";
    if (!exchange_verify(x, credential.signature, sign, &credential))
        return "SignatureDoesNotMatch";
    return token_fault(x, &credential);
}
