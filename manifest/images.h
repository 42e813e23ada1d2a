/* SPDX-License-Identifier: MIT */
#pragma once

#include "manifest/build.h"

/* Reads the images of all files: accounts are found, sets expanded, the provider's rules held
 * against them.  After build_accounts() and build_sets(). */
void build_images(struct build *b);
