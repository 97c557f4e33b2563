#include "core/ident/ip.h"

#include <string.h>

#include "base/buf.h"
#include "base/number.h"
#include "core/ident/defang.h"
#include "core/ident/parse.h"
#include "core/ident/utf8.h"

static bool read_v4(struct bytes text, struct ip *ret)
{
    struct ip ip = {.v6 = false};
    struct bytes part;
    unsigned count = 0;

    while (bytes_next_part(&text, '.', &part)) {
        uint64_t number;

        if (count == 4 || part.n > 3 || (part.n > 1 && *part.p == '0') || !parse_u64(part, &number) || number > 255)
            return false;
        ip.b[count++] = (uint8_t)number;
    }
    if (count != 4)
        return false;
    *ret = ip;
    return true;
}

static bool read_hex_piece(struct bytes part, uint8_t *ret)
{
    unsigned value = 0;

    if (part.n == 0 || part.n > 4)
        return false;
    for (size_t i = 0; i < part.n; i++) {
        if (!ascii_xdigit(part.p[i]))
            return false;
        value = value << 4 | utf8_hex_digit(part.p[i]);
    }
    ret[0] = (uint8_t)(value >> 8);
    ret[1] = (uint8_t)value;
    return true;
}

/* Pieces between single colons, the last perhaps dotted IPv4; returns bytes written, 0 when they do not fit or are wrong. */
static size_t read_pieces(struct bytes text, bool may_end_dotted, uint8_t *ret)
{
    struct bytes part;
    struct ip dotted;
    size_t n = 0;

    while (bytes_next_part(&text, ':', &part)) {
        if (text.p == NULL && may_end_dotted && n <= 12 && read_v4(part, &dotted)) {
            memcpy(ret + n, dotted.b, 4);
            return n + 4;
        }
        if (n == 16 || !read_hex_piece(part, ret + n))
            return 0;
        n += 2;
    }
    return n;
}

bool ip_read_v6(struct bytes text, struct ip *ret)
{
    struct ip ip = {.v6 = true};
    uint8_t tail[16];
    const char *gap = text.n < 2 ? NULL : memmem(text.p, text.n, "::", 2);
    struct bytes head = gap == NULL ? text : bytes_slice(text, 0, (size_t)(gap - text.p));
    size_t head_n = head.n == 0 ? 0 : read_pieces(head, gap == NULL, ip.b);
    size_t tail_n = 0;

    if (head.n > 0 && head_n == 0)
        return false;
    if (gap != NULL) {
        struct bytes rest = bytes_from(text, head.n + 2);

        tail_n = rest.n == 0 ? 0 : read_pieces(rest, true, tail);
        if (rest.n > 0 && tail_n == 0)
            return false;
    }
    if (gap == NULL ? head_n != 16 : head_n + tail_n > 14)
        return false;
    memcpy(ip.b + 16 - tail_n, tail, tail_n);
    *ret = ip;
    return true;
}

static void unmap(struct ip *ip)
{
    static const uint8_t mapped[12] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};

    if (!ip->v6 || memcmp(ip->b, mapped, sizeof(mapped)) != 0)
        return;
    ip->v6 = false;
    memmove(ip->b, ip->b + 12, 4);
    memset(ip->b + 4, 0, 12);
}

bool ip_read(struct bytes text, struct ip *ret)
{
    if (text.n > 2 && text.p[0] == '[' && text.p[text.n - 1] == ']')
        text = bytes_slice(text, 1, text.n - 2);
    if (read_v4(text, ret))
        return true;
    if (!ip_read_v6(text, ret))
        return false;
    unmap(ret);
    return true;
}

/* A number as C writes it; numbers past 2^32 stop there, they are too large wherever they stand. */
static bool read_number(struct bytes text, uint64_t *ret)
{
    unsigned base = 10;
    uint64_t value = 0;

    if (text.n == 0)
        return false;
    if (text.n >= 2 && text.p[0] == '0' && ascii_lower(text.p[1]) == 'x') {
        base = 16;
        text = bytes_from(text, 2);
    } else if (text.n >= 2 && text.p[0] == '0') {
        base = 8;
        text = bytes_from(text, 1);
    }
    for (size_t i = 0; i < text.n; i++) {
        unsigned digit = utf8_hex_digit(text.p[i]);

        if (digit >= base)
            return false;
        if (value <= UINT32_MAX)
            value = value * base + digit;
    }
    *ret = value;
    return true;
}

static struct bytes without_last_dot(struct bytes host)
{
    if (host.n > 0 && host.p[host.n - 1] == '.')
        host.n--;
    return host;
}

bool ip_ends_in_number(struct bytes host)
{
    struct bytes last = without_last_dot(host);
    const char *dot = last.n == 0 ? NULL : memrchr(last.p, '.', last.n);
    bool digits = true;
    uint64_t number;

    if (dot != NULL)
        last = bytes_from(last, (size_t)(dot - last.p) + 1);
    for (size_t i = 0; i < last.n; i++)
        digits = digits && ascii_digit(last.p[i]);
    return last.n > 0 && (digits || read_number(last, &number));
}

bool ip_read_browser(struct bytes text, struct ip *ret)
{
    struct bytes rest = without_last_dot(text), part;
    struct ip ip = {.v6 = false};
    uint64_t numbers[4];
    unsigned count = 0;

    while (bytes_next_part(&rest, '.', &part))
        if (count == 4 || !read_number(part, &numbers[count++]))
            return false;
    if (count == 0 || numbers[count - 1] >> (8 * (5 - count)) != 0)
        return false;
    for (unsigned i = 0; i + 1 < count; i++) {
        if (numbers[i] > 255)
            return false;
        ip.b[i] = (uint8_t)numbers[i];
    }
    for (unsigned i = count - 1; i < 4; i++)
        ip.b[i] = (uint8_t)(numbers[count - 1] >> (8 * (3 - i)));
    *ret = ip;
    return true;
}

/* First of the longest run of zero pieces, 8 when no run has two. */
static unsigned longest_zero_run(const unsigned *pieces, unsigned *ret_length)
{
    unsigned best = 8, best_length = 1;

    for (unsigned i = 0, length = 0; i < 8; i++) {
        length = pieces[i] == 0 ? length + 1 : 0;
        if (length > best_length) {
            best_length = length;
            best = i + 1 - length;
        }
    }
    *ret_length = best_length;
    return best;
}

struct bytes ip_print(struct arena *arena, const struct ip *ip)
{
    unsigned pieces[8], gap, gap_length;
    struct buf out;

    if (!ip->v6)
        return bytes_printf(arena, "%u.%u.%u.%u", ip->b[0], ip->b[1], ip->b[2], ip->b[3]);
    for (unsigned i = 0; i < 8; i++)
        pieces[i] = (unsigned)ip->b[2 * i] << 8 | ip->b[2 * i + 1];
    gap = longest_zero_run(pieces, &gap_length);
    buf_init(&out, arena);
    for (unsigned i = 0; i < 8; i++) {
        if (i == gap) {
            buf_puts(&out, "::");
            i += gap_length - 1;
            continue;
        }
        buf_printf(&out, i == 0 || (gap < 8 && i == gap + gap_length) ? "%x" : ":%x", pieces[i]);
    }
    return buf_bytes(&out);
}

bool network_read(struct bytes text, struct network *ret)
{
    struct network network;
    struct bytes address = text;
    uint64_t bits;
    size_t slash;
    bool has_bits = bytes_find(text, '/', &slash);

    if (has_bits)
        address = bytes_slice(text, 0, slash);
    if (!ip_read(address, &network.ip))
        return false;
    network.bits = network.ip.v6 ? 128 : 32;
    if (has_bits) {
        if (!parse_u64(bytes_from(text, slash + 1), &bits) || bits > network.bits)
            return false;
        network.bits = (unsigned)bits;
    }
    *ret = network;
    return true;
}

bool network_contains(const struct network *network, const struct ip *ip)
{
    unsigned whole = network->bits / 8, rest = network->bits % 8;

    if (network->ip.v6 != ip->v6 || memcmp(network->ip.b, ip->b, whole) != 0)
        return false;
    return rest == 0 || (network->ip.b[whole] ^ ip->b[whole]) >> (8 - rest) == 0;
}

struct ip network_first(const struct network *network)
{
    struct ip first = network->ip;

    for (unsigned bit = network->bits; bit < 8 * sizeof(first.b); bit++)
        first.b[bit / 8] &= (uint8_t) ~(0x80u >> bit % 8);
    return first;
}

struct bytes ident_ip_network(struct arena *arena, struct bytes canonical_ip)
{
    struct bytes printed;
    struct ip ip;
    size_t bytes;

    if (!ip_read(canonical_ip, &ip))
        return BYTES_NONE;
    bytes = ip.v6 ? 6 : 3;
    memset(ip.b + bytes, 0, sizeof(ip.b) - bytes);
    printed = ip_print(arena, &ip);
    return bytes_printf(arena, "%.*s/%zu", (int)printed.n, printed.p, bytes * 8);
}

static const struct network reserved[] = {
#define V4(a, b, c, d, bits) {{false, {a, b, c, d}}, bits},
#define V6(a, b, c, d, bits) {{true, {a, b, c, d}}, bits},
#include "core/ident/ip_reserved.def"
#undef V4
#undef V6
};

bool ip_reserved(const struct ip *ip)
{
    for (size_t i = 0; i < COUNT_OF(reserved); i++)
        if (network_contains(&reserved[i], ip))
            return true;
    return false;
}

/* "192.0.2.1:443", "[2001:db8::1]:443". */
static struct bytes without_port(struct bytes text)
{
    const char *colon = text.n == 0 ? NULL : memrchr(text.p, ':', text.n);
    struct bytes host = colon == NULL ? BYTES_NONE : bytes_slice(text, 0, (size_t)(colon - text.p));
    uint64_t port;

    if (host.n == 0 || !parse_u64(bytes_from(text, host.n + 1), &port) || port > UINT16_MAX)
        return text;
    return host.p[host.n - 1] == ']' || !bytes_find(host, ':', &(size_t){0}) ? host : text;
}

enum reason ip_parse(UNUSED const struct ident_data *data, struct arena *arena, struct bytes text,
                     UNUSED const struct ident_context *context, struct ident *ret)
{
    struct network network;

    text = without_port(defang(arena, text, DEFANG_HOST));
    if (!network_read(text, &network) && !ip_read_browser(text, &network.ip))
        return REASON_ip_invalid;
    if (bytes_find(text, '/', &(size_t){0}) && network.bits != (network.ip.v6 ? 128 : 32))
        return REASON_ip_invalid;
    ret->value = ip_print(arena, &network.ip);
    ret->doubt = ip_reserved(&network.ip) ? REASON_ip_reserved : REASON_ok;
    return REASON_ok;
}
