/*
 * zip.h: the files in a ZIP container, one after the other.
 *
 * Shape   stored or deflated, on one disk, without ZIP64. The container is read where it lies, by a function.
 * Memory  the directory, at most ZIP_DIRECTORY_MOST bytes, and one buffer of a member that is read.
 * Errors  ST_INPUT names the member: encrypted, a name that leads elsewhere or is there twice, members that overlap, a directory that is
 *         missing or does not fit; ST_LIMIT: too many, too large, or unpacks to more than GUNZIP_RATIO_MOST times its size.
 * Source  APPNOTE.TXT 6.3.10 (PKWARE), RFC 1951
 */
#ifndef FORMAT_ZIP_H
#define FORMAT_ZIP_H

#include "format/format.h"

#define ZIP_MEMBER_MOST 1000
#define ZIP_DIRECTORY_MOST ((size_t)1 << 20)
#define ZIP_NAME_MOST 255
#define ZIP_TOTAL_MOST ((uint64_t)4 << 30) /* bytes of all members */

/* Puts exactly n bytes into the buffer. */
typedef enum status zip_read_fn(struct op *op, void *arg, uint64_t offset, char *buffer, size_t n);

struct zip_source {
    zip_read_fn *read;
    void *arg;
    uint64_t size;
};

struct zip_member {
    struct bytes name;
    unsigned method;
    uint32_t crc;
    uint64_t packed;
    uint64_t size;
    uint64_t at;      /* of its local header */
    uint64_t data_at; /* of its bytes */
};

struct zip {
    struct zip_source source;
    struct zip_member *members; /* in the order of the directory; no folders */
    size_t count;
};

bool zip_begins(struct bytes head);
/* Reads the directory and holds every member against it. */
MUST_CHECK enum status zip_open(struct op *op, const struct zip_source *source, struct zip *ret);
const struct zip_member *zip_find(const struct zip *zip, struct bytes name); /* NULL: there is none */

struct zip_reader;
struct zip_reader *zip_reader_new(struct arena *arena, const struct zip *zip, const struct zip_member *member);
/* The next bytes, in the reader's own buffer; none at the end, when length and checksum have been found right. */
MUST_CHECK enum status zip_reader_next(struct op *op, struct zip_reader *reader, struct bytes *ret);

#endif
