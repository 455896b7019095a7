// Floats as text and back, each the shortest or nearest.
#include "json/json.h"

#include <charconv>
#include <cmath>
#include <cstdlib>
#include <cstring>

size_t lh_format_double(double number, char *text) {
    auto result = std::to_chars(text, text + 30, number);
    size_t count = static_cast<size_t>(result.ptr - text);
    if (std::memchr(text, '.', count) || std::memchr(text, 'e', count)) return count;
    std::memcpy(text + count, ".0", 2);  // a float stays a float
    return count + 2;
}

bool lh_parse_double(const char *text, size_t count, double *number) {
    auto result = std::from_chars(text, text + count, *number);
    if (result.ec == std::errc()) return true;
    // Out of range does not say whether it is too large or too small, and too small is 0.
    char *copy = strndup(text, count);
    if (!copy) return false;
    *number = std::strtod(copy, nullptr);
    std::free(copy);
    return std::isfinite(*number);
}
