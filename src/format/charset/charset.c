#include "format/charset.h"

#include <unicode/ucnv.h>

#define PIVOT_SIZE 1024
#define OUT_SIZE 8192

struct charset {
    UConverter *from;
    UConverter *to;
    UChar pivot[PIVOT_SIZE];
    UChar *pivot_source;
    UChar *pivot_target;
    uint64_t taken;
};

static const struct {
    const char *name;
    const char *converter;
} rows[] = {
#define CHARSET(name, converter) {name, converter},
#include "format/charset.def"
#undef CHARSET
};

static const char *converter_find(struct bytes name)
{
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        if (bytes_equal_fold(name, bytes_of(rows[i].name)))
            return rows[i].converter;
    return NULL;
}

bool charset_known(struct bytes name)
{
    return converter_find(name) != NULL;
}

enum status charset_open(struct op *op, struct bytes name, struct charset **ret)
{
    const char *converter = converter_find(name);
    UErrorCode error = U_ZERO_ERROR;

    if (converter == NULL)
        return op_fail(op, ST_INPUT, "the character set is not one that is known");
    struct charset *charset = arena_new_of(op->arena, struct charset);

    charset->from = ucnv_open(converter, &error);
    charset->to = ucnv_open("UTF-8", &error);
    charset->pivot_source = charset->pivot_target = charset->pivot;
    if (U_SUCCESS(error))
        ucnv_setToUCallBack(charset->from, UCNV_TO_U_CALLBACK_STOP, NULL, NULL, NULL, &error);
    if (U_FAILURE(error)) {
        charset_close(&charset);
        return op_fail(op, ST_BUG, "a converter of a character set cannot be opened");
    }
    *ret = charset;
    return ST_OK;
}

void charset_close(struct charset **charset)
{
    if (*charset == NULL)
        return;
    ucnv_close((*charset)->from);
    ucnv_close((*charset)->to);
    *charset = NULL;
}

static enum status convert(struct op *op, struct charset *charset, struct bytes piece, bool flush, struct buf *out)
{
    const char *source = piece.n == 0 ? "" : piece.p, *end = source + piece.n;
    char room[OUT_SIZE];
    UErrorCode error;

    do {
        char *target = room;

        error = U_ZERO_ERROR;
        ucnv_convertEx(charset->to, charset->from, &target, room + sizeof(room), &source, end, charset->pivot,
                       &charset->pivot_source, &charset->pivot_target, charset->pivot + PIVOT_SIZE, false, flush, &error);
        buf_put(out, (struct bytes){room, (size_t)(target - room)});
    } while (error == U_BUFFER_OVERFLOW_ERROR);
    charset->taken += piece.n;
    if (U_FAILURE(error))
        return op_fail(op, ST_INPUT, "before byte %llu something stands for no character of the character set",
                       (unsigned long long)charset->taken);
    return ST_OK;
}

enum status charset_feed(struct op *op, struct charset *charset, struct bytes piece, struct buf *out)
{
    return piece.n == 0 ? ST_OK : convert(op, charset, piece, false, out);
}

enum status charset_end(struct op *op, struct charset *charset, struct buf *out)
{
    return convert(op, charset, BYTES_NONE, true, out);
}
