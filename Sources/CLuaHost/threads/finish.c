// The end of a run: a failure that nobody awaited, or what the script returned.
#include "machine.h"

/// A task failed, and nobody awaited it: that is the run's failure. Pushes its error.
static bool push_unobserved_failure(lh_machine *machine) {
    lua_State *L = machine->L;
    lua_rawgetp(L, LUA_REGISTRYINDEX, &lh_key_failures);
    lua_Integer count = (lua_Integer)lua_rawlen(L, -1);
    for (lua_Integer i = 1; i <= count; i++) {
        if (lua_rawgeti(L, -1, i) == LUA_TTABLE) return true;
        lua_pop(L, 1);
    }
    lua_pop(L, 1);
    return false;
}

/// Takes the failed task's table; raises its error with its traceback, for lh_report.
static int raise_failure(lua_State *L) {
    lua_getfield(L, 1, "error");
    lua_getfield(L, 1, "trace");
    lua_remove(L, 1);
    return lh_rethrow(L);
}

static int run_endings(lua_State *L) {
    lh_run_endings(L);
    return 0;
}

void lh_finish(lh_machine *machine) {
    lua_State *L = machine->L;
    if (push_unobserved_failure(machine)) {
        lua_pushcfunction(L, raise_failure);
        lua_insert(L, -2);
        lua_pcall(L, 1, 0, 0);
        machine->failed = true;
        lh_report(machine, L, LH_RUNTIME);
        lua_settop(L, 0);
        return;
    }
    lua_pushcfunction(L, run_endings);
    if (lua_pcall(L, 0, 0, 0) != LUA_OK) {
        machine->failed = true;
        machine->frame_count = 0;
        lh_report(machine, L, LH_RUNTIME);
        lua_settop(L, 0);
        return;
    }
    lua_State *main = machine->main->L;
    int count = lua_gettop(main);
    for (int i = 1; i <= count; i++) {
        const char *problem = lh_encode(main, i, machine->result);
        if (!problem) continue;
        machine->failed = true;
        machine->result->count = 0;
        machine->result->failed = false;
        machine->frame_count = 0;
        lua_pushfstring(L, "the script returned %s, which cannot be printed", problem);
        lh_report(machine, L, LH_RUNTIME);
        lua_settop(L, 0);
        return;
    }
    lh_put_shapes(machine, main);
}
