// The modules of the host itself, compiled into the binary as text.
#include "machine.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

static const uint8_t task[] = {
#embed "task.lua"
};

static const uint8_t require[] = {
#embed "require.lua"
};

bool lh_add_prelude(lh_machine *machine) {
    return lh_add_module(machine, "task", task, sizeof task, true)
        && lh_add_module(machine, "require", require, sizeof require, true);
}
