// The module `json`: its null, its mark for empty arrays, and its functions.
#include "machine.h"

char lh_json_null;

static int null_tostring(lua_State *L) {
    if (lua_touserdata(L, 1) == &lh_json_null) lua_pushliteral(L, "null");
    else lua_pushfstring(L, "userdata: %p", lua_touserdata(L, 1));
    return 1;
}

static int null_index(lua_State *L) {
    const char *field = lua_type(L, 2) == LUA_TSTRING ? lua_tostring(L, 2) : NULL;
    if (!field) return lh_raise(L, "attempt to index a JSON null");
    return lh_raise(L, "attempt to index a JSON null (field '%s')", field);
}

void lh_mark_array(lua_State *L) {
    lua_rawgetp(L, LUA_REGISTRYINDEX, &lh_key_array);
    lua_setmetatable(L, -2);
}

/// json.array(t): marks a table, so that it is encoded as [] even when it is empty.
static int json_array(lua_State *L) {
    if (lua_isnone(L, 1)) lua_newtable(L);
    luaL_checktype(L, 1, LUA_TTABLE);
    lua_settop(L, 1);
    lh_mark_array(L);
    return 1;
}

int lh_json_decode(lua_State *L);
int lh_json_encode(lua_State *L);

void lh_open_json(lua_State *L) {
    lua_createtable(L, 0, 1);
    lua_pushliteral(L, "json.array");
    lua_setfield(L, -2, "__name");
    lua_rawsetp(L, LUA_REGISTRYINDEX, &lh_key_array);

    static const luaL_Reg functions[] = {
        {"decode", lh_json_decode}, {"encode", lh_json_encode}, {"array", json_array}, {NULL, NULL}};
    luaL_newlib(L, functions);
    lua_pushlightuserdata(L, &lh_json_null);  // all light userdata share this metatable; scripts meet no other
    lua_createtable(L, 0, 3);
    lua_pushcfunction(L, null_tostring);
    lua_setfield(L, -2, "__tostring");
    lua_pushcfunction(L, null_index);
    lua_setfield(L, -2, "__index");
    lua_pushboolean(L, 0);
    lua_setfield(L, -2, "__metatable");
    lua_setmetatable(L, -2);
    lua_setfield(L, -2, "null");
    luaL_getsubtable(L, LUA_REGISTRYINDEX, LUA_LOADED_TABLE);
    lua_pushvalue(L, -2);
    lua_setfield(L, -2, "json");
    lua_pop(L, 1);
    lua_setglobal(L, "json");
}
