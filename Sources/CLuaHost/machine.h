// What the C files of this target share. Never included from Swift.
#pragma once

#include "include/CLuaHost.h"
#include "memory.h"

#include <lauxlib.h>
#include <lua.h>
#include <lualib.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>

typedef struct lh_task lh_task;
typedef struct lh_resumption lh_resumption;
typedef struct lh_json lh_json;
typedef struct lh_selection lh_selection;

enum { LH_MAX_FRAMES = 24, LH_MAX_DEPTH = 1000 };

/// One line of a traceback.
typedef struct {
    char file[200];
    char shown[LUA_IDSIZE];  // as Lua writes it in messages
    char function[64];
    int line;
} lh_frame;

typedef struct {
    char *name, *source;
    size_t count;
    bool global, loaded;
} lh_module;

struct lh_machine {
    lh_heap heap;  // first: lh_machine_of relies on it
    lua_State *L;  // the main thread: runs no script, only short protected calls of ours
    lua_State *volatile current;  // the innermost thread that runs; the signal handler reads it
    lh_resumption *resumptions;   // who resumed whom, on the C stack
    lh_callbacks host;

    // interrupt.c
    atomic_int stop;  // an lh_reason, or 0
    atomic_bool breaking;  // the task that runs is to end: lh_break
    int exit_code;
    pthread_mutex_t lock;  // guards `running` and `thread`
    pthread_t thread;
    bool running;
    atomic_int noted_line;
    char noted_file[LUA_IDSIZE];

    char stands_for[48];  // the answer of lh_stands_for

    // tasks.c
    lh_task **slots;
    size_t slot_count, first_free;
    size_t live;     // tasks that the run waits for
    size_t waiting;  // tasks whose operations bring the run on
    uint64_t serial;
    lh_task *main, *task, *ready, *last_ready;
    bool failed;
    bool killing;  // a task: what its variables close now was not left in order
    bool ended;  // the run has its result; only daemons are left
    const char *chunk_name;  // during lh_start
    lh_buffer *actions, *result;
    const uint8_t *incoming;  // the outcome that the resumed operation reads
    size_t incoming_count;
    bool incoming_failed;

    // trace.c
    lh_frame frames[LH_MAX_FRAMES];
    int frame_count;
    lh_frame end_frame;  // where the script's main chunk ends
    bool resolving;      // it has ended, and what it returned is being made
    bool stop_traced;
    lua_State *receiver;  // the thread that the traced error was handed to

    // functions.c
    lh_buffer call_in, call_out;

    // globals
    FILE *out, *err;
    lh_module *modules;
    size_t module_count;
    char **denied;
    size_t denied_count;

    // json
    lh_json *json;
    lh_buffer json_text;

    // bodies
    lua_State *body_thread;  // who waits for lh_lend_body, who takes the bytes, and what came of it
    int (*borrower)(lua_State *L, void *context, const uint8_t *bytes, size_t count, bool is_utf8);
    void *borrower_context;
    int body_status;
};

// MARK: Values of the registry, found by the addresses of these

extern char lh_key_host, lh_key_error, lh_key_trace, lh_key_failures, lh_key_array, lh_key_environment;
extern char lh_key_shape;  // what the metatable of a table of rows keeps its shape under: no script can name it
extern char lh_json_null;  // the light userdata that stands for JSON's null
extern char lh_stop_key;   // the error value of a stopped script

static inline lh_machine *lh_machine_of(lua_State *L) {
    void *heap;
    lua_getallocf(L, &heap);  // cheaper than a registry lookup
    return heap;
}

/// luaL_checkstack that says so when it is memory that lacks. Raises.
void lh_check_stack(lua_State *L, int slots);

// MARK: Tape

/// Encodes the value at `index`. Uses raw accessors only: cannot raise. Returns NULL or why it cannot be encoded.
const char *lh_encode(lua_State *L, int index, lh_buffer *out);
/// As lh_encode, but what cannot leave Lua becomes a description of it. For error objects.
void lh_encode_anyhow(lua_State *L, int index, lh_buffer *out);
void lh_put_tag(lh_buffer *out, char tag);
void lh_put_integer(lh_buffer *out, int64_t value);
void lh_put_string(lh_buffer *out, const char *bytes, size_t count);
void lh_put_list(lh_buffer *out, uint32_t count);
/// Whether an empty table is a list: marked as one (json.array, a decoded []) or as rows. Cannot raise.
bool lh_is_marked_list(lua_State *L, int table);
/// What an empty table stands for, where it is a module's own (`a connection`, `a secret`), as its metatable says; or NULL.
/// Uses raw accessors only: cannot raise.
const char *lh_stands_for(lua_State *L, int table);
/// Pushes all values of a tape and returns their number. Raises.
int lh_decode(lua_State *L, const uint8_t *tape, size_t count);

// MARK: Threads

struct lh_resumption {
    lua_State *outer;
    lh_resumption *below;
};

/// lua_resume that keeps `current` and `resumptions`.
int lh_enter(lh_machine *machine, lua_State *outer, lua_State *co, int arguments, int *results);
/// lua_resetthread that keeps `current` and `resumptions`.
int lh_reset(lh_machine *machine, lua_State *co);

// Each thread's extra space says for which thread it waits on a host operation: itself, one it resumed, or none (NULL).
// The lowest bit marks a task's own thread, in which a plain coroutine.yield has nowhere to go.
static inline uintptr_t *lh_extra(lua_State *L) { return (uintptr_t *)lua_getextraspace(L); }
static inline lua_State *lh_inner(lua_State *L) { return (lua_State *)(*lh_extra(L) & ~(uintptr_t)1); }
static inline void lh_set_inner(lua_State *L, lua_State *inner) {
    *lh_extra(L) = (uintptr_t)inner | (*lh_extra(L) & 1);
}
static inline bool lh_is_root(lua_State *L) { return *lh_extra(L) & 1; }
static inline void lh_set_root(lua_State *L) { *lh_extra(L) |= 1; }

/// Raises unless every frame from here to the task's own can be suspended.
void lh_check_can_wait(lua_State *L);

enum { LH_READY, LH_RUNNING, LH_WAITING_FOR_HOST, LH_PARKED, LH_FINISHED };

/// Whom a task works for.
enum {
    LH_ORDINARY,  // the script: the run waits for it
    LH_SERVER,    // the host: it waits for work, the run does not wait for it
    LH_ERRAND,    // the host, at one piece of work; what it starts belongs to the same piece
};

struct lh_task {
    lua_State *L;
    int reference;
    uint64_t id, operation;
    int state;
    int kind;
    int64_t errand;  // the piece of work, or 0
    bool doomed;  // parked for ever: park raises
    lh_task *next_ready;
};

lh_task *lh_task_new(lua_State *L, lua_State *thread, int kind, int64_t errand);
void lh_task_enqueue(lh_machine *machine, lh_task *task);
void lh_task_dequeue(lh_machine *machine, lh_task *task);
/// Forgets a task that ended.
void lh_task_release(lh_machine *machine, lh_task *task);
/// Closes a suspended task: its operation is cancelled, its to-be-closed variables run.
void lh_task_kill(lh_machine *machine, lh_task *task);

// MARK: Stopping

static inline bool lh_stopped(const lh_machine *machine) {
    return atomic_load_explicit(&machine->stop, memory_order_relaxed) != 0;
}
/// Whether whatever runs now is to unwind: for good, or only its task.
static inline bool lh_unwinding(const lh_machine *machine) {
    if (lh_stopped(machine)) return true;
    const lh_task *task = machine->task;
    return atomic_load_explicit(&machine->breaking, memory_order_relaxed) && task && task != machine->main
        && task->kind != LH_SERVER;
}
/// Takes the hook away again.
void lh_disarm_stop(lua_State *L);
/// Ends the task that was broken off, and tells who asked to be told (host.on_break).
void lh_end_broken(lh_machine *machine, lh_task *task, int status, int results);
/// Adds host.on_break.
void lh_open_break(lua_State *L);
/// Makes a thread raise at its next instruction.
void lh_arm_stop(lua_State *L);
/// Raises what no pcall can hold: a hook raises it again at the next instruction.
int lh_raise_stop(lua_State *L);
void lh_begin(lh_machine *machine);
void lh_end(lh_machine *machine);

// MARK: Errors

/// Makes the table on top of the stack an error object.
void lh_make_error(lua_State *L);
/// The first frame of the script (not of C, not of the prelude), searched outwards through the resumptions.
bool lh_script_frame(lua_State *L, lua_Debug *frame);
/// "file:line: message" of the script's line that called. Raises.
int lh_raise(lua_State *L, const char *format, ...) __attribute__((format(printf, 2, 3)));
/// Notes the traceback of `thread` for the error value at `index` of its stack. `receiver` gets the error next.
void lh_trace(lh_machine *machine, lua_State *thread, int index, lua_State *receiver);
/// Notes where the chunk on top of the stack ends: there `return` stands, mostly.
void lh_note_end(lua_State *L);
/// Notes where a suspended task waits.
void lh_trace_waiting(lh_machine *machine, lua_State *thread);
/// The error value on top of `L` replaces the traced one (a position was put before it).
void lh_trace_renamed(lh_machine *machine, lua_State *L);
/// Writes the report of a failure; the error value is on top of `thread`, its traceback noted.
void lh_report(lh_machine *machine, lua_State *thread, lh_reason reason);
/// The report of a script that was stopped.
void lh_report_stop(lh_machine *machine);
bool lh_is_prelude(const char *source);

/// host.frames(trace): what host.capture gave, as a list of { file =, shown =, line =, name = }.
int lh_frames(lua_State *L);
/// host.rethrow(error, trace): raises an error again in another task, with the traceback of its own.
int lh_rethrow(lua_State *L);

// MARK: Libraries

void lh_open_globals(lua_State *L);
void lh_open_coroutines(lua_State *L);
void lh_open_files(lua_State *L);
void lh_open_output(lua_State *L, bool line_buffered);
void lh_open_json(lua_State *L);
/// Marks the table on top of the stack as a list, which is encoded as [] although it is empty.
void lh_mark_array(lua_State *L);
void lh_open_modules(lua_State *L);
/// Pushes the value of a built-in module, which must exist. Raises.
void lh_push_module(lua_State *L, const char *name);
/// host.module(name)
int lh_module_named(lua_State *L);
/// Adds fields to the private `host` table on top of the stack.
void lh_open_operations(lua_State *L);
void lh_open_tasks(lua_State *L);
/// Whether some of the `count` values at the bottom of the main task's stack are still to be made. Cannot raise.
bool lh_must_resolve(lua_State *main, int count);
/// Takes what the script returned; returns it with that made which was still to be made. May wait.
int lh_resolve(lua_State *L);
/// Puts what is known of the rows that the script returned behind them. Cannot raise.
void lh_put_shapes(lh_machine *machine, lua_State *main);
/// Called when all tasks have ended: puts what the script returned, or the failure that nobody awaited, into the result.
void lh_finish(lh_machine *machine);
void lh_open_errors(lua_State *L);
void lh_open_exports(lua_State *L);
void lh_open_touch(lua_State *L);
/// The value of a global that is made when it is first touched (host.on_touch); its name is at `index`. To be returned: it
/// may wait.
int lh_touch(lua_State *L, int index);
/// Gives all such globals a value without waiting.
void lh_touch_all(lua_State *L);
void lh_open_flush(lua_State *L);
void lh_open_endings(lua_State *L);
/// Calls what was given to host.at_end. Raises what that raises.
void lh_run_endings(lua_State *L);
void lh_open_results(lua_State *L);
void lh_export(lua_State *L);
void lh_open_functions(lua_State *L);
void lh_open_body(lua_State *L);
void lh_open_held(lua_State *L);
void lh_open_paths(lua_State *L);
void lh_open_texts(lua_State *L);
void lh_open_xml(lua_State *L);
void lh_open_csv(lua_State *L);
void lh_open_ndjson(lua_State *L);
/// Pushes the values of the answer in `call_out`, or raises the error that they are. Returns their number.
int lh_take_answer(lua_State *L, bool failed);
bool lh_add_prelude(lh_machine *machine);
/// Whether scripts may not touch this path.
bool lh_path_denied(lh_machine *machine, const char *path);
void lh_flush(lh_machine *machine);
