// Stopping a script from outside, without a hook that every instruction would pay for: a signal makes the thread that
// runs Lua arm the hook itself, as lua.c does for Ctrl-C. The hook stays armed, so pcall catches the error in vain.
#include "machine.h"

#include <errno.h>
#include <signal.h>
#include <string.h>

char lh_stop_key;

// Ignored unless someone asks for it, hence harmless when it arrives late; Go's runtime chose it for the same reason.
enum { STOP_SIGNAL = SIGURG };

static _Thread_local lh_machine *volatile running_here;

static void stop_hook(lua_State *L, lua_Debug *frame) {
    (void)frame;
    if (!lh_unwinding(lh_machine_of(L))) {  // a coroutine that outlived the task that was broken off
        lh_disarm_stop(L);
        return;
    }
    lua_pushlightuserdata(L, &lh_stop_key);  // nothing to allocate: it works when memory is short
    lua_error(L);
}

void lh_arm_stop(lua_State *L) { lua_sethook(L, stop_hook, LUA_MASKCOUNT, 1); }

void lh_disarm_stop(lua_State *L) { lua_sethook(L, NULL, 0, 0); }

int lh_raise_stop(lua_State *L) {
    lh_arm_stop(L);
    lua_pushlightuserdata(L, &lh_stop_key);
    return lua_error(L);
}

/// If Lua is inside a C function, which may never return, notes the script's line. Allocates nothing. In a Lua
/// function there is no need, and no safety either: the frame may be half built.
static void note_location(lh_machine *machine, lua_State *L) {
    lua_Debug frame;
    if (!lua_getstack(L, 0, &frame) || !lua_getinfo(L, "S", &frame) || frame.what[0] != 'C') return;
    for (int level = 1; lua_getstack(L, level, &frame) && lua_getinfo(L, "Sl", &frame); level++) {
        if (frame.what[0] == 'C' || lh_is_prelude(frame.source)) continue;
        memcpy(machine->noted_file, frame.short_src, sizeof machine->noted_file);
        atomic_store_explicit(&machine->noted_line, frame.currentline, memory_order_release);
        return;
    }
}

static void on_signal(int signal) {
    (void)signal;
    int saved = errno;
    lh_machine *machine = running_here;
    lua_State *L = machine ? machine->current : NULL;
    if (L && lh_unwinding(machine)) {
        note_location(machine, L);
        lh_arm_stop(L);
    }
    errno = saved;
}

static void install(void) {
    // No SA_RESTART: a script that blocks in io.read comes back with EINTR and meets the hook.
    struct sigaction action = {.sa_handler = on_signal};
    sigemptyset(&action.sa_mask);
    sigaction(STOP_SIGNAL, &action, NULL);
}

void lh_begin(lh_machine *machine) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    static _Thread_local bool prepared;
    if (!prepared) {
        prepared = true;
        pthread_once(&once, install);
        sigset_t signals;
        sigemptyset(&signals);
        sigaddset(&signals, STOP_SIGNAL);
        pthread_sigmask(SIG_UNBLOCK, &signals, NULL);
    }
    running_here = machine;
    pthread_mutex_lock(&machine->lock);
    machine->thread = pthread_self();
    machine->running = true;
    pthread_mutex_unlock(&machine->lock);
}

void lh_end(lh_machine *machine) {
    lh_flush(machine);
    pthread_mutex_lock(&machine->lock);
    machine->running = false;
    atomic_store(&machine->breaking, false);
    pthread_mutex_unlock(&machine->lock);
    running_here = NULL;
}

void lh_interrupt(lh_machine *machine, lh_reason reason) {
    int none = 0;
    atomic_compare_exchange_strong(&machine->stop, &none, (int)reason);
    pthread_mutex_lock(&machine->lock);
    if (machine->running) pthread_kill(machine->thread, STOP_SIGNAL);
    pthread_mutex_unlock(&machine->lock);
}

void lh_break(lh_machine *machine) {
    pthread_mutex_lock(&machine->lock);
    if (machine->running) {
        atomic_store(&machine->breaking, true);
        pthread_kill(machine->thread, STOP_SIGNAL);
    }
    pthread_mutex_unlock(&machine->lock);
}

bool lh_is_running(lh_machine *machine) {
    pthread_mutex_lock(&machine->lock);
    bool running = machine->running;
    pthread_mutex_unlock(&machine->lock);
    return running;
}

int32_t lh_noted_location(lh_machine *machine, char *file, size_t capacity) {
    int line = atomic_load_explicit(&machine->noted_line, memory_order_acquire);
    if (line > 0) snprintf(file, capacity, "%s", machine->noted_file);
    return line > 0 ? line : 0;
}
