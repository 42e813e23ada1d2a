/* SPDX-License-Identifier: MIT */
#include "cmd/ferry/run/process.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/prctl.h>
#include <sys/random.h>
#endif

/* CLOCK_MONOTONIC stands still on Linux while the machine is suspended. */
#ifdef __linux__
enum { STEADY_CLOCK = CLOCK_BOOTTIME };
#else
enum { STEADY_CLOCK = CLOCK_MONOTONIC };
#endif

static int64_t clock_ms(clockid_t id)
{
    struct timespec t;

    clock_gettime(id, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

int64_t process_now_ms(void)
{
    static int64_t offset_ms; /* wall time less monotonic time, fixed at the first call */

    if (offset_ms == 0)
        offset_ms = clock_ms(CLOCK_REALTIME) - clock_ms(STEADY_CLOCK);
    return clock_ms(STEADY_CLOCK) + offset_ms;
}

int64_t process_wall_s(void)
{
    return clock_ms(CLOCK_REALTIME) / 1000;
}

uint64_t process_random(void)
{
    uint64_t value;

    /* Both take fewer than 256 bytes whole or not at all. */
#ifdef __linux__
    while (getrandom(&value, sizeof value, 0) != sizeof value)
        if (errno != EINTR)
            abort();
#else
    arc4random_buf(&value, sizeof value);
#endif
    return value;
}

const char *process_run_id(int64_t now_ms, struct arena *arena)
{
    static const char digits[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    uint64_t high = process_random(), low = process_random();
    char *id = arena_alloc(arena, 27);
    int i;

    for (i = 0; i < 10; i++)
        id[i] = digits[(uint64_t)now_ms >> (45 - 5 * i) & 31];
    for (i = 0; i < 8; i++) {
        id[10 + i] = digits[high >> 5 * i & 31];
        id[18 + i] = digits[low >> 5 * i & 31];
    }
    return id;
}

void process_harden(void)
{
    const struct rlimit none = {0, 0};

    setrlimit(RLIMIT_CORE, &none);
    /* A piped core_pattern ignores the limit.  Sanitizers must be able to look at us. */
#if defined(__linux__) && !defined(__SANITIZE_ADDRESS__)
    prctl(PR_SET_DUMPABLE, 0);
#endif
}

static int signal_pipe[2] = {-1, -1};
static volatile sig_atomic_t signals_seen, first_signal, leave_code;

static void on_signal(int number)
{
    const char byte = 0;
    int saved = errno;

    if (signals_seen++ == 0)
        first_signal = number;
    else
        _exit(leave_code != 0 ? leave_code : 128 + number);
    if (write(signal_pipe[1], &byte, 1) < 0) { /* full: it is readable already */
    }
    errno = saved;
}

int process_catch_signals(void)
{
    struct sigaction action;
    int i;

    if (signal_pipe[0] >= 0)
        return signal_pipe[0];
    if (pipe(signal_pipe) != 0)
        return -1;
    for (i = 0; i < 2; i++) {
        fcntl(signal_pipe[i], F_SETFL, O_NONBLOCK);
        fcntl(signal_pipe[i], F_SETFD, FD_CLOEXEC);
    }
    memset(&action, 0, sizeof action);
    action.sa_handler = on_signal;
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
    action.sa_handler = SIG_IGN;
    sigaction(SIGPIPE, &action, NULL);
    return signal_pipe[0];
}

int process_interrupts(void)
{
    char bytes[16];

    while (signal_pipe[0] >= 0 && read(signal_pipe[0], bytes, sizeof bytes) > 0) {
    }
    return signals_seen;
}

int process_signal(void)
{
    return first_signal;
}

void process_leave_code(int code)
{
    leave_code = code;
}

const char *environment_variable(void *context, const char *name)
{
    (void)context;
    return getenv(name);
}

struct credential_environment environment_credentials(void)
{
    return (struct credential_environment){environment_variable, NULL, getenv("HOME")};
}

const char *environment_ci_url(struct arena *arena)
{
    const char *server = getenv("GITHUB_SERVER_URL"), *repository = getenv("GITHUB_REPOSITORY");
    const char *run = getenv("GITHUB_RUN_ID");

    if (server != NULL && repository != NULL && run != NULL)
        return arena_printf(arena, "%s/%s/actions/runs/%s", server, repository, run);
    return getenv("CI_JOB_URL");
}
