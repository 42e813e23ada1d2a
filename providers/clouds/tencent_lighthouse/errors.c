/* SPDX-License-Identifier: MIT */
/* SyncBlueprint, DescribeBlueprints, DescribeGeneralResourceQuotas. */
#include "providers/clouds/tencent_lighthouse/tencent_lighthouse.h"

static const struct error_entry entries[] = {
    /* SyncBlueprint: wait */
    {"OperationDenied.BlueprintOperationInProgress", PORT_BUSY, REASON_SOURCE_UNUSABLE, false,
     "an operation runs on the image", ADVICE_WAIT},
    {"UnsupportedOperation.BlueprintLatestOperationUnfinished", PORT_BUSY, REASON_SOURCE_UNUSABLE,
     false, "the image's last operation is not finished", ADVICE_WAIT},
    {"UnsupportedOperation.BlueprintCurStateInvalid", PORT_BUSY, REASON_SOURCE_UNUSABLE, false,
     "the image's state does not allow the copy", ADVICE_WAIT},
    {"FailedOperation.UnableToSyncBlueprint", PORT_BUSY, REASON_SOURCE_UNUSABLE, false,
     "the image's state does not allow the copy", ADVICE_WAIT},

    /* SyncBlueprint: a region */
    {"LimitExceeded.SyncBlueprintQuotaLimitExceeded", PORT_QUOTA_HIT, REASON_QUOTA_FULL, false,
     "a destination holds as many custom images as it may", ADVICE_QUOTA},
    {"LimitExceeded", PORT_QUOTA_HIT, REASON_QUOTA_FULL, false, "a quota is used up", ADVICE_QUOTA},
    {"FailedOperation.NumLimitError", PORT_QUOTA_HIT, REASON_QUOTA_FULL, false,
     "more custom images than may be bought", ADVICE_QUOTA},
    {"InvalidParameterValue.NotSupportCrossBorderSyncBlueprint", PORT_REGION, REASON_CROSS_BORDER,
     false, "copies do not cross the mainland border",
     "put an original on each side of the border, and declare it as an image of its own"},
    {"InvalidParameterValue.UnavailableRegion", PORT_REGION, REASON_REGION_UNSUPPORTED, false,
     "a region is not available", ADVICE_REGION},
    {"InvalidParameterValue.DestinationRegionSameAsSourceRegion", PORT_PERMANENT, REASON_NONE,
     false, "the source region stands among the destinations", ADVICE_BUG},

    /* SyncBlueprint: passing */
    {"FailedOperation.DescribeBlueprintQuotaFailed", PORT_TRANSIENT, REASON_NONE, false,
     "the cloud could not read its own quota", ADVICE_RETRY},
    {"FailedOperation.RequestError", PORT_TRANSIENT, REASON_NONE, false,
     "a request inside the cloud failed", ADVICE_RETRY},

    /* SyncBlueprint: this image, this account */
    {"FailedOperation.BalanceInsufficient", PORT_PERMANENT, REASON_NOT_AUTHORIZED, false,
     "the account's balance is too low for another image", "top the account up"},
    {"InvalidParameterValue.BlueprintIdMalformed", PORT_PERMANENT, REASON_SOURCE_MISSING, false,
     "the image id is malformed", "check 'from.id': ids look like 'lhbp-1a2b3c4d'"},
    {"InvalidParameterValue.Duplicated", PORT_PERMANENT, REASON_NONE, false,
     "a list in the request holds something twice", ADVICE_BUG},
    {"ResourceNotFound.PrivateBlueprintNotFound", PORT_PERMANENT, REASON_SOURCE_MISSING, false,
     "there is no such custom image", ADVICE_IMAGE_ID},
    {"UnauthorizedOperation.NoPermission", PORT_AUTH, REASON_NOT_AUTHORIZED, false,
     "the account's policy (CAM) forbids the call", ADVICE_POLICY},
    {"UnauthorizedOperation.CertificationNeedUpgrade", PORT_AUTH, REASON_NOT_AUTHORIZED, false,
     "the account's verification is too weak for this", "upgrade the account's verification"},
    {"UnauthorizedOperation.NotCertification", PORT_AUTH, REASON_NOT_AUTHORIZED, false,
     "the account is not verified", "have the account verified"},

    /* DescribeBlueprints, DescribeGeneralResourceQuotas */
    {"FailedOperation", PORT_TRANSIENT, REASON_NONE, false, "the operation failed", ADVICE_RETRY},
    {"FailedOperation.DescribeBlueprintsFailed", PORT_TRANSIENT, REASON_NONE, false,
     "the images could not be listed", ADVICE_RETRY},
    {"InternalError.InvalidCommandNotFound", PORT_TRANSIENT, REASON_NONE, false,
     "the cloud failed inside", ADVICE_RETRY},
    {"UnauthorizedOperation.TokenInvalid", PORT_AUTH, REASON_NOT_AUTHORIZED, false,
     "the session token is wrong or has expired", "get a new session token"},
    {"ResourceNotFound.RoleNotFound", PORT_AUTH, REASON_NOT_AUTHORIZED, false,
     "a service role is missing", "open the Lighthouse console once: it makes the role"},
    {"InvalidParameter.FilterValueLimitExceeded", PORT_PERMANENT, REASON_NONE, false,
     "a filter has too many values", ADVICE_BUG},
    {"InvalidParameter.InvalidFilter*", PORT_PERMANENT, REASON_NONE, false, "a filter is not valid",
     ADVICE_BUG},
    {"InvalidParameter.ParameterConflict", PORT_PERMANENT, REASON_NONE, false,
     "two parameters exclude each other", ADVICE_BUG},
    {"InvalidParameterValue.InvalidBlueprintPlatformType", PORT_PERMANENT, REASON_NONE, false,
     "a filter's platform is not valid", ADVICE_BUG},
    {"InvalidParameterValue.InvalidBlueprintState", PORT_PERMANENT, REASON_NONE, false,
     "a filter's state is not valid", ADVICE_BUG},
    {"InvalidParameterValue.InvalidBlueprintType", PORT_PERMANENT, REASON_NONE, false,
     "a filter's type is not valid", ADVICE_BUG},
    {"InvalidParameterValue.LimitExceeded", PORT_PERMANENT, REASON_NONE, false,
     "the page size is too large", ADVICE_BUG},
    {"InvalidParameterValue.Negative", PORT_PERMANENT, REASON_NONE, false, "a number is negative",
     ADVICE_BUG},
    {"InvalidParameterValue.OutOfRange", PORT_PERMANENT, REASON_NONE, false,
     "a number is out of range", ADVICE_BUG},
    {"InvalidParameterValue.TooLong", PORT_PERMANENT, REASON_NONE, false, "a text is too long",
     ADVICE_BUG},
    {"ResourceNotFound.SceneIdNotFound", PORT_PERMANENT, REASON_NONE, false,
     "a scene does not exist", ADVICE_BUG},
    {"InvalidParameterValue.InvalidResourceQuotaResourceName", PORT_PERMANENT, REASON_NONE, false,
     "this quota does not exist", "set 'image_quota:' of the account instead"},
};

const struct error_table tencent_lighthouse_errors = {"tencent-lighthouse", &tencent_errors,
                                                      entries, sizeof entries / sizeof *entries};
