/* SPDX-License-Identifier: MIT */
/*
 * killshim: LD_PRELOADed into ferry, it kills the process at the Nth call that others can see: a
 * send, a write to a file, a sync.  So the product needs no hook for being killed.
 *
 *   KILL_AT=N      die right before the Nth such call (from 1)
 *   KILL_COUNT=F   instead of dying, append to F how many there were, at exit
 *
 * Every thread's calls count: libcurl resolves names in threads of its own, but only writes to
 * sockets, regular files and syncs are counted, and those come from the main thread.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

static long seen;

static void step(void)
{
    static long at = -1;

    if (at < 0) {
        const char *text = getenv("KILL_AT");

        at = text == NULL ? 0 : atol(text);
    }
    if (++seen == at)
        kill(getpid(), SIGKILL);
}

static int is_visible(int fd)
{
    struct stat info;

    return fd > 2 && fstat(fd, &info) == 0 && (S_ISSOCK(info.st_mode) || S_ISREG(info.st_mode));
}

ssize_t write(int fd, const void *bytes, size_t n)
{
    static ssize_t (*real)(int, const void *, size_t);

    if (real == NULL)
        *(void **)&real = dlsym(RTLD_NEXT, "write");
    if (is_visible(fd))
        step();
    return real(fd, bytes, n);
}

ssize_t send(int fd, const void *bytes, size_t n, int flags)
{
    static ssize_t (*real)(int, const void *, size_t, int);

    if (real == NULL)
        *(void **)&real = dlsym(RTLD_NEXT, "send");
    step();
    return real(fd, bytes, n, flags);
}

ssize_t sendmsg(int fd, const struct msghdr *message, int flags)
{
    static ssize_t (*real)(int, const struct msghdr *, int);

    if (real == NULL)
        *(void **)&real = dlsym(RTLD_NEXT, "sendmsg");
    step();
    return real(fd, message, flags);
}

int fsync(int fd)
{
    static int (*real)(int);

    if (real == NULL)
        *(void **)&real = dlsym(RTLD_NEXT, "fsync");
    step();
    return real(fd);
}

int fdatasync(int fd)
{
    static int (*real)(int);

    if (real == NULL)
        *(void **)&real = dlsym(RTLD_NEXT, "fdatasync");
    step();
    return real(fd);
}

__attribute__((destructor)) static void report(void)
{
    const char *path = getenv("KILL_COUNT");
    FILE *file = path == NULL ? NULL : fopen(path, "a");

    if (file == NULL)
        return;
    fprintf(file, "%ld\n", seen);
    fclose(file);
}
