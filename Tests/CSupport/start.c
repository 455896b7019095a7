#define _GNU_SOURCE
#include "CTestSupport.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

struct ends {
    int ours[3], theirs[3];
    char terminal[64];
};

static int open_pipes(struct ends *ends) {
    for (int i = 0; i < 3; i++) {
        int pair[2];
        if (pipe2(pair, O_CLOEXEC) != 0) return errno;
        ends->ours[i] = i == 0 ? pair[1] : pair[0];
        // Above the standard three, which may be closed here: duplicating one must not overwrite another.
        ends->theirs[i] = fcntl(i == 0 ? pair[0] : pair[1], F_DUPFD_CLOEXEC, 3);
        close(i == 0 ? pair[0] : pair[1]);
        if (ends->theirs[i] < 0) return errno;
    }
    return 0;
}

static int open_terminal(struct ends *ends, unsigned short columns, unsigned short rows) {
    int master = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
    if (master < 0) return errno;
    ends->ours[1] = master;
    if (grantpt(master) != 0 || unlockpt(master) != 0) return errno;
    int code = ptsname_r(master, ends->terminal, sizeof ends->terminal);
    if (code != 0) return code;
    struct winsize size = {.ws_row = rows, .ws_col = columns};
    if (ioctl(master, TIOCSWINSZ, &size) != 0) return errno;
    ends->ours[0] = fcntl(master, F_DUPFD_CLOEXEC, 0);
    return ends->ours[0] < 0 ? errno : 0;
}

static int spawn(const struct test_launch *launch, const struct ends *ends, pid_t *pid) {
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    posix_spawn_file_actions_init(&actions);
    posix_spawnattr_init(&attributes);

    // The test runner may ignore or block signals; a program under test must start as from a shell.
    sigset_t set;
    sigfillset(&set);
    posix_spawnattr_setsigdefault(&attributes, &set);
    sigemptyset(&set);
    posix_spawnattr_setsigmask(&attributes, &set);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);

    if (ends->terminal[0]) {
        // The first terminal that a session's leader opens becomes its controlling terminal.
        posix_spawn_file_actions_addopen(&actions, 0, ends->terminal, O_RDWR, 0);
        posix_spawn_file_actions_adddup2(&actions, 0, 1);
        posix_spawn_file_actions_adddup2(&actions, 0, 2);
    } else {
        for (int i = 0; i < 3; i++) posix_spawn_file_actions_adddup2(&actions, ends->theirs[i], i);
    }
    if (launch->folder) posix_spawn_file_actions_addchdir_np(&actions, launch->folder);
    posix_spawn_file_actions_addclosefrom_np(&actions, 3);

    int code = posix_spawn(pid, launch->executable, &actions, &attributes, launch->arguments, launch->environment);
    posix_spawn_file_actions_destroy(&actions);
    posix_spawnattr_destroy(&attributes);
    return code;
}

int test_start(const struct test_launch *launch, struct test_process *process) {
    struct ends ends = {.ours = {-1, -1, -1}, .theirs = {-1, -1, -1}};
    int code = launch->columns ? open_terminal(&ends, launch->columns, launch->rows) : open_pipes(&ends);
    if (code == 0) code = spawn(launch, &ends, &process->pid);
    for (int i = 0; i < 3; i++) {
        if (ends.theirs[i] >= 0) close(ends.theirs[i]);
        if (code != 0 && ends.ours[i] >= 0) close(ends.ours[i]);
    }
    process->input = ends.ours[0];
    process->output = ends.ours[1];
    process->error = ends.ours[2];
    return code;
}
