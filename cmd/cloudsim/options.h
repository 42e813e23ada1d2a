/* SPDX-License-Identifier: MIT */
#pragma once

#include "cmd/cloudsim/common/sim.h"

/* The command line: what is for the simulator goes into it, the rest stands here. */
struct options {
    struct sim *sim;
    const char *dir, *world; /* NULL: not given */
    double port, control_port;
    bool die_with_parent, run;
    bool done;      /* a page was printed instead */
    char **command; /* of --run; else NULL */
};

int options_read(struct options *options, int argc, char **argv, struct err *err);
