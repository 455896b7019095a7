// Lua values to tape: a tag, then bytes in the machine's own order.
//   N nil  Z JSON null  T true  F false  I int64  D double  S u32 bytes  [ u32 values  { u32 (string value) pairs
#include "machine.h"

#include <string.h>

void lh_put_tag(lh_buffer *out, char tag) { lh_buffer_append(out, &tag, 1); }

static void put_count(lh_buffer *out, char tag, uint32_t count) {
    char head[5] = {tag};
    memcpy(head + 1, &count, 4);
    lh_buffer_append(out, head, 5);
}

static void put_word(lh_buffer *out, char tag, const void *word) {
    char item[9] = {tag};
    memcpy(item + 1, word, 8);
    lh_buffer_append(out, item, 9);
}

void lh_put_integer(lh_buffer *out, int64_t value) { put_word(out, 'I', &value); }

void lh_put_string(lh_buffer *out, const char *bytes, size_t count) {
    if (count > UINT32_MAX) {
        out->failed = true;
        return;
    }
    put_count(out, 'S', (uint32_t)count);
    lh_buffer_append(out, bytes, count);
}

void lh_put_list(lh_buffer *out, uint32_t count) { put_count(out, '[', count); }

static const char *encode(lua_State *L, int index, lh_buffer *out, bool anyhow, int depth);

/// What cannot leave Lua: an error, or (anyhow) its description.
static const char *refuse(lh_buffer *out, bool anyhow, const char *what, const char *why) {
    if (!anyhow) return why;
    lh_put_string(out, what, strlen(what));
    return NULL;
}

bool lh_is_marked_list(lua_State *L, int table) {
    int top = lua_gettop(L);
    if (!lua_getmetatable(L, table)) return false;
    lua_rawgetp(L, LUA_REGISTRYINDEX, &lh_key_array);
    bool marked = lua_rawequal(L, -1, -2) || lua_rawgetp(L, -2, &lh_key_shape) != LUA_TNIL;
    lua_settop(L, top);
    return marked;
}

const char *lh_stands_for(lua_State *L, int table) {
    char *what = lh_machine_of(L)->stands_for;
    bool found = false;
    if (!lua_checkstack(L, 4) || !lua_getmetatable(L, table)) return NULL;
    lua_pushnil(L);  // lua_getfield would have to make a string
    while (!found && lua_next(L, -2)) {
        found = lua_type(L, -2) == LUA_TSTRING && lua_type(L, -1) == LUA_TSTRING
            && strcmp(lua_tostring(L, -2), "__metatable") == 0;
        if (found) snprintf(what, sizeof lh_machine_of(L)->stands_for, "a %s", lua_tostring(L, -1));
        lua_pop(L, found ? 2 : 1);
    }
    lua_pop(L, 1);
    return found ? what : NULL;
}

static const char *encode_table(lua_State *L, int table, lh_buffer *out, bool anyhow, int depth) {
    if (depth >= LH_MAX_DEPTH || !lua_checkstack(L, 6)) {
        return refuse(out, anyhow, "<deep table>", "a table that is nested too deeply, or contains itself");
    }
    lua_Unsigned length = lua_rawlen(L, table);
    size_t start = out->count;
    uint32_t named = 0;
    lua_Unsigned listed = 0;
    put_count(out, '{', 0);  // patched below
    lua_pushnil(L);
    while (lua_next(L, table)) {
        const char *problem = NULL;
        if (lua_type(L, -2) == LUA_TSTRING) {
            size_t count;
            const char *key = lua_tolstring(L, -2, &count);
            lh_put_string(out, key, count);
            problem = encode(L, -1, out, anyhow, depth + 1);
            named++;
        } else if (lua_isinteger(L, -2) && (lua_Unsigned)lua_tointeger(L, -2) - 1 < length) {
            listed++;
        } else if (!anyhow) {
            problem = "a table whose keys are neither names nor 1, 2, 3 …";
        }
        if (problem || out->failed) {
            lua_pop(L, 2);
            return problem;
        }
        lua_pop(L, 1);
    }
    if (out->failed) return NULL;
    if (named == 0 && length == 0) {
        const char *what = lh_stands_for(L, table);
        if (what && !anyhow) return what;
    }
    if (anyhow ? named > 0 : listed == 0 && (named > 0 || !lh_is_marked_list(L, table))) {
        memcpy(out->bytes + start + 1, &named, 4);
        return NULL;
    }
    if (named > 0) return "a table with both a list and names";
    if (!anyhow && listed != length) return "a list with holes";
    if (length > UINT32_MAX) return "a list that is too long";
    out->count = start;
    put_count(out, '[', (uint32_t)length);
    for (lua_Unsigned i = 1; i <= length; i++) {
        lua_rawgeti(L, table, (lua_Integer)i);
        const char *problem = encode(L, -1, out, anyhow, depth + 1);
        lua_pop(L, 1);
        if (problem || out->failed) return problem;
    }
    return NULL;
}

static const char *encode(lua_State *L, int index, lh_buffer *out, bool anyhow, int depth) {
    switch (lua_type(L, index)) {
    case LUA_TNIL: lh_put_tag(out, 'N'); return NULL;
    case LUA_TBOOLEAN: lh_put_tag(out, lua_toboolean(L, index) ? 'T' : 'F'); return NULL;
    case LUA_TNUMBER: {
        if (lua_isinteger(L, index)) {
            lh_put_integer(out, lua_tointeger(L, index));
        } else {
            double number = lua_tonumber(L, index);
            put_word(out, 'D', &number);
        }
        return NULL;
    }
    case LUA_TSTRING: {
        size_t count;
        const char *bytes = lua_tolstring(L, index, &count);
        lh_put_string(out, bytes, count);
        return NULL;
    }
    case LUA_TTABLE: return encode_table(L, lua_absindex(L, index), out, anyhow, depth);
    case LUA_TLIGHTUSERDATA:
        if (lua_touserdata(L, index) == &lh_json_null) {
            lh_put_tag(out, 'Z');
            return NULL;
        }
        return refuse(out, anyhow, "<userdata>", "a userdata");
    case LUA_TFUNCTION: return refuse(out, anyhow, "<function>", "a function");
    case LUA_TTHREAD: return refuse(out, anyhow, "<coroutine>", "a coroutine");
    default: return refuse(out, anyhow, "<userdata>", "a userdata");
    }
}

const char *lh_encode(lua_State *L, int index, lh_buffer *out) {
    const char *problem = encode(L, index, out, false, 0);
    return problem ? problem : out->failed ? "a value that is too large" : NULL;
}

void lh_encode_anyhow(lua_State *L, int index, lh_buffer *out) { encode(L, index, out, true, 0); }
