/* SPDX-License-Identifier: MIT */
#include "providers/clouds/tencent_cvm/tencent_cvm.h"

#include "reconcile/base/clock.h"

#include <string.h>

const char *tencent_cvm_action(enum port_verb verb)
{
    switch (verb) {
    case PORT_COPY:
    case PORT_DRYRUN:
        return "SyncImages";
    case PORT_QUOTA:
        return "DescribeImageQuota";
    case PORT_LIST:
    case PORT_WHOAMI:
        break;
    }
    return "DescribeImages";
}

static const struct state_word states[] = {
    {"NORMAL", IMAGE_READY},        {"USING", IMAGE_BUSY},        {"SYNCING", IMAGE_SYNCING},
    {"CREATING", IMAGE_PENDING},    {"IMPORTING", IMAGE_PENDING}, {"CREATEFAILED", IMAGE_FAILED},
    {"IMPORTFAILED", IMAGE_FAILED}, {NULL, IMAGE_OTHER},
};

static enum image_arch arch_of(const char *text)
{
    enum image_arch arch = IMAGE_ARCH_UNKNOWN;

    if (strcmp(text, "arm") == 0)
        return IMAGE_ARCH_ARM64;
    image_arch_parse(text, &arch);
    return arch;
}

/* A snapshot of a data disk makes it an image of a whole machine, which SyncImages refuses
 * (InvalidParameter.InstanceImageNotSupport). */
static unsigned traits_of(const struct json *image, struct err *err)
{
    struct json set = json_array_maybe(image, "SnapshotSet", err), item;
    unsigned traits = 0;

    for (item = json_first(&set); item.node != NULL; item = json_next(&item))
        if (strcmp(json_string_or(&item, "DiskUsage", "", err), "DATA_DISK") == 0)
            traits |= IMAGE_WHOLE_MACHINE | IMAGE_DATA_DISKS;
    return traits;
}

static bool read_image(const struct json *item, struct image *image, struct err *err)
{
    const char *platform;
    int64_t percent;

    if (strcmp(json_string_or(item, "ImageType", "PRIVATE_IMAGE", err), "PRIVATE_IMAGE") != 0)
        return false;
    platform = json_string_or(item, "Platform", "", err);
    reply_image(item, "ImageId", "ImageName", "ImageState", states, image, err);
    /* Numbers stand on NORMAL images too; they mean something only while a copy runs. */
    percent = json_int_or(item, "SyncPercent", -1, err);
    if (image->state == IMAGE_SYNCING && percent >= 0 && percent <= 100)
        image->progress = (int)percent;
    clock_parse(json_string_or(item, "CreatedTime", "", err), 0, &image->created);
    image->size_gib = json_int_or(item, "ImageSize", 0, err);
    if (*platform != '\0')
        image->os = strncmp(platform, "Windows", 7) == 0 ? IMAGE_OS_WINDOWS : IMAGE_OS_LINUX;
    image->arch = arch_of(json_string_or(item, "Architecture", "", err));
    image->traits = traits_of(item, err);
    return true;
}

void tencent_cvm_read_body(struct reply *reply, const struct json *body, struct err *err)
{
    switch (reply->call->verb) {
    case PORT_LIST:
        reply_images(reply, body, "ImageSet", "TotalCount", read_image, err);
        break;
    case PORT_QUOTA: /* the ceiling, not what is left */
        reply->out->quota_total = json_int(body, "ImageNumQuota", err);
        break;
    case PORT_COPY:
        /* Old private clouds and the old gateway send no ids. */
        reply_copied(reply, body, "ImageSet", "Region", "ImageId", NULL, err);
        break;
    case PORT_DRYRUN:
    case PORT_WHOAMI:
        break;
    }
}
