/* SPDX-License-Identifier: MIT */
#pragma once

#include "cmd/cloudsim/common/cloud.h"

#include <stdio.h>

/* Prints the page for a topic (NULL: the first one); -1: there is none. */
int help_print(FILE *out, const struct cloud *const *clouds, const char *topic);
