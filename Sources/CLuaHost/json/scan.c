// A strict JSON scanner (RFC 8259) for the cold path: it says what is wrong and where, byte by byte.
// Not recursive: what is open is one byte each.
#include "json/json.h"

#include <stdlib.h>
#include <string.h>

typedef struct {
    const uint8_t *text;
    size_t count, at;
    const char *problem;
} scanner;

static bool fail(scanner *s, const char *problem) {
    s->problem = s->at >= s->count ? "the text ends too early" : problem;
    return false;
}

static int peek(const scanner *s) { return s->at < s->count ? s->text[s->at] : -1; }

static void skip_space(scanner *s) {
    for (; s->at < s->count; s->at++) {
        uint8_t c = s->text[s->at];
        if (c != ' ' && c != '\t' && c != '\n' && c != '\r') return;
    }
}

/// The length of the UTF-8 sequence here, or 0.
static size_t utf8_length(const uint8_t *p, size_t left) {
    if (p[0] < 0x80) return 1;
    size_t length = p[0] >= 0xF0 ? 4 : p[0] >= 0xE0 ? 3 : 2;
    if (p[0] < 0xC2 || p[0] > 0xF4 || left < length) return 0;
    for (size_t i = 1; i < length; i++) {
        if ((p[i] & 0xC0) != 0x80) return 0;
    }
    if ((p[0] == 0xE0 && p[1] < 0xA0) || (p[0] == 0xED && p[1] > 0x9F)) return 0;
    if ((p[0] == 0xF0 && p[1] < 0x90) || (p[0] == 0xF4 && p[1] > 0x8F)) return 0;
    return length;
}

static bool scan_escape(scanner *s) {
    int c = s->at + 1 < s->count ? s->text[s->at + 1] : -1;
    if (c != 'u') {
        if (c >= 0 && strchr("\"\\/bfnrt", c) && c) {
            s->at += 2;
            return true;
        }
        if (c < 0) s->at++;
        return fail(s, "invalid escape in a string");
    }
    const uint8_t *digits = s->text + s->at + 2, *end = s->text + s->count;
    int unit = lh_json_hex4(digits, end), low = -1;
    if (unit < 0) return fail(s, "invalid \\u escape in a string");
    if (end - digits >= 6 && digits[4] == '\\' && digits[5] == 'u') low = lh_json_hex4(digits + 6, end);
    bool paired = unit >= 0xD800 && unit <= 0xDBFF && low >= 0xDC00 && low <= 0xDFFF;
    if (unit >= 0xD800 && unit <= 0xDFFF && !paired) return fail(s, "unpaired surrogate in a string");
    s->at += paired ? 12 : 6;
    return true;
}

static bool scan_string(scanner *s) {
    s->at++;
    for (;;) {
        int c = peek(s);
        if (c == '"') {
            s->at++;
            return true;
        }
        if (c < ' ') return fail(s, "control character in a string");
        if (c == '\\') {
            if (!scan_escape(s)) return false;
            continue;
        }
        size_t length = utf8_length(s->text + s->at, s->count - s->at);
        if (!length) return fail(s, "invalid UTF-8");
        s->at += length;
    }
}

static bool skip_digits(scanner *s) {
    size_t start = s->at;
    while (s->at < s->count && s->text[s->at] >= '0' && s->text[s->at] <= '9') s->at++;
    return s->at > start;
}

static bool scan_number(scanner *s) {
    size_t start = s->at;
    if (peek(s) == '-') s->at++;
    if (peek(s) == '0') s->at++;
    else if (!skip_digits(s)) return fail(s, "invalid number");
    if (peek(s) == '.') {
        s->at++;
        if (!skip_digits(s)) return fail(s, "invalid number");
    }
    if (peek(s) == 'e' || peek(s) == 'E') {
        s->at++;
        if (peek(s) == '+' || peek(s) == '-') s->at++;
        if (!skip_digits(s)) return fail(s, "invalid number");
    }
    double number;
    if (lh_parse_double((const char *)s->text + start, s->at - start, &number)) return true;
    s->at = start;
    return fail(s, "number out of range");
}

static bool scan_word(scanner *s, const char *word) {
    size_t count = strlen(word);
    for (size_t i = 0; i < count; i++, s->at++) {
        if (peek(s) != word[i]) return fail(s, "expected a value");
    }
    return true;
}

static bool scan_scalar(scanner *s) {
    int c = peek(s);
    if (c == '"') return scan_string(s);
    if (c == '-' || (c >= '0' && c <= '9')) return scan_number(s);
    if (c == 't') return scan_word(s, "true");
    if (c == 'f') return scan_word(s, "false");
    if (c == 'n') return scan_word(s, "null");
    return fail(s, "expected a value");
}

/// A name and its colon.
static bool scan_name(scanner *s) {
    if (peek(s) != '"') return fail(s, "expected a name in quotes");
    if (!scan_string(s)) return false;
    skip_space(s);
    if (peek(s) != ':') return fail(s, "expected ':'");
    s->at++;
    skip_space(s);
    return true;
}

static bool scan_document(scanner *s, uint8_t *open, size_t max_depth) {
    size_t depth = 0;
    skip_space(s);
    if (s->at == s->count) {
        s->problem = "there is no value";
        return false;
    }
    for (;;) {
        // A value stands here.
        int c = peek(s);
        if (c == '[' || c == '{') {
            if (depth == max_depth) return fail(s, "nested more than %d levels deep");
            s->at++;
            open[depth++] = (uint8_t)c;
            skip_space(s);
            if (c == '{' && peek(s) != '}') {
                if (!scan_name(s)) return false;
                continue;
            }
            if (c == '[' && peek(s) != ']') continue;
        } else {
            if (!scan_scalar(s)) return false;
        }
        // A value ended, or a container is empty.
        for (;;) {
            skip_space(s);
            if (depth == 0) {
                return s->at == s->count || fail(s, "unexpected text after the value");
            }
            bool in_object = open[depth - 1] == '{';
            c = peek(s);
            if (c == (in_object ? '}' : ']')) {
                s->at++;
                depth--;
                continue;
            }
            if (c != ',') return fail(s, in_object ? "expected ',' or '}'" : "expected ',' or ']'");
            s->at++;
            skip_space(s);
            if (in_object && !scan_name(s)) return false;
            break;
        }
    }
}

lh_json_finding lh_json_scan(const uint8_t *text, size_t count, int max_depth) {
    scanner s = {.text = text, .count = count};
    uint8_t *open = malloc((size_t)max_depth + 1);
    if (!open) return (lh_json_finding){NULL, 0};
    scan_document(&s, open, (size_t)max_depth);
    free(open);
    return (lh_json_finding){s.problem, s.at};
}
