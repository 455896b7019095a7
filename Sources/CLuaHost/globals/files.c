// Files that scripts must not open: /proc (the process's own memory and environment), and the folders that Swift names
// (where tokens and keys are). A path is judged by where it really leads.
#include "machine.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/vfs.h>

/// The real path of the deepest part of `path` that exists, with the rest appended.
static bool resolve(const char *path, char *resolved) {
    char part[PATH_MAX];
    if (strlen(path) >= sizeof part) return false;
    strcpy(part, path);
    if (realpath(part, resolved)) return true;
    for (;;) {
        char *slash = strrchr(part, '/');
        if (!slash) {
            strcpy(part, ".");
        } else if (slash == part) {
            strcpy(part, "/");
        } else {
            *slash = 0;
        }
        if (realpath(part, resolved)) break;
        if (!slash || slash == part) return false;
    }
    // A missing part cannot lead elsewhere, unless it goes through `..`: then the parent alone is judged, as is.
    const char *rest = part[0] == '.' && part[1] == 0 ? path : path + strlen(part);
    size_t used = strlen(resolved);
    if (used + 1 + strlen(rest) >= PATH_MAX) return false;
    if (*rest != '/' && resolved[used - 1] != '/') strcat(resolved, "/");
    strcat(resolved, rest);
    return true;
}

static bool is_inside(const char *path, const char *folder) {
    size_t count = strlen(folder);
    return strncmp(path, folder, count) == 0 && (path[count] == 0 || path[count] == '/');
}

static bool is_proc(char *resolved) {
    if (is_inside(resolved, "/proc")) return true;
    struct statfs system;
    for (;;) {  // a proc file system that is mounted elsewhere
        if (statfs(resolved, &system) == 0) return system.f_type == 0x9fa0;
        char *slash = strrchr(resolved, '/');
        if (!slash || slash == resolved) return false;
        *slash = 0;
    }
}

bool lh_path_denied(lh_machine *machine, const char *path) {
    char resolved[PATH_MAX];
    if (!*path) return false;  // Lua says that there is no such file
    if (!resolve(path, resolved)) return true;
    for (size_t i = 0; i < machine->denied_count; i++) {
        char folder[PATH_MAX];
        if (is_inside(resolved, machine->denied[i])) return true;
        if (resolve(machine->denied[i], folder) && is_inside(resolved, folder)) return true;
    }
    return is_proc(resolved);
}

bool lh_deny_folder(lh_machine *machine, const char *path) {
    char **grown = realloc(machine->denied, (machine->denied_count + 1) * sizeof *grown);
    if (!grown) return false;
    machine->denied = grown;
    char *copy = strdup(path);
    if (!copy) return false;
    size_t count = strlen(copy);
    while (count > 1 && copy[count - 1] == '/') copy[--count] = 0;
    machine->denied[machine->denied_count++] = copy;
    return true;
}

enum { RETURNS_ERROR = 0, RAISES = 1 };

/// Calls the library's own function unless one of its path arguments is denied.
/// Upvalues: that function, how many paths it takes, whether it raises its errors.
static int guarded(lua_State *L) {
    int paths = (int)lua_tointeger(L, lua_upvalueindex(2));
    for (int i = 1; i <= paths; i++) {
        if (lua_type(L, i) != LUA_TSTRING) continue;
        const char *path = lua_tostring(L, i);
        if (!lh_path_denied(lh_machine_of(L), path)) continue;
        if (lua_tointeger(L, lua_upvalueindex(3)) == RAISES) {
            return luaL_error(L, "%s: scripts have no access to it", path);
        }
        lua_pushnil(L);
        lua_pushfstring(L, "%s: scripts have no access to it", path);
        lua_pushinteger(L, EACCES);
        return 3;
    }
    lua_pushvalue(L, lua_upvalueindex(1));
    lua_insert(L, 1);
    lua_call(L, lua_gettop(L) - 1, LUA_MULTRET);
    return lua_gettop(L);
}

static void guard(lua_State *L, const char *library, const char *name, int paths, int style) {
    lua_getglobal(L, library);
    lua_getfield(L, -1, name);
    lua_pushinteger(L, paths);
    lua_pushinteger(L, style);
    lua_pushcclosure(L, guarded, 3);
    lua_setfield(L, -2, name);
    lua_pop(L, 1);
}

void lh_open_files(lua_State *L) {
    guard(L, LUA_IOLIBNAME, "open", 1, RETURNS_ERROR);
    guard(L, LUA_IOLIBNAME, "lines", 1, RAISES);
    guard(L, LUA_IOLIBNAME, "input", 1, RAISES);
    guard(L, LUA_IOLIBNAME, "output", 1, RAISES);
    guard(L, LUA_OSLIBNAME, "remove", 1, RETURNS_ERROR);
    guard(L, LUA_OSLIBNAME, "rename", 2, RETURNS_ERROR);
}
