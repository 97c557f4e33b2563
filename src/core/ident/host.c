#include "core/ident/host.h"

#include <nettle/sha3.h>
#include <string.h>

#include "core/ident/data.h"
#include "core/ident/defang.h"
#include "core/ident/parse.h"
#include "core/ident/utf8.h"

#define NAME_MOST 253
#define LABEL_MOST 63
#define TEXT_MOST 2048 /* before IDNA; no name of 253 bytes comes from more */
#define ONION_LABEL 56 /* base32 of key (32 bytes), checksum (2) and version (1) */

/* WHATWG: forbidden domain code points. */
static bool is_forbidden(unsigned char c)
{
    return c <= ' ' || c == 0x7F || strchr("#/:<>?@[\\]^|%", c) != NULL;
}

/* These hold only for the registries, not for what browsers resolve; length is ours to check. */
#define IDNA_IGNORED                                                                                                             \
    (UIDNA_ERROR_LEADING_HYPHEN | UIDNA_ERROR_TRAILING_HYPHEN | UIDNA_ERROR_HYPHEN_3_4 | UIDNA_ERROR_EMPTY_LABEL |               \
     UIDNA_ERROR_LABEL_TOO_LONG | UIDNA_ERROR_DOMAIN_NAME_TOO_LONG)

static enum reason to_ascii(const struct ident_data *data, struct arena *arena, struct bytes text, struct bytes *ret)
{
    UIDNAInfo info = UIDNA_INFO_INITIALIZER;
    UErrorCode error = U_ZERO_ERROR;
    int32_t room = (int32_t)text.n * 8 + 64, n;
    char *out = arena_alloc(arena, (size_t)room);

    n = uidna_nameToASCII_UTF8(data->idna, text.p, (int32_t)text.n, out, room, &info, &error);
    if (U_FAILURE(error) || n > room || (info.errors & ~(uint32_t)IDNA_IGNORED) != 0)
        return REASON_host_invalid;
    *ret = (struct bytes){out, (size_t)n};
    return REASON_ok;
}

/* ASCII without punycode needs no more than lower case. */
static bool needs_idna(struct bytes text)
{
    for (size_t i = 0; i < text.n; i++)
        if ((unsigned char)text.p[i] >= 0x80 || (text.p[i] == '-' && i >= 3 && text.p[i - 1] == '-' &&
                                                 ascii_lower(text.p[i - 2]) == 'n' && ascii_lower(text.p[i - 3]) == 'x'))
            return true;
    return false;
}

static enum reason read_name(const struct ident_data *data, struct arena *arena, struct bytes text, struct host *ret)
{
    struct host host = {.type = HOST_NAME};

    if (text.n == 0 || text.n > TEXT_MOST)
        return REASON_host_invalid;
    host.text = bytes_lower(arena, text);
    if (needs_idna(text) && to_ascii(data, arena, text, &host.text) != REASON_ok)
        return REASON_host_invalid;
    if (host.text.n == 0)
        return REASON_host_invalid;
    for (size_t i = 0; i < host.text.n; i++)
        if (is_forbidden((unsigned char)host.text.p[i]))
            return REASON_host_invalid;
    if (ip_ends_in_number(host.text)) {
        if (!ip_read_browser(host.text, &host.ip))
            return REASON_ip_invalid;
        host.type = HOST_IPV4;
        host.text = ip_print(arena, &host.ip);
    }
    *ret = host;
    return REASON_ok;
}

static enum reason read_v6(struct arena *arena, struct bytes text, struct host *ret)
{
    struct host host = {.type = HOST_IPV6};

    if (text.n < 2 || text.p[text.n - 1] != ']' || !ip_read_v6(bytes_slice(text, 1, text.n - 2), &host.ip))
        return REASON_ip_invalid;
    struct bytes printed = ip_print(arena, &host.ip);

    host.text = bytes_printf(arena, "[%.*s]", (int)printed.n, printed.p);
    *ret = host;
    return REASON_ok;
}

enum reason host_read(const struct ident_data *data, struct arena *arena, struct bytes text, struct host *ret)
{
    size_t at;

    if (text.n > 0 && *text.p == '[')
        return read_v6(arena, text, ret);
    if (bytes_find(text, '%', &at)) {
        text = utf8_unescape(arena, text);
        if (utf8_check(text) < text.n)
            return REASON_host_invalid;
    }
    return read_name(data, arena, text, ret);
}

static bool read_base32(struct bytes text, uint8_t *ret)
{
    unsigned held = 0, bits = 0;

    for (size_t i = 0; i < text.n; i++) {
        int c = text.p[i];
        unsigned value = c >= 'a' && c <= 'z' ? (unsigned)(c - 'a') : c >= '2' && c <= '7' ? (unsigned)(c - '2') + 26 : 32;

        if (value == 32)
            return false;
        held = (held << 5 | value) & 0xFFFF;
        bits += 5;
        if (bits >= 8) {
            bits -= 8;
            *ret++ = (uint8_t)(held >> bits);
        }
    }
    return true;
}

static enum reason check_onion(struct bytes label)
{
    uint8_t address[35], digest[SHA3_256_DIGEST_SIZE];
    struct sha3_256_ctx ctx;

    if (label.n != ONION_LABEL || !read_base32(label, address) || address[34] != 3)
        return REASON_host_invalid;
    sha3_256_init(&ctx);
    sha3_256_update(&ctx, 15, (const uint8_t *)".onion checksum");
    sha3_256_update(&ctx, 32, address);
    sha3_256_update(&ctx, 1, address + 34);
    sha3_256_digest(&ctx, sizeof(digest), digest);
    return memcmp(digest, address + 32, 2) == 0 ? REASON_ok : REASON_onion_checksum;
}

bool host_is_onion(struct bytes name)
{
    return bytes_end(name, BYTES(".onion"));
}

static bool is_label(struct bytes label)
{
    for (size_t i = 0; i < label.n; i++)
        if (!ascii_alnum(label.p[i]) && label.p[i] != '-' && label.p[i] != '_')
            return false;
    return label.n > 0 && label.n <= LABEL_MOST && label.p[0] != '-' && label.p[label.n - 1] != '-';
}

enum reason host_check(struct host *host)
{
    struct bytes rest = host->text, label, before_last = BYTES_NONE, last = BYTES_NONE;

    if (host->type != HOST_NAME)
        return REASON_ok;
    if (rest.n > 1 && rest.p[rest.n - 1] == '.')
        rest.n--;
    host->text = rest;
    if (rest.n > NAME_MOST)
        return REASON_host_invalid;
    while (bytes_next_part(&rest, '.', &label)) {
        if (!is_label(label))
            return REASON_host_invalid;
        before_last = last;
        last = label;
    }
    return bytes_is(last, "onion") ? check_onion(before_last) : REASON_ok;
}

struct bytes host_registrable(const struct ident_data *data, struct arena *arena, struct bytes name)
{
    const char *text = bytes_cstr(arena, name);
    const char *found = psl_registrable_domain(data->suffixes, text);

    return found == NULL ? BYTES_NONE : bytes_from(name, (size_t)(found - text));
}

bool host_suffix_known(const struct ident_data *data, struct arena *arena, struct bytes name)
{
    const char *dot = name.n == 0 ? NULL : memrchr(name.p, '.', name.n);
    struct bytes last = dot == NULL ? name : bytes_from(name, (size_t)(dot - name.p) + 1);

    return psl_is_public_suffix2(data->suffixes, bytes_cstr(arena, last), PSL_TYPE_ANY | PSL_TYPE_NO_STAR_RULE) == 1;
}

struct bytes host_letters(const struct ident_data *data, struct arena *arena, struct bytes name)
{
    UIDNAInfo info = UIDNA_INFO_INITIALIZER;
    UErrorCode error = U_ZERO_ERROR;
    int32_t room = (int32_t)name.n * 4 + 64, n;
    char *out;

    if (!needs_idna(name))
        return name;
    out = arena_alloc(arena, (size_t)room);
    n = uidna_nameToUnicodeUTF8(data->idna, name.p, (int32_t)name.n, out, room, &info, &error);
    return U_FAILURE(error) || info.errors != 0 ? name : (struct bytes){out, (size_t)n};
}

/* A value that is nothing but a host: no scheme, no path, no port. */
static enum reason parse_host(const struct ident_data *data, struct arena *arena, struct bytes text, struct host *ret)
{
    struct host host;
    enum reason reason;

    text = defang(arena, text, DEFANG_HOST);
    reason = host_read(data, arena, text, &host);
    if (reason == REASON_ok)
        reason = host_check(&host);
    if (reason == REASON_ok)
        *ret = host;
    return reason;
}

enum reason host_parse(const struct ident_data *data, struct arena *arena, struct bytes text,
                       UNUSED const struct ident_context *context, struct ident *ret)
{
    struct host host;
    enum reason reason = parse_host(data, arena, text, &host);

    if (reason != REASON_ok)
        return reason;
    ret->value = host.text;
    if (host.type != HOST_NAME)
        ret->doubt = ip_reserved(&host.ip) ? REASON_ip_reserved : REASON_ok;
    return REASON_ok;
}

enum reason nameserver_parse(const struct ident_data *data, struct arena *arena, struct bytes text,
                             UNUSED const struct ident_context *context, struct ident *ret)
{
    struct host host;
    enum reason reason = parse_host(data, arena, text, &host);

    if (reason != REASON_ok)
        return reason;
    if (host.type != HOST_NAME || !bytes_find(host.text, '.', &(size_t){0}) || host_is_onion(host.text))
        return REASON_host_invalid;
    ret->value = host.text;
    return REASON_ok;
}
