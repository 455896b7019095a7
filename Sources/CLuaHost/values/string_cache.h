// Strings seen lately, kept on a Lua stack: records repeat their names and many values, and to push a stack slot again is
// cheaper than to hash and intern the same bytes again.
#pragma once

#include <lua.h>
#include <stdint.h>
#include <string.h>

enum {
    LH_CACHED_STRINGS = 512,
    LH_LONGEST_CACHED = 40,  // longer strings are not interned by Lua
};

typedef struct {
    const char *bytes;    // NULL: nothing is cached here
    uint64_t head, tail;  // its first and last eight bytes
    uint32_t count;
    uint32_t mark;  // who asked last for this place
} lh_cached_string;

typedef struct {
    int base;  // its slots begin behind this index; 0: there is no cache
    lh_cached_string strings[LH_CACHED_STRINGS];
} lh_string_cache;

/// Takes LH_CACHED_STRINGS slots of the stack, for which there must be room.
static inline void lh_open_cache(lua_State *L, lh_string_cache *cache) {
    memset(cache->strings, 0, sizeof cache->strings);
    cache->base = lua_gettop(L) + 1;
    lua_settop(L, lua_gettop(L) + LH_CACHED_STRINGS);
}

/// Pushes a string. It enters the cache when it is seen a second time, so that strings that never come again do not push
/// out those that do. Raises.
static inline void lh_push_cached(lua_State *L, lh_string_cache *cache, const char *bytes, size_t count) {
    if (!cache->base || count > LH_LONGEST_CACHED) {
        lua_pushlstring(L, bytes, count);
        return;
    }
    uint64_t head = 0, tail = 0;
    if (count >= 8) {
        memcpy(&head, bytes, 8);
        memcpy(&tail, bytes + count - 8, 8);
    } else {
        for (size_t i = 0; i < count; i++) head = head << 8 | (uint8_t)bytes[i];
    }
    uint64_t hash = (head ^ (tail << 17 | tail >> 47) ^ count) * 0x9E3779B97F4A7C15;
    hash ^= hash >> 29;
    hash *= 0xD6E8FEB86659FD93;
    size_t place = hash >> 55;
    lh_cached_string *cached = &cache->strings[place];
    if (cached->bytes && cached->count == count && cached->head == head && cached->tail == tail
        && (count <= 16 || memcmp(cached->bytes + 8, bytes + 8, count - 16) == 0)) {
        lua_pushvalue(L, cache->base + (int)place);
        return;
    }
    uint32_t mark = (uint32_t)(hash >> 20) | 1;
    if (cached->mark != mark) {
        cached->mark = mark;
        lua_pushlstring(L, bytes, count);
        return;
    }
    cached->bytes = NULL;  // stays so if the next line raises
    cached->bytes = lua_pushlstring(L, bytes, count);
    cached->head = head;
    cached->tail = tail;
    cached->count = (uint32_t)count;
    lua_copy(L, -1, cache->base + (int)place);
}
