// host.xml_decode and host.body_xml.
#include "xml/xml.h"

#include <stddef.h>
#include <string.h>

enum {
    DEFAULT_MAX_DEPTH = 1000,
    GREATEST_MAX_DEPTH = 50000,  // each level takes some slots of Lua's stack, which has a million
    WORTH_CACHING = 1 << 14,     // bytes of text
};

static bool boolean_option(lua_State *L, int options, const char *name, bool otherwise) {
    bool value = lua_getfield(L, options, name) == LUA_TNIL ? otherwise : lua_toboolean(L, -1);
    lua_pop(L, 1);
    return value;
}

/// Pushes a table whose keys are the names of the option `lists`, or nil.
static void push_lists(lua_State *L, int options) {
    if (lua_getfield(L, options, "lists") == LUA_TNIL) return;
    if (!lua_istable(L, -1)) lh_raise_option(L, "lists", "a list of names");
    lua_newtable(L);
    for (lua_Integer i = 1; lua_rawgeti(L, -2, i) != LUA_TNIL; i++) {
        if (lua_type(L, -1) != LUA_TSTRING) lh_raise_option(L, "lists", "a list of names");
        lua_pushboolean(L, 1);
        lua_rawset(L, -3);
    }
    lua_pop(L, 1);
    lua_remove(L, -2);
}

/// Leaves the names of `lists` (or nil) on top of the stack.
static void read_options(lua_State *L, lh_xml *xml, int options) {
    static const char *const known[] = {"charset", "lists", "max_depth", "namespaces", "path", "trim", NULL};
    xml->max_depth = DEFAULT_MAX_DEPTH;
    xml->keeps_prefixes = true;
    if (lua_isnoneornil(L, options)) {
        lua_pushnil(L);
        return;
    }
    lh_check_options(L, options, "xml", known);
    if (lua_getfield(L, options, "max_depth") != LUA_TNIL) {
        lua_Integer depth = lua_tointeger(L, -1);
        if (depth < 1 || depth > GREATEST_MAX_DEPTH) lh_raise_option(L, "max_depth", "a number from 1 to 50000");
        xml->max_depth = (int)depth;
    }
    lua_pop(L, 1);
    xml->keeps_prefixes = boolean_option(L, options, "namespaces", true);
    xml->trims = boolean_option(L, options, "trim", false);
    if (lua_getfield(L, options, "path") != LUA_TNIL) {
        if (lua_type(L, -1) != LUA_TSTRING) lh_raise_option(L, "path", "a string");
        lh_xml_read_path(L, &xml->path, -1);
    }
    lua_pop(L, 1);
    push_lists(L, options);
}

/// Leaves all that the reading needs on the stack.
static lh_xml *prepare(lua_State *L, int options) {
    lh_check_stack(L, 16);
    lh_xml *xml = lua_newuserdatauv(L, sizeof *xml, 0);
    memset(xml, 0, offsetof(lh_xml, notes));
    xml->note_count = xml->byte_count = 0;
    read_options(L, xml, options);
    if (xml->path.element_count == 0) xml->inside = 1;  // so the document is, as if it were an element
    lh_xml_new_builder(L, xml);
    xml->builder = lua_newthread(L);
    xml->L = L;
    lua_pushcfunction(xml->builder, lh_xml_build);
    lua_pushlightuserdata(xml->builder, xml);
    lua_pushvalue(L, -3);
    lua_xmove(L, xml->builder, 1);
    return xml;
}

static int read_document(lua_State *L, void *context, const uint8_t *bytes, size_t count, bool is_utf8) {
    lh_xml *xml = context;
    bool paused = lh_pause_collector(L, count);
    xml->is_large = count >= WORTH_CACHING;
    lh_xml_read(xml, bytes, count, is_utf8);
    lh_resume_collector(L, paused);
    return LUA_OK;
}

static int raise_problem(lua_State *L, const lh_xml *xml, size_t line, size_t column) {
    char message[320];
    int used = snprintf(message, sizeof message, "invalid XML at line %zu, column %zu: ", line, column);
    char *end = message + used;
    size_t left = sizeof message - (size_t)used;
    if (*xml->unknown_encoding) {
        snprintf(
            end, left, "the encoding '%s' cannot be read; UTF-8, UTF-16, ISO-8859-1, windows-1252 and US-ASCII can",
            xml->unknown_encoding);
    } else if (xml->is_too_deep) {
        snprintf(end, left, "more than %d levels of elements; the option max_depth allows more", xml->max_depth);
    } else {
        snprintf(end, left, "%s", xml->problem);
    }
    return lh_raise_flaw(L, &(lh_flaw){.message = message, .line = line, .column = column});
}

/// Pushes the value, or raises.
static int finish(lua_State *L, lh_xml *xml) {
    size_t line = 0, column = 0;
    bool no_memory = !xml->parser || XML_GetErrorCode(xml->parser) == XML_ERROR_NO_MEMORY;
    if (xml->parser) {
        line = XML_GetCurrentLineNumber(xml->parser);
        column = XML_GetCurrentColumnNumber(xml->parser) + 1;
        XML_ParserFree(xml->parser);
    }
    lh_xml_free_builder(xml);
    if (lh_stopped(lh_machine_of(L))) return lh_raise_stop(L);
    if (no_memory) return luaL_error(L, "not enough memory");
    if (xml->status != LUA_OK && xml->status != LUA_YIELD) {
        lua_xmove(xml->builder, L, 1);
        return lua_error(L);
    }
    if (xml->problem || xml->is_too_deep) return raise_problem(L, xml, line, column);
    lua_xmove(xml->builder, L, 1);
    if (xml->path.path.count) lh_xml_follow_path(L, &xml->path);
    return 1;
}

/// host.xml_decode(text, options, is_utf8)
static int decode_text(lua_State *L) {
    if (lua_type(L, 1) != LUA_TSTRING) return lh_raise(L, "xml.decode needs a string, got %s", luaL_typename(L, 1));
    lua_settop(L, 3);
    size_t count;
    const char *text = lua_tolstring(L, 1, &count);
    lh_xml *xml = prepare(L, 2);
    read_document(L, xml, (const uint8_t *)text, count, lua_toboolean(L, 3));
    return finish(L, xml);
}

/// host.body_xml(handle, options)
static int decode_body(lua_State *L) {
    int64_t handle = luaL_checkinteger(L, 1);
    lua_settop(L, 2);
    lh_xml *xml = prepare(L, 2);
    lh_borrow_body(L, handle, 2, read_document, xml);
    return finish(L, xml);
}

void lh_open_xml(lua_State *L) {
    static const luaL_Reg functions[] = {{"xml_decode", decode_text}, {"body_xml", decode_body}, {NULL, NULL}};
    luaL_setfuncs(L, functions, 0);
}
