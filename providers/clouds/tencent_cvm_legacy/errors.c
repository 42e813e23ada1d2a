/* SPDX-License-Identifier: MIT */
/* The codes of the gateway, which the image API before 2017 has in common with its other modules.
 */
#include "providers/clouds/tencent_cvm_legacy/tencent_cvm_legacy.h"

static const struct error_entry entries[] = {
    ERROR_BUG("4000", "a parameter is wrong or missing"),
    ERROR_AUTH("4100", "the signature is wrong", ADVICE_KEY),
    ERROR_AUTH("4101", "a sub-account may not call this action", ADVICE_POLICY),
    ERROR_AUTH("4102", "a sub-account may not touch this image", ADVICE_POLICY),
    ERROR_AUTH("4103", "a sub-account may not touch this image with this action", ADVICE_POLICY),
    ERROR_AUTH("4104", "the key id is unknown or disabled", ADVICE_KEY),
    ERROR_AUTH("4105", "the session token is wrong", "get a new session token"),
    ERROR_AUTH("4106", "the second factor was refused", "use a key that needs no second factor"),
    ERROR_AUTH("4110", "the account's policy (CAM) forbids the call", ADVICE_POLICY),
    {"4200", PORT_TRANSIENT, REASON_NONE, false, "the request has expired", ADVICE_CLOCK},
    ERROR_FINAL("4300", REASON_NOT_AUTHORIZED, "the account is blocked or not entitled",
                "ask the vendor's support about the account"),
    {"4400", PORT_THROTTLED, REASON_NONE, false, "too many requests",
     "nothing to do: ferry slows down; 'rate:' of the account lowers its pace for good"},
    /* Not `refused`: a middlebox that doubled the request would show us this of the second one. */
    {"4500", PORT_TRANSIENT, REASON_NONE, false, "the request was seen before, or the clock is off",
     ADVICE_CLOCK},
    ERROR_FINAL("4600", REASON_NONE, "only HTTPS is supported", "use an 'https://' endpoint"),
    ERROR_FINAL("5000", REASON_SOURCE_MISSING, "the image does not exist, or is someone else's",
                ADVICE_IMAGE_ID),
    {"5100", PORT_TRANSIENT, REASON_NONE, false,
     "the operation failed; a busy image or a full quota may be why",
     "nothing to do: ferry looks again and retries; read the message if it stays"},
    ERROR_FINAL("5200", REASON_NONE, "the purchase failed", "look at the account's bills"),
    ERROR_FINAL("5300", REASON_NOT_AUTHORIZED, "the balance is too low", "top the account up"),
    {"5400", PORT_TRANSIENT, REASON_NONE, false, "only a part of the batch was done",
     "nothing to do: ferry looks which copies are there and goes on"},
    ERROR_FINAL("5500", REASON_NOT_AUTHORIZED, "the account is not verified",
                "have the account verified"),
    ERROR_RETRY("6000", "the cloud failed inside"),
    ERROR_FINAL("6100", REASON_NONE, "this host does not serve this action or version",
                "check 'endpoint:'"),
    ERROR_RETRY("6200", "the service is being maintained"),
};

const struct error_table tencent_legacy_errors = {"tencent-cvm-legacy", NULL, entries,
                                                  sizeof entries / sizeof *entries};
