#include "decoded.h"

Test(json, reads_objects_that_follow_each_other)
{
    static const struct decoded_case cases[] = {
        {"{\n \"a\": \"1\"\n}\n", "1: a=1\n"},
        {"{\n \"a\": \"1\"\n}\n{\n \"a\": \"}\"\n}", "1: a=1\n2: a=}\n"},
        {"{\n \"a\": \"1\"\n}\n]", "1: a=1\n2! json_invalid: ]\n"},
        {"{\n \"a\": \"1", "1! json_invalid: {\n \"a\": \"1\n"},
    };

    EXPECT_DECODED(FORMAT_json, cases);
}

Test(xarf, takes_reports_of_content)
{
    static const struct decoded_case cases[] = {
        {"{\"xarf_version\":\"4.0.0\",\"report_id\":\"r1\",\"timestamp\":\"2026-03-01T12:00:00Z\",\"category\":\"content\","
         "\"type\":\"csam\",\"url\":\"https://shop.example/\",\"source_identifier\":\"192.0.2.7\",\"content_removed\":true,"
         "\"payment_methods\":[\"card\",\"crypto\"]}",
         "1: record_kind=site_report source_ref=r1 reported_at=2026-03-01T12:00:00Z url=https://shop.example/ "
         "payment_methods=[card|crypto] ip=192.0.2.7 online=false assessed_illegal=true\n"},
        {"{\"xarf_version\":\"4.0.0\",\"report_id\":\"r2\",\"category\":\"messaging\",\"url\":\"https://shop.example/\"}", ""},
        {"[{\"class\":\"content\",\"report_id\":\"r3\",\"source_identifier\":\"shop.example\"}]\n",
         "1: record_kind=site_report source_ref=r3\n"},
    };

    EXPECT_DECODED(FORMAT_xarf, cases);
}

Test(iccam, takes_reports_in_both_spellings)
{
    static const struct decoded_case cases[] = {
        {"[{\"ReportID\":7,\"Url\":\"https://shop.example/\",\"Received\":\"2026-03-01T12:00:00Z\",\"HostingCountry\":\"NL\","
         "\"HostingIP\":\"192.0.2.7\",\"CommercialityID\":2,\"PaymentMethodID\":13,\"GenderID\":1,"
         "\"Actions\":[{\"ActionID\":4,\"Date\":\"2026-03-02T08:00:00Z\"}]}]",
         "1: record_kind=site_report source_ref=#7 reported_at=2026-03-01T12:00:00Z url=https://shop.example/ "
         "hosting_country=NL ip=192.0.2.7 payment_methods=[bitcoin] commercial=true online=false "
         "checked_at=2026-03-02T08:00:00Z\n"},
        {"{\"reportId\":8,\"hotlineReceivedDate\":\"2026-03-01T12:00:00Z\",\"sourceUrlCommerciality\":3,"
         "\"sourceUrlPaymentMethods\":[6,9],\"reportContents\":["
         "{\"contentId\":81,\"urlString\":\"https://a.example/x.png\",\"isSourceUrl\":false},"
         "{\"contentId\":82,\"urlString\":\"https://a.example/\",\"isSourceUrl\":true,\"hostingCountryCode\":\"FR\"},"
         "{\"contentId\":83,\"url\":{\"urlString\":\"https://b.example/\"}}]}",
         "1: record_kind=site_report source_ref=8/82 url=https://a.example/ hosting_country=FR "
         "reported_at=2026-03-01T12:00:00Z payment_methods=[visa] commercial=false\n"
         "2: record_kind=site_report source_ref=8/83 url=https://b.example/ "
         "reported_at=2026-03-01T12:00:00Z payment_methods=[visa] commercial=false\n"},
    };

    EXPECT_DECODED(FORMAT_iccam, cases);
}

Test(stix, gives_observables_the_time_of_what_refers_to_them)
{
    static const struct decoded_case cases[] = {
        {"{\"type\":\"bundle\",\"id\":\"bundle--1\",\"objects\":["
         "{\"type\":\"url\",\"spec_version\":\"2.1\",\"id\":\"url--1\",\"value\":\"https://shop.example/\"},"
         "{\"type\":\"malware\",\"id\":\"malware--1\",\"name\":\"x\"},"
         "{\"type\":\"observed-data\",\"id\":\"observed-data--1\",\"first_observed\":\"2026-03-02T00:00:00Z\","
         "\"object_refs\":[\"url--1\",\"domain-name--1\"]},"
         "{\"type\":\"sighting\",\"id\":\"sighting--1\",\"created\":\"2026-03-01T00:00:00Z\",\"sighting_of_ref\":\"url--1\"},"
         "{\"type\":\"domain-name\",\"id\":\"domain-name--1\",\"value\":\"pay.example\","
         "\"object_marking_refs\":[\"marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb\","
         "\"marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421\"]}]}",
         "1: record_kind=site_report source_ref=url--1 url=https://shop.example/ reported_at=2026-03-01T00:00:00Z\n"
         "2: record_kind=site_report source_ref=domain-name--1 url=pay.example reported_at=2026-03-02T00:00:00Z tlp=AMBER\n"},
    };

    EXPECT_DECODED(FORMAT_stix, cases);
}

Test(stix, finds_a_reference_behind_more_than_is_held_of_what_becomes_no_record)
{
    struct arena *arena = arena_new(SIZE_MAX);
    struct bytes name = bytes_of(arena_printf(arena, "%0100000d", 0));
    struct buf bundle;

    buf_init(&bundle, arena);
    buf_puts(&bundle,
             "{\"type\":\"bundle\",\"objects\":[{\"type\":\"url\",\"id\":\"url--1\",\"value\":\"https://shop.example/\"}");
    for (int i = 0; i < 90; i++)
        buf_printf(&bundle, ",{\"type\":\"malware\",\"id\":\"malware--%d\",\"name\":\"%.*s\"}", i, (int)name.n, name.p);
    buf_puts(&bundle, ",{\"type\":\"observed-data\",\"id\":\"observed-data--1\",\"first_observed\":\"2026-03-02T00:00:00Z\","
                      "\"object_refs\":[\"url--1\"]}]}");
    cr_expect_str_eq(bytes_cstr(arena, decoded_print(arena, FORMAT_stix, buf_bytes(&bundle), 1 << 16)),
                     "1: record_kind=site_report source_ref=url--1 url=https://shop.example/ reported_at=2026-03-02T00:00:00Z\n");
    arena_free(&arena);
}

Test(stix, takes_what_a_pattern_says_is_equal)
{
    static const struct decoded_case cases[] = {
        {"{\"objects\":[{\"type\":\"indicator\",\"id\":\"indicator--1\",\"pattern_type\":\"stix\",\"valid_from\":\"2026-03-01T00:00:00Z\","
         "\"pattern\":\"[url:value = 'https://shop.example/it\\\\'s' OR domain-name:value='pay.example'] AND "
         "[NOT url:value = 'https://no.example/'] AND [file:name = 'url:value = 1']\"},"
         "{\"type\":\"indicator\",\"id\":\"indicator--2\",\"created\":\"2026-03-01T00:00:00Z\","
         "\"pattern\":\"[cryptocurrency-wallet:value = 'bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq']\"},"
         "{\"type\":\"indicator\",\"id\":\"indicator--3\",\"pattern_type\":\"yara\",\"pattern\":\"url:value = 'x'\"},"
         "{\"type\":\"url\",\"id\":\"url--1\",\"value\":\"https://old.example/\",\"revoked\":true}],\"more\":false}",
         "1: record_kind=site_report source_ref=indicator--1 url=https://shop.example/it's reported_at=2026-03-01T00:00:00Z\n"
         "2: record_kind=site_report source_ref=indicator--1#2 url=pay.example reported_at=2026-03-01T00:00:00Z\n"
         "3: record_kind=account_flag source_ref=indicator--2 account_scheme=bitcoin "
         "account_id=bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq reason=other flagged_at=2026-03-01T00:00:00Z\n"},
    };

    EXPECT_DECODED(FORMAT_stix, cases);
}

Test(misp, gives_every_attribute_the_marking_of_its_event)
{
    static const struct decoded_case cases[] = {
        {"{\"response\":[{\"Event\":{\"id\":\"1\",\"Attribute\":["
         "{\"uuid\":\"a1\",\"type\":\"url\",\"value\":\"https://shop.example/\",\"timestamp\":\"1772366400\"},"
         "{\"uuid\":\"a2\",\"type\":\"md5\",\"value\":\"x\"},"
         "{\"uuid\":\"a3\",\"type\":\"domain|ip\",\"value\":\"pay.example|192.0.2.7\",\"timestamp\":\"1772366400\","
         "\"Tag\":[{\"name\":\"tlp:red\"}]},"
         "{\"uuid\":\"a4\",\"type\":\"url\",\"value\":\"https://gone.example/\",\"deleted\":true}],"
         "\"Object\":[{\"name\":\"bank-account\",\"uuid\":\"o1\",\"timestamp\":\"1772366400\",\"Attribute\":["
         "{\"object_relation\":\"iban\",\"type\":\"iban\",\"value\":\"DE89370400440532013000\"}]}],"
         "\"Tag\":[{\"id\":\"2\",\"name\":\"tlp:amber\"}]}},"
         "{\"Event\":{\"Attribute\":[{\"uuid\":\"b1\",\"type\":\"btc\",\"value\":\"1BoatSLRHtKNngkdXEeobR76b53LETtpyT\","
         "\"first_seen\":\"2026-03-01T12:00:00Z\"}]}}]}",
         "1: record_kind=site_report source_ref=a1 url=https://shop.example/ reported_at=2026-03-01T12:00:00Z tlp=AMBER\n"
         "2: record_kind=site_report source_ref=a3 url=pay.example ip=192.0.2.7 reported_at=2026-03-01T12:00:00Z tlp=RED\n"
         "3: record_kind=account_flag source_ref=o1 account_scheme=iban account_id=DE89370400440532013000 "
         "flagged_at=2026-03-01T12:00:00Z reason=other tlp=AMBER\n"
         "4: record_kind=account_flag source_ref=b1 account_scheme=bitcoin account_id=1BoatSLRHtKNngkdXEeobR76b53LETtpyT "
         "flagged_at=2026-03-01T12:00:00Z reason=other\n"},
    };

    EXPECT_DECODED(FORMAT_misp, cases);
}

Test(misp, says_what_is_wrong_and_goes_on)
{
    static const struct decoded_case cases[] = {
        {"{\"Event\":{\"Attribute\":[{\"uuid\":\"a1\",\"type\":\"url\",\"x\":01},"
         "{\"uuid\":\"a2\",\"type\":\"url\",\"value\":\"https://b.example/\"}]}}",
         "1! json_invalid: {\"uuid\":\"a1\",\"type\":\"url\",\"x\":01}\n"
         "2: record_kind=site_report source_ref=a2 url=https://b.example/\n"},
        {"{\"Event\":{\"Attribute\":[{\"uuid\":\"a2\",\"type\":\"url\",\"value\":\"https://b.example/\"},",
         "1! json_invalid: \n2: record_kind=site_report source_ref=a2 url=https://b.example/\n"},
        {"{\"Event\":{\"Attribute\":[}", "1! json_invalid: }\n"},
    };

    EXPECT_DECODED(FORMAT_misp, cases);
}
