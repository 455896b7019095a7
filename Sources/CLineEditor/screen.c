// Where the edited line stands on the screen, so that others can write in its place.
#define _GNU_SOURCE
#include "editor.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include <wchar.h>

static int columns_of_terminal(void) {
    struct winsize size;
    return ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : 80;
}

/// The columns that a character takes behind `column`, as libedit draws it.
static int width_of(wchar_t character, int column, int columns) {
    if (character == L'\t') return 8 - column % 8;
    if (character < 32 || character == 127) return 2;  // ^X
    int width = wcwidth(character);
    if (width < 0) return 8;  // \U+xxxxx
    return width == 2 && column % columns == columns - 1 ? 3 : width;  // it goes to the next row as a whole
}

/// How many rows the cursor is below the prompt's first.
static int rows_above_cursor(le_editor *editor) {
    int columns = columns_of_terminal(), column = 0;
    bool is_shown = true;
    mbstate_t state;
    memset(&state, 0, sizeof state);
    const char *prompt = editor->prompt;
    for (;;) {
        wchar_t character;
        size_t count = mbrtowc(&character, prompt, MB_CUR_MAX, &state);
        if (count == 0 || count > MB_CUR_MAX) break;
        prompt += count;
        if (character == 1) is_shown = !is_shown;
        else if (is_shown) column += width_of(character, column, columns);
    }
    const LineInfoW *line = el_wline(editor->el);
    for (const wchar_t *at = line->buffer; at < line->cursor; at++) column += width_of(*at, column, columns);
    return column / columns;
}

void le_begin_output(le_editor *editor) {
    locale_t before = le_enter(editor);
    int rows = rows_above_cursor(editor);
    // ECMA-48: CUU (§8.3.22) to the first row, ED (§8.3.39) from there on.
    fputs("\r", stdout);
    if (rows > 0) fprintf(stdout, "\033[%dA", rows);
    fputs("\033[J", stdout);
    fflush(stdout);
    uselocale(before);
}

void le_end_output(le_editor *editor) {
    locale_t before = le_enter(editor);
    el_set(editor->el, EL_REFRESH);
    fflush(stdout);
    uselocale(before);
}

void le_lend(le_editor *editor, bool lent) {
    locale_t before = le_enter(editor);
    if (lent) le_begin_output(editor);
    el_set(editor->el, EL_PREP_TERM, lent ? 0 : 1);
    if (!lent) le_end_output(editor);
    uselocale(before);
}

void le_resized(le_editor *editor) {
    locale_t before = le_enter(editor);
    el_resize(editor->el);
    uselocale(before);
}

void le_insert(le_editor *editor, const char *text) {
    locale_t before = le_enter(editor);
    el_insertstr(editor->el, text);
    uselocale(before);
}

void le_beep(le_editor *editor) { el_beep(editor->el); }
