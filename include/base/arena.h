/*
 * arena.h: one region of memory for one unit of work.
 *
 * Memory  what is taken here is zeroed, aligned to 16 bytes and given back all at once (arena_reset, arena_free).
 * Limit   arena_alloc never returns NULL. Past the limit it still gives memory and remembers the fact: a loop over foreign
 *         input asks arena_over() each round (op_check() does) and stops there, so the excess is one round's worth.
 *         When the system itself has no memory left the process ends with a message; nothing that was acknowledged is lost.
 * Units   bytes.
 */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

struct arena;

struct arena *arena_new(size_t limit);
void arena_free(struct arena **arena); /* for AUTO(); sets *arena to NULL */
void arena_reset(struct arena *arena); /* gives everything back, keeps a block of at most 4 MiB */

void *arena_alloc(struct arena *arena, size_t size);
void *arena_grow(struct arena *arena, void *old, size_t old_size, size_t new_size); /* in place when old was taken last */
/* The items, of which there are count, with room for one more: when *room, in items, is not enough they move and it doubles. */
void *arena_room(struct arena *arena, void *items, size_t count, size_t *room, size_t size);
char *arena_strdup(struct arena *arena, const char *text);
char *arena_printf(struct arena *arena, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
char *arena_vprintf(struct arena *arena, size_t *ret_length, const char *fmt, va_list args)
    __attribute__((format(printf, 3, 0))); /* ret_length may be NULL */

size_t arena_used(const struct arena *arena);
bool arena_over(const struct arena *arena);

#define arena_new_of(arena, type) ((type *)arena_alloc((arena), sizeof(type)))
#define arena_array(arena, type, count) ((type *)arena_alloc((arena), sizeof(type) * (count)))

#endif
