#include <criterion/criterion.h>

#include "base/annotate.h"
#include "core/link_header.h"

static void expect_target(const char *text, const char *relation, const char *expected)
{
    struct bytes target = BYTES_NONE;
    bool found = link_header_find(bytes_of(text), relation, &target);

    cr_expect_eq(found, expected != NULL, "%s of %s", relation, text);
    if (found && expected != NULL)
        cr_expect(bytes_is(target, expected), "%s of %s is %.*s", relation, text, (int)target.n, target.p);
}

/* RFC 8288, section 3.5 */
Test(link_header, finds_the_links_of_the_examples_of_the_rfc)
{
    static const struct {
        const char *text, *relation, *target;
    } cases[] = {
        {"<http://example.com/TheBook/chapter2>; rel=\"previous\"; title=\"previous chapter\"", "previous",
         "http://example.com/TheBook/chapter2"},
        {"<http://example.com/TheBook/chapter2>; rel=\"previous\"; title=\"previous chapter\"", "next", NULL},
        {"</>; rel=\"http://example.net/foo\"", "http://example.net/foo", "/"},
        {"</terms>; rel=\"copyright\"; anchor=\"#foo\"", "copyright", NULL}, /* it speaks of another context */
        {"</TheBook/chapter2>; rel=\"previous\"; title*=UTF-8'de'letztes%20Kapitel, "
         "</TheBook/chapter4>; rel=\"next\"; title*=UTF-8'de'n%c3%a4chstes%20Kapitel",
         "next", "/TheBook/chapter4"},
        {"<http://example.org/>; rel=\"start http://example.net/relation/other\"", "start", "http://example.org/"},
        {"<http://example.org/>; rel=\"start http://example.net/relation/other\"", "http://example.net/relation/other",
         "http://example.org/"},
        {"<https://example.org/>; rel=\"start\", <https://example.org/index>; rel=\"index\"", "index",
         "https://example.org/index"},
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++)
        expect_target(cases[i].text, cases[i].relation, cases[i].target);
}

Test(link_header, reads_what_servers_write)
{
    static const struct {
        const char *text, *target;
    } cases[] = {
        {"</2>;rel=next", "/2"},
        {"</2>; REL=\"Next\"", "/2"},
        {"  </2>\t;\trel = next  ", "/2"},
        {"</1>; rel=prev, </2>; rel=next, </9>; rel=last", "/2"},
        {"</2>; rel=\"last next\"", "/2"},
        {"</2>; rel=nextpage", NULL},
        {"</a>; rel=prev; rel=next", NULL}, /* only the first rel counts */
        {"</2>; rel=next, </3>; rel=next", "/2"},
        {",, </2>; rel=next", "/2"},
        {"</2?a=1,2;b>; rel=next", "/2?a=1,2;b"},
        {"</1>; title=\"a, <b>; rel=next\"; rel=prev, </2>; rel=next", "/2"},
        {"</1>; title=\"a \\\" <b>; rel=next\"; rel=prev, </2>; rel=next", "/2"},
        {"<>; rel=next", ""},
        {"</2>; crossorigin; rel=next", "/2"},
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++)
        expect_target(cases[i].text, "next", cases[i].target);
}

Test(link_header, finds_nothing_in_what_is_not_well_formed)
{
    static const char *const cases[] = {
        "",
        ",",
        "<",
        "</2",
        "</2>",
        "</2>;",
        "</2>; rel",
        "</2>; rel=",
        "</2>; rel=\"next",
        "/2; rel=next",
        "rel=next; </2>",
        "</1>; rel=\"prev, </2>; rel=next",
        "</1> x, </2>; rel=next",
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++)
        expect_target(cases[i], "next", NULL);
}
