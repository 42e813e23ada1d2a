/* SPDX-License-Identifier: MIT */
/* SyncImages, DescribeImages and DescribeImageQuota.  Codes of one action stand beside codes of
 * another that bear the same name, since the vendor uses them with one meaning. */
#include "providers/clouds/tencent_cvm/tencent_cvm.h"

static const struct error_entry entries[] = {
    /* SyncImages: wait */
    ERROR_BUSY("FailedOperation.InvalidImageState", REASON_SOURCE_UNUSABLE, "the image is busy"),
    ERROR_BUSY("InvalidParameterValue.InvalidImageState", REASON_SOURCE_UNUSABLE,
               "another operation runs on the image"),
    ERROR_BUSY("InvalidImageId.IncorrectState", REASON_SOURCE_UNUSABLE,
               "the image's state does not allow the copy"),

    /* SyncImages: a region */
    ERROR_QUOTA("ImageQuotaLimitExceeded", "a destination holds as many custom images as it may"),
    ERROR_REGION("InvalidRegion.NotFound", REASON_REGION_UNSUPPORTED, "a region does not exist",
                 ADVICE_REGION),
    ERROR_REGION(
        "InvalidRegion.Unavailable", REASON_REGION_UNSUPPORTED,
        "a region takes no part in image copies",
        "take the region out of 'to'; across the mainland border the vendor must approve copies"),
    ERROR_REGION("InvalidParameterValue.InvalidRegion", REASON_REGION_UNSUPPORTED,
                 "a region is not valid for this copy", ADVICE_REGION),
    ERROR_REGION("UnsupportedOperation.Region", REASON_REGION_UNSUPPORTED,
                 "a region does not support image copies", ADVICE_REGION),
    /* Too many regions for one call, with no published number: halving finds it. */
    ERROR_REGION("InvalidParameterValue.LimitExceeded", REASON_NONE,
                 "a list in the request is too long",
                 "nothing to do: ferry asks for fewer regions a call"),

    /* SyncImages: this image, whatever the region */
    ERROR_FINAL("InvalidImageId.NotFound", REASON_SOURCE_MISSING, "the image does not exist",
                ADVICE_IMAGE_ID),
    ERROR_FINAL("InvalidImageId.Malformed", REASON_SOURCE_MISSING, "the image id is malformed",
                "check 'from.id': ids look like 'img-8toqc6s3'"),
    ERROR_FINAL("InvalidImageId.TooLarge", REASON_TOO_LARGE, "the image is too large to be copied",
                "make the image's system disk smaller"),
    {"InvalidImageName.Duplicate", PORT_EXISTS, REASON_NONE, false,
     "an image of this name is there already",
     "look at the region again: another run may have made the copy"},
    ERROR_FINAL("InvalidParameter.InstanceImageNotSupport", REASON_IMAGE_UNSUPPORTED,
                "images of whole machines cannot be copied",
                "make an image of the system disk alone"),
    ERROR_BUG("InvalidParameter.InvalidKmsKeyId", "the encryption key is not valid"),
    ERROR_FINAL("InvalidParameterValue.InvalidImageId", REASON_IMAGE_UNSUPPORTED,
                "this operation is not allowed on the image",
                "check that the image is a custom one of yours"),
    ERROR_FINAL("UnsupportedOperation.EncryptedImagesNotSupported", REASON_IMAGE_UNSUPPORTED,
                "encrypted images cannot be copied", "make an unencrypted image"),
    ERROR_FINAL("UnsupportedOperation.SyncEncryptImageNotSupport", REASON_IMAGE_UNSUPPORTED,
                "encrypted images cannot be copied", "make an unencrypted image"),
    ERROR_FINAL("UnsupportedOperation.LocationImageNotSupported", REASON_IMAGE_UNSUPPORTED,
                "images of an edge location cannot be copied", "make the image in a whole region"),

    /* DescribeImages */
    ERROR_BUG("FailedOperation.IllegalTagKey", "a tag key is not valid"),
    ERROR_BUG("InvalidFilter", "a filter is not valid"),
    ERROR_BUG("InvalidFilterValue.LimitExceeded", "a filter has too many values"),
    ERROR_BUG("InvalidInstanceType.Malformed", "an instance type is malformed"),
    ERROR_BUG("InvalidParameter.InvalidParameterCoexistImageIdsFilters",
              "ids and filters exclude each other"),
    ERROR_BUG("InvalidParameterValue.InstanceTypeNotFound", "an instance type does not exist"),
    ERROR_FINAL("InvalidParameterValue.InvalidAppIdFormat", REASON_NONE,
                "the account's number is malformed",
                "ask the vendor's support: the account looks broken"),
    ERROR_BUG("InvalidParameterValue.InvalidParameterValueLimit", "the page size is not valid"),
    ERROR_BUG("InvalidParameterValue.TagKeyNotFound", "a tag key does not exist"),
    ERROR_BUG("InvalidParameterValue.ZoneNotSupported", "the zone is not supported"),
    ERROR_FINAL("InvalidZone.MismatchRegion", REASON_NONE, "the zone is not of this region",
                "check 'endpoint:': its host serves another region"),
    ERROR_BUG("ResourcesSoldOut.SpecifiedInstanceType", "an instance type is sold out"),
    ERROR_AUTH("UnauthorizedOperation.InvalidToken", "the session token is wrong or has expired",
               "get a new session token"),
    ERROR_AUTH("UnauthorizedOperation.PermissionDenied",
               "the account's policy (CAM) forbids the call", ADVICE_POLICY),

    /* DescribeImageQuota */
    ERROR_FINAL("UnsupportedOperation.InvalidZone", REASON_NONE, "the zone does not support quotas",
                "set 'image_quota:' of the account instead"),
    ERROR_BUG("FailedOperation.TagKeyReserved", "a tag key is reserved"),
    ERROR_BUG("InvalidHostId.Malformed", "a host id is malformed"),
};

const struct error_table tencent_cvm_errors = {"tencent-cvm", &tencent_errors, entries,
                                               sizeof entries / sizeof *entries};
