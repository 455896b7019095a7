// Between a script that asks for a body and the host that lends it. Swift's frames are on the stack meanwhile, so nothing
// may raise before they are gone.
#include "bodies/bodies.h"

enum { LARGE_DOCUMENT = 1 << 18 };

void lh_borrow_body(lua_State *L, int64_t handle, int options, lh_borrower *borrower, void *context) {
    lh_machine *machine = lh_machine_of(L);
    const char *charset = NULL;
    if (lua_istable(L, options)) {
        // The string stays on the stack while the host reads it: a finalizer may take it out of the table.
        if (lua_getfield(L, options, "charset") != LUA_TNIL) charset = luaL_checkstring(L, -1);
    }
    lh_check_stack(L, 8);
    machine->borrower = borrower;
    machine->borrower_context = context;
    machine->body_status = LUA_OK;
    machine->call_out.count = 0;
    machine->call_out.failed = false;
    machine->body_thread = L;
    int32_t result = machine->host.body(machine->host.context, handle, charset, machine, &machine->call_out);
    machine->body_thread = NULL;
    if (result == LH_BODY_REFUSED) lh_take_answer(L, true);
    if (result == LH_BODY_MISSING) lh_raise(L, "the response has no body to decode");
    if (machine->body_status != LUA_OK) lua_error(L);
}

void lh_lend_body(lh_machine *machine, const uint8_t *bytes, size_t count, bool is_utf8) {
    // Empty arrays of Swift have no address.
    if (!bytes) bytes = (const uint8_t *)"";
    machine->body_status =
        machine->borrower(machine->body_thread, machine->borrower_context, bytes, count, is_utf8);
}

bool lh_pause_collector(lua_State *L, size_t count) {
    bool pause = (count >= LARGE_DOCUMENT || lh_machine_of(L)->body_thread) && lua_gc(L, LUA_GCISRUNNING);
    if (pause) lua_gc(L, LUA_GCSTOP);
    return pause;
}

void lh_resume_collector(lua_State *L, bool paused) {
    if (paused) lua_gc(L, LUA_GCRESTART);
}

static void set_place(lua_State *L, const char *name, size_t number) {
    if (!number) return;
    lua_pushinteger(L, (lua_Integer)number);
    lua_setfield(L, -2, name);
}

int lh_raise_flaw(lua_State *L, const lh_flaw *flaw) {
    lua_pushstring(L, flaw->message);
    lua_createtable(L, 0, 5);
    lua_insert(L, -2);
    lua_setfield(L, -2, "message");
    lua_pushliteral(L, "decode");
    lua_setfield(L, -2, "kind");
    set_place(L, "offset", flaw->offset);
    set_place(L, "line", flaw->line);
    set_place(L, "column", flaw->column);
    lh_make_error(L);
    return lua_error(L);
}
