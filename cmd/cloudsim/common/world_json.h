/* SPDX-License-Identifier: MIT */
#pragma once

#include "cmd/cloudsim/common/values.h"
#include "cmd/cloudsim/common/world.h"
#include "reconcile/base/err.h"

/*
 * The world as JSON, in and out; `cloudsim --help world` describes the format.  Reading is strict:
 * a misspelt key in a test's world must not pass.  Values returned are new references.
 */

/* Replaces the world whole; on failure it is as before.  What a document leaves out of "clouds" is
 * as in the default world, so a small file suffices. */
int world_load(struct world *world, const json_t *document, int64_t now_ms, struct err *err);
json_t *world_save(const struct world *world);
json_t *world_default(const struct cloud *const *clouds);

/* One image as a world's file writes it.  Loading it anew takes its cloud from *image, and the
 * rest, in the world's arena, from `object`; on failure *image is as before. */
json_t *image_save(const struct image *image);
int image_load(struct world *world, struct image *image, const json_t *object, int64_t now_ms,
               struct err *err);
/* Adds one, which may leave out its owner, project and id. */
int world_insert(struct world *world, const struct cloud *cloud, const json_t *object,
                 int64_t now_ms, struct err *err);
