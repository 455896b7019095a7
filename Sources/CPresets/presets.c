#include "CPresets.h"

#include <string.h>

#include "catalogue.h"

const char *presets_catalogue(size_t *size) {
    *size = catalogue_presets_size;
    return catalogue_presets;
}

const char *presets_hooks(const char *name) {
    for (size_t i = 0; i < catalogue_hooks_count; i++) {
        if (strcmp(catalogue_hooks[i].name, name) == 0) return catalogue_hooks[i].source;
    }
    return NULL;
}
