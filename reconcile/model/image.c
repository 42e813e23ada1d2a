/* SPDX-License-Identifier: MIT */
#include "reconcile/model/image.h"

#include "reconcile/base/str.h"

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

bool image_os_parse(const char *name, enum image_os *os)
{
    size_t n = sizeof os_names / sizeof *os_names, i = str_index(os_names, n, name);

    if (i < n)
        *os = (enum image_os)i;
    return i < n;
}

bool image_arch_parse(const char *name, enum image_arch *arch)
{
    size_t n = sizeof arch_names / sizeof *arch_names, i = str_index(arch_names, n, name);

    if (i < n)
        *arch = (enum image_arch)i;
    return i < n;
}

int image_compare(const struct image *a, const struct image *b)
{
    int order = strcmp(a->name, b->name);

    assert(a->name != NULL && b->name != NULL);
    return order != 0 ? order : strcmp(a->id, b->id);
}
