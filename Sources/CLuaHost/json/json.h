// What the JSON files share. No lua.h here: the C++ files do not know Lua, so no longjmp crosses C++.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// A container that build.c is inside of.
typedef struct {
    int slot;          // where its table is, or will be, on the Lua stack
    uint32_t pending;  // values (pairs of an object) above the slot
    int64_t stored;    // values already in the table; -1: there is no table yet
    uint32_t number;   // containers that began before it, and itself
    bool is_array;
    bool may_repeat;  // an object whose names are perhaps not all different
} lh_json_level;

typedef struct lh_json {
    const uint8_t *text;
    size_t count;
    int max_depth;
    // Where brackets, colons, commas and values start, found by simdjson.
    void *parser;
    const uint32_t *positions;
    size_t position_count;
    struct lh_selection *selection;  // what is wanted of the document; NULL: all of it
    // build.c's and skip.c's
    lh_json_level *levels;
    uint8_t *closers;  // of the containers that are open
    int level_count;   // of both
    char *scratch;  // for strings with escapes
    size_t scratch_count;
    // What is wrong with the document, if anything. `offset` counts bytes from 0.
    bool failed;
    size_t offset, line, column, skipped;  // skipped: of a byte order mark
    size_t bytes_before, lines_before;     // where the document begins, if it is one of several in a text
    char message[320];
} lh_json;

// simdjson.cpp

/// Checks UTF-8, strings' ends and control characters, and fills `positions`. 0, or an error.
int lh_json_find_positions(lh_json *json);
const char *lh_simdjson_message(int error);
/// Frees the parser and its positions.
void lh_json_release(lh_json *json);
bool lh_utf8_valid(const char *text, size_t count);

// number.cpp

/// The shortest text that reads as this number again, recognizable as a float. Returns its length, at most 32.
size_t lh_format_double(double number, char *text);
/// Reads a number of correct syntax. False if it is too large.
bool lh_parse_double(const char *text, size_t count, double *number);

// string.c

/// Writes the bytes that an escaped string stands for, at most as many as it has. Returns their number, or SIZE_MAX.
size_t lh_json_unescape(const uint8_t *text, size_t count, char *out);
/// The bytes of the escape sequence that begins here, or 0 if there is none that may stand in a string.
size_t lh_json_escape_length(const uint8_t *escape, const uint8_t *end);
/// The value of four hexadecimal digits, or -1.
int lh_json_hex4(const uint8_t *text, const uint8_t *end);

// explain.c, scan.c

/// Finds out what is wrong, and describes it in `message`.
void lh_json_explain(lh_json *json, int error);

typedef struct {
    const char *problem;  // NULL: nothing. May contain a %d for the depth
    size_t offset;
} lh_json_finding;

lh_json_finding lh_json_scan(const uint8_t *text, size_t count, int max_depth);

#ifdef __cplusplus
}
#endif
