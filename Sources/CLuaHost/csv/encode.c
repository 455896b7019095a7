// host.csv_encode: RFC 4180.
#include "csv/csv.h"
#include "json/json.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    lh_buffer text;
    char delimiter;
    bool guards;
    bool has_header;
    int columns;  // the index of the list of their names; 0: rows are lists
} encoder;

int lh_json_encode(lua_State *L);

static void put(encoder *e, const char *bytes, size_t count) { lh_buffer_append(&e->text, bytes, count); }

/// Whether readers would take the beginning of a text for something else: Excel's line about the delimiter, or a byte
/// order mark.
static bool is_mark(const char *text, size_t count) {
    return (count >= 4 && memcmp(text, "sep=", 4) == 0) || (count >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0);
}

/// `only`: there is no other cell in the row.
static void put_cell(encoder *e, const char *text, size_t count, bool guarded, bool only) {
    // A spreadsheet would take these for a formula.
    bool guard = guarded && count && strchr("=+-@\t\r", *text) && *text;
    bool quote = only && count == 0;  // else the line would be empty, and readers skip those
    if (e->text.count == 0) quote = quote || is_mark(text, count);
    for (size_t i = 0; i < count && !quote; i++) {
        quote = text[i] == e->delimiter || text[i] == '"' || text[i] == '\n' || text[i] == '\r';
    }
    if (quote) put(e, "\"", 1);
    if (guard) put(e, "'", 1);
    if (!quote) {
        put(e, text, count);
        return;
    }
    for (const char *end = text + count; text < end;) {
        const char *next = memchr(text, '"', (size_t)(end - text));
        if (!next) next = end - 1;
        put(e, text, (size_t)(next + 1 - text));
        if (*next == '"') put(e, "\"", 1);
        text = next + 1;
    }
    put(e, "\"", 1);
}

static void refuse(lua_State *L, lua_Integer row, const char *what) {
    lh_raise(L, "csv.encode: %s in row %lld cannot be written", what, (long long)row);
}

/// The value on top of the stack, which is popped.
static void put_value(lua_State *L, encoder *e, lua_Integer row, bool only) {
    char number[40];
    size_t count;
    const char *text;
    switch (lua_type(L, -1)) {
    case LUA_TSTRING:
        text = lua_tolstring(L, -1, &count);
        put_cell(e, text, count, e->guards, only);
        break;
    case LUA_TNUMBER:
        if (lua_isinteger(L, -1)) {
            count = (size_t)snprintf(number, sizeof number, "%lld", (long long)lua_tointeger(L, -1));
        } else {
            if (!isfinite(lua_tonumber(L, -1))) refuse(L, row, isnan(lua_tonumber(L, -1)) ? "nan" : "inf");
            count = lh_format_double(lua_tonumber(L, -1), number);
        }
        put_cell(e, number, count, false, only);
        break;
    case LUA_TBOOLEAN:
        text = lua_toboolean(L, -1) ? "true" : "false";
        put_cell(e, text, strlen(text), false, only);
        break;
    case LUA_TTABLE:
        lua_pushcfunction(L, lh_json_encode);
        lua_insert(L, -2);
        lua_call(L, 1, 1);
        text = lua_tolstring(L, -1, &count);
        put_cell(e, text, count, e->guards, only);
        break;
    default:
        if (!lua_isnil(L, -1) && lua_touserdata(L, -1) != &lh_json_null) refuse(L, row, luaL_typename(L, -1));
        put_cell(e, "", 0, false, only);
    }
    lua_pop(L, 1);
}

static void put_row(lua_State *L, encoder *e, int rows, lua_Integer row) {
    if (lua_rawgeti(L, rows, row) != LUA_TTABLE) {
        lh_raise(L, "csv.encode: row %lld is a %s, not a table", (long long)row, luaL_typename(L, -1));
    }
    int table = lua_gettop(L);
    lua_Integer count = (lua_Integer)lua_rawlen(L, e->columns ? e->columns : table);
    for (lua_Integer i = 1; i <= count; i++) {
        if (i > 1) put(e, &e->delimiter, 1);
        if (e->columns) {
            lua_rawgeti(L, e->columns, i);
            lua_gettable(L, table);
        } else {
            lua_rawgeti(L, table, i);
        }
        put_value(L, e, row, count == 1);
    }
    put(e, "\r\n", 2);
    lua_pop(L, 1);
    if (e->text.failed) luaL_error(L, "not enough memory");
}

typedef struct {
    const char *bytes;
    size_t count;
} name;

static int compare(const void *a, const void *b) {
    const name *left = a, *right = b;
    size_t count = left->count < right->count ? left->count : right->count;
    int order = memcmp(left->bytes, right->bytes, count);
    return order ? order : (left->count > right->count) - (left->count < right->count);
}

/// Pushes a list of all names that rows have, in order.
static void push_all_names(lua_State *L, int rows) {
    lua_newtable(L);
    int seen = lua_gettop(L);
    size_t count = 0;
    for (lua_Integer row = 1; lua_rawgeti(L, rows, row) != LUA_TNIL; row++) {
        if (!lua_istable(L, -1)) lh_raise(L, "csv.encode: row %lld is a %s, not a table", (long long)row, luaL_typename(L, -1));
        for (lua_pushnil(L); lua_next(L, -2); lua_pop(L, 1)) {
            if (lua_type(L, -2) != LUA_TSTRING) {
                lh_raise(L, "csv.encode: row %lld has a key that is not a column's name", (long long)row);
            }
            lua_pushvalue(L, -2);
            if (lua_rawget(L, seen) == LUA_TNIL) {
                lua_pushvalue(L, -3);
                lua_pushboolean(L, 1);
                lua_rawset(L, seen);
                count++;
            }
            lua_pop(L, 1);
        }
        lua_pop(L, 1);
    }
    lua_pop(L, 1);
    name *names = lua_newuserdatauv(L, (count + 1) * sizeof *names, 0);  // their bytes are the table's
    size_t found = 0;
    for (lua_pushnil(L); lua_next(L, seen); lua_pop(L, 1)) {
        names[found].bytes = lua_tolstring(L, -2, &names[found].count);
        found++;
    }
    qsort(names, found, sizeof *names, compare);
    lua_createtable(L, (int)found, 0);
    for (size_t i = 0; i < found; i++) {
        lua_pushlstring(L, names[i].bytes, names[i].count);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
}

/// Pushes the list of columns, or nil where the rows are lists.
static void push_columns(lua_State *L, int rows, int options) {
    if (lua_istable(L, options) && lua_getfield(L, options, "columns") != LUA_TNIL) {
        if (!lua_istable(L, -1)) lh_raise_option(L, "columns", "a list of names");
        return;
    }
    lua_rawgeti(L, rows, 1);
    bool is_list = lua_istable(L, -1) && lua_rawlen(L, -1) > 0;
    if (is_list) lua_pushnil(L);
    else push_all_names(L, rows);
}

/// For lua_pcall: (light userdata of an encoder, rows, options) -> text
static int encode(lua_State *L) {
    encoder *e = lua_touserdata(L, 1);
    push_columns(L, 2, 3);
    if (lua_istable(L, -1)) e->columns = lua_gettop(L);
    lua_Integer count = e->columns && e->has_header ? (lua_Integer)lua_rawlen(L, e->columns) : 0;
    for (lua_Integer i = 1; i <= count; i++) {
        if (lua_rawgeti(L, e->columns, i) != LUA_TSTRING) lh_raise_option(L, "columns", "a list of names");
        if (i > 1) put(e, &e->delimiter, 1);
        put_value(L, e, 0, count == 1);
        if (i == count) put(e, "\r\n", 2);
    }
    count = (lua_Integer)lua_rawlen(L, 2);
    for (lua_Integer row = 1; row <= count; row++) put_row(L, e, 2, row);
    if (e->text.failed) return luaL_error(L, "not enough memory");
    lua_pushlstring(L, e->text.count ? (const char *)e->text.bytes : "", e->text.count);
    return 1;
}

static void read_options(lua_State *L, encoder *e) {
    static const char *const known[] = {"columns", "delimiter", "guard", "header", NULL};
    e->delimiter = ',';
    e->has_header = true;
    if (lua_isnil(L, 2)) return;
    lh_check_options(L, 2, "csv.encode", known);
    if (lua_getfield(L, 2, "delimiter") != LUA_TNIL) e->delimiter = (char)lh_csv_delimiter(L);
    if (lua_getfield(L, 2, "header") != LUA_TNIL) e->has_header = lua_toboolean(L, -1);
    lua_getfield(L, 2, "guard");
    e->guards = lua_toboolean(L, -1);
    lua_settop(L, 2);
}

int lh_csv_encode(lua_State *L) {
    if (!lua_istable(L, 1)) return lh_raise(L, "csv.encode needs a list of rows, got %s", luaL_typename(L, 1));
    lua_settop(L, 2);
    encoder e = {.text = {.limit = lh_machine_of(L)->heap.limit}};
    read_options(L, &e);
    lua_pushcfunction(L, encode);
    lua_pushlightuserdata(L, &e);
    lua_pushvalue(L, 1);
    lua_pushvalue(L, 2);
    int status = lua_pcall(L, 3, 1, 0);
    lh_buffer_free(&e.text);
    return status == LUA_OK ? 1 : lua_error(L);
}
