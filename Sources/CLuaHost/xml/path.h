// Paths into a document: names joined by dots, `[n]` counted from 0, `[*]` for every element, `["a.b"]` for a name with
// dots.
#pragma once

#include <lua.h>
#include <stdbool.h>
#include <stddef.h>

enum { LH_XML_LONGEST_PATH = 32 };

typedef struct {
    enum { LH_XML_NAME, LH_XML_INDEX, LH_XML_EACH } kind;
    const char *name;
    size_t count;  // of the name's bytes
    lua_Integer index;
} lh_xml_step;

typedef struct {
    lh_xml_step steps[LH_XML_LONGEST_PATH];
    int count;
    const char *elements[LH_XML_LONGEST_PATH];  // the names alone, of elements
    size_t lengths[LH_XML_LONGEST_PATH];
    int element_count;
} lh_xml_path;

/// Reads a path, whose text must stay. Raises an error of the kind `config`.
void lh_xml_read_path(lua_State *L, lh_xml_path *path, const char *text);
/// Replaces the document on top of the stack by what is at the path: a list if the path has `[*]`, else a value or nil.
void lh_xml_follow_path(lua_State *L, const lh_xml_path *path);
