// What paths.lua is made of: paths in tables.
#include "paths/selection.h"

/// host.select(value, options): what `path`, `fields` and `also` want of a value, as json.decode gives it of a text.
static int host_select(lua_State *L) {
    lua_settop(L, 2);
    lh_selection *selection = lh_selection_compile(L, 2);
    if (selection) return lh_select_from_value(L, selection, 1);
    lua_settop(L, 1);
    return 1;
}

/// host.pick(item, fields)
static int host_pick(lua_State *L) {
    lua_settop(L, 2);
    lh_selection *selection = lh_selection_compile_fields(L, 2);
    lh_selection_begin(L, selection);
    lh_pick_from_table(L, selection, 1);
    return 1;
}

/// host.check_path(path): raises if this is no dotted path.
static int host_check_path(lua_State *L) {
    size_t count;
    const char *text = luaL_checklstring(L, 1, &count);
    lh_path path;
    if (!lh_path_compile(text, count, &path)) lh_raise_path(L, text, count, path.problem, path.offset);
    return 0;
}

/// host.wrong_path(path, offset, problem): raises that. For JSONPath, which is compiled in Lua.
static int host_wrong_path(lua_State *L) {
    size_t count;
    const char *text = luaL_checklstring(L, 1, &count);
    lua_Integer offset = luaL_checkinteger(L, 2);
    luaL_argcheck(L, offset >= 0 && (size_t)offset <= count, 2, "not within the path");
    return lh_raise_path(L, text, count, luaL_checkstring(L, 3), (size_t)offset);
}

void lh_open_paths(lua_State *L) {
    static const luaL_Reg functions[] = {
        {"select", host_select},
        {"pick", host_pick},
        {"check_path", host_check_path},
        {"wrong_path", host_wrong_path},
        {NULL, NULL},
    };
    luaL_setfuncs(L, functions, 0);
}
