#include "support/ident_fixture.h"

#include "base/json.h"
#include "core/ident/url.h"

/* Spellings of one URL: as browsers read them, and as people write them to keep a link from being clicked. */
Test(url, reads_what_browsers_and_people_write)
{
    static const struct parse_case cases[] = {
        {"http://shop.example/", "http://shop.example/", REASON_ok},
        {"HTTP://SHOP.EXAMPLE", "http://shop.example/", REASON_ok},
        {"https://shop.example:443/x", "https://shop.example/x", REASON_ok},
        {"http://shop.example:80", "http://shop.example/", REASON_ok},
        {"http://shop.example:08080/", "http://shop.example:8080/", REASON_ok},
        {"http://user:secret@shop.example/x", "http://shop.example/x", REASON_ok},
        {"http://shop.example./x", "http://shop.example/x", REASON_ok},
        {"http://shop.example/a/./b/../c/%2e%2E/d", "http://shop.example/a/d", REASON_ok},
        {"http://shop.example/a?b=c#d", "http://shop.example/a?b=c", REASON_ok},
        {"http://shop.example/a?", "http://shop.example/a?", REASON_ok},
        {"http:\\\\shop.example\\a", "http://shop.example/a", REASON_ok},
        {"http://a.example\\@b.example/", "http://a.example/@b.example/", REASON_ok},
        {"http:shop.example/a", "http://shop.example/a", REASON_ok},
        {"http://sh%6Fp.example", "http://shop.example/", REASON_ok},
        {"http://b\xC3\xBC"
         "cher.example/\xC3\xBC",
         "http://xn--bcher-kva.example/%C3%BC", REASON_ok},
        {"http://xn--bcher-kva.example/", "http://xn--bcher-kva.example/", REASON_ok},
        {"http://fa\xC3\x9F.example", "http://xn--fa-hia.example/", REASON_ok},
        {"http://my_shop.example/", "http://my_shop.example/", REASON_ok},
        {"http://0x7f.1/", "http://127.0.0.1/", REASON_ip_reserved},
        {"http://3221225985/", "http://192.0.2.1/", REASON_ok},
        {"http://0300.0.02.01/", "http://192.0.2.1/", REASON_ok},
        {"http://192.0.2.1.:81/", "http://192.0.2.1:81/", REASON_ok},
        {"http://[2001:DB8:0:0::1]/", "http://[2001:db8::1]/", REASON_ok},
        {"http://[::ffff:192.0.2.1]/", "http://[::ffff:c000:201]/", REASON_ok},
        {"hxxp://shop.example/x", "http://shop.example/x", REASON_ok},
        {"hXXps://shop[.]example/x", "https://shop.example/x", REASON_ok},
        {"h**p://shop(.)example", "http://shop.example/", REASON_ok},
        {"htxp://shop{.}example", "http://shop.example/", REASON_ok},
        {"hxxps[:]//shop[dot]example", "https://shop.example/", REASON_ok},
        {"hxxps[://]shop(dot)example/a[.]php", "https://shop.example/a.php", REASON_ok},
        {"hxxp : // shop.example", "http://shop.example/", REASON_ok},
        {"hxxp :// shop{dot}example", "http://shop.example/", REASON_ok},
        {"https:// shop [.] example /x", "https://shop.example/x", REASON_ok},
        {"shop dot example", "http://shop.example/", REASON_ok},
        {"shop DOT sub dot example", "http://shop.sub.example/", REASON_ok},
        {"shop [.] example", "http://shop.example/", REASON_ok},
        {"shop[.example", NULL, REASON_host_invalid},
        {"shop.example:8443/x", "http://shop.example:8443/x", REASON_ok},
        {"//shop.example/x", "http://shop.example/x", REASON_ok},
        {"WWW.Shop.Example", "http://www.shop.example/", REASON_ok},
        {"<https://shop.example/x>", "https://shop.example/x", REASON_ok},
        {"\"https://shop.example/x\"", "https://shop.example/x", REASON_ok},
        {"http%3A%2F%2Fshop.example%2Fx", "http://shop.example/x", REASON_ok},
        {"http&#58;//shop&period;example/?a=1&amp;b=2", "http://shop.example/?a=1&b=2", REASON_ok},
        {"http://shop&#x2E;example", "http://shop.example/", REASON_ok},
        {"http://shop&amp;#46;example", "http://shop.example/", REASON_ok},
        {"\xEF\xBD\x88\xEF\xBD\x94\xEF\xBD\x94\xEF\xBD\x90\xEF\xBC\x9A\xEF\xBC\x8F\xEF\xBC\x8Fshop\xEF\xBC\x8E"
         "example",
         "http://shop.example/", REASON_ok},
        {"http://shop\xE3\x80\x82"
         "example",
         "http://shop.example/", REASON_ok},
        {"http://sh\xE2\x80\x8Bop.exam\xC2\xADple\xEF\xBB\xBF", "http://shop.example/", REASON_ok},
        {"http://shop.example/\xEF\xBC\x88x\xEF\xBC\x89", "http://shop.example/%EF%BC%88x%EF%BC%89", REASON_ok},
    };

    EXPECT_CASES(IDENT_url, cases, NULL);
}

Test(url, refuses_what_names_no_site)
{
    static const struct parse_case cases[] = {
        {"", NULL, REASON_empty},
        {"   ", NULL, REASON_empty},
        {"shop", NULL, REASON_url_invalid},
        {"just some words.", NULL, REASON_host_invalid},
        {"info@shop.example", NULL, REASON_url_invalid},
        {"ftp://shop.example/", NULL, REASON_url_scheme},
        {"mailto:info@shop.example", NULL, REASON_url_scheme},
        {"javascript:alert(1)", NULL, REASON_url_scheme},
        {"data:text/html,x", NULL, REASON_url_scheme},
        {"wss://shop.example/", NULL, REASON_url_scheme},
        {"http://", NULL, REASON_url_invalid},
        {"http://@/", NULL, REASON_url_invalid},
        {"http://shop.example:65536/", NULL, REASON_url_invalid},
        {"http://shop.example:8o/", NULL, REASON_url_invalid},
        {"http://a b.example/", NULL, REASON_host_invalid},
        {"http://a%00b.example/", NULL, REASON_host_invalid},
        {"http://a%zz.example/", NULL, REASON_host_invalid},
        {"http://shop..example/", NULL, REASON_host_invalid},
        {"http://-shop.example/", NULL, REASON_host_invalid},
        {"http://1.2.3.4.5/", NULL, REASON_ip_invalid},
        {"http://256.1.1.1/", NULL, REASON_ip_invalid},
        {"http://[::1", NULL, REASON_ip_invalid},
        {"http://[1:2:3]/", NULL, REASON_ip_invalid},
        {"http://xn--a/", NULL, REASON_host_invalid},
        {"http://\xFF.example/", NULL, REASON_invalid_utf8},
        {"http://shop.example/\xC0\xAF", NULL, REASON_invalid_utf8},
        {"http://aaaqeayeaudaocajbifqydiob4ibceqtcqkrmfyydenbwha5dyp3k6ad.onion/", NULL, REASON_onion_checksum},
        {"http://expyuzz4wqqyqhjn.onion/", NULL, REASON_host_invalid},
    };

    EXPECT_CASES(IDENT_url, cases, NULL);
}

Test(url, refuses_labels_and_names_that_dns_cannot_hold)
{
    struct buf text;
    struct ident ident;

    buf_init(&text, fixture_arena());
    buf_puts(&text, "http://");
    for (int i = 0; i < 64; i++)
        buf_putc(&text, 'a');
    buf_puts(&text, ".example/");
    cr_expect(ident_parse(fixture_data(), fixture_arena(), IDENT_url, buf_bytes(&text), NULL, &ident) == REASON_host_invalid);
    buf_clear(&text);
    buf_puts(&text, "http://");
    for (int i = 0; i < 127; i++)
        buf_puts(&text, "a.");
    buf_puts(&text, "example/");
    cr_expect(ident_parse(fixture_data(), fixture_arena(), IDENT_url, buf_bytes(&text), NULL, &ident) == REASON_host_invalid);
}

Test(url, refuses_a_nul_byte_wherever_it_stands)
{
    static const char *const starts[] = {"", "http://shop", "http://shop.example/", "http://shop.example/?"};
    struct ident ident;

    for (size_t i = 0; i < COUNT_OF(starts); i++) {
        struct bytes text = bytes_printf(fixture_arena(), "%s%cx", starts[i], '\0');

        cr_expect(ident_parse(fixture_data(), fixture_arena(), IDENT_url, text, NULL, &ident) == REASON_nul_byte, "%s",
                  starts[i]);
    }
}

/* ---- web-platform-tests ---- */

static struct bytes scheme_of(struct bytes text)
{
    struct bytes trimmed = text;
    size_t n = 0;

    while (trimmed.n > 0 && (unsigned char)*trimmed.p <= ' ')
        trimmed = bytes_from(trimmed, 1);
    while (n < trimmed.n && (ascii_alnum(trimmed.p[n]) || strchr("+-.\t\r\n", trimmed.p[n]) != NULL) && trimmed.p[n] != '\0')
        n++;
    return n < trimmed.n && trimmed.p[n] == ':' ? bytes_slice(trimmed, 0, n) : BYTES_NONE;
}

static bool is_special(struct bytes scheme)
{
    static const char *const special[] = {"http", "https", "ws", "wss", "ftp"};

    for (size_t i = 0; i < COUNT_OF(special); i++)
        if (bytes_equal_fold(scheme, bytes_of(special[i])))
            return true;
    return false;
}

static struct bytes printed_whole(const struct url *url)
{
    struct buf out;

    buf_init(&out, fixture_arena());
    buf_printf(&out, "%.*s://", (int)url->scheme.n, url->scheme.p);
    if (url->user.n > 0 || url->password.n > 0)
        buf_put(&out, url->user);
    if (url->password.n > 0) {
        buf_putc(&out, ':');
        buf_put(&out, url->password);
    }
    if (url->user.n > 0 || url->password.n > 0)
        buf_putc(&out, '@');
    buf_put(&out, bytes_from(url_print(fixture_arena(), url), url->scheme.n + 3));
    if (url->fragment.p != NULL) {
        buf_putc(&out, '#');
        buf_put(&out, url->fragment);
    }
    return buf_bytes(&out);
}

/* "input<TAB>reason" lines; the input as it stands in the vector, escaped as in JSON. */
static bool is_listed(struct bytes list, struct bytes input)
{
    struct bytes line, listed;

    while (bytes_next_part(&list, '\n', &line))
        if (line.n > 0 && *line.p != '#' && bytes_next_part(&line, '\t', &listed) && bytes_equal(listed, input))
            return true;
    return false;
}

static bool agrees(struct bytes input, const struct json *row)
{
    struct bytes href = json_find_text(row, "href");
    struct url url;
    enum reason reason = url_split(fixture_data(), fixture_arena(), input, &url);

    if (json_find(row, "failure") != NULL)
        return reason != REASON_ok;
    return reason == REASON_ok && bytes_equal(printed_whole(&url), href);
}

/* A reference that needs its base is not ours; a scheme that is not read like http must be refused as such. */
Test(url, agrees_with_web_platform_tests)
{
    struct bytes listed = fixture_read(SOURCE_DIR "/tests/unit/core/ident/vector/url_deviation.txt");
    size_t relative = 0, other_scheme = 0, compared = 0, deviating = 0;
    struct json *rows;
    struct op op;

    op_init(&op, fixture_arena(), 0, "test");
    cr_assert(json_parse(&op, fixture_read(SOURCE_DIR "/tests/unit/core/ident/vector/url.json"), &rows) == ST_OK, "%s", op.cause);
    for (const struct json *row = rows->first; row != NULL; row = row->next) {
        struct bytes input = json_find_text(row, "input"), base = json_find_text(row, "base"), scheme = scheme_of(input);
        struct url url;

        if (scheme.n == 0 || (base.n > 0 && bytes_equal_fold(scheme, scheme_of(base)) && is_special(scheme) &&
                              (input.n < scheme.n + 3 || memmem(input.p, input.n, "//", 2) == NULL))) {
            relative++;
        } else if (!is_special(scheme) && memchr(scheme.p, '\n', scheme.n) == NULL && memchr(scheme.p, '\t', scheme.n) == NULL) {
            other_scheme++;
            cr_expect(url_split(fixture_data(), fixture_arena(), input, &url) == REASON_url_scheme, "%.*s", (int)input.n,
                      input.p);
        } else {
            bool same = agrees(input, row);

            compared++;
            deviating += !same;
            cr_expect(same != is_listed(listed, input), "%.*s: %s", (int)input.n, input.p,
                      same ? "is listed as a deviation and is none" : "differs");
        }
    }
    cr_log_info("url: %zu compared, %zu of them listed deviations; %zu relative, %zu of other schemes", compared, deviating,
                relative, other_scheme);
    cr_expect(compared > 300, "only %zu compared", compared);
}

/* ---- hostile input ---- */

static void expect_no_harm(const char *piece, const char *start)
{
    struct buf text;
    struct ident ident;

    buf_init(&text, fixture_arena());
    buf_puts(&text, start);
    while (text.n < ((size_t)1 << 20))
        buf_puts(&text, piece);
    for (int kind = IDENT_none + 1; kind < IDENT_COUNT; kind++)
        cr_expect(ident_parse(fixture_data(), fixture_arena(), (enum ident_kind)kind, buf_bytes(&text), NULL, &ident) !=
                      REASON_ok,
                  "%s takes a mebibyte", ident_kind_name((enum ident_kind)kind));
    for (int kind = IDENT_none + 1; kind < IDENT_COUNT; kind++) /* as long as the parsers themselves may see */
        (void)ident_parse(fixture_data(), fixture_arena(), (enum ident_kind)kind, bytes_slice(buf_bytes(&text), 0, 8192), NULL,
                          &ident);
}

Test(url, survives_long_hostile_text, .timeout = 120)
{
    static const char *const pieces[] = {"a",        "a.",        "%25", "%2e%2e/", "../",  "[.]", "&#59",  "&amp;#59;", "((.",
                                         "\xC3\xBC", ".\xD8\xA7", "@",   ":",       "xn--", "0x",  " dot ", "\\",        "1."};

    for (size_t i = 0; i < COUNT_OF(pieces); i++) {
        expect_no_harm(pieces[i], "http://");
        expect_no_harm(pieces[i], "");
        expect_no_harm(pieces[i], "http://shop.example/");
    }
}
