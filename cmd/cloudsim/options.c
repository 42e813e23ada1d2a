/* SPDX-License-Identifier: MIT */
#include "cmd/cloudsim/options.h"

#include "cmd/cloudsim/common/world_json.h"
#include "cmd/cloudsim/help.h"
#include "reconcile/base/str.h"

#include <assert.h>
#include <getopt.h>
#include <stdlib.h>

static int set_number(double *number, const char *value, double low, double high, const char *what,
                      struct err *err)
{
    char *end;

    *number = strtod(value, &end);
    if (end == value || *end != '\0' || !(*number >= low && *number <= high))
        return err_set(err, ERR_USAGE, "not %s: '%s'", what, value);
    return 0;
}

static int set_time(struct sim *sim, const char *value, struct err *err)
{
    sim->virtual_time = str_equal(value, "virtual");
    if (!sim->virtual_time && !str_equal(value, "real"))
        return err_set(err, ERR_USAGE, "no such time: '%s'", value);
    return 0;
}

static int set_rates(struct sim *sim, const char *value, struct err *err)
{
    if (!str_equal(value, "region") && !str_equal(value, "action"))
        return err_set(err, ERR_USAGE, "rates are by region or action: '%s'", value);
    sim->rates.scope = str_equal(value, "region") ? RATES_REGION : RATES_ACTION;
    return 0;
}

static int add_quirk(struct sim *sim, const char *value, struct err *err)
{
    if (quirk_turn_on(&sim->quirks, value) != 0)
        return err_set(err, ERR_USAGE,
                       "no such quirk, or its value is missing (--help quirks): '%s'", value);
    return 0;
}

static int print_world(struct options *options)
{
    json_t *world cleanup_json = world_default(options->sim->clouds);

    json_dumpf(world, stdout, JSON_INDENT(1));
    puts("");
    options->done = true;
    return 0;
}

static int print_help(struct options *options, const char *topic, struct err *err)
{
    options->done = true;
    if (help_print(stdout, options->sim->clouds, topic) != 0)
        return err_set(err, ERR_USAGE, "no such page: '%s'", topic);
    return 0;
}

/* One letter an option, for getopt alone: there are no short ones. */
static const struct option rows[] = {{"dir", required_argument, NULL, 'd'},
                                     {"port", required_argument, NULL, 'p'},
                                     {"control-port", required_argument, NULL, 'c'},
                                     {"run", no_argument, NULL, 'x'},
                                     {"die-with-parent", no_argument, NULL, 'w'},
                                     {"time", required_argument, NULL, 't'},
                                     {"speed", required_argument, NULL, 's'},
                                     {"copy-seconds", required_argument, NULL, 'y'},
                                     {"seed", required_argument, NULL, 'e'},
                                     {"quirk", required_argument, NULL, 'q'},
                                     {"fault", required_argument, NULL, 'f'},
                                     {"rates", required_argument, NULL, 'r'},
                                     {"log-raw", no_argument, NULL, 'l'},
                                     {"print-world", no_argument, NULL, 'o'},
                                     {"help", no_argument, NULL, 'h'},
                                     {NULL, 0, NULL, 0}};

/* Those of the simulator. */
static int set_of_sim(struct sim *sim, int option, const char *value, struct err *err)
{
    switch (option) {
    case 't':
        return set_time(sim, value, err);
    case 's':
        return set_number(&sim->speed, value, 0.001, 1e9, "a speed", err);
    case 'y':
        return set_number(&sim->copy_seconds, value, 0, 1e9, "seconds", err);
    case 'e':
        sim->seed = strtoull(value, NULL, 10);
        return 0;
    case 'q':
        return add_quirk(sim, value, err);
    case 'f':
        return faults_add(&sim->faults, value, err);
    case 'r':
        return set_rates(sim, value, err);
    case 'l':
        sim->log_raw = true;
        return 0;
    default:
        return err_set(err, ERR_USAGE, "%s", ""); /* getopt has said what is wrong */
    }
}

/* `next`: the word after the option and its value; NULL. */
static int set(struct options *options, int option, const char *value, const char *next,
               struct err *err)
{
    switch (option) {
    case 'd':
        options->dir = value;
        return 0;
    case 'p':
        return set_number(&options->port, value, 0, 65535, "a port", err);
    case 'c':
        return set_number(&options->control_port, value, 0, 65535, "a port", err);
    case 'x':
        options->run = true;
        return 0;
    case 'w':
        options->die_with_parent = true;
        return 0;
    case 'o':
        return print_world(options);
    case 'h':
        return print_help(options, next, err);
    default:
        return set_of_sim(options->sim, option, value, err);
    }
}

int options_read(struct options *options, int argc, char **argv, struct err *err)
{
    int option;

    assert(options->sim != NULL);
    while (!options->done) {
        option = getopt_long(argc, argv, "+", rows, NULL);
        if (option != -1) {
            if (set(options, option, optarg, argv[optind], err) != 0)
                return -1;
            continue;
        }
        if (options->run || options->world != NULL || optind == argc)
            break;
        options->world = argv[optind++]; /* it may stand between options */
    }
    if (options->run && optind < argc)
        options->command = argv + optind;
    if (!options->done && (options->run ? options->command == NULL : optind < argc))
        return err_set(err, ERR_USAGE,
                       "usage: cloudsim [OPTIONS] [WORLD.json] [--run -- COMMAND...]");
    return 0;
}
