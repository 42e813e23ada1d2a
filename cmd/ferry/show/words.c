/* SPDX-License-Identifier: MIT */
#include "cmd/ferry/show/words.h"

#include "reconcile/base/clock.h"

#include <assert.h>
#include <inttypes.h>
#include <string.h>

static const struct {
    const char *why, *remedy;
} reasons[] = {
    [REASON_NONE] = {"a rule forbids the copy", ""},
    [REASON_SOURCE_MISSING] = {"the source is not there, and no copy of it is",
                               "correct `from`, or bring the original back"},
    [REASON_SOURCE_AMBIGUOUS] = {"several usable images bear the source's name",
                                 "name the right one with `from: {region, id}`"},
    [REASON_SOURCE_UNUSABLE] = {"the source is there but cannot be used, and no copy serves",
                                "mend the source, or point `from` at a healthy copy"},
    [REASON_CROSS_BORDER] = {"the copy would cross a border that the cloud does not allow",
                             "or declare a source on that side of the border"},
    [REASON_REGION_UNSUPPORTED] = {"the region takes no part in copies", "take it out of `to`"},
    [REASON_QUOTA_FULL] = {"the region has no room for one more image",
                           "delete images there or have the quota raised"},
    [REASON_TOO_LARGE] = {"the image is larger than the cloud copies", "make a smaller image"},
    [REASON_CANNOT_RENAME] = {"this cloud cannot give a copy another name",
                              "use the source's own name"},
    [REASON_NAME_INVALID] = {"the cloud does not allow this name", "rename the image"},
    [REASON_IMAGE_UNSUPPORTED] = {"the cloud does not copy images of this kind",
                                  "make one without data disks, encryption or old format"},
    [REASON_NOT_AUTHORIZED] = {"the credentials may not do this",
                               "add the copy action to the account's policy"},
};

void words_rehearsal(const struct findings_rehearsal *rehearsal, struct buf *out)
{
    if (!rehearsal->asked) {
        buf_str(out, "computed from listings, quotas and rules: no dry run here");
    } else if (rehearsal->failure == NULL) {
        buf_str(out, "the cloud would take it");
    } else {
        buf_str(out, "the cloud would refuse it: ");
        words_failure(rehearsal->failure, out);
    }
}

void words_outcome(const struct findings *findings, const struct plan_call *call, struct buf *out)
{
    assert(findings != NULL && call != NULL);
    if (outcome_name(call->outcome) != NULL)
        buf_str(out, outcome_name(call->outcome));
    else if (findings_rehearsal_of(findings, call) != NULL)
        words_rehearsal(findings_rehearsal_of(findings, call), out);
}

const char *words_noun(size_t n, const char *one, const char *many)
{
    return n == 1 ? one : many;
}

bool words_line(const char **text, struct buf *line)
{
    size_t n = strcspn(*text, "\n");
    bool any = **text != '\0';

    buf_reset(line);
    buf_add(line, *text, n);
    *text += n + ((*text)[n] == '\n');
    return any;
}

void words_shell(const char *text, struct buf *out)
{
    static const char plain[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
        "0123456789_-./:@%+=,";

    assert(text != NULL);
    if (*text != '\0' && strspn(text, plain) == strlen(text)) {
        buf_str(out, text);
        return;
    }
    buf_char(out, '\'');
    for (; *text != '\0'; text++)
        buf_printf(out, *text == '\'' ? "'\\%c'" : "%c", *text);
    buf_char(out, '\'');
}

void words_failure(const struct port_failure *failure, struct buf *out)
{
    assert(failure != NULL);
    /* Code, status and request id are in the message: port.h. */
    buf_str(out, failure->message != NULL ? failure->message : "no reason given");
}

void words_state(const char *word, struct buf *out)
{
    bool number = *word != '\0' && strspn(word, "-0123456789") == strlen(word);

    assert(word != NULL);
    buf_printf(out, "%s%s", number ? "status " : "", word);
}

void words_age(int64_t created, int64_t now_ms, struct buf *out)
{
    int64_t seconds = now_ms / 1000 > created ? now_ms / 1000 - created : 0;

    if (created <= 0 || now_ms <= 0)
        return;
    if (seconds >= 2 * 86400)
        buf_printf(out, "%" PRId64 "d", seconds / 86400);
    else if (seconds >= 2 * 3600)
        buf_printf(out, "%" PRId64 "h", seconds / 3600);
    else
        buf_printf(out, "%" PRId64 "m", seconds / 60);
}

void words_fact(const struct fact *fact, struct buf *out)
{
    assert(fact != NULL);
    switch (fact->kind) {
    case FACT_SOURCE_STATE:
        buf_printf(out, "%s in %s is %s", fact->id, fact->region, fact->equals);
        break;
    case FACT_ABSENT:
        buf_printf(out, "nothing named %s in %s", fact->name, fact->region);
        if (fact->id != NULL)
            buf_printf(out, " but the failed %s", fact->id);
        break;
    case FACT_QUOTA_FREE:
        buf_printf(out, "room for %" PRId64 " more in %s", fact->at_least, fact->region);
        break;
    }
}

/* ---- one cell ---- */

static void put_ids(const struct cell *cell, bool dates, struct buf *out)
{
    char text[CLOCK_TEXT];
    size_t i;

    for (i = 0; i < cell->n_images; i++) {
        buf_printf(out, "%s%s", i > 0 ? ", " : "", cell->images[i]->id);
        if (!dates || cell->images[i]->created <= 0)
            continue;
        clock_format(cell->images[i]->created, text);
        buf_printf(out, " (%.10s)", text);
    }
}

static void why_differs(const struct cell *cell, struct buf *out)
{
    size_t i;

    if (cell->stale_from != NULL)
        buf_printf(out, "made before its source %s was", cell->stale_from);
    for (i = 0; i < cell->n_differences; i++) {
        const struct difference *one = &cell->differences[i];

        if (cell->stale_from != NULL && strcmp(one->attribute, "created") == 0)
            continue;
        if (out->len > 0)
            buf_str(out, "; ");
        buf_printf(out, "%s is %s, %s %s", one->attribute, one->observed,
                   one->from_expect ? "expected" : "its source has", one->expected);
    }
}

static void why_in_progress(const struct findings *findings, const struct cell *cell,
                            struct buf *out)
{
    const struct plan_call *call = findings_call_of(findings, cell);

    buf_str(out, cell->detail != NULL ? cell->detail : "a copy is on its way");
    if (cell->n_images == 1 && cell->images[0]->progress >= 0)
        buf_printf(out, ", %d %%", cell->images[0]->progress);
    if (cell->stuck)
        buf_str(out, ", for longer than a copy may take");
    else if (findings->kind == FINDINGS_APPLY && call == NULL)
        buf_str(out, ", started elsewhere");
}

/* drift, list and wait tell what is, not what could be done. */
static bool speaks_of_calls(const struct findings *findings)
{
    return findings->kind == FINDINGS_PLAN || findings->kind == FINDINGS_APPLY ||
           findings->kind == FINDINGS_WHY;
}

/* What this run shall do, or did, for a cell that needs a copy. */
static void put_call(const struct findings *findings, const struct cell *cell, struct buf *out)
{
    const struct plan_call *call = findings_call_of(findings, cell);
    const char *outcome = call != NULL ? outcome_name(call->outcome) : NULL;

    if (call == NULL)
        return;
    if (outcome == NULL) {
        buf_printf(out, "copied from %s by call %d", call->source_region, call->id);
        if (cell->waiting_for != NULL)
            buf_printf(out, ", once %s is ready", cell->waiting_for);
        return;
    }
    buf_printf(out, "call %d was %s", call->id,
               call->outcome == OUTCOME_NOT_SENT ? "not sent" : outcome);
    if (call->moved != NULL) {
        buf_str(out, ": planned on \"");
        words_fact(call->moved, out);
        buf_printf(out, "\", but now: %s", call->moved_now != NULL ? call->moved_now : "no longer");
    } else if (call->outcome_detail != NULL) {
        buf_printf(out, ": %s", call->outcome_detail);
    }
}

static void why_unusable(const struct findings *findings, const struct cell *cell, struct buf *out)
{
    buf_str(out, cell->n_images == 1 ? "a failed image: " : "failed images: ");
    put_ids(cell, false, out);
    if (cell->n_images == 1 && cell->images[0]->state_text != NULL) {
        buf_str(out, " (");
        words_state(cell->images[0]->state_text, out);
        buf_char(out, ')');
    }
    if (speaks_of_calls(findings) && cell->call != CELL_NO_CALL) {
        buf_str(out, "; a new one beside it is ");
        put_call(findings, cell, out);
    }
}

/* Verdicts whose detail put_verdict has used, or has said with the ids. */
static const unsigned told = 1u << VERDICT_UNKNOWN | 1u << VERDICT_AMBIGUOUS |
                             1u << VERDICT_IN_PROGRESS | 1u << VERDICT_BLOCKED;

/* What ferry says of itself; the judge's own line, where it has one, tells more or the same. */
static void put_verdict(const struct findings *findings, const struct cell *cell, struct buf *out)
{
    switch (cell->verdict) {
    case VERDICT_UNKNOWN:
        buf_str(out, cell->detail != NULL ? cell->detail : "the region could not be read");
        break;
    case VERDICT_AMBIGUOUS:
        buf_printf(out, "%zu usable images bear the name: ", cell->n_images);
        put_ids(cell, true, out);
        break;
    case VERDICT_DIFFERS:
        why_differs(cell, out);
        break;
    case VERDICT_IN_PROGRESS:
        why_in_progress(findings, cell, out);
        break;
    case VERDICT_UNUSABLE:
        why_unusable(findings, cell, out);
        break;
    case VERDICT_MISSING:
        if (speaks_of_calls(findings) && findings_call_of(findings, cell) != NULL)
            put_call(findings, cell, out);
        else
            buf_str(out, "nothing of that name is there");
        break;
    case VERDICT_BLOCKED:
        assert(cell->reason <= REASON_NOT_AUTHORIZED);
        if (cell->reason != REASON_NONE)
            buf_printf(out, "%s: ", reason_name(cell->reason));
        buf_str(out, cell->detail != NULL ? cell->detail : reasons[cell->reason].why);
        break;
    case VERDICT_EXTRA:
        buf_str(out, "not in the manifest: ");
        put_ids(cell, true, out);
        break;
    case VERDICT_IN_SYNC:
    case VERDICT_COUNT:
        break;
    }
}

/* A stale plan's fact before and after, where the verdict is of what is there now. */
static void put_moved(const struct findings *findings, const struct cell *cell, struct buf *out)
{
    const struct plan_call *call = findings_call_of(findings, cell);

    if (findings->kind != FINDINGS_APPLY || call == NULL || call->moved == NULL ||
        cell->verdict == VERDICT_MISSING)
        return;
    buf_str(out, out->len > 0 ? "; " : "");
    put_call(findings, cell, out);
}

/* The engine's own line often is the cloud's message already. */
static bool says(const struct buf *text, const struct port_failure *failure)
{
    return failure->message != NULL && strstr(text->ptr, failure->message) != NULL;
}

void words_why(const struct findings *findings, const struct cell *cell, struct buf *out)
{
    struct buf text cleanup_buf = BUF_INIT(BUF_UNBOUNDED);

    assert(findings != NULL && cell != NULL);
    put_verdict(findings, cell, &text);
    if (cell->failure != NULL && cell->failure->class != PORT_FINE && !says(&text, cell->failure)) {
        buf_str(&text, text.len > 0 ? ": " : "");
        words_failure(cell->failure, &text);
    }
    if (cell->detail != NULL && (1u << cell->verdict & told) == 0 &&
        strstr(text.ptr, cell->detail) == NULL)
        buf_printf(&text, "%s%s", text.len > 0 ? "; " : "", cell->detail);
    put_moved(findings, cell, &text);
    buf_add(out, text.ptr, text.len);
}

static const char *remedy_of_failure(const struct port_failure *failure)
{
    switch (failure != NULL ? failure->class : PORT_FINE) {
    case PORT_AUTH:
        return "see `ferry whoami`";
    case PORT_THROTTLED:
        return "run it again in a minute";
    case PORT_PERMANENT:
        return "correct what the message names, then run it again";
    default:
        return "run it again";
    }
}

/* "" where none is needed. */
static const char *remedy_of(const struct findings *findings, const struct cell *cell)
{
    const struct plan_call *call = findings_call_of(findings, cell);

    switch (cell->verdict) {
    case VERDICT_UNKNOWN:
        return remedy_of_failure(cell->failure);
    case VERDICT_AMBIGUOUS:
        return "delete or rename all but one";
    case VERDICT_DIFFERS:
        return "delete or rename it, then apply; or correct the manifest";
    case VERDICT_UNUSABLE:
        return cell->call == CELL_NO_CALL && cell->detail == NULL ? "delete it, then apply" : "";
    case VERDICT_BLOCKED:
        return reasons[cell->reason].remedy;
    case VERDICT_IN_PROGRESS:
        return cell->stuck ? "look at it in the cloud's console" : "";
    case VERDICT_MISSING:
        return call != NULL && call->outcome == OUTCOME_REFUSED ? "plan again" : "";
    default:
        return "";
    }
}

void words_remedy(const struct findings *findings, const struct cell *cell, struct buf *out)
{
    assert(findings != NULL && cell != NULL);
    buf_str(out, remedy_of(findings, cell));
}

void words_sentence(const struct findings *findings, const struct cell *cell, struct buf *out)
{
    const char *remedy = remedy_of(findings, cell);
    size_t before = out->len;

    words_why(findings, cell, out);
    buf_printf(out, "%s%s", out->len > before && *remedy != '\0' ? "; " : "", remedy);
}
