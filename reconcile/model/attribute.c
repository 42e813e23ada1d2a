/* SPDX-License-Identifier: MIT */
#include "reconcile/model/attribute.h"

#include "reconcile/base/clock.h"

#include <assert.h>
#include <inttypes.h>

enum which { SIZE, OS, ARCH, ATTRIBUTES };

static const struct attribute {
    const char *name;
    unsigned told; /* of enum port_attribute: the cloud's listing tells it */
} attributes[ATTRIBUTES] = {
    [SIZE] = {"size_gib", PORT_HAS_SIZE},
    [OS] = {"os", PORT_HAS_OS},
    [ARCH] = {"arch", PORT_HAS_ARCH},
};

/* 0 is "unset" for every attribute. */
static int64_t value_of(const struct image *image, enum which which)
{
    return which == SIZE ? image->size_gib : which == OS ? (int64_t)image->os : image->arch;
}

static const char *text_of(enum which which, int64_t value, struct arena *arena)
{
    if (value == 0)
        return "unset";
    if (which == SIZE)
        return arena_printf(arena, "%" PRId64, value);
    return which == OS ? image_os_name((enum image_os)value)
                       : image_arch_name((enum image_arch)value);
}

static void add(struct arena *arena, struct difference_list *out, struct difference difference)
{
    ARENA_GROW(arena, out->items, out->nr, out->cap);
    out->items[out->nr++] = difference;
}

/* The one rule for an attribute that must have one value. */
static void check_equal(const struct caps *caps, enum which which, int64_t expected,
                        const struct image *image, bool from_expect, struct arena *arena,
                        struct difference_list *out)
{
    int64_t observed = value_of(image, which);

    if (expected == 0 || expected == observed)
        return;
    if (observed == 0 && !(caps->attributes & attributes[which].told))
        return;
    add(arena, out,
        (struct difference){attributes[which].name, text_of(which, expected, arena),
                            text_of(which, observed, arena), from_expect});
}

static void check_size_range(const struct caps *caps, const struct expect *expect,
                             const struct image *image, struct arena *arena,
                             struct difference_list *out)
{
    int64_t size = image->size_gib, least = expect->min_size_gib, most = expect->max_size_gib;

    if (size == 0 && !(caps->attributes & PORT_HAS_SIZE))
        return;
    if (size < least)
        add(arena, out,
            (struct difference){"size_gib", arena_printf(arena, ">= %" PRId64, least),
                                text_of(SIZE, size, arena), true});
    if (most != 0 && (size == 0 || size > most))
        add(arena, out,
            (struct difference){"size_gib", arena_printf(arena, "<= %" PRId64, most),
                                text_of(SIZE, size, arena), true});
}

void attribute_check_expect(const struct caps *caps, const struct expect *expect,
                            const struct image *image, struct arena *arena,
                            struct difference_list *out)
{
    check_size_range(caps, expect, image, arena, out);
    check_equal(caps, OS, expect->os, image, true, arena, out);
    check_equal(caps, ARCH, expect->arch, image, true, arena, out);
}

void attribute_check_source(const struct caps *caps, const struct image *source,
                            const struct image *image, struct arena *arena,
                            struct difference_list *out)
{
    enum which i;

    assert(source != NULL && image != NULL);
    for (i = SIZE; i < ATTRIBUTES; i++)
        check_equal(caps, i, value_of(source, i), image, false, arena, out);
}

bool attribute_check_age(const struct image *source, const struct image *image, struct arena *arena,
                         struct difference_list *out)
{
    char there[CLOCK_TEXT], here[CLOCK_TEXT];

    if (source->created == 0 || image->created == 0 || image->created >= source->created)
        return false;
    clock_format(source->created, there);
    clock_format(image->created, here);
    add(arena, out,
        (struct difference){"created", arena_printf(arena, ">= %s", there),
                            arena_strdup(arena, here), false});
    return true;
}

bool attribute_equal(const struct image *a, const struct image *b)
{
    enum which i;

    for (i = SIZE; i < ATTRIBUTES; i++) {
        int64_t x = value_of(a, i), y = value_of(b, i);

        if (x != 0 && y != 0 && x != y)
            return false;
    }
    return true;
}
