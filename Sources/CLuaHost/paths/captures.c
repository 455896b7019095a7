// Where a walk puts what it finds.
#include "paths/selection.h"

void lh_selection_begin(lua_State *L, lh_selection *selection) {
    lh_check_stack(L, 2 * selection->count + 16);
    for (size_t i = 0; i < selection->node_count; i++) selection->nodes[i].seen = 0;
    lua_pushnil(L);
    selection->item = lua_gettop(L);
    for (int i = 0; i < selection->count; i++) {
        lh_capture *capture = &selection->captures[i];
        if (capture->is_field) lua_pushlstring(L, capture->name, capture->name_count);
        else lua_pushnil(L);
        capture->slot = lua_gettop(L);
        lua_pushnil(L);
    }
    selection->evaluate = 0;
    if (!selection->has_query) return;
    lh_push_module(L, "paths.jsonpath");
    lua_getfield(L, -1, "evaluate");
    lua_remove(L, -2);
    selection->evaluate = lua_gettop(L);
}

/// Puts the value on top of the stack where the capture's value belongs, and pops it.
static void put(lua_State *L, lh_selection *selection, lh_capture *capture) {
    if (!capture->is_field) {
        lua_replace(L, capture->slot);
        return;
    }
    lua_pushvalue(L, capture->slot);
    lua_insert(L, -2);
    lua_rawset(L, selection->item);
}

void lh_capture_value(lua_State *L, lh_selection *selection, lh_capture *capture) {
    bool is_nothing = lh_is_null(L, -1) && (capture->is_list ? !capture->is_query : !capture->is_field);
    if (is_nothing) lua_pop(L, 1);
    else if (capture->is_list) lua_rawseti(L, capture->slot + 1, ++capture->length);
    else put(L, selection, capture);
}

void lh_begin_lists(lua_State *L, lh_node *node, bool found) {
    for (lh_capture *capture = node->lists; capture; capture = capture->next_begun) {
        if (!found && !capture->is_query) continue;
        lua_newtable(L);
        lua_replace(L, capture->slot + 1);
        capture->length = 0;
    }
}

void lh_end_lists(lua_State *L, lh_selection *selection, lh_node *node) {
    for (lh_capture *capture = node->lists; capture; capture = capture->next_begun) {
        if (lua_isnil(L, capture->slot + 1)) continue;
        lua_pushvalue(L, capture->slot + 1);
        if (capture->length == 0) lh_mark_array(L);
        lua_pushnil(L);
        lua_replace(L, capture->slot + 1);
        put(L, selection, capture);
    }
}

int lh_selection_results(lua_State *L, lh_selection *selection) {
    const lh_capture *path = &selection->captures[selection->field_count];
    lua_pushvalue(L, path->slot);
    if (!selection->gives_also) return 1;
    lua_createtable(L, selection->also_count, 0);
    for (int i = 1; i <= selection->also_count; i++) {
        lua_pushvalue(L, path[i].slot);
        if (lua_isnil(L, -1)) {
            lua_pop(L, 1);
            lua_pushlightuserdata(L, &lh_json_null);
        }
        lua_rawseti(L, -2, i);
    }
    if (selection->also_count == 0) lh_mark_array(L);
    return 2;
}
