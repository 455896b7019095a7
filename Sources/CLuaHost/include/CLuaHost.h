// The only door between Swift and Lua.
//
// lua.h is not included here, so Swift cannot name a single function that may longjmp: a longjmp over a Swift frame
// would skip its `defer`s and releases. Every call below returns normally.
//
// A machine belongs to one thread at a time; only lh_interrupt, lh_break, lh_is_running and lh_noted_location may be
// called from others.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct lh_machine lh_machine;

/// Growing bytes. `limit` (0: none) bounds them; past it, or without memory, `failed` is set and appending stops.
typedef struct {
    uint8_t *bytes;
    size_t count, capacity, limit;
    bool failed;
} lh_buffer;

void lh_buffer_append(lh_buffer *buffer, const void *bytes, size_t count);
void lh_buffer_free(lh_buffer *buffer);

/// What Lua calls. A callback runs on the machine's thread, while Lua is on the stack: it must return and never call
/// back into the machine (but `body` calls lh_lend_body).
typedef struct {
    void *context;
    /// A synchronous function: argument tape in, result tape out. Not 0: `out` holds the error to raise.
    int32_t (*call)(void *context, int32_t function, const uint8_t *in, size_t count, lh_buffer *out);
    /// Hands the bytes of a response body to lh_lend_body. `charset`: what they are in, by the script; may be NULL.
    /// Returns an lh_body; after LH_BODY_REFUSED, `out` holds the error to raise.
    int32_t (*body)(void *context, int64_t handle, const char *charset, lh_machine *machine, lh_buffer *out);
    /// What a script writes; stream 1 is standard output, 2 standard error. Returns 0 or an errno.
    int32_t (*write)(void *context, int32_t stream, const uint8_t *bytes, size_t count);
} lh_callbacks;

// MARK: Life

/// Opens a machine whose Lua values may take `memory_limit` bytes. NULL: not even the libraries fit.
/// `line_buffered`: what the script writes appears at once, as on a terminal.
lh_machine *lh_open(size_t memory_limit, lh_callbacks callbacks, bool line_buffered);

/// Runs the finalizers and frees everything. A machine that was stopped (interrupt, time limit, os.exit) runs no more
/// Lua code, hence no finalizers, as `os.exit` does it in stock Lua; what it wrote is flushed.
void lh_close(lh_machine *machine);

// The following prepare a machine. They return false when memory ran out.

/// Sets globals from a tape of one table.
bool lh_set_globals(lh_machine *machine, const uint8_t *tape, size_t count);
/// What `os.getenv` and the read-only global `env` see: a tape of one table of strings.
bool lh_set_environment(lh_machine *machine, const uint8_t *tape, size_t count);
/// `package.path`.
bool lh_set_path(lh_machine *machine, const char *path);
/// Scripts cannot open files in this folder. It need not exist. (/proc is always refused.)
bool lh_deny_folder(lh_machine *machine, const char *path);
/// A module in Lua, compiled when its global or `require` first asks for it. The bytes are copied.
bool lh_add_module(lh_machine *machine, const char *name, const uint8_t *source, size_t count, bool global);
/// `host.functions[name]` calls `callbacks.call` with this number.
bool lh_add_function(lh_machine *machine, const char *name, int32_t number);

// MARK: Running

typedef enum {
    LH_WAITING = 0,  ///< Operations are under way; resume with their outcomes.
    LH_DONE = 1,     ///< `result` holds what the script returned, and behind it what is known of its rows: see lh_put_shapes.
    LH_FAILED = 2,   ///< `result` holds a report: see lh_report in errors/report.c and ScriptError.
} lh_status;

typedef enum {
    LH_RUNTIME = 0,
    LH_SYNTAX = 1,
    LH_MEMORY = 2,
    LH_TIME_LIMIT = 3,
    LH_INTERRUPTED = 4,
    LH_EXIT = 5,
} lh_reason;

/// Compiles a script (text only) and runs it until everything waits. `actions` gets a sequence of tape values:
/// 1, operation, name, file|nil, line, errand, [arguments] — perform it; 2, operation — cancel it.
lh_status lh_start(
    lh_machine *machine, const uint8_t *source, size_t count, const char *chunk_name, const uint8_t *arguments,
    size_t argument_count, lh_buffer *actions, lh_buffer *result);

/// Hands the outcome of an operation to the coroutine that waits for it and runs on. An operation that was cancelled
/// meanwhile, or is 0, is ignored. After the run is done or has failed, this runs its daemons: then LH_WAITING says that
/// they still can.
lh_status lh_resume(
    lh_machine *machine, uint64_t operation, bool failed, const uint8_t *tape, size_t count, lh_buffer *actions,
    lh_buffer *result);

/// Whether tasks that work for the host (host.serve, host.errand) are there and can still run.
bool lh_has_daemons(const lh_machine *machine);

size_t lh_memory_used(const lh_machine *machine);

// MARK: Stopping, from any thread

/// Stops the script for good: no pcall can hold it. Idempotent; the first reason counts.
void lh_interrupt(lh_machine *machine, lh_reason reason);
/// Ends the task that runs now, if it is one that a script or a hook started: no pcall can hold it, and the machine goes
/// on. Nothing happens where Lua does not run, or where the run's main task or a server (host.serve) does.
void lh_break(lh_machine *machine);
/// Whether lh_start or lh_resume is at work.
bool lh_is_running(lh_machine *machine);
/// Where the script was when lh_interrupt found it inside a C function. Returns the line, or 0 if that is not known.
int32_t lh_noted_location(lh_machine *machine, char *file, size_t capacity);

// MARK: Bodies

enum { LH_BODY_LENT = 0, LH_BODY_MISSING = 1, LH_BODY_REFUSED = 2 };

/// Decodes the bytes for the script that asked; they are not needed afterwards. Only for `callbacks.body`.
/// `is_utf8`: they are, whatever they say of themselves (an XML declaration may be wrong by now).
void lh_lend_body(lh_machine *machine, const uint8_t *bytes, size_t count, bool is_utf8);
