/* SPDX-License-Identifier: MIT */
#pragma once

#include "reconcile/plan/plan.h"
#include "tests/reconcile/model/fixture.h"

/* A fixture's plan, and what every plan promises. */

void fixture_plan(struct fixture *f); /* diff, then plan: f->plan */

/* The calls: "1: a web>b,c; 2: a web>d" (wave, source region, images, targets). */
const char *fixture_calls(struct fixture *f);

/* Every promise that a plan makes about itself; NULL, or what is broken. */
const char *fixture_check_plan(struct fixture *f);
