#include "base/op.h"

#include <stdarg.h>
#include <stdio.h>

void op_init(struct op *op, struct arena *arena, int64_t now_us, const char *actor)
{
    *op = (struct op){.arena = arena, .now_us = now_us, .actor = actor};
}

enum status op_fail(struct op *op, enum status st, const char *fmt, ...)
{
    va_list args;

    if (op->status != ST_OK)
        return st;
    op->status = st;
    va_start(args, fmt);
    vsnprintf(op->cause, sizeof(op->cause), fmt, args);
    va_end(args);
    return st;
}

void op_clear(struct op *op)
{
    op->status = ST_OK;
    op->cause[0] = '\0';
}

enum status op_check(struct op *op)
{
    if (arena_over(op->arena))
        return op_fail(op, ST_LIMIT, "this unit of work needs more memory than it may have");
    return ST_OK;
}
