// What Swift is told of a failure, as a tape: reason, message, fields|nil, file|nil, line,
// [[file, line, function] …], exit code. Uses no Lua memory, which may be what ran out.
#include "machine.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

static void put_text(lh_buffer *out, const char *text) { lh_put_string(out, text, strlen(text)); }

static void put_frames_and_code(lh_machine *machine) {
    lh_buffer *out = machine->result;
    lh_put_list(out, (uint32_t)machine->frame_count);
    for (int i = 0; i < machine->frame_count; i++) {
        lh_put_list(out, 3);
        put_text(out, machine->frames[i].file);
        lh_put_integer(out, machine->frames[i].line);
        put_text(out, machine->frames[i].function);
    }
    lh_put_integer(out, machine->exit_code);
}

static void put_location(lh_buffer *out, const char *file, int line) {
    if (file) put_text(out, file);
    else lh_put_tag(out, 'N');
    lh_put_integer(out, line);
}

static int to_string(lua_State *L) {
    luaL_tolstring(L, 1, NULL);
    return 1;
}

/// Leaves the message of the error value on top of machine->L: its own copy, as a string.
static const char *message_of(lh_machine *machine, lua_State *thread, size_t *count) {
    lua_State *L = machine->L;
    if (!lua_checkstack(thread, 3) || !lua_checkstack(L, 4)) return NULL;
    lua_pushvalue(thread, -1);
    if (thread != L) lua_xmove(thread, L, 1);
    if (lua_type(L, -1) == LUA_TSTRING) return lua_tolstring(L, -1, count);
    if (lua_istable(L, -1)) {
        lua_pushnil(L);  // lua_getfield would have to make a string; this finds `message` without memory
        while (lua_next(L, -2)) {
            if (lua_type(L, -2) == LUA_TSTRING && strcmp(lua_tostring(L, -2), "message") == 0
                && lua_type(L, -1) == LUA_TSTRING) {
                lua_remove(L, -2);
                return lua_tolstring(L, -1, count);
            }
            lua_pop(L, 1);
        }
    }
    lua_pushcfunction(L, to_string);
    lua_insert(L, -2);
    machine->current = L;
    int status = lua_pcall(L, 1, 1, 0);
    machine->current = NULL;
    return status == LUA_OK ? lua_tolstring(L, -1, count) : NULL;
}

/// If the message starts with the position of a frame, that is where it happened: skips it. Each coroutine.wrap that
/// the error passed put another before it; the last is the innermost.
static const lh_frame *strip_positions(lh_machine *machine, const char **message, size_t *count) {
    const lh_frame *found = machine->frame_count ? &machine->frames[0] : NULL;
    for (int i = 0; i < machine->frame_count; i++) {
        const lh_frame *frame = &machine->frames[i];
        char position[LUA_IDSIZE + 24];
        size_t length = (size_t)snprintf(position, sizeof position, "%s:%d: ", frame->shown, frame->line);
        if (*count < length || memcmp(*message, position, length) != 0) continue;
        *message += length;
        *count -= length;
        found = frame;
        i = -1;  // again from the first frame
    }
    return found;
}

/// "name:12: unexpected symbol": skips the position and returns the line.
static int strip_syntax_position(const char **message, size_t *count) {
    for (size_t i = 0; i + 3 < *count; i++) {
        if ((*message)[i] != ':' || !isdigit((unsigned char)(*message)[i + 1])) continue;
        char *end;
        long line = strtol(*message + i + 1, &end, 10);
        if (end[0] != ':' || end[1] != ' ') continue;
        *count -= (size_t)(end + 2 - *message);
        *message = end + 2;
        return (int)line;
    }
    return 0;
}

static const char *file_of_chunk(const char *name) { return name[0] == '@' || name[0] == '=' ? name + 1 : name; }

void lh_report(lh_machine *machine, lua_State *thread, lh_reason reason) {
    lh_buffer *out = machine->result;
    lua_State *L = machine->L;
    int top = lua_gettop(L) - (thread == L);
    size_t count = 0;
    const char *message = message_of(machine, thread, &count);
    if (!message) {
        message = "an error object without a message";
        count = strlen(message);
    }
    char text[160];
    const char *file = NULL;
    int line = 0;
    if (reason == LH_SYNTAX) {
        line = strip_syntax_position(&message, &count);
        file = file_of_chunk(machine->chunk_name);
    } else {
        const lh_frame *frame = strip_positions(machine, &message, &count);
        if (frame) {
            file = frame->file;
            line = frame->line;
        }
    }
    if (machine->heap.refused && count == 17 && memcmp(message, "not enough memory", 17) == 0) {
        reason = LH_MEMORY;
        snprintf(
            text, sizeof text,
            "not enough memory: the script's values and responses need more than the limit of %.4g MB (--max-memory sets it)",
            (double)machine->heap.limit / (1 << 20));
        message = text;
        count = strlen(text);
    }
    lh_put_integer(out, reason);
    lh_put_string(out, message, count);
    if (lua_istable(thread, thread == L ? top + 1 : -1)) lh_encode_anyhow(thread, thread == L ? top + 1 : -1, out);
    else lh_put_tag(out, 'N');
    put_location(out, file, line);
    put_frames_and_code(machine);
    lua_settop(L, top + (thread == L));
}

void lh_report_stop(lh_machine *machine) {
    static const char *const messages[] = {
        [LH_TIME_LIMIT] = "the time limit ran out",
        [LH_INTERRUPTED] = "interrupted",
        [LH_EXIT] = "the script ended itself",
    };
    lh_buffer *out = machine->result;
    int reason = atomic_load(&machine->stop);
    lh_put_integer(out, reason);
    put_text(out, messages[reason]);
    lh_put_tag(out, 'N');
    const lh_frame *frame = machine->frame_count ? &machine->frames[0] : NULL;
    put_location(out, frame ? frame->file : NULL, frame ? frame->line : 0);
    put_frames_and_code(machine);
}
