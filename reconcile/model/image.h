/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * One custom image in one region, in words that hold for every cloud.  A provider's reply reader
 * fills it; nothing here knows a vendor's spelling beyond `state_text`, which is only shown.
 */

enum image_state {
    IMAGE_OTHER, /* a word that we do not know: it holds the name; never copied over, never a source
                  */
    IMAGE_READY, /* usable, and can be copied from */
    IMAGE_BUSY,  /* usable, but in an operation: healthy, no source until it is READY again */
    IMAGE_SYNCING, /* a copy arriving - or, where it was healthy before, a source being copied from:
                      some clouds have one word for both; diff.h tells how they are told apart */
    IMAGE_PENDING, /* being created or imported */
    IMAGE_FAILED,  /* ended badly and stays so */
    IMAGE_LEAVING, /* being deleted: holds the name until it is gone */
};

enum image_os { IMAGE_OS_UNKNOWN, IMAGE_OS_LINUX, IMAGE_OS_WINDOWS };
enum image_arch { IMAGE_ARCH_UNKNOWN, IMAGE_ARCH_X86_64, IMAGE_ARCH_ARM64, IMAGE_ARCH_I386 };

/* What some clouds refuse to copy (blocked reason image_unsupported). */
enum image_trait {
    IMAGE_WHOLE_MACHINE = 1 << 0,
    IMAGE_DATA_DISKS = 1 << 1, /* snapshots of data disks hang on it */
    IMAGE_ENCRYPTED = 1 << 2,
    IMAGE_OLD_FORMAT = 1 << 3,
};

struct image {
    const char *id;   /* never NULL nor empty */
    const char *name; /* as the cloud has it, byte for byte; never NULL */
    enum image_state state;
    const char *state_text; /* the vendor's own word */
    int progress;           /* percent of a copy, 0-100; -1 when the cloud does not say */
    int64_t created;        /* seconds since 1970; 0 when the cloud does not say */
    int64_t size_gib;       /* 0 when the cloud does not say */
    enum image_os os;
    enum image_arch arch;
    unsigned traits; /* of enum image_trait */
};

const char *image_os_name(enum image_os os);       /* "linux", "windows"; NULL for unknown */
const char *image_arch_name(enum image_arch arch); /* "x86_64", "arm64", "i386"; NULL for unknown */
bool image_os_parse(const char *name, enum image_os *os);
bool image_arch_parse(const char *name, enum image_arch *arch);

static inline bool image_is_usable(const struct image *image)
{
    return image->state == IMAGE_READY || image->state == IMAGE_BUSY;
}

/* It is there soon (where it is not a source being copied from). */
static inline bool image_is_arriving(const struct image *image)
{
    return image->state == IMAGE_SYNCING || image->state == IMAGE_PENDING;
}

/* Orders by name, then id, in bytes: how snapshots are sorted, and how namesakes lie side by side.
 */
int image_compare(const struct image *a, const struct image *b);
