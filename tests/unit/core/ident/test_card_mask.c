#include <criterion/criterion.h>
#include <string.h>

#include "core/ident.h"

static struct arena *arena;

static void setup(void)
{
    arena = arena_new(64 << 20);
}

static void teardown(void)
{
    arena_free(&arena);
}

TestSuite(card_mask, .init = setup, .fini = teardown);

static struct bytes masked_in_pieces(struct bytes text, bool json, size_t first, size_t step)
{
    struct card_mask mask = {.json = json};
    struct buf out;
    size_t i = 0;

    buf_init(&out, arena);
    for (size_t n = first; i < text.n; i += n, n = step)
        card_mask_feed(&mask, bytes_slice(text, i, n), &out);
    card_mask_end(&mask, &out);
    return bytes_copy(arena, buf_bytes(&out));
}

static struct bytes masked(struct bytes text, bool json)
{
    return masked_in_pieces(text, json, text.n, text.n);
}

struct mask_case {
    const char *text, *expected;
};

static void check_all(const struct mask_case *cases, size_t count, bool json)
{
    for (size_t i = 0; i < count; i++) {
        struct bytes got = masked(bytes_of(cases[i].text), json);

        cr_assert(bytes_is(got, cases[i].expected), "%s\n gave %.*s\n, not %s", cases[i].text, (int)got.n, got.p,
                  cases[i].expected);
        got = masked(got, json);
        cr_assert(bytes_is(got, cases[i].expected), "twice: %s\n gave %.*s", cases[i].text, (int)got.n, got.p);
    }
}

Test(card_mask, truncates_numbers_of_every_issuer)
{
    static const struct mask_case cases[] = {
        {"4111111111111111", "411111******1111"}, {"4222222222222", "422222***2222"},
        {"5555555555554444", "555555******4444"}, {"2223003122003222", "222300******3222"},
        {"378282246310005", "378282*****0005"},   {"30569309025904", "305693****5904"},
        {"38520000023237", "385200****3237"},     {"6011111111111117", "601111******1117"},
        {"3530111333300000", "353011******0000"}, {"6200000000000005", "620000******0005"},
        {"2200000000000004", "220000******0004"}, {"6759649826438453", "675964******8453"},
        {"501800000009", "501800**0009"},
    };

    check_all(cases, COUNT_OF(cases), false);
}

Test(card_mask, finds_numbers_in_groups_and_in_longer_chains)
{
    static const struct mask_case cases[] = {
        {"4111 1111 1111 1111", "4111 11** **** 1111"},
        {"4111-1111-1111-1111,x", "4111-11**-****-1111,x"},
        {"3782 822463 10005", "3782 82**** *0005"},
        {"4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1", "4 1 1 1 1 1 * * * * * * 1 1 1 1"},
        {"12 4111 1111 1111 1111", "12 4111 11** **** 1111"},
        {"2026-03-01 4111111111111111 12/27", "2026-03-01 411111******1111 12/27"},
        {"4111 1111 1111 1111 123", "4111 11** **** 1111 123"},
        {"378282246310005 4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1", "378282*****0005 4 1 1 1 1 1 * * * * * * 1 1 1 1"},
        {"4111111111111111 4111111111111111", "411111******1111 411111******1111"},
        {"4111\u00a01111\u00a01111\u00a01111", "4111\u00a011**\u00a0****\u00a01111"},
        {"*4111 1111 1111 1111* **4111111111111111**", "*4111 11** **** 1111* **411111******1111**"},
        {"12 4111 1311 1112 4112 4111 1311 1112 4111 11 1111", "12 4111 13** **** 4112 4111 1311 1112 4111 11 1111"},
        {"(4111111111111111)", "(411111******1111)"},
        {"card=4111111111111111;", "card=411111******1111;"},
        {"card_4111111111111111.", "card_411111******1111."},
        {"PAN4111111111111111", "PAN411111******1111"},
        {"VISA4111-1111-1111-1111", "VISA4111-11**-****-1111"},
        {"12,4111111111111111", "12,411111******1111"},
        {"1.4111111111111111", "1.411111******1111"},
        {"+49 5018 4111 1111 1111 1111", "+49 5018 4111 11** **** 1111"},
    };

    check_all(cases, COUNT_OF(cases), false);
}

Test(card_mask, finds_numbers_however_their_digits_and_gaps_are_spelled)
{
    static const struct mask_case cases[] = {
        {"4111  1111  1111  1111", "4111  11**  ****  1111"},
        {"4111  1111 1111 1111", "4111  11** **** 1111"},
        {"4111 - 1111 - 1111 - 1111", "4111 - 11** - **** - 1111"},
        {"4111.1111.1111.1111", "4111.11**.****.1111"},
        {"Card: 4111.1111.1111.1111.", "Card: 4111.11**.****.1111."},
        {"3782.822463.10005", "3782.82****.*0005"},
        {"4.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1", "4.1.1.1.1.1.*.*.*.*.*.*.1.1.1.1"},
        {"4  1  1  1  1  1  1  1  1  1  1  1  1  1  1  1", "4  1  1  1  1  1  *  *  *  *  *  *  1  1  1  1"},
        {"5018 0000 0009. 12", "5018 00** 0009. 12"},
        {"50 18 00 00 00 09.  12", "50 18 00 ** 00 09.  12"},
        {"12  4111111111111111  7", "12  411111******1111  7"},
        {"4111\u00a01111\u20091111\u202f1111", "4111\u00a011**\u2009****\u202f1111"},
        {"4111\u3000 1111\u200b1111\u00b71111", "4111\u3000 11**\u200b****\u00b71111"},
        {"4111\u2011"
         "1111\u2013"
         "1111\u2014"
         "1111",
         "4111\u2011"
         "11**\u2013"
         "****\u2014"
         "1111"},
        {"4\u00ad"
         "1\u00ad"
         "1\u00ad"
         "1111111111111",
         "4\u00ad"
         "1\u00ad"
         "1\u00ad"
         "111******1111"},
        {"4111&nbsp;1111&#160;1111&#xA0;1111", "4111&nbsp;11**&#160;****&#xA0;1111"},
        {"4111&thinsp;1111&ensp;&ensp;1111&#32;1111", "4111&thinsp;11**&ensp;&ensp;****&#32;1111"},
        {"&#52;111111111111111", "411111******1111"},
        {"&#x34;&#x31;&#49;&#49;111111111111", "411111******1111"},
        {"\uff14\uff11\uff11\uff11\uff11\uff11\uff11\uff11\uff11\uff11\uff11\uff11\uff11\uff11\uff11\uff11", "411111******1111"},
        {"4111\uff111111 11111111\uff11", "4111\uff111111 11111111\uff11"},
        {"4111\uff111111 1111111", "411111*** ***1111"},
        {"\u0664\u0661\u0661\u0661 1111 1111 1111", "4111 11** **** 1111"},
        {"\u06f41111111111\u06f11111", "411111******1111"},
        {"\u096a\u0967\u0967\u096711111111 1111", "411111****** 1111"},
        {"\U0001d7d2\U0001d7cf\U0001d7cf\U0001d7cf111111111111", "411111******1111"},
    };
    struct bytes got;

    check_all(cases, COUNT_OF(cases), false);
    got = masked(BYTES("\uff27\uff22\uff121 4111 1111"), false); /* letters of full width are no digits */
    cr_assert(bytes_is(got, "\uff27\uff22\uff121 4111 1111"));
}

Test(card_mask, finds_numbers_spelled_as_escapes_of_json)
{
    static const struct mask_case cases[] = {
        {"{\"n\":\"\\u0034\\u0031\\u0031\\u0031\\u0031\\u0031\\u0031\\u0031\\u0031\\u0031\\u0031\\u0031\\u0031\\u0031\\u0031\\u0031\"}",
         "{\"n\":\"411111******1111\"}"},
        {"{\"n\":\"\\u0034111 1111\\u00a01111\\u20091111\"}", "{\"n\":\"4111 11**\\u00a0****\\u20091111\"}"},
        {"{\"n\":\"4\\u0031111111111111\\u0031\\u0031\"}", "{\"n\":\"411111******1111\"}"},
        {"{\"n\":\"\\uFF14\\uff11\\uff111111\\u06611111 1111\"}", "{\"n\":\"411111****** 1111\"}"},
        {"{\"n\":\"\\ud835\\udfd2111\\u002d1111\\u002D1111\\u002e1111\"}", "{\"n\":\"4111\\u002d11**\\u002D****\\u002e1111\"}"},
        {"{\"n\":\"a\\n\\u0034111111111111111\\n\"}", "{\"n\":\"a\\n411111******1111\\n\"}"},
        {"{\"n\":\"\\\\u0034111111111111111\"}", "{\"n\":\"\\\\u0034111111111111111\"}"}, /* text: a backslash, u0034... */
        {"{\"n\":\"\\\\\\u0034111111111111111\"}", "{\"n\":\"\\\\411111******1111\"}"},
        {"{\"n\":\"\\ud835 4111111111111111\"}", "{\"n\":\"\\ud835 411111******1111\"}"},
        {"{\"n\":\"\\u41111111111111111\"}", "{\"n\":\"\\u41111111111111111\"}"}, /* one digit short behind the escape */
        {"{\"n\":\"4111\\u0026nbsp;1111\\u0026#160;1111\\u0026thinsp;1111\"}",
         "{\"n\":\"4111\\u0026nbsp;11**\\u0026#160;****\\u0026thinsp;1111\"}"},
        {"{\"n\":\"4111&nbsp;1111&nbsp;1111&nbsp;1111\"}", "{\"n\":\"4111&nbsp;11**&nbsp;****&nbsp;1111\"}"},
    };

    check_all(cases, COUNT_OF(cases), true);
}

Test(card_mask, leaves_alone_what_is_no_card)
{
    static const char *const texts[] = {
        "4111111111111112",             /* Luhn */
        "1111111111111117",             /* no issuer */
        "41111111111111110",            /* length */
        "4111    1111    1111    1111", /* columns */
        "41111111.11111111",            /* a decimal number */
        "411111.1111111111",
        "4.111.111.111.111.111",
        "41.11 11.11 11.11 11.11", /* amounts */
        "41.11.11.11 11.11.11.11", /* addresses */
        "+371.5018.0000.0009",     /* phone */
        "+371  5018  0000  0009",
        "BE68  5390  0754  7034", /* IBAN */
        "BE68\u00a05390\u00a00754\u00a07034",
        "PL61.1090.1014.0000.0712.1981.2874",
        "\\u4111\\u1111\\u1111\\u1111",         /* in text that is not JSON, too */
        "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa",   /* bitcoin */
        "4111/1111/1111/1111",                  /* another separator */
        "4111111111111111x",                    /* touches a letter */
        "+4111111111111111",                    /* touches '+' */
        "123456789012341111111111111111",       /* inside more digits */
        "BE68 5390 0754 7034",                  /* IBAN */
        "be68-5390-0754-7034.",                 /* IBAN */
        "GB29 NWBK 6016 1331 9268 19",          /* IBAN */
        "GB29NWBK60161331926819",               /* IBAN */
        "DE89370400440532013000",               /* IBAN */
        "74537604221431003881865",              /* reference of 23 digits */
        "a1b24111111111111111",                 /* hex */
        "550e8400-e29b-41d4-a716-501800000009", /* UUID */
        "12345678-1234-4234-8234-501800000009", /* UUID */
        "2026-03-01T12:00:00Z,19.95,EUR",
        "+371 5018 0000 0009", /* phone */
        "",
        "4",
    };

    for (size_t i = 0; i < COUNT_OF(texts); i++) {
        struct bytes got = masked(bytes_of(texts[i]), false);

        cr_assert(bytes_is(got, texts[i]), "%s became %.*s", texts[i], (int)got.n, got.p);
    }
}

/* An IBAN whose groups contain a number that would be a card by itself. */
Test(card_mask, leaves_alone_an_iban_that_holds_a_card_number)
{
    struct ident iban;
    struct bytes text = BYTES_NONE;

    for (int check = 2; check < 99 && text.p == NULL; check++) {
        struct bytes candidate = bytes_printf(arena, "PL%02d 1090 1014 4111 1111 1111 1111", check);

        if (ident_parse(NULL, arena, IDENT_iban, candidate, NULL, &iban) == REASON_ok)
            text = candidate;
    }
    cr_assert_not_null(text.p);
    cr_assert(bytes_equal(masked(text, false), text));
    text = bytes_printf(arena, "%.*s", (int)text.n - 1, text.p); /* one digit short it is no IBAN, but no card either */
    cr_assert(bytes_equal(masked(text, false), text));
    cr_assert(bytes_is(masked(BYTES("PL00 1090 1014 4111 1111 1111 1111"), false), "PL00 1090 1014 4111 11** **** 1111"));
}

Test(card_mask, puts_bare_numbers_of_json_into_quotes)
{
    static const struct mask_case cases[] = {
        {"{\"pan\":4111111111111111}", "{\"pan\":\"411111******1111\"}"},
        {"{\"pan\":\"4111111111111111\"}", "{\"pan\":\"411111******1111\"}"},
        {"[4111111111111111,\n4111111111111111]", "[\"411111******1111\",\n\"411111******1111\"]"},
        {"{\"pan\": -4111111111111111}", "{\"pan\": \"-411111******1111\"}"},
        {"{\"pan\": 4111111111111111.0e+5, \"x\":1}", "{\"pan\": \"411111******1111.0e+5\", \"x\":1}"},
        {"{\"x\": 0.4111111111111111}", "{\"x\": 0.4111111111111111}"},
        {"{\"x\": \"0.4111111111111111\"}", "{\"x\": \"0.411111******1111\"}"},
        {"4111111111111111", "\"411111******1111\""},
        {"4111111111111111.5", "\"411111******1111.5\""},
        {"{\"n\":\"a\\\"b, 4111111111111111, c\"}", "{\"n\":\"a\\\"b, 411111******1111, c\"}"},
        {"{\"n\":\"a\\n4111 1111 1111 1111\"}", "{\"n\":\"a\\n4111 11** **** 1111\"}"},
        {"{\"n\":\"\\u00204111111111111111\"}", "{\"n\":\"\\u0020411111******1111\"}"},
        {"{\"n\":\"4111\\u00a01111\\u00a01111\\u00a01111\"}", "{\"n\":\"4111\\u00a011**\\u00a0****\\u00a01111\"}"},
        {"{\"n\":\"\\nBE68 5390 0754 7034\"}", "{\"n\":\"\\nBE68 5390 0754 7034\"}"},
        {"{\"broken\n{\"pan\":4111111111111111}", "{\"broken\n{\"pan\":\"411111******1111\"}"},
    };

    check_all(cases, COUNT_OF(cases), true);
}

Test(card_mask, counts_what_it_masked)
{
    struct card_mask mask = {0};
    struct buf out;

    buf_init(&out, arena);
    card_mask_feed(&mask, BYTES("4111111111111111 and 5555-5555-5555-4444 and 1234567890123456"), &out);
    card_mask_end(&mask, &out);
    cr_assert_eq(mask.masked, 2);
}

/* Digits, separators and letters at random, with the numbers that matter strewn in. */
static struct bytes hostile_text(uint64_t *seed, size_t n)
{
    static const char *const seeds[] = {
        "\\u0034\\u0031\\u0031\\u0031\\u0031\\u0031\\u0031\\u0031\\u0031\\u0031\\u0031\\u0031\\u0031\\u0031\\u0031\\u0031",
        "\\ud835\\udfd2111\\u002d1111\\u002D1111\\u002e1111",
        "4111&thinsp;1111&#160;&nbsp;1111&#49;111",
        "\uff14\uff11\uff11\uff11 1111\u20091111 1111",
        "4111.1111.1111.1111",
        "4111  1111  1111  1111",
        "\\",
        "&",
        "  ",
        ".",
        "\u0661",
        "\\u00a",
        "4\\u00a01\\u00a01\\u00a01\\u00a01\\u00a01\\u00a01\\u00a01\\u00a01\\u00a01\\u00a01\\u00a01\\u00a01\\u00a01\\u00a01\\u00a01",
        "4\u00a01\u00a01\u00a01\u00a01\u00a01\u00a01\u00a01\u00a01\u00a01\u00a01\u00a01\u00a01\u00a01\u00a01\u00a01",
        "4111 1111 1111 1111",
        "4111111111111111",
        "BE68 5390 0754 7034",
        "GB29NWBK60161331926819",
        "378282246310005",
        "+371 ",
        "\\u00a0",
        "\"",
        "\\n",
        "\u00a0",
        "-",
        " ",
        "12345678-",
        "\n",
        "\\\"",
        ":",
    };
    static const char letters[] = "0123456789  --+.eEabAB\"\\,:\n";
    struct buf buf;

    buf_init(&buf, arena);
    while (buf.n < n) {
        *seed = *seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
        unsigned r = (unsigned)(*seed >> 33);

        if (r % 4 == 0)
            buf_puts(&buf, seeds[r / 4 % COUNT_OF(seeds)]);
        else
            buf_putc(&buf, letters[r / 4 % (sizeof(letters) - 1)]);
    }
    return bytes_copy(arena, buf_bytes(&buf));
}

Test(card_mask, gives_the_same_wherever_the_stream_is_cut)
{
    uint64_t seed = 20260301;

    for (int round = 0; round < 60; round++) {
        struct bytes text = hostile_text(&seed, 100 + (size_t)round * 40);
        bool json = round % 2 == 1;
        struct bytes whole = masked(text, json);

        for (size_t cut = 1; cut < text.n; cut += round < 12 ? 1 : 17)
            cr_assert(bytes_equal(masked_in_pieces(text, json, cut, text.n), whole), "round %d cut at %zu", round, cut);
        for (size_t step = 1; step < 70; step += 3)
            cr_assert(bytes_equal(masked_in_pieces(text, json, step, step), whole), "round %d in pieces of %zu", round, step);
        arena_reset(arena);
    }
}

/* In broken JSON the quotes put around one number may part it from its neighbour: there the second time may find more. */
Test(card_mask, changes_nothing_in_text_the_second_time)
{
    uint64_t seed = 7;

    for (int round = 0; round < 400; round++) {
        struct bytes text = masked(hostile_text(&seed, 400), false), again = masked(text, false);

        cr_assert(bytes_equal(again, text), "round %d: %.*s became %.*s", round, (int)text.n, text.p, (int)again.n, again.p);
        arena_reset(arena);
    }
}

Test(card_mask, gives_the_text_itself_back_when_there_is_no_card)
{
    struct bytes text = BYTES("order 1234567890123456 of 2026-03-01");
    bool found = true;

    cr_assert_eq(card_mask_text(arena, text, &found).p, text.p);
    cr_assert_not(found);
    cr_assert(bytes_is(card_mask_text(arena, BYTES("pay 4111-1111-1111-1111 now"), &found), "pay 4111-11**-****-1111 now"));
    cr_assert(found);
}

TestSuite(card_number, .init = setup, .fini = teardown);

Test(card_number, takes_a_truncated_number_in_every_usual_spelling)
{
    static const char *const spellings[] = {"411111******1111", "4111-11**-****-1111", "4111 11** **** 1111", "411111XXXXXX1111",
                                            "411111xxxxxx1111"};
    static const char *const wrong[] = {"4111*1******1111", "411111******11*1", "411111****11", "*",
                                        "411111******11111111111111"};
    struct ident ident;

    for (size_t i = 0; i < COUNT_OF(spellings); i++) {
        cr_assert_eq(ident_parse(NULL, arena, IDENT_card_number, bytes_of(spellings[i]), NULL, &ident), REASON_ok, "%s",
                     spellings[i]);
        cr_assert(bytes_is(ident.value, "411111******1111"), "%s", spellings[i]);
        cr_assert_eq(ident.doubt, REASON_ok);
    }
    for (size_t i = 0; i < COUNT_OF(wrong); i++)
        cr_assert_neq(ident_parse(NULL, arena, IDENT_card_number, bytes_of(wrong[i]), NULL, &ident), REASON_ok, "%s", wrong[i]);
}
