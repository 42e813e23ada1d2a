/* SPDX-License-Identifier: MIT */
/*
 * export: a manifest of what exists, for adopting images that were copied by hand.  Which of
 * several copies is the original no cloud tells; the oldest is taken and marked as a guess.
 */
#include "cmd/ferry/commands/commands.h"
#include "cmd/ferry/saved/settings.h"
#include "reconcile/base/clock.h"
#include "reconcile/base/jsonw.h"
#include "reconcile/observe/reader.h"

#include <ctype.h>
#include <errno.h>
#include <limits.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

static bool usable(const struct image *image)
{
    return image->state == IMAGE_READY || image->state == IMAGE_BUSY ||
           image->state == IMAGE_SYNCING;
}

/* The snapshots of an account are neighbours in the world. */
struct span {
    struct snapshot *const *items;
    size_t n;
};

static struct span snapshots_of(const struct world *world, size_t tenant)
{
    struct span span = {NULL, 0};
    size_t i;

    for (i = 0; i < world->nr; i++) {
        if (world->snapshots[i]->tenant != tenant)
            continue;
        if (span.n++ == 0)
            span.items = &world->snapshots[i];
    }
    return span;
}

static const struct snapshot *oldest_home(struct span span, const char *name,
                                          const struct image **original)
{
    const struct snapshot *home = NULL;
    size_t i, j, n;

    *original = NULL;
    for (i = 0; i < span.n; i++) {
        const struct image *named = snapshot_named(span.items[i], name, &n);

        for (j = 0; named != NULL && j < n; j++) {
            if (!usable(&named[j]))
                continue;
            if (*original == NULL || named[j].created < (*original)->created) {
                *original = &named[j];
                home = span.items[i];
            }
        }
    }
    return home;
}

static void quote(struct buf *out, const char *text)
{
    jsonw_quote(out, text, strlen(text)); /* a JSON string is a YAML string */
}

/* The name of an account or region: plain, unless YAML could take it for something else. */
static void put_name(struct buf *out, const char *name)
{
    size_t n = strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.");

    if (name[n] == '\0' && isalnum((unsigned char)name[0]) && strcasecmp(name, "null") != 0)
        buf_str(out, name);
    else
        quote(out, name);
}

/* The regions that hold a usable image of the name; a comment where there are several. */
static void write_regions(struct span span, const char *name, struct buf *out)
{
    const char *separator = "";
    size_t i, j, n;

    buf_str(out, "    to: [");
    for (i = 0; i < span.n; i++) {
        const struct image *named = snapshot_named(span.items[i], name, &n);
        size_t found = 0;

        for (j = 0; named != NULL && j < n; j++)
            found += usable(&named[j]);
        if (found == 0)
            continue;
        buf_str(out, separator);
        put_name(out, span.items[i]->region);
        separator = ", ";
    }
    buf_str(out, "]\n");
}

static void write_image(struct span span, const struct account *account, const char *name,
                        struct buf *out)
{
    const struct image *original;
    const struct snapshot *home = oldest_home(span, name, &original);
    char created[CLOCK_TEXT];
    size_t n;

    if (home == NULL)
        return;
    buf_str(out, "  - name: ");
    quote(out, name);
    buf_str(out, "\n    account: ");
    put_name(out, account->name);
    buf_str(out, "\n    from: ");
    snapshot_named(home, name, &n);
    if (n > 1) { /* the name alone would be ambiguous there */
        buf_str(out, "{region: ");
        put_name(out, home->region);
        buf_str(out, ", id: ");
        quote(out, original->id);
        buf_char(out, '}');
    } else {
        put_name(out, home->region);
    }
    if (original->created > 0) {
        clock_format(original->created, created);
        buf_printf(out, "  # a guess: the oldest copy, of %s", created);
    } else {
        buf_str(out, "  # a guess");
    }
    buf_char(out, '\n');
    write_regions(span, name, out);
}

/* Writes each distinct name once: at the first snapshot that holds it. */
static size_t write_images(const struct session *session, size_t index, struct buf *out)
{
    const struct account *account = &session->findings.desired.accounts[index];
    struct span span = snapshots_of(&session->findings.world, account->tenant);
    size_t i, j, k, n, count = 0;

    for (i = 0; i < span.n; i++) {
        for (j = 0; j < span.items[i]->n_images; j++) {
            const char *name = span.items[i]->images[j].name;
            bool seen = j > 0 && strcmp(span.items[i]->images[j - 1].name, name) == 0;

            for (k = 0; k < i && !seen; k++)
                seen = snapshot_named(span.items[k], name, &n) != NULL;
            if (seen)
                continue;
            write_image(span, account, name, out);
            count++;
        }
    }
    return count;
}

static const char *compose(struct session *session, const char *folder)
{
    cleanup_buf struct buf out = BUF_INIT(BUF_UNBOUNDED);
    const struct desired *desired = &session->findings.desired;
    size_t i, count = 0;

    buf_str(&out,
            "# Written by ferry export; review `from` before you apply it.\nversion: 1\n\n"
            "accounts:\n");
    for (i = 0; i < desired->n_accounts; i++) {
        if (!session_chooses(session, desired->accounts[i].name))
            continue;
        buf_str(&out, "  ");
        put_name(&out, desired->accounts[i].name);
        buf_str(&out, ": ");
        settings_manifest(&desired->accounts[i], folder, &out);
        buf_char(&out, '\n');
    }
    buf_str(&out, "\nimages:\n");
    for (i = 0; i < desired->n_accounts; i++)
        if (session_chooses(session, desired->accounts[i].name))
            count += write_images(session, i, &out);
    if (count == 0)
        buf_str(&out, "  []\n");
    return arena_strdup(&session->arena, out.ptr);
}

/* Every region that the provider's table and the account know; returns how many. */
static size_t want_regions(struct session *session, struct reader *reader, size_t index)
{
    const struct account *account = &session->findings.desired.accounts[index];
    size_t i;

    for (i = 0; i < account->caps->n_regions; i++)
        reader_want(reader, account->tenant, account->caps->regions[i].id, 1, false);
    for (i = 0; i < account->n_extra_regions; i++)
        reader_want(reader, account->tenant, account->extra_regions[i].id, 1, false);
    return account->caps->n_regions + account->n_extra_regions;
}

/* A region that the vendor does not offer to this account holds none of its images. */
static bool is_unread(const struct snapshot *snapshot)
{
    const struct port_failure *failure = &snapshot->failure;

    return !snapshot->complete &&
           !(failure->class == PORT_REGION && failure->reason == REASON_REGION_UNSUPPORTED);
}

static int read_all(struct session *session)
{
    struct findings *findings = &session->findings;
    struct reader *reader;
    struct machine machine;
    size_t i, wanted = 0;

    if (session_accounts(session) != 0)
        return -1;
    for (i = 0; i < session->findings.desired.n_accounts; i++) {
        const char *warning = NULL;

        if (session_chooses(session, session->findings.desired.accounts[i].name) &&
            session_lane(session, i, &warning, &findings->error) != 0)
            return -1;
    }
    if (session_connect(session) != 0)
        return -1;
    reader = reader_new(&session->findings.desired, &session->findings.world, session->sched);
    for (i = 0; i < session->findings.desired.n_accounts; i++)
        if (session_chooses(session, session->findings.desired.accounts[i].name))
            wanted += want_regions(session, reader, i);
    machine = reader_machine(reader);
    session_drive(session, &machine, wanted);
    reader_free(reader);
    for (i = 0; i < session->findings.world.nr; i++)
        findings->regions_unread += is_unread(session->findings.world.snapshots[i]);
    return session->driver.interrupted ? -1 : 0;
}

int command_export(struct session *session)
{
    char folder[PATH_MAX];

    if (getcwd(folder, sizeof folder) == NULL)
        err_set(&session->findings.error, ERR_UNEXPECTED, "cannot tell the working folder: %s",
                strerror(errno));
    else if (read_all(session) == 0)
        session->findings.document = compose(session, folder);
    return session_end(session);
}
