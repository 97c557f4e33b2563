#include "support/ident_fixture.h"

#include "core/ident/host.h"
#include "core/ident/utf8.h"

Test(host, folds_case_and_letters_to_a_labels)
{
    static const struct parse_case cases[] = {
        {"Shop.EXAMPLE", "shop.example", REASON_ok},
        {"shop.example.", "shop.example", REASON_ok},
        {"b\xC3\x9C"
         "cher.example",
         "xn--bcher-kva.example", REASON_ok},
        {"fa\xC3\x9F.example", "xn--fa-hia.example", REASON_ok},
        {"\xE2\x84\xAB.example", "xn--5ca.example", REASON_ok},
        {"shop[.]example", "shop.example", REASON_ok},
        {"_dmarc.shop.example", "_dmarc.shop.example", REASON_ok},
        {"192.0.2.1", "192.0.2.1", REASON_ok},
        {"[2001:db8::1]", "[2001:db8::1]", REASON_ok},
        {"127.1", "127.0.0.1", REASON_ip_reserved},
        {"aaaqeayeaudaocajbifqydiob4ibceqtcqkrmfyydenbwha5dyp3kead.onion",
         "aaaqeayeaudaocajbifqydiob4ibceqtcqkrmfyydenbwha5dyp3kead.onion", REASON_ok},
        {"WWW.AAAQEAYEAUDAOCAJBIFQYDIOB4IBCEQTCQKRMFYYDENBWHA5DYP3KEAD.ONION",
         "www.aaaqeayeaudaocajbifqydiob4ibceqtcqkrmfyydenbwha5dyp3kead.onion", REASON_ok},
        {"aaaqeayeaudaocajbifqydiob4ibceqtcqkrmfyydenbwha5dyp3keae.onion", NULL, REASON_host_invalid},
        {"aaaqeayeaudaocajbifqydiob4ibceqtcqkrmfyydenbwha5dyp3kfad.onion", NULL, REASON_onion_checksum},
        {"baaqeayeaudaocajbifqydiob4ibceqtcqkrmfyydenbwha5dyp3kead.onion", NULL, REASON_onion_checksum},
        {"onion", NULL, REASON_host_invalid},
        {"shop example", NULL, REASON_host_invalid},
        {"shop.example/x", NULL, REASON_host_invalid},
        {"shop.example:80", NULL, REASON_host_invalid},
        {"a..example", NULL, REASON_host_invalid},
        {".example", NULL, REASON_host_invalid},
        {".", NULL, REASON_host_invalid},
        {"a\xE2\x80\x8D.example", "a.example", REASON_ok},
        {"xn--\xC3\xBC.example", NULL, REASON_host_invalid},
        {"shop\xFF.example", NULL, REASON_invalid_utf8},
    };

    EXPECT_CASES(IDENT_host, cases, NULL);
}

Test(host, a_name_server_is_a_name_with_a_dot)
{
    static const struct parse_case cases[] = {
        {"NS1.Shop.Example.", "ns1.shop.example", REASON_ok},
        {"ns1", NULL, REASON_host_invalid},
        {"192.0.2.1", NULL, REASON_host_invalid},
        {"aaaqeayeaudaocajbifqydiob4ibceqtcqkrmfyydenbwha5dyp3kead.onion", NULL, REASON_host_invalid},
    };

    EXPECT_CASES(IDENT_nameserver, cases, NULL);
}

/* ---- Unicode's IdnaTestV2 ---- */

/* "a\u0300" as the file writes it. */
static struct bytes unescaped(struct bytes text)
{
    struct buf out;

    buf_init(&out, fixture_arena());
    for (size_t i = 0; i < text.n; i++) {
        uint32_t c = 0;

        if (text.p[i] != '\\' || i + 5 >= text.n || text.p[i + 1] != 'u') {
            buf_putc(&out, text.p[i]);
            continue;
        }
        for (size_t k = 2; k < 6; k++)
            c = c << 4 | utf8_hex_digit(text.p[i + k]);
        utf8_put(&out, c);
        i += 5;
    }
    return buf_bytes(&out);
}

/* Hyphens, empty labels and lengths: browsers let them pass, host_check() looks at them later. */
static bool is_passed_over(struct bytes status)
{
    static const char *const passed[] = {"V2", "V3", "A4_1", "A4_2", ""};

    for (size_t i = 0; i < COUNT_OF(passed); i++)
        if (bytes_is(status, passed[i]))
            return true;
    return false;
}

static bool expects_error(struct bytes statuses)
{
    struct bytes status;

    while (bytes_next_part(&statuses, ' ', &status))
        if (!is_passed_over(status))
            return true;
    return false;
}

/* What the WHATWG host parser does after IDNA is no matter of these vectors: addresses in numbers, forbidden signs, empty names. */
static bool is_beyond_idna(struct bytes source, struct bytes ascii)
{
    if (source.n == 0 || ascii.n == 0 || ip_ends_in_number(ascii) || memchr(source.p, '%', source.n) != NULL)
        return true;
    for (size_t i = 0; i < ascii.n; i++)
        if ((unsigned char)ascii.p[i] <= ' ' || strchr("#/:<>?@[\\]^|", ascii.p[i]) != NULL)
            return true;
    return false;
}

/* "source<TAB>reason" lines. */
static bool is_listed(struct bytes list, struct bytes source)
{
    struct bytes line, listed;

    while (bytes_next_part(&list, '\n', &line))
        if (line.n > 0 && *line.p != '#' && bytes_next_part(&line, '\t', &listed) && bytes_equal(listed, source))
            return true;
    return false;
}

Test(host, agrees_with_unicodes_idna_test)
{
    struct bytes rest = fixture_read(SOURCE_DIR "/tests/unit/core/ident/vector/idna.txt"), line;
    struct bytes deviations = fixture_read(SOURCE_DIR "/tests/unit/core/ident/vector/idna_deviation.txt");
    size_t compared = 0, beyond = 0, deviating = 0;

    while (bytes_next_part(&rest, '\n', &line)) {
        struct bytes raw, ascii, statuses = BYTES_NONE, source;
        struct host host = {0};
        bool same;

        if (line.n == 0 || *line.p == '#')
            continue;
        bytes_next_part(&line, ';', &raw);
        bytes_next_part(&line, ';', &ascii);
        bytes_next_part(&line, ';', &statuses);
        source = unescaped(raw);
        if (is_beyond_idna(source, unescaped(ascii))) {
            beyond++;
            continue;
        }
        enum reason reason = host_read(fixture_data(), fixture_arena(), source, &host);

        same = expects_error(statuses) ? reason != REASON_ok : reason == REASON_ok && bytes_equal(host.text, ascii);
        compared++;
        deviating += !same;
        cr_expect(same != is_listed(deviations, raw), "%.*s: %s, '%.*s' against '%.*s' [%.*s]", (int)raw.n, raw.p,
                  reason_code(reason), (int)host.text.n, host.text.p == NULL ? "" : host.text.p, (int)ascii.n, ascii.p,
                  (int)statuses.n, statuses.p);
    }
    cr_log_info("host: %zu compared, %zu of them listed deviations; %zu beyond IDNA", compared, deviating, beyond);
    cr_expect(compared > 5000, "only %zu compared", compared);
}

/* ---- the public suffix list's own tests ---- */

Test(host, agrees_with_the_tests_of_the_public_suffix_list)
{
    struct bytes rest = fixture_read(SOURCE_DIR "/tests/unit/core/ident/vector/public_suffix.txt"), line;
    size_t compared = 0;

    while (bytes_next_part(&rest, '\n', &line)) {
        struct bytes name, expected = BYTES_NONE, found = BYTES_NONE;
        struct ident host = {0}, wanted = {0};

        if (line.n == 0 || bytes_start(line, BYTES("//")))
            continue;
        bytes_next_part(&line, ' ', &name);
        bytes_next_part(&line, ' ', &expected);
        if (ident_parse(fixture_data(), fixture_arena(), IDENT_host, name, NULL, &host) == REASON_ok)
            found = host_registrable(fixture_data(), fixture_arena(), host.value);
        compared++;
        if (bytes_is(expected, "null")) {
            cr_expect(found.n == 0 || bytes_is(name, "null"), "%.*s has no registrable domain", (int)name.n, name.p);
            continue;
        }
        cr_expect(ident_parse(fixture_data(), fixture_arena(), IDENT_host, expected, NULL, &wanted) == REASON_ok);
        cr_expect(bytes_equal(found, wanted.value), "%.*s: '%.*s'", (int)name.n, name.p, (int)found.n,
                  found.p == NULL ? "" : found.p);
    }
    cr_expect(compared > 70, "only %zu compared", compared);
}
