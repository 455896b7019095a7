// What the C files of this target share. Never included from Swift.
#pragma once

#include "include/CLineEditor.h"

#include <histedit.h>
#include <locale.h>

struct le_editor {
    EditLine *el;
    History *history;
    le_callbacks callbacks;
    locale_t locale;
    int wake[2];
    char *prompt, *line;
    bool interrupted;
    /// How many bytes of what was typed before the prompt came are left; -1 before that is known.
    int typed_ahead;
};

/// The thread's locale becomes the editor's; returns what it was, for uselocale. Nothing of it is seen by other threads.
static inline locale_t le_enter(le_editor *editor) {
    return uselocale(editor->locale ? editor->locale : LC_GLOBAL_LOCALE);
}
