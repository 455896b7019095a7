#include "xml/path.h"

#include "bodies/bodies.h"

#include <string.h>

static void refuse(lua_State *L, const char *text, const char *at, const char *why) {
    lua_pushfstring(L, "the path '%s' is wrong at position %d: %s", text, (int)(at - text) + 1, why);
    lh_raise_config(L);
}

static lh_xml_step *add(lua_State *L, lh_xml_path *path, const char *text, const char *at) {
    if (path->count == LH_XML_LONGEST_PATH) refuse(L, text, at, "it has more than 32 steps");
    return &path->steps[path->count++];
}

static void add_name(lua_State *L, lh_xml_path *path, const char *text, const char *name, size_t count) {
    if (count == 0) refuse(L, text, name, "expected a name");
    *add(L, path, text, name) = (lh_xml_step){LH_XML_NAME, name, count, 0};
    if (*name == '@' || (count == 5 && memcmp(name, "#text", 5) == 0)) return;
    path->elements[path->element_count] = name;
    path->lengths[path->element_count++] = count;
}

/// What is between brackets; `at` is behind the opening one. Returns where it goes on.
static const char *add_brackets(lua_State *L, lh_xml_path *path, const char *text, const char *at) {
    if (*at == '*') {
        add(L, path, text, at)->kind = LH_XML_EACH;
        at++;
    } else if (*at == '"') {
        const char *end = strchr(at + 1, '"');
        if (!end) refuse(L, text, at, "a name in quotes does not end");
        add_name(L, path, text, at + 1, (size_t)(end - at - 1));
        at = end + 1;
    } else {
        const char *digits = at;
        lua_Integer index = 0;
        for (; *at >= '0' && *at <= '9' && at - digits < 9; at++) index = index * 10 + (*at - '0');
        if (at == digits) refuse(L, text, at, "expected a number, * or a name in double quotes");
        *add(L, path, text, at) = (lh_xml_step){LH_XML_INDEX, NULL, 0, index};
    }
    if (*at != ']') refuse(L, text, at, "expected ]");
    return at + 1;
}

void lh_xml_read_path(lua_State *L, lh_xml_path *path, const char *text) {
    const char *at = text;
    if (*text == '$') refuse(L, text, text, "XML is not searched by JSONPath; write names joined by dots");
    for (bool needs_name = true; *at || needs_name;) {
        if (*at == '[' && (at == text || at[-1] != '.')) {
            at = add_brackets(L, path, text, at + 1);
        } else {
            size_t count = strcspn(at, ".[]");
            add_name(L, path, text, at, count);
            at += count;
        }
        needs_name = *at == '.';
        if (needs_name) at++;
        else if (*at && *at != '[') refuse(L, text, at, "expected a dot or [");
    }
}

// MARK: Following

static bool is_list(lua_State *L, int index) { return lua_istable(L, index) && lua_rawlen(L, index) > 0; }

/// Replaces the value on top of the stack by what one step leads to, or nil.
static void take(lua_State *L, const lh_xml_step *step) {
    if (step->kind == LH_XML_INDEX) {
        if (is_list(L, -1)) lua_rawgeti(L, -1, step->index + 1);
        else if (step->index == 0) lua_pushvalue(L, -1);  // one element alone stands for a list of one
        else lua_pushnil(L);
    } else if (!lua_istable(L, -1)) {
        // An element with nothing but text is a string.
        bool is_text = step->count == 5 && memcmp(step->name, "#text", 5) == 0 && lua_isstring(L, -1);
        if (is_text) lua_pushvalue(L, -1);
        else lua_pushnil(L);
    } else {
        lua_pushlstring(L, step->name, step->count);
        lua_rawget(L, -2);
    }
    lua_remove(L, -2);
}

/// Appends what the steps lead to from the value on top of the stack, which is popped.
static void collect(lua_State *L, const lh_xml_step *step, const lh_xml_step *end, int list) {
    luaL_checkstack(L, 4, NULL);
    for (; step < end && step->kind != LH_XML_EACH; step++) take(L, step);
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
    const lh_xml_step *step = path->steps, *end = step + path->count;
    for (; step < end && step->kind != LH_XML_EACH; step++) take(L, step);
    if (step == end) return;
    lua_newtable(L);
    lua_insert(L, -2);
    int list = lua_gettop(L) - 1;
    collect(L, step, end, list);
    if (lua_rawlen(L, list) == 0) lh_mark_array(L);
}
