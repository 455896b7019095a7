// Paths into a document: the grammar of paths/path.h, with the rules of XML. One element alone is a list of one; an element
// with nothing but text is a string.
#pragma once

#include "paths/path.h"

#include <lua.h>

typedef struct {
    lh_path path;
    const lh_step *elements[LH_MOST_STEPS];  // its names of elements, what the reading goes by
    int element_count;
} lh_xml_path;

/// Reads the path that the string at this index is. Raises an error of the kind `config`.
void lh_xml_read_path(lua_State *L, lh_xml_path *path, int index);
/// Replaces the document on top of the stack by what is at the path: a list if the path has `[*]`, else a value or nil.
void lh_xml_follow_path(lua_State *L, const lh_xml_path *path);
