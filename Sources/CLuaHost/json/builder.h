// What goes through a document's positions: build.c makes values, skip.c checks what nobody wants, select.c decides which.
// All are strict: what they do not accept, scan.c explains.
#pragma once

#include "machine.h"

#include "json/json.h"

#include <string.h>

/// A string seen lately, kept on the Lua stack.
typedef struct {
    const char *bytes;    // NULL: nothing is cached here
    uint64_t head, tail;  // its first and last eight bytes
    uint32_t count;
    uint32_t mark;  // of a value: who asked last for this place. Of a name: the last object that has it
} lh_cached_string;

typedef struct {
    lua_State *L;
    lh_json *json;
    const uint8_t *text, *end;
    const uint32_t *next, *last;
    const uint8_t *searched;  // backslashes before this are known; here stands the next one, or the search goes on here
    lh_cached_string *cache;  // NULL for a small document: it would cost more than it saves
    int cache_base, array_mark;
    uint32_t objects;  // containers that began so far
    int depth;         // containers around the next value that build.c did not begin
} lh_builder;

/// Pushes the next value. False if it is wrong.
bool lh_json_build_value(lh_builder *b);
/// Passes the next value, having checked all of it: what lh_json_build_value refuses, this refuses.
bool lh_json_skip_value(lh_builder *b);
/// Pushes what the selection wants of the document. False if the text is not JSON.
bool lh_json_select(lh_builder *b, lh_selection *selection);

/// Room for what an escaped string of this many bytes stands for. Raises without memory.
char *lh_json_scratch(lh_builder *b, size_t count);

/// Finds the first backslash of a range behind all that was asked for before. NULL: there is none.
static inline const uint8_t *lh_find_escape(lh_builder *b, const uint8_t *from, const uint8_t *to) {
    enum { STRETCH = 1 << 14 };  // at a time, so that it is still in the processor's cache when it is read
    while (b->searched < to) {
        if (b->searched < from) b->searched = from;
        size_t left = (size_t)(b->end - b->searched), count = left < STRETCH ? left : STRETCH;
        const uint8_t *found = memchr(b->searched, '\\', count);
        if (!found) {
            b->searched += count;
            continue;
        }
        b->searched = found;
        return found < to ? found : NULL;
    }
    return NULL;
}

/// The closing quote of the string before the next position: the last quote before it.
static inline const uint8_t *lh_string_end(const lh_builder *b) {
    const uint8_t *end = b->next < b->last ? b->text + *b->next - 1 : b->end - 1;
    while (*end != '"') end--;
    return end;
}

/// Whether what may follow a number, true, false or null is here.
static inline bool lh_ends_scalar(const lh_builder *b, const uint8_t *at) {
    if (at >= b->end) return true;
    switch (*at) {
    case ' ': case '\t': case '\n': case '\r': case ',': case ']': case '}': return true;
    default: return false;
    }
}

static inline const uint8_t *lh_skip_digits(const lh_builder *b, const uint8_t *at) {
    while (at < b->end && (uint8_t)(*at - '0') < 10) at++;
    return at;
}

/// The end of the fraction and the exponent that may be here. NULL if they are wrong.
static inline const uint8_t *lh_skip_fraction(const lh_builder *b, const uint8_t *at) {
    if (at < b->end && *at == '.') {
        const uint8_t *digits = at + 1;
        at = lh_skip_digits(b, digits);
        if (at == digits) return NULL;
    }
    if (at < b->end && (*at | 32) == 'e') {
        at++;
        if (at < b->end && (*at == '+' || *at == '-')) at++;
        const uint8_t *digits = at;
        at = lh_skip_digits(b, digits);
        if (at == digits) return NULL;
    }
    return lh_ends_scalar(b, at) ? at : NULL;
}

/// Whether this word, true, false or null, is here.
static inline bool lh_is_word(const lh_builder *b, const uint8_t *at, const char *word, size_t count) {
    return (size_t)(b->end - at) >= count && memcmp(at, word, count) == 0 && lh_ends_scalar(b, at + count);
}
