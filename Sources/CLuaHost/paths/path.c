// The grammar of paths:
//
//     path  = step *( "." name / bracket )         step = name / bracket
//     name  = 1*( any character but . [ ] " ' )
//     bracket = "[" ( 1*DIGIT / "*" / quoted ) "]"
//     quoted  = a string in " or ', in which \ stands before a quote or another \ of the name
#include "paths/path.h"

#include <string.h>

typedef struct {
    const char *text;
    size_t count, at;
    lh_path *path;
    char *name;  // where the next name goes
} reader;

static int peek(const reader *r) { return r->at < r->count ? (unsigned char)r->text[r->at] : -1; }

static bool fail(reader *r, const char *problem) {
    r->path->problem = problem;
    r->path->offset = r->at;
    return false;
}

static lh_step *add_step(reader *r, lh_step_kind kind) {
    if (r->path->count == LH_MOST_STEPS) {
        fail(r, "a path has at most 100 steps");
        return NULL;
    }
    lh_step *step = &r->path->steps[r->path->count++];
    *step = (lh_step){.kind = kind};
    return step;
}

static bool add_name(reader *r, const char *name, size_t count) {
    lh_step *step = add_step(r, LH_NAME);
    if (!step) return false;
    memcpy(r->name, name, count);
    step->name = r->name;
    step->count = count;
    r->name += count;
    return true;
}

static bool read_name(reader *r) {
    size_t start = r->at;
    for (int c; (c = peek(r)) >= 0 && !strchr(".[]\"'", c);) r->at++;
    int c = peek(r);
    if (c == '"' || c == '\'') return fail(r, "a name with a quote is written [\"like this\"]");
    if (r->at == start) return fail(r, c < 0 ? "the path ends where a name belongs" : "a name belongs here");
    if (r->at == start + 1 && r->text[start] == '*') {
        r->at = start;
        return fail(r, "write [*] for every element");
    }
    return add_name(r, r->text + start, r->at - start);
}

static bool read_quoted(reader *r) {
    lh_step *step = add_step(r, LH_NAME);
    if (!step) return false;
    int quote = r->text[r->at++], c;
    step->name = r->name;
    for (; (c = peek(r)) != quote; r->at++) {
        if (c == '\\') {
            r->at++;
            c = peek(r);
            if (c >= 0 && c != '\\' && c != '"' && c != '\'') return fail(r, "\\ stands before a quote or another \\ only");
        }
        if (c < 0) return fail(r, "the path ends within a quoted name");
        *r->name++ = (char)c;
    }
    step->count = (size_t)(r->name - step->name);
    r->at++;
    return true;
}

static bool read_index(reader *r) {
    lh_step *step = add_step(r, LH_INDEX);
    if (!step) return false;
    for (int c; (c = peek(r)) >= '0' && c <= '9'; r->at++) {
        if (step->index > UINT32_MAX) return fail(r, "this index is too large");
        step->index = step->index * 10 + (c - '0');
    }
    return true;
}

static bool read_bracket(reader *r) {
    r->at++;
    int c = peek(r);
    if (c == '*') {
        if (!add_step(r, LH_EVERY)) return false;
        r->at++;
    } else if (c == '"' || c == '\'') {
        if (!read_quoted(r)) return false;
    } else if (c >= '0' && c <= '9') {
        if (!read_index(r)) return false;
    } else if (c == '-') {
        return fail(r, "indices count from 0; JSONPath can count from the end: $.list[-1]");
    } else {
        return fail(r, "an index, * or a name in quotes belongs here");
    }
    if (peek(r) != ']') return fail(r, "] belongs here");
    r->at++;
    return true;
}

static bool begin(reader *r) {
    r->path->count = 0;
    r->path->problem = NULL;
    return r->count <= LH_LONGEST_PATH || fail(r, "a path has at most 1000 bytes");
}

bool lh_path_compile(const char *text, size_t count, lh_path *path) {
    reader r = {.text = text, .count = count, .path = path, .name = path->names};
    if (!begin(&r)) return false;
    if (count == 0) return fail(&r, "it is empty");
    if (peek(&r) != '[' && !read_name(&r)) return false;
    while (r.at < count) {
        int c = peek(&r);
        if (c == '[') {
            if (!read_bracket(&r)) return false;
        } else if (c == '.') {
            r.at++;
            if (!read_name(&r)) return false;
        } else {
            return fail(&r, c == ']' ? "there is no [ for this" : ". or [ belongs here");
        }
    }
    return true;
}

// MARK: JSONPath

static bool is_first_of_name(int c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c >= 0x80;
}

/// member-name-shorthand of RFC 9535 §2.5.1.1.
static bool read_shorthand(reader *r) {
    size_t start = r->at;
    for (int c; (c = peek(r)) >= 0 && (is_first_of_name(c) || (r->at > start && c >= '0' && c <= '9'));) r->at++;
    return r->at > start && add_name(r, r->text + start, r->at - start);
}

bool lh_path_compile_query(const char *text, size_t count, lh_path *path) {
    reader r = {.text = text, .count = count, .at = 1, .path = path, .name = path->names};
    if (!begin(&r)) return false;
    while (r.at < count) {
        if (peek(&r) == '[') {
            size_t start = r.at + 1;
            // Escapes, and zeros that may not lead an index, are left to who knows all of JSONPath.
            if (!read_bracket(&r) || memchr(text + start, '\\', r.at - start)) return false;
            if (text[start] == '0' && text[start + 1] != ']') return false;
            for (size_t i = start; i < r.at; i++) {
                if ((unsigned char)text[i] < ' ') return false;
            }
            continue;
        }
        if (peek(&r) != '.') return false;
        r.at++;
        if (peek(&r) == '*') {
            r.at++;
            if (!add_step(&r, LH_EVERY)) return false;
        } else if (!read_shorthand(&r)) {
            return false;
        }
    }
    return true;
}
