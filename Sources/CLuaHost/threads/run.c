// The run of a script: starts it, resumes who got an outcome, runs who is ready, and says how things stand.
#include "machine.h"

/// Runs one task until it waits or ends.
static void run(lh_machine *machine, lh_task *task, int arguments) {
    int results = 0;
    machine->task = task;
    task->state = LH_RUNNING;
    int status = lh_enter(machine, NULL, task->L, arguments, &results);
    bool broken = lh_unwinding(machine) && !lh_stopped(machine);
    machine->task = NULL;
    if (lh_stopped(machine)) {
        if (status != LUA_OK && status != LUA_YIELD) lh_trace(machine, task->L, -1, NULL);
        else lh_trace_waiting(machine, task->L);
        machine->failed = true;
        lh_report_stop(machine);
    } else if (broken) {
        lh_end_broken(machine, task, status, results);
    } else if (status == LUA_YIELD) {
        lua_pop(task->L, results);
    } else if (status != LUA_OK) {
        machine->failed = true;
        lh_trace(machine, task->L, -1, NULL);
        lh_report(machine, task->L, LH_RUNTIME);
    } else if (task == machine->main && !machine->resolving && lh_must_resolve(task->L, results)) {
        machine->resolving = true;
        lua_pushcfunction(task->L, lh_resolve);
        lua_insert(task->L, 1);
        lh_task_enqueue(machine, task);
    } else if (task == machine->main) {
        task->state = LH_FINISHED;  // its results stay on its stack until everything else has ended
        machine->live--;
    } else {
        lh_task_release(machine, task);
    }
}

/// Everyone who is left waits for another who is left: one of them gets an error.
static void break_deadlock(lh_machine *machine) {
    lh_task *victim = machine->main->state == LH_PARKED ? machine->main : NULL;
    for (size_t i = 0; !victim && i < machine->slot_count; i++) {
        lh_task *task = machine->slots[i];
        if (task && task->state == LH_PARKED && task->kind == LH_ORDINARY) victim = task;
    }
    victim->doomed = true;
    lh_task_enqueue(machine, victim);
}

/// The script has failed: its tasks end here. What they would raise while closing comes too late to be heard.
static void end_tasks(lh_machine *machine) {
    bool stopped = lh_stopped(machine);
    for (size_t i = 0; i < machine->slot_count; i++) {
        lh_task *task = machine->slots[i];
        if (!task || task == machine->main || task->state == LH_FINISHED) continue;
        if (stopped || task->kind == LH_ORDINARY) lh_task_kill(machine, task);
    }
    lh_task *main = machine->main;
    if (!main) return;
    if (main->state == LH_READY) lh_task_dequeue(machine, main);
    main->state = LH_FINISHED;
    if (!stopped) lh_reset(machine, main->L);
}

/// Runs what is ready until all wait, then says how things stand.
static lh_status run_ready(lh_machine *machine) {
    for (;;) {
        while (machine->ready && !machine->failed) {
            lh_task *task = machine->ready;
            lh_task_dequeue(machine, task);
            // A task that starts has its function and arguments on its stack.
            run(machine, task, lua_status(task->L) == LUA_OK ? lua_gettop(task->L) - 1 : 0);
        }
        if (machine->ended || machine->failed || machine->live == 0 || machine->waiting > 0) break;
        break_deadlock(machine);
    }
    if (!machine->failed && (machine->ended || machine->live > 0)) return LH_WAITING;
    if (!machine->failed) lh_finish(machine);
    machine->ended = true;
    if (!machine->failed) return LH_DONE;
    end_tasks(machine);
    machine->failed = lh_stopped(machine);  // daemons may go on
    return LH_FAILED;
}

typedef struct {
    const char *source;
    size_t count;
    const char *name;
    const uint8_t *arguments;
    size_t argument_count;
} script;

/// arg[0] is the script's path, or - for what has none, as lua(1) has it. It stands behind the table: `arg` itself stays a
/// list, which can be returned and encoded.
static void name_script(lua_State *L, const char *chunk_name) {
    lua_pushglobaltable(L);
    lua_pushliteral(L, "arg");
    if (lua_rawget(L, -2) == LUA_TTABLE) {
        lua_createtable(L, 0, 1);
        lua_newtable(L);
        lua_pushstring(L, *chunk_name == '@' ? chunk_name + 1 : "-");
        lua_rawseti(L, -2, 0);
        lua_setfield(L, -2, "__index");
        lua_setmetatable(L, -2);
    }
    lua_pop(L, 2);
}

/// Compiles the script into a new thread that becomes the main task.
static int prepare(lua_State *L) {
    script *given = lua_touserdata(L, 1);
    lh_machine *machine = lh_machine_of(L);
    lua_settop(L, 0);
    name_script(L, given->name);
    lua_State *thread = lua_newthread(L);
    // A first line with #! is for the system, a byte order mark for nobody.
    if (given->count >= 3 && (uint8_t)given->source[0] == 0xEF && (uint8_t)given->source[1] == 0xBB
        && (uint8_t)given->source[2] == 0xBF) {
        given->source += 3;
        given->count -= 3;
    }
    if (given->count && given->source[0] == '#') {
        while (given->count && *given->source != '\n') {
            given->source++;
            given->count--;
        }
    }
    int status = luaL_loadbufferx(L, given->source, given->count, given->name, "t");
    if (status != LUA_OK) {
        lua_pushboolean(L, status == LUA_ERRSYNTAX);
        return 2;
    }
    lh_note_end(L);
    int count = lh_decode(L, given->arguments, given->argument_count);
    if (!lua_checkstack(thread, count + 1)) luaL_error(L, "too many arguments");
    lua_xmove(L, thread, count + 1);
    lh_task *task = lh_task_new(L, thread, LH_ORDINARY, 0);
    task->reference = luaL_ref(L, LUA_REGISTRYINDEX);
    machine->main = task;
    lh_task_enqueue(machine, task);
    return 0;
}

lh_status lh_start(
    lh_machine *machine, const uint8_t *source, size_t count, const char *chunk_name, const uint8_t *arguments,
    size_t argument_count, lh_buffer *actions, lh_buffer *result) {
    script given = {(const char *)source, count, chunk_name, arguments, argument_count};
    lua_State *L = machine->L;
    machine->actions = actions;
    machine->result = result;
    machine->chunk_name = chunk_name;
    result->limit = actions->limit = machine->heap.limit;
    lh_begin(machine);
    lh_status status = LH_FAILED;
    lua_pushcfunction(L, prepare);
    lua_pushlightuserdata(L, &given);
    int outcome = lua_pcall(L, 1, LUA_MULTRET, 0);
    if (outcome != LUA_OK || lua_gettop(L) > 0) {
        bool syntax = outcome == LUA_OK && lua_toboolean(L, -1);
        if (outcome == LUA_OK) lua_pop(L, 1);
        machine->frame_count = 0;
        lh_report(machine, L, syntax ? LH_SYNTAX : LH_RUNTIME);
        lua_settop(L, 0);
    } else {
        status = run_ready(machine);
    }
    lh_end(machine);
    return status;
}

bool lh_has_daemons(const lh_machine *machine) {
    for (size_t i = 0; i < machine->slot_count; i++) {
        lh_task *task = machine->slots[i];
        if (task && task->kind != LH_ORDINARY) return !lh_stopped(machine);
    }
    return false;
}

lh_status lh_resume(
    lh_machine *machine, uint64_t operation, bool failed, const uint8_t *tape, size_t count, lh_buffer *actions,
    lh_buffer *result) {
    machine->actions = actions;
    machine->result = result;
    result->limit = actions->limit = machine->heap.limit;
    lh_begin(machine);
    size_t slot = operation & UINT32_MAX;
    lh_task *task = slot < machine->slot_count ? machine->slots[slot] : NULL;
    if (lh_stopped(machine)) {
        lh_trace_waiting(machine, task ? task->L : machine->main->L);
        machine->failed = true;
        lh_report_stop(machine);
    } else if (task && task->state == LH_WAITING_FOR_HOST && task->operation == operation) {
        machine->incoming = tape;
        machine->incoming_count = count;
        machine->incoming_failed = failed;
        if (task->kind != LH_SERVER) machine->waiting--;
        run(machine, task, 0);
    }
    lh_status status = run_ready(machine);
    lh_end(machine);
    return status;
}
