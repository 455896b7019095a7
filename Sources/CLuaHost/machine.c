// The life of a machine.
#include "machine.h"

#include <stdlib.h>
#include <string.h>

char lh_key_host, lh_key_error, lh_key_trace, lh_key_failures, lh_key_array, lh_key_environment;
char lh_key_shape;

void lh_check_stack(lua_State *L, int slots) {
    lh_heap *heap = &lh_machine_of(L)->heap;
    bool refused = heap->refused;
    heap->refused = false;
    bool grown = lua_checkstack(L, slots);
    bool no_memory = heap->refused;
    heap->refused |= refused;
    if (!grown) luaL_error(L, no_memory ? "not enough memory" : "stack overflow");
}

static int set_up(lua_State *L) {
    bool line_buffered = lua_toboolean(L, 1);
    lua_settop(L, 0);
    lua_newtable(L);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &lh_key_host);
    lua_pushboolean(L, 0);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &lh_key_trace);  // present from now on, so that setting it cannot fail

    lh_open_globals(L);
    lh_open_coroutines(L);
    lh_open_files(L);
    lh_open_output(L, line_buffered);
    lh_open_json(L);

    lua_rawgetp(L, LUA_REGISTRYINDEX, &lh_key_host);
    lh_open_errors(L);
    lh_open_exports(L);
    lh_open_touch(L);
    lh_open_flush(L);
    lh_open_endings(L);
    lh_open_results(L);
    lh_open_operations(L);
    lh_open_tasks(L);
    lh_open_break(L);
    lh_open_functions(L);
    lh_open_body(L);
    lh_open_held(L);
    lh_open_paths(L);
    lh_open_texts(L);
    lh_open_ndjson(L);
    lh_open_xml(L);
    lh_open_csv(L);
    lh_open_modules(L);
    return 0;
}

/// Nothing of ours calls Lua unprotected; if it happened all the same, this says so before Lua aborts.
static int panic(lua_State *L) {
    (void)L;
    fputs("oauthlua: unprotected error in a call to Lua\n", stderr);
    return 0;
}

lh_machine *lh_open(size_t memory_limit, lh_callbacks callbacks, bool line_buffered) {
    lh_machine *machine = calloc(1, sizeof *machine);
    if (!machine) return NULL;
    machine->heap.limit = memory_limit;
    machine->host = callbacks;
    machine->call_in.limit = memory_limit;
    machine->json_text.limit = memory_limit;
    pthread_mutex_init(&machine->lock, NULL);
    machine->L = lua_newstate(lh_heap_allocate, &machine->heap);
    if (!machine->L) {
        lh_close(machine);
        return NULL;
    }
    lua_atpanic(machine->L, panic);
    *lh_extra(machine->L) = 0;  // each new thread gets a copy of this
    lua_pushcfunction(machine->L, set_up);
    lua_pushboolean(machine->L, line_buffered);
    if (lua_pcall(machine->L, 1, 0, 0) != LUA_OK || !lh_add_prelude(machine)) {
        lh_close(machine);
        return NULL;
    }
    return machine;
}

void lh_json_free(lh_json *json);

void lh_close(lh_machine *machine) {
    if (machine->L) {
        lh_flush(machine);
        if (atomic_load(&machine->stop) == LH_EXIT) fflush(NULL);  // the script's own files, as exit(3) does
        // A stopped script must not run again, but lua_close would run its __gc metamethods, where no hook can stop
        // them. Its memory is freed all the same, below.
        if (!lh_stopped(machine)) lua_close(machine->L);
    }
    lh_heap_free(&machine->heap);
    if (machine->out) fclose(machine->out);
    if (machine->err) fclose(machine->err);
    for (size_t i = 0; i < machine->slot_count; i++) free(machine->slots[i]);
    free(machine->slots);
    for (size_t i = 0; i < machine->module_count; i++) {
        free(machine->modules[i].name);
        free(machine->modules[i].source);
    }
    free(machine->modules);
    for (size_t i = 0; i < machine->denied_count; i++) free(machine->denied[i]);
    free(machine->denied);
    lh_buffer_free(&machine->call_in);
    lh_buffer_free(&machine->call_out);
    lh_buffer_free(&machine->json_text);
    lh_json_free(machine->json);
    pthread_mutex_destroy(&machine->lock);
    free(machine);
}

size_t lh_memory_used(const lh_machine *machine) { return machine->heap.used; }
