#pragma once

#include "machine.h"

#include "json/json.h"

/// Prepares `json->levels` for its depth. False without memory.
bool lh_json_reserve_levels(lh_json *json);
/// The second stage, for lua_pcall: (light userdata of an lh_json) -> value. Returns nothing if the text is not JSON.
int lh_json_build(lua_State *L);
