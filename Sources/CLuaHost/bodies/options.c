// The options that decoders take.
#include "bodies/bodies.h"

#include <string.h>

int lh_raise_config(lua_State *L) {
    lua_createtable(L, 0, 2);
    lua_insert(L, -2);
    lua_setfield(L, -2, "message");
    lua_pushliteral(L, "config");
    lua_setfield(L, -2, "kind");
    lh_make_error(L);
    return lua_error(L);
}

int lh_raise_option(lua_State *L, const char *name, const char *wanted) {
    lua_pushfstring(L, "the option '%s' must be %s", name, wanted);
    return lh_raise_config(L);
}

static bool is_known(const char *name, const char *const *known) {
    for (; *known; known++) {
        if (strcmp(name, *known) == 0) return true;
    }
    return false;
}

void lh_check_options(lua_State *L, int options, const char *format, const char *const *known) {
    if (!lua_istable(L, options)) {
        lua_pushfstring(L, "%s: the options must be a table, not a %s", format, luaL_typename(L, options));
        lh_raise_config(L);
    }
    lua_pushnil(L);
    while (lua_next(L, options)) {
        lua_pop(L, 1);
        if (lua_type(L, -1) == LUA_TSTRING && is_known(lua_tostring(L, -1), known)) continue;
        const char *given = luaL_tolstring(L, -1, NULL);
        luaL_Buffer names;
        luaL_buffinit(L, &names);
        for (const char *const *name = known; *name; name++) {
            if (name != known) luaL_addstring(&names, ", ");
            luaL_addstring(&names, *name);
        }
        luaL_pushresult(&names);
        lua_pushfstring(L, "%s: unknown option '%s'; there are %s", format, given, lua_tostring(L, -1));
        lh_raise_config(L);
    }
}
