// host.csv_decode and host.body_csv.
#include "csv/csv.h"
#include "json/json.h"

#include <string.h>

typedef struct {
    const uint8_t *bytes;
    size_t count;
    uint8_t delimiter;  // 0: to be found
    bool quotes;
    lh_buffer scratch;
} given_text;

uint8_t lh_csv_delimiter(lua_State *L) {
    bool is_one = lua_type(L, -1) == LUA_TSTRING && lua_rawlen(L, -1) == 1;
    uint8_t c = is_one ? (uint8_t)*lua_tostring(L, -1) : 0;
    if (c == 0 || c >= 0x80 || strchr("\"\n\r", c)) {
        lh_raise_option(L, "delimiter", "one character, such as \",\", \";\" or \"\\t\"");
    }
    return c;
}

static void read_options(lua_State *L, given_text *given, int options) {
    static const char *const known[] = {"charset", "delimiter", "fields", "header", "numbers", "quote", NULL};
    given->quotes = true;
    if (lua_isnoneornil(L, options)) return;
    lh_check_options(L, options, "csv", known);
    if (lua_getfield(L, options, "delimiter") != LUA_TNIL) {
        given->delimiter = lh_csv_delimiter(L);
    }
    if (lua_getfield(L, options, "quote") != LUA_TNIL) {
        if (!lua_isboolean(L, -1)) lh_raise_option(L, "quote", "true or false");
        given->quotes = lua_toboolean(L, -1);
    }
    lua_pop(L, 2);
}

/// The first line that is not UTF-8.
static const uint8_t *find_invalid(const given_text *given) {
    const uint8_t *line = given->bytes, *end = line + given->count;
    for (;;) {
        const uint8_t *newline = memchr(line, '\n', (size_t)(end - line));
        if (!newline || !lh_utf8_valid((const char *)line, (size_t)(newline - line))) return line;
        line = newline + 1;
    }
}

/// For lua_pcall: (light userdata of a given_text, options) -> rows
static int build(lua_State *L) {
    given_text *given = lua_touserdata(L, 1);
    lh_csv csv = {.options = 2, .scratch = &given->scratch};
    lh_csv_begin(&csv.scanner, given->bytes, given->count, given->delimiter, given->quotes);
    if (!lh_utf8_valid((const char *)given->bytes, given->count)) lh_csv_fail(L, &csv, find_invalid(given), LH_NOT_UTF8);
    lh_csv_layout layout = lh_csv_read_layout(L, &csv);
    lh_csv_push_rows(L, &csv, &layout);
    return 1;
}

/// The options are at the index 2.
static int decode(lua_State *L, void *context, const uint8_t *bytes, size_t count, bool is_utf8) {
    (void)is_utf8;
    given_text *given = context;
    given->bytes = bytes;
    given->count = count;
    given->scratch.limit = lh_machine_of(L)->heap.limit;
    bool paused = lh_pause_collector(L, count);
    lua_pushcfunction(L, build);
    lua_pushlightuserdata(L, given);
    lua_pushvalue(L, 2);
    int status = lua_pcall(L, 2, 1, 0);
    lh_resume_collector(L, paused);
    lh_buffer_free(&given->scratch);
    return status;
}

/// host.csv_decode(text, options)
static int decode_text(lua_State *L) {
    if (lua_type(L, 1) != LUA_TSTRING) return lh_raise(L, "csv.decode needs a string, got %s", luaL_typename(L, 1));
    lua_settop(L, 2);
    given_text given = {.count = 0};
    read_options(L, &given, 2);
    size_t count;
    const char *text = lua_tolstring(L, 1, &count);
    if (decode(L, &given, (const uint8_t *)text, count, true) != LUA_OK) return lua_error(L);
    return 1;
}

/// host.body_csv(handle, options)
static int decode_body(lua_State *L) {
    int64_t handle = luaL_checkinteger(L, 1);
    lua_settop(L, 2);
    given_text given = {.count = 0};
    read_options(L, &given, 2);
    lh_borrow_body(L, handle, 2, decode, &given);
    return 1;
}

void lh_open_csv(lua_State *L) {
    static const luaL_Reg functions[] = {
        {"csv_decode", decode_text}, {"body_csv", decode_body}, {"csv_encode", lh_csv_encode}, {NULL, NULL}};
    luaL_setfuncs(L, functions, 0);
}
