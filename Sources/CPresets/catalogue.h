// What catalogue.c holds.
#ifndef CATALOGUE_H
#define CATALOGUE_H

#include <stddef.h>

extern const char catalogue_presets[];
extern const size_t catalogue_presets_size;

/// The hooks of one preset, followed by a zero byte.
struct catalogue_hooks {
    const char *name;
    const char *source;
};

extern const struct catalogue_hooks catalogue_hooks[];
extern const size_t catalogue_hooks_count;

#endif
