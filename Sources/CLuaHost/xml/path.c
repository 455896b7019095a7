#include "xml/path.h"

#include "paths/selection.h"

#include <string.h>

static bool is_text_name(const lh_step *step) { return step->count == 5 && memcmp(step->name, "#text", 5) == 0; }

void lh_xml_read_path(lua_State *L, lh_xml_path *path, int index) {
    size_t count;
    const char *text = lua_tolstring(L, index, &count);
    if (lh_path_is_query(text, count)) {
        lh_raise_path(L, text, count, "XML is not searched by JSONPath; write names joined by dots", 0);
    }
    if (!lh_path_compile(text, count, &path->path)) {
        lh_raise_path(L, text, count, path->path.problem, path->path.offset);
    }
    path->element_count = 0;
    for (int i = 0; i < path->path.count; i++) {
        const lh_step *step = &path->path.steps[i];
        if (step->kind != LH_NAME || (step->count > 0 && *step->name == '@') || is_text_name(step)) continue;
        path->elements[path->element_count++] = step;
    }
}

// MARK: Following

static bool is_list(lua_State *L, int index) { return lua_istable(L, index) && lua_rawlen(L, index) > 0; }

/// Replaces the value on top of the stack by what one step leads to, or nil.
static void take(lua_State *L, const lh_step *step) {
    if (step->kind == LH_INDEX) {
        if (is_list(L, -1)) lua_rawgeti(L, -1, step->index + 1);
        else if (step->index == 0) lua_pushvalue(L, -1);  // one element alone stands for a list of one
        else lua_pushnil(L);
    } else if (!lua_istable(L, -1)) {
        // An element with nothing but text is a string.
        if (is_text_name(step) && lua_isstring(L, -1)) lua_pushvalue(L, -1);
        else lua_pushnil(L);
    } else {
        lua_pushlstring(L, step->name, step->count);
        lua_rawget(L, -2);
    }
    lua_remove(L, -2);
}

/// Appends what the steps lead to from the value on top of the stack, which is popped.
static void collect(lua_State *L, const lh_step *step, const lh_step *end, int list) {
    luaL_checkstack(L, 4, NULL);
    for (; step < end && step->kind != LH_EVERY; step++) take(L, step);
    if (lua_isnil(L, -1)) {
        lua_pop(L, 1);
    } else if (step == end) {
        lua_rawseti(L, list, (lua_Integer)lua_rawlen(L, list) + 1);
    } else if (is_list(L, -1)) {
        lua_Integer count = (lua_Integer)lua_rawlen(L, -1);
        for (lua_Integer i = 1; i <= count; i++) {
            lua_rawgeti(L, -1, i);
            collect(L, step + 1, end, list);
        }
        lua_pop(L, 1);
    } else {
        collect(L, step + 1, end, list);
    }
}

void lh_xml_follow_path(lua_State *L, const lh_xml_path *path) {
    const lh_step *step = path->path.steps, *end = step + path->path.count;
    for (; step < end && step->kind != LH_EVERY; step++) take(L, step);
    if (step == end) return;
    lua_newtable(L);
    lua_insert(L, -2);
    int list = lua_gettop(L) - 1;
    collect(L, step, end, list);
    if (lua_rawlen(L, list) == 0) lh_mark_array(L);
}
