// What modules do when a script has ended well: when all its tasks have ended, or it called os.exit(0).
#include "machine.h"

static char endings;

/// host.at_end(function): calls it once the script has ended well. It cannot wait; what it raises is the script's failure.
static int host_at_end(lua_State *L) {
    luaL_checktype(L, 1, LUA_TFUNCTION);
    lua_settop(L, 1);
    lua_rawgetp(L, LUA_REGISTRYINDEX, &endings);
    lua_insert(L, 1);
    lua_rawseti(L, 1, (lua_Integer)lua_rawlen(L, 1) + 1);
    return 0;
}

void lh_run_endings(lua_State *L) {
    lh_check_stack(L, 3);
    lua_rawgetp(L, LUA_REGISTRYINDEX, &endings);
    lua_Integer count = (lua_Integer)lua_rawlen(L, -1);
    for (lua_Integer i = 1; i <= count; i++) {
        lua_rawgeti(L, -1, i);
        lua_call(L, 0, 0);
    }
    lua_pop(L, 1);
}

void lh_open_endings(lua_State *L) {
    lua_newtable(L);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &endings);
    lua_pushcfunction(L, host_at_end);
    lua_setfield(L, -2, "at_end");
}
