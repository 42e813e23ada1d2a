/* SPDX-License-Identifier: MIT */
#include "providers/wire/request.h"

#include "providers/wire/uri.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

static int check_copy(const struct caps *caps, const struct port_call *call, struct err *err)
{
    size_t i;

    if (call->n_sources == 0 || call->n_sources > caps->images_per_call)
        return err_set(err, ERR_UNEXPECTED, "%s copies 1 to %zu images a call, not %zu",
                       caps->provider, caps->images_per_call, call->n_sources);
    if (call->n_targets == 0 ||
        (caps->regions_per_call != 0 && call->n_targets > caps->regions_per_call))
        return err_set(err, ERR_UNEXPECTED, "%s copies to 1 to %zu regions a call, not %zu",
                       caps->provider, caps->regions_per_call, call->n_targets);
    for (i = 0; i < call->n_targets; i++)
        if (strcmp(call->targets[i], call->region) == 0)
            return err_set(err, ERR_UNEXPECTED, "a copy from '%s' to itself", call->region);
    return 0;
}

int request_check(const struct caps *caps, const struct port_call *call, struct err *err)
{
    assert(caps != NULL && call != NULL);
    switch (call->verb) {
    case PORT_LIST:
        if (call->kind < 0 || call->kind >= caps->list_kinds)
            return err_set(err, ERR_UNEXPECTED, "%s lists no kind %d", caps->provider, call->kind);
        return 0;
    case PORT_QUOTA:
        if (!caps->has_quota_call)
            return err_set(err, ERR_UNEXPECTED, "%s has no call for quotas", caps->provider);
        return 0;
    case PORT_DRYRUN:
        if (!caps->has_dry_run)
            return err_set(err, ERR_UNEXPECTED, "%s has no dry run", caps->provider);
        return check_copy(caps, call, err);
    case PORT_COPY:
        return check_copy(caps, call, err);
    case PORT_WHOAMI:
        return 0;
    }
    return err_set(err, ERR_UNEXPECTED, "a call without a verb");
}

struct request_page request_page(const struct port_call *call, int page_size)
{
    bool whole = call->verb == PORT_LIST;
    struct request_page page = {0, whole ? page_size : 1};

    if (whole && call->cursor != NULL)
        page.offset = strtoll(call->cursor, NULL, 10);
    return page;
}

const char *const *request_source_ids(const struct port_call *call, struct arena *arena)
{
    const char **ids = arena_array(arena, call->n_sources, sizeof *ids);
    size_t i;

    for (i = 0; i < call->n_sources; i++)
        ids[i] = call->sources[i].id;
    return ids;
}

size_t request_target(const struct port_call *call, const char *region)
{
    size_t i;

    for (i = 0; i < call->n_targets; i++)
        if (strcmp(call->targets[i], region) == 0)
            break;
    return i;
}

void request_make_form(struct request *request, struct pairs *headers)
{
    pairs_add(headers, "Content-Type", "application/x-www-form-urlencoded");
    request->body = uri_query(request->query, request->n_query, headers->arena);
    request->n_body = strlen(request->body);
    request->query = NULL;
    request->n_query = 0;
}

void request_to_wire(const struct request *request, const char *url, const struct pairs *headers,
                     struct wire *out)
{
    assert(request != NULL && request->method != NULL && url != NULL && headers != NULL);
    memset(out, 0, sizeof *out);
    out->method = request->method;
    out->url = url;
    out->host = request->host;
    out->headers = headers->items;
    out->n_headers = headers->nr;
    out->body = request->body;
    out->n_body = request->n_body;
    out->writes = request->writes;
    out->action = request->action;
}
