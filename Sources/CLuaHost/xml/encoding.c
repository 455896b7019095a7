// Encodings that expat does not know of itself: it knows UTF-8, UTF-16, ISO-8859-1 and US-ASCII.
#include "xml/xml.h"

#include <stdio.h>
#include <strings.h>

/// What 0x80 to 0x9F stand for in windows-1252; 0 is nothing.
static const uint16_t windows_1252[32] = {
    0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0,      0x017D, 0,      0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178,
};

int lh_xml_unknown_encoding(void *data, const XML_Char *name, XML_Encoding *encoding) {
    lh_xml *xml = data;
    if (strcasecmp(name, "windows-1252") != 0 && strcasecmp(name, "cp1252") != 0) {
        snprintf(xml->unknown_encoding, sizeof xml->unknown_encoding, "%s", name);
        return XML_STATUS_ERROR;
    }
    for (int byte = 0; byte < 256; byte++) encoding->map[byte] = byte;
    for (int i = 0; i < 32; i++) encoding->map[0x80 + i] = windows_1252[i] ? windows_1252[i] : -1;
    encoding->data = NULL;
    encoding->convert = NULL;
    encoding->release = NULL;
    return XML_STATUS_OK;
}
