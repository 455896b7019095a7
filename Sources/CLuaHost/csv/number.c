#include "csv/csv.h"
#include "json/json.h"

static const uint8_t *skip_digits(const uint8_t *at, const uint8_t *end) {
    while (at < end && (uint8_t)(*at - '0') < 10) at++;
    return at;
}

bool lh_csv_push_number(lua_State *L, const lh_csv_cell *cell) {
    const uint8_t *end = cell->bytes + cell->count, *digits = cell->bytes;
    bool negative = digits < end && *digits == '-';
    digits += negative;
    const uint8_t *at = skip_digits(digits, end);
    if (at == digits || (at - digits > 1 && *digits == '0')) return false;
    if (at == end && at - digits <= 18) {
        lua_Integer value = 0;
        for (const uint8_t *digit = digits; digit < end; digit++) value = value * 10 + (*digit - '0');
        lua_pushinteger(L, negative ? -value : value);
        return true;
    }
    if (at < end && *at == '.') {
        const uint8_t *fraction = at + 1;
        at = skip_digits(fraction, end);
        if (at == fraction) return false;
    }
    if (at < end && (*at | 32) == 'e') {
        at++;
        if (at < end && (*at == '+' || *at == '-')) at++;
        const uint8_t *exponent = at;
        at = skip_digits(exponent, end);
        if (at == exponent) return false;
    }
    double number;
    if (at != end || !lh_parse_double((const char *)cell->bytes, cell->count, &number)) return false;
    lua_pushnumber(L, number);
    return true;
}
