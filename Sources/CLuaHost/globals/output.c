// print, io.write and io.stderr all write through the host, in order: io.stdout and io.stderr get C streams whose
// bytes go to the host's callback, and print writes to the same stream.
#define _GNU_SOURCE  // fopencookie
#include "machine.h"

#include <errno.h>
#include <string.h>
#include <sys/types.h>

static ssize_t write_to(lh_machine *machine, int32_t stream, const char *bytes, size_t count) {
    int32_t error = machine->host.write(machine->host.context, stream, (const uint8_t *)bytes, count);
    if (error == 0) return (ssize_t)count;
    errno = error;
    return 0;  // what fopencookie(3) wants of a failed write
}

static ssize_t write_out(void *machine, const char *bytes, size_t count) { return write_to(machine, 1, bytes, count); }
static ssize_t write_err(void *machine, const char *bytes, size_t count) { return write_to(machine, 2, bytes, count); }

static int base_print(lua_State *L) {
    FILE *out = lh_machine_of(L)->out;
    int count = lua_gettop(L);
    luaL_Buffer line;
    luaL_buffinit(L, &line);
    for (int i = 1; i <= count; i++) {
        if (i > 1) luaL_addchar(&line, '\t');
        luaL_tolstring(L, i, NULL);
        luaL_addvalue(&line);
    }
    luaL_addchar(&line, '\n');
    size_t bytes = luaL_bufflen(&line);
    if (fwrite(luaL_buffaddr(&line), 1, bytes, out) != bytes) {
        return lh_raise(L, "cannot write to standard output: %s", strerror(errno));
    }
    return 0;
}

static void set_stream(lua_State *L, const char *name, FILE *file) {
    lua_getglobal(L, LUA_IOLIBNAME);
    lua_getfield(L, -1, name);
    luaL_Stream *stream = luaL_checkudata(L, -1, LUA_FILEHANDLE);
    stream->f = file;
    lua_pop(L, 2);
}

void lh_open_output(lua_State *L, bool line_buffered) {
    lh_machine *machine = lh_machine_of(L);
    machine->out = fopencookie(machine, "w", (cookie_io_functions_t){.write = write_out});
    machine->err = fopencookie(machine, "w", (cookie_io_functions_t){.write = write_err});
    if (!machine->out || !machine->err) luaL_error(L, "not enough memory");
    // On a terminal unbuffered, so that a prompt without a newline is seen before io.read waits.
    setvbuf(machine->out, NULL, line_buffered ? _IONBF : _IOFBF, line_buffered ? 0 : 32 << 10);
    setvbuf(machine->err, NULL, _IONBF, 0);
    set_stream(L, "stdout", machine->out);
    set_stream(L, "stderr", machine->err);
    lua_pushcfunction(L, base_print);
    lua_setglobal(L, "print");
}

/// host.flush(): what the script has written to its output and to files of its own has left the process. Raises where it
/// could not be written.
static int host_flush(lua_State *L) {
    FILE *out = lh_machine_of(L)->out;
    errno = 0;
    if (fflush(NULL) != 0 || ferror(out)) {
        return lh_raise(L, "cannot write what the script has written: %s", strerror(errno ? errno : EIO));
    }
    return 0;
}

void lh_open_flush(lua_State *L) {
    lua_pushcfunction(L, host_flush);
    lua_setfield(L, -2, "flush");
}

void lh_flush(lh_machine *machine) {
    if (machine->out) fflush(machine->out);
}
