// json.decode and host.body_json.
#include "json/build.h"

#include <stdlib.h>
#include <string.h>

enum {
    DEFAULT_MAX_DEPTH = 1000,
    GREATEST_MAX_DEPTH = 50000,  // each level takes some slots of Lua's stack, which has a million
    LARGE_DOCUMENT = 1 << 18,
};

/// The machine's parser, set up for the options at this index.
static lh_json *prepare(lua_State *L, int options) {
    lh_machine *machine = lh_machine_of(L);
    lua_Integer depth = DEFAULT_MAX_DEPTH;
    if (!lua_isnoneornil(L, options)) {
        luaL_checktype(L, options, LUA_TTABLE);
        if (lua_getfield(L, options, "max_depth") != LUA_TNIL) depth = luaL_checkinteger(L, -1);
        luaL_argcheck(L, depth >= 0 && depth <= GREATEST_MAX_DEPTH, options, "max_depth must be 0 to 50000");
        lua_pop(L, 1);
    }
    if (!machine->json) machine->json = calloc(1, sizeof *machine->json);
    if (!machine->json) luaL_error(L, "not enough memory");
    machine->json->max_depth = (int)depth;
    if (!lh_json_reserve_levels(machine->json)) luaL_error(L, "not enough memory");
    return machine->json;
}

void lh_json_free(lh_json *json) {
    if (!json) return;
    lh_json_release(json);
    free(json->levels);
    free(json->scratch);
    free(json);
}

static void give_back(lh_machine *machine, lh_json *json) {
    if (json->count >= LARGE_DOCUMENT) lh_json_release(json);
    if (machine->json != json) lh_json_free(machine->json);
    machine->json = json;
}

static int raise_failure(lua_State *L, const lh_json *json) {
    lua_Integer offset = (lua_Integer)json->offset + 1, line = (lua_Integer)json->line;
    lua_Integer column = (lua_Integer)json->column;
    lua_pushstring(L, json->message);  // all is read before a finalizer can parse something else
    lua_createtable(L, 0, 5);
    lua_insert(L, -2);
    lua_setfield(L, -2, "message");
    lua_pushliteral(L, "decode");
    lua_setfield(L, -2, "kind");
    lua_pushinteger(L, offset);
    lua_setfield(L, -2, "offset");
    lua_pushinteger(L, line);
    lua_setfield(L, -2, "line");
    lua_pushinteger(L, column);
    lua_setfield(L, -2, "column");
    lh_make_error(L);
    return lua_error(L);
}

/// Decodes text that stays where it is meanwhile. Returns whether the value is on the stack; else `json` says why not.
/// Raises what Lua raises, but not over the caller's frame if that is protected.
static int decode(lua_State *L, lh_json *json, const uint8_t *text, size_t count) {
    lh_machine *machine = lh_machine_of(L);
    json->failed = false;
    json->text = text;
    json->count = count;
    json->skipped = 0;
    if (count >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0) {  // RFC 8259 §8.1: may be ignored
        json->text += 3;
        json->count -= 3;
        json->skipped = 3;
    }
    int error = lh_json_find_positions(json);
    if (error) {
        lh_json_explain(json, error);
        return LUA_OK;
    }
    machine->json = NULL;  // a finalizer that decodes meanwhile takes its own
    // Nothing built here is garbage yet: collecting meanwhile is work for nothing. The memory limit still collects.
    // While the host lends a body, finalizers must not run at all: they could call the host, which may hold a lock.
    bool pause = (count >= LARGE_DOCUMENT || machine->body_thread) && lua_gc(L, LUA_GCISRUNNING);
    if (pause) lua_gc(L, LUA_GCSTOP);
    int top = lua_gettop(L);
    lua_pushcfunction(L, lh_json_build);
    lua_pushlightuserdata(L, json);
    int status = lua_pcall(L, 1, LUA_MULTRET, 0);
    if (pause) lua_gc(L, LUA_GCRESTART);
    if (status == LUA_OK && lua_gettop(L) == top) lh_json_explain(json, 0);
    give_back(machine, json);
    return status;
}

static int finish(lua_State *L, const lh_json *json, int status) {
    if (status != LUA_OK) return lua_error(L);
    if (json->failed) return raise_failure(L, json);
    return 1;
}

int lh_json_decode(lua_State *L) {
    if (lua_type(L, 1) != LUA_TSTRING) return lh_raise(L, "json.decode needs a string, got %s", luaL_typename(L, 1));
    size_t count;
    const char *text = lua_tolstring(L, 1, &count);
    lh_json *json = prepare(L, 2);
    return finish(L, json, decode(L, json, (const uint8_t *)text, count));
}

// MARK: Bodies

void lh_json_parse(lh_machine *machine, const uint8_t *bytes, size_t count) {
    lua_State *L = machine->body_thread;
    machine->body_status = decode(L, machine->json, bytes, count);
}

/// host.body_json(handle, options): decodes a response body from the bytes that the host lends, during a callback.
/// Nothing may raise over the callback's Swift frames: everything that can runs under the lua_pcall in `decode`.
static int body_json(lua_State *L) {
    lh_machine *machine = lh_machine_of(L);
    int64_t handle = luaL_checkinteger(L, 1);
    lh_json *json = prepare(L, 2);
    lh_check_stack(L, 8);
    machine->body_thread = L;
    bool found = machine->host.body(machine->host.context, handle, machine);
    machine->body_thread = NULL;
    if (!found) return lh_raise(L, "the response has no body to decode");
    return finish(L, json, machine->body_status);
}

void lh_open_body(lua_State *L) {
    lua_pushcfunction(L, body_json);
    lua_setfield(L, -2, "body_json");
}
