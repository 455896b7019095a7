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

/// What the metatable of a table of rows keeps its columns under: no script can name it.
static char columns_key;

/// host.with_columns(rows, columns): the rows, which remember the order of their columns.
static int host_with_columns(lua_State *L) {
    lua_settop(L, 2);
    lua_createtable(L, 0, 1);
    lua_pushvalue(L, 2);
    lua_rawsetp(L, 3, &columns_key);
    lua_setmetatable(L, 1);
    lua_settop(L, 1);
    return 1;
}

void lh_open_columns(lua_State *L) {
    lua_pushcfunction(L, host_with_columns);
    lua_setfield(L, -2, "with_columns");
}

/// The columns of the first result, as a list, or nil. Nothing here may raise: it runs unprotected.
static void put_columns(lh_machine *machine, lua_State *main) {
    const char *problem = "none";
    if (lua_gettop(main) > 0 && lua_checkstack(main, 2) && lua_getmetatable(main, 1)) {
        if (lua_rawgetp(main, -1, &columns_key) == LUA_TTABLE) problem = lh_encode(main, -1, machine->result);
        lua_pop(main, 2);
    }
    if (problem) lh_put_tag(machine->result, 'N');
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
    put_columns(machine, main);
}
