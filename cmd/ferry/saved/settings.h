/* SPDX-License-Identifier: MIT */
#pragma once

#include "providers/wire/json.h"
#include "reconcile/model/setting.h"

/* Fills the settings of an account, whose origin is known, from its object in a saved plan, where
 * setting_write() put them.  *err is sticky, as json.h has it. */
void settings_read(const struct json *object, struct account *account, struct arena *arena,
                   struct err *err);

/*
 * Writes the settings of an account as its entry in a manifest: {provider: ucloud, project:
 * "org-1"}. Such a manifest may be put anywhere, so relative paths become absolute: `folder` is the
 * working folder.
 */
void settings_manifest(const struct account *account, const char *folder, struct buf *out);
