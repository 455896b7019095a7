// Which columns there are, and what becomes of them.
#include "csv/csv.h"

#include <string.h>

enum {
    MOST_COLUMNS = 100000,  // each has two slots of Lua's stack
    MOST_NAMED = 20,        // in a message
};

static int get_option(lua_State *L, const lh_csv *csv, const char *name) {
    if (!lua_istable(L, csv->options)) {
        lua_pushnil(L);
        return LUA_TNIL;
    }
    lua_pushstring(L, name);
    return lua_rawget(L, csv->options);
}

/// The columns' records, as a userdata on top of the stack.
static void allocate(lua_State *L, lh_csv_layout *layout, lua_Integer count) {
    if (count > MOST_COLUMNS) {
        lh_raise_flaw(L, &(lh_flaw){.message = "invalid CSV: there are more than 100000 columns"});
    }
    lh_check_stack(L, 2 * (int)count + 16);
    size_t size = ((size_t)count + 1) * sizeof *layout->columns;
    layout->columns = lua_newuserdatauv(L, size, 0);
    layout->count = (int)count;
    memset(layout->columns, 0, size);
}

/// Names of the header line, in a new list on top of the stack: empty if there is no such line.
static void read_header(lua_State *L, lh_csv *csv) {
    lua_newtable(L);
    lh_csv_cell cell;
    enum lh_csv_end end;
    lua_Integer count = 0;
    do {
        end = lh_csv_next(&csv->scanner, &cell);
        lh_csv_check_end(L, csv, &cell, end);
        bool is_blank = count == 0 && end != LH_CSV_CELL && cell.count == 0 && !cell.quoted;
        if (is_blank) continue;
        lh_csv_push_text(L, csv, &cell);
        lua_rawseti(L, -2, ++count);
    } while (end == LH_CSV_CELL || (end == LH_CSV_ROW && count == 0));
}

/// Makes a name the column's own: one that is empty becomes `column_3`, a second `name` becomes `name_2`. The name is on
/// top of the stack; `seen` is the index of a table of names and their columns, behind it is one of the numbers that
/// names were given last.
static void make_unique(lua_State *L, int seen, int column) {
    if (lua_rawlen(L, -1) == 0) {
        lua_pop(L, 1);
        lua_pushfstring(L, "column_%d", column);
    }
    int name = lua_gettop(L), numbers = seen + 1;
    lua_pushvalue(L, name);
    lua_rawget(L, numbers);
    lua_Integer number = lua_tointeger(L, -1) + 1;
    lua_pop(L, 1);
    for (lua_pushvalue(L, name);; number++) {
        if (number > 1) {
            lua_pop(L, 1);
            lua_pushfstring(L, "%s_%d", lua_tostring(L, name), (int)number);
        }
        lua_pushvalue(L, -1);
        bool is_free = lua_rawget(L, seen) == LUA_TNIL;
        lua_pop(L, 1);
        if (is_free) break;
    }
    lua_pushvalue(L, name);
    lua_pushinteger(L, number);
    lua_rawset(L, numbers);
    lua_replace(L, name);
    lua_pushvalue(L, name);
    lua_pushinteger(L, column);
    lua_rawset(L, seen);
}

/// Puts the names of the list at this index on the stack. Pushes first the table of names and their columns; returns its
/// index.
static int name_columns(lua_State *L, lh_csv_layout *layout, int list) {
    layout->has_names = true;
    allocate(L, layout, (lua_Integer)lua_rawlen(L, list));
    lua_newtable(L);
    int seen = lua_gettop(L);
    lua_newtable(L);
    for (int i = 0; i < layout->count; i++) {
        if (lua_rawgeti(L, list, i + 1) != LUA_TSTRING) lh_raise_option(L, "header", "true, false or a list of names");
        make_unique(L, seen, i + 1);
        layout->columns[i].name = lua_gettop(L);
    }
    return seen;
}

static void fail_without_column(lua_State *L, const lh_csv_layout *layout, const char *wanted) {
    luaL_Buffer names;
    luaL_buffinit(L, &names);
    for (int i = 0; i < layout->count && i < MOST_NAMED; i++) {
        if (i) luaL_addstring(&names, ", ");
        lua_pushvalue(L, layout->columns[i].name);
        luaL_addvalue(&names);
    }
    if (layout->count > MOST_NAMED) luaL_addstring(&names, ", …");
    luaL_pushresult(&names);
    lua_pushfstring(L, "the CSV has no column '%s'; it has %s", wanted, lua_tostring(L, -1));
    lh_raise_flaw(L, &(lh_flaw){.message = lua_tostring(L, -1)});
}

/// The column that the value on top of the stack (popped) names, or counts from 1. Raises.
static lh_csv_column *find_column(lua_State *L, const lh_csv_layout *layout, int seen, const char *option) {
    lua_Integer number = lua_tointeger(L, -1);
    if (lua_type(L, -1) == LUA_TSTRING && seen) {
        lua_pushvalue(L, -1);
        lua_rawget(L, seen);
        number = lua_tointeger(L, -1);
        lua_pop(L, 1);
        if (!number) fail_without_column(L, layout, lua_tostring(L, -1));
    } else if (!lua_isinteger(L, -1)) {
        lh_raise_option(L, option, seen ? "a table of columns' names" : "a table of columns' numbers: there is no header");
    }
    lua_pop(L, 1);
    if (number < 1 || number > layout->count) {
        lua_pushfstring(L, "the CSV has no column %I; it has %d columns", number, layout->count);
        lh_raise_flaw(L, &(lh_flaw){.message = lua_tostring(L, -1)});
    }
    return &layout->columns[number - 1];
}

/// At least as much as the greatest number in an option that is a table of columns' numbers.
static lua_Integer greatest(lua_State *L, const lh_csv *csv, const char *option, lua_Integer most) {
    if (get_option(L, csv, option) == LUA_TTABLE) {
        for (lua_pushnil(L); lua_next(L, -2); lua_pop(L, 1)) {
            if (lua_isinteger(L, -1) && lua_tointeger(L, -1) > most) most = lua_tointeger(L, -1);
        }
    }
    lua_pop(L, 1);
    return most;
}

/// Gives the columns of `fields` their keys, all of them if there is no such option. What has a name of its own in
/// `fields` gets that.
static void choose_fields(lua_State *L, const lh_csv *csv, lh_csv_layout *layout, int seen) {
    int type = get_option(L, csv, "fields");
    if (type == LUA_TNIL) {
        for (int i = 0; i < layout->count; i++) layout->columns[i].key = layout->columns[i].name;
        return;
    }
    if (type != LUA_TTABLE) lh_raise_option(L, "fields", "a table of columns");
    layout->makes_lists = false;
    int fields = lua_gettop(L);
    for (lua_pushnil(L); lua_next(L, fields);) {
        lh_csv_column *column = find_column(L, layout, seen, "fields");
        if (column->key) {
            lua_pushfstring(L, "the option 'fields' has column %d twice", (int)(column - layout->columns) + 1);
            lh_raise_config(L);
        }
        if (lua_type(L, -1) == LUA_TSTRING) {
            lua_pushvalue(L, -1);
            lua_insert(L, fields);  // the table and the key of lua_next move up
            column->key = fields++;
        } else if (!seen) {
            lh_raise_option(L, "fields", "a table of names and columns' numbers, { id = 1 }: there is no header");
        } else {
            column->key = column->name;
        }
    }
}

static void choose_numbers(lua_State *L, const lh_csv *csv, lh_csv_layout *layout, int seen) {
    int type = get_option(L, csv, "numbers");
    if (type == LUA_TBOOLEAN) {
        if (lua_toboolean(L, -1)) layout->otherwise = LH_CSV_NUMBERS_TOO;
        for (int i = 0; i < layout->count; i++) layout->columns[i].content = layout->otherwise;
    } else if (type == LUA_TTABLE) {
        int list = lua_gettop(L);
        for (lua_Integer i = 1; lua_rawgeti(L, list, i) != LUA_TNIL; i++) {
            find_column(L, layout, seen, "numbers")->content = LH_CSV_NUMBERS;
        }
        lua_pop(L, 1);
    } else if (type != LUA_TNIL) {
        lh_raise_option(L, "numbers", "true, or a list of columns");
    }
    lua_pop(L, 1);
}

lh_csv_layout lh_csv_read_layout(lua_State *L, lh_csv *csv) {
    lh_csv_layout layout = {.columns = NULL};
    int header = get_option(L, csv, "header"), seen = 0;
    if (header == LUA_TNIL || (header == LUA_TBOOLEAN && lua_toboolean(L, -1))) {
        read_header(L, csv);
        seen = name_columns(L, &layout, lua_gettop(L));
    } else if (header == LUA_TTABLE) {
        seen = name_columns(L, &layout, lua_gettop(L));
    } else if (header == LUA_TBOOLEAN) {
        layout.makes_lists = true;
        allocate(L, &layout, greatest(L, csv, "fields", greatest(L, csv, "numbers", 0)));
    } else {
        lh_raise_option(L, "header", "true, false or a list of names");
    }
    if (layout.has_names && layout.count == 0) return layout;  // there is nothing at all
    choose_fields(L, csv, &layout, seen);
    choose_numbers(L, csv, &layout, seen);
    return layout;
}
