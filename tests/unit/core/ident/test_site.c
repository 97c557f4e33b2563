#include "support/ident_fixture.h"

#define ONION "aaaqeayeaudaocajbifqydiob4ibceqtcqkrmfyydenbwha5dyp3kead.onion"

Test(site, is_the_registrable_domain_or_the_address)
{
    static const struct parse_case cases[] = {
        {"https://www.shop.example/a?b", "shop.example", REASON_ok},
        {"shop.example", "shop.example", REASON_ok},
        {"a.b.c.shop.co.uk", "shop.co.uk", REASON_ok},
        {"hxxps://WWW[.]Shop[.]Example:8443/x", "shop.example", REASON_ok},
        {"http://b\xC3\xBC"
         "cher.example",
         "xn--bcher-kva.example", REASON_ok},
        {"some-shop.blogspot.com", "some-shop.blogspot.com", REASON_ok},
        {"x.some-shop.github.io", "some-shop.github.io", REASON_ok},
        {"http://192.0.2.1:8080/x", "192.0.2.1", REASON_ok},
        {"http://[2001:db8::1]/x", "2001:db8::1", REASON_ok},
        {"2001:db8::1", "2001:db8::1", REASON_ok},
        {"[2001:db8::1]", "2001:db8::1", REASON_ok},
        {"http://[::ffff:192.0.2.1]/", "192.0.2.1", REASON_ok},
        {"http://10.0.0.1/", "10.0.0.1", REASON_ip_reserved},
        {"http://www." ONION "/x", ONION, REASON_ok},
        {ONION, ONION, REASON_ok},
        {"http://localhost/", NULL, REASON_host_public_suffix},
        {"http://co.uk/", NULL, REASON_host_public_suffix},
        {"http://github.io/", NULL, REASON_host_public_suffix},
        {"ftp://shop.example/", NULL, REASON_url_scheme},
        {"info@shop.example", NULL, REASON_url_invalid},
    };

    EXPECT_CASES(IDENT_site, cases, NULL);
}

Test(site, on_a_platform_is_host_and_start_of_the_path)
{
    static const struct parse_case cases[] = {
        {"https://t.me/SomeShop/123?x=1", "t.me/someshop", REASON_ok},
        {"https://www.facebook.com/some.shop", "facebook.com/some.shop", REASON_ok},
        {"https://m.facebook.com/some.shop/about/", "facebook.com/some.shop", REASON_ok},
        {"https://sites.google.com/view/some-shop/home", "sites.google.com/view/some-shop", REASON_ok},
        {"https://sites.google.com/view", "sites.google.com/view", REASON_ok},
        {"https://www.google.com/search", "google.com", REASON_ok},
        {"https://facebook.com/", "facebook.com", REASON_ok},
        {"https://some-shop.tumblr.com/post/1", "some-shop.tumblr.com", REASON_ok},
        {"https://www.tumblr.com/", "tumblr.com", REASON_ok},
        {"https://bit.ly/3xYz", "bit.ly/3xyz", REASON_ok},
        {"https://linktr.ee/someshop", "linktr.ee/someshop", REASON_ok},
        {"https://notfacebook.com/some", "notfacebook.com", REASON_ok},
        {"https://t.me//SomeShop", "t.me/someshop", REASON_ok},
        {"https://t.me/s/SomeShop/5", "t.me/s/someshop", REASON_ok},
        {"https://www.youtube.com/channel/UCx1/videos", "youtube.com/channel/ucx1", REASON_ok},
        {"https://www.youtube.com/@someshop/videos", "youtube.com/@someshop", REASON_ok},
        {"https://facebook.com/groups/", "facebook.com/groups", REASON_ok},
        {"https://facebook.com/groups/pages/people", "facebook.com/groups/pages/people", REASON_ok},
    };

    EXPECT_CASES(IDENT_site, cases, NULL);
}

struct label_case {
    const char *site;
    const char *label;
    const char *skeleton;
};

Test(site, label_is_the_chosen_part_in_latin_letters)
{
    static const struct label_case cases[] = {
        {"bright-star.example", "brightstar", ""},
        {"monster.example", "monster", ""},
        {"xn--bcher-kva.example", "bucher", "bucher"},
        {"xn--onster-hqf.example", "monster", "monster"},
        {"t.me/bright_star", "brightstar", ""},
        {"192.0.2.1", "", ""},
        {"2001:db8::1", "", ""},
        {ONION, "", ""},
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct bytes site = bytes_of(cases[i].site);

        expect_bytes(ident_site_label(fixture_data(), fixture_arena(), site), cases[i].label, cases[i].site);
        expect_bytes(ident_site_skeleton(fixture_data(), fixture_arena(), site), cases[i].skeleton, cases[i].site);
    }
}

static struct bytes skeleton_of(const char *url)
{
    struct ident site;

    cr_assert(ident_parse(fixture_data(), fixture_arena(), IDENT_site, bytes_of(url), NULL, &site) == REASON_ok, "%s", url);
    return ident_site_skeleton(fixture_data(), fixture_arena(), site.value);
}

Test(site, is_printed_in_its_letters_unless_they_deceive)
{
    static const struct {
        enum ident_kind kind;
        const char *in, *out;
    } cases[] = {
        {IDENT_site, "xn--bcher-kva.example",
         "b\xC3\xBC"
         "cher.example"},
        {IDENT_url, "https://www.xn--bcher-kva.example/x?y",
         "https://www.b\xC3\xBC"
         "cher.example/x?y"},
        {IDENT_email, "info@xn--bcher-kva.example",
         "info@b\xC3\xBC"
         "cher.example"},
        {IDENT_host, "xn--ggle-55da.example", "xn--ggle-55da.example"}, /* with two Cyrillic letters it looks like another name */
        {IDENT_site, "t.me/xn--bcher-kva", "t.me/xn--bcher-kva"},
        {IDENT_nameserver, "ns1.shop.example", "ns1.shop.example"},
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct ident ident, again;
        struct bytes printed;

        cr_assert(ident_parse(fixture_data(), fixture_arena(), cases[i].kind, bytes_of(cases[i].in), NULL, &ident) == REASON_ok);
        printed = ident_print(fixture_arena(), &ident);
        expect_bytes(printed, cases[i].out, cases[i].in);
        cr_expect(ident_parse(fixture_data(), fixture_arena(), cases[i].kind, printed, NULL, &again) == REASON_ok);
        cr_expect(bytes_equal(again.value, ident.value), "%s", cases[i].in);
    }
}

Test(site, look_alikes_have_another_name_and_the_skeleton_of_the_plain_one)
{
    static const char *const pairs[][2] = {
        {"http://p\u0430yp\u0430l.example", "paypal"},                /* Cyrillic a */
        {"http://\u0440\u0430\u0443\u0440\u0430l.example", "paypal"}, /* er, a, u: spelled in Latin they are raural */
        {"http://m\u0430rket-\u043Enline.example", "marketonline"},   /* the m of ASCII stays */
        {"http://\u0455un\u0455et.example", "sunset"},                /* Cyrillic dze */
        {"http://\u0261oo\u0261le.example", "google"},                /* script g */
        {"http://\u0441aff\u00E9.example", "caffe"},
    };

    for (size_t i = 0; i < COUNT_OF(pairs); i++)
        expect_bytes(skeleton_of(pairs[i][0]), pairs[i][1], pairs[i][0]);
    expect_bytes(skeleton_of("http://paypal.example"), "", "plain");
    expect_bytes(skeleton_of("http://rnoney.example"), "", "plain");
}
