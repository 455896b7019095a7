// The walk through text: makes values of what is wanted, and passes over the rest.
#include "json/builder.h"
#include "paths/selection.h"

typedef enum {
    FOUND,     // all is well
    INVALID,   // the text is not JSON
    REPEATED,  // a name that is wanted came twice in one object: what was taken of the first may be wrong
} outcome;

typedef struct {
    lh_builder *b;
    lh_selection *selection;
} walk;

static outcome select_in_value(walk *w, lh_node *node);

static inline uint8_t peek(const lh_builder *b) { return b->next < b->last ? b->text[*b->next] : 0; }

/// Skips to the next value of a container that is entered: 1 if there is one, 0 at its end, -1 if the text is wrong.
static inline int next_value(lh_builder *b, uint8_t closer) {
    if (b->next == b->last) return -1;
    uint8_t c = b->text[*b->next++];
    return c == ',' ? 1 : c == closer ? 0 : -1;
}

/// 1 if the container has a value, 0 if it is empty, -1 if it is too deep.
static inline int enter(lh_builder *b) {
    if (b->depth == b->json->max_depth) return -1;
    b->depth++;
    uint8_t closer = b->text[*b->next++] + 2;
    if (peek(b) != closer) return 1;
    b->next++;
    return 0;
}

static lh_node *child_named(const lh_node *node, const uint8_t *name, size_t count) {
    for (lh_node *child = node->children; child; child = child->next) {
        const lh_step *step = &child->step;
        if (step->kind == LH_NAME && step->count == count && memcmp(step->name, name, count) == 0) return child;
    }
    return NULL;
}

/// Reads a name and its colon. False if they are wrong; `child` is who wants its value, or NULL.
static bool read_name(lh_builder *b, const lh_node *node, lh_node **child) {
    if (b->last - b->next < 2) return false;
    const uint8_t *name = b->text + *b->next++;
    if (*name++ != '"' || b->text[*b->next] != ':') return false;
    const uint8_t *end = lh_string_end(b);
    b->next++;
    size_t count = (size_t)(end - name);
    if (!lh_find_escape(b, name, end)) {
        *child = child_named(node, name, count);
        return true;
    }
    char *scratch = lh_json_scratch(b, count);
    size_t plain = lh_json_unescape(name, count, scratch);
    if (plain == SIZE_MAX) return false;
    *child = child_named(node, (const uint8_t *)scratch, plain);
    return true;
}

static outcome select_in_object(walk *w, lh_node *node) {
    lh_builder *b = w->b;
    uint32_t number = ++b->objects;
    int more = enter(b);
    for (; more == 1; more = next_value(b, '}')) {
        lh_node *child;
        if (!read_name(b, node, &child)) return INVALID;
        if (!child) {
            if (!lh_json_skip_value(b)) return INVALID;
            continue;
        }
        if (child->seen == number) return REPEATED;
        child->seen = number;
        outcome found = select_in_value(w, child);
        if (found != FOUND) return found;
    }
    b->depth--;
    return more < 0 ? INVALID : FOUND;
}

static lh_node *child_at(const lh_node *node, int64_t index) {
    if (node->every) return node->every;
    for (lh_node *child = node->children; child; child = child->next) {
        if (child->step.kind == LH_INDEX && child->step.index == index) return child;
    }
    return NULL;
}

static outcome select_in_array(walk *w, lh_node *node) {
    lh_builder *b = w->b;
    int64_t index = 0;
    int more = enter(b);
    for (; more == 1; more = next_value(b, ']')) {
        lh_node *child = child_at(node, index++);
        if (!child) {
            if (!lh_json_skip_value(b)) return INVALID;
            continue;
        }
        outcome found = select_in_value(w, child);
        if (found != FOUND) return found;
    }
    b->depth--;
    return more < 0 ? INVALID : FOUND;
}

/// Pushes the next value, cut down to the fields if it is an object or an array.
static outcome pick(walk *w) {
    lua_State *L = w->b->L;
    uint8_t first = peek(w->b);
    if (first != '{' && first != '[') return lh_json_build_value(w->b) ? FOUND : INVALID;
    lua_createtable(L, 0, w->selection->field_count);
    lua_replace(L, w->selection->item);
    outcome found = select_in_value(w, w->selection->fields);
    lua_pushvalue(L, w->selection->item);
    return found;
}

/// Pushes the list that comes next, each item cut down to the fields.
static outcome pick_each(walk *w) {
    lua_State *L = w->b->L;
    lua_Integer count = 0;
    lua_newtable(L);
    int more = enter(w->b);
    for (; more == 1; more = next_value(w->b, ']')) {
        outcome found = pick(w);
        if (found != FOUND) return found;
        lua_rawseti(L, -2, ++count);
    }
    if (count == 0) lh_mark_array(L);
    w->b->depth--;
    return more < 0 ? INVALID : FOUND;
}

static outcome take(walk *w, lh_capture *capture) {
    outcome found;
    if (!capture->picks) found = lh_json_build_value(w->b) ? FOUND : INVALID;
    else if (capture->is_list || peek(w->b) != '[') found = pick(w);
    else found = pick_each(w);
    if (found == FOUND) lh_capture_value(w->b->L, w->selection, capture);
    return found;
}

static outcome select_in_built(walk *w, lh_node *node) {
    lua_State *L = w->b->L;
    if (!lh_json_build_value(w->b)) return INVALID;
    lh_select_in_table(L, w->selection, node, lua_gettop(L));
    lua_pop(L, 1);
    return FOUND;
}

static outcome select_in_value(walk *w, lh_node *node) {
    uint8_t first = peek(w->b);
    if (node->is_whole || (first == '{' && node->every)) return select_in_built(w, node);
    if (node->captures) return take(w, node->captures);
    if (node->lists) lh_begin_lists(w->b->L, node, first == '{' || first == '[');
    outcome found;
    if (first == '{' && node->has_names) found = select_in_object(w, node);
    else if (first == '[' && (node->has_indices || node->every)) found = select_in_array(w, node);
    else found = lh_json_skip_value(w->b) ? FOUND : INVALID;
    if (node->lists && found == FOUND) lh_end_lists(w->b->L, w->selection, node);
    return found;
}

bool lh_json_select(lh_builder *b, lh_selection *selection) {
    lua_State *L = b->L;
    const uint32_t *start = b->next;
    lh_selection_begin(L, selection);
    int top = lua_gettop(L);
    walk w = {b, selection};
    outcome found = select_in_value(&w, selection->root);
    if (found == REPEATED) {
        // Of equal names the last counts, which a table sorts out. This is rare enough to begin again.
        lua_settop(L, selection->item - 1);
        lh_selection_begin(L, selection);
        b->next = start;
        b->searched = b->text;
        b->depth = 0;
        found = select_in_built(&w, selection->root);
    }
    lua_settop(L, top);
    return found == FOUND && b->next == b->last;
}
