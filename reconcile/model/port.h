/* SPDX-License-Identifier: MIT */
#pragma once

#include "reconcile/model/image.h"

/*
 * The port: all that the reconciler knows of a cloud.
 *
 * The core speaks in calls and results; it sees no URL, no header, no signature and no byte of a
 * reply. A provider (providers/wire/provider.h) turns a call into a request and a reply into a
 * result; tests put a simulated cloud in its place.  What differs between clouds and matters for a
 * decision is data: caps.
 */

/* ---- calls ---- */

enum port_verb {
    PORT_LIST,   /* one page of the custom images of a region */
    PORT_QUOTA,  /* how many custom images the region may hold, or may still take */
    PORT_COPY,   /* the only verb that changes anything */
    PORT_DRYRUN, /* asks the cloud whether it would take the copy */
    PORT_WHOAMI, /* a harmless signed read: do the credentials work? */
};

struct port_source {
    const char *id;   /* the image to copy, in the call's region */
    const char *name; /* the name that the copies shall bear */
};

struct port_call {
    enum port_verb verb;
    const char *region; /* where the request acts: the listed region, the source of a copy */

    /* PORT_LIST */
    int kind; /* 0 to caps->list_kinds - 1: which item type; a region is read when all are */
    const char *cursor; /* from the page before; NULL asks for the first */

    /* PORT_COPY, PORT_DRYRUN: every source goes to every target */
    const struct port_source *sources; /* 1 to caps->images_per_call */
    size_t n_sources;
    const char *const *targets; /* 1 to caps->regions_per_call; never `region` itself */
    size_t n_targets;
};

/* ---- results ---- */

/* What a failure means for what to do next.  For PORT_COPY only PORT_LOST and PORT_UNCLEAR
 * leave it open whether the copy was started; every other class is a proof that nothing was. */
enum port_class {
    PORT_FINE,      /* no failure */
    PORT_THROTTLED, /* too many requests: later; `retry_after_ms` if the cloud said so */
    PORT_BUSY,      /* something is under way on the image: wait for it, read again, then again */
    PORT_TRANSIENT, /* a passing fault, also a connection that never came to be: again, a few times
                     */
    PORT_LOST,      /* a write left, and its answer is missing or says nothing: settle (engine.h) */
    PORT_PERMANENT, /* the same again would fail again */
    PORT_AUTH,      /* the credentials or their policy are refused */
    PORT_QUOTA_HIT, /* a region is full; the code does not say which */
    PORT_REGION,    /* a region cannot take part; the code does not say which */
    PORT_EXISTS,    /* the name is taken in some target: read again before anything else */
    PORT_UNCLEAR,   /* a write was refused with a code that no table knows: it failed, but that is
                       no proof; not asked for again by this run, looked at first by the next */
};

/* Why a cell cannot be copied: a closed list, in the order of its outputs. */
enum reason {
    REASON_NONE,
    REASON_SOURCE_MISSING,
    REASON_SOURCE_AMBIGUOUS,
    REASON_SOURCE_UNUSABLE,
    REASON_CROSS_BORDER,
    REASON_REGION_UNSUPPORTED,
    REASON_QUOTA_FULL,
    REASON_TOO_LARGE,
    REASON_CANNOT_RENAME,
    REASON_NAME_INVALID,
    REASON_IMAGE_UNSUPPORTED,
    REASON_NOT_AUTHORIZED,
};

const char *reason_name(enum reason reason); /* "source_missing"; NULL for REASON_NONE */
bool reason_parse(const char *name, enum reason *reason);

struct port_failure {
    enum port_class class; /* PORT_FINE: there is no failure */
    enum reason reason;    /* what `blocked` would say, for refusals that have such a meaning */
    const char *code;      /* the vendor's own code, as text; NULL when there is none */
    const char *message; /* one line for a person: what happened, with code, HTTP status and request
                            id as far as there are any; never NULL on failure, never a secret */
    int http_status;     /* 0 when no status line came */
    int64_t retry_after_ms; /* 0 when the cloud gave no hint */
};

/* One target of a copy.  Where the reply does not name ids, `id` is NULL and the copy is found by
 * name. */
struct port_copied {
    size_t source;               /* index into the call's sources */
    size_t target;               /* index into the call's targets */
    const char *id;              /* the copy's id; NULL when the reply does not say */
    struct port_failure failure; /* of this target alone; class PORT_FINE when it was accepted */
};

struct port_result {
    struct port_failure failure;
    const char *request_id; /* the cloud's name for the exchange; NULL when it gave none */

    /* PORT_LIST */
    const struct image *images; /* custom images only, in the cloud's order */
    size_t n_images;
    size_t n_foreign; /* items of the page that are no custom images: left out, but in `total` */
    bool has_total;   /* `total` is what the cloud says the whole listing holds */
    int64_t total;
    const char *cursor; /* asks for the next page; NULL: this was the last */

    /* PORT_QUOTA */
    int64_t quota_total; /* images that the region may hold; -1 when the reply does not say */
    int64_t quota_free;  /* images that it still takes; -1 when the reply does not say */

    /* PORT_COPY: an entry for each source and target that the reply speaks of.  A pair without an
     * entry, in a reply that has entries, was not started as far as one can tell. */
    const struct port_copied *copied;
    size_t n_copied;

    /* PORT_WHOAMI */
    const char *identity; /* who the cloud says we are; NULL when it does not say */
};

/* ---- capabilities ---- */

/* Regions between which a cloud copies freely share a border zone; NULL where no border matters. */
struct port_region {
    const char *id;    /* the modern id: what every output shows */
    const char *alias; /* the short code that a manifest may also use ("gz"); NULL without one */
    const char *zone;  /* "mainland", "outside", "finance", … */
    bool no_copy;      /* cannot take part in copies (region_unsupported) */
};

/* A region whose published ceiling of custom images is not the cloud's own. */
struct port_region_quota {
    const char *region; /* NULL ends a list */
    int images;
};

enum port_border {
    PORT_BORDER_NONE,     /* the cloud documents no border */
    PORT_BORDER_APPROVAL, /* copies across it need the vendor's approval (`cross_border: true`) */
    PORT_BORDER_CLOSED,   /* copies across it are always refused */
};

/* Account keys that a provider understands beside the common ones. */
enum port_setting {
    PORT_SET_PROJECT = 1 << 0,
    PORT_SET_CHANNEL_KEY = 1 << 1,
    PORT_SET_SITE = 1 << 2,
    PORT_SET_GATEWAY = 1 << 3,
    PORT_SET_CROSS_BORDER = 1 << 4,
};

/* Image attributes that its listing tells. */
enum port_attribute {
    PORT_HAS_SIZE = 1 << 0,
    PORT_HAS_OS = 1 << 1,
    PORT_HAS_ARCH = 1 << 2,
    PORT_HAS_CREATED = 1 << 3,
    PORT_HAS_PROGRESS = 1 << 4,
};

/* Characters of a name, beside letters and digits of ASCII. */
struct port_name_rule {
    size_t max_chars; /* in characters; 0: no published limit */
    const char
        *punctuation;  /* allowed characters beside letters and digits; NULL: anything printable */
    bool han;          /* Chinese characters are allowed */
    bool letter_first; /* the first character is a letter */
};

/* What a cloud can and cannot do.  The source of each figure stands beside its table in providers/.
 */
struct caps {
    const char *provider; /* as manifests write it: "tencent-cvm" */
    const char *title;    /* for people: "Tencent Cloud CVM" */
    const char *action;   /* the copy call's name: "SyncImages" */

    /* Providers with the same word here list the same images of one key: an image that is declared
     * under both in one region would be copied twice.  NULL: nobody else lists them. */
    const char *inventory;

    const struct port_region *regions; /* sorted by id */
    size_t n_regions;
    enum port_border border;

    size_t images_per_call;  /* 1 for all but SyncCvmImage */
    size_t regions_per_call; /* 0: no published limit */
    int list_kinds;          /* item types in which an image can hide; at least 1 */
    int page_size;           /* what we ask for */

    int read_rate;         /* listing requests a second, an account */
    int write_rate;        /* copy requests a second, an account */
    int copies_per_region; /* copies that a region takes at a time; 0: no published limit */
    int image_quota;       /* the vendor's published ceiling a region; 0: none published */
    const struct port_region_quota *region_quotas; /* come before image_quota; NULL: none */
    bool has_quota_call;
    bool has_dry_run;

    bool names_repeat;    /* a region may hold several images of one name */
    bool can_rename;      /* a copy may bear another name than its source */
    bool names_ids;       /* the copy's reply names the new ids */
    bool source_is_busy;  /* the source cannot be copied again until its copies are done */
    int64_t max_size_gib; /* larger images are refused (too_large); 0: no limit that holds today */
    unsigned refused_traits; /* of enum image_trait: image_unsupported */
    unsigned attributes;     /* of enum port_attribute */

    struct port_name_rule name;
    unsigned settings;        /* of enum port_setting */
    const char *const *sites; /* values of `site:`, the default first; NULL-terminated, or NULL */
    const char *const *gateways;     /* values of `gateway:`; NULL-terminated, or NULL */
    const char *const *domains;      /* the vendor's own: "tencentcloudapi.com"; NULL-terminated */
    const char *const *env_prefixes; /* of variables that a manifest may name; NULL-terminated */
};

/* The region whose id or alias is `name`; NULL if the table has none. */
const struct port_region *caps_region(const struct caps *caps, const char *name);

/* The published ceiling of custom images of a region; 0: none published. */
int caps_image_quota(const struct caps *caps, const char *region);
