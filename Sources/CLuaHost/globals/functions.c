// Synchronous host functions: bytes in, bytes out. Swift's frame begins and ends inside `call`, before anything here
// may raise; usable wherever Lua runs, inside gsub, sort and finalizers too.
#include "machine.h"

#include <stdlib.h>
#include <string.h>

enum { SMALL_ANSWER = 2048 };

static int answer(lua_State *L, const uint8_t *tape, size_t count, bool failed) {
    int values = lh_decode(L, tape, count);
    if (!failed) return values;
    if (lua_istable(L, -1)) lh_make_error(L);
    else if (lua_type(L, -1) == LUA_TSTRING) lh_raise(L, "%s", lua_tostring(L, -1));
    return lua_error(L);
}

static int call_host(lua_State *L) {
    lh_machine *machine = lh_machine_of(L);
    int32_t number = (int32_t)lua_tointeger(L, lua_upvalueindex(1));
    machine->call_in.count = machine->call_out.count = 0;
    machine->call_in.failed = machine->call_out.failed = false;
    int count = lua_gettop(L);
    for (int i = 1; i <= count; i++) {
        const char *problem = lh_encode(L, i, &machine->call_in);
        if (problem) {
            return lh_raise(
                L, "bad argument #%d to '%s' (cannot use %s)", i, lua_tostring(L, lua_upvalueindex(2)), problem);
        }
    }
    int32_t result = machine->host.call(
        machine->host.context, number, machine->call_in.bytes, machine->call_in.count, &machine->call_out);
    lua_settop(L, 0);
    return lh_take_answer(L, result != 0);
}

int lh_take_answer(lua_State *L, bool failed) {
    lh_machine *machine = lh_machine_of(L);
    if (machine->call_out.failed) return luaL_error(L, "not enough memory");
    // Decoding may collect garbage, a finalizer may call the host, and that would overwrite the answer being read.
    size_t size = machine->call_out.count;
    if (size <= SMALL_ANSWER) {
        uint8_t copy[SMALL_ANSWER];
        if (size) memcpy(copy, machine->call_out.bytes, size);
        return answer(L, copy, size, failed);
    }
    lh_buffer taken = machine->call_out;
    machine->call_out = (lh_buffer){0};
    uint8_t *copy = lua_newuserdatauv(L, size, 0);
    memcpy(copy, taken.bytes, size);
    free(taken.bytes);
    return answer(L, copy, size, failed);
}

void lh_open_functions(lua_State *L) {
    lua_newtable(L);
    lua_setfield(L, -2, "functions");
}

typedef struct {
    const char *name;
    int32_t number;
} named_function;

static int add_function(lua_State *L) {
    named_function *function = lua_touserdata(L, 1);
    lua_rawgetp(L, LUA_REGISTRYINDEX, &lh_key_host);
    lua_getfield(L, -1, "functions");
    lua_pushinteger(L, function->number);
    lua_pushstring(L, function->name);
    lua_pushcclosure(L, call_host, 2);
    lua_setfield(L, -2, function->name);
    return 0;
}

bool lh_add_function(lh_machine *machine, const char *name, int32_t number) {
    lua_State *L = machine->L;
    lua_pushcfunction(L, add_function);
    lua_pushlightuserdata(L, &(named_function){name, number});
    bool done = lua_pcall(L, 1, 0, 0) == LUA_OK;
    lua_settop(L, 0);
    return done;
}
