// The only code that sees simdjson. It does the first of two stages (what its On-Demand API starts with too): find all
// brackets, colons, commas and starts of values, and validate UTF-8. The second stage, build.c, makes Lua values
// straight from that; simdjson's own would make a document first, which costs a third of the time and twice the memory.
#include "json/json.h"

extern "C" {
#include "memory.h"
}

#include <simdjson.h>

using implementation = std::unique_ptr<simdjson::internal::dom_parser_implementation>;

int lh_json_find_positions(lh_json *json) {
    auto *parser = static_cast<implementation *>(json->parser);
    if (!parser) {
        parser = new (std::nothrow) implementation();
        if (!parser) return simdjson::MEMALLOC;
        json->parser = parser;
    }
    const size_t capacity = json->count > 1024 ? json->count : 1024;
    if (!*parser) {
        auto error = simdjson::get_active_implementation()->create_dom_parser_implementation(capacity, 1, *parser);
        if (error) return error;
    } else if ((*parser)->capacity() < json->count) {
        if (auto error = (*parser)->allocate(capacity, 1)) return error;
    }
    if (json->count > 4 << 20) lh_prefer_huge_pages((*parser)->structural_indexes.get(), json->count * 4);
    auto error = (*parser)->stage1(json->text, json->count, simdjson::stage1_mode::regular);
    json->positions = (*parser)->structural_indexes.get();
    json->position_count = (*parser)->n_structural_indexes;
    return error;
}

const char *lh_simdjson_message(int error) {
    return simdjson::error_message(static_cast<simdjson::error_code>(error));
}

void lh_json_release(lh_json *json) {
    delete static_cast<implementation *>(json->parser);
    json->parser = nullptr;
    json->positions = nullptr;
}

bool lh_utf8_valid(const char *text, size_t count) { return simdjson::validate_utf8(text, count); }
