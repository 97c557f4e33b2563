#include "support/ident_fixture.h"

#include "core/ident/defang.h"

struct defang_case {
    enum defang_as as;
    const char *in;
    const char *out;
};

static void expect_defanged(const struct defang_case *c)
{
    struct bytes out = defang(fixture_arena(), bytes_of(c->in), c->as);

    expect_bytes(out, c->out, c->in);
    expect_bytes(defang(fixture_arena(), out, c->as), c->out, "a second time");
}

Test(defang, undoes_each_spelling_and_those_inside_it)
{
    static const struct defang_case cases[] = {
        {DEFANG_HOST, "shop[.]example", "shop.example"},
        {DEFANG_HOST, "shop( . )example", "shop.example"},
        {DEFANG_HOST, "shop {DOT} example", "shop.example"},
        {DEFANG_HOST, "shop dot example", "shop.example"},
        {DEFANG_HOST, "shop<dot>example", "shop.example"},
        {DEFANG_HOST, "((.))", "."},
        {DEFANG_HOST, "shop[[.]]example", "shop.example"},
        {DEFANG_HOST, "shop&lbrack;", "shop&lbrack;"},
        {DEFANG_HOST, "&amp;amp;#46;", "."},
        {DEFANG_HOST, "&#x2E;&#46;&#046;", "..."},
        {DEFANG_HOST, "&#0;&#xD800;&#x110000;&#;&#x;", "&#0;&#xD800;&#x110000;&#;&#x;"},
        {DEFANG_HOST, "a&#59;b", "a;b"},
        {DEFANG_HOST, "dot com", "dot com"},
        {DEFANG_HOST, "shop[", "shop["},
        {DEFANG_HOST, "]", "]"},
        {DEFANG_HOST, "[at]", "[at]"},
        {DEFANG_EMAIL, "info[at]shop", "info@shop"},
        {DEFANG_EMAIL, "info(a)shop", "info@shop"},
        {DEFANG_EMAIL, "cat at mat", "cat@mat"},
        {DEFANG_URL, "hxxp://a.example", "http://a.example"},
        {DEFANG_URL, "HXXPS://a.example", "https://a.example"},
        {DEFANG_URL, "hxxpx://a.example", "hxxpx://a.example"},
        {DEFANG_URL, "HTTP://a.example", "HTTP://a.example"},
        {DEFANG_URL, "http [:] // a.example", "http://a.example"},
        {DEFANG_URL, "[http]://a.example", "http://a.example"},
        {DEFANG_URL, "http://a.example/x dot y", "http://a.example/x dot y"},
        {DEFANG_URL, "http://a.example/x(dot)y", "http://a.example/x(dot)y"},
        {DEFANG_URL, "http://a.example/x(.)y", "http://a.example/x.y"},
        {DEFANG_URL, "http://a.ex\nample/\tx", "http://a.example/x"},
        {DEFANG_URL, "https%3a%2f%2fa.example%2fx%3Fy", "https://a.example/x?y"},
        {DEFANG_URL, "http://a.example/%3a", "http://a.example/%3a"},
        {DEFANG_HOST, "", ""},
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++)
        expect_defanged(&cases[i]);
}

/* Random mixtures of pieces that open, close or stand for something. */
Test(defang, undoing_twice_changes_nothing)
{
    static const char *const pieces[] = {"[", ".",   "]", "(", ")", "dot", " ", "&",  "#46",
                                         ";", "amp", "/", ":", "a", "#",   "?", "\t", "\xE2\x80\x8B"};
    uint64_t state = 7;

    for (int round = 0; round < 100000; round++) {
        struct buf text;

        buf_init(&text, fixture_arena());
        for (int i = 0; i < 8; i++) {
            state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
            buf_puts(&text, pieces[(state >> 33) % COUNT_OF(pieces)]);
        }
        for (int as = DEFANG_HOST; as <= DEFANG_EMAIL; as++) {
            struct bytes once = defang(fixture_arena(), buf_bytes(&text), (enum defang_as)as);
            struct bytes twice = defang(fixture_arena(), once, (enum defang_as)as);

            cr_assert(bytes_equal(once, twice), "'%.*s': '%.*s' and '%.*s'", (int)text.n, text.p, (int)once.n, once.p,
                      (int)twice.n, twice.p);
        }
    }
}
