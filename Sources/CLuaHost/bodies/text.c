// host.body_text: a body as text in UTF-8.
#include "bodies/bodies.h"
#include "json/json.h"

#include <string.h>

typedef struct {
    const uint8_t *bytes;
    size_t count;
} given_text;

static int push_text(lua_State *L) {
    const given_text *given = lua_touserdata(L, 1);
    const uint8_t *bytes = given->bytes;
    size_t count = given->count;
    if (count >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0) bytes += 3, count -= 3;
    if (!lh_utf8_valid((const char *)bytes, count)) {
        lh_raise_flaw(L, &(lh_flaw){.message = LH_NOT_UTF8});
    }
    lua_pushlstring(L, (const char *)bytes, count);
    return 1;
}

static int borrow_text(lua_State *L, void *context, const uint8_t *bytes, size_t count, bool is_utf8) {
    (void)context, (void)is_utf8;
    bool paused = lh_pause_collector(L, count);
    lua_pushcfunction(L, push_text);
    lua_pushlightuserdata(L, &(given_text){bytes, count});
    int status = lua_pcall(L, 1, 1, 0);
    lh_resume_collector(L, paused);
    return status;
}

/// host.body_text(handle, options): without a byte order mark.
static int body_text(lua_State *L) {
    int64_t handle = luaL_checkinteger(L, 1);
    lua_settop(L, 2);
    lh_borrow_body(L, handle, 2, borrow_text, NULL);
    return 1;
}

void lh_open_texts(lua_State *L) {
    lua_pushcfunction(L, body_text);
    lua_setfield(L, -2, "body_text");
}
