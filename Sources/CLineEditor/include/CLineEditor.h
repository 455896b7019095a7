// libedit for Swift: its settings are variadic functions, which Swift cannot call, and its terminal is shared with others.
//
// An editor belongs to one thread at a time; only le_wake may be called from others.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

typedef struct le_editor le_editor;

typedef enum {
    LE_GO_ON = 0,
    LE_INTERRUPTED = 1,  ///< Gives up the line.
    LE_ENDED = 2,        ///< As at the end of input.
} le_decision;

typedef struct {
    void *context;
    /// Somebody called le_wake. It may write with le_begin_output and le_end_output.
    le_decision (*woken)(void *context, le_editor *editor);
    /// Tab was pressed: the bytes of the line, and how many stand before the cursor. It may call le_insert, and write.
    void (*complete)(void *context, le_editor *editor, const char *line, size_t count, size_t cursor);
} le_callbacks;

/// On the process's standard input and output. NULL: no memory, or no descriptors.
le_editor *le_open(const char *program, le_callbacks callbacks);
void le_close(le_editor *editor);

/// What came of le_read.
typedef enum { LE_LINE = 0, LE_END = 1, LE_INTERRUPT = 2 } le_result;

/// Lets the person edit a line. In `prompt`, what stands between two bytes 1 takes no room (colours). `line`: the text
/// without its end, or what there is of it after an interrupt; valid until the next call.
le_result le_read(le_editor *editor, const char *prompt, const char **line);

/// Makes the line the newest that can be recalled.
void le_remember(le_editor *editor, const char *line);

/// Wakes whoever is in le_read. From any thread.
void le_wake(le_editor *editor);

// MARK: While le_read waits, from a callback

/// Takes the edited line off the screen: what is written then stands in its place.
void le_begin_output(le_editor *editor);
/// Draws the edited line again, below what was written.
void le_end_output(le_editor *editor);
/// Gives the terminal to somebody else, as it was before, or takes it back.
void le_lend(le_editor *editor, bool lent);
/// The terminal has another size.
void le_resized(le_editor *editor);
void le_insert(le_editor *editor, const char *text);
void le_beep(le_editor *editor);
