// What is wrong with a document, for people.
#include "json/json.h"

#include <stdio.h>

static void copy_snippet(char *to, const uint8_t *text, size_t count, size_t offset) {
    size_t start = offset > 16 ? offset - 16 : 0, end = count - offset > 16 ? offset + 16 : count;
    while (start < offset && (text[start] & 0xC0) == 0x80) start++;
    while (end > offset && end < count && (text[end] & 0xC0) == 0x80) end--;
    size_t used = 0;
    for (size_t i = start; i < end; i++) to[used++] = text[i] < ' ' || text[i] == 0x7F ? ' ' : (char)text[i];
    if (!lh_utf8_valid(to, used)) {
        for (size_t i = 0; i < used; i++) to[i] = (uint8_t)to[i] < 0x80 ? to[i] : '?';
    }
    to[used] = 0;
}

static void describe(lh_json *json, size_t offset, const char *problem) {
    for (size_t i = 0; i < offset; i++) {
        if (json->text[i] == '\n') {
            json->line++;
            json->column = 1;
        } else {
            json->column++;
        }
    }
    char snippet[40];
    copy_snippet(snippet, json->text, json->count, offset);
    json->offset = offset + json->skipped + json->bytes_before;
    snprintf(
        json->message, sizeof json->message, "invalid JSON at byte %zu (line %zu, column %zu): %s%s%s%s",
        json->offset + 1, json->line, json->column, problem, *snippet ? ", near `" : "", snippet, *snippet ? "`" : "");
}

void lh_json_explain(lh_json *json, int error) {
    json->failed = true;
    json->offset = 0;
    json->line = json->lines_before + 1;
    json->column = 1;
    lh_json_finding finding = lh_json_scan(json->text, json->count, json->max_depth);
    if (finding.problem) {
        char problem[80];
        snprintf(problem, sizeof problem, finding.problem, json->max_depth);
        describe(json, finding.offset, problem);
    } else {
        // Nothing is wrong with the text: there is no memory, or more than the 4 GB that simdjson can take.
        snprintf(json->message, sizeof json->message, "cannot decode JSON: %s", lh_simdjson_message(error));
    }
}
