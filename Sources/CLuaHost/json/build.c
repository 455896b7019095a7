// The second stage of decoding: Lua values from the text and the positions that simdjson found. Not recursive, and
// strict: what it does not accept, scan.c explains.
//
// The values of a container wait on the Lua stack until it ends, so that its table is made in the right size.
#include "json/build.h"
#include "json/builder.h"
#include "paths/selection.h"

#include <stdlib.h>

enum {
    CACHED_NAMES = 256,
    CACHED_VALUES = 1024,
    CACHED_STRINGS = CACHED_NAMES + CACHED_VALUES,
    WORTH_CACHING = 1 << 14,  // bytes of text
    LONGEST_CACHED = 40,     // longer strings are not interned by Lua
    MOST_PENDING = 256,      // then a container's values move to its table
    STACK_FOR_PENDING = 400000,  // of the million slots that a Lua stack may have
};

static inline uint64_t load(const char *bytes) {
    uint64_t word;
    memcpy(&word, bytes, 8);
    return word;
}

/// A string of at most LONGEST_CACHED bytes. `object`: of which it is a name; NULL for a value.
///
/// A list of objects repeats its names and many values, and pushing a stack slot is cheaper than hashing and interning the
/// same bytes again. Values enter the cache when they are seen a second time, so that those that never come again do not
/// push out those that do.
static inline void push_cached(lh_builder *b, const char *bytes, size_t count, lh_json_level *object) {
    uint64_t head = 0, tail = 0;
    if (count >= 8) {
        head = load(bytes);
        tail = load(bytes + count - 8);
    } else {
        for (size_t i = 0; i < count; i++) head = head << 8 | (uint8_t)bytes[i];
    }
    uint64_t hash = (head ^ (tail << 17 | tail >> 47) ^ count) * 0x9E3779B97F4A7C15;
    hash ^= hash >> 29;
    hash *= 0xD6E8FEB86659FD93;
    size_t slot = object ? hash >> 56 : CACHED_NAMES + (hash >> 54);
    lh_cached_string *cached = &b->cache[slot];
    uint32_t mark = (uint32_t)(hash >> 20) | 1;
    if (object) {
        // A place that was used since the object began may be of the same name, or of one within an inner object.
        if (cached->mark >= object->number) object->may_repeat = true;
        cached->mark = mark = b->objects;
    }
    if (cached->bytes && cached->count == count && cached->head == head && cached->tail == tail
        && (count <= 16 || memcmp(cached->bytes + 8, bytes + 8, count - 16) == 0)) {
        lua_pushvalue(b->L, b->cache_base + (int)slot);
        return;
    }
    if (cached->mark != mark) {
        cached->mark = mark;
        lua_pushlstring(b->L, bytes, count);
        return;
    }
    cached->bytes = NULL;  // stays so if the next line raises
    cached->bytes = lua_pushlstring(b->L, bytes, count);
    cached->head = head;
    cached->tail = tail;
    cached->count = (uint32_t)count;
    lua_copy(b->L, -1, b->cache_base + (int)slot);
}

char *lh_json_scratch(lh_builder *b, size_t count) {
    lh_json *json = b->json;
    if (json->scratch_count < count) {
        free(json->scratch);
        json->scratch = malloc(count + 256);
        json->scratch_count = json->scratch ? count + 256 : 0;
        if (!json->scratch) luaL_error(b->L, "not enough memory");
    }
    return json->scratch;
}

static bool push_unescaped(lh_builder *b, const uint8_t *text, size_t count) {
    char *scratch = lh_json_scratch(b, count);
    size_t plain = lh_json_unescape(text, count, scratch);
    if (plain == SIZE_MAX) return false;
    lua_pushlstring(b->L, scratch, plain);
    return true;
}

/// `text` is behind the opening quote.
static inline bool push_string(lh_builder *b, const uint8_t *text, lh_json_level *object) {
    const uint8_t *end = lh_string_end(b);
    size_t count = (size_t)(end - text);
    bool escaped = lh_find_escape(b, text, end) != NULL;
    if (!escaped && count <= LONGEST_CACHED && b->cache) {
        push_cached(b, (const char *)text, count, object);
        return true;
    }
    if (object) object->may_repeat = true;
    if (escaped) return push_unescaped(b, text, count);
    lua_pushlstring(b->L, (const char *)text, count);
    return true;
}

static bool push_float(lh_builder *b, const uint8_t *start, const uint8_t *at) {
    at = lh_skip_fraction(b, at);
    double number;
    if (!at || !lh_parse_double((const char *)start, (size_t)(at - start), &number)) return false;
    lua_pushnumber(b->L, number);
    return true;
}

static inline bool push_number(lh_builder *b, const uint8_t *start) {
    bool negative = *start == '-';
    const uint8_t *digits = start + negative, *at = digits;
    uint64_t value = 0;
    for (; at < b->end && (uint8_t)(*at - '0') < 10; at++) value = value * 10 + (uint8_t)(*at - '0');
    size_t count = (size_t)(at - digits);
    if (count == 0 || (count > 1 && *digits == '0')) return false;
    // 18 digits always fit. 19 may wrap at most past 2^63: that shows as a "negative" number.
    bool fits = count < 19 || (count == 19 && value <= (uint64_t)INT64_MAX + negative);
    if (!fits || !lh_ends_scalar(b, at)) return push_float(b, start, at);
    lua_pushinteger(b->L, (lua_Integer)(negative ? 0 - value : value));
    return true;
}

static inline bool push_word(lh_builder *b, const uint8_t *at) {
    if (*at == 'n') {
        lua_pushlightuserdata(b->L, &lh_json_null);
        return lh_is_word(b, at, "null", 4);
    }
    lua_pushboolean(b->L, *at == 't');
    return *at == 't' ? lh_is_word(b, at, "true", 4) : lh_is_word(b, at, "false", 5);
}

/// Moves the values that wait above a container's slot into its table.
static void store(lh_builder *b, lh_json_level *level, int room) {
    lua_State *L = b->L;
    int pending = (int)level->pending;
    if (level->stored < 0) {
        lua_createtable(L, level->is_array ? pending + room : 0, level->is_array ? 0 : pending + room);
        lua_replace(L, level->slot);
        level->stored = 0;
    }
    if (level->is_array) {
        for (int i = pending; i > 0; i--) lua_rawseti(L, level->slot, level->stored + i);
    } else if (!level->may_repeat && level->stored == 0) {
        for (int i = pending; i > 0; i--) lua_rawset(L, level->slot);
    } else {
        for (int i = 0; i < pending; i++) {  // in order: of equal names the last counts
            lua_pushvalue(L, level->slot + 1 + 2 * i);
            lua_pushvalue(L, level->slot + 2 + 2 * i);
            lua_rawset(L, level->slot);
        }
        lua_settop(L, level->slot);
    }
    level->stored += pending;
    level->pending = 0;
}

bool lh_json_build_value(lh_builder *b) {
    lua_State *L = b->L;
    lh_json_level *const outermost = b->json->levels + b->depth, *const innermost = b->json->levels + b->json->max_depth;
    lh_json_level *level = outermost;  // outermost itself is never used: levels count from 1
    uint32_t most_pending = STACK_FOR_PENDING / (uint32_t)(b->json->max_depth + 1) / 2;
    if (most_pending > MOST_PENDING) most_pending = MOST_PENDING;

value:
    if (b->next == b->last) return false;
    {
        const uint8_t *at = b->text + *b->next++;
        switch (*at) {
        case '"':
            if (!push_string(b, at + 1, NULL)) return false;
            break;
        case '{':
        case '[':
            if (level == innermost) return false;
            lh_check_stack(L, 2 * (int)most_pending + 8);
            lua_pushnil(L);
            *++level = (lh_json_level){
                .slot = lua_gettop(L), .stored = -1, .is_array = *at == '[', .number = ++b->objects};
            if (b->next < b->last && b->text[*b->next] == *at + 2) {  // ']' is '[' + 2, '}' is '{' + 2
                b->next++;
                goto close;
            }
            if (level->is_array) goto value;
            goto name;
        case 't':
        case 'f':
        case 'n':
            if (!push_word(b, at)) return false;
            break;
        default:
            if (!push_number(b, at)) return false;
        }
    }

stored:
    if (level == outermost) return true;
    if (++level->pending == most_pending) store(b, level, (int)most_pending);
    if (b->next == b->last) return false;
    switch (b->text[*b->next++]) {
    case ',':
        if (level->is_array) goto value;
        goto name;
    case ']':
        if (level->is_array) goto close;
        return false;
    case '}':
        if (!level->is_array) goto close;
        return false;
    default: return false;
    }

name:
    if (b->last - b->next < 2) return false;
    {
        const uint8_t *at = b->text + *b->next++;
        if (*at != '"' || !push_string(b, at + 1, level) || b->text[*b->next++] != ':') return false;
    }
    goto value;

close:
    store(b, level, 0);
    if (level->is_array && level->stored == 0) {
        lua_pushvalue(L, b->array_mark);
        lua_setmetatable(L, -2);
    }
    level--;
    goto stored;
}

/// Prepares what is open for the deepest document.
static bool reserve_levels(lh_json *json) {
    if (json->level_count > json->max_depth) return true;
    lh_json_level *levels = realloc(json->levels, ((size_t)json->max_depth + 1) * sizeof *levels);
    if (levels) json->levels = levels;
    uint8_t *closers = realloc(json->closers, (size_t)json->max_depth + 1);
    if (closers) json->closers = closers;
    if (!levels || !closers) return false;
    json->level_count = json->max_depth + 1;
    return true;
}

int lh_json_build(lua_State *L) {
    lh_json *json = lua_touserdata(L, 1);
    if (!reserve_levels(json)) luaL_error(L, "not enough memory");
    lh_builder b = {
        .L = L,
        .json = json,
        .text = json->text,
        .end = json->text + json->count,
        .next = json->positions,
        .last = json->positions + json->position_count,
        .searched = json->text,
    };
    lua_rawgetp(L, LUA_REGISTRYINDEX, &lh_key_array);
    b.array_mark = lua_gettop(L);
    if (json->count >= WORTH_CACHING) {
        lh_check_stack(L, CACHED_STRINGS + 16);
        b.cache = lua_newuserdatauv(L, CACHED_STRINGS * sizeof *b.cache, 0);
        memset(b.cache, 0, CACHED_STRINGS * sizeof *b.cache);
        b.cache_base = lua_gettop(L) + 1;
        lua_settop(L, lua_gettop(L) + CACHED_STRINGS);
    }
    if (json->selection) return lh_json_select(&b, json->selection) ? lh_selection_results(L, json->selection) : 0;
    return lh_json_build_value(&b) && b.next == b.last ? 1 : 0;
}
