// Tasks: coroutines that nobody resumed but the scheduler. This file keeps the books and offers the prelude five
// verbs: start, park, wake, kill, current. What a task means to a script is written in prelude/task.lua.
#include "machine.h"

#include <stdlib.h>

/// A slot's number and a serial make an id, so that the id of a finished task means nothing later.
lh_task *lh_task_new(lua_State *L, lua_State *thread, int kind, int64_t errand) {
    lh_machine *machine = lh_machine_of(L);
    size_t slot = machine->first_free;
    while (slot < machine->slot_count && machine->slots[slot]) slot++;
    if (slot == machine->slot_count) {
        size_t grown = slot ? slot * 2 : 8;
        lh_task **slots = realloc(machine->slots, grown * sizeof *slots);
        if (!slots) luaL_error(L, "not enough memory");
        for (size_t i = slot; i < grown; i++) slots[i] = NULL;
        machine->slots = slots;
        machine->slot_count = grown;
    }
    lh_task *task = calloc(1, sizeof *task);
    if (!task) luaL_error(L, "not enough memory");
    task->L = thread;
    task->id = ++machine->serial << 32 | slot;
    task->state = LH_FINISHED;
    task->kind = kind;
    task->errand = errand;
    task->reference = LUA_NOREF;
    machine->slots[slot] = task;
    machine->first_free = slot + 1;
    if (kind == LH_ORDINARY) machine->live++;
    lh_set_root(thread);
    return task;
}

static lh_task *find(lh_machine *machine, uint64_t id) {
    size_t slot = id & UINT32_MAX;
    lh_task *task = slot < machine->slot_count ? machine->slots[slot] : NULL;
    return task && task->id == id ? task : NULL;
}

void lh_task_enqueue(lh_machine *machine, lh_task *task) {
    task->state = LH_READY;
    task->next_ready = NULL;
    if (machine->last_ready) machine->last_ready->next_ready = task;
    else machine->ready = task;
    machine->last_ready = task;
}

void lh_task_dequeue(lh_machine *machine, lh_task *task) {
    lh_task *before = NULL;
    for (lh_task *other = machine->ready; other != task; other = other->next_ready) before = other;
    if (before) before->next_ready = task->next_ready;
    else machine->ready = task->next_ready;
    if (machine->last_ready == task) machine->last_ready = before;
}

void lh_task_release(lh_machine *machine, lh_task *task) {
    luaL_unref(machine->L, LUA_REGISTRYINDEX, task->reference);
    size_t slot = task->id & UINT32_MAX;
    machine->slots[slot] = NULL;
    if (slot < machine->first_free) machine->first_free = slot;
    if (task->kind == LH_ORDINARY) machine->live--;
    free(task);
}

void lh_task_kill(lh_machine *machine, lh_task *task) {
    if (task->state == LH_READY) lh_task_dequeue(machine, task);
    if (task->state == LH_WAITING_FOR_HOST) {
        lh_put_integer(machine->actions, 2);
        lh_put_integer(machine->actions, (int64_t)task->operation);
        if (task->kind != LH_SERVER) machine->waiting--;
    }
    task->state = LH_FINISHED;
    bool was_killing = machine->killing;
    machine->killing = true;
    // Its coroutines wait in a chain, each for the one it resumed: close them from the innermost outwards.
    while (!lh_stopped(machine)) {
        lua_State *outer = NULL, *co = task->L;
        while (lh_inner(co) && lh_inner(co) != co) {
            outer = co;
            co = lh_inner(co);
        }
        lh_reset(machine, co);
        if (!outer) break;
        lh_set_inner(outer, outer);
    }
    machine->killing = was_killing;
    lh_task_release(machine, task);
}

// MARK: The prelude's verbs

/// Starts the function at index 1 with the arguments behind it; leaves the task's id.
static int start(lua_State *L, int kind, int64_t errand) {
    luaL_checktype(L, 1, LUA_TFUNCTION);
    lh_machine *machine = lh_machine_of(L);
    int count = lua_gettop(L);
    lua_State *thread = lua_newthread(L);
    lua_insert(L, 1);
    if (!lua_checkstack(thread, count)) luaL_error(L, "not enough memory");
    lua_xmove(L, thread, count);
    int reference = luaL_ref(L, LUA_REGISTRYINDEX);
    lh_task *task = lh_task_new(L, thread, kind, errand);
    task->reference = reference;
    lh_task_enqueue(machine, task);
    lua_pushinteger(L, (lua_Integer)task->id);
    return 1;
}

/// start(f, …): a task of the same kind as the one that starts it.
static int task_start(lua_State *L) {
    lh_task *parent = lh_machine_of(L)->task;
    return start(L, parent ? parent->kind : LH_ORDINARY, parent ? parent->errand : 0);
}

/// serve(f, …): a task that waits for work of the host. The run does not wait for it.
static int task_serve(lua_State *L) { return start(L, LH_SERVER, 0); }

/// errand(number, f, …): a task at one piece of work of the host, which its operations name by this number.
static int task_errand(lua_State *L) {
    lua_Integer number = luaL_checkinteger(L, 1);
    lua_remove(L, 1);
    return start(L, LH_ERRAND, number);
}

static int park_go_on(lua_State *L, int status, lua_KContext context) {
    (void)status, (void)context;
    lh_machine *machine = lh_machine_of(L);
    lh_set_inner(L, NULL);
    if (lh_unwinding(machine)) return lh_raise_stop(L);
    if (machine->task->doomed) {
        machine->task->doomed = false;
        return lh_raise(L, "deadlock: all tasks wait for each other");
    }
    return 0;
}

static int task_park(lua_State *L) {
    lh_check_can_wait(L);
    lh_machine *machine = lh_machine_of(L);
    machine->task->state = LH_PARKED;
    lh_set_inner(L, L);
    return lua_yieldk(L, 0, 0, park_go_on);
}

static int task_wake(lua_State *L) {
    lh_machine *machine = lh_machine_of(L);
    lh_task *task = find(machine, (uint64_t)luaL_checkinteger(L, 1));
    if (task && task->state == LH_PARKED) lh_task_enqueue(machine, task);
    return 0;
}

static int task_kill(lua_State *L) {
    lh_machine *machine = lh_machine_of(L);
    lh_task *task = find(machine, (uint64_t)luaL_checkinteger(L, 1));
    if (task && task->state != LH_RUNNING && task->state != LH_FINISHED) lh_task_kill(machine, task);
    if (lh_unwinding(machine)) return lh_raise_stop(L);
    return 0;
}

/// Raises now rather than after tasks were started.
static int task_check_wait(lua_State *L) {
    lh_check_can_wait(L);
    return 0;
}

static int task_current(lua_State *L) {
    lh_machine *machine = lh_machine_of(L);
    lua_pushinteger(L, machine->task ? (lua_Integer)machine->task->id : 0);
    return 1;
}

/// is_killing(): whether a task is being cancelled, so that what closes now was not left in order.
static int task_is_killing(lua_State *L) {
    lua_pushboolean(L, lh_machine_of(L)->killing);
    return 1;
}

/// The traceback of an error, for a message handler: bytes that `rethrow` understands.
static int task_capture(lua_State *L) {
    lh_machine *machine = lh_machine_of(L);
    lua_settop(L, 1);
    lh_trace(machine, L, 1, NULL);
    lua_pushlstring(L, (const char *)machine->frames, (size_t)machine->frame_count * sizeof(lh_frame));
    return 1;
}

int lh_frames(lua_State *L) {
    size_t count = 0;
    const char *frames = lua_tolstring(L, 1, &count);
    lua_newtable(L);
    for (lua_Integer i = 1; frames && count >= sizeof(lh_frame); i++, count -= sizeof(lh_frame), frames += sizeof(lh_frame)) {
        const lh_frame *frame = (const lh_frame *)frames;
        lua_createtable(L, 0, 4);
        lua_pushstring(L, frame->file);
        lua_setfield(L, -2, "file");
        lua_pushstring(L, frame->shown);
        lua_setfield(L, -2, "shown");
        lua_pushinteger(L, frame->line);
        lua_setfield(L, -2, "line");
        lua_pushstring(L, frame->function);
        lua_setfield(L, -2, "name");
        lua_rawseti(L, -2, i);
    }
    return 1;
}

int lh_rethrow(lua_State *L) {
    lh_machine *machine = lh_machine_of(L);
    size_t count = 0;
    const char *frames = lua_tolstring(L, 2, &count);
    machine->frame_count = 0;
    for (; frames && count >= sizeof(lh_frame); count -= sizeof(lh_frame), frames += sizeof(lh_frame)) {
        machine->frames[machine->frame_count++] = *(const lh_frame *)frames;
    }
    machine->receiver = L;
    lua_settop(L, 1);
    lua_pushvalue(L, 1);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &lh_key_trace);
    return lua_error(L);
}

void lh_open_tasks(lua_State *L) {
    static const luaL_Reg functions[] = {
        {"start", task_start},
        {"serve", task_serve},
        {"errand", task_errand},
        {"park", task_park},
        {"wake", task_wake},
        {"kill", task_kill},
        {"current", task_current},
        {"is_killing", task_is_killing},
        {"check_wait", task_check_wait},
        {"capture", task_capture},
        {"frames", lh_frames},
        {"rethrow", lh_rethrow},
        {NULL, NULL},
    };
    luaL_setfuncs(L, functions, 0);
    lua_newtable(L);
    lua_pushvalue(L, -1);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &lh_key_failures);
    lua_setfield(L, -2, "failures");
}
