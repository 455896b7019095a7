// Bodies that the host keeps for a script: Lua does not see them, but they count as its memory, and only its collector
// finds out which of them nobody can ask for any more.
#include "bodies/bodies.h"

enum { SHARE_OF_LIMIT = 8 };  // may come in between two collections

/// host.collect_for(bytes): collects if the host's bytes make it worth while, and returns whether it did.
static int collect_for(lua_State *L) {
    lh_heap *heap = &lh_machine_of(L)->heap;
    size_t held = (size_t)luaL_checkinteger(L, 1);
    bool due = held >= heap->next_collection || heap->used > heap->limit || held > heap->limit - heap->used;
    if (due) lua_gc(L, LUA_GCCOLLECT);
    lua_pushboolean(L, due);
    return 1;
}

/// host.count_held(bytes): what is left after a collection. Raises if it is too much.
static int count_held(lua_State *L) {
    lh_heap *heap = &lh_machine_of(L)->heap;
    size_t held = (size_t)luaL_checkinteger(L, 1);
    // At least half of what is there then came in since, so that the work stays in proportion.
    size_t share = heap->limit / SHARE_OF_LIMIT;
    heap->next_collection = held + (held > share ? held : share);
    if (heap->used <= heap->limit && held <= heap->limit - heap->used) return 0;
    heap->refused = true;
    lua_pushliteral(L, "not enough memory");
    return lua_error(L);
}

void lh_open_held(lua_State *L) {
    lua_pushcfunction(L, collect_for);
    lua_setfield(L, -2, "collect_for");
    lua_pushcfunction(L, count_held);
    lua_setfield(L, -2, "count_held");
    lh_heap *heap = &lh_machine_of(L)->heap;
    heap->next_collection = heap->limit / SHARE_OF_LIMIT;
}
