// Response bodies, decoded from the bytes where the host keeps them.
#pragma once

#include "machine.h"

/// Uses the bytes that the host lends, during a callback. Must not raise: what can runs under a lua_pcall of its own.
/// `is_utf8`: they are, whatever they say of themselves. Returns a Lua status; if that is not LUA_OK, the error is on
/// top of the stack.
typedef int lh_borrower(lua_State *L, void *context, const uint8_t *bytes, size_t count, bool is_utf8);

/// Has the host lend a body to the borrower, in the charset that the field `charset` of the table at `options` (or nil)
/// names. Raises if there is no such body, if its charset cannot be read, and what the borrower returned as an error.
void lh_borrow_body(lua_State *L, int64_t handle, int options, lh_borrower *borrower, void *context);

/// Stops the collector while much is built of which nothing is garbage yet, and while the host lends a body: finalizers
/// could call the host, which may hold a lock. The memory limit still collects. Returns whether it was running.
bool lh_pause_collector(lua_State *L, size_t count);
void lh_resume_collector(lua_State *L, bool paused);

/// What is wrong with a text, and where. Of the places those count that are not 0.
typedef struct {
    const char *message;
    size_t offset, line, column;  // from 1
} lh_flaw;

#define LH_NOT_UTF8 "it is not UTF-8; if it is in another charset, name it: { charset = \"windows-1252\" }"

/// Raises an error object of the kind `decode`.
int lh_raise_flaw(lua_State *L, const lh_flaw *flaw);

/// Raises an error object of the kind `config` unless the value is a table without other names than these.
void lh_check_options(lua_State *L, int options, const char *format, const char *const *known);
/// Raises the message on top of the stack as an error object of the kind `config`.
int lh_raise_config(lua_State *L);
/// Raises that an option is of the wrong kind.
int lh_raise_option(lua_State *L, const char *name, const char *wanted);
