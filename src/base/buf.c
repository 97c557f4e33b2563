#include "base/buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define FIRST_ROOM 256

void buf_init(struct buf *buf, struct arena *arena)
{
    *buf = (struct buf){.arena = arena};
}

void buf_init_room(struct buf *buf, struct arena *arena, size_t room)
{
    *buf = (struct buf){.arena = arena, .p = arena_alloc(arena, room + 1), .room = room + 1};
}

/* Room for n more bytes and a NUL. */
static void buf_reserve(struct buf *buf, size_t n)
{
    size_t need = buf->n + n + 1;
    size_t room = buf->room == 0 ? FIRST_ROOM : buf->room;

    if (need <= buf->room)
        return;
    while (room < need)
        room *= 2;
    buf->p = arena_grow(buf->arena, buf->p, buf->room, room);
    buf->room = room;
}

void buf_put(struct buf *buf, struct bytes text)
{
    if (text.n == 0)
        return;
    buf_reserve(buf, text.n);
    memcpy(buf->p + buf->n, text.p, text.n);
    buf->n += text.n;
}

void buf_puts(struct buf *buf, const char *text)
{
    buf_put(buf, bytes_of(text));
}

void buf_putc(struct buf *buf, char c)
{
    buf_reserve(buf, 1);
    buf->p[buf->n++] = c;
}

void buf_printf(struct buf *buf, const char *fmt, ...)
{
    va_list args;

    va_start(args, fmt);
    int n = vsnprintf(NULL, 0, fmt, args);
    va_end(args);
    if (n <= 0)
        return;
    buf_reserve(buf, (size_t)n);
    va_start(args, fmt);
    vsnprintf(buf->p + buf->n, (size_t)n + 1, fmt, args);
    va_end(args);
    buf->n += (size_t)n;
}

void buf_clear(struct buf *buf)
{
    buf->n = 0;
}

struct bytes buf_bytes(const struct buf *buf)
{
    return (struct bytes){buf->p == NULL ? "" : buf->p, buf->n};
}

char *buf_cstr(struct buf *buf)
{
    buf_reserve(buf, 0);
    buf->p[buf->n] = '\0';
    return buf->p;
}
