// Which of Lua's libraries a script sees: an allow-list. What runs programs, loads machine code, reads the process's
// memory or environment, or looks into other functions is not there.
#include "machine.h"

#include <stdlib.h>
#include <string.h>

static void remove_fields(lua_State *L, const char *const *names) {
    for (; *names; names++) {
        lua_pushnil(L);
        lua_setfield(L, -2, *names);
    }
}

/// Ends the run, from any depth, with this exit status. As in stock Lua, true is 0 and false 1. With 0 it has ended well.
static int os_exit(lua_State *L) {
    lh_machine *machine = lh_machine_of(L);
    int code = lua_isboolean(L, 1) ? !lua_toboolean(L, 1) : (int)luaL_optinteger(L, 1, EXIT_SUCCESS);
    if (code == EXIT_SUCCESS) lh_run_endings(L);
    int none = 0;
    if (atomic_compare_exchange_strong(&machine->stop, &none, LH_EXIT)) machine->exit_code = code;
    return lh_raise_stop(L);
}

static int os_getenv(lua_State *L) {
    luaL_checkstring(L, 1);
    lua_settop(L, 1);
    lua_rawgetp(L, LUA_REGISTRYINDEX, &lh_key_environment);
    lua_insert(L, 1);
    lua_rawget(L, 1);
    return 1;
}

static int env_newindex(lua_State *L) { return lh_raise(L, "env cannot be changed"); }

static int env_pairs(lua_State *L) {
    lua_getglobal(L, "next");
    lua_rawgetp(L, LUA_REGISTRYINDEX, &lh_key_environment);
    return 2;
}

/// `env`: an empty table through which the environment is seen.
static void open_environment(lua_State *L) {
    lua_newtable(L);
    lua_pushvalue(L, -1);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &lh_key_environment);
    lua_newtable(L);
    lua_createtable(L, 0, 4);
    lua_pushvalue(L, -3);
    lua_setfield(L, -2, "__index");
    lua_pushcfunction(L, env_newindex);
    lua_setfield(L, -2, "__newindex");
    lua_pushcfunction(L, env_pairs);
    lua_setfield(L, -2, "__pairs");
    lua_pushboolean(L, 0);
    lua_setfield(L, -2, "__metatable");  // else getmetatable(env).__index would be a way to change it
    lua_setmetatable(L, -2);
    lua_setglobal(L, "env");
    lua_pop(L, 1);
}

void lh_open_load(lua_State *L);

void lh_open_globals(lua_State *L) {
    static const luaL_Reg libraries[] = {
        {LUA_GNAME, luaopen_base},
        {LUA_TABLIBNAME, luaopen_table},
        {LUA_IOLIBNAME, luaopen_io},
        {LUA_OSLIBNAME, luaopen_os},
        {LUA_STRLIBNAME, luaopen_string},
        {LUA_MATHLIBNAME, luaopen_math},
        {LUA_UTF8LIBNAME, luaopen_utf8},
        {LUA_DBLIBNAME, luaopen_debug},
        {NULL, NULL},
    };
    for (const luaL_Reg *library = libraries; library->name; library++) {
        luaL_requiref(L, library->name, library->func, 1);
        lua_pop(L, 1);
    }

    lua_getglobal(L, LUA_OSLIBNAME);
    remove_fields(L, (const char *const[]){"execute", "setlocale", NULL});
    lua_pushcfunction(L, os_exit);
    lua_setfield(L, -2, "exit");
    lua_pushcfunction(L, os_getenv);
    lua_setfield(L, -2, "getenv");
    lua_getglobal(L, LUA_IOLIBNAME);
    remove_fields(L, (const char *const[]){"popen", NULL});
    lua_getglobal(L, LUA_STRLIBNAME);
    remove_fields(L, (const char *const[]){"dump", NULL});  // bytecode cannot be loaded anyway
    lua_pop(L, 3);

    // debug keeps traceback alone; a new table, because the old one may be referred to by nobody.
    lua_getglobal(L, LUA_DBLIBNAME);
    lua_createtable(L, 0, 1);
    lua_getfield(L, -2, "traceback");
    lua_setfield(L, -2, "traceback");
    luaL_getsubtable(L, LUA_REGISTRYINDEX, LUA_LOADED_TABLE);
    lua_pushvalue(L, -2);
    lua_setfield(L, -2, LUA_DBLIBNAME);
    lua_pop(L, 1);
    lua_setglobal(L, LUA_DBLIBNAME);
    lua_pop(L, 1);

    open_environment(L);
    lh_open_load(L);
}

// MARK: From Swift

typedef struct {
    const uint8_t *tape;
    size_t count;
} table_tape;

static int set_globals(lua_State *L) {
    table_tape *given = lua_touserdata(L, 1);
    lua_settop(L, 0);
    lh_decode(L, given->tape, given->count);
    lua_pushglobaltable(L);
    lua_pushnil(L);
    while (lua_next(L, 1)) {
        lua_pushvalue(L, -2);
        lua_insert(L, -2);
        lua_rawset(L, 2);
    }
    return 0;
}

static int set_environment(lua_State *L) {
    table_tape *given = lua_touserdata(L, 1);
    lua_settop(L, 0);
    lh_decode(L, given->tape, given->count);
    lua_rawgetp(L, LUA_REGISTRYINDEX, &lh_key_environment);
    lua_pushnil(L);
    while (lua_next(L, 1)) {
        lua_pushvalue(L, -2);
        lua_insert(L, -2);
        lua_rawset(L, 2);
    }
    return 0;
}

static bool protected_call(lua_State *L, lua_CFunction function, void *argument) {
    lua_pushcfunction(L, function);
    lua_pushlightuserdata(L, argument);
    bool done = lua_pcall(L, 1, 0, 0) == LUA_OK;
    lua_settop(L, 0);
    return done;
}

bool lh_set_globals(lh_machine *machine, const uint8_t *tape, size_t count) {
    return protected_call(machine->L, set_globals, &(table_tape){tape, count});
}

bool lh_set_environment(lh_machine *machine, const uint8_t *tape, size_t count) {
    return protected_call(machine->L, set_environment, &(table_tape){tape, count});
}
