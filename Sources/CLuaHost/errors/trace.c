// Tracebacks of Lua frames only: no C, no prelude. An error that passes from a coroutine to the one that resumed it,
// or from a task to the one that awaits it, keeps the frames it came from.
#include "machine.h"

#include <string.h>

static void copy(char *to, size_t capacity, const char *from) { snprintf(to, capacity, "%s", from); }

static void append_frames(lh_machine *machine, lua_State *thread) {
    lua_Debug frame;
    // The bound on levels keeps a stack overflow from costing more than it must.
    for (int level = 0; level < 400 && machine->frame_count < LH_MAX_FRAMES; level++) {
        if (!lua_getstack(thread, level, &frame)) break;
        lua_getinfo(thread, "Snl", &frame);
        if (frame.what[0] == 'C' || lh_is_prelude(frame.source)) continue;
        lh_frame *noted = &machine->frames[machine->frame_count++];
        bool named = frame.source[0] == '@' || frame.source[0] == '=';
        copy(noted->file, sizeof noted->file, named ? frame.source + 1 : frame.short_src);
        copy(noted->shown, sizeof noted->shown, frame.short_src);
        const char *name = frame.what[0] == 'm' ? "main chunk" : frame.name ? frame.name : "";
        copy(noted->function, sizeof noted->function, name);
        noted->line = frame.currentline;
    }
    // The main chunk has returned when what it returned is made: its own frame is gone.
    if (machine->resolving && thread == machine->main->L && machine->frame_count < LH_MAX_FRAMES) {
        machine->frames[machine->frame_count++] = machine->end_frame;
    }
}

void lh_note_end(lua_State *L) {
    lua_Debug chunk;
    lua_pushvalue(L, -1);
    lua_getinfo(L, ">SL", &chunk);
    lh_frame *end = &lh_machine_of(L)->end_frame;
    bool named = chunk.source[0] == '@' || chunk.source[0] == '=';
    copy(end->file, sizeof end->file, named ? chunk.source + 1 : chunk.short_src);
    copy(end->shown, sizeof end->shown, chunk.short_src);
    copy(end->function, sizeof end->function, "end of script");
    end->line = 0;
    lua_pushnil(L);
    while (lua_next(L, -2)) {
        int line = (int)lua_tointeger(L, -2);
        if (line > end->line) end->line = line;
        lua_pop(L, 1);
    }
    lua_pop(L, 1);
}

void lh_trace(lh_machine *machine, lua_State *thread, int index, lua_State *receiver) {
    bool handed_on = false;
    index = lua_absindex(thread, index);
    if (lua_checkstack(thread, 2)) {
        lua_rawgetp(thread, LUA_REGISTRYINDEX, &lh_key_trace);
        handed_on = machine->receiver == thread && lua_rawequal(thread, index, -1);
        lua_pop(thread, 1);
        lua_pushvalue(thread, index);
        lua_rawsetp(thread, LUA_REGISTRYINDEX, &lh_key_trace);
    }
    // A stopped script raises the same value again and again on its way out; the first tells where it was.
    bool stopped = lua_touserdata(thread, index) == &lh_stop_key;
    if (stopped && machine->stop_traced && !handed_on) return;
    machine->stop_traced |= stopped;
    if (!handed_on) machine->frame_count = 0;
    append_frames(machine, thread);
    machine->receiver = receiver;
}

static void append_waiting(lh_machine *machine, lua_State *thread) {
    lua_State *inner = lh_inner(thread);
    if (inner && inner != thread) append_waiting(machine, inner);
    append_frames(machine, thread);
}

void lh_trace_waiting(lh_machine *machine, lua_State *thread) {
    machine->frame_count = 0;
    append_waiting(machine, thread);
}

void lh_trace_renamed(lh_machine *machine, lua_State *L) {
    (void)machine;
    lua_pushvalue(L, -1);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &lh_key_trace);
}
