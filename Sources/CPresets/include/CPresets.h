// The catalogue of presets: data of the binary that nothing touches before a definition names a preset.
#ifndef CPRESETS_H
#define CPRESETS_H

#include <stddef.h>

/// The text of every file presets/*.json, sorted by name, each followed by a zero byte.
const char *presets_catalogue(size_t *size);

/// The text of presets/NAME.lua; NULL where that preset has no hooks.
const char *presets_hooks(const char *name);

#endif
