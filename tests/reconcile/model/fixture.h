/* SPDX-License-Identifier: MIT */
#pragma once

#include "reconcile/base/buf.h"
#include "reconcile/model/diff.h"

/*
 * A manifest and a world in a few words, for tests of diff and plan.
 *
 * Regions of the test cloud: a b c d e (zone mainland), x y z (outside), f g (finance), n (takes no
 * part in copies).  Any other id is unknown to it, and so outside.
 */

struct plan;

struct fixture {
    struct arena arena;
    struct caps caps; /* of the one provider; change before use */
    struct account accounts[4];
    struct wanted images[4096];
    struct desired desired;
    struct world world;
    struct journal_intent open[8];
    struct diff_input input;
    struct diff_output out;
    struct plan *plan; /* filled by plan/planned.h */
};

/* A fixture with one account, "acc", of a cloud without any limit but the regions' zones (border
 * PORT_BORDER_APPROVAL).  Freed by fixture_free. */
struct fixture *fixture_new(void);
void fixture_free(struct fixture *f);

/* One more account, with a cloud of its own unless it is set to another's. */
struct account *fixture_account(struct fixture *f, const char *name, size_t tenant);

/* `from` is "a" or "a:id"; `to` lists regions, "-a" is one that is not selected. */
struct wanted *fixture_want(struct fixture *f, const char *name, const char *from, const char *to);
struct wanted *fixture_want_of(struct fixture *f, size_t account, const char *name,
                               const char *from, const char *to);

/*
 * What is there, items divided by ';':
 *     "a"                         region a was read and holds nothing (more)
 *     "a!"                        region a could not be read
 *     "a quota=3"                 it takes three more images
 *     "a web img-1 ready k=v …"   an image: name, id, state (ready busy syncing pending failed
 * leaving other), then size= created= os= arch= traits=
 */
void fixture_world(struct fixture *f, const char *text);
void fixture_world_of(struct fixture *f, size_t tenant, const char *text);

/* An unsettled write of `name` to `region`, before which the ids in `before` ("" for none) were
 * there. */
void fixture_open(struct fixture *f, const char *name, const char *region, const char *before);

void fixture_diff(struct fixture *f);

/*
 * The cells in words, selected or not, for comparison: "web@a in_sync; web@b blocked:quota_full".
 * With more than one account, "acc/web@a …".
 */
const char *fixture_cells(struct fixture *f);
