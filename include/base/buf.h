/*
 * buf.h: text that grows, in an arena.
 *
 * Memory  the text lives in the arena; buf_bytes() stays valid until the next put.
 */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include "base/bytes.h"

struct buf {
    struct arena *arena;
    char *p;
    size_t n;
    size_t room;
};

void buf_init(struct buf *buf, struct arena *arena);
/* It takes this much without being moved, which would leave the old place behind in the arena. */
void buf_init_room(struct buf *buf, struct arena *arena, size_t room);
void buf_put(struct buf *buf, struct bytes text);
void buf_puts(struct buf *buf, const char *text);
void buf_putc(struct buf *buf, char c);
void buf_printf(struct buf *buf, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void buf_clear(struct buf *buf);
struct bytes buf_bytes(const struct buf *buf);
char *buf_cstr(struct buf *buf); /* ends the text with a NUL that is not counted */

#endif
