#include "csv/csv.h"

#include <string.h>

/// Behind the line break that begins here, if one does.
static const uint8_t *skip_break(const uint8_t *at, const uint8_t *end) {
    if (at < end && *at == '\r') at++;
    if (at < end && *at == '\n') return at + 1;
    return at;
}

/// What the byte at `at` ends, which is behind a cell.
static enum lh_csv_end pass(lh_csv_scanner *scanner, const uint8_t *at) {
    if (at == scanner->end) {
        scanner->at = at;
        return LH_CSV_TEXT;
    }
    if (*at == scanner->delimiter) {
        scanner->at = at + 1;
        return LH_CSV_CELL;
    }
    scanner->at = skip_break(at, scanner->end);
    return LH_CSV_ROW;
}

static enum lh_csv_end quoted_cell(lh_csv_scanner *scanner, lh_csv_cell *cell) {
    const uint8_t *start = scanner->at + 1, *at = start, *end = scanner->end;
    cell->bytes = start;
    cell->quoted = true;
    for (;;) {
        at = memchr(at, '"', (size_t)(end - at));
        if (!at) return LH_CSV_UNTERMINATED;
        if (at + 1 == end || at[1] != '"') break;
        cell->doubled = true;
        at += 2;
    }
    cell->count = (size_t)(at - start);
    at++;
    if (at < end && *at != scanner->delimiter && *at != '\n' && *at != '\r') return LH_CSV_AFTER_QUOTE;
    return pass(scanner, at);
}

enum lh_csv_end lh_csv_next(lh_csv_scanner *scanner, lh_csv_cell *cell) {
    const uint8_t *at = scanner->at, *const end = scanner->end;
    *cell = (lh_csv_cell){.bytes = at};
    if (at < end && *at == '"' && scanner->quotes) return quoted_cell(scanner, cell);
    const uint8_t delimiter = scanner->delimiter;
    while (at < end && *at != delimiter && *at != '\n' && *at != '\r') at++;
    cell->count = (size_t)(at - cell->bytes);
    return pass(scanner, at);
}

/// The delimiter that is most frequent in the first line, outside of quotes.
static uint8_t find_delimiter(const lh_csv_scanner *scanner) {
    static const uint8_t candidates[] = {',', ';', '\t', '|'};
    size_t counts[sizeof candidates] = {0};
    bool quoted = false;
    for (const uint8_t *at = scanner->at; at < scanner->end; at++) {
        if (*at == '"' && scanner->quotes) quoted = !quoted;
        if (quoted) continue;
        if (*at == '\n' || *at == '\r') break;
        for (size_t i = 0; i < sizeof candidates; i++) counts[i] += *at == candidates[i];
    }
    size_t best = 0;
    for (size_t i = 1; i < sizeof candidates; i++) {
        if (counts[i] > counts[best]) best = i;
    }
    return candidates[best];
}

void lh_csv_begin(lh_csv_scanner *scanner, const uint8_t *text, size_t count, uint8_t delimiter, bool quotes) {
    *scanner = (lh_csv_scanner){text, text, text + count, delimiter, quotes};
    if (count >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0) scanner->at += 3;
    const uint8_t *line = scanner->at;
    if (scanner->end - line >= 6 && memcmp(line, "sep=", 4) == 0 && !memchr("\r\n\"", line[4], 3) && (line[5] == '\n' || line[5] == '\r')) {
        if (!delimiter) scanner->delimiter = line[4];
        scanner->at = skip_break(line + 5, scanner->end);
    }
    if (!scanner->delimiter) scanner->delimiter = find_delimiter(scanner);
}

size_t lh_csv_line(const lh_csv_scanner *scanner, const uint8_t *at) {
    size_t line = 1;
    for (const uint8_t *c = scanner->start; c < at;) {
        if (*c == '\n' || *c == '\r') {
            c = skip_break(c, scanner->end);
            line++;
        } else {
            c++;
        }
    }
    return line;
}

size_t lh_csv_undouble(const lh_csv_cell *cell, uint8_t *out) {
    uint8_t *to = out;
    const uint8_t *from = cell->bytes, *end = from + cell->count;
    while (from < end) {
        const uint8_t *quote = memchr(from, '"', (size_t)(end - from));
        size_t count = (size_t)((quote ? quote + 1 : end) - from);
        memcpy(to, from, count);
        to += count;
        from += count + (quote != NULL);
    }
    return (size_t)(to - out);
}
