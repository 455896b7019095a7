// From the options `path`, `fields` and `also` to the tree of what is wanted.
#include "paths/selection.h"

#include "bodies/bodies.h"

#include <stdarg.h>
#include <string.h>

/// Enough room for everything: a step takes at least one byte of its path.
typedef struct {
    size_t paths, bytes;
    size_t fields;  // the first of the paths
    bool has_path, has_also;
} need;

typedef struct {
    lua_State *L;
    int list;  // where names and paths are
    lh_selection *selection;
    lh_node *next_node;
    char *next_byte;
} compiler;

static int raise(lua_State *L, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    lua_pushvfstring(L, format, arguments);
    va_end(arguments);
    return lh_raise_config(L);
}

int lh_raise_path(lua_State *L, const char *text, size_t count, const char *problem, size_t offset) {
    size_t shown = count < 80 ? count : 80;
    while (shown < count && shown > 0 && (text[shown] & 0xC0) == 0x80) shown--;
    int character = 1;
    for (size_t i = 0; i < offset; i++) character += (text[i] & 0xC0) != 0x80;
    lua_pushlstring(L, text, shown);
    return raise(
        L, "the path '%s%s' is wrong at character %d: %s", lua_tostring(L, -1), shown < count ? "…" : "", character,
        problem);
}

// MARK: Nodes

static lh_node *add_node(compiler *c) {
    lh_node *node = c->next_node++;
    c->selection->node_count++;
    *node = (lh_node){0};
    return node;
}

static char *keep(compiler *c, const char *bytes, size_t count) {
    char *kept = c->next_byte;
    memcpy(kept, bytes, count);
    c->next_byte += count;
    return kept;
}

static bool is_same(const lh_step *one, const lh_step *other) {
    if (one->kind != other->kind) return false;
    if (one->kind == LH_INDEX) return one->index == other->index;
    return one->count == other->count && memcmp(one->name, other->name, one->count) == 0;
}

/// The node one step below this one.
static lh_node *below(compiler *c, lh_node *parent, const lh_step *step) {
    if (step->kind == LH_EVERY) {
        if (!parent->every) parent->every = add_node(c);
        return parent->every;
    }
    for (lh_node *child = parent->children; child; child = child->next) {
        if (is_same(&child->step, step)) return child;
    }
    lh_node *child = add_node(c);
    child->step = *step;
    if (step->kind == LH_NAME) child->step.name = keep(c, step->name, step->count);
    child->next = parent->children;
    parent->children = child;
    if (step->kind == LH_NAME) parent->has_names = true;
    else parent->has_indices = true;
    return child;
}

static void begin_list(lh_node *node, lh_capture *capture) {
    capture->is_list = true;
    capture->next_begun = node->lists;
    node->lists = capture;
}

/// The path on top of the stack leads to this capture.
static void add_path(compiler *c, lh_node *root, lh_capture *capture) {
    lua_State *L = c->L;
    size_t count;
    const char *text = lua_tolstring(L, -1, &count);
    lh_path path = {.count = 0};
    capture->is_query = lh_path_is_query(text, count);
    if (capture->is_query && !lh_path_compile_query(text, count, &path)) {
        lh_push_module(L, "paths.jsonpath");
        lua_getfield(L, -1, "check");
        lua_pushvalue(L, -3);
        lua_call(L, 1, 0);
        lua_pop(L, 1);
        capture->query = keep(c, text, count);
        capture->query_count = count;
        c->selection->has_query = true;
        path.count = 0;
    } else if (!capture->is_query && !lh_path_compile(text, count, &path)) {
        lh_raise_path(L, text, count, path.problem, path.offset);
    }
    lh_node *node = root;
    for (int i = 0; i < path.count; i++) {
        const lh_step *step = &path.steps[i];
        if (step->kind == LH_EVERY && !capture->is_list) begin_list(capture->is_query ? root : node, capture);
        node = below(c, node, step);
    }
    capture->next = node->captures;
    node->captures = capture;
}

/// What is wanted as a value and has something wanted within is built first, and so is what more than one path leads to.
static void find_wholes(lh_node *node) {
    bool is_parent = node->children || node->every;
    node->is_whole = (node->captures && (node->captures->next || is_parent)) || (node->every && node->children);
    if (node->every) find_wholes(node->every);
    for (lh_node *child = node->children; child; child = child->next) find_wholes(child);
}

// MARK: Options

// What is wanted is copied first, to a list of names (false: none) and paths in turn that no script can reach: whatever
// allocates may run a finalizer, and that may change the script's own tables.

/// Appends a name and a path, which are on top of the stack and popped, to the list.
static void want(lua_State *L, int list, const char *option, need *need) {
    if (lua_type(L, -1) != LUA_TSTRING) {
        raise(L, "a path in '%s' must be a string, not a %s", option, luaL_typename(L, -1));
    }
    size_t count = lua_rawlen(L, -1);
    if (count > LH_LONGEST_PATH) lh_raise_path(L, lua_tostring(L, -1), count, "a path has at most 1000 bytes", 0);
    need->bytes += count;
    if (lua_type(L, -2) == LUA_TSTRING) need->bytes += lua_rawlen(L, -2);
    need->paths++;
    lua_rawseti(L, list, 2 * (lua_Integer)need->paths);
    lua_rawseti(L, list, 2 * (lua_Integer)need->paths - 1);
}

static void want_fields(lua_State *L, int fields, int list, need *need) {
    if (!lua_istable(L, fields)) raise(L, "'fields' must be a table of paths, not a %s", luaL_typename(L, fields));
    for (lua_pushnil(L); lua_next(L, fields);) {
        if (lua_isinteger(L, -2)) lua_pushvalue(L, -1);
        else if (lua_type(L, -2) == LUA_TSTRING) lua_pushvalue(L, -2);
        else raise(L, "the names of 'fields' must be strings, not a %s", luaL_typename(L, -2));
        lua_insert(L, -2);
        want(L, list, "fields", need);
    }
    if (need->paths == 0) raise(L, "'fields' names no field");
    need->fields = need->paths;
}

static void want_also(lua_State *L, int also, int list, need *need) {
    if (!lua_istable(L, also)) raise(L, "'also' must be a list of paths, not a %s", luaL_typename(L, also));
    for (lua_Integer i = 1;; i++) {
        lua_pushboolean(L, false);
        if (lua_rawgeti(L, also, i) == LUA_TNIL) break;
        want(L, list, "also", need);
    }
    lua_pop(L, 2);
}

// MARK: Captures

/// Pushes the path at this place of the list.
static void push_path(compiler *c, size_t place) { lua_rawgeti(c->L, c->list, 2 * (lua_Integer)place); }

static lh_capture *add_capture(compiler *c) {
    lh_capture *capture = &c->selection->captures[c->selection->count++];
    *capture = (lh_capture){0};
    return capture;
}

static void add_fields(compiler *c, const need *need) {
    lua_State *L = c->L;
    c->selection->fields = add_node(c);
    for (size_t i = 1; i <= need->fields; i++) {
        lh_capture *capture = add_capture(c);
        capture->is_field = true;
        c->selection->field_count++;
        lua_rawgeti(L, c->list, 2 * (lua_Integer)i - 1);
        capture->name_count = lua_rawlen(L, -1);
        capture->name = keep(c, lua_tostring(L, -1), capture->name_count);
        push_path(c, i);
        add_path(c, c->selection->fields, capture);
        lua_pop(L, 2);
    }
    find_wholes(c->selection->fields);
}

/// The captures of `path` and of `also`, which stand in the list behind the fields.
static void add_results(compiler *c, const need *need) {
    lh_selection *selection = c->selection;
    selection->root = add_node(c);
    size_t place = need->fields;
    lh_capture *capture = add_capture(c);
    capture->picks = selection->fields != NULL;
    if (need->has_path) {
        push_path(c, ++place);
        add_path(c, selection->root, capture);
        lua_pop(c->L, 1);
    } else {
        selection->root->captures = capture;
    }
    selection->gives_also = need->has_also;
    while (place < need->paths) {
        capture = add_capture(c);
        selection->also_count++;
        push_path(c, ++place);
        add_path(c, selection->root, capture);
        lua_pop(c->L, 1);
    }
    find_wholes(selection->root);
}

static compiler allocate(lua_State *L, const need *need, int list) {
    size_t captures = need->paths + 1, nodes = need->bytes + 2;
    lh_selection *selection = lua_newuserdatauv(
        L, sizeof *selection + captures * sizeof *selection->captures + nodes * sizeof *selection->root + 2 * need->bytes,
        0);
    *selection = (lh_selection){.captures = (lh_capture *)(selection + 1)};
    lh_node *node = (lh_node *)(selection->captures + captures);
    selection->nodes = node;
    return (compiler){L, list, selection, node, (char *)(node + nodes)};
}

lh_selection *lh_selection_compile(lua_State *L, int options) {
    if (!lua_istable(L, options)) return NULL;
    lh_check_stack(L, 14);
    int top = lua_gettop(L), list = top + 1;
    need need = {0};
    lua_newtable(L);
    if (lua_getfield(L, options, "fields") != LUA_TNIL) want_fields(L, lua_gettop(L), list, &need);
    lua_settop(L, list);
    lua_pushboolean(L, false);
    need.has_path = lua_getfield(L, options, "path") != LUA_TNIL;
    if (need.has_path) want(L, list, "path", &need);
    lua_settop(L, list);
    need.has_also = lua_getfield(L, options, "also") != LUA_TNIL;
    if (need.has_also) want_also(L, lua_gettop(L), list, &need);
    if (!need.has_path && !need.fields && !need.has_also) {
        lua_settop(L, top);
        return NULL;
    }
    compiler c = allocate(L, &need, list);
    if (need.fields) add_fields(&c, &need);
    add_results(&c, &need);
    lua_replace(L, list);
    lua_settop(L, list);
    return c.selection;
}

lh_selection *lh_selection_compile_fields(lua_State *L, int fields) {
    lh_check_stack(L, 14);
    need need = {0};
    lua_newtable(L);
    int list = lua_gettop(L);
    want_fields(L, fields, list, &need);
    compiler c = allocate(L, &need, list);
    add_fields(&c, &need);
    lua_replace(L, list);
    return c.selection;
}
