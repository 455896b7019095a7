// json.encode: Lua values to text, in a stable order, refusing what JSON cannot say and naming where it is.
#include "machine.h"

#include "json/json.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/// The way to the value at hand, for messages.
typedef struct step {
    const struct step *parent;
    const char *key;
    lua_Integer index;
} step;

typedef struct {
    lh_buffer text;
    bool sorted;
    const char *indent;  // NULL: all on one line
    size_t indent_count;
    int depth;
} encoder;

static inline void put(encoder *e, const char *bytes, size_t count) {
    if (count > e->text.capacity - e->text.count) {
        lh_buffer_append(&e->text, bytes, count);
        return;
    }
    memcpy(e->text.bytes + e->text.count, bytes, count);
    e->text.count += count;
}

static void append_path(char *path, size_t capacity, const step *at) {
    if (!at) return;
    append_path(path, capacity, at->parent);
    size_t used = strlen(path);
    if (at->key) snprintf(path + used, capacity - used, "%s%s", used ? "." : "", at->key);
    else snprintf(path + used, capacity - used, "[%lld]", (long long)at->index);
}

static void refuse(lua_State *L, const step *at, const char *what) {
    char path[256] = "";
    append_path(path, sizeof path, at);
    lh_raise(L, "cannot encode %s as JSON%s%s", what, *path ? " at " : "", path);
}

static void put_line(encoder *e) {
    if (!e->indent) return;
    put(e, "\n", 1);
    for (int i = 0; i < e->depth; i++) put(e, e->indent, e->indent_count);
}

static void put_string(lua_State *L, encoder *e, int index, const step *at) {
    size_t count;
    const char *text = lua_tolstring(L, index, &count);
    bool ascii = true;
    put(e, "\"", 1);
    size_t from = 0;
    for (size_t i = 0; i < count; i++) {
        uint8_t c = (uint8_t)text[i];
        if (c >= 0x80) ascii = false;
        if (c >= ' ' && c != '"' && c != '\\') continue;
        static const char letters[] = "btn\0fr";  // of \b to \r
        char escape[8] = {'\\', (char)c};
        size_t length = 2;
        if (c >= 8 && c <= 13 && c != 11) escape[1] = letters[c - 8];
        else if (c < ' ') length = (size_t)snprintf(escape, sizeof escape, "\\u%04x", c);
        put(e, text + from, i - from);
        put(e, escape, length);
        from = i + 1;
    }
    put(e, text + from, count - from);
    put(e, "\"", 1);
    if (!ascii && !lh_utf8_valid(text, count)) refuse(L, at, "a string that is not UTF-8");
}

static void put_value(lua_State *L, encoder *e, int index, const step *at);

static void put_list(lua_State *L, encoder *e, int table, lua_Unsigned length, const step *at) {
    put(e, "[", 1);
    e->depth++;
    for (lua_Unsigned i = 1; i <= length; i++) {
        if (i > 1) put(e, ",", 1);
        put_line(e);
        step here = {at, NULL, (lua_Integer)i};
        lua_rawgeti(L, table, (lua_Integer)i);
        put_value(L, e, -1, &here);
        lua_pop(L, 1);
    }
    e->depth--;
    if (length) put_line(e);
    put(e, "]", 1);
}

/// A name and its value; they are the two topmost values of the stack.
static void put_field(lua_State *L, encoder *e, bool first, const step *at) {
    if (!first) put(e, ",", 1);
    put_line(e);
    step here = {at, lua_tostring(L, -2), 0};
    put_string(L, e, -2, &here);
    put(e, ": ", e->indent ? 2 : 1);
    put_value(L, e, -1, &here);
}

typedef struct {
    const char *bytes;
    size_t count;
    int slot;  // on the Lua stack, of the first FEW
} name;

enum { FEW = 24 };

static int compare(const void *a, const void *b) {
    const name *left = a, *right = b;
    size_t count = left->count < right->count ? left->count : right->count;
    int order = memcmp(left->bytes, right->bytes, count);
    return order ? order : (left->count > right->count) - (left->count < right->count);
}

/// Fields in order, when their names are on the stack.
static void put_few(lua_State *L, encoder *e, int table, name *names, size_t count, const step *at) {
    for (size_t i = 1; i < count; i++) {
        name moved = names[i];
        size_t place = i;
        for (; place > 0 && compare(&names[place - 1], &moved) > 0; place--) names[place] = names[place - 1];
        names[place] = moved;
    }
    for (size_t i = 0; i < count; i++) {
        lua_pushvalue(L, names[i].slot);
        lua_pushvalue(L, -1);
        lua_rawget(L, table);
        put_field(L, e, i == 0, at);
        lua_pop(L, 2);
    }
}

/// Fields in order, when they are too many to put their names on the stack.
static void put_many(lua_State *L, encoder *e, int table, size_t count, const step *at) {
    // The names' bytes stay where they are: the table holds the strings.
    name *names = lua_newuserdatauv(L, count * sizeof *names, 0);
    size_t found = 0;
    lua_pushnil(L);
    while (lua_next(L, table)) {
        lua_pop(L, 1);
        names[found].bytes = lua_tolstring(L, -1, &names[found].count);
        found++;
    }
    qsort(names, found, sizeof *names, compare);
    for (size_t i = 0; i < found; i++) {
        lua_pushlstring(L, names[i].bytes, names[i].count);
        lua_pushvalue(L, -1);
        lua_rawget(L, table);
        put_field(L, e, i == 0, at);
        lua_pop(L, 2);
    }
    lua_pop(L, 1);
}

static void put_unsorted(lua_State *L, encoder *e, int table, const step *at) {
    bool first = true;
    lua_pushnil(L);
    while (lua_next(L, table)) {
        put_field(L, e, first, at);
        first = false;
        lua_pop(L, 1);
    }
}

static void put_object(lua_State *L, encoder *e, int table, name *few, size_t count, const step *at) {
    put(e, "{", 1);
    e->depth++;
    if (!e->sorted) put_unsorted(L, e, table, at);
    else if (count <= FEW) put_few(L, e, table, few, count, at);
    else put_many(L, e, table, count, at);
    e->depth--;
    if (count) put_line(e);
    put(e, "}", 1);
}

static void put_table(lua_State *L, encoder *e, int table, const step *at) {
    if (e->depth >= LH_MAX_DEPTH) refuse(L, NULL, "a table that is nested too deeply, or contains itself,");
    lh_check_stack(L, FEW + 8);
    lua_Unsigned length = lua_rawlen(L, table), listed = 0;
    int top = lua_gettop(L);
    name few[FEW];
    size_t named = 0;
    bool other = false;
    lua_pushnil(L);
    while (lua_next(L, table)) {
        lua_pop(L, 1);
        if (lua_type(L, -1) == LUA_TSTRING) {
            if (named < FEW) {
                few[named].bytes = lua_tolstring(L, -1, &few[named].count);
                few[named].slot = lua_gettop(L);
                lua_pushvalue(L, -1);  // lua_next takes this one, the name stays
            }
            named++;
        } else if (lua_isinteger(L, -1) && (lua_Unsigned)lua_tointeger(L, -1) - 1 < length) {
            listed++;
        } else {
            other = true;
        }
    }
    if (other) refuse(L, at, length ? "a list with holes or other keys" : "a table whose keys are not names");
    if (listed && named) refuse(L, at, "a table with both a list and names");
    if (listed != length) refuse(L, at, "a list with holes");
    if (!listed && !named) {
        const char *what = lh_stands_for(L, table);
        if (what) refuse(L, at, what);
    }
    if (listed || (!named && lh_is_marked_list(L, table))) put_list(L, e, table, length, at);
    else put_object(L, e, table, few, named, at);
    lua_settop(L, top);
}

static void put_value(lua_State *L, encoder *e, int index, const step *at) {
    char number[40];
    if (e->text.failed) luaL_error(L, "not enough memory");
    switch (lua_type(L, index)) {
    case LUA_TSTRING: put_string(L, e, index, at); return;
    case LUA_TBOOLEAN: lua_toboolean(L, index) ? put(e, "true", 4) : put(e, "false", 5); return;
    case LUA_TNUMBER:
        if (lua_isinteger(L, index)) {
            put(e, number, (size_t)snprintf(number, sizeof number, "%lld", (long long)lua_tointeger(L, index)));
            return;
        }
        if (!isfinite(lua_tonumber(L, index))) refuse(L, at, isnan(lua_tonumber(L, index)) ? "nan" : "inf");
        put(e, number, lh_format_double(lua_tonumber(L, index), number));
        return;
    case LUA_TTABLE: put_table(L, e, lua_absindex(L, index), at); return;
    case LUA_TNIL: put(e, "null", 4); return;
    case LUA_TLIGHTUSERDATA:
        if (lua_touserdata(L, index) == &lh_json_null) {
            put(e, "null", 4);
            return;
        }
        break;
    default: break;
    }
    lua_pushfstring(L, "a %s", luaL_typename(L, index));
    refuse(L, at, lua_tostring(L, -1));
}

static void read_options(lua_State *L, int options, encoder *e) {
    e->sorted = true;
    if (lua_isnoneornil(L, options)) return;
    luaL_checktype(L, options, LUA_TTABLE);
    if (lua_getfield(L, options, "sort_keys") != LUA_TNIL) e->sorted = lua_toboolean(L, -1);
    lua_getfield(L, options, "pretty");
    if (lua_toboolean(L, -1)) {
        e->indent = "  ";
        e->indent_count = 2;
    }
    lua_getfield(L, options, "indent");  // a string, or a number of spaces; it stays on the stack
    if (lua_type(L, -1) == LUA_TSTRING) {
        e->indent = lua_tolstring(L, -1, &e->indent_count);
    } else if (!lua_isnil(L, -1)) {
        lua_Integer spaces = luaL_checkinteger(L, -1);
        luaL_argcheck(L, spaces >= 0 && spaces <= 16, options, "indent must be 0 to 16");
        e->indent = spaces ? "                " : NULL;
        e->indent_count = (size_t)spaces;
    }
}

static int encode(lua_State *L) {
    encoder *e = lua_touserdata(L, 1);
    put_value(L, e, 2, NULL);
    if (e->text.failed) return luaL_error(L, "not enough memory");
    lua_pushlstring(L, (const char *)e->text.bytes, e->text.count);
    return 1;
}

int lh_json_encode(lua_State *L) {
    lh_machine *machine = lh_machine_of(L);
    encoder e = {.depth = 0};
    luaL_checkany(L, 1);
    lua_settop(L, 2);
    read_options(L, 2, &e);
    e.text = machine->json_text;
    e.text.count = 0;
    e.text.failed = false;
    machine->json_text = (lh_buffer){.limit = e.text.limit};  // a finalizer that encodes meanwhile takes its own
    lua_pushcfunction(L, encode);
    lua_pushlightuserdata(L, &e);
    lua_pushvalue(L, 1);
    int status = lua_pcall(L, 2, 1, 0);
    lh_buffer_free(&machine->json_text);
    if (e.text.capacity > 1 << 20) lh_buffer_free(&e.text);
    machine->json_text = e.text;
    return status == LUA_OK ? 1 : lua_error(L);
}
