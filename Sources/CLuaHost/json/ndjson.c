// host.ndjson_decode and host.body_ndjson: a JSON document a line.
#include "bodies/bodies.h"
#include "json/build.h"

#include <string.h>

typedef struct {
    lh_json_options json;
    // The text is a piece of another, and the count of lines up to its end is a second result.
    bool is_piece;
} ndjson_options;

typedef struct {
    ndjson_options *options;
    const uint8_t *bytes;
    size_t count;
} ndjson_text;

static bool is_blank(const uint8_t *line, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (line[i] != ' ' && line[i] != '\t' && line[i] != '\r') return false;
    }
    return true;
}

/// For lua_pcall: (light userdata of an ndjson_text) -> list[, lines]. Returns nothing where a line is not JSON.
static int build(lua_State *L) {
    const ndjson_text *given = lua_touserdata(L, 1);
    lh_machine *machine = lh_machine_of(L);
    lh_json_options *options = &given->options->json;
    const uint8_t *line = given->bytes, *end = line + given->count;
    lua_Integer stored = 0;
    lua_newtable(L);
    size_t number = options->lines_before;
    for (; line < end; number++) {
        const uint8_t *newline = memchr(line, '\n', (size_t)(end - line));
        size_t count = (size_t)((newline ? newline : end) - line);
        if (!is_blank(line, count)) {
            if (lh_stopped(machine)) return lh_raise_stop(L);
            options->bytes_before = (size_t)(line - given->bytes);
            options->lines_before = number;
            if (lh_json_decode_bytes(L, options, line, count) != LUA_OK) return lua_error(L);
            if (machine->json->failed) return 0;
            lh_json_results(L, options, LUA_OK);
            lua_settop(L, 3);
            if (lua_isnil(L, 3)) lua_settop(L, 2);  // nothing is at the path
            else lua_rawseti(L, 2, ++stored);
        }
        line += count + 1;
    }
    if (stored == 0) lh_mark_array(L);
    if (!given->options->is_piece) return 1;
    lua_pushinteger(L, (lua_Integer)number);
    return 2;
}

static int decode(lua_State *L, void *options, const uint8_t *bytes, size_t count, bool is_utf8) {
    (void)is_utf8;
    bool paused = lh_pause_collector(L, count);
    lua_pushcfunction(L, build);
    lua_pushlightuserdata(L, &(ndjson_text){options, bytes, count});
    int status = lua_pcall(L, 1, LUA_MULTRET, 0);
    lh_resume_collector(L, paused);
    return status;
}

/// The list and what is with it, or why there is none.
static int finish(lua_State *L, const ndjson_options *options) {
    int results = lh_json_results(L, &(lh_json_options){.selection = NULL}, LUA_OK);
    return results + options->is_piece;
}

/// host.ndjson_decode(text, options)
static int decode_text(lua_State *L) {
    if (lua_type(L, 1) != LUA_TSTRING) return lh_raise(L, "ndjson.decode needs a string, got %s", luaL_typename(L, 1));
    lua_settop(L, 2);
    size_t count;
    const char *text = lua_tolstring(L, 1, &count);
    ndjson_options options = {.json = lh_json_read_options(L, 2)};
    lh_machine_of(L)->json->failed = false;
    if (decode(L, &options, (const uint8_t *)text, count, true) != LUA_OK) return lua_error(L);
    return finish(L, &options);
}

/// host.body_ndjson(handle, options): with `lines_before`, how many lines of a text came before this piece of it, also how
/// many it has up to the piece's end.
static int decode_body(lua_State *L) {
    int64_t handle = luaL_checkinteger(L, 1);
    lua_settop(L, 2);
    ndjson_options options = {.json = lh_json_read_options(L, 2)};
    if (lua_istable(L, 2)) {
        options.is_piece = lua_getfield(L, 2, "lines_before") != LUA_TNIL;
        lua_Integer before = luaL_optinteger(L, -1, 0);
        luaL_argcheck(L, before >= 0, 2, "lines_before must be at least 0");
        options.json.lines_before = (size_t)before;
        lua_pop(L, 1);
    }
    lh_machine_of(L)->json->failed = false;
    lh_borrow_body(L, handle, 2, decode, &options);
    return finish(L, &options);
}

void lh_open_ndjson(lua_State *L) {
    static const luaL_Reg functions[] = {{"ndjson_decode", decode_text}, {"body_ndjson", decode_body}, {NULL, NULL}};
    luaL_setfuncs(L, functions, 0);
}
