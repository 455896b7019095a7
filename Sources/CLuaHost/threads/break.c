// Breaking off one task: Ctrl-C in a session. The task unwinds as a stopped script does, up to its own beginning, where the
// scheduler takes the hooks away again and goes on with the others.
#include "machine.h"

static char listener;

/// host.on_break(function): called with the id of each task that was broken off, as a task of its own.
static int host_on_break(lua_State *L) {
    luaL_checktype(L, 1, LUA_TFUNCTION);
    lua_settop(L, 1);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &listener);
    return 0;
}

/// Takes the id; starts the listener as a task.
static int tell(lua_State *L) {
    if (lua_rawgetp(L, LUA_REGISTRYINDEX, &listener) != LUA_TFUNCTION) return 0;
    lh_machine *machine = lh_machine_of(L);
    lua_State *thread = lua_newthread(L);
    lua_pushvalue(L, 2);
    lua_pushvalue(L, 1);
    lua_xmove(L, thread, 2);
    lh_task *task = lh_task_new(L, thread, LH_ORDINARY, 0);
    task->reference = luaL_ref(L, LUA_REGISTRYINDEX);
    lh_task_enqueue(machine, task);
    return 0;
}

void lh_end_broken(lh_machine *machine, lh_task *task, int status, int results) {
    lua_Integer id = (lua_Integer)task->id;
    atomic_store(&machine->breaking, false);
    machine->stop_traced = false;
    if (status == LUA_YIELD) {
        lua_pop(task->L, results);
        lh_task_kill(machine, task);
    } else {
        lh_disarm_stop(task->L);
        if (status != LUA_OK) lh_reset(machine, task->L);
        lh_task_release(machine, task);
    }
    lua_State *L = machine->L;
    lua_pushcfunction(L, tell);
    lua_pushinteger(L, id);
    lua_pcall(L, 1, 0, 0);  // without memory for it, the session waits until the next Ctrl-C
    lua_settop(L, 0);
}

void lh_open_break(lua_State *L) {
    lua_pushcfunction(L, host_on_break);
    lua_setfield(L, -2, "on_break");
}
