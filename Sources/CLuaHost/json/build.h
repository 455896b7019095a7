#pragma once

#include "machine.h"

#include "json/json.h"
#include "paths/selection.h"

/// How a document is decoded, and what is wanted of it.
typedef struct {
    int max_depth;
    lh_selection *selection;  // on the Lua stack; NULL: all is wanted
    // Where the document begins, if it is one of several in a text
    size_t bytes_before, lines_before;
} lh_json_options;

/// What the table at this index says, or nothing; makes the machine's parser. Pushes the selection, if there is one. Raises.
lh_json_options lh_json_read_options(lua_State *L, int index);
/// Decodes text that stays where it is meanwhile, with the machine's parser. Returns what lua_pcall returned; the values
/// are on the stack, or the parser says why not. Raises nothing.
int lh_json_decode_bytes(lua_State *L, const lh_json_options *options, const uint8_t *text, size_t count);
/// The number of results after lh_json_decode_bytes returned this status, or raises why there are none.
int lh_json_results(lua_State *L, const lh_json_options *options, int status);
/// The second stage, for lua_pcall: (light userdata of an lh_json) -> value, or what is wanted of it. Returns nothing if the
/// text is not JSON.
int lh_json_build(lua_State *L);
