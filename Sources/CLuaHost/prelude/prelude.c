// The modules of the host itself, compiled into the binary as text.
#include "machine.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

static const uint8_t task[] = {
#embed "task.lua"
};

static const uint8_t require[] = {
#embed "require.lua"
};

static const uint8_t paths[] = {
#embed "../paths/paths.lua"
};

static const uint8_t jsonpath[] = {
#embed "../paths/jsonpath.lua"
};

static const uint8_t filters[] = {
#embed "../paths/filters.lua"
};

static const uint8_t regexp[] = {
#embed "../paths/regexp.lua"
};

static const uint8_t reader[] = {
#embed "../paths/reader.lua"
};

static const uint8_t nodes[] = {
#embed "../paths/nodes.lua"
};

static const uint8_t results[] = {
#embed "results.lua"
};

bool lh_add_prelude(lh_machine *machine) {
    return lh_add_module(machine, "task", task, sizeof task, true)
        && lh_add_module(machine, "require", require, sizeof require, true)
        && lh_add_module(machine, "paths", paths, sizeof paths, false)
        && lh_add_module(machine, "paths.jsonpath", jsonpath, sizeof jsonpath, false)
        && lh_add_module(machine, "paths.filters", filters, sizeof filters, false)
        && lh_add_module(machine, "paths.regexp", regexp, sizeof regexp, false)
        && lh_add_module(machine, "paths.reader", reader, sizeof reader, false)
        && lh_add_module(machine, "paths.nodes", nodes, sizeof nodes, false)
        && lh_add_module(machine, "oauthlua.results", results, sizeof results, false);
}
