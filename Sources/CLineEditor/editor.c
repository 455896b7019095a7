#define _GNU_SOURCE
#include "editor.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum { REMEMBERED = 2000, CONTROL_D = 4 };

static char *prompt_of(EditLine *el) {
    le_editor *editor;
    el_get(el, EL_CLIENTDATA, &editor);
    return editor->prompt;
}

static unsigned char complete(EditLine *el, int key) {
    (void)key;
    le_editor *editor;
    el_get(el, EL_CLIENTDATA, &editor);
    const LineInfo *line = el_line(el);
    editor->callbacks.complete(
        editor->callbacks.context, editor, line->buffer, (size_t)(line->lastchar - line->buffer),
        (size_t)(line->cursor - line->buffer));
    return CC_REFRESH;
}

/// Takes what le_wake wrote, and does what it was for.
static le_decision answer_wake(le_editor *editor) {
    char bytes[64];
    while (read(editor->wake[0], bytes, sizeof bytes) > 0) {}
    return editor->callbacks.woken(editor->callbacks.context, editor);
}

/// Keeps what there is of the line.
static void give_up(le_editor *editor) {
    const LineInfo *line = el_line(editor->el);
    editor->interrupted = true;
    editor->line = strndup(line->buffer, (size_t)(line->lastchar - line->buffer));
}

/// Waits for a byte of the terminal. 1: there is one; 0: the end; -1: the line is given up.
static int next_byte(le_editor *editor, unsigned char *byte) {
    for (;;) {
        struct pollfd ends[2] = {{.fd = STDIN_FILENO, .events = POLLIN}, {.fd = editor->wake[0], .events = POLLIN}};
        if (poll(ends, 2, -1) < 0) {
            if (errno == EINTR) continue;
            return 0;
        }
        if (ends[1].revents) {
            switch (answer_wake(editor)) {
            case LE_GO_ON: break;
            case LE_INTERRUPTED: give_up(editor); return -1;
            case LE_ENDED: return 0;
            }
        }
        if (!ends[0].revents) continue;
        ssize_t count = read(STDIN_FILENO, byte, 1);
        if (count < 0 && (errno == EINTR || errno == EAGAIN)) continue;
        if (count == 1 && editor->typed_ahead > 0 && editor->typed_ahead-- && *byte == 0) *byte = CONTROL_D;
        return count == 1 ? 1 : 0;
    }
}

/// What was typed before the prompt came, while the terminal still read whole lines: Linux hands on the ^D among it as a zero.
static int typed_ahead(void) {
    int count = 0;
    return ioctl(STDIN_FILENO, FIONREAD, &count) == 0 ? count : 0;
}

/// libedit's own would not see the pipe.
static int get_character(EditLine *el, wchar_t *character) {
    le_editor *editor;
    el_get(el, EL_CLIENTDATA, &editor);
    if (editor->typed_ahead < 0) editor->typed_ahead = typed_ahead();
    mbstate_t state;
    memset(&state, 0, sizeof state);
    for (;;) {
        unsigned char byte;
        int outcome = next_byte(editor, &byte);
        if (outcome <= 0) return outcome;
        switch (mbrtowc(character, (const char *)&byte, 1, &state)) {
        case (size_t)-1:  // not UTF-8: the byte is dropped
            memset(&state, 0, sizeof state);
            continue;
        case (size_t)-2: continue;
        default: return 1;
        }
    }
}

le_editor *le_open(const char *program, le_callbacks callbacks) {
    le_editor *editor = calloc(1, sizeof *editor);
    if (!editor) return NULL;
    editor->wake[0] = editor->wake[1] = -1;
    editor->callbacks = callbacks;
    editor->locale = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
    locale_t before = le_enter(editor);
    editor->history = history_init();
    if (pipe2(editor->wake, O_CLOEXEC | O_NONBLOCK) == 0) editor->el = el_init(program, stdin, stdout, stderr);
    if (editor->history && editor->el) {
        EditLine *el = editor->el;
        HistEvent event;
        history(editor->history, &event, H_SETSIZE, REMEMBERED);
        el_set(el, EL_CLIENTDATA, editor);
        el_set(el, EL_PROMPT_ESC, prompt_of, '\1');
        el_set(el, EL_EDITOR, "emacs");
        el_set(el, EL_SIGNAL, 0);
        el_set(el, EL_GETCFN, get_character);
        el_set(el, EL_HIST, history, editor->history);
        el_set(el, EL_ADDFN, "complete-word", "Completes the word", complete);
        el_set(el, EL_BIND, "^I", "complete-word", NULL);
        el_set(el, EL_BIND, "^R", "em-inc-search-prev", NULL);
        el_source(el, NULL);  // ~/.editrc, as every program with libedit
    }
    uselocale(before);
    if (editor->history && editor->el) return editor;
    le_close(editor);
    return NULL;
}

void le_close(le_editor *editor) {
    locale_t before = le_enter(editor);
    if (editor->el) el_end(editor->el);
    if (editor->history) history_end(editor->history);
    uselocale(before);
    for (int i = 0; i < 2; i++) {
        if (editor->wake[i] >= 0) close(editor->wake[i]);
    }
    if (editor->locale) freelocale(editor->locale);
    free(editor->prompt);
    free(editor->line);
    free(editor);
}

le_result le_read(le_editor *editor, const char *prompt, const char **line) {
    free(editor->prompt);
    free(editor->line);
    editor->prompt = strdup(prompt);
    editor->line = NULL;
    editor->interrupted = false;
    editor->typed_ahead = -1;
    if (!editor->prompt) return LE_END;
    locale_t before = le_enter(editor);
    int count = 0;
    const char *text = el_gets(editor->el, &count);
    if (text && count > 0 && !editor->interrupted) {
        if (text[count - 1] == '\n') count--;
        editor->line = strndup(text, (size_t)count);
    }
    uselocale(before);
    *line = editor->line;
    return editor->interrupted ? LE_INTERRUPT : editor->line ? LE_LINE : LE_END;
}

void le_remember(le_editor *editor, const char *line) {
    locale_t before = le_enter(editor);
    HistEvent event;
    bool same = history(editor->history, &event, H_FIRST) >= 0 && strcmp(event.str, line) == 0;
    if (!same) history(editor->history, &event, H_ENTER, line);
    uselocale(before);
}

void le_wake(le_editor *editor) {
    int saved = errno;
    (void)!write(editor->wake[1], "", 1);  // a full pipe wakes as well
    errno = saved;
}
