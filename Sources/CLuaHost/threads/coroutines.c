// The coroutine library, with one difference from Lua's own: when a coroutine yields a *host operation*, `resume` and
// `wrap` do not return it to the script as values but pass it outward, and go on with the outcome when it comes.
// Otherwise as lcorolib.c of Lua 5.4.
#include "machine.h"

int lh_enter(lh_machine *machine, lua_State *outer, lua_State *co, int arguments, int *results) {
    lh_resumption resumption = {outer, machine->resumptions};
    lua_State *before = machine->current;
    machine->resumptions = &resumption;
    machine->current = co;
    if (lh_unwinding(machine)) lh_arm_stop(co);  // a signal that came before the previous line armed another thread
    int status = lua_resume(co, outer, arguments, results);  // every error of `co` ends here
    machine->current = before;
    machine->resumptions = resumption.below;
    return status;
}

int lh_reset(lh_machine *machine, lua_State *co) {
    lh_resumption resumption = {NULL, machine->resumptions};
    lua_State *before = machine->current;
    machine->resumptions = &resumption;
    machine->current = co;
    if (lh_unwinding(machine)) lh_arm_stop(co);
    int status = lua_resetthread(co);
    machine->current = before;
    machine->resumptions = resumption.below;
    lh_set_inner(co, NULL);
    return status;
}

static lua_State *get_coroutine(lua_State *L) {
    lua_State *co = lua_tothread(L, 1);
    luaL_argexpected(L, co, 1, "coroutine");
    return co;
}

/// Runs `co` on. Returns how many results it left on L's stack, or -1 with the error on top. Does not return when the
/// coroutine waits for the host: then L is suspended too, and `go_on` called later.
static int drive(lua_State *L, lua_State *co, int arguments, lua_KFunction go_on) {
    lh_machine *machine = lh_machine_of(L);
    int results = 0;
    int status = lh_enter(machine, L, co, arguments, &results);
    bool died = lua_status(co) != LUA_OK && lua_status(co) != LUA_YIELD;
    if (died) lh_trace(machine, co, -1, L);
    if (lh_unwinding(machine)) return lh_raise_stop(L);
    if (status == LUA_YIELD && lh_inner(co)) {
        lh_set_inner(L, co);
        return lua_yieldk(L, 0, 0, go_on);
    }
    if (status == LUA_OK || status == LUA_YIELD) {
        if (!lua_checkstack(L, results + 1)) {
            lua_pop(co, results);
            lua_pushliteral(L, "too many results to resume");
            return -1;
        }
        lua_xmove(co, L, results);
        return results;
    }
    lua_xmove(co, L, 1);
    return -1;
}

static int start(lua_State *L, lua_State *co, int arguments, lua_KFunction go_on) {
    if (lh_inner(co)) {  // it looks suspended to Lua, but waits for the host
        lua_pushliteral(L, "cannot resume non-suspended coroutine");
        return -1;
    }
    if (!lua_checkstack(co, arguments)) {
        lua_pushliteral(L, "too many arguments to resume");
        return -1;
    }
    lua_xmove(L, co, arguments);
    return drive(L, co, arguments, go_on);
}

static int finish_resume(lua_State *L, int results) {
    lua_pushboolean(L, results >= 0);
    if (results < 0) results = 1;
    lua_insert(L, -(results + 1));
    return results + 1;
}

static int resume_go_on(lua_State *L, int status, lua_KContext context) {
    (void)status, (void)context;
    lh_set_inner(L, NULL);
    return finish_resume(L, drive(L, lua_tothread(L, 1), 0, resume_go_on));
}

static int co_resume(lua_State *L) {
    lua_State *co = get_coroutine(L);
    return finish_resume(L, start(L, co, lua_gettop(L) - 1, resume_go_on));
}

static int finish_wrap(lua_State *L, lua_State *co, int results) {
    if (results >= 0) return results;
    lh_machine *machine = lh_machine_of(L);
    int status = lua_status(co);
    if (status != LUA_OK && status != LUA_YIELD) {
        // The error was moved to L: put it back, so that closing hands it (or what a __close raised) on.
        lua_xmove(L, co, 1);
        status = lh_reset(machine, co);
        if (lh_unwinding(machine)) return lh_raise_stop(L);
        lua_xmove(co, L, 1);
    }
    if (status != LUA_ERRMEM && lua_type(L, -1) == LUA_TSTRING) {
        luaL_where(L, 1);
        lua_insert(L, -2);
        lua_concat(L, 2);
        lh_trace_renamed(machine, L);
    }
    return lua_error(L);
}

static int wrap_go_on(lua_State *L, int status, lua_KContext context) {
    (void)status, (void)context;
    lh_set_inner(L, NULL);
    lua_State *co = lua_tothread(L, lua_upvalueindex(1));
    return finish_wrap(L, co, drive(L, co, 0, wrap_go_on));
}

static int call_wrapped(lua_State *L) {
    lua_State *co = lua_tothread(L, lua_upvalueindex(1));
    return finish_wrap(L, co, start(L, co, lua_gettop(L), wrap_go_on));
}

static int co_create(lua_State *L) {
    luaL_checktype(L, 1, LUA_TFUNCTION);
    lua_State *co = lua_newthread(L);
    lua_pushvalue(L, 1);
    lua_xmove(L, co, 1);
    return 1;
}

static int co_wrap(lua_State *L) {
    co_create(L);
    lua_pushcclosure(L, call_wrapped, 1);
    return 1;
}

static int co_yield(lua_State *L) {
    if (lh_is_root(L)) return luaL_error(L, "attempt to yield from outside a coroutine");
    return lua_yield(L, lua_gettop(L));
}

static const char *status_of(lua_State *L, lua_State *co) {
    if (L == co) return "running";
    if (lh_inner(co)) return "normal";
    switch (lua_status(co)) {
    case LUA_YIELD: return "suspended";
    case LUA_OK: {
        lua_Debug frame;
        if (lua_getstack(co, 0, &frame)) return "normal";
        return lua_gettop(co) == 0 ? "dead" : "suspended";
    }
    default: return "dead";
    }
}

static int co_status(lua_State *L) {
    lua_pushstring(L, status_of(L, get_coroutine(L)));
    return 1;
}

static int co_isyieldable(lua_State *L) {
    lua_State *co = lua_isnone(L, 1) ? L : get_coroutine(L);
    lua_pushboolean(L, !lh_is_root(co) && lua_isyieldable(co));
    return 1;
}

static int co_running(lua_State *L) {
    lua_pushthread(L);
    lua_pushboolean(L, lh_is_root(L));
    return 2;
}

static int co_close(lua_State *L) {
    lua_State *co = get_coroutine(L);
    lh_machine *machine = lh_machine_of(L);
    const char *status = status_of(L, co);
    if (status[0] != 'd' && status[0] != 's') return luaL_error(L, "cannot close a %s coroutine", status);
    int result = lh_reset(machine, co);
    if (lh_unwinding(machine)) return lh_raise_stop(L);
    lua_pushboolean(L, result == LUA_OK);
    if (result == LUA_OK) return 1;
    lua_xmove(co, L, 1);
    return 2;
}

void lh_open_coroutines(lua_State *L) {
    static const luaL_Reg functions[] = {
        {"create", co_create},
        {"resume", co_resume},
        {"running", co_running},
        {"status", co_status},
        {"wrap", co_wrap},
        {"yield", co_yield},
        {"isyieldable", co_isyieldable},
        {"close", co_close},
        {NULL, NULL},
    };
    luaL_newlib(L, functions);
    luaL_getsubtable(L, LUA_REGISTRYINDEX, LUA_LOADED_TABLE);
    lua_pushvalue(L, -2);
    lua_setfield(L, -2, LUA_COLIBNAME);
    lua_pop(L, 1);
    lua_setglobal(L, LUA_COLIBNAME);
}
