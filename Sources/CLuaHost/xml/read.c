// What expat calls. Only notes are taken here; when there is no more room for them, the builder runs.
#include "xml/xml.h"

#include <string.h>

enum { LARGEST_PIECE = 1 << 30 };  // expat counts in int

static void stop(lh_xml *xml, const char *problem) {
    if (xml->stopped) return;
    xml->stopped = true;
    xml->problem = problem;
    XML_StopParser(xml->parser, XML_FALSE);
}

/// Lets the builder take the notes. It returns here whatever happens in it.
static void flush(lh_xml *xml) {
    if (xml->stopped) return;
    int results = 0;
    lh_machine *machine = lh_machine_of(xml->L);
    xml->status = lh_enter(machine, xml->L, xml->builder, lua_status(xml->builder) == LUA_OK ? 2 : 0, &results);
    xml->note_count = xml->byte_count = 0;
    if ((xml->status != LUA_OK && xml->status != LUA_YIELD) || lh_stopped(machine)) stop(xml, NULL);
}

static void note(lh_xml *xml, int kind, const char *bytes, size_t count) {
    if (xml->stopped) return;
    if (xml->note_count == LH_XML_NOTES || count > LH_XML_BYTES - xml->byte_count) flush(xml);
    if (xml->stopped) return;  // the builder failed
    bool is_large = count > LH_XML_BYTES;
    char *copy = xml->bytes + xml->byte_count;
    if (!is_large && count) {
        memcpy(copy, bytes, count);
        xml->byte_count += count;
    }
    lh_xml_note *last = xml->note_count ? &xml->notes[xml->note_count - 1] : NULL;
    if (kind == LH_XML_TEXT && !is_large && last && last->kind == LH_XML_TEXT) {
        last->count += (uint32_t)count;
        return;
    }
    xml->notes[xml->note_count++] = (lh_xml_note){kind, (uint32_t)count, is_large ? bytes : copy};
    if (is_large) flush(xml);
}

static void note_name(lh_xml *xml, int kind, const char *name) { note(xml, kind, name, strlen(name)); }

/// A name as the script wants it; NULL for the declaration of a prefix where there are to be none.
static const char *plain(const lh_xml *xml, const char *name, bool is_attribute) {
    if (xml->keeps_prefixes) return name;
    if (is_attribute && strncmp(name, "xmlns", 5) == 0 && (name[5] == 0 || name[5] == ':')) return NULL;
    const char *colon = strchr(name, ':');
    return colon ? colon + 1 : name;
}

static bool is_on_the_way(const lh_xml *xml, const char *name) {
    const lh_step *step = xml->path.elements[xml->matched];
    return strlen(name) == step->count && memcmp(name, step->name, step->count) == 0;
}

static void start_element(void *data, const XML_Char *name, const XML_Char **attributes) {
    lh_xml *xml = data;
    if (xml->stopped) return;
    if (++xml->depth > xml->max_depth) {
        xml->is_too_deep = true;
        stop(xml, NULL);
        return;
    }
    if (xml->outside) {
        xml->outside++;
        return;
    }
    name = plain(xml, name, false);
    if (xml->inside) {
        xml->inside++;
    } else if (!is_on_the_way(xml, name)) {
        xml->outside = 1;
        return;
    } else if (++xml->matched == xml->path.element_count) {
        xml->inside = 1;
    }
    note_name(xml, LH_XML_START, name);
    if (!xml->inside) return;
    for (; *attributes; attributes += 2) {
        const char *attribute = plain(xml, attributes[0], true);
        if (!attribute) continue;
        note_name(xml, LH_XML_ATTRIBUTE, attribute);
        note_name(xml, LH_XML_VALUE, attributes[1]);
    }
}

static void end_element(void *data, const XML_Char *name) {
    (void)name;
    lh_xml *xml = data;
    xml->depth--;
    if (xml->outside) {
        xml->outside--;
        return;
    }
    note(xml, LH_XML_END, "", 0);
    if (xml->inside) xml->inside--;
    if (!xml->inside) xml->matched--;
}

static void character_data(void *data, const XML_Char *text, int count) {
    lh_xml *xml = data;
    if (xml->inside && !xml->outside) note(xml, LH_XML_TEXT, text, (size_t)count);
}

/// Entities can be attacks: they name files and hosts, and few bytes can stand for gigabytes. Data has no use for them.
static void start_doctype(
    void *data, const XML_Char *name, const XML_Char *system, const XML_Char *public_id, int has_internal_subset) {
    (void)name, (void)system, (void)public_id, (void)has_internal_subset;
    stop(data, "a document type declaration (<!DOCTYPE …>) is not accepted, because entities can be attacks");
}

void lh_xml_read(lh_xml *xml, const uint8_t *bytes, size_t count, bool is_utf8) {
    xml->parser = XML_ParserCreate(is_utf8 ? "UTF-8" : NULL);
    if (!xml->parser) {
        xml->problem = "not enough memory";
        return;
    }
    XML_SetUserData(xml->parser, xml);
    XML_SetElementHandler(xml->parser, start_element, end_element);
    XML_SetCharacterDataHandler(xml->parser, character_data);
    XML_SetStartDoctypeDeclHandler(xml->parser, start_doctype);
    XML_SetUnknownEncodingHandler(xml->parser, lh_xml_unknown_encoding, xml);
    XML_SetParamEntityParsing(xml->parser, XML_PARAM_ENTITY_PARSING_NEVER);
    enum XML_Status status;
    bool is_last;
    do {
        size_t piece = count < LARGEST_PIECE ? count : LARGEST_PIECE;
        is_last = piece == count;
        status = XML_Parse(xml->parser, (const char *)bytes, (int)piece, is_last);
        bytes += piece;
        count -= piece;
    } while (status == XML_STATUS_OK && !is_last && !xml->stopped);
    if (xml->stopped) return;
    if (status != XML_STATUS_OK) {
        stop(xml, XML_ErrorString(XML_GetErrorCode(xml->parser)));
        return;
    }
    xml->finished = true;
    flush(xml);
}
