/* SPDX-License-Identifier: MIT */
#pragma once

#include "reconcile/base/arena.h"
#include "reconcile/base/err.h"
#include "reconcile/model/desired.h"
#include "reconcile/model/port.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * A cloud is pure functions: a call becomes a request, a request is signed, a reply becomes a
 * result. None of them does I/O, knows a clock or keeps state; paging is a cursor in the result.
 */

struct error_table;
struct json;
struct key_sources;
struct reply;

/* A header or parameter; both never NULL, unescaped. */
struct pair {
    const char *name, *value;
};

/* What to send, before it is signed: structured, never changed once built. */
struct request {
    const char *method;       /* "GET", "POST" */
    const char *scheme;       /* "https"; "http" only for a loopback endpoint */
    const char *host;         /* as sent and signed, with ":port" when it is not the scheme's own */
    const char *path;         /* unescaped, begins with '/' */
    const struct pair *query; /* a NULL value is a key without '=' ("?remoteCopy"); schemes that
                                 sign parameters make it the form body of a POST */
    size_t n_query;
    const struct pair *headers; /* beside Host, Authorization, dates and what signing adds */
    size_t n_headers;
    const char *body; /* exactly these bytes are hashed and sent; NULL: none */
    size_t n_body;
    const char *service; /* of the signature's scope; configured, never derived from the host */
    const char *action;  /* for traces: "DescribeImages" */
    bool writes;         /* goes out on a fresh connection and is never repeated by the transport */
};

/* A signed request, ready for the transport. */
struct wire {
    const char *method;
    const char *url;
    const char *host;
    const struct pair *headers; /* all of them but Host and Content-Length */
    size_t n_headers;
    const char *body;
    size_t n_body;
    bool writes;
    const char *action;
};

/* Did the request leave?  departure.h is the one that answers. */
enum departure {
    DEPARTED_NOT,   /* proof that the server got nothing: name, connect, TLS failures */
    DEPARTED_MAYBE, /* the first byte was sent, no whole reply came */
    DEPARTED_ANSWERED,
};

struct response {
    enum departure departure;
    int status;                 /* HTTP status; 0 without one */
    const struct pair *headers; /* names in lower case */
    size_t n_headers;
    const char *body; /* NUL-terminated, and n_body bytes */
    size_t n_body;
    bool too_large;    /* the reply passed the transport's maximum and was dropped */
    const char *fault; /* what the transport says went wrong; NULL with DEPARTED_ANSWERED */
    bool lasting;      /* never sent, for a reason that waiting does not mend: a bad certificate */
    const struct secret_names *const *secrets; /* of all clouds, NULL-terminated: a reply may quote
                                                  any request, and no message may show them */
};

/* Lives in memory that no core file or trace shows. */
struct credentials {
    const char *id; /* SecretId, PublicKey, access key id */
    const char *secret;
    const char *token;   /* session token; NULL without one */
    const char *source;  /* for people, never a value: "environment", "~/.tccli/prod.credential" */
    const char *project; /* that the vendor's own variables or files name; NULL without one */
};

/* When and under which nonce a request is signed. */
struct moment {
    int64_t now_s; /* seconds since 1970 */
    uint64_t nonce;
};

/* Whose values are not for people's eyes; each list ends with NULL. */
struct secret_names {
    const char *const *headers;    /* in any case */
    const char *const *parameters; /* as they stand in URLs, forms and quoted requests */
};

/* All that is a cloud's own: see providers/README.md. */
struct provider {
    const struct caps *caps;
    const char *gateway; /* the value of `gateway:` that it serves; NULL: without one */
    const struct error_table *errors; /* clouds/errors.h */
    const struct key_sources *keys;   /* credentials/credentials.h */
    struct secret_names secrets;
    const char *request_id; /* the header that names an exchange, beside x-request-id */

    /* Builds the request of a call.  Fails with ERR_DATA for a setting of the account that is
     * missing or wrong (endpoint, project), with ERR_UNEXPECTED for a call that caps forbid. */
    int (*build)(const struct account *account, const struct port_call *call, struct arena *arena,
                 struct request *out, struct err *err);

    /* Signs.  Called when the request leaves, again for each attempt. */
    void (*sign)(const struct credentials *credentials, const struct request *request,
                 struct moment moment, struct arena *arena, struct wire *out);

    /* Reads any reply at all, also none: what is wrong with it is in out->failure.  A cloud that
     * answers in JSON has reply_read() here, and its own reader behind it (clouds/reply.h). */
    void (*read)(const struct provider *provider, const struct port_call *call,
                 const struct response *response, struct arena *arena, struct port_result *out);
    void (*read_json)(struct reply *reply, const struct json *root, struct err *err);
};
