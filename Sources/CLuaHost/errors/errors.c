// Error objects (tables whose tostring is their message), and errors that carry the script's position.
#include "machine.h"

#include <stdarg.h>
#include <string.h>

bool lh_is_prelude(const char *source) { return strncmp(source, "=[oauthlua", 10) == 0; }

bool lh_script_frame(lua_State *L, lua_Debug *frame) {
    lh_resumption *resumption = lh_machine_of(L)->resumptions;
    for (lua_State *thread = L; thread; resumption = resumption->below) {
        for (int level = 0; lua_getstack(thread, level, frame); level++) {
            lua_getinfo(thread, "Sl", frame);
            if (frame->what[0] != 'C' && !lh_is_prelude(frame->source)) return true;
        }
        thread = resumption ? resumption->outer : NULL;
        if (!resumption) break;
    }
    return false;
}

static void push_position(lua_State *L) {
    lua_Debug frame;
    if (lh_script_frame(L, &frame)) lua_pushfstring(L, "%s:%d: ", frame.short_src, frame.currentline);
    else lua_pushliteral(L, "");
}

int lh_raise(lua_State *L, const char *format, ...) {
    char message[512];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    push_position(L);
    lua_pushstring(L, message);
    lua_concat(L, 2);
    return lua_error(L);
}

void lh_make_error(lua_State *L) {
    lua_rawgetp(L, LUA_REGISTRYINDEX, &lh_key_error);
    lua_setmetatable(L, -2);
}

static int error_tostring(lua_State *L) {
    luaL_checkany(L, 1);
    lua_pushliteral(L, "message");
    if (!lua_istable(L, 1) || lua_rawget(L, 1) != LUA_TSTRING) lua_pushliteral(L, "error");
    return 1;
}

/// `"it failed: " .. err` is what people write.
static int error_concat(lua_State *L) {
    luaL_tolstring(L, 1, NULL);
    luaL_tolstring(L, 2, NULL);
    lua_concat(L, 2);
    return 1;
}

/// host.error(fields): makes an error object of a table.
static int host_error(lua_State *L) {
    luaL_checktype(L, 1, LUA_TTABLE);
    lua_settop(L, 1);
    lh_make_error(L);
    return 1;
}

/// host.raise(message | fields): a message gets the position of the script's line that called.
static int host_raise(lua_State *L) {
    lua_settop(L, 1);
    if (lua_type(L, 1) == LUA_TSTRING) {
        push_position(L);
        lua_insert(L, 1);
        lua_concat(L, 2);
    } else if (lua_istable(L, 1)) {
        lh_make_error(L);
    }
    return lua_error(L);
}

/// host.location(): file and line of the script's line that called.
static int host_location(lua_State *L) {
    lua_Debug frame;
    if (!lh_script_frame(L, &frame)) return 0;
    lua_pushstring(L, frame.source[0] == '@' || frame.source[0] == '=' ? frame.source + 1 : frame.short_src);
    lua_pushinteger(L, frame.currentline);
    return 2;
}

void lh_open_errors(lua_State *L) {
    lua_createtable(L, 0, 3);
    lua_pushcfunction(L, error_tostring);
    lua_setfield(L, -2, "__tostring");
    lua_pushcfunction(L, error_concat);
    lua_setfield(L, -2, "__concat");
    lua_pushliteral(L, "error");
    lua_setfield(L, -2, "__name");
    lua_rawsetp(L, LUA_REGISTRYINDEX, &lh_key_error);

    static const luaL_Reg functions[] = {
        {"error", host_error}, {"raise", host_raise}, {"location", host_location}, {NULL, NULL}};
    luaL_setfuncs(L, functions, 0);
}
