/*
 * json_mark.h: the bytes inside of a text of JSON that mean something, found eight at a time.
 */
#ifndef CORE_JSON_MARK_H
#define CORE_JSON_MARK_H

#include <stdint.h>
#include <string.h>

#define JSON_MARK_EIGHT(byte) (UINT64_C(0x0101010101010101) * (byte))

/* Bytes of the eight that equal one, as high bits; bytes above the first found may be wrong. */
static inline uint64_t json_mark_equal(uint64_t eight, unsigned char byte)
{
    uint64_t t = eight ^ JSON_MARK_EIGHT(byte);

    return (t - JSON_MARK_EIGHT(0x01)) & ~t & JSON_MARK_EIGHT(0x80);
}

/* Offset of the next quote, backslash or end of line from i on; n when there is none. */
static inline size_t json_mark(const char *p, size_t i, size_t n)
{
    for (uint64_t eight; n - i >= sizeof(eight); i += sizeof(eight)) {
        memcpy(&eight, p + i, sizeof(eight));
        if ((json_mark_equal(eight, '"') | json_mark_equal(eight, '\\') | json_mark_equal(eight, '\n')) != 0)
            break;
    }
    while (i < n && p[i] != '"' && p[i] != '\\' && p[i] != '\n')
        i++;
    return i;
}

#endif
