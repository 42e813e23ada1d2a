/* SPDX-License-Identifier: MIT */
#include "reconcile/model/rules.h"

#include "reconcile/base/utf8.h"

#include <assert.h>
#include <inttypes.h>
#include <string.h>

static const struct denial allowed = {REASON_NONE, NULL};

/* ---- names ---- */

static bool is_letter(uint32_t c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* The blocks that "Chinese characters" means in the vendors' pages: unified ideographs. */
static bool is_han(uint32_t c)
{
    return (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0x3400 && c <= 0x4DBF) ||
           (c >= 0x20000 && c <= 0x2FA1F) || (c >= 0xF900 && c <= 0xFAFF);
}

/* Zero width and direction: two names could look alike. */
static bool is_invisible(uint32_t c)
{
    return (c >= 0x200B && c <= 0x200F) || (c >= 0x2028 && c <= 0x202E) ||
           (c >= 0x2060 && c <= 0x206F) || c == 0xFEFF || c == 0xAD || c == 0x61C;
}

static bool is_allowed(const struct port_name_rule *rule, uint32_t c)
{
    if (is_letter(c) || (c >= '0' && c <= '9'))
        return true;
    if (is_han(c))
        return rule->han || rule->punctuation == NULL;
    if (rule->punctuation == NULL)
        return !utf8_is_control(c) && !is_invisible(c);
    return c < 0x80 && c != 0 && strchr(rule->punctuation, (int)c) != NULL;
}

const char *rules_name_problem(const struct port_name_rule *rule, const char *name,
                               struct arena *arena)
{
    const char *at = name;
    size_t left = strlen(name), chars = 0;

    if (left == 0)
        return "is empty";
    if (name[0] == ' ' || name[left - 1] == ' ')
        return "begins or ends with a space"; /* clouds trim: it would never be found again */
    for (; left > 0; chars++) {
        uint32_t c;
        size_t used = utf8_decode(at, left, &c);

        if (used == 0)
            return "is not valid UTF-8";
        if (!is_allowed(rule, c))
            return utf8_is_control(c) ? "holds a control character"
                                      : arena_printf(arena, "holds \"%.*s\"", (int)used, at);
        if (chars == 0 && rule->letter_first && !is_letter(c) && !(rule->han && is_han(c)))
            return "does not begin with a letter";
        at += used;
        left -= used;
    }
    if (rule->max_chars != 0 && chars > rule->max_chars)
        return arena_printf(arena, "has %zu characters, %zu are allowed", chars, rule->max_chars);
    return NULL;
}

/* ---- reach ---- */

const char *rules_zone(const struct desired *desired, size_t tenant, const char *region)
{
    const char *zone = NULL;
    size_t i;

    for (i = 0; i < desired->n_accounts; i++) {
        if (desired->accounts[i].tenant != tenant)
            continue;
        zone = account_zone(&desired->accounts[i], region);
        /* One name of the account may know an extra region that another does not list. */
        if (zone == NULL || strcmp(zone, "outside") != 0)
            return zone;
    }
    return zone;
}

static bool crosses_mainland_border(const char *zone)
{
    return strcmp(zone, "mainland") == 0 || strcmp(zone, "outside") == 0;
}

static bool has_approval(const struct desired *desired, size_t tenant)
{
    size_t i;

    for (i = 0; i < desired->n_accounts; i++)
        if (desired->accounts[i].tenant == tenant && desired->accounts[i].cross_border)
            return true;
    return false;
}

const char *rules_reach_class(const struct desired *desired, size_t tenant, const char *region)
{
    const char *zone = rules_zone(desired, tenant, region);

    if (zone == NULL)
        return "";
    if (desired->accounts[tenant].caps->border == PORT_BORDER_APPROVAL &&
        crosses_mainland_border(zone) && has_approval(desired, tenant))
        return "";
    return zone;
}

struct denial rules_region(const struct desired *desired, size_t tenant, const char *region,
                           struct arena *arena)
{
    assert(tenant < desired->n_accounts && region != NULL);
    if (account_region_copies(&desired->accounts[tenant], region))
        return allowed;
    return (
        struct denial){REASON_REGION_UNSUPPORTED,
                       arena_printf(arena, "%s takes no part in copies, the vendor says", region)};
}

struct denial rules_border(const struct desired *desired, size_t tenant, const char *from,
                           const char *to, struct arena *arena)
{
    const struct caps *caps = desired->accounts[tenant].caps;
    const char *here = rules_zone(desired, tenant, from), *there = rules_zone(desired, tenant, to);

    assert(tenant < desired->n_accounts && from != NULL);
    if (strcmp(rules_reach_class(desired, tenant, from), rules_reach_class(desired, tenant, to)) ==
        0)
        return allowed;
    if (caps->border == PORT_BORDER_APPROVAL && crosses_mainland_border(here) &&
        crosses_mainland_border(there))
        return (struct denial){
            REASON_CROSS_BORDER,
            arena_printf(arena,
                         "%s (%s) to %s (%s) needs the vendor's approval: once the account has it, "
                         "say cross_border: true",
                         from, here, to, there)};
    return (struct denial){REASON_CROSS_BORDER,
                           arena_printf(arena, "%s does not copy from %s (%s) to %s (%s)",
                                        caps->title, from, here, to, there)};
}

/* ---- the image ---- */

static const struct {
    unsigned trait;
    const char *text;
} traits[] = {
    {IMAGE_WHOLE_MACHINE, "it is a whole-machine image"},
    {IMAGE_DATA_DISKS, "snapshots of data disks hang on it"},
    {IMAGE_ENCRYPTED, "it is encrypted"},
    {IMAGE_OLD_FORMAT, "it has the old format"},
};

struct denial rules_source(const struct caps *caps, const struct image *image, const char *name,
                           struct arena *arena)
{
    assert(image != NULL && name != NULL);
    unsigned refused = caps->refused_traits & image->traits;
    size_t i;

    if (!caps->can_rename && strcmp(image->name, name) != 0)
        return (struct denial){REASON_CANNOT_RENAME,
                               arena_printf(arena, "%s is named \"%s\", and %s keeps the name",
                                            image->id, image->name, caps->action)};
    for (i = 0; i < sizeof traits / sizeof *traits; i++)
        if (refused & traits[i].trait)
            return (struct denial){REASON_IMAGE_UNSUPPORTED,
                                   arena_printf(arena, "%s cannot be copied: %s", image->id,
                                                traits[i].text)};
    if (caps->max_size_gib > 0 && image->size_gib > caps->max_size_gib)
        return (struct denial){REASON_TOO_LARGE,
                               arena_printf(arena,
                                            "%s has %" PRId64 " GiB, %s copies up to %" PRId64,
                                            image->id, image->size_gib, caps->title,
                                            caps->max_size_gib)};
    return allowed;
}
