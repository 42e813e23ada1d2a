/* SPDX-License-Identifier: MIT */
/* What a saved plan holds for showing alone: when it was made and from what, warnings, the
 * originals of the headings, what a rehearsal said.  Nothing here is ever carried out. */
#include "cmd/ferry/findings/exitcode.h"
#include "cmd/ferry/saved/planfile_parts.h"

#include <string.h>

static void read_run(const struct json *root, struct planfile_reading *in)
{
    struct json run = json_object(root, "run", in->err);
    struct json files = json_array(root, "manifest", in->err), item;
    struct findings_file *list = arena_array(in->arena, json_count(&files), sizeof *list);

    in->out->run = (struct findings_run){planfile_maybe(&run, "id", in),
                                         planfile_seconds(&run, "started_at", in) * 1000,
                                         planfile_seconds(&run, "ended_at", in) * 1000,
                                         planfile_maybe(&run, "ci_url", in)};
    in->out->n_files = 0;
    for (item = json_first(&files); item.node != NULL; item = json_next(&item))
        list[in->out->n_files++] = (struct findings_file){json_string(&item, "path", in->err),
                                                          json_string(&item, "sha256", in->err)};
    in->out->files = list;
    in->out->saved_code = (int)json_int_or(root, "exit_code", EXIT_FINE, in->err);
}

static void read_warning(const struct json *item, struct diag *diag, struct planfile_reading *in)
{
    struct json related = json_object_maybe(item, "related", in->err);

    *diag = (struct diag){.severity = SEVERITY_WARNING,
                          .code = json_string_or(item, "code", "-", in->err),
                          .summary = json_string(item, "summary", in->err),
                          .hint = planfile_maybe(item, "detail", in),
                          .origin = planfile_origin(item, "range", in),
                          .length = 1};
    if (related.node == NULL || !json_has(&related, "range"))
        return;
    diag->other.text = json_string(&related, "summary", in->err);
    diag->other.origin = planfile_origin(&related, "range", in);
}

/* The manifest's warnings are W1xx; the judgement's, of whole images, W2xx: manifest/codes.h. */
static void read_diagnostics(const struct json *root, struct planfile_reading *in)
{
    struct json list = json_array(root, "diagnostics", in->err), item;
    struct diff_output *judged = in->judged;
    struct diags diags = {.arena = in->arena};

    judged->notices = arena_array(in->arena, json_count(&list), sizeof *judged->notices);
    judged->cap_notices = json_count(&list);
    diags.items = arena_array(in->arena, json_count(&list), sizeof *diags.items);
    diags.cap = json_count(&list);
    for (item = json_first(&list); item.node != NULL; item = json_next(&item)) {
        const char *code = json_string_or(&item, "code", "-", in->err);

        if (strncmp(code, "W2", 2) == 0) {
            judged->notices[judged->n_notices++] =
                (struct diff_notice){code, json_string(&item, "summary", in->err),
                                     planfile_origin(&item, "range", in)};
        } else if (strcmp(code, refusal_name(REFUSAL_CHANGE_LIMIT)) == 0) {
            in->out->refusal = REFUSAL_CHANGE_LIMIT;
            in->out->refusal_text = json_string(&item, "summary", in->err);
        } else {
            read_warning(&item, &diags.items[diags.nr++], in);
            diags.warnings++;
        }
    }
    in->out->diags = diags;
}

static void read_originals(const struct json *root, struct planfile_reading *in)
{
    struct json list = json_array(root, "images", in->err), item;
    const struct image **originals = arena_array(in->arena, json_count(&list), sizeof *originals);
    size_t i = 0;

    for (item = json_first(&list); item.node != NULL; item = json_next(&item), i++) {
        struct json source = json_object_maybe(&item, "source", in->err);
        struct image *image;

        if (source.node == NULL)
            continue;
        image = arena_alloc(in->arena, sizeof *image);
        *image = (struct image){.id = json_string(&source, "id", in->err),
                                .size_gib = json_int_or(&source, "size_gib", 0, in->err)};
        originals[i] = image;
    }
    in->out->originals = originals;
}

static void read_rehearsals(const struct json *root, struct planfile_reading *in)
{
    struct json list = json_array(root, "calls", in->err), item;
    struct findings_rehearsal *rehearsals =
        arena_array(in->arena, json_count(&list), sizeof *rehearsals);
    size_t i = 0, asked = 0;

    for (item = json_first(&list); item.node != NULL; item = json_next(&item), i++) {
        struct json said = json_object_maybe(&item, "rehearsal", in->err);

        if (said.node == NULL)
            continue;
        asked++;
        rehearsals[i].asked = json_bool_or(&said, "asked", false, in->err);
        rehearsals[i].request_id = planfile_maybe(&said, "request_id", in);
        if (rehearsals[i].asked && !json_bool_or(&said, "accepted", false, in->err))
            rehearsals[i].failure = planfile_failure(&said, in);
    }
    in->out->rehearsals = asked > 0 ? rehearsals : NULL;
}

void planfile_read_shown(const struct json *root, struct planfile_reading *in)
{
    read_run(root, in);
    read_diagnostics(root, in);
    read_originals(root, in);
    read_rehearsals(root, in);
}
