/* SPDX-License-Identifier: MIT */
#include "cmd/ferry/cli/help_settings.h"

#include "cmd/ferry/cli/fold.h"
#include "reconcile/model/setting.h"

enum { HELP_COLUMN = 26 };

static void print_mapping(FILE *out, enum setting_kind within, int indent)
{
    const struct setting *row = NULL;

    while ((row = setting_next(row, within)) != NULL) {
        fprintf(out, "%*s%-*s ", indent, "", HELP_COLUMN - indent - 1, row->name);
        fold_print(out, row->help, HELP_COLUMN);
        if (setting_is_mapping(row))
            print_mapping(out, row->kind, indent + 2);
    }
}

void help_settings(FILE *out)
{
    print_mapping(out, SETTING_ACCOUNT, 2);
}
