/* SPDX-License-Identifier: MIT */
#pragma once

#include "manifest/build.h"

/* Reads the accounts of all files, with the provider's rules for their settings. */
void build_accounts(struct build *b);

/* A path of a manifest, relative to the folder of the manifest instead of to itself. */
const char *account_path(const char *manifest, const char *path, struct arena *arena);
