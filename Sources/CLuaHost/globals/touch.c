// Globals whose value is made when a script first touches them, by a function that may wait. A module's own chunk cannot
// wait: it runs where nobody could go on after it.
#include "machine.h"

static char functions;

/// host.on_touch(name, function): what makes the global. Called with true where it cannot wait; then its value is to find
/// out what it is later. It is called again for as long as the global has no value.
static int host_on_touch(lua_State *L) {
    luaL_checkstring(L, 1);
    luaL_checktype(L, 2, LUA_TFUNCTION);
    lua_settop(L, 2);
    lua_rawgetp(L, LUA_REGISTRYINDEX, &functions);
    lua_insert(L, 1);
    lua_rawset(L, 1);
    return 0;
}

/// The value at the top becomes the global whose name is at `index`, and the module; a value that was quicker stays.
static void keep(lua_State *L, int index) {
    luaL_getsubtable(L, LUA_REGISTRYINDEX, LUA_LOADED_TABLE);
    lua_pushvalue(L, index);
    lua_pushvalue(L, -3);
    lua_rawset(L, -3);
    lua_pushglobaltable(L);
    lua_pushvalue(L, index);
    if (lua_rawget(L, -2) == LUA_TNIL) {
        lua_pushvalue(L, index);
        lua_pushvalue(L, -5);
        lua_rawset(L, -4);
    }
    lua_pop(L, 3);
}

static int touched(lua_State *L, int status, lua_KContext index) {
    (void)status;
    keep(L, (int)index);
    return 1;
}

int lh_touch(lua_State *L, int index) {
    lh_check_stack(L, 6);
    lua_rawgetp(L, LUA_REGISTRYINDEX, &functions);
    lua_pushvalue(L, index);
    if (lua_rawget(L, -2) == LUA_TNIL) return 0;
    lua_callk(L, 0, 1, index, touched);
    return touched(L, LUA_OK, index);
}

void lh_touch_all(lua_State *L) {
    lh_check_stack(L, 8);
    lua_rawgetp(L, LUA_REGISTRYINDEX, &functions);
    int table = lua_gettop(L);
    lua_pushnil(L);
    while (lua_next(L, table)) {
        lua_pushglobaltable(L);
        lua_pushvalue(L, table + 1);
        if (lua_rawget(L, -2) == LUA_TNIL) {
            lua_pushvalue(L, table + 2);
            lua_pushboolean(L, true);
            lua_call(L, 1, 1);
            keep(L, table + 1);
        }
        lua_settop(L, table + 1);
    }
    lua_settop(L, table - 1);
}

void lh_open_touch(lua_State *L) {
    lua_newtable(L);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &functions);
    lua_pushcfunction(L, host_on_touch);
    lua_setfield(L, -2, "on_touch");
}
