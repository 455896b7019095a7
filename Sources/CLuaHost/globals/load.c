// load, loadfile and dofile for text only: bytecode could break the machine.
#include "machine.h"

/// The result of a load: the chunk with its environment, or nil and why.
static int finish(lua_State *L, int status, int environment) {
    if (status != LUA_OK) {
        lua_pushnil(L);
        lua_insert(L, -2);
        return 2;
    }
    if (environment) {
        lua_pushvalue(L, environment);
        if (!lua_setupvalue(L, -2, 1)) lua_pop(L, 1);
    }
    return 1;
}

/// Asks the given function for the next piece; it is kept at index 5 while the parser reads it.
static const char *read_piece(lua_State *L, void *context, size_t *size) {
    (void)context;
    lh_check_stack(L, 2);
    lua_pushvalue(L, 1);
    lua_call(L, 0, 1);
    if (lua_isnil(L, -1)) {
        lua_pop(L, 1);
        *size = 0;
        return NULL;
    }
    if (!lua_isstring(L, -1)) luaL_error(L, "reader function must return a string");
    lua_replace(L, 5);
    return lua_tolstring(L, 5, size);
}

/// By its name a chunk would pass for one of the host's modules.
static void check_name(lua_State *L, const char *name) {
    if (lh_is_prelude(name)) luaL_argerror(L, 2, "this name is for the host's own modules");
}

static int base_load(lua_State *L) {
    int environment = lua_isnone(L, 4) ? 0 : 4;
    size_t count;
    const char *text = lua_tolstring(L, 1, &count);
    if (text) {
        const char *name = luaL_optstring(L, 2, text);
        check_name(L, name);
        return finish(L, luaL_loadbufferx(L, text, count, name, "t"), environment);
    }
    luaL_checktype(L, 1, LUA_TFUNCTION);
    const char *name = luaL_optstring(L, 2, "=(load)");
    check_name(L, name);
    lua_settop(L, 5);
    return finish(L, lua_load(L, read_piece, NULL, name, "t"), environment);
}

static int load_file(lua_State *L, const char *name) {
    if (name && lh_path_denied(lh_machine_of(L), name)) {
        lua_pushfstring(L, "cannot open %s: scripts have no access to it", name);
        return LUA_ERRFILE;
    }
    return luaL_loadfilex(L, name, "t");
}

static int base_loadfile(lua_State *L) {
    const char *name = luaL_optstring(L, 1, NULL);
    int environment = lua_isnone(L, 3) ? 0 : 3;
    return finish(L, load_file(L, name), environment);
}

static int dofile_done(lua_State *L, int status, lua_KContext context) {
    (void)status, (void)context;
    return lua_gettop(L) - 1;
}

static int base_dofile(lua_State *L) {
    const char *name = luaL_optstring(L, 1, NULL);
    lua_settop(L, 1);
    if (load_file(L, name) != LUA_OK) return lua_error(L);
    lua_callk(L, 0, LUA_MULTRET, 0, dofile_done);
    return dofile_done(L, LUA_OK, 0);
}

void lh_open_load(lua_State *L) {
    lua_pushcfunction(L, base_load);
    lua_setglobal(L, "load");
    lua_pushcfunction(L, base_loadfile);
    lua_setglobal(L, "loadfile");
    lua_pushcfunction(L, base_dofile);
    lua_setglobal(L, "dofile");
}
