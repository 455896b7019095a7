// Memory for one Lua state: counted, limited, and freed at once.
#pragma once

#include <stdbool.h>
#include <stddef.h>

typedef struct lh_chunk lh_chunk;
typedef struct lh_large lh_large;

enum { LH_SMALL_CLASSES = 64 };  // of 8, 16, 24 … 512 bytes

typedef struct {
    size_t used, limit;
    size_t next_collection;                // due when the host holds so many bytes of bodies
    bool refused;                          // an allocation hit the limit
    void *free_lists[LH_SMALL_CLASSES + 1];  // index: bytes / 8
    char *next, *end;                      // what is left of the newest chunk
    lh_chunk *chunks;
    lh_large *large;
    size_t chunk_bytes;
} lh_heap;

/// A lua_Alloc; the context is an lh_heap. Only growth fails: Lua relies on shrinking and freeing to succeed.
void *lh_heap_allocate(void *heap, void *block, size_t old_size, size_t new_size);
/// Asks for huge pages in this (large, not yet touched) block.
void lh_prefer_huge_pages(void *block, size_t size);
/// Frees everything, whatever Lua still holds.
void lh_heap_free(lh_heap *heap);
