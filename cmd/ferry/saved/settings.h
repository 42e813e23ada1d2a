/* SPDX-License-Identifier: MIT */
#ifndef CMD_FERRY_SAVED_SETTINGS_H
#define CMD_FERRY_SAVED_SETTINGS_H

#include "providers/wire/json.h"
#include "reconcile/base/jsonw.h"
#include "reconcile/model/desired.h"

/* The settings of an account in a saved plan: members of its object. */

void settings_write(const struct account *account, struct jsonw *w);

/* Fills the settings of an account whose origin is known.  *err is sticky, as json.h has it. */
void settings_read(const struct json *object, struct account *account, struct arena *arena,
                   struct err *err);

#endif
