// Rows of Lua values from cells.
#include "csv/csv.h"
#include "values/string_cache.h"

enum {
    WORTH_CACHING = 1 << 14,  // bytes of text
    WIDEST_FIRST_ROW = 1000,  // cells for which there is room before any has come
};

typedef struct {
    lua_State *L;
    lh_csv *csv;
    const lh_csv_layout *layout;
    lh_string_cache *cache;
    int list;  // the slot of the rows
    lua_Integer rows;
    int wanted;  // columns
    int width;   // of the table to make: what the row before had
} row_builder;

void lh_csv_fail(lua_State *L, const lh_csv *csv, const uint8_t *at, const char *what) {
    size_t line = lh_csv_line(&csv->scanner, at);
    const char *message = lua_pushfstring(L, "invalid CSV in line %d: %s", (int)line, what);
    lh_raise_flaw(L, &(lh_flaw){.message = message, .line = line});
}

void lh_csv_check_end(lua_State *L, const lh_csv *csv, const lh_csv_cell *cell, enum lh_csv_end end) {
    if (end == LH_CSV_UNTERMINATED) lh_csv_fail(L, csv, cell->bytes, "a quote does not end");
    if (end == LH_CSV_AFTER_QUOTE) {
        lh_csv_fail(
            L, csv, cell->bytes + cell->count,
            "text follows a closing quote; a quote in a cell is written twice, and { quote = false } takes quotes as text");
    }
}

static void push_text(lua_State *L, lh_csv *csv, lh_string_cache *cache, const lh_csv_cell *cell) {
    if (!cell->doubled) {
        lh_push_cached(L, cache, (const char *)cell->bytes, cell->count);
        return;
    }
    csv->scratch->count = 0;
    lh_buffer_append(csv->scratch, cell->bytes, cell->count);  // makes room
    if (csv->scratch->failed) luaL_error(L, "not enough memory");
    size_t count = lh_csv_undouble(cell, csv->scratch->bytes);
    lh_push_cached(L, cache, (const char *)csv->scratch->bytes, count);
}

void lh_csv_push_text(lua_State *L, lh_csv *csv, const lh_csv_cell *cell) {
    push_text(L, csv, &(lh_string_cache){.base = 0}, cell);
}

static void fail_without_number(row_builder *b, const lh_csv_cell *cell, int index) {
    lua_State *L = b->L;
    push_text(L, b->csv, b->cache, cell);
    const char *text = lua_tostring(L, -1);
    if (b->layout->has_names) lua_pushvalue(L, b->layout->columns[index].name);
    else lua_pushinteger(L, index + 1);
    const char *what = lua_pushfstring(L, "'%s' in the column %s is not a number", text, lua_tostring(L, -1));
    lh_csv_fail(L, b->csv, cell->bytes, what);
}

/// Pushes what a cell stands for. An empty one in a column of numbers is nothing: in a list null, for there are no holes.
static void push_value(row_builder *b, const lh_csv_cell *cell, int index) {
    const lh_csv_layout *layout = b->layout;
    int content = index < layout->count ? (int)layout->columns[index].content : layout->otherwise;
    if (content == LH_CSV_TEXTS) {
        push_text(b->L, b->csv, b->cache, cell);
    } else if (!lh_csv_push_number(b->L, cell)) {
        if (content == LH_CSV_NUMBERS_TOO) push_text(b->L, b->csv, b->cache, cell);
        else if (cell->count) fail_without_number(b, cell, index);
        else if (layout->makes_lists) lua_pushlightuserdata(b->L, &lh_json_null);
        else lua_pushnil(b->L);
    }
}

/// The row's table is on top of the stack.
static inline void store(row_builder *b, const lh_csv_cell *cell, int index) {
    lua_State *L = b->L;
    const lh_csv_layout *layout = b->layout;
    if (layout->makes_lists) {
        push_value(b, cell, index);
        lua_rawseti(L, -2, index + 1);
    } else if (index >= layout->count) {
        if (!layout->has_names || cell->count == 0) return;
        const char *what = lua_pushfstring(L, "there are more cells than the header's %d", layout->count);
        lh_csv_fail(L, b->csv, cell->bytes, what);
    } else if (layout->columns[index].key) {
        lua_pushvalue(L, layout->columns[index].key);
        push_value(b, cell, index);
        lua_rawset(L, -3);
    }
}

/// Appends a row, unless its line is empty. False at the end of the text.
static bool add_row(row_builder *b) {
    lua_State *L = b->L;
    lh_csv_cell cell;
    enum lh_csv_end end = lh_csv_next(&b->csv->scanner, &cell);
    lh_csv_check_end(L, b->csv, &cell, end);
    if (end != LH_CSV_CELL && cell.count == 0 && !cell.quoted) return end == LH_CSV_ROW;
    if (b->layout->makes_lists) lua_createtable(L, b->width, 0);
    else lua_createtable(L, 0, b->width);
    int index = 0;
    store(b, &cell, index++);
    while (end == LH_CSV_CELL) {
        end = lh_csv_next(&b->csv->scanner, &cell);
        lh_csv_check_end(L, b->csv, &cell, end);
        store(b, &cell, index++);
    }
    lua_rawseti(L, b->list, ++b->rows);
    b->width = b->layout->makes_lists || index < b->wanted ? index : b->wanted;
    return end == LH_CSV_ROW;
}

void lh_csv_push_rows(lua_State *L, lh_csv *csv, const lh_csv_layout *layout) {
    lh_string_cache *cache = lua_newuserdatauv(L, sizeof *cache, 0);
    cache->base = 0;
    lh_check_stack(L, LH_CACHED_STRINGS + 16);
    if (csv->scanner.end - csv->scanner.at >= WORTH_CACHING) lh_open_cache(L, cache);
    lua_newtable(L);
    row_builder b = {.L = L, .csv = csv, .layout = layout, .cache = cache, .list = lua_gettop(L)};
    for (int i = 0; i < layout->count; i++) b.wanted += layout->columns[i].key != 0;
    b.width = b.wanted < WIDEST_FIRST_ROW ? b.wanted : WIDEST_FIRST_ROW;
    lh_machine *machine = lh_machine_of(L);
    while (add_row(&b)) {
        if (lh_stopped(machine)) lh_raise_stop(L);
    }
    if (b.rows == 0) lh_mark_array(L);
}
