/* SPDX-License-Identifier: MIT */
#include "reconcile/model/attribute.h"

#include "reconcile/base/clock.h"

#include <assert.h>
#include <inttypes.h>

static int64_t get_size(const struct image *image)
{
    return image->size_gib;
}

static int64_t get_os(const struct image *image)
{
    return image->os;
}

static int64_t get_arch(const struct image *image)
{
    return image->arch;
}

static const char *size_text(int64_t value, struct arena *arena)
{
    return arena_printf(arena, "%" PRId64, value);
}

static const char *os_text(int64_t value, struct arena *arena)
{
    (void)arena;
    return image_os_name((enum image_os)value);
}

static const char *arch_text(int64_t value, struct arena *arena)
{
    (void)arena;
    return image_arch_name((enum image_arch)value);
}

/* 0 is "unset" for every attribute. */
struct attribute {
    const char *name;
    unsigned told; /* of enum port_attribute: the cloud's listing tells it */
    int64_t (*get)(const struct image *image);
    const char *(*text)(int64_t value, struct arena *arena);
};

static const struct attribute attributes[] = {
    {"size_gib", PORT_HAS_SIZE, get_size, size_text},
    {"os", PORT_HAS_OS, get_os, os_text},
    {"arch", PORT_HAS_ARCH, get_arch, arch_text},
};

enum { ATTRIBUTES = sizeof attributes / sizeof *attributes, SIZE = 0, OS = 1, ARCH = 2 };

static void add(struct arena *arena, struct difference_list *out, struct difference difference)
{
    ARENA_GROW(arena, out->items, out->nr, out->cap);
    out->items[out->nr++] = difference;
}

static const char *value_text(const struct attribute *attribute, int64_t value, struct arena *arena)
{
    return value == 0 ? "unset" : attribute->text(value, arena);
}

/* The one rule for an attribute that must have one value. */
static void check_equal(const struct caps *caps, const struct attribute *attribute,
                        int64_t expected, const struct image *image, bool from_expect,
                        struct arena *arena, struct difference_list *out)
{
    int64_t observed = attribute->get(image);

    if (expected == 0 || expected == observed)
        return;
    if (observed == 0 && !(caps->attributes & attribute->told))
        return;
    add(arena, out,
        (struct difference){attribute->name, attribute->text(expected, arena),
                            value_text(attribute, observed, arena), from_expect});
}

static void check_size_range(const struct caps *caps, const struct expect *expect,
                             const struct image *image, struct arena *arena,
                             struct difference_list *out)
{
    int64_t size = image->size_gib;
    bool unset = size == 0;

    if (unset && !(caps->attributes & PORT_HAS_SIZE))
        return;
    if (expect->min_size_gib != 0 && (unset || size < expect->min_size_gib))
        add(arena, out,
            (struct difference){"size_gib",
                                arena_printf(arena, ">= %" PRId64, expect->min_size_gib),
                                value_text(&attributes[SIZE], size, arena), true});
    if (expect->max_size_gib != 0 && (unset || size > expect->max_size_gib))
        add(arena, out,
            (struct difference){"size_gib",
                                arena_printf(arena, "<= %" PRId64, expect->max_size_gib),
                                value_text(&attributes[SIZE], size, arena), true});
}

void attribute_check_expect(const struct caps *caps, const struct expect *expect,
                            const struct image *image, struct arena *arena,
                            struct difference_list *out)
{
    check_size_range(caps, expect, image, arena, out);
    check_equal(caps, &attributes[OS], expect->os, image, true, arena, out);
    check_equal(caps, &attributes[ARCH], expect->arch, image, true, arena, out);
}

void attribute_check_source(const struct caps *caps, const struct image *source,
                            const struct image *image, struct arena *arena,
                            struct difference_list *out)
{
    size_t i;

    assert(source != NULL && image != NULL);
    for (i = 0; i < ATTRIBUTES; i++)
        check_equal(caps, &attributes[i], attributes[i].get(source), image, false, arena, out);
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
    size_t i;

    for (i = 0; i < ATTRIBUTES; i++) {
        int64_t x = attributes[i].get(a), y = attributes[i].get(b);

        if (x != 0 && y != 0 && x != y)
            return false;
    }
    return true;
}
