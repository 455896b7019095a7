// The walk through tables: for documents that are tables already, and for parts of a text that had to become one.
#include "paths/selection.h"

#include <stdlib.h>
#include <string.h>

typedef struct {
    const char *bytes;
    size_t count;
} name;

static int compare(const void *one, const void *other) {
    const name *a = one, *b = other;
    int order = memcmp(a->bytes, b->bytes, a->count < b->count ? a->count : b->count);
    return order ? order : (a->count > b->count) - (a->count < b->count);
}

/// Goes through an object by name: a table keeps no order, and Lua's own changes from run to run.
static void select_in_values(lua_State *L, lh_selection *selection, lh_node *node, int index) {
    size_t count = 0, at = 0;
    for (lua_pushnil(L); lua_next(L, index); lua_pop(L, 1)) count += lua_type(L, -2) == LUA_TSTRING;
    name *names = lua_newuserdatauv(L, (count + 1) * sizeof *names, 0);
    for (lua_pushnil(L); lua_next(L, index); lua_pop(L, 1)) {
        if (lua_type(L, -2) == LUA_TSTRING) names[at].bytes = lua_tolstring(L, -2, &names[at].count), at++;
    }
    qsort(names, count, sizeof *names, compare);
    for (size_t i = 0; i < count; i++) {
        lua_pushlstring(L, names[i].bytes, names[i].count);
        lua_rawget(L, index);
        lh_select_in_table(L, selection, node, lua_gettop(L));
        lua_pop(L, 1);
    }
    lua_pop(L, 1);
}

static bool is_list(lua_State *L, int index) {
    if (!lua_istable(L, index)) return false;
    bool found = lua_rawgeti(L, index, 1) != LUA_TNIL;
    lua_pop(L, 1);
    if (found || !lua_getmetatable(L, index)) return found;
    lua_rawgetp(L, LUA_REGISTRYINDEX, &lh_key_array);
    found = lua_rawequal(L, -1, -2);
    lua_pop(L, 2);
    return found;
}

void lh_pick_from_table(lua_State *L, lh_selection *selection, int index) {
    if (!lua_istable(L, index)) {
        lua_pushvalue(L, index);
        return;
    }
    lua_createtable(L, 0, selection->field_count);
    lua_replace(L, selection->item);
    lh_select_in_table(L, selection, selection->fields, index);
    lua_pushvalue(L, selection->item);
}

/// Cuts the value on top of the stack down to the fields: each item of a list, or the value itself.
static void pick(lua_State *L, lh_selection *selection) {
    int value = lua_gettop(L);
    if (!is_list(L, value)) {
        lh_pick_from_table(L, selection, value);
    } else {
        lua_Integer count = (lua_Integer)lua_rawlen(L, value);
        lua_createtable(L, (int)count, 0);
        for (lua_Integer i = 1; i <= count; i++) {
            lua_rawgeti(L, value, i);
            lh_pick_from_table(L, selection, value + 2);
            lua_rawseti(L, value + 1, i);
            lua_settop(L, value + 1);
        }
        if (count == 0) lh_mark_array(L);
    }
    lua_replace(L, value);
}

static void take(lua_State *L, lh_selection *selection, lh_capture *capture, int index) {
    if (capture->query) {
        lua_pushvalue(L, selection->evaluate);
        lua_pushvalue(L, index);
        lua_pushlstring(L, capture->query, capture->query_count);
        lua_call(L, 2, 1);
        if (lua_isnil(L, -1)) {
            lua_pop(L, 1);
            return;
        }
    } else {
        lua_pushvalue(L, index);
    }
    if (capture->picks && capture->is_list) {
        lh_pick_from_table(L, selection, lua_gettop(L));
        lua_remove(L, -2);
    } else if (capture->picks) {
        pick(L, selection);
    }
    lh_capture_value(L, selection, capture);
}

void lh_select_in_table(lua_State *L, lh_selection *selection, lh_node *node, int index) {
    lh_check_stack(L, 12);
    for (lh_capture *capture = node->captures; capture; capture = capture->next) take(L, selection, capture, index);
    bool is_table = lua_istable(L, index);
    if (node->lists) lh_begin_lists(L, node, is_table);
    if (is_table && node->every) {
        if (is_list(L, index)) {
            for (lua_Integer i = 1; lua_rawgeti(L, index, i) != LUA_TNIL; i++) {
                lh_select_in_table(L, selection, node->every, lua_gettop(L));
                lua_pop(L, 1);
            }
            lua_pop(L, 1);
        } else {
            select_in_values(L, selection, node->every, index);
        }
    }
    for (lh_node *child = is_table ? node->children : NULL; child; child = child->next) {
        if (child->step.kind == LH_INDEX) {
            lua_rawgeti(L, index, child->step.index + 1);
        } else {
            lua_pushlstring(L, child->step.name, child->step.count);
            lua_rawget(L, index);
        }
        if (!lua_isnil(L, -1)) lh_select_in_table(L, selection, child, lua_gettop(L));
        lua_pop(L, 1);
    }
    if (node->lists) lh_end_lists(L, selection, node);
}

int lh_select_from_value(lua_State *L, lh_selection *selection, int index) {
    lh_selection_begin(L, selection);
    lh_select_in_table(L, selection, selection->root, index);
    return lh_selection_results(L, selection);
}
