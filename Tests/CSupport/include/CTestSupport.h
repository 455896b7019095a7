#ifndef OAUTHLUA_C_TEST_SUPPORT_H
#define OAUTHLUA_C_TEST_SUPPORT_H

#include <sys/types.h>

/// What to start, and how. Strings are the caller's.
struct test_launch {
    const char *executable;
    char *const *arguments;
    char *const *environment;
    /// NULL: the folder of the caller.
    const char *folder;
    /// Both zero: three pipes; otherwise a terminal of this size.
    unsigned short columns, rows;
};

/// Our ends: standard input, output and error. With a terminal `error` is -1.
struct test_process {
    pid_t pid;
    int input, output, error;
};

/// Starts a process as the leader of a session of its own, with default signals and no descriptor of ours but the
/// standard three. In C because Swift's Glibc module lacks what needs _GNU_SOURCE. Returns 0 or an errno.
int test_start(const struct test_launch *launch, struct test_process *process);

#endif
