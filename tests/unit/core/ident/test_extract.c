#include "support/ident_fixture.h"

#include "base/clock.h"

struct extract_case {
    const char *text;
    const char *found; /* "kind value" lines */
};

static struct bytes lines_of(struct bytes text)
{
    struct ident_list list;
    struct buf out;

    ident_extract(fixture_data(), fixture_arena(), text, &list);
    buf_init(&out, fixture_arena());
    for (size_t i = 0; i < list.count; i++) {
        const struct ident_found *found = &list.items[i];

        buf_printf(&out, "%s%s %.*s", i == 0 ? "" : "\n", ident_kind_name(found->ident.kind), (int)found->ident.value.n,
                   found->ident.value.p);
        cr_expect(found->n > 0 && found->offset + found->n <= text.n);
        cr_expect(i == 0 || found->offset >= list.items[i - 1].offset + list.items[i - 1].n, "an overlap");
    }
    return buf_bytes(&out);
}

Test(extract, finds_every_kind_that_can_stand_in_text)
{
    static const struct extract_case cases[] = {
        {"write to Info@Shop.example, please", "email Info@shop.example"},
        {"write to info [at] shop [dot] example.", "email info@shop.example"},
        {"info(at)shop(.)example", "email info@shop.example"},
        {"info at shop dot example", "email info@shop.example"},
        {"see https://shop.example/a?b=c.", "url https://shop.example/a?b=c"},
        {"(see https://shop.example/a_(b))", "url https://shop.example/a_(b)"},
        {"hxxps://shop[.]example/x and hxxp[:]//other[dot]example", "url https://shop.example/x\nurl http://other.example/"},
        {"hxxp://shop [.] example/x", "url http://shop.example/x"},
        {"h**ps://shop.example", "url https://shop.example/"},
        {"http%3A%2F%2Fshop.example%2Fx", "url http://shop.example/x"},
        {"on shop.example and www.other.example/x", "host shop.example\nurl http://www.other.example/x"},
        {"on shop [.] example now", "host shop.example"},
        {"on shop dot example now", "host shop.example"},
        {"shop.example:8080/x", "url http://shop.example:8080/x"},
        {"server 192.0.2.1 or 192[.]0[.]2[.]2", "ip 192.0.2.1\nip 192.0.2.2"},
        {"at 2001:db8::7, 2001:0DB8:0:0:0:0:0:1. end", "ip 2001:db8::7\nip 2001:db8::1"},
        {"at [2001:db8::7]:8080 or (2a00::1:2)", "ip 2001:db8::7\nip 2a00::1:2"},
        {"2001[:]db8[:][:]7 2001[:]db8[::]8 2001(:)db8::9 2001:db8[::]a",
         "ip 2001:db8::7\nip 2001:db8::8\nip 2001:db8::9\nip 2001:db8::a"},
        {"2001:db8::192.0.2.33 and 2001:db8:1:2:3:4:5:6", "ip 2001:db8::c000:221\nip 2001:db8:1:2:3:4:5:6"},
        {"hxxp://[2001:db8::7]:8080/x", "url http://[2001:db8::7]:8080/x"},
        {"answer of 2001:db8::7: none", "ip 2001:db8::7"},
        {"12:30:45, 2026-03-01T12:30:45Z, 2026:03:01 12:00:00, 2026:03:01:12:30", ""},
        {"00:1b:44:11:3a:b7 and 20:1b:44:ff:fe:11:3a:b7 and 2001.0db8.1111", ""},
        {"std::string a::b dead::beef abc::def 3abc ::1 fe80::1%eth0 x2001:db8::1 2001:db8::1x", ""},
        {"2001:db8:1:2:3:4:5:6:7 2001:db8::1::2 2001:db8::12345 2001:db8:zz::1", ""},
        {"20:01:ab:cd:ef:20:01:ab:cd:ef:20:01:ab:cd:ef:20", ""},
        {"version 1.2.3 of 12.05.2026, p. 3.", ""},
        {"end of sentence.Next one. e.g. this", ""},
        {"read.me and notes.txt and x.notatld", "host read.me"},
        {"IBAN DE89 3704 0044 0532 0130 00 please pay", "iban DE89370400440532013000"},
        {"to DE89370400440532013000.", "iban DE89370400440532013000"},
        {"to DE89370400440532013001.", ""},
        {"call +44 20 7946 0958 or 0044 20 7946 0959 now", "phone +442079460958\nphone +442079460959"},
        {"order 12345678901234", ""},
        {"1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", "bitcoin 1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa"},
        {"1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb", ""},
        {"bitcoin:bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4?amount=1", "bitcoin bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4"},
        {"to ltcmweb1qqwkdldufg0enxpphwc8rwucc9ru6h43x5uklzm78ektgmufmw3j6kqu76qqw66w204vn7zddfgmnyq9ujugjvx4t2mhuqkuj5h4tgd8cvs6gg076.",
         "litecoin ltcmweb1qqwkdldufg0enxpphwc8rwucc9ru6h43x5uklzm78ektgmufmw3j6kqu76qqw66w204vn7zddfgmnyq9ujugjvx4t2mhuqkuj5h4tgd8cvs6gg076"},
        {"0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed!", "ethereum 0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed"},
        {"0x5aaeb6053F3E94C9b9A09f33669435E7Ef1BeAed!", ""}, /* ERC-55 does not hold */
        {"uetr 97ED4827-7B6F-4491-A06F-B548D5A7512D", "uetr 97ed4827-7b6f-4491-a06f-b548d5a7512d"},
        {"info&#64;shop&#46;example and http&#58;//shop&period;example/x", "email info@shop.example\nurl http://shop.example/x"},
        {"info\xEF\xBC\xA0shop.example", "email info@shop.example"},
        {"\xEF\xBD\x88\xEF\xBD\x94\xEF\xBD\x94\xEF\xBD\x90\xEF\xBC\x9A\xEF\xBC\x8F\xEF\xBC\x8Fshop\xEF\xBC\x8E"
         "example",
         "url http://shop.example/"},
        {"sh\xE2\x80\x8Bop.example", "host shop.example"},
        {"a@shop.example/b@shop.example email=c@shop.example|d@shop.example", "email a@shop.example\nemail b@shop.example\nemail "
                                                                              "c@shop.example\nemail d@shop.example"},
        {"info{at}shop{dot}example, 'info@shop.example'", "email info@shop.example\nemail info@shop.example"},
        {"o'neil+x@shop.example", "email o'neil+x@shop.example"},
        {"IBAN:\u00a0DE89\u00a03704\u00a00044\u00a00532\u00a00130\u00a000", "iban DE89370400440532013000"},
        {"XRP rHb9CJAWyB4rj91VRWn96DkukG4bwdtyTh, DOGE DH5yaieqoZN36fDVciNyRueRGvGLR3mr7L",
         "ripple rHb9CJAWyB4rj91VRWn96DkukG4bwdtyTh\ndogecoin DH5yaieqoZN36fDVciNyRueRGvGLR3mr7L"},
        {"bitcoincash:qpm2qsznhks23z7629mms6s4cwef74vcwvy22gdx6a", "bitcoin_cash qpm2qsznhks23z7629mms6s4cwef74vcwvy22gdx6a"},
        {"ref RF18 5390 0754 7034, LEI 5493001KJTIIGC8Y1R12, AW-123456789",
         "creditor_reference RF18539007547034\nlei 5493001KJTIIGC8Y1R12\nanalytics_id AW-123456789"},
        {"192.0.2.0/24 192.0.2.7/24 2001:db8::/32", "ip 192.0.2.7"},
        {"nothing to see", ""},
        {"", ""},
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++)
        expect_bytes(lines_of(bytes_of(cases[i].text)), cases[i].found, cases[i].text);
}

Test(extract, offsets_point_to_the_spelling_in_the_text)
{
    static const char text[] = "a. hxxps://shop[.]example/x, b";
    struct ident_list list;

    ident_extract(fixture_data(), fixture_arena(), BYTES(text), &list);
    cr_assert(list.count == 1);
    expect_bytes(bytes_slice(BYTES(text), list.items[0].offset, list.items[0].n), "hxxps://shop[.]example/x", text);
}

Test(extract, survives_text_that_is_not_utf8)
{
    expect_bytes(lines_of(BYTES("\xFF\xFE info@shop.example \x80 https://shop.example/\xFF")), "email info@shop.example",
                 "broken");
    expect_bytes(lines_of(BYTES("a\0b info@shop.example\0")), "email info@shop.example", "NUL");
}

/* A text of n bytes costs no more than a bounded number of steps a byte: four times the text, at most about four times the time. */
Test(extract, time_grows_with_the_text_and_no_faster, .timeout = 300)
{
    static const char *const pieces[] = {"a",        "a.",        "a@",     "@",         "a.a@",   "http://",   "+1",
                                         "+1 ",      "DE89 ",     "1",      "1.",        "(",      "[.]",       "a [.] ",
                                         " dot ",    "0x",        "bc1",    "a-",        "a dot ", "info at ",  "h**p",
                                         "\xC3\xBC", "\xFF",      "xn--a.", "%3a%2f",    "-",      "DE1111111", "https",
                                         "a@a.",     "(((((([.]", "11.11.", "aaaaaaaa ", "0011",   "http:// ",  "a:1/"};
    enum { SMALL = 1 << 15, LARGE = 1 << 17 };

    for (size_t i = 0; i < COUNT_OF(pieces); i++) {
        int64_t took[2];

        for (int large = 0; large < 2; large++) {
            struct arena *arena = arena_new((size_t)1 << 30);
            struct ident_list list;
            struct buf text;

            buf_init(&text, arena);
            while (text.n < (large ? LARGE : SMALL))
                buf_puts(&text, pieces[i]);
            buf_puts(&text, "\n info@shop.example");
            int64_t start = clock_monotonic_us();

            ident_extract(fixture_data(), arena, buf_bytes(&text), &list);
            took[large] = clock_monotonic_us() - start;
            cr_expect(list.count > 0 && list.items[list.count - 1].ident.kind == IDENT_email, "behind '%s' nothing is found",
                      pieces[i]);
            arena_free(&arena);
        }
        cr_expect(took[1] < 10 * took[0] + 200000, "'%s' takes %ld and %ld us", pieces[i], (long)took[0], (long)took[1]);
        cr_log_info("'%s': %ld and %ld us", pieces[i], (long)took[0], (long)took[1]);
    }
}
