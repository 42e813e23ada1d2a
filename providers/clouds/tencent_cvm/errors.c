/* SPDX-License-Identifier: MIT */
/* SyncImages, DescribeImages and DescribeImageQuota.  Codes of one action stand beside codes of
 * another that bear the same name, since the vendor uses them with one meaning. */
#include "providers/clouds/tencent_cvm/tencent_cvm.h"

static const struct error_entry entries[] = {
    /* SyncImages: wait */
    {"FailedOperation.InvalidImageState", PORT_BUSY, REASON_SOURCE_UNUSABLE, false,
     "the image is busy", ADVICE_WAIT},
    {"InvalidParameterValue.InvalidImageState", PORT_BUSY, REASON_SOURCE_UNUSABLE, false,
     "another operation runs on the image", ADVICE_WAIT},
    {"InvalidImageId.IncorrectState", PORT_BUSY, REASON_SOURCE_UNUSABLE, false,
     "the image's state does not allow the copy", ADVICE_WAIT},

    /* SyncImages: a region */
    {"ImageQuotaLimitExceeded", PORT_QUOTA_HIT, REASON_QUOTA_FULL, false,
     "a destination holds as many custom images as it may", ADVICE_QUOTA},
    {"InvalidRegion.NotFound", PORT_REGION, REASON_REGION_UNSUPPORTED, false,
     "a region does not exist", ADVICE_REGION},
    {"InvalidRegion.Unavailable", PORT_REGION, REASON_REGION_UNSUPPORTED, false,
     "a region takes no part in image copies",
     "take the region out of 'to'; across the mainland border the vendor must approve copies"},
    {"InvalidParameterValue.InvalidRegion", PORT_REGION, REASON_REGION_UNSUPPORTED, false,
     "a region is not valid for this copy", ADVICE_REGION},
    {"UnsupportedOperation.Region", PORT_REGION, REASON_REGION_UNSUPPORTED, false,
     "a region does not support image copies", ADVICE_REGION},
    /* Too many regions for one call, with no published number: halving finds it. */
    {"InvalidParameterValue.LimitExceeded", PORT_REGION, REASON_NONE, false,
     "a list in the request is too long", "nothing to do: ferry asks for fewer regions a call"},

    /* SyncImages: this image, whatever the region */
    {"InvalidImageId.NotFound", PORT_PERMANENT, REASON_SOURCE_MISSING, false,
     "the image does not exist", ADVICE_IMAGE_ID},
    {"InvalidImageId.Malformed", PORT_PERMANENT, REASON_SOURCE_MISSING, false,
     "the image id is malformed", "check 'from.id': ids look like 'img-8toqc6s3'"},
    {"InvalidImageId.TooLarge", PORT_PERMANENT, REASON_TOO_LARGE, false,
     "the image is too large to be copied", "make the image's system disk smaller"},
    {"InvalidImageName.Duplicate", PORT_EXISTS, REASON_NONE, false,
     "an image of this name is there already",
     "look at the region again: another run may have made the copy"},
    {"InvalidParameter.InstanceImageNotSupport", PORT_PERMANENT, REASON_IMAGE_UNSUPPORTED, false,
     "images of whole machines cannot be copied", "make an image of the system disk alone"},
    {"InvalidParameter.InvalidKmsKeyId", PORT_PERMANENT, REASON_NONE, false,
     "the encryption key is not valid", ADVICE_BUG},
    {"InvalidParameterValue.InvalidImageId", PORT_PERMANENT, REASON_IMAGE_UNSUPPORTED, false,
     "this operation is not allowed on the image", "check that the image is a custom one of yours"},
    {"UnsupportedOperation.EncryptedImagesNotSupported", PORT_PERMANENT, REASON_IMAGE_UNSUPPORTED,
     false, "encrypted images cannot be copied", "make an unencrypted image"},
    {"UnsupportedOperation.SyncEncryptImageNotSupport", PORT_PERMANENT, REASON_IMAGE_UNSUPPORTED,
     false, "encrypted images cannot be copied", "make an unencrypted image"},
    {"UnsupportedOperation.LocationImageNotSupported", PORT_PERMANENT, REASON_IMAGE_UNSUPPORTED,
     false, "images of an edge location cannot be copied", "make the image in a whole region"},

    /* DescribeImages */
    {"FailedOperation.IllegalTagKey", PORT_PERMANENT, REASON_NONE, false, "a tag key is not valid",
     ADVICE_BUG},
    {"InvalidFilter", PORT_PERMANENT, REASON_NONE, false, "a filter is not valid", ADVICE_BUG},
    {"InvalidFilterValue.LimitExceeded", PORT_PERMANENT, REASON_NONE, false,
     "a filter has too many values", ADVICE_BUG},
    {"InvalidInstanceType.Malformed", PORT_PERMANENT, REASON_NONE, false,
     "an instance type is malformed", ADVICE_BUG},
    {"InvalidParameter.InvalidParameterCoexistImageIdsFilters", PORT_PERMANENT, REASON_NONE, false,
     "ids and filters exclude each other", ADVICE_BUG},
    {"InvalidParameterValue.InstanceTypeNotFound", PORT_PERMANENT, REASON_NONE, false,
     "an instance type does not exist", ADVICE_BUG},
    {"InvalidParameterValue.InvalidAppIdFormat", PORT_PERMANENT, REASON_NONE, false,
     "the account's number is malformed", "ask the vendor's support: the account looks broken"},
    {"InvalidParameterValue.InvalidParameterValueLimit", PORT_PERMANENT, REASON_NONE, false,
     "the page size is not valid", ADVICE_BUG},
    {"InvalidParameterValue.TagKeyNotFound", PORT_PERMANENT, REASON_NONE, false,
     "a tag key does not exist", ADVICE_BUG},
    {"InvalidParameterValue.ZoneNotSupported", PORT_PERMANENT, REASON_NONE, false,
     "the zone is not supported", ADVICE_BUG},
    {"InvalidZone.MismatchRegion", PORT_PERMANENT, REASON_NONE, false,
     "the zone is not of this region", "check 'endpoint:': its host serves another region"},
    {"ResourcesSoldOut.SpecifiedInstanceType", PORT_PERMANENT, REASON_NONE, false,
     "an instance type is sold out", ADVICE_BUG},
    {"UnauthorizedOperation.InvalidToken", PORT_AUTH, REASON_NOT_AUTHORIZED, false,
     "the session token is wrong or has expired", "get a new session token"},
    {"UnauthorizedOperation.PermissionDenied", PORT_AUTH, REASON_NOT_AUTHORIZED, false,
     "the account's policy (CAM) forbids the call", ADVICE_POLICY},

    /* DescribeImageQuota */
    {"UnsupportedOperation.InvalidZone", PORT_PERMANENT, REASON_NONE, false,
     "the zone does not support quotas", "set 'image_quota:' of the account instead"},
    {"FailedOperation.TagKeyReserved", PORT_PERMANENT, REASON_NONE, false, "a tag key is reserved",
     ADVICE_BUG},
    {"InvalidHostId.Malformed", PORT_PERMANENT, REASON_NONE, false, "a host id is malformed",
     ADVICE_BUG},
};

const struct error_table tencent_cvm_errors = {"tencent-cvm", &tencent_errors, entries,
                                               sizeof entries / sizeof *entries};
