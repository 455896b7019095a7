// Lua values from the notes that read.c takes. Not recursive. The fields of an element wait on the Lua stack as pairs
// above its name until it ends, so that its table is made in the right size:
//
//     name of the element | name, value | name, value | name of a child | …
//
// When the child has ended, its name and its value are the element's next pair.
#include "values/string_cache.h"
#include "xml/xml.h"

#include <stddef.h>
#include <stdlib.h>

enum {
    MOST_FIELDS = 64,            // of an element, then they move to its table
    STACK_FOR_FIELDS = 400000,   // of the million slots that a Lua stack may have
};

typedef struct {
    const char *name;   // two names are equal if these are: short strings are interned; of a long one it is NULL
    lua_Integer count;  // of the list that the value is; 0: it is none
} field;

typedef struct {
    int slot;          // of its name
    int first_field;   // in `fields`
    int field_count;
    bool has_table;    // its fields have moved to a table, which is above the name
    bool has_children;
    size_t text, run;  // where its text begins, and the text since the last tag
} level;

struct lh_xml_builder {
    const lh_xml *xml;
    lh_buffer text;
    level *levels;
    field *fields;
    size_t level_capacity, field_capacity;
    int depth, field_count, most_fields;
    int lists;  // the index of a table whose keys are the names given as `lists`, or 0
    lh_string_cache names, values;
};

void lh_xml_new_builder(lua_State *L, lh_xml *xml) {
    lh_xml_builder *b = lua_newuserdatauv(L, sizeof *b, 0);
    memset(b, 0, offsetof(lh_xml_builder, names));
    b->names.base = b->values.base = 0;
    b->xml = xml;
    b->text.limit = lh_machine_of(L)->heap.limit;
    int most = STACK_FOR_FIELDS / (xml->max_depth + 1) / 2;
    b->most_fields = most < MOST_FIELDS ? most : MOST_FIELDS;
    xml->built = b;
}

void lh_xml_free_builder(lh_xml *xml) {
    free(xml->built->levels);
    free(xml->built->fields);
    lh_buffer_free(&xml->built->text);
}

/// Room for one more element of `size` bytes.
static void *grow(lua_State *L, void *elements, size_t count, size_t *capacity, size_t size) {
    if (count < *capacity) return elements;
    size_t more = *capacity ? *capacity * 2 : 32;
    void *grown = realloc(elements, more * size);
    if (!grown) luaL_error(L, "not enough memory");
    *capacity = more;
    return grown;
}

static bool is_space(uint8_t c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r'; }

/// Forgets the text since the last tag if it is nothing but whitespace.
static void end_run(lh_xml_builder *b, level *element) {
    size_t at = element->run;
    while (at < b->text.count && is_space(b->text.bytes[at])) at++;
    if (at == b->text.count) b->text.count = element->run;
    element->run = b->text.count;
}

static void push_text(lua_State *L, lh_xml_builder *b, const level *element, bool trims) {
    const char *start = (const char *)b->text.bytes + element->text;
    size_t count = b->text.count - element->text;
    if (trims) {
        while (count && is_space((uint8_t)*start)) start++, count--;
        while (count && is_space((uint8_t)start[count - 1])) count--;
    }
    lh_push_cached(L, &b->values, count ? start : "", count);
}

/// Moves the pairs of an element to its table, which then is above the element's name.
static void move_to_table(lua_State *L, lh_xml_builder *b, level *element, int room) {
    int pairs = element->field_count;
    lua_createtable(L, 0, pairs + room);
    lua_insert(L, element->slot + 1);
    for (int i = 0; i < pairs; i++) lua_rawset(L, element->slot + 1);
    element->has_table = true;
    element->field_count = 0;
    b->field_count = element->first_field;
}

static void put_in_list(lua_State *L, int capacity) {
    lua_createtable(L, capacity, 0);
    lua_insert(L, -2);
    lua_rawseti(L, -2, 1);
}

static bool is_listed(lua_State *L, const lh_xml_builder *b, int name) {
    if (!b->lists) return false;
    lua_pushvalue(L, name);
    bool listed = lua_rawget(L, b->lists) != LUA_TNIL;
    lua_pop(L, 1);
    return listed;
}

/// Of the pair on top of the stack, where the element has a table.
static void store_in_table(lua_State *L, lh_xml_builder *b, level *element, bool is_attribute) {
    int table = element->slot + 1;
    lua_pushvalue(L, -2);
    int type = is_attribute ? LUA_TNIL : lua_rawget(L, table);
    if (type == LUA_TNIL) {
        lua_pop(L, 1);
        if (!is_attribute && is_listed(L, b, lua_gettop(L) - 1)) put_in_list(L, 1);
        lua_rawset(L, table);
        return;
    }
    if (type != LUA_TTABLE || lua_rawlen(L, -1) == 0) {  // tables of elements have no numbers
        put_in_list(L, 4);
        lua_pushvalue(L, -3);
        lua_pushvalue(L, -2);
        lua_rawset(L, table);
    }
    lua_insert(L, -2);
    lua_rawseti(L, -2, (lua_Integer)lua_rawlen(L, -2) + 1);
    lua_pop(L, 2);
}

/// The field of the same name as the pair on top of the stack, or -1.
static int find_field(lua_State *L, const lh_xml_builder *b, const level *element, const char *name) {
    const field *fields = b->fields + element->first_field;
    for (int i = element->field_count - 1; i >= 0; i--) {
        if (fields[i].name != name) continue;
        if (name || lua_rawequal(L, element->slot + 1 + 2 * i, -2)) return i;
    }
    return -1;
}

/// The name and the value on top of the stack are one more field of the element.
static void add_field(lua_State *L, lh_xml_builder *b, level *element, bool is_attribute) {
    if (element->has_table) {
        store_in_table(L, b, element, is_attribute);
        return;
    }
    const char *name = lua_rawlen(L, -2) <= LH_LONGEST_CACHED ? lua_tostring(L, -2) : NULL;
    int found = find_field(L, b, element, name);
    if (found >= 0) {
        int value = element->slot + 2 + 2 * found;
        field *before = &b->fields[element->first_field + found];
        if (is_attribute) {  // they differ by their prefixes
            lua_replace(L, value);
        } else {
            if (before->count++ == 0) {
                lua_createtable(L, 4, 0);
                lua_pushvalue(L, value);
                lua_rawseti(L, -2, 1);
                lua_replace(L, value);
                before->count = 2;
            }
            lua_rawseti(L, value, before->count);
        }
        lua_pop(L, 1);
        return;
    }
    bool listed = !is_attribute && is_listed(L, b, lua_gettop(L) - 1);
    if (listed) put_in_list(L, 1);
    b->fields = grow(L, b->fields, (size_t)b->field_count, &b->field_capacity, sizeof *b->fields);
    b->fields[b->field_count++] = (field){name, listed};
    if (++element->field_count == b->most_fields) move_to_table(L, b, element, b->most_fields);
}

static void start(lua_State *L, lh_xml_builder *b, const lh_xml_note *note) {
    lh_check_stack(L, 2 * b->most_fields + 16);
    b->levels = grow(L, b->levels, (size_t)b->depth, &b->level_capacity, sizeof *b->levels);
    if (b->depth) {
        end_run(b, &b->levels[b->depth - 1]);
        b->levels[b->depth - 1].has_children = true;
    }
    lh_push_cached(L, &b->names, note->bytes, note->count);
    b->levels[b->depth++] = (level){
        .slot = lua_gettop(L), .first_field = b->field_count, .text = b->text.count, .run = b->text.count};
}

static void push_attribute_name(lua_State *L, lh_xml_builder *b, const lh_xml_note *note) {
    char name[1 + LH_LONGEST_CACHED] = "@";
    if (note->count < LH_LONGEST_CACHED) {
        memcpy(name + 1, note->bytes, note->count);
        lh_push_cached(L, &b->names, name, note->count + 1);
    } else {
        lua_pushliteral(L, "@");
        lua_pushlstring(L, note->bytes, note->count);
        lua_concat(L, 2);
    }
}

static void end(lua_State *L, lh_xml_builder *b) {
    level *element = &b->levels[b->depth - 1];
    if (!element->has_children && !element->has_table && element->field_count == 0) {
        push_text(L, b, element, b->xml->trims);
    } else {
        end_run(b, element);
        if (b->text.count > element->text) {
            lh_push_cached(L, &b->names, "#text", 5);
            push_text(L, b, element, element->has_children || b->xml->trims);
            add_field(L, b, element, true);
        }
        if (!element->has_table) move_to_table(L, b, element, 0);
    }
    b->text.count = element->text;
    if (--b->depth) {
        add_field(L, b, &b->levels[b->depth - 1], false);
    } else {
        lua_createtable(L, 0, 1);
        lua_insert(L, -3);
        lua_rawset(L, -3);
    }
}

static int work(lua_State *L, lh_xml_builder *b);

static int go_on(lua_State *L, int status, lua_KContext context) {
    (void)status;
    return work(L, (lh_xml_builder *)context);
}

static int work(lua_State *L, lh_xml_builder *b) {
    const lh_xml *xml = b->xml;
    for (const lh_xml_note *note = xml->notes; note < xml->notes + xml->note_count; note++) {
        switch (note->kind) {
        case LH_XML_START: start(L, b, note); break;
        case LH_XML_ATTRIBUTE: push_attribute_name(L, b, note); break;
        case LH_XML_VALUE:
            lh_push_cached(L, &b->values, note->bytes, note->count);
            add_field(L, b, &b->levels[b->depth - 1], true);
            break;
        case LH_XML_TEXT:
            lh_buffer_append(&b->text, note->bytes, note->count);
            if (b->text.failed) return luaL_error(L, "not enough memory");
            break;
        case LH_XML_END: end(L, b); break;
        }
    }
    if (!xml->finished) return lua_yieldk(L, 0, (lua_KContext)b, go_on);
    if (!lua_istable(L, -1)) lua_pushnil(L);  // no element was on the way of the path
    return 1;
}

int lh_xml_build(lua_State *L) {
    lh_xml *xml = lua_touserdata(L, 1);
    lh_xml_builder *b = xml->built;
    if (lua_istable(L, 2)) b->lists = 2;
    if (xml->is_large) {
        lh_check_stack(L, 2 * LH_CACHED_STRINGS + 16);
        lh_open_cache(L, &b->names);
        lh_open_cache(L, &b->values);
    }
    lua_pushnil(L);
    return work(L, b);
}
