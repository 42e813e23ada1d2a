/* SPDX-License-Identifier: MIT */
#pragma once

#include <stddef.h>
#include <stdint.h>

/*
 * Two numbers that stand for all that an engine did, so that a new inside can be held against the
 * old one, seed by seed: what left, what was answered and what the reports say, and apart from it
 * what the journal and the events told meanwhile (and in which order).
 */

struct sim_digest {
    uint64_t done; /* copy requests, their answers, verdicts, reasons, outcomes, and the instants */
    uint64_t told; /* journal records and events */
};

#define SIM_DIGEST_INIT                                                                            \
    {                                                                                              \
        UINT64_C(0xCBF29CE484222325), UINT64_C(0xCBF29CE484222325)                                 \
    }

void digest_number(uint64_t *digest, uint64_t number);
void digest_text(uint64_t *digest, const char *text); /* NULL is not "" */
void digest_bytes(uint64_t *digest, const char *bytes, size_t n);
