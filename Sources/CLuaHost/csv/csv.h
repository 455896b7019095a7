// What the CSV files share: RFC 4180, and what is met beside it.
#pragma once

#include "bodies/bodies.h"

/// Cells of a text, one after the other. Knows nothing of Lua.
typedef struct {
    const uint8_t *start, *at, *end;
    uint8_t delimiter;
    bool quotes;  // whether a cell may be in quotes
} lh_csv_scanner;

typedef struct {
    const uint8_t *bytes;
    size_t count;
    bool quoted;
    bool doubled;  // each quote inside it stands there twice
} lh_csv_cell;

enum lh_csv_end { LH_CSV_CELL, LH_CSV_ROW, LH_CSV_TEXT, LH_CSV_UNTERMINATED, LH_CSV_AFTER_QUOTE };

/// Reads a cell and says what ended it: another cell follows, the row is at its end, the text is, or something is wrong.
enum lh_csv_end lh_csv_next(lh_csv_scanner *scanner, lh_csv_cell *cell);
/// Begins a text: skips a byte order mark, reads Excel's line `sep=;`, and finds the delimiter in the first line if it is
/// not given (0).
void lh_csv_begin(lh_csv_scanner *scanner, const uint8_t *text, size_t count, uint8_t delimiter, bool quotes);
/// The line, from 1, of a place in the text.
size_t lh_csv_line(const lh_csv_scanner *scanner, const uint8_t *at);
/// Writes a cell of doubled quotes as what it stands for; returns how many bytes that is.
size_t lh_csv_undouble(const lh_csv_cell *cell, uint8_t *out);

/// What becomes of the cells of one column.
typedef struct {
    int name;  // the slot of its name on the Lua stack; 0: it has none
    int key;   // the slot of its key in a row; 0: it is not wanted
    enum { LH_CSV_TEXTS, LH_CSV_NUMBERS_TOO, LH_CSV_NUMBERS } content;
} lh_csv_column;

typedef struct {
    lh_csv_column *columns;
    int count;
    int otherwise;     // the content of columns that are not among those
    bool has_names;    // from a header line, or given: then there is no cell without a column
    bool makes_lists;  // rows are lists of all cells, else tables by key
} lh_csv_layout;

typedef struct {
    lh_csv_scanner scanner;
    int options;  // the index of their table, or of nil
    lh_buffer *scratch;
} lh_csv;

/// Finds out about the columns from the header line and the options; leaves their names on the stack. Raises.
lh_csv_layout lh_csv_read_layout(lua_State *L, lh_csv *csv);
/// Pushes the rows that are left, as a list. Raises.
void lh_csv_push_rows(lua_State *L, lh_csv *csv, const lh_csv_layout *layout);
/// Pushes the text of a cell. Raises.
void lh_csv_push_text(lua_State *L, lh_csv *csv, const lh_csv_cell *cell);
/// Raises an error of the kind `decode` that names the line of this place.
void lh_csv_fail(lua_State *L, const lh_csv *csv, const uint8_t *at, const char *what);
/// Raises for the two ends that are errors.
void lh_csv_check_end(lua_State *L, const lh_csv *csv, const lh_csv_cell *cell, enum lh_csv_end end);

/// Pushes the number that a cell is, in JSON's spelling. False if it is none.
bool lh_csv_push_number(lua_State *L, const lh_csv_cell *cell);

/// The delimiter that the value on top of the stack names. Raises.
uint8_t lh_csv_delimiter(lua_State *L);
/// host.csv_encode(rows, options)
int lh_csv_encode(lua_State *L);
