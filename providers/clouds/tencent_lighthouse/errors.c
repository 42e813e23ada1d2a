/* SPDX-License-Identifier: MIT */
/* SyncBlueprint, DescribeBlueprints, DescribeGeneralResourceQuotas. */
#include "providers/clouds/tencent_lighthouse/tencent_lighthouse.h"

static const struct error_entry entries[] = {
    /* SyncBlueprint: wait */
    ERROR_BUSY("OperationDenied.BlueprintOperationInProgress", REASON_SOURCE_UNUSABLE,
               "an operation runs on the image"),
    ERROR_BUSY("UnsupportedOperation.BlueprintLatestOperationUnfinished", REASON_SOURCE_UNUSABLE,
               "the image's last operation is not finished"),
    ERROR_BUSY("UnsupportedOperation.BlueprintCurStateInvalid", REASON_SOURCE_UNUSABLE,
               "the image's state does not allow the copy"),
    ERROR_BUSY("FailedOperation.UnableToSyncBlueprint", REASON_SOURCE_UNUSABLE,
               "the image's state does not allow the copy"),

    /* SyncBlueprint: a region */
    ERROR_QUOTA("LimitExceeded.SyncBlueprintQuotaLimitExceeded",
                "a destination holds as many custom images as it may"),
    ERROR_QUOTA("LimitExceeded", "a quota is used up"),
    ERROR_QUOTA("FailedOperation.NumLimitError", "more custom images than may be bought"),
    ERROR_REGION(
        "InvalidParameterValue.NotSupportCrossBorderSyncBlueprint", REASON_CROSS_BORDER,
        "copies do not cross the mainland border",
        "put an original on each side of the border, and declare it as an image of its own"),
    ERROR_REGION("InvalidParameterValue.UnavailableRegion", REASON_REGION_UNSUPPORTED,
                 "a region is not available", ADVICE_REGION),
    ERROR_BUG("InvalidParameterValue.DestinationRegionSameAsSourceRegion",
              "the source region stands among the destinations"),

    /* SyncBlueprint: passing */
    ERROR_RETRY("FailedOperation.DescribeBlueprintQuotaFailed",
                "the cloud could not read its own quota"),
    ERROR_RETRY("FailedOperation.RequestError", "a request inside the cloud failed"),

    /* SyncBlueprint: this image, this account */
    ERROR_FINAL("FailedOperation.BalanceInsufficient", REASON_NOT_AUTHORIZED,
                "the account's balance is too low for another image", "top the account up"),
    ERROR_FINAL("InvalidParameterValue.BlueprintIdMalformed", REASON_SOURCE_MISSING,
                "the image id is malformed", "check 'from.id': ids look like 'lhbp-1a2b3c4d'"),
    ERROR_BUG("InvalidParameterValue.Duplicated", "a list in the request holds something twice"),
    ERROR_FINAL("ResourceNotFound.PrivateBlueprintNotFound", REASON_SOURCE_MISSING,
                "there is no such custom image", ADVICE_IMAGE_ID),
    ERROR_AUTH("UnauthorizedOperation.NoPermission", "the account's policy (CAM) forbids the call",
               ADVICE_POLICY),
    ERROR_AUTH("UnauthorizedOperation.CertificationNeedUpgrade",
               "the account's verification is too weak for this",
               "upgrade the account's verification"),
    ERROR_AUTH("UnauthorizedOperation.NotCertification", "the account is not verified",
               "have the account verified"),

    /* DescribeBlueprints, DescribeGeneralResourceQuotas */
    ERROR_RETRY("FailedOperation", "the operation failed"),
    ERROR_RETRY("FailedOperation.DescribeBlueprintsFailed", "the images could not be listed"),
    ERROR_RETRY("InternalError.InvalidCommandNotFound", "the cloud failed inside"),
    ERROR_AUTH("UnauthorizedOperation.TokenInvalid", "the session token is wrong or has expired",
               "get a new session token"),
    ERROR_AUTH("ResourceNotFound.RoleNotFound", "a service role is missing",
               "open the Lighthouse console once: it makes the role"),
    ERROR_BUG("InvalidParameter.FilterValueLimitExceeded", "a filter has too many values"),
    ERROR_BUG("InvalidParameter.InvalidFilter*", "a filter is not valid"),
    ERROR_BUG("InvalidParameter.ParameterConflict", "two parameters exclude each other"),
    ERROR_BUG("InvalidParameterValue.InvalidBlueprintPlatformType",
              "a filter's platform is not valid"),
    ERROR_BUG("InvalidParameterValue.InvalidBlueprintState", "a filter's state is not valid"),
    ERROR_BUG("InvalidParameterValue.InvalidBlueprintType", "a filter's type is not valid"),
    ERROR_BUG("InvalidParameterValue.LimitExceeded", "the page size is too large"),
    ERROR_BUG("InvalidParameterValue.Negative", "a number is negative"),
    ERROR_BUG("InvalidParameterValue.OutOfRange", "a number is out of range"),
    ERROR_BUG("InvalidParameterValue.TooLong", "a text is too long"),
    ERROR_BUG("ResourceNotFound.SceneIdNotFound", "a scene does not exist"),
    ERROR_FINAL("InvalidParameterValue.InvalidResourceQuotaResourceName", REASON_NONE,
                "this quota does not exist", "set 'image_quota:' of the account instead"),
};

const struct error_table tencent_lighthouse_errors = {"tencent-lighthouse", &tencent_errors,
                                                      entries, sizeof entries / sizeof *entries};
