#include "machine.h"

#include <stdlib.h>
#include <string.h>

void lh_buffer_append(lh_buffer *buffer, const void *bytes, size_t count) {
    if (buffer->failed || count == 0) return;
    if (count > buffer->capacity - buffer->count) {
        size_t needed = buffer->count + count;
        if (needed < count || (buffer->limit && needed > buffer->limit)) {
            buffer->failed = true;
            return;
        }
        size_t capacity = buffer->capacity < 128 ? 256 : buffer->capacity * 2;
        if (capacity < needed) capacity = needed;
        uint8_t *grown = realloc(buffer->bytes, capacity);
        if (!grown) {
            buffer->failed = true;
            return;
        }
        buffer->bytes = grown;
        buffer->capacity = capacity;
    }
    memcpy(buffer->bytes + buffer->count, bytes, count);
    buffer->count += count;
}

void lh_buffer_free(lh_buffer *buffer) {
    free(buffer->bytes);
    *buffer = (lh_buffer){.limit = buffer->limit};
}
