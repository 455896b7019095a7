// Built-in modules in Lua are compiled when a script first asks for them: a hello script pays for none. Until all are
// loaded, the table of globals has a metatable that scripts cannot see.
#include "machine.h"

#include <stdlib.h>
#include <string.h>

static lh_module *find(lh_machine *machine, const char *name) {
    for (size_t i = 0; i < machine->module_count; i++) {
        if (strcmp(machine->modules[i].name, name) == 0) return &machine->modules[i];
    }
    return NULL;
}

/// Pushes the table that holds the module's value by its name: `package.loaded`, or one that no script sees.
static void push_values(lua_State *L, const lh_module *module) {
    luaL_getsubtable(L, LUA_REGISTRYINDEX, module->global ? LUA_LOADED_TABLE : "oauthlua.modules");
}

/// Compiles and runs a module with the private host table as its argument; pushes its value.
static void load_module(lua_State *L, lh_module *module) {
    lh_check_stack(L, 6);
    module->loaded = true;  // before it runs: a module may ask for another that asks for it
    const char *name = lua_pushfstring(L, "=[oauthlua %s]", module->name);
    if (luaL_loadbufferx(L, module->source, module->count, name, "t") != LUA_OK) lua_error(L);
    lua_remove(L, -2);
    lua_rawgetp(L, LUA_REGISTRYINDEX, &lh_key_host);
    lua_call(L, 1, 1);
    lh_export(L);
    push_values(L, module);
    lua_pushvalue(L, -2);
    lua_setfield(L, -2, module->name);
    lua_pop(L, 1);
    if (!module->global) return;
    lua_pushglobaltable(L);
    lua_pushstring(L, module->name);
    if (lua_rawget(L, -2) == LUA_TNIL) {
        lua_pushstring(L, module->name);
        lua_pushvalue(L, -4);
        lua_rawset(L, -4);
    }
    lua_pop(L, 2);
}

static void push_module(lua_State *L, lh_module *module) {
    if (!module->loaded) {
        load_module(L, module);
        return;
    }
    push_values(L, module);
    lua_getfield(L, -1, module->name);
    lua_remove(L, -2);
}

void lh_push_module(lua_State *L, const char *name) {
    lh_module *module = find(lh_machine_of(L), name);
    if (!module) luaL_error(L, "there is no module '%s'", name);
    push_module(L, module);
}

/// The value of the module whose name is at `index`, if it is `global` or the host's own module asks; else nothing.
static int module_value(lua_State *L, int index, bool global) {
    lh_module *module = find(lh_machine_of(L), lua_tostring(L, index));
    if (!module || (global && !module->global)) return 0;
    push_module(L, module);
    return lua_isnil(L, -1) ? lh_touch(L, index) : 1;
}

/// host.module(name): the value of a built-in module, or nil.
int lh_module_named(lua_State *L) {
    luaL_checkstring(L, 1);
    return module_value(L, 1, false);
}

/// host.public_module(name): as host.module, but of those that scripts may have. For `require`: a script's own module may
/// have the name of a private one.
static int host_public_module(lua_State *L) {
    luaL_checkstring(L, 1);
    return module_value(L, 1, true);
}

static int globals_index(lua_State *L) {
    if (lua_type(L, 2) != LUA_TSTRING) return 0;
    lh_module *module = find(lh_machine_of(L), lua_tostring(L, 2));
    if (!module || !module->global) return 0;
    if (module->loaded) return lh_touch(L, 2);  // of the others, one that is missing was taken away by the script
    load_module(L, module);
    return lua_isnil(L, -1) ? lh_touch(L, 2) : 1;
}

/// Ends the laziness: whoever lists the globals, or gives them a metatable of their own, sees them all.
static void load_all(lua_State *L) {
    lh_machine *machine = lh_machine_of(L);
    for (size_t i = 0; i < machine->module_count; i++) {
        lh_module *module = &machine->modules[i];
        if (!module->global || module->loaded) continue;
        load_module(L, module);
        lua_pop(L, 1);
    }
    lh_touch_all(L);
    lua_pushglobaltable(L);
    lua_pushnil(L);
    lua_setmetatable(L, -2);
    lua_pop(L, 1);
}

static bool is_lazy(lua_State *L, int index) {
    if (lua_type(L, index) != LUA_TTABLE || !lua_getmetatable(L, index)) return false;
    lua_rawgetp(L, LUA_REGISTRYINDEX, &globals_index);
    bool lazy = lua_rawequal(L, -1, -2);
    lua_pop(L, 2);
    return lazy;
}

static int globals_pairs(lua_State *L) {
    load_all(L);
    lua_getglobal(L, "next");
    lua_pushglobaltable(L);
    return 2;
}

static int base_getmetatable(lua_State *L) {
    luaL_checkany(L, 1);
    if (is_lazy(L, 1) || !lua_getmetatable(L, 1)) {
        lua_pushnil(L);
        return 1;
    }
    luaL_getmetafield(L, 1, "__metatable");
    return 1;
}

static int base_setmetatable(lua_State *L) {
    int type = lua_type(L, 2);
    luaL_checktype(L, 1, LUA_TTABLE);
    luaL_argexpected(L, type == LUA_TNIL || type == LUA_TTABLE, 2, "nil or table");
    if (is_lazy(L, 1)) load_all(L);
    if (luaL_getmetafield(L, 1, "__metatable") != LUA_TNIL) return luaL_error(L, "cannot change a protected metatable");
    lua_settop(L, 2);
    lua_setmetatable(L, 1);
    return 1;
}

static void open_package(lua_State *L) {
    lua_createtable(L, 0, 4);
    luaL_getsubtable(L, LUA_REGISTRYINDEX, LUA_LOADED_TABLE);
    lua_setfield(L, -2, "loaded");
    lua_newtable(L);
    lua_setfield(L, -2, "preload");
    lua_pushliteral(L, "./?.lua;./?/init.lua");
    lua_setfield(L, -2, "path");
    lua_pushliteral(L, "/\n;\n?\n!\n-\n");
    lua_setfield(L, -2, "config");
    luaL_getsubtable(L, LUA_REGISTRYINDEX, LUA_LOADED_TABLE);
    lua_pushvalue(L, -2);
    lua_setfield(L, -2, "package");
    lua_pop(L, 1);
    lua_setglobal(L, "package");
}

void lh_open_modules(lua_State *L) {
    lua_pushcfunction(L, lh_module_named);
    lua_setfield(L, -2, "module");
    lua_pushcfunction(L, host_public_module);
    lua_setfield(L, -2, "public_module");
    open_package(L);
    lua_pushcfunction(L, base_getmetatable);
    lua_setglobal(L, "getmetatable");
    lua_pushcfunction(L, base_setmetatable);
    lua_setglobal(L, "setmetatable");
    lua_pushglobaltable(L);
    lua_createtable(L, 0, 2);
    lua_pushcfunction(L, globals_index);
    lua_setfield(L, -2, "__index");
    lua_pushcfunction(L, globals_pairs);
    lua_setfield(L, -2, "__pairs");
    lua_pushvalue(L, -1);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &globals_index);
    lua_setmetatable(L, -2);
    lua_pop(L, 1);
}

static int set_path(lua_State *L) {
    lua_getglobal(L, "package");
    lua_pushstring(L, lua_touserdata(L, 1));
    lua_setfield(L, -2, "path");
    return 0;
}

bool lh_set_path(lh_machine *machine, const char *path) {
    lua_State *L = machine->L;
    lua_pushcfunction(L, set_path);
    lua_pushlightuserdata(L, (void *)path);
    bool done = lua_pcall(L, 1, 0, 0) == LUA_OK;
    lua_settop(L, 0);
    return done;
}

bool lh_add_module(lh_machine *machine, const char *name, const uint8_t *source, size_t count, bool global) {
    lh_module *grown = realloc(machine->modules, (machine->module_count + 1) * sizeof *grown);
    if (!grown) return false;
    machine->modules = grown;
    lh_module module = {.name = strdup(name), .source = malloc(count + 1), .count = count, .global = global};
    if (!module.name || !module.source) {
        free(module.name);
        free(module.source);
        return false;
    }
    memcpy(module.source, source, count);
    grown[machine->module_count++] = module;
    return true;
}
