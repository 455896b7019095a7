// Escapes in strings.
#include "json/json.h"

#include <string.h>

int lh_json_hex4(const uint8_t *text, const uint8_t *end) {
    if (end - text < 4) return -1;
    int value = 0;
    for (int i = 0; i < 4; i++) {
        int c = text[i], letter = (c | 32) - 'a';
        int digit = c >= '0' && c <= '9' ? c - '0' : letter >= 0 && letter < 6 ? letter + 10 : -1;
        if (digit < 0) return -1;
        value = value << 4 | digit;
    }
    return value;
}

size_t lh_json_escape_length(const uint8_t *escape, const uint8_t *end) {
    if (end - escape < 2) return 0;
    switch (escape[1]) {
    case '"': case '\\': case '/': case 'b': case 'f': case 'n': case 'r': case 't': return 2;
    case 'u': break;
    default: return 0;
    }
    int unit = lh_json_hex4(escape + 2, end);
    if (unit < 0) return 0;
    if (unit < 0xD800 || unit > 0xDFFF) return 6;
    int low = end - escape >= 12 && escape[6] == '\\' && escape[7] == 'u' ? lh_json_hex4(escape + 8, end) : -1;
    return unit <= 0xDBFF && low >= 0xDC00 && low <= 0xDFFF ? 12 : 0;
}

static char *put_utf8(char *out, uint32_t code) {
    if (code < 0x80) {
        *out++ = (char)code;
        return out;
    }
    if (code < 0x800) {
        *out++ = (char)(0xC0 | code >> 6);
    } else {
        if (code < 0x10000) {
            *out++ = (char)(0xE0 | code >> 12);
        } else {
            *out++ = (char)(0xF0 | code >> 18);
            *out++ = (char)(0x80 | (code >> 12 & 0x3F));
        }
        *out++ = (char)(0x80 | (code >> 6 & 0x3F));
    }
    *out++ = (char)(0x80 | (code & 0x3F));
    return out;
}

size_t lh_json_unescape(const uint8_t *text, size_t count, char *out) {
    const uint8_t *end = text + count;
    char *start = out;
    while (text < end) {
        const uint8_t *escape = memchr(text, '\\', (size_t)(end - text));
        size_t plain = (size_t)((escape ? escape : end) - text);
        memcpy(out, text, plain);
        out += plain;
        if (!escape) break;
        text = escape + 2;
        if (text > end) return SIZE_MAX;
        switch (escape[1]) {
        case '"': case '\\': case '/': *out++ = (char)escape[1]; break;
        case 'b': *out++ = '\b'; break;
        case 'f': *out++ = '\f'; break;
        case 'n': *out++ = '\n'; break;
        case 'r': *out++ = '\r'; break;
        case 't': *out++ = '\t'; break;
        case 'u': {
            int unit = lh_json_hex4(text, end);
            if (unit < 0) return SIZE_MAX;
            text += 4;
            uint32_t code = (uint32_t)unit;
            if (unit >= 0xD800 && unit <= 0xDFFF) {
                int low = end - text >= 6 && text[0] == '\\' && text[1] == 'u' ? lh_json_hex4(text + 2, end) : -1;
                if (unit > 0xDBFF || low < 0xDC00 || low > 0xDFFF) return SIZE_MAX;
                code = 0x10000 + ((uint32_t)(unit - 0xD800) << 10) + (uint32_t)(low - 0xDC00);
                text += 6;
            }
            out = put_utf8(out, code);
            break;
        }
        default: return SIZE_MAX;
        }
    }
    return (size_t)(out - start);
}
