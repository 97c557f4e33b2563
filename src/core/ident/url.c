#include "core/ident/url.h"

#include <string.h>

#include "core/ident/data.h"
#include "core/ident/defang.h"
#include "core/ident/parse.h"
#include "core/ident/utf8.h"

#define WEB true
#define OTHER false

struct scheme {
    struct bytes name;
    unsigned port;
    bool web;
};

static const struct scheme schemes[] = {
#define URL_SCHEME(name, port, web) {{(name), sizeof(name) - 1}, port, web},
#include "core/ident/url_scheme.def"
#undef URL_SCHEME
};

/* Signs that are escaped, besides controls, space and all that is not ASCII (WHATWG: percent-encode sets). */
#define ESCAPED_IN_FRAGMENT "\"<>`"
#define ESCAPED_IN_QUERY "\"#<>'"
#define ESCAPED_IN_PATH "\"#<>?`{}^"
#define ESCAPED_IN_USER "\"#<>?`{}/:;=@[\\]^|"

static bool is_one_of(const char *signs, char c)
{
    return c != '\0' && strchr(signs, c) != NULL;
}

static void put_escaped(struct buf *out, struct bytes text, const char *signs)
{
    for (size_t i = 0; i < text.n; i++) {
        unsigned char c = (unsigned char)text.p[i];

        if (c > ' ' && c < 0x7F && !is_one_of(signs, (char)c))
            buf_putc(out, (char)c);
        else
            buf_printf(out, "%%%02X", c);
    }
}

static struct bytes escaped(struct arena *arena, struct bytes text, const char *signs)
{
    struct buf out;

    buf_init(&out, arena);
    put_escaped(&out, text, signs);
    return buf_bytes(&out);
}

static bool is_slash(char c)
{
    return c == '/' || c == '\\';
}

static struct bytes cut_before(struct bytes *rest, const char *signs)
{
    size_t n = 0;

    while (n < rest->n && !is_one_of(signs, rest->p[n]))
        n++;
    struct bytes part = bytes_slice(*rest, 0, n);

    *rest = bytes_from(*rest, n);
    return part;
}

/* One dot, perhaps escaped, cut off the start. */
static bool cut_dot(struct bytes *segment)
{
    if (segment->n > 0 && *segment->p == '.')
        *segment = bytes_from(*segment, 1);
    else if (segment->n >= 3 && bytes_equal_fold(bytes_slice(*segment, 0, 3), BYTES("%2e")))
        *segment = bytes_from(*segment, 3);
    else
        return false;
    return true;
}

static int count_dots(struct bytes segment)
{
    int dots = 0;

    while (dots < 3 && cut_dot(&segment))
        dots++;
    return segment.n == 0 && dots < 3 ? dots : 0;
}

static struct bytes read_path(struct arena *arena, struct bytes text)
{
    struct buf out;
    bool more = true;

    buf_init(&out, arena);
    if (text.n > 0 && is_slash(*text.p))
        text = bytes_from(text, 1);
    while (more) {
        struct bytes segment = cut_before(&text, "/\\");
        int dots = count_dots(segment);

        more = text.n > 0;
        text = bytes_from(text, 1);
        if (dots == 2 && out.n > 0)
            out.n = (size_t)((char *)memrchr(out.p, '/', out.n) - out.p);
        if (dots == 0 || !more)
            buf_putc(&out, '/');
        if (dots == 0)
            put_escaped(&out, segment, ESCAPED_IN_PATH);
    }
    return buf_bytes(&out);
}

static enum reason read_port(struct bytes text, const struct scheme *scheme, struct url *url)
{
    unsigned port = 0;

    for (size_t i = 0; i < text.n; i++) {
        if (!ascii_digit(text.p[i]))
            return REASON_url_invalid;
        port = port * 10 + (unsigned)(text.p[i] - '0');
        if (port > 65535)
            return REASON_url_invalid;
    }
    url->has_port = text.n > 0 && port != scheme->port;
    url->port = url->has_port ? port : 0;
    return REASON_ok;
}

static void read_user(struct arena *arena, struct bytes text, struct url *url)
{
    size_t colon;
    bool has_password = bytes_find(text, ':', &colon);

    url->user = escaped(arena, has_password ? bytes_slice(text, 0, colon) : text, ESCAPED_IN_USER);
    if (has_password)
        url->password = escaped(arena, bytes_from(text, colon + 1), ESCAPED_IN_USER);
}

/* Where the port's colon stands; the colons between brackets are of IPv6. */
static size_t host_end(struct bytes text)
{
    const char *close = text.n > 0 && *text.p == '[' ? memchr(text.p, ']', text.n) : NULL;
    size_t start = close == NULL ? 0 : (size_t)(close - text.p), colon;

    if (text.n > 0 && *text.p == '[' && close == NULL)
        return text.n;
    return bytes_find(bytes_from(text, start), ':', &colon) ? start + colon : text.n;
}

static enum reason read_authority(const struct ident_data *data, struct arena *arena, struct bytes text,
                                  const struct scheme *scheme, struct url *url)
{
    const char *at = text.n == 0 ? NULL : memrchr(text.p, '@', text.n);
    enum reason reason;
    size_t end;

    if (at != NULL) {
        read_user(arena, bytes_slice(text, 0, (size_t)(at - text.p)), url);
        text = bytes_from(text, (size_t)(at - text.p) + 1);
    }
    end = host_end(text);
    if (end == 0)
        return REASON_url_invalid;
    reason = host_read(data, arena, bytes_slice(text, 0, end), &url->host);
    return reason != REASON_ok ? reason : read_port(bytes_from(text, end + 1), scheme, url);
}

static struct bytes trim_controls(struct bytes text)
{
    while (text.n > 0 && (unsigned char)text.p[text.n - 1] <= ' ')
        text.n--;
    while (text.n > 0 && (unsigned char)*text.p <= ' ')
        text = bytes_from(text, 1);
    return text;
}

/* Browsers pass over tabs and line ends wherever they stand. */
static struct bytes without_line_ends(struct arena *arena, struct bytes text)
{
    struct bytes rest = text;
    struct buf out;

    cut_before(&rest, "\t\n\r");
    if (rest.n == 0)
        return text;
    buf_init(&out, arena);
    for (size_t i = 0; i < text.n; i++)
        if (text.p[i] != '\t' && text.p[i] != '\n' && text.p[i] != '\r')
            buf_putc(&out, text.p[i]);
    return buf_bytes(&out);
}

static const struct scheme *cut_scheme(struct bytes *text)
{
    for (size_t i = 0; i < COUNT_OF(schemes); i++) {
        struct bytes name = schemes[i].name;

        if (text->n > name.n && text->p[name.n] == ':' && bytes_equal_fold(bytes_slice(*text, 0, name.n), name)) {
            *text = bytes_from(*text, name.n + 1);
            return &schemes[i];
        }
    }
    return NULL;
}

static enum reason split(const struct ident_data *data, struct arena *arena, struct bytes text, const struct scheme **ret_scheme,
                         struct url *ret)
{
    struct bytes rest = without_line_ends(arena, trim_controls(text)), before;
    const struct scheme *scheme = cut_scheme(&rest);
    struct url url = {0};
    enum reason reason;

    if (scheme == NULL)
        return REASON_url_scheme;
    url.scheme = scheme->name;
    while (rest.n > 0 && is_slash(*rest.p))
        rest = bytes_from(rest, 1);
    reason = read_authority(data, arena, cut_before(&rest, "/\\?#"), scheme, &url);
    if (reason != REASON_ok)
        return reason;
    before = cut_before(&rest, "?#");
    url.path = read_path(arena, before);
    if (rest.n > 0 && *rest.p == '?') {
        rest = bytes_from(rest, 1);
        url.query = escaped(arena, cut_before(&rest, "#"), ESCAPED_IN_QUERY);
    }
    if (rest.n > 0)
        url.fragment = escaped(arena, bytes_from(rest, 1), ESCAPED_IN_FRAGMENT);
    *ret_scheme = scheme;
    *ret = url;
    return REASON_ok;
}

enum reason url_split(const struct ident_data *data, struct arena *arena, struct bytes text, struct url *ret)
{
    const struct scheme *scheme;

    return split(data, arena, text, &scheme, ret);
}

struct bytes url_print(struct arena *arena, const struct url *url)
{
    struct buf out;

    buf_init(&out, arena);
    buf_put(&out, url->scheme);
    buf_puts(&out, "://");
    buf_put(&out, url->host.text);
    if (url->has_port)
        buf_printf(&out, ":%u", url->port);
    buf_put(&out, url->path);
    if (url->query.p != NULL) {
        buf_putc(&out, '?');
        buf_put(&out, url->query);
    }
    return buf_bytes(&out);
}

static struct bytes behind_scheme(struct bytes canonical)
{
    const char *mark = canonical.n == 0 ? NULL : memmem(canonical.p, canonical.n, "://", 3);

    return mark == NULL ? canonical : bytes_from(canonical, (size_t)(mark - canonical.p) + 3);
}

struct bytes url_host(struct bytes canonical)
{
    struct bytes rest = behind_scheme(canonical), authority = cut_before(&rest, "/");

    return bytes_slice(authority, 0, host_end(authority));
}

struct bytes url_path(struct bytes canonical)
{
    struct bytes rest = behind_scheme(canonical);

    cut_before(&rest, "/");
    return cut_before(&rest, "?");
}

/* ---- what people write ---- */

static bool has_dot(struct bytes host)
{
    struct bytes rest = host;

    cut_before(&rest, ".");
    return rest.n > 0 || (host.n > 0 && *host.p == '[');
}

static bool is_port_and_path(struct bytes text)
{
    struct bytes digits = cut_before(&text, "/\\?#");

    for (size_t i = 0; i < digits.n; i++)
        if (!ascii_digit(digits.p[i]))
            return false;
    return digits.n > 0;
}

/* "name:" at the start is a scheme unless a port stands behind the colon. */
static bool has_other_scheme(struct bytes text)
{
    size_t n = 0;

    while (n < text.n && (ascii_alnum(text.p[n]) || memchr("+.-", text.p[n], 3) != NULL))
        n++;
    return n > 0 && n < text.n && ascii_alpha(*text.p) && text.p[n] == ':' && !is_port_and_path(bytes_from(text, n + 1));
}

/* A text without a scheme is a URL when it begins with a host: with a dot, and no '@', which would make it an e-mail address. */
static enum reason with_scheme(struct arena *arena, struct bytes text, struct bytes *ret)
{
    struct bytes rest = text, host;

    if (cut_scheme(&rest) != NULL) {
        *ret = text;
        return REASON_ok;
    }
    if (has_other_scheme(text))
        return REASON_url_scheme;
    while (rest.n > 0 && is_slash(*rest.p))
        rest = bytes_from(rest, 1);
    *ret = bytes_printf(arena, "http://%.*s", (int)rest.n, rest.p);
    host = cut_before(&rest, "/\\?#");
    return has_dot(host) && !bytes_find(host, '@', &(size_t){0}) ? REASON_ok : REASON_url_invalid;
}

/* "<https://example.com>" and quoted URLs. */
static struct bytes without_quotes(struct bytes text)
{
    static const char *const pairs[] = {"<>", "\"\"", "''", "``"};

    for (size_t i = 0; i < COUNT_OF(pairs); i++)
        if (text.n > 2 && text.p[0] == pairs[i][0] && text.p[text.n - 1] == pairs[i][1])
            return bytes_trim(bytes_slice(text, 1, text.n - 2));
    return text;
}

enum reason url_parse(const struct ident_data *data, struct arena *arena, struct bytes text,
                      UNUSED const struct ident_context *context, struct ident *ret)
{
    const struct scheme *scheme = NULL;
    struct url url;
    enum reason reason;

    text = defang(arena, without_quotes(text), DEFANG_URL);
    if (utf8_check(text) < text.n)
        return REASON_invalid_utf8;
    if (memchr(text.p, '\0', text.n) != NULL)
        return REASON_nul_byte;
    reason = with_scheme(arena, text, &text);
    if (reason == REASON_ok)
        reason = split(data, arena, text, &scheme, &url);
    if (reason == REASON_ok && !scheme->web)
        reason = REASON_url_scheme;
    if (reason == REASON_ok)
        reason = host_check(&url.host);
    if (reason != REASON_ok)
        return reason;
    ret->value = url_print(arena, &url);
    ret->doubt = url.host.type != HOST_NAME && ip_reserved(&url.host.ip) ? REASON_ip_reserved : REASON_ok;
    return REASON_ok;
}
