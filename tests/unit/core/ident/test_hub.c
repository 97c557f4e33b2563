#include "support/ident_fixture.h"

#include "core/ident/hub.h"

struct hub_case {
    enum ident_kind kind;
    const char *value;
    enum hub_kind hub;
};

Test(hub, matches_exactly_or_as_a_domain_suffix_or_a_network)
{
    static const struct hub_case cases[] = {
        {IDENT_host, "paypal.com", HUB_processor},
        {IDENT_host, "checkout.paypal.com", HUB_processor},
        {IDENT_host, "notpaypal.com", HUB_none},
        {IDENT_host, "paypal.com.shop.example", HUB_none},
        {IDENT_site, "facebook.com", HUB_shared_platform},
        {IDENT_site, "facebook.com/some.shop", HUB_none},
        {IDENT_site, "some-shop.tumblr.com", HUB_none},
        {IDENT_site, "tumblr.com", HUB_shared_platform},
        {IDENT_site, "bit.ly", HUB_shortener},
        {IDENT_site, "linktr.ee", HUB_link_page},
        {IDENT_site, "shop.example", HUB_none},
        {IDENT_url, "https://checkout.stripe.com/pay/x", HUB_processor},
        {IDENT_url, "https://shop.example/paypal.com", HUB_none},
        {IDENT_nameserver, "ns1.sedoparking.com", HUB_parking},
        {IDENT_nameserver, "kate.ns.cloudflare.com", HUB_cdn},
        {IDENT_nameserver, "ns1.shop.example", HUB_none},
        {IDENT_host, "some-shop.duckdns.org", HUB_dynamic_dns},
        {IDENT_ip, "104.16.1.1", HUB_cdn},
        {IDENT_ip, "2606:4700::1", HUB_cdn},
        {IDENT_ip, "91.195.240.1", HUB_parking},
        {IDENT_ip, "192.0.2.1", HUB_none},
        {IDENT_site, "104.16.1.1", HUB_cdn},
        {IDENT_host, "[2606:4700::1]", HUB_cdn},
        {IDENT_host, "gmail.com", HUB_free_mail},
        {IDENT_email, "someone@gmail.com", HUB_none},
        {IDENT_email, "someone@mailinator.com", HUB_disposable_mail},
        {IDENT_email, "someone@sub.mailinator.com", HUB_disposable_mail},
        {IDENT_email, "service@paypal.com", HUB_processor},
        {IDENT_email, "info@shop.example", HUB_none},
        {IDENT_phone, "+14029357733", HUB_processor},
        {IDENT_phone, "+14029357734", HUB_none},
        {IDENT_iban, "DE89370400440532013000", HUB_none},
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        enum hub_kind got = ident_hub(fixture_data(), cases[i].kind, bytes_of(cases[i].value));

        cr_expect(got == cases[i].hub, "%s: %s instead of %s", cases[i].value, hub_kind_name(got), hub_kind_name(cases[i].hub));
    }
}

Test(hub, no_value_stands_in_two_lists)
{
    struct ident_file files[IDENT_FILES_MOST];
    size_t count = fixture_files(files);
    struct map seen;

    map_init(&seen, fixture_arena());
    for (size_t i = 0; i < count; i++) {
        struct bytes rest = files[i].text, line, value;

        if (strstr(files[i].path, "/hub_") == NULL)
            continue;
        while (bytes_next_part(&rest, '\n', &line)) {
            if (line.n == 0 || *line.p == '#')
                continue;
            bytes_next_part(&line, ' ', &value);
            void **place = map_put(&seen, value);

            cr_expect(*place == NULL, "%.*s stands in %s and in %s", (int)value.n, value.p, (const char *)*place, files[i].path);
            *place = (void *)(uintptr_t)files[i].path;
        }
    }
    cr_expect(map_count(&seen) > 1000);
}

static enum status load(const char *path, const char *text, struct op *op)
{
    struct ident_file file = {path, bytes_of(text)};
    AUTO(ident_data_free) struct ident_data *data = NULL;

    op_init(op, fixture_arena(), 0, "test");
    return ident_data_new(op, &file, 1, &data);
}

Test(ident_data, names_file_and_line_of_what_it_cannot_read)
{
    static const char *const broken[][2] = {
        {"x/hub_cdn.txt", "# fine\ncdn.example\nnot a domain\n"},
        {"x/hub_cdn.txt", "a.example\nb.example 99\nc..example\n"},
        {"hub_cdn.txt", "a.example\n\n\xFF\n"},
        {"x/hub_processor.txt", "\n\n+123\n"},
        {"x/email_folds.csv", "a.example,a.example,+,keep\n#\nb.example,b.example,+\n"},
        {"x/legal_forms.csv", "ltd,GB,end\n\n.,GB,end\n"},
        {"x/letters.csv", "\n\nab,c\n"},
        {"x/descriptor_prefixes.csv", "\n\nprefix\n"},
    };
    struct op op;

    for (size_t i = 0; i < COUNT_OF(broken); i++) {
        cr_expect(load(broken[i][0], broken[i][1], &op) == ST_INPUT, "%s is taken", broken[i][0]);
        cr_expect(strncmp(op.cause, broken[i][0], strlen(broken[i][0])) == 0, "%s", op.cause);
        cr_expect(strstr(op.cause, "line 2") != NULL || strstr(op.cause, "line 3") != NULL, "%s", op.cause);
    }
    cr_expect(load("public_suffix_list.dat", "", &op) == ST_INPUT);
    cr_expect(load("hub_cdn.txt", "cdn.example\r\n# and a comment\r\n192.0.2.0/24 # with one\r\n", &op) == ST_OK, "%s", op.cause);
    cr_expect(load("unknown.txt", "what others keep here is theirs", &op) == ST_OK, "%s", op.cause);
}

Test(ident_data, works_without_any_file)
{
    struct op op;
    struct ident_data *data = NULL;
    struct ident site;

    op_init(&op, fixture_arena(), 0, "test");
    cr_assert(ident_data_new(&op, NULL, 0, &data) == ST_OK, "%s", op.cause);
    cr_expect(ident_parse(data, fixture_arena(), IDENT_site, BYTES("www.shop.co.uk"), NULL, &site) == REASON_ok);
    expect_bytes(site.value, "shop.co.uk", "site");
    ident_data_free(&data);
    cr_expect(data == NULL);
    ident_data_free(&data);
}
