/* SPDX-License-Identifier: MIT */
/* The codes of the gateway, which the image API before 2017 has in common with its other modules.
 */
#include "providers/clouds/tencent_cvm_legacy/tencent_cvm_legacy.h"

static const struct error_entry entries[] = {
    {"4000", PORT_PERMANENT, REASON_NONE, false, "a parameter is wrong or missing", ADVICE_BUG},
    {"4100", PORT_AUTH, REASON_NOT_AUTHORIZED, false, "the signature is wrong", ADVICE_KEY},
    {"4101", PORT_AUTH, REASON_NOT_AUTHORIZED, false, "a sub-account may not call this action",
     ADVICE_POLICY},
    {"4102", PORT_AUTH, REASON_NOT_AUTHORIZED, false, "a sub-account may not touch this image",
     ADVICE_POLICY},
    {"4103", PORT_AUTH, REASON_NOT_AUTHORIZED, false,
     "a sub-account may not touch this image with this action", ADVICE_POLICY},
    {"4104", PORT_AUTH, REASON_NOT_AUTHORIZED, false, "the key id is unknown or disabled",
     ADVICE_KEY},
    {"4105", PORT_AUTH, REASON_NOT_AUTHORIZED, false, "the session token is wrong",
     "get a new session token"},
    {"4106", PORT_AUTH, REASON_NOT_AUTHORIZED, false, "the second factor was refused",
     "use a key that needs no second factor"},
    {"4110", PORT_AUTH, REASON_NOT_AUTHORIZED, false, "the account's policy (CAM) forbids the call",
     ADVICE_POLICY},
    {"4200", PORT_TRANSIENT, REASON_NONE, false, "the request has expired", ADVICE_CLOCK},
    {"4300", PORT_PERMANENT, REASON_NOT_AUTHORIZED, false, "the account is blocked or not entitled",
     "ask the vendor's support about the account"},
    {"4400", PORT_THROTTLED, REASON_NONE, false, "too many requests",
     "nothing to do: ferry slows down; 'rate:' of the account lowers its pace for good"},
    /* Not `refused`: a middlebox that doubled the request would show us this of the second one. */
    {"4500", PORT_TRANSIENT, REASON_NONE, false, "the request was seen before, or the clock is off",
     ADVICE_CLOCK},
    {"4600", PORT_PERMANENT, REASON_NONE, false, "only HTTPS is supported",
     "use an 'https://' endpoint"},
    {"5000", PORT_PERMANENT, REASON_SOURCE_MISSING, false,
     "the image does not exist, or is someone else's", ADVICE_IMAGE_ID},
    {"5100", PORT_TRANSIENT, REASON_NONE, false,
     "the operation failed; a busy image or a full quota may be why",
     "nothing to do: ferry looks again and retries; read the message if it stays"},
    {"5200", PORT_PERMANENT, REASON_NONE, false, "the purchase failed",
     "look at the account's bills"},
    {"5300", PORT_PERMANENT, REASON_NOT_AUTHORIZED, false, "the balance is too low",
     "top the account up"},
    {"5400", PORT_TRANSIENT, REASON_NONE, false, "only a part of the batch was done",
     "nothing to do: ferry looks which copies are there and goes on"},
    {"5500", PORT_PERMANENT, REASON_NOT_AUTHORIZED, false, "the account is not verified",
     "have the account verified"},
    {"6000", PORT_TRANSIENT, REASON_NONE, false, "the cloud failed inside", ADVICE_RETRY},
    {"6100", PORT_PERMANENT, REASON_NONE, false, "this host does not serve this action or version",
     "check 'endpoint:'"},
    {"6200", PORT_TRANSIENT, REASON_NONE, false, "the service is being maintained", ADVICE_RETRY},
};

const struct error_table tencent_legacy_errors = {"tencent-cvm-legacy", NULL, entries,
                                                  sizeof entries / sizeof *entries};
