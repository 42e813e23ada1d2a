/* SPDX-License-Identifier: MIT */
#ifndef CMD_CLOUDSIM_COMMON_QUIRKS_H
#define CMD_CLOUDSIM_COMMON_QUIRKS_H

/* Facts that no vendor's document settles.  Each has a default (the likelier reading) and a quirk
 * that turns to the other one, so that a client can be run in both positions.  The table with a
 * sentence for each is in quirks.c. */

#include <stdbool.h>
#include <stdio.h>

enum quirk {
    QUIRK_DRYRUN_CODE,
    QUIRK_NO_IMAGESET,
    QUIRK_LATE_VISIBILITY,
    QUIRK_FAILED_COPY_VANISHES,
    QUIRK_DUP_NAME_REFUSED,
    QUIRK_PARTIAL_ON_BAD_REGION,
    QUIRK_BORDER_CODE,
    QUIRK_BUSY_CODE,
    QUIRK_SOURCE_STAYS_NORMAL,
    QUIRK_SIZE_LIMIT,
    QUIRK_MAX_DESTINATIONS,
    QUIRK_CREATED_OFFSET,
    QUIRK_NULL_FIELDS,
    QUIRK_QUOTA_CALL_FAILS,
    QUIRK_FREE_QUOTA_LIMITS,
    QUIRK_REQUEST_ID_SPELLING,
    QUIRK_FLAT_2017_FAILURES,
    QUIRK_CODE_AS_TEXT,
    QUIRK_CREATEOR,
    QUIRK_PARTLY_DONE,
    QUIRK_RETCODE_STRING,
    QUIRK_BATCH_IGNORED,
    QUIRK_BATCH_FORGETS,
    QUIRK_SINGLE_AND_INFOS,
    QUIRK_SHARED_LISTED,
    QUIRK_EMPTY_COPY_BODY,
    QUIRK_COPYING_WORD,
    QUIRK_FAILED_WORD,
    QUIRK_BUSY_WORD,
    QUIRK_GPU_UNDER_CUSTOM,
    QUIRK_BAIDU_WHOLE_FAILURE,
    QUIRK_NULL_LISTS,
    QUIRKS
};

struct quirks {
    char *values[QUIRKS]; /* NULL: off; "" or the value after "=" */
};

/* "name" or "name=value"; -1: there is no such quirk, or it needs a value. */
int quirk_set(struct quirks *quirks, const char *text);
static inline bool quirk_on(const struct quirks *quirks, enum quirk quirk)
{
    return quirks->values[quirk] != NULL;
}
/* The value of a quirk that is on, else OTHERWISE. */
const char *quirk_value(const struct quirks *quirks, enum quirk quirk, const char *otherwise);
long quirk_number(const struct quirks *quirks, enum quirk quirk, long otherwise);
void quirks_print(FILE *out);
void quirks_free(struct quirks *quirks);

#endif
