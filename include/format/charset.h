/*
 * charset.h: text in another character set to UTF-8, in pieces of any size.
 *
 * Shape   the sets stand in charset.def; UTF-16 without a mark is big endian.
 * Memory  the converter is ICU's and goes with charset_close(); the text is put into the caller's buf.
 * Errors  ST_INPUT with the offset of the piece in which a byte stands for no character.
 */
#ifndef FORMAT_CHARSET_H
#define FORMAT_CHARSET_H

#include "base/buf.h"
#include "base/op.h"

struct charset;

bool charset_known(struct bytes name); /* capitals do not matter */
MUST_CHECK enum status charset_open(struct op *op, struct bytes name, struct charset **ret);
void charset_close(struct charset **charset); /* for AUTO() */
MUST_CHECK enum status charset_feed(struct op *op, struct charset *charset, struct bytes piece, struct buf *out);
/* The text must not end within a character. */
MUST_CHECK enum status charset_end(struct op *op, struct charset *charset, struct buf *out);

#endif
