/* SPDX-License-Identifier: MIT */
#ifndef RECONCILE_ENGINE_RUN_H
#define RECONCILE_ENGINE_RUN_H

#include "reconcile/engine/engine.h"
#include "reconcile/engine/guard.h"
#include "reconcile/engine/watch.h"

/*
 * The engine's inner state, shared by its parts and by nobody else:
 *
 *   run.c       outputs, the journal's queue, cells by pair
 *   engine.c    the machine: what goes out, the phases, the last look
 *   copycall.c  one call's life up to its answer
 *   callguard.c its facts: read again, and held against the world by guard.h
 *   obstacle.c  what keeps it from starting
 *   answer.c    what an answer means
 *   split.c     smaller calls in place of one
 *   settle.c    watches and intents: what became of what was sent
 *   replan.c    planning again what did not happen
 *
 * Each part has a step that looks at the world and the time and moves what can move; a step that
 * moved something says so with run_stir(), and a step that waits for a time with run_wake().  All
 * memory is the run's arena: what it holds grows with calls made, not with time.
 */

enum {
    FACT_AGE_MS = 10 * 1000,    /* older facts are read again */
    LEAVE_WITHIN_MS = 5 * 1000, /* a request leaves at most this long after its intent's time */
    GUARD_ROUNDS = 3, /* where reading takes longer than a fact may age, what was read since the
                         guard began will do after so many rounds */
    REQUEST_MS = 70 * 1000, /* connecting and answering, as the transport limits them by default */
    ACTIVE_MAX = 64,   /* calls between waiting and answered: more would only let their facts age */
    UNREAD_MAX = 4,    /* times that a call waits for a region that cannot be read just now */
    TRANSIENT_MAX = 6, /* attempts of a call that fails for a passing reason */
};

/* A selected declared cell: what the run learned beside the listing's own word. */
struct care {
    size_t tenant;
    const char *name, *region, *address;
    size_t account, image;
    size_t next; /* the next care with the same hash; SIZE_MAX: none */
    int open;    /* open intents that cover it */
    int sends;   /* requests that asked for it and may have worked */
    bool replan; /* nothing was made: to be planned again */
    bool stuck;
    enum reason reason;                 /* the cloud's or the plan's no */
    const struct port_failure *failure; /* the cloud's words; NULL */
    const char *detail;                 /* NULL */
};

enum answer {
    ANSWER_NONE,     /* not yet, or the run that asked was killed */
    ANSWER_ACCEPTED, /* of each pair whose track says so; the others are unsure */
    ANSWER_LOST,
    ANSWER_REFUSED, /* as a whole: to be split once it is sure that nothing was made */
};

struct intent { /* a synced intent of this or an earlier run */
    struct journal_intent data;
    size_t account, tenant;
    bool open; /* no closing record was written yet: its pairs may not be asked for */
    bool mine;
    struct copycall *call; /* NULL: of an earlier run */
    enum answer answer;
    int64_t settled_ms;           /* from then on the listings tell the truth about it */
    size_t first_track, n_tracks; /* its tracks lie side by side in engine->tracks */
};

enum sureness { SURE_ACCEPTED, SURE_UNKNOWN, SURE_REFUSED };

struct track { /* a watch, and on whose behalf */
    struct watch watch;
    struct intent *intent; /* NULL: somebody else's copy */
    enum sureness sure;    /* what the answer said about this pair */
    size_t source, target; /* indices into the call's */
    bool cared;            /* selected cells depend on it */
    const char *address;   /* of such a cell; NULL */
};

enum call_state {
    CALL_WAITING, /* for its wave, for an open intent, for room in a region, for its time */
    CALL_GUARD,   /* its regions are being read */
    CALL_GUARDED, /* its facts hold: as soon as a request may leave */
    CALL_INTENT,  /* its intent is being synced */
    CALL_SYNCED,  /* it leaves with the next `next`, unless something came between */
    CALL_SENT,    /* its answer is awaited */
    CALL_ENDED,   /* answered, or never sent; its copies are tracks now */
};

struct copycall {
    struct plan_call plan; /* what it asks for; all of it in the run's arena */
    const struct caps *caps;
    enum call_state state;
    int64_t planned_ms;    /* absence is confirmed by a reading that began no earlier */
    int64_t not_before_ms; /* a repeat's start */
    int64_t eligible_ms;   /* when it first could have started: what its patience counts from */
    int64_t guard_ms, since_ms;
    int64_t waited_ms; /* the source was busy in what was read until then: read it again */
    int64_t unread_ms; /* … and a region could not be read */
    int rounds;
    int attempts, unread;
    const char *waits_for; /* told last */
    uint64_t blocked_at;   /* engine->moves when it was found blocked */
    uint64_t source_mark;  /* equal for calls that share their only source; 0: of several images */
    struct port_call port;
    struct intent *intent;
    uint64_t ticket;
    bool split;                  /* its intent's end decides on smaller calls */
    struct port_failure failure; /* the refusal that led to the split */
};

struct writing { /* a journal record on its way to the disk */
    uint64_t ticket;
    struct journal_record record;
    struct journal_intent intent; /* as it was then */
    struct copycall *call;        /* waits for this record; NULL */
    bool reported;
};

struct queued {
    struct out out;
    struct event event;
};

enum phase { PHASE_WORK, PHASE_LOOK, PHASE_END };

struct engine {
    struct engine_setup setup;
    const struct desired *desired;
    struct world *world;
    struct engine_options options;
    struct reader *reader;
    struct machine reading;
    struct arena arena;

    struct care *cares;
    size_t n_cares;
    size_t *care_heads, n_heads; /* a hash table: chains of cares by pair; n_heads is 2^k */
    struct copycall **calls;
    size_t n_calls, cap_calls;
    struct intent **intents;
    size_t n_intents, cap_intents;
    struct track **tracks;
    size_t n_tracks, cap_tracks;
    size_t tracks_looked;     /* so many tracks … */
    uint64_t readings_looked; /* … saw so many readings */
    int64_t poll_ms;          /* when one of them wants its region read */
    struct writing **writings;
    size_t n_writings, cap_writings;
    uint64_t last_ticket, last_intent;

    struct queued *queue; /* a ring would save the memmove that nobody will ever see */
    size_t n_queue, cap_queue;
    struct queued current; /* what went out last: its event is valid until the next `next` */
    struct arena said;     /* texts of queued events */

    enum phase phase;
    uint64_t moves; /* calls, intents and tracks that changed: what blocks a call is among them */
    bool started, stirred, draining;
    int64_t wake_ms, look_ms, replan_ms;
    int calls_made;

    struct arena final_arena;
    struct diff_output final;
    struct engine_report report;
};

/* run.c */
void run_stir(struct engine *engine);
void run_moved(struct engine *engine); /* … something that calls may be waiting for */
uint64_t run_hash(size_t tenant, const char *region, const char *word);
void run_wake(struct engine *engine, int64_t at_ms);
uint64_t run_ticket(struct engine *engine);
void run_out(struct engine *engine, const struct out *out);
void run_tell(struct engine *engine, const struct event *event); /* texts are copied */
void run_warn(struct engine *engine, size_t account, const char *text);
void run_journal(struct engine *engine, enum journal_kind kind, struct intent *intent,
                 const char *outcome, struct copycall *waits, int64_t now_ms);
const struct journal_intent *run_open(const struct engine *engine, struct arena *arena, size_t *n);
bool run_reads_all(struct engine *engine, int64_t since_ms);
void run_want_all(struct engine *engine, int64_t since_ms, bool quota);

bool run_may_plan(const struct engine *engine);          /* calls that the plan does not hold */
const char *run_identity(const struct account *account); /* what its journal goes by */

void run_add_cares(struct engine *engine, const struct cells *cells);
/* The next care of a pair after `care` (NULL: the first): several accounts may share a cloud. */
struct care *run_care(const struct engine *engine, struct care *care, size_t tenant,
                      const char *region, const char *name);
void run_note(struct engine *engine, size_t tenant, const char *region, const char *name,
              enum reason reason, const struct port_failure *failure, const char *detail);

/* copycall.c */
struct copycall *call_add(struct engine *engine, const struct plan_call *plan, int64_t now_ms);
bool call_is_out(const struct copycall *call); /* it has an intent and no answer */
void call_step(struct engine *engine, struct copycall *call, int64_t now_ms);
void call_synced(struct engine *engine, struct copycall *call, bool ok);
/* The last look before a synced call leaves: true with the request in *out, or it is called off. */
bool call_leaves(struct engine *engine, struct copycall *call, int64_t now_ms, struct out *out);
void call_end(struct engine *engine, struct copycall *call, enum outcome outcome,
              const char *detail);
void call_later(struct engine *engine, struct copycall *call, int64_t at_ms);
void call_enter(struct engine *engine, struct copycall *call, enum call_state state);
void call_waits(struct engine *engine, struct copycall *call, const char *what); /* said once */
/* Never sent: its cells say why, unless they have a better reason. */
void call_give_up(struct engine *engine, struct copycall *call, enum outcome outcome,
                  const char *detail);

/* callguard.c */
void call_guard_begin(struct engine *engine, struct copycall *call, int64_t now_ms);
void call_guard(struct engine *engine, struct copycall *call, int64_t now_ms);
/* No fact is too old.  (Of a region that could not be read there is no fact at all.) */
bool call_facts_fresh(const struct engine *engine, const struct copycall *call, int64_t now_ms);

/* obstacle.c: what keeps the call from starting, in words; NULL when nothing does */
const char *call_obstacle(struct engine *engine, const struct copycall *call);

/* answer.c */
void call_answered(struct engine *engine, struct copycall *call, const struct port_result *result,
                   int64_t now_ms);

/* A pair of the call is one of its images in one of its regions: 0 to call_pairs() - 1, row by row
 * of images. */
size_t call_pairs(const struct copycall *call);
size_t call_pair(const struct copycall *call, size_t source, size_t target);
const char *call_pair_name(const struct copycall *call, size_t pair);
const char *call_pair_region(const struct copycall *call, size_t pair);
void call_refuse_pair(struct engine *engine, const struct copycall *call, size_t pair,
                      const struct port_failure *failure); /* its cells are blocked by it */
void call_tell_answer(struct engine *engine, const struct copycall *call, const char *text,
                      int64_t at_ms);

/* split.c */
/* The intent is closed: what was not made is asked for again, split, or given up. */
void call_settled(struct engine *engine, struct copycall *call, int64_t now_ms);
/* Calls for the pairs marked in `wanted`, from the same sources. */
void call_derive(struct engine *engine, const struct copycall *parent, const bool *wanted,
                 int64_t now_ms);

/* settle.c */
void track_belongs(struct engine *engine, struct track *track, struct intent *intent);
struct track *track_add(struct engine *engine, size_t tenant, const char *region, const char *name,
                        int64_t now_ms);
void settle_open(struct engine *engine, int64_t now_ms); /* intents of earlier runs */
void settle_step(struct engine *engine, int64_t now_ms);
bool settle_covers(const struct engine *engine, size_t tenant, const char *region,
                   const char *name);
bool settle_unsure(const struct engine *engine); /* an open intent covers a selected cell */
void intent_add(struct engine *engine, struct intent *intent);  /* opens it */
void intent_drop(struct engine *engine, struct intent *intent); /* … without a closing record */
/* Its pairs are `targets` from now on: the others were refused. */
void intent_trim(struct engine *engine, struct intent *intent, const struct journal_target *targets,
                 size_t n);
void intent_close(struct engine *engine, struct intent *intent, const char *outcome,
                  int64_t now_ms);

/* replan.c */
void replan_step(struct engine *engine, int64_t now_ms);
bool replan_wanted(const struct engine *engine);

#endif
