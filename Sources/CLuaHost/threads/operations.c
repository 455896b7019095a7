// host.wait(name, …): a host function that waits. It writes the operation down and yields; the task's whole chain of
// coroutines is suspended, lua_resume returns to Swift, and the outcome is decoded here, in the coroutine that asked.
#include "machine.h"

#include <string.h>

void lh_check_can_wait(lua_State *L) {
    lh_machine *machine = lh_machine_of(L);
    bool can = lua_isyieldable(L);
    lh_resumption *resumption = machine->resumptions;
    // The lowest resumption has no outer thread: it is the scheduler's. A thread that is being closed has none either.
    for (; can && resumption && resumption->outer; resumption = resumption->below) {
        can = lua_isyieldable(resumption->outer);
    }
    if (!can || !resumption || resumption->below) {
        lh_raise(L, "cannot wait here: inside a sort comparator, gsub callback, finalizer or metamethod");
    }
}

static int go_on(lua_State *L, int status, lua_KContext context) {
    (void)status, (void)context;
    lh_machine *machine = lh_machine_of(L);
    lh_set_inner(L, NULL);
    if (lh_unwinding(machine)) return lh_raise_stop(L);
    lua_settop(L, 0);
    int count = lh_decode(L, machine->incoming, machine->incoming_count);
    if (!machine->incoming_failed) return count;
    lua_settop(L, 1);
    if (lua_istable(L, 1)) lh_make_error(L);
    return lua_error(L);
}

static int host_wait(lua_State *L) {
    lh_machine *machine = lh_machine_of(L);
    if (lh_unwinding(machine)) return lh_raise_stop(L);
    size_t name_count;
    const char *name = luaL_checklstring(L, 1, &name_count);
    lh_check_can_wait(L);

    lh_buffer *out = machine->actions;
    size_t start = out->count;
    lh_task *task = machine->task;
    uint64_t operation = ++machine->serial << 32 | (task->id & UINT32_MAX);
    lh_put_integer(out, 1);
    lh_put_integer(out, (int64_t)operation);
    lh_put_string(out, name, name_count);
    lua_Debug frame;
    if (lh_script_frame(L, &frame)) {
        lh_put_string(out, frame.source + 1, strlen(frame.source + 1));
        lh_put_integer(out, frame.currentline);
    } else {
        lh_put_tag(out, 'N');
        lh_put_integer(out, 0);
    }
    lh_put_integer(out, task->errand);
    int count = lua_gettop(L);
    lh_put_list(out, (uint32_t)(count - 1));
    for (int i = 2; i <= count; i++) {
        const char *problem = lh_encode(L, i, out);
        if (problem) {
            out->count = start;
            out->failed = false;
            return lh_raise(L, "cannot hand %s to %s (argument %d)", problem, name, i - 1);
        }
    }
    task->operation = operation;
    task->state = LH_WAITING_FOR_HOST;
    if (task->kind != LH_SERVER) machine->waiting++;
    lh_set_inner(L, L);
    return lua_yieldk(L, 0, 0, go_on);
}

void lh_open_operations(lua_State *L) {
    lua_pushcfunction(L, host_wait);
    lua_setfield(L, -2, "wait");
    lua_pushlightuserdata(L, &lh_json_null);
    lua_setfield(L, -2, "null");
}
