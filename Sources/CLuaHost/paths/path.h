// Dotted paths: `data[*].items[0]["a.b"]`. No lua.h here: compiling a path is pure.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    LH_LONGEST_PATH = 1000,  // bytes
    LH_MOST_STEPS = 100,
};

typedef enum {
    LH_NAME,   // .name, ["name"]
    LH_INDEX,  // [n], from 0
    LH_EVERY,  // [*]: every element of a list, or every value of an object
} lh_step_kind;

typedef struct {
    lh_step_kind kind;
    const char *name;
    size_t count;
    int64_t index;
} lh_step;

typedef struct {
    lh_step steps[LH_MOST_STEPS];
    int count;
    char names[LH_LONGEST_PATH];  // what the steps' names point into
    // What is wrong with it, and the offset of that in bytes; NULL: nothing
    const char *problem;
    size_t offset;
} lh_path;

/// Compiles a dotted path. False: `problem` says why not.
bool lh_path_compile(const char *text, size_t count, lh_path *path);

/// Compiles the part of JSONPath (RFC 9535) that dotted paths can say too: `$`, names, indices from 0 and wildcards. False
/// if the query needs more, or is wrong.
bool lh_path_compile_query(const char *text, size_t count, lh_path *path);

/// Whether this is JSONPath.
static inline bool lh_path_is_query(const char *text, size_t count) { return count > 0 && text[0] == '$'; }
