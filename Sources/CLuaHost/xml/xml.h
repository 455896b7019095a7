// What the XML files share. Expat calls read.c, which only takes notes; build.c makes Lua values of them, in a coroutine:
// what is raised there ends there, and never jumps over expat's frames.
#pragma once

#include "bodies/bodies.h"
#include "xml/path.h"

#include <expat.h>

typedef struct {
    enum { LH_XML_START, LH_XML_ATTRIBUTE, LH_XML_VALUE, LH_XML_TEXT, LH_XML_END } kind;
    uint32_t count;
    const char *bytes;  // of the name, the value, the text
} lh_xml_note;

enum { LH_XML_NOTES = 512, LH_XML_BYTES = 16 << 10 };

typedef struct lh_xml_builder lh_xml_builder;

typedef struct {
    lua_State *L, *builder;
    XML_Parser parser;
    // What the script wants.
    int max_depth;
    bool keeps_prefixes, trims, is_large;
    lh_xml_builder *built;
    lh_xml_path path;
    // Where the reading is.
    int depth, matched;
    int inside, outside;  // depth below an element that is built whole, and below one that is skipped
    int status;           // of the builder
    bool stopped, finished;
    // What is wrong with the document, if anything.
    const char *problem;
    bool is_too_deep;
    char unknown_encoding[40];
    // Notes that the builder has not seen. Their bytes are here, or are expat's while it waits.
    lh_xml_note notes[LH_XML_NOTES];
    size_t note_count, byte_count;
    char bytes[LH_XML_BYTES];
} lh_xml;

/// Reads a document to its end, or to what is wrong with it. Does not raise.
void lh_xml_read(lh_xml *xml, const uint8_t *bytes, size_t count, bool is_utf8);
/// An XML_UnknownEncodingHandler; its data is an lh_xml.
int lh_xml_unknown_encoding(void *xml, const XML_Char *name, XML_Encoding *encoding);

/// The builder's coroutine: (light userdata of an lh_xml, names of children that are lists always | nil) -> value.
int lh_xml_build(lua_State *L);
/// Creates what the builder needs, as a userdata on top of the stack. Raises.
void lh_xml_new_builder(lua_State *L, lh_xml *xml);
/// Frees what it has outside of Lua.
void lh_xml_free_builder(lh_xml *xml);
