#include "core/ident/letters.h"

#include <string.h>
#include <unicode/uidna.h>
#include <unicode/uspoof.h>

#include "base/annotate.h"
#include "base/buf.h"
#include "core/ident.h"
#include "core/ident/url.h"

#define SKELETON_ROOM 1024 /* bytes; a label of 63 bytes has at most 63 letters, each with a skeleton of a few */

static void close_idna(UIDNA **idna)
{
    uidna_close(*idna);
}

static void close_spoof(USpoofChecker **spoof)
{
    uspoof_close(*spoof);
}

static bool is_ascii(const char *text, int32_t n)
{
    for (int32_t i = 0; i < n; i++)
        if ((unsigned char)text[i] >= 0x80)
            return false;
    return true;
}

/* A label that looks like one in ASCII; so does what cannot be told. */
static bool looks_plain(const USpoofChecker *spoof, const char *label, int32_t n)
{
    char skeleton[SKELETON_ROOM];
    UErrorCode error = U_ZERO_ERROR;
    int32_t length = uspoof_getSkeletonUTF8(spoof, 0, label, n, skeleton, sizeof(skeleton), &error);

    return U_FAILURE(error) || length > (int32_t)sizeof(skeleton) || is_ascii(skeleton, length);
}

static void put_label(struct buf *out, const UIDNA *idna, const USpoofChecker *spoof, struct bytes label)
{
    char letters[256]; /* a label has at most 63 letters of 4 bytes */
    UIDNAInfo info = UIDNA_INFO_INITIALIZER;
    UErrorCode error = U_ZERO_ERROR;
    int32_t n = bytes_start(label, BYTES("xn--"))
                    ? uidna_labelToUnicodeUTF8(idna, label.p, (int32_t)label.n, letters, sizeof(letters), &info, &error)
                    : 0;

    if (n > 0 && n <= (int32_t)sizeof(letters) && U_SUCCESS(error) && info.errors == 0 && !looks_plain(spoof, letters, n))
        buf_put(out, (struct bytes){letters, (size_t)n});
    else
        buf_put(out, label);
}

struct bytes host_print(struct arena *arena, struct bytes value)
{
    UErrorCode error = U_ZERO_ERROR;
    struct bytes rest = value, label;
    struct buf out;

    if (value.n == 0 || memmem(value.p, value.n, "xn--", 4) == NULL)
        return value;
    AUTO(close_idna) UIDNA *idna = uidna_openUTS46(UIDNA_NONTRANSITIONAL_TO_UNICODE, &error);
    AUTO(close_spoof) USpoofChecker *spoof = uspoof_open(&error);

    if (U_FAILURE(error))
        return value;
    buf_init(&out, arena);
    while (bytes_next_part(&rest, '.', &label)) {
        if (out.n > 0)
            buf_putc(&out, '.');
        put_label(&out, idna, spoof, label);
    }
    return buf_bytes(&out);
}

/* The host, which is a slice of the value, is printed where it stands. */
static struct bytes with_host_printed(struct arena *arena, struct bytes value, struct bytes host)
{
    struct bytes printed = host_print(arena, host);
    struct buf out;

    if (printed.p == host.p)
        return value;
    buf_init(&out, arena);
    buf_put(&out, bytes_slice(value, 0, (size_t)(host.p - value.p)));
    buf_put(&out, printed);
    buf_put(&out, bytes_from(value, (size_t)(host.p - value.p) + host.n));
    return buf_bytes(&out);
}

struct bytes site_print(struct arena *arena, struct bytes value)
{
    size_t slash;

    return with_host_printed(arena, value, bytes_find(value, '/', &slash) ? bytes_slice(value, 0, slash) : value);
}

struct bytes url_print_letters(struct arena *arena, struct bytes value)
{
    return with_host_printed(arena, value, url_host(value));
}

struct bytes email_print(struct arena *arena, struct bytes value)
{
    return with_host_printed(arena, value, ident_email_domain(value));
}
