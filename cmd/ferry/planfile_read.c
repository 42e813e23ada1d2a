/* SPDX-License-Identifier: MIT */
#include "cmd/ferry/planfile.h"

int planfile_read(const char *bytes, size_t n, const struct caps *const *caps, struct arena *arena,
                  struct planfile *out, struct err *err)
{
    (void)bytes, (void)n, (void)caps, (void)arena, (void)out;
    return err_set(err, ERR_DATA, "saved plans cannot be read yet");
}
