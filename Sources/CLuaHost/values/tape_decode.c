// Tape to Lua values. Raises: runs only where Lua may, in the thread that asked.
#include "machine.h"

#include <string.h>

typedef struct {
    const uint8_t *next, *end;
} reader;

static const uint8_t *take(lua_State *L, reader *tape, size_t count) {
    if ((size_t)(tape->end - tape->next) < count) luaL_error(L, "the host's answer is cut short");
    const uint8_t *bytes = tape->next;
    tape->next += count;
    return bytes;
}

static uint32_t take_count(lua_State *L, reader *tape, size_t least) {
    uint32_t count;
    memcpy(&count, take(L, tape, 4), 4);
    if (count > (size_t)(tape->end - tape->next) / least) luaL_error(L, "the host's answer is cut short");
    return count;
}

static void decode(lua_State *L, reader *tape, int depth) {
    switch (*take(L, tape, 1)) {
    case 'N': lua_pushnil(L); return;
    case 'Z': lua_pushlightuserdata(L, &lh_json_null); return;
    case 'T': lua_pushboolean(L, 1); return;
    case 'F': lua_pushboolean(L, 0); return;
    case 'I': {
        int64_t value;
        memcpy(&value, take(L, tape, 8), 8);
        lua_pushinteger(L, value);
        return;
    }
    case 'D': {
        double value;
        memcpy(&value, take(L, tape, 8), 8);
        lua_pushnumber(L, value);
        return;
    }
    case 'S': {
        uint32_t count = take_count(L, tape, 1);
        lua_pushlstring(L, (const char *)take(L, tape, count), count);
        return;
    }
    case '[': {
        uint32_t count = take_count(L, tape, 1);
        if (depth >= LH_MAX_DEPTH) luaL_error(L, "the host's answer is nested too deeply");
        lh_check_stack(L, 4);
        lua_createtable(L, count < INT32_MAX ? (int)count : 0, 0);
        if (count == 0) {
            lua_rawgetp(L, LUA_REGISTRYINDEX, &lh_key_array);
            lua_setmetatable(L, -2);
        }
        for (uint32_t i = 1; i <= count; i++) {
            decode(L, tape, depth + 1);
            lua_rawseti(L, -2, i);
        }
        return;
    }
    case '{': {
        uint32_t count = take_count(L, tape, 2);
        if (depth >= LH_MAX_DEPTH) luaL_error(L, "the host's answer is nested too deeply");
        lh_check_stack(L, 4);
        lua_createtable(L, 0, count < INT32_MAX ? (int)count : 0);
        while (count--) {
            decode(L, tape, depth + 1);
            if (lua_type(L, -1) != LUA_TSTRING) luaL_error(L, "the host's answer is damaged");
            decode(L, tape, depth + 1);
            lua_rawset(L, -3);
        }
        return;
    }
    default: luaL_error(L, "the host's answer is damaged");
    }
}

int lh_decode(lua_State *L, const uint8_t *bytes, size_t count) {
    reader tape = {bytes, bytes + count};
    int values = 0;
    while (tape.next < tape.end) {
        lh_check_stack(L, 4);
        decode(L, &tape, 0);
        values++;
    }
    return values;
}
