// What nobody wants is passed without making values of it, but not without checking it: a document is JSON or it is not,
// whatever is read of it.
#include "json/builder.h"

static bool skip_number(const lh_builder *b, const uint8_t *start) {
    enum { SURELY_IN_RANGE = 300 };  // bytes without an exponent; the largest double has 309 digits
    const uint8_t *digits = start + (*start == '-');
    const uint8_t *whole = lh_skip_digits(b, digits);
    if (whole == digits || (*digits == '0' && whole - digits > 1)) return false;
    const uint8_t *end = lh_ends_scalar(b, whole) ? whole : lh_skip_fraction(b, whole);
    if (!end) return false;
    size_t count = (size_t)(end - start);
    bool has_exponent = memchr(whole, 'e', (size_t)(end - whole)) || memchr(whole, 'E', (size_t)(end - whole));
    double number;
    return (!has_exponent && count <= SURELY_IN_RANGE) || lh_parse_double((const char *)start, count, &number);
}

static inline bool skip_scalar(const lh_builder *b, const uint8_t *at) {
    switch (*at) {
    case 't': return lh_is_word(b, at, "true", 4);
    case 'f': return lh_is_word(b, at, "false", 5);
    case 'n': return lh_is_word(b, at, "null", 4);
    default: return skip_number(b, at);
    }
}

/// simdjson has checked the UTF-8, the ends and the control characters of all strings, but not their escapes. A backslash
/// that is not in a string is none of these either: it has been refused as part of a scalar.
static bool check_escapes(lh_builder *b, const uint8_t *from, const uint8_t *to) {
    for (const uint8_t *escape; (escape = lh_find_escape(b, from, to));) {
        size_t length = lh_json_escape_length(escape, to);
        if (length == 0) return false;
        from = escape + length;
    }
    return true;
}

bool lh_json_skip_value(lh_builder *b) {
    const uint8_t *const text = b->text;
    const uint32_t *next = b->next, *const last = b->last;
    uint8_t *const outermost = b->json->closers + b->depth, *const innermost = b->json->closers + b->json->max_depth;
    uint8_t *closer = outermost;  // as with levels, the outermost is never used
    if (next == last) return false;
    const uint8_t *const start = text + *next;

value:
    if (next == last) return false;
    {
        const uint8_t *at = text + *next++;
        switch (*at) {
        case '"': break;
        case '{':
        case '[':
            if (closer == innermost || next == last) return false;
            *++closer = *at + 2;  // ']' is '[' + 2, '}' is '{' + 2
            if (text[*next] == *closer) {
                next++;
                closer--;
                break;
            }
            if (*at == '[') goto value;
            goto name;
        default:
            if (!skip_scalar(b, at)) return false;
        }
    }

passed:
    if (closer == outermost) {
        b->next = next;
        const uint8_t *end = next < last ? text + *next : b->end;
        return b->searched >= end || check_escapes(b, start, end);
    }
    if (next == last) return false;
    {
        uint8_t c = text[*next++];
        if (c == *closer) {
            closer--;
            goto passed;
        }
        if (c != ',') return false;
    }
    if (*closer == ']') goto value;

name:
    if (last - next < 2 || text[next[0]] != '"' || text[next[1]] != ':') return false;
    next += 2;
    goto value;
}
