/* SPDX-License-Identifier: MIT */
/* cloudsim: start and end. */
#include "cmd/cloudsim/common/certificates.h"
#include "cmd/cloudsim/common/server.h"
#include "cmd/cloudsim/common/world_json.h"
#include "cmd/cloudsim/options.h"
#include "cmd/cloudsim/registry.h"

#include <errno.h>
#include <limits.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/prctl.h>
#endif

/* The files of a run: ca.pem, requests.ndjson, env and, at the end, world.json. */
struct folder {
    struct arena *arena;
    const char *path; /* absolute */
    bool own;         /* made for this run */
};

struct session {
    struct arena arena;
    struct sim sim;
    struct options options;
    struct folder folder;
    struct certificates *certificates;
    struct http *server, *control;
    struct pairs variables; /* of DIR/env */
};

/* ---- the folder ---- */

static int folder_make(struct folder *folder, const char *dir, struct err *err)
{
    const char *tmp = getenv("TMPDIR");
    char absolute[PATH_MAX], *made;

    made = dir != NULL ? arena_strdup(folder->arena, dir)
                       : arena_printf(folder->arena, "%s/cloudsim.XXXXXX",
                                      tmp != NULL && tmp[0] != '\0' ? tmp : "/tmp");
    folder->own = dir == NULL;
    if (folder->own ? mkdtemp(made) == NULL : mkdir(made, 0700) != 0 && errno != EEXIST)
        return err_set(err, ERR_UNEXPECTED, "cannot make folder '%s'", made);
    if (realpath(made, absolute) == NULL)
        return err_set(err, ERR_UNEXPECTED, "cannot find folder '%s'", made);
    folder->path = arena_strdup(folder->arena, absolute);
    return 0;
}

static const char *folder_file(const struct folder *folder, const char *name)
{
    return arena_printf(folder->arena, "%s/%s", folder->path, name);
}

static void write_quoted(FILE *file, const char *value)
{
    for (; *value != '\0'; value++)
        fputs(*value == '\'' ? "'\\''" : (char[]){*value, '\0'}, file);
}

static int folder_write_env(const struct folder *folder, const struct pairs *variables,
                            struct err *err)
{
    const char *final = folder_file(folder, "env"), *draft = folder_file(folder, "env.new");
    FILE *file = fopen(draft, "w");
    size_t i;

    if (file == NULL)
        return err_set(err, ERR_UNEXPECTED, "cannot write '%s'", draft);
    for (i = 0; i < variables->n; i++) {
        fprintf(file, "export %s='", variables->items[i].name);
        write_quoted(file, variables->items[i].value);
        fputs("'\n", file);
    }
    if (fclose(file) != 0 || rename(draft, final) != 0)
        return err_set(err, ERR_UNEXPECTED, "cannot write '%s'", final);
    return 0;
}

static int folder_write_world(const struct folder *folder, struct sim *sim, struct err *err)
{
    const char *path = folder_file(folder, "world.json");
    json_t *world cleanup_json = NULL;

    world_tick(&sim->world, sim_now(sim));
    world = world_save(&sim->world);
    if (json_dump_file(world, path, JSON_INDENT(1)) != 0)
        return err_set(err, ERR_UNEXPECTED, "cannot write '%s'", path);
    return 0;
}

static void folder_remove(const struct folder *folder)
{
    static const char *const names[] = {"ca.pem", "requests.ndjson", "env", "world.json", NULL};
    const char *const *name;

    if (!folder->own)
        return;
    for (name = names; *name != NULL; name++)
        unlink(folder_file(folder, *name));
    rmdir(folder->path);
}

/* ---- the world, and the variables of DIR/env ---- */

static int load_world(struct session *session, struct err *err)
{
    const char *path = session->options.world;
    json_error_t error;
    json_t *document cleanup_json =
        path == NULL ? json_pack("{s:{}}", "clouds") : json_load_file(path, 0, &error);

    if (document == NULL)
        return err_set(err, ERR_DATA, "%s:%d:%d: %s", path, error.line, error.column, error.text);
    if (world_load(&session->sim.world, document, sim_now(&session->sim), err) != 0)
        return err_wrap(err, "%s", path);
    return 0;
}

static void export_keys(struct session *session)
{
    const struct world *world = &session->sim.world;
    size_t i;

    for (i = 0; i < world->n_estates; i++) {
        const char *const *names = world->estates[i].cloud->variables;
        const struct account *account = world->estates[i].accounts;

        if (names == NULL || world->estates[i].n_accounts == 0)
            continue;
        pairs_add(&session->variables, names[0], account->id);
        pairs_add(&session->variables, names[1], account->secret);
        if (account->token != NULL)
            pairs_add(&session->variables, names[2], account->token);
    }
}

static void fill_variables(struct session *session)
{
    struct pairs *variables = &session->variables;
    unsigned port = http_port(session->server), control = http_port(session->control);

    pairs_add(variables, "CLOUDSIM_PORT", arena_printf(&session->arena, "%u", port));
    pairs_add(variables, "CLOUDSIM_CONTROL",
              arena_printf(&session->arena, "http://127.0.0.1:%u", control));
    pairs_add(variables, "CLOUDSIM_CA", folder_file(&session->folder, "ca.pem"));
    pairs_add(variables, "CLOUDSIM_DIR", session->folder.path);
    export_keys(session);
}

/* ---- running ---- */

static pid_t start_command(const struct session *session, const sigset_t *mask)
{
    pid_t child = fork();
    char connect[40];
    size_t i;

    if (child != 0)
        return child;
    for (i = 0; i < session->variables.n; i++)
        setenv(session->variables.items[i].name, session->variables.items[i].value, 1);
    snprintf(connect, sizeof connect, "::127.0.0.1:%u", (unsigned)http_port(session->server));
    setenv("FERRY_CONNECT_TO", connect, 1);
    setenv("FERRY_CA_FILE", pairs_get(&session->variables, "CLOUDSIM_CA"), 1);
    sigprocmask(SIG_SETMASK, mask, NULL);
    signal(SIGPIPE, SIG_DFL);
    execvp(session->options.command[0], session->options.command);
    fprintf(stderr, "cloudsim: %s: %s\n", session->options.command[0], strerror(errno));
    _exit(errno == ENOENT ? 127 : 126);
}

/* Waits for the end, of the command or by a signal: the exit status. */
static int wait_for_end(const struct session *session, const sigset_t *ours, const sigset_t *mask)
{
    pid_t child = session->options.command == NULL ? 0 : start_command(session, mask);
    int status = 0, caught = 0;

    if (child < 0)
        return 1;
    for (;;) {
        sigwait(ours, &caught);
        if (caught == SIGCHLD) {
            if (child > 0 && waitpid(child, &status, WNOHANG) == child)
                return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
        } else if (child > 0) {
            kill(child, caught); /* its end ends us */
        } else {
            return 0;
        }
    }
}

static int start(struct session *session, struct err *err)
{
    const char *ca = folder_file(&session->folder, "ca.pem");
    const char *log = folder_file(&session->folder, "requests.ndjson");

    session->sim.log = fopen(log, "w+");
    if (session->sim.log == NULL)
        return err_set(err, ERR_UNEXPECTED, "cannot write '%s'", log);
    session->certificates = certificates_make();
    if (session->certificates == NULL || certificates_write_ca(session->certificates, ca) != 0)
        return err_set(err, ERR_UNEXPECTED, "cannot write '%s'", ca);
    session->server = server_start(&session->sim, (uint16_t)session->options.port);
    session->control = control_start(&session->sim, (uint16_t)session->options.control_port);
    if (session->server == NULL || session->control == NULL)
        return err_set(err, ERR_UNEXPECTED, "cannot listen on '127.0.0.1'");
    fill_variables(session);
    if (folder_write_env(&session->folder, &session->variables, err) != 0)
        return -1;
    if (session->options.command == NULL) {
        printf("cloudsim: https on 127.0.0.1:%u, control at %s, files in %s\n",
               (unsigned)http_port(session->server),
               pairs_get(&session->variables, "CLOUDSIM_CONTROL"), session->folder.path);
        fflush(stdout);
    }
    return 0;
}

static int stop(struct session *session, struct err *err)
{
    int result;

    server_quit(&session->sim);
    http_stop(session->control);
    http_stop(session->server);
    result = folder_write_world(&session->folder, &session->sim, err);
    if (session->options.command != NULL)
        folder_remove(&session->folder);
    certificates_free(session->certificates);
    return result;
}

/* *status: what to exit with, if nothing fails. */
static int serve(struct session *session, int *status, struct err *err)
{
    sigset_t ours, before;
    int result;

    sigemptyset(&ours);
    sigaddset(&ours, SIGINT);
    sigaddset(&ours, SIGTERM);
    sigaddset(&ours, SIGHUP);
    sigaddset(&ours, SIGCHLD);
    sigprocmask(SIG_BLOCK, &ours, &before); /* before the listeners: their threads inherit it */
    signal(SIGPIPE, SIG_IGN);
    result = start(session, err);
    if (result == 0)
        *status = wait_for_end(session, &ours, &before);
    stop(session, err);
    return result;
}

static int run(struct session *session, int argc, char **argv, int *status, struct err *err)
{
    if (options_read(&session->options, argc, argv, err) != 0)
        return -1;
    if (session->options.done)
        return 0;
#ifdef __linux__
    if (session->options.die_with_parent)
        prctl(PR_SET_PDEATHSIG, SIGTERM);
#endif
    if (load_world(session, err) != 0 ||
        folder_make(&session->folder, session->options.dir, err) != 0)
        return -1;
    return serve(session, status, err);
}

int main(int argc, char **argv)
{
    struct session session = {.options.sim = &session.sim,
                              .folder.arena = &session.arena,
                              .variables.arena = &session.arena};
    struct err err = ERR_INIT;
    int status = 0;

    sim_init(&session.sim, registry);
    if (run(&session, argc, argv, &status, &err) != 0)
        status = err.code == ERR_USAGE ? 64 : err.code == ERR_DATA ? 65 : 1;
    if (err.text[0] != '\0')
        fprintf(stderr, "cloudsim: %s\n", err.text);
    sim_free(&session.sim);
    arena_free(&session.arena);
    return status;
}
