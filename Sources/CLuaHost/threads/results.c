// What a script returned: rows that are marked with their shape, and values of modules that are made only now, because
// the script returned them (`return events` fetches).
#include "machine.h"

#include <string.h>

// MARK: Shapes

/// host.with_shape(rows, shape): the rows, marked; `shape` is { name =, columns = { … }, key = { … } }.
static int host_with_shape(lua_State *L) {
    luaL_checktype(L, 1, LUA_TTABLE);
    luaL_checktype(L, 2, LUA_TTABLE);
    lua_settop(L, 2);
    lua_createtable(L, 0, 1);
    lua_pushvalue(L, 2);
    lua_rawsetp(L, 3, &lh_key_shape);
    lua_setmetatable(L, 1);
    lua_settop(L, 1);
    return 1;
}

/// Pushes the shape of the value at `index`. Cannot raise.
static bool push_shape(lua_State *L, int index) {
    if (lua_type(L, index) != LUA_TTABLE || !lua_checkstack(L, 2) || !lua_getmetatable(L, index)) return false;
    bool found = lua_rawgetp(L, -1, &lh_key_shape) == LUA_TTABLE;
    if (found) lua_remove(L, -2);
    else lua_pop(L, 2);
    return found;
}

/// host.shape_of(value): the shape it is marked with, or nil.
static int host_shape_of(lua_State *L) {
    lua_settop(L, 1);
    return push_shape(L, 1);
}

static void put_shape(lh_machine *machine, lua_State *L, int index) {
    size_t start = machine->result->count;
    const char *problem = "none";
    if (push_shape(L, index)) {
        problem = lh_encode(L, -1, machine->result);
        lua_pop(L, 1);
    }
    if (!problem) return;
    machine->result->count = start;
    lh_put_tag(machine->result, 'N');
}

/// A list of [name, shape], one for each field that has one.
static void put_field_shapes(lh_machine *machine, lua_State *L, int index) {
    lh_buffer *out = machine->result;
    size_t start = out->count;
    uint32_t count = 0;
    lh_put_list(out, 0);
    if (lua_type(L, index) != LUA_TTABLE || lua_rawlen(L, index) > 0 || !lua_checkstack(L, 5)) return;
    lua_pushnil(L);
    while (lua_next(L, index)) {
        if (lua_type(L, -2) == LUA_TSTRING && push_shape(L, -1)) {
            lua_pop(L, 1);
            size_t length;
            const char *name = lua_tolstring(L, -2, &length);
            lh_put_list(out, 2);
            lh_put_string(out, name, length);
            put_shape(machine, L, lua_gettop(L));
            count++;
        }
        lua_pop(L, 1);
    }
    if (!out->failed) memcpy(out->bytes + start + 1, &count, 4);
}

/// For each value that was returned: its shape or nil, and those of its fields.
void lh_put_shapes(lh_machine *machine, lua_State *main) {
    int count = lua_gettop(main);
    lh_put_list(machine->result, (uint32_t)count);
    for (int i = 1; i <= count; i++) {
        lh_put_list(machine->result, 2);
        put_shape(machine, main, i);
        put_field_shapes(machine, main, i);
    }
}

// MARK: What is made only now

/// Only functions that modules wrote count. Scripts cannot name a chunk as modules are named: see load.c.
static bool is_of_module(lua_State *L) {
    if (!lua_isfunction(L, -1) || lua_iscfunction(L, -1)) return false;
    lua_Debug function;
    lua_pushvalue(L, -1);
    lua_getinfo(L, ">S", &function);
    return lh_is_prelude(function.source);
}

/// Pushes `__result` of the value's metatable, where a module wrote it. Cannot raise.
static bool push_method(lua_State *L, int index) {
    if (lua_type(L, index) != LUA_TTABLE || !lua_checkstack(L, 4) || !lua_getmetatable(L, index)) return false;
    lua_pushnil(L);  // lua_getfield would have to make a string
    while (lua_next(L, -2)) {
        if (lua_type(L, -2) == LUA_TSTRING && strcmp(lua_tostring(L, -2), "__result") == 0 && is_of_module(L)) {
            lua_replace(L, -3);
            lua_pop(L, 1);
            return true;
        }
        lua_pop(L, 1);
    }
    lua_pop(L, 1);
    return false;
}

static bool is_to_be_made(lua_State *L, int index) {
    bool found = push_method(L, index);
    if (found) lua_pop(L, 1);
    return found;
}

bool lh_must_resolve(lua_State *main, int count) {
    bool found = false;
    for (int i = 1; i <= count && !found; i++) {
        found = is_to_be_made(main, i);
        if (found || lua_type(main, i) != LUA_TTABLE || lua_rawlen(main, i) > 0 || !lua_checkstack(main, 2)) continue;
        lua_pushnil(main);
        while (lua_next(main, i)) {
            found = lua_type(main, -2) == LUA_TSTRING && is_to_be_made(main, lua_gettop(main));
            lua_pop(main, found ? 2 : 1);
            if (found) break;
        }
    }
    return found;
}

/// host.result_method(value): the function that makes what stands for it in a result, or nil.
static int host_result_method(lua_State *L) {
    lua_settop(L, 1);
    return push_method(L, 1);
}

static int resolved(lua_State *L, int status, lua_KContext context) {
    (void)status, (void)context;
    return lua_gettop(L);
}

int lh_resolve(lua_State *L) {
    int count = lua_gettop(L);
    lua_pushcfunction(L, lh_module_named);
    lua_pushliteral(L, "oauthlua.results");
    lua_call(L, 1, 1);
    lua_insert(L, 1);
    lua_callk(L, count, LUA_MULTRET, 0, resolved);
    return lua_gettop(L);
}

void lh_open_results(lua_State *L) {
    static const luaL_Reg functions[] = {
        {"with_shape", host_with_shape},
        {"shape_of", host_shape_of},
        {"result_method", host_result_method},
        {NULL, NULL},
    };
    luaL_setfuncs(L, functions, 0);
}
