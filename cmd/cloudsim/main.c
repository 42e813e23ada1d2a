/* SPDX-License-Identifier: MIT */
/* cloudsim: options, files, start and end. */
#include <errno.h>
#include <getopt.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/prctl.h>
#endif

#include "cmd/cloudsim/common/certificates.h"
#include "cmd/cloudsim/common/server.h"
#include "cmd/cloudsim/common/sim.h"
#include "cmd/cloudsim/help.h"

#define EXIT_USAGE 64
#define EXIT_DATA  65

struct options {
    char *dir;
    const char *world;
    uint16_t port, control_port;
    bool own_dir, die_with_parent;
    char **command; /* of --run */
};

struct session {
    struct sim *sim;
    struct options *options;
    struct certificates *certificates;
    struct MHD_Daemon *server, *control;
    struct pairs variables; /* of DIR/env */
};

static int complain(const char *format, const char *what)
{
    fputs("cloudsim: ", stderr);
    fprintf(stderr, "%s '%s'\n", format, what);
    return -1;
}

static char *file_in(const struct options *options, const char *name)
{
    return text_printf("%s/%s", options->dir, name);
}

/* ---- options ---- */

enum {
    O_DIR = 1,
    O_PORT,
    O_CONTROL,
    O_RUN,
    O_DIE,
    O_TIME,
    O_SPEED,
    O_COPY,
    O_SEED,
    O_QUIRK,
    O_FAULT,
    O_RATES,
    O_RAW,
    O_PRINT,
    O_HELP
};

static const struct option long_options[] = {{"dir", required_argument, NULL, O_DIR},
                                             {"port", required_argument, NULL, O_PORT},
                                             {"control-port", required_argument, NULL, O_CONTROL},
                                             {"run", no_argument, NULL, O_RUN},
                                             {"die-with-parent", no_argument, NULL, O_DIE},
                                             {"time", required_argument, NULL, O_TIME},
                                             {"speed", required_argument, NULL, O_SPEED},
                                             {"copy-seconds", required_argument, NULL, O_COPY},
                                             {"seed", required_argument, NULL, O_SEED},
                                             {"quirk", required_argument, NULL, O_QUIRK},
                                             {"fault", required_argument, NULL, O_FAULT},
                                             {"rates", required_argument, NULL, O_RATES},
                                             {"log-raw", no_argument, NULL, O_RAW},
                                             {"print-world", no_argument, NULL, O_PRINT},
                                             {"help", no_argument, NULL, O_HELP},
                                             {NULL, 0, NULL, 0}};

static bool number(const char *text, double low, double high, double *value)
{
    char *end;

    *value = strtod(text, &end);
    return end != text && *end == '\0' && *value >= low && *value <= high;
}

/* 0: fine; -1: said why. */
static int set_option(struct sim *sim, struct options *options, int option, const char *value)
{
    double n = 0;
    char *why = NULL;

    switch (option) {
    case O_DIR:
        text_set(&options->dir, value);
        return 0;
    case O_PORT:
    case O_CONTROL:
        if (!number(value, 0, 65535, &n))
            return complain("not a port:", value);
        *(option == O_PORT ? &options->port : &options->control_port) = (uint16_t)n;
        return 0;
    case O_DIE:
        options->die_with_parent = true;
        return 0;
    case O_TIME:
        sim->virtual_time = text_same(value, "virtual");
        return sim->virtual_time || text_same(value, "real") ? 0 : complain("no such time:", value);
    case O_SPEED:
        return number(value, 0.001, 1e9, &sim->speed) ? 0 : complain("not a speed:", value);
    case O_COPY:
        return number(value, 0, 1e9, &sim->copy_seconds) ? 0 : complain("not seconds:", value);
    case O_SEED:
        sim->seed = strtoull(value, NULL, 10);
        return 0;
    case O_QUIRK:
        return quirk_set(&sim->quirks, value) == 0
                   ? 0
                   : complain("no such quirk, or its value is missing (--help quirks):", value);
    case O_FAULT:
        if (faults_add(&sim->faults, value, &why) == 0)
            return 0;
        fprintf(stderr, "cloudsim: %s\n", why);
        free(why);
        return -1;
    case O_RATES:
        sim->rates.scope = text_same(value, "region")   ? RATES_REGION
                           : text_same(value, "action") ? RATES_ACTION
                                                        : RATES_OFF;
        return sim->rates.scope != RATES_OFF ? 0
                                             : complain("rates are by region or action:", value);
    case O_RAW:
        sim->log_raw = true;
        return 0;
    default:
        return -1;
    }
}

static int print_help(const char *topic)
{
    if (help_print(stdout, topic) == 0)
        return 0;
    complain("no such page:", topic);
    return EXIT_USAGE;
}

static int print_world(void)
{
    json_t *world = world_default();

    json_dumpf(world, stdout, JSON_INDENT(1));
    puts("");
    json_decref(world);
    return 0;
}

/* -1: go on; else the exit status. */
static int read_options(struct sim *sim, struct options *options, int argc, char **argv)
{
    int option;
    bool run = false;

    for (;;) {
        option = getopt_long(argc, argv, "+", long_options, NULL);
        if (option == -1 && !run && options->world == NULL && optind < argc) {
            options->world = argv[optind++]; /* it may stand between options */
        } else if (option == -1) {
            break;
        } else if (option == O_RUN) {
            run = true;
        } else if (option == O_HELP) {
            return print_help(argv[optind]);
        } else if (option == O_PRINT) {
            return print_world();
        } else if (set_option(sim, options, option, optarg) != 0) {
            return EXIT_USAGE;
        }
    }
    if (run && optind < argc)
        options->command = argv + optind;
    if (run ? options->command == NULL : optind < argc) {
        fputs("cloudsim: usage: cloudsim [OPTIONS] [WORLD.json] [--run -- COMMAND...]\n", stderr);
        return EXIT_USAGE;
    }
    return -1;
}

/* ---- files ---- */

static int load_world(struct sim *sim, const char *path)
{
    json_error_t error;
    json_t *document =
        path == NULL ? json_pack("{s:{}}", "clouds") : json_load_file(path, 0, &error);
    char *why = NULL;
    int result;

    if (document == NULL) {
        fprintf(stderr, "cloudsim: %s:%d:%d: %s\n", path, error.line, error.column, error.text);
        return -1;
    }
    result = world_load(&sim->world, document, sim_now(sim), &why);
    json_decref(document);
    if (result != 0)
        fprintf(stderr, "cloudsim: %s: %s\n", path, why);
    free(why);
    return result;
}

static int make_dir(struct options *options)
{
    const char *tmp = getenv("TMPDIR");
    char *absolute;

    if (options->dir != NULL) {
        if (mkdir(options->dir, 0700) != 0 && errno != EEXIST)
            return complain("cannot make folder", options->dir);
    } else {
        options->dir =
            text_printf("%s/cloudsim.XXXXXX", tmp != NULL && tmp[0] != '\0' ? tmp : "/tmp");
        options->own_dir = true;
        if (mkdtemp(options->dir) == NULL)
            return complain("cannot make folder", options->dir);
    }
    absolute = realpath(options->dir, NULL);
    if (absolute == NULL)
        return complain("cannot find folder", options->dir);
    free(options->dir);
    options->dir = absolute;
    return 0;
}

static void export_keys(struct session *session)
{
    static const char *const names[CLOUDS][3] = {
        [CLOUD_CVM] = {"TENCENTCLOUD_SECRET_ID", "TENCENTCLOUD_SECRET_KEY", "TENCENTCLOUD_TOKEN"},
        [CLOUD_UCLOUD] = {"UCLOUD_PUBLIC_KEY", "UCLOUD_PRIVATE_KEY", "UCLOUD_SECURITY_TOKEN"},
        [CLOUD_BAIDU] = {"BCE_ACCESS_KEY_ID", "BCE_SECRET_ACCESS_KEY", "BCE_SESSION_TOKEN"}};
    size_t c;

    for (c = 0; c < CLOUDS; c++) {
        const struct account *account = session->sim->world.clouds[c].accounts;

        if (names[c][0] == NULL || session->sim->world.clouds[c].account_count == 0)
            continue;
        pairs_add(&session->variables, names[c][0], account->id);
        pairs_add(&session->variables, names[c][1], account->secret);
        if (account->token != NULL)
            pairs_add(&session->variables, names[c][2], account->token);
    }
}

static void fill_variables(struct session *session)
{
    TEXT_AUTO port = text_printf("%u", (unsigned)server_port(session->server));
    TEXT_AUTO control = text_printf("http://127.0.0.1:%u", (unsigned)server_port(session->control));
    TEXT_AUTO ca = file_in(session->options, "ca.pem");

    pairs_add(&session->variables, "CLOUDSIM_PORT", port);
    pairs_add(&session->variables, "CLOUDSIM_CONTROL", control);
    pairs_add(&session->variables, "CLOUDSIM_CA", ca);
    pairs_add(&session->variables, "CLOUDSIM_DIR", session->options->dir);
    export_keys(session);
}

/* Written whole and renamed: whoever sees it finds the ports open. */
static int write_env(const struct session *session)
{
    TEXT_AUTO final = file_in(session->options, "env");
    TEXT_AUTO draft = file_in(session->options, "env.new");
    FILE *file = fopen(draft, "w");
    size_t i;
    const char *c;

    if (file == NULL)
        return complain("cannot write", draft);
    for (i = 0; i < session->variables.count; i++) {
        fprintf(file, "export %s='", session->variables.items[i].name);
        for (c = session->variables.items[i].value; *c != '\0'; c++)
            fputs(*c == '\'' ? "'\\''" : (char[]){*c, '\0'}, file);
        fputs("'\n", file);
    }
    return fclose(file) == 0 && rename(draft, final) == 0 ? 0 : complain("cannot write", final);
}

static void write_world(const struct session *session)
{
    TEXT_AUTO path = file_in(session->options, "world.json");
    json_t *world;

    world_tick(&session->sim->world, sim_now(session->sim));
    world = world_save(&session->sim->world);
    if (json_dump_file(world, path, JSON_INDENT(1)) != 0)
        complain("cannot write", path);
    json_decref(world);
}

static void remove_files(const struct options *options)
{
    static const char *const names[] = {"ca.pem", "requests.ndjson", "env", "world.json"};
    size_t i;

    for (i = 0; i < sizeof names / sizeof *names; i++) {
        TEXT_AUTO path = file_in(options, names[i]);

        unlink(path);
    }
    rmdir(options->dir);
}

/* ---- running ---- */

static pid_t start_command(const struct session *session, const sigset_t *mask)
{
    TEXT_AUTO connect = text_printf("::127.0.0.1:%u", (unsigned)server_port(session->server));
    TEXT_AUTO ca = file_in(session->options, "ca.pem");
    pid_t child = fork();
    size_t i;

    if (child != 0)
        return child;
    for (i = 0; i < session->variables.count; i++)
        setenv(session->variables.items[i].name, session->variables.items[i].value, 1);
    setenv("FERRY_CONNECT_TO", connect, 1);
    setenv("FERRY_CA_FILE", ca, 1);
    sigprocmask(SIG_SETMASK, mask, NULL);
    signal(SIGPIPE, SIG_DFL);
    execvp(session->options->command[0], session->options->command);
    fprintf(stderr, "cloudsim: %s: %s\n", session->options->command[0], strerror(errno));
    _exit(errno == ENOENT ? 127 : 126);
}

/* Waits for the end: of the command, or a signal. */
static int wait_for_end(const struct session *session, const sigset_t *ours, const sigset_t *mask)
{
    pid_t child = session->options->command == NULL ? 0 : start_command(session, mask);
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

static int start(struct session *session)
{
    TEXT_AUTO ca = file_in(session->options, "ca.pem");
    TEXT_AUTO log = file_in(session->options, "requests.ndjson");

    session->sim->log = fopen(log, "w+");
    if (session->sim->log == NULL)
        return complain("cannot write", log);
    session->certificates = certificates_make();
    if (session->certificates == NULL || certificates_write_ca(session->certificates, ca) != 0)
        return complain("cannot write", ca);
    session->server = server_start(session->sim, session->options->port);
    session->control = control_start(session->sim, session->options->control_port);
    if (session->server == NULL || session->control == NULL)
        return complain("cannot listen on", "127.0.0.1");
    fill_variables(session);
    return write_env(session);
}

static int serve(struct session *session)
{
    sigset_t ours, before;
    int status = 1;

    sigemptyset(&ours);
    sigaddset(&ours, SIGINT);
    sigaddset(&ours, SIGTERM);
    sigaddset(&ours, SIGHUP);
    sigaddset(&ours, SIGCHLD);
    sigprocmask(SIG_BLOCK, &ours, &before); /* before the listeners: their threads inherit it */
    signal(SIGPIPE, SIG_IGN);
    if (start(session) == 0) {
        if (session->options->command == NULL) {
            printf("cloudsim: https on 127.0.0.1:%u, control at %s, files in %s\n",
                   (unsigned)server_port(session->server),
                   pairs_get(&session->variables, "CLOUDSIM_CONTROL"), session->options->dir);
            fflush(stdout);
        }
        status = wait_for_end(session, &ours, &before);
    }
    server_stop(session->sim, session->control);
    server_stop(session->sim, session->server);
    write_world(session);
    if (session->options->own_dir && session->options->command != NULL)
        remove_files(session->options);
    certificates_free(session->certificates);
    pairs_free(&session->variables);
    return status;
}

static void sim_free(struct sim *sim)
{
    world_free(&sim->world);
    quirks_free(&sim->quirks);
    faults_free(&sim->faults);
    json_decref(sim->copies);
    json_decref(sim->per_action);
    json_decref(sim->recent);
    if (sim->log != NULL)
        fclose(sim->log);
    pthread_mutex_destroy(&sim->lock);
    pthread_cond_destroy(&sim->wake);
}

int main(int argc, char **argv)
{
    struct sim sim = {.speed = 1, .copy_seconds = -1, .seed = 1};
    struct options options = {0};
    struct session session = {.sim = &sim, .options = &options};
    int status;

    pthread_mutex_init(&sim.lock, NULL);
    pthread_cond_init(&sim.wake, NULL);
    sim.copies = json_array();
    sim.per_action = json_object();
    sim.recent = json_object();
    status = read_options(&sim, &options, argc, argv);
#ifdef __linux__
    if (options.die_with_parent)
        prctl(PR_SET_PDEATHSIG, SIGTERM);
#endif
    sim.virtual_ms = sim_real();
    if (status < 0)
        status = load_world(&sim, options.world) == 0 ? -1 : EXIT_DATA;
    if (status < 0)
        status = make_dir(&options) == 0 ? serve(&session) : 1;
    sim_free(&sim);
    free(options.dir);
    return status;
}
