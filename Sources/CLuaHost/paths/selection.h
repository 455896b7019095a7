// What is wanted of a document: a tree of steps, so that one walk finds the value at `path`, the `fields` of its items
// and what is at the paths of `also`. Two walks know it: json/select.c goes through text, table.c through tables.
#pragma once

#include "machine.h"

#include "paths/path.h"

typedef struct lh_capture lh_capture;
typedef struct lh_node lh_node;

/// A value to take. While a walk runs, two places of the Lua stack belong to each capture.
struct lh_capture {
    int slot;  // of the stack: the value (of a field: its name); and above it the list, while it is made
    bool is_field;  // of an item; else it is a result
    bool picks;     // its items are cut down to the fields
    bool is_list;   // [*] is among its steps
    bool is_query;  // JSONPath: nulls count, and no match is an empty list
    int64_t length;  // of the list
    const char *name;  // of a field
    size_t name_count;
    const char *query;  // JSONPath that steps cannot say: paths/jsonpath.lua evaluates it; NULL: none
    size_t query_count;
    lh_capture *next;        // at the same node
    lh_capture *next_begun;  // list that begins at the same node
};

struct lh_node {
    lh_step step;  // from its parent
    lh_node *children, *every, *next;
    lh_capture *captures;  // of what is here
    lh_capture *lists;     // that begin here
    bool has_names, has_indices;
    bool is_whole;  // what is here is wanted twice: it has to be a table first
    uint32_t seen;  // the last object in which its name came
};

struct lh_selection {
    lh_node *nodes;
    size_t node_count;
    lh_node *root, *fields;  // fields: of an item; NULL: all of it is wanted
    lh_capture *captures;    // of the fields, then of `path`, then of `also`
    int count, also_count, field_count;
    bool gives_also;
    bool has_query;  // of a capture

    // A walk's:
    int item;  // where the item that is made stands
    int evaluate;  // where the function stands that evaluates queries, or 0
};

/// Compiles the fields `path`, `fields` and `also` of the table at this index; pushes the userdata that holds all of it, and
/// returns that. Pushes nothing and returns NULL if none of the three is given. Raises `config`.
lh_selection *lh_selection_compile(lua_State *L, int options);
/// As if `fields` were the table at this index.
lh_selection *lh_selection_compile_fields(lua_State *L, int fields);
/// Raises `config`: what is wrong at this offset of a path.
int lh_raise_path(lua_State *L, const char *text, size_t count, const char *problem, size_t offset);

/// Reserves the places of a walk on the stack.
void lh_selection_begin(lua_State *L, lh_selection *selection);
/// Pushes the results of a walk, one or two (`also`), and returns their number.
int lh_selection_results(lua_State *L, lh_selection *selection);

/// Selects from the value at this index, which is a table already; pushes the results and returns their number.
int lh_select_from_value(lua_State *L, lh_selection *selection, int index);
/// Looks for all that is wanted below a node in the value at this index.
void lh_select_in_table(lua_State *L, lh_selection *selection, lh_node *node, int index);
/// Pushes an item that has the fields of the value at this index; or that value, if it is no table.
void lh_pick_from_table(lua_State *L, lh_selection *selection, int index);

/// Begins the lists of this node. `found`: there is something to go through.
void lh_begin_lists(lua_State *L, lh_node *node, bool found);
void lh_end_lists(lua_State *L, lh_selection *selection, lh_node *node);
/// Takes the value on top of the stack, and pops it.
void lh_capture_value(lua_State *L, lh_selection *selection, lh_capture *capture);

static inline bool lh_is_null(lua_State *L, int index) { return lua_touserdata(L, index) == &lh_json_null; }
