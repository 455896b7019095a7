// What modules give to scripts is wrapped in C. A script's `return events:fetch()` is a tail call: of a Lua function it
// would leave no trace of the line that made it, and errors could not name it. A C function leaves its caller's frame.
#include "machine.h"

static char methods;

static int exported_done(lua_State *L, int status, lua_KContext context) {
    (void)status, (void)context;
    return lua_gettop(L);
}

static int exported(lua_State *L) {
    int count = lua_gettop(L);
    lua_pushvalue(L, lua_upvalueindex(1));
    lua_insert(L, 1);
    lua_callk(L, count, LUA_MULTRET, 0, exported_done);
    return lua_gettop(L);
}

/// Replaces the value at the top by one whose functions are wrapped; a table's own fields in place.
void lh_export(lua_State *L) {
    if (lua_isfunction(L, -1) && !lua_iscfunction(L, -1)) {
        lua_pushcclosure(L, exported, 1);
    } else if (lua_istable(L, -1)) {
        luaL_checkstack(L, 4, NULL);
        lua_pushnil(L);
        while (lua_next(L, -2)) {
            if (!lua_isfunction(L, -1) || lua_iscfunction(L, -1)) {
                lua_pop(L, 1);
                continue;
            }
            lua_pushvalue(L, -2);
            lua_insert(L, -2);
            lua_pushcclosure(L, exported, 1);
            lua_rawset(L, -4);
        }
    }
}

/// host.export(table or function, name): for methods, and functions that modules hand out later. `name`: what these are
/// the methods of, as its metatable says; host.methods has them by it.
static int host_export(lua_State *L) {
    lua_settop(L, 2);
    if (lua_type(L, 2) == LUA_TSTRING) {
        lua_rawgetp(L, LUA_REGISTRYINDEX, &methods);
        lua_pushvalue(L, 2);
        lua_pushvalue(L, 1);
        lua_rawset(L, -3);
    }
    lua_settop(L, 1);
    lh_export(L);
    return 1;
}

void lh_open_exports(lua_State *L) {
    lua_pushcfunction(L, host_export);
    lua_setfield(L, -2, "export");
    lua_newtable(L);
    lua_pushvalue(L, -1);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &methods);
    lua_setfield(L, -2, "methods");
}
