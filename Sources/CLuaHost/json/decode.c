// json.decode and host.body_json.
#include "bodies/bodies.h"
#include "json/build.h"

#include <stdlib.h>
#include <string.h>

enum {
    DEFAULT_MAX_DEPTH = 1000,
    GREATEST_MAX_DEPTH = 50000,  // each level takes some slots of Lua's stack, which has a million
    LARGE_DOCUMENT = 1 << 18,  // whose positions are not worth keeping
};

lh_json_options lh_json_read_options(lua_State *L, int index) {
    lua_Integer depth = DEFAULT_MAX_DEPTH;
    lh_selection *selection = NULL;
    if (!lua_isnoneornil(L, index)) {
        luaL_checktype(L, index, LUA_TTABLE);
        if (lua_getfield(L, index, "max_depth") != LUA_TNIL) depth = luaL_checkinteger(L, -1);
        luaL_argcheck(L, depth >= 0 && depth <= GREATEST_MAX_DEPTH, index, "max_depth must be 0 to 50000");
        lua_pop(L, 1);
        selection = lh_selection_compile(L, index);
    }
    lh_machine *machine = lh_machine_of(L);
    if (!machine->json) machine->json = calloc(1, sizeof *machine->json);
    if (!machine->json) luaL_error(L, "not enough memory");
    return (lh_json_options){.max_depth = (int)depth, .selection = selection};
}

void lh_json_free(lh_json *json) {
    if (!json) return;
    lh_json_release(json);
    free(json->levels);
    free(json->closers);
    free(json->scratch);
    free(json);
}

static void give_back(lh_machine *machine, lh_json *json) {
    if (json->count >= LARGE_DOCUMENT) lh_json_release(json);
    if (machine->json != json) lh_json_free(machine->json);
    machine->json = json;
}

static int raise_failure(lua_State *L, const lh_json *json) {
    char message[sizeof json->message];  // a finalizer can parse something else meanwhile
    memcpy(message, json->message, sizeof message);
    return lh_raise_flaw(L, &(lh_flaw){message, json->offset + 1, json->line, json->column});
}

int lh_json_decode_bytes(lua_State *L, const lh_json_options *options, const uint8_t *text, size_t count) {
    lh_machine *machine = lh_machine_of(L);
    lh_json *json = machine->json;
    json->failed = false;
    json->max_depth = options->max_depth;
    json->bytes_before = options->bytes_before;
    json->lines_before = options->lines_before;
    // A query that steps cannot say needs the whole document, and is evaluated in Lua, afterwards.
    json->selection = options->selection && !options->selection->has_query ? options->selection : NULL;
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
    bool paused = lh_pause_collector(L, count);
    int top = lua_gettop(L);
    lua_pushcfunction(L, lh_json_build);
    lua_pushlightuserdata(L, json);
    int status = lua_pcall(L, 1, LUA_MULTRET, 0);
    lh_resume_collector(L, paused);
    if (status == LUA_OK && lua_gettop(L) == top) lh_json_explain(json, 0);
    give_back(machine, json);
    return status;
}

int lh_json_results(lua_State *L, const lh_json_options *options, int status) {
    const lh_json *json = lh_machine_of(L)->json;
    if (status != LUA_OK) return lua_error(L);
    if (json->failed) return raise_failure(L, json);
    if (!options->selection) return 1;
    if (!options->selection->has_query) return options->selection->gives_also ? 2 : 1;
    return lh_select_from_value(L, options->selection, lua_gettop(L));
}

int lh_json_decode(lua_State *L) {
    if (lua_type(L, 1) != LUA_TSTRING) return lh_raise(L, "json.decode needs a string, got %s", luaL_typename(L, 1));
    size_t count;
    const char *text = lua_tolstring(L, 1, &count);
    lh_json_options options = lh_json_read_options(L, 2);
    return lh_json_results(L, &options, lh_json_decode_bytes(L, &options, (const uint8_t *)text, count));
}

// MARK: Bodies

static int borrow(lua_State *L, void *options, const uint8_t *bytes, size_t count, bool is_utf8) {
    (void)is_utf8;  // JSON that is nothing else is refused
    return lh_json_decode_bytes(L, options, bytes, count);
}

/// host.body_json(handle, options): decodes a response body from the bytes that the host lends, during a callback.
/// Nothing may raise over the callback's Swift frames: everything that can runs under the lua_pcall in `decode`.
static int body_json(lua_State *L) {
    int64_t handle = luaL_checkinteger(L, 1);
    lua_settop(L, 2);
    lh_json_options options = lh_json_read_options(L, 2);
    lh_borrow_body(L, handle, 2, borrow, &options);
    return lh_json_results(L, &options, LUA_OK);
}

void lh_open_body(lua_State *L) {
    lua_pushcfunction(L, body_json);
    lua_setfield(L, -2, "body_json");
}
