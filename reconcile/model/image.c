/* SPDX-License-Identifier: MIT */
#include "reconcile/model/image.h"

#include <assert.h>
#include <string.h>

static const char *const os_names[] = {
    [IMAGE_OS_LINUX] = "linux",
    [IMAGE_OS_WINDOWS] = "windows",
};

static const char *const arch_names[] = {
    [IMAGE_ARCH_X86_64] = "x86_64",
    [IMAGE_ARCH_ARM64] = "arm64",
    [IMAGE_ARCH_I386] = "i386",
};

const char *image_os_name(enum image_os os)
{
    return os_names[os];
}

const char *image_arch_name(enum image_arch arch)
{
    return arch_names[arch];
}

/* Index of a name in a table whose first entry means unknown; 0 if it is not there. */
static int name_index(const char *const *names, int n, const char *name)
{
    int i;

    for (i = 1; i < n; i++)
        if (strcmp(names[i], name) == 0)
            return i;
    return 0;
}

bool image_os_parse(const char *name, enum image_os *os)
{
    int i = name_index(os_names, sizeof os_names / sizeof *os_names, name);

    if (i != 0)
        *os = (enum image_os)i;
    return i != 0;
}

bool image_arch_parse(const char *name, enum image_arch *arch)
{
    int i = name_index(arch_names, sizeof arch_names / sizeof *arch_names, name);

    if (i != 0)
        *arch = (enum image_arch)i;
    return i != 0;
}

int image_compare(const struct image *a, const struct image *b)
{
    int order = strcmp(a->name, b->name);

    assert(a->name != NULL && b->name != NULL);
    return order != 0 ? order : strcmp(a->id, b->id);
}
