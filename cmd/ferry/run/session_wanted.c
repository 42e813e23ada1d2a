/* SPDX-License-Identifier: MIT */
#include "cmd/ferry/run/session.h"

#include "cmd/ferry/run/files.h"
#include "cmd/ferry/run/permit.h"
#include "cmd/ferry/run/select.h"
#include "cmd/ferry/saved/planfile.h"
#include "providers/registry.h"
#include "providers/wire/digest.h"

#include <assert.h>
#include <string.h>

int session_manifest(struct session *session)
{
    struct findings *findings = &session->findings;
    struct manifest_source *sources;
    struct findings_file *files;
    struct desired desired;
    size_t n, i;

    if (digest_ready(&findings->error) != 0 ||
        files_manifests(session->options.files.items, session->options.files.nr, &session->arena,
                        &sources, &n, &findings->error) != 0)
        return -1;
    files = arena_array(&session->arena, n, sizeof *files);
    for (i = 0; i < n; i++) {
        files[i].path = sources[i].path;
        files[i].sha256 =
            digest_hash_hex(DIGEST_SHA256, sources[i].bytes, sources[i].n, &session->arena);
    }
    findings->files = files;
    findings->n_files = n;
    if (manifest_load(sources, n, registry_caps(), &session->arena, &desired, &findings->diags) !=
        0)
        return err_set(&findings->error, ERR_DATA, "the manifest has %zu error%s",
                       findings->diags.errors, findings->diags.errors == 1 ? "" : "s");
    findings->desired = desired;
    return permit_endpoints(&session->findings.desired, &session->options.allow_endpoints,
                            &findings->error);
}

bool session_chooses(const struct session *session, const char *account)
{
    const struct texts *accounts = &session->options.accounts;

    return accounts->nr == 0 || texts_have(accounts, account);
}

static bool declares(const struct session *session, const char *account)
{
    const struct desired *desired = &session->findings.desired;
    size_t i;

    for (i = 0; i < desired->n_accounts; i++)
        if (strcmp(desired->accounts[i].name, account) == 0)
            return true;
    return false;
}

static const struct caps *caps_named(const char *provider)
{
    const struct caps *const *caps;

    for (caps = registry_caps(); *caps != NULL; caps++)
        if (strcmp((*caps)->provider, provider) == 0)
            return *caps;
    return NULL;
}

int session_accounts(struct session *session)
{
    const struct texts *names = &session->options.accounts;
    struct desired *desired = &session->findings.desired;
    struct account *accounts;
    size_t i;

    if (session->options.files.nr > 0 || names->nr == 0 || files_default() != NULL) {
        if (session_manifest(session) != 0)
            return -1;
    }
    accounts = arena_array(&session->arena, desired->n_accounts + names->nr, sizeof *accounts);
    if (desired->n_accounts > 0)
        memcpy(accounts, desired->accounts, desired->n_accounts * sizeof *accounts);
    desired->accounts = accounts;
    for (i = 0; i < names->nr; i++) {
        if (declares(session, names->items[i]))
            continue;
        if (caps_named(names->items[i]) == NULL)
            return err_set(&session->findings.error, ERR_USAGE,
                           "no account and no provider is named '%s'", names->items[i]);
        accounts[desired->n_accounts].name = names->items[i];
        accounts[desired->n_accounts++].caps = caps_named(names->items[i]);
    }
    return 0;
}

int session_select(struct session *session)
{
    const struct texts *names = &session->options.accounts;
    size_t i;

    for (i = 0; i < names->nr; i++)
        if (!declares(session, names->items[i]))
            return err_set(&session->findings.error, ERR_USAGE,
                           "--account: the manifest has no account '%s'", names->items[i]);
    if (select_cells(&session->options, &session->arena, &session->findings.desired) == 0)
        return err_set(&session->findings.error, ERR_USAGE,
                       "no cell is selected: --only, --exclude, --account and --region leave none");
    return 0;
}

int session_saved_plan(struct session *session, const char *bytes, size_t n)
{
    struct findings *findings = &session->findings;
    struct findings_run run = findings->run;

    assert(session->findings.plan_path != NULL && bytes != NULL);
    if (digest_ready(&findings->error) != 0 ||
        planfile_read(bytes, n, registry_caps(), &session->arena, findings, &findings->error) != 0)
        return err_wrap(&findings->error, "plan '%s'", findings->plan_path);
    if (!findings->saved) { /* it is carried out, by a run of its own with limits of its own */
        findings->run = run;
        findings->refusal = REFUSAL_NONE;
        findings->refusal_text = NULL;
    }
    if (permit_settings(&session->findings.desired, &findings->error) != 0)
        return err_wrap(&findings->error, "plan '%s'", findings->plan_path);
    return permit_endpoints(&session->findings.desired, &session->options.allow_endpoints,
                            &findings->error);
}
