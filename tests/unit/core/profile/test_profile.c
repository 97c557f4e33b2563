#include <criterion/criterion.h>

#include "core/profile.h"
#include "core/profile/local_time.h"
#include "core/profile/transform.h"

static struct arena *arena;

static void setup(void)
{
    arena = arena_new(SIZE_MAX);
}

static void teardown(void)
{
    arena_free(&arena);
}

TestSuite(profile, .init = setup, .fini = teardown);

static void expect_text(struct bytes got, const char *expected, const char *in)
{
    cr_expect(bytes_is(got, expected), "%s gives %.*s instead of %s", in, (int)got.n, got.p, expected);
}

/* ---- amounts ---- */

Test(profile, amounts_are_written_as_the_country_writes_them)
{
    static const struct {
        const char *in;
        char decimal;
        const char *out;
    } cases[] = {
        {"1.234,50", ',', "1234.50"},
        {"1234,5", ',', "1234.5"},
        {"12", ',', "12"},
        {"1,234.50", '.', "1234.50"},
        {"1 234,50", ',', "1234.50"},
        {"12,3,4", ',', "not an amount"},
        {"1,23.4", ',', "not an amount"},
        {"", ',', ""},
        {"abc", ',', "not an amount"},
        {"-5,00", ',', "-5.00"},
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++)
        expect_text(amount_plain(arena, bytes_of(cases[i].in), cases[i].decimal), cases[i].out, cases[i].in);
}

/* ---- times ---- */

static struct profile profile_of(const char *zone, const char *format)
{
    struct profile profile = {.list_separator = BYTES("|")};
    struct bytes *formats = arena_array(arena, struct bytes, 1);
    struct op op;

    formats[0] = bytes_of(format);
    profile.date_formats = (struct texts){formats, 1};
    op_init(&op, arena, 0, "test");
    cr_assert_eq(zone == NULL ? ST_OK : profile_zone_set(&op, &profile, bytes_of(zone)), ST_OK);
    return profile;
}

Test(profile, local_times_become_rfc_3339)
{
    static const struct {
        const char *zone, *format, *in;
        bool day;
        const char *out; /* NULL: it does not fit */
    } cases[] = {
        {"Europe/Berlin", "dd.MM.yyyy HH:mm", "01.03.2026 13:00", false, "2026-03-01T12:00:00Z"},
        {"Europe/Berlin", "dd.MM.yyyy HH:mm", "01.07.2026 13:00", false, "2026-07-01T11:00:00Z"},
        {"Europe/Berlin", "dd.MM.yyyy", "01.03.2026", true, "2026-03-01"},
        {NULL, "epoch", "1772366400", false, "2026-03-01T12:00:00Z"},
        {NULL, "epoch_ms", "1772366400500", false, "2026-03-01T12:00:00.5Z"},
        {NULL, "yyyyMMdd", "20260301", false, "2026-03-01T00:00:00Z"},
        {NULL, "d MMM yyyy", "1 Mar 2026", true, "2026-03-01"},
        {NULL, "dd.MM.yyyy", "31.02.2026", true, NULL},
        {NULL, "dd.MM.yyyy", "01.03.2026x", true, NULL},
        {NULL, "epoch", "99999999999999999999", false, NULL},
        {NULL, "dd.MM.yyyy", "", true, NULL},
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct profile profile = profile_of(cases[i].zone, cases[i].format);
        struct bytes got = BYTES_NONE;
        bool fits = local_time_read(&profile, arena, bytes_of(cases[i].in), cases[i].day, &got);

        cr_expect_eq(fits, cases[i].out != NULL, "%s by %s", cases[i].in, cases[i].format);
        if (fits && cases[i].out != NULL)
            expect_text(got, cases[i].out, cases[i].in);
        profile_done(&profile);
    }
}

Test(profile, a_format_of_dates_is_checked)
{
    static const char *const good[] = {"dd.MM.yyyy HH:mm:ss", "epoch", "epoch_ms", "yyyy/M/d"};
    static const char *const bad[] = {"dd.QQ", "zz", "YYYY"};

    for (size_t i = 0; i < COUNT_OF(good); i++)
        cr_expect(date_format_check(bytes_of(good[i])), "%s", good[i]);
    for (size_t i = 0; i < COUNT_OF(bad); i++)
        cr_expect_not(date_format_check(bytes_of(bad[i])), "%s", bad[i]);
}

/* ---- what is done to a value ---- */

static struct bytes mapped(enum transform transform, const char *argument, const char *field, const char *value)
{
    static struct bytes columns[] = {{"x", 1}};
    struct bytes arguments[] = {bytes_of(argument)};
    struct profile_field fields[] = {{.name = bytes_of(field), .any_kind = true, .columns = {columns, 1}},
                                     {.name = BYTES("currency"), .any_kind = true}};
    struct bytes currency[] = {BYTES("JPY")};
    struct raw_value values[] = {{bytes_of(value), true}};
    struct raw_field raw_fields[] = {{.name = columns[0], .values = values, .count = value[0] != '\0'}};
    struct raw_record raw = {.fields = raw_fields, .count = 1}, out;
    struct profile profile = {.list_separator = BYTES("|"), .fields = fields, .field_count = 2};

    fields[0].arguments[transform] = (struct texts){arguments, 1};
    fields[1].arguments[TRANSFORM_constant] = (struct texts){currency, 1};
    cr_assert_eq(profile_apply(&profile, RECORD_transaction_flag, arena, &raw, &out), PROFILE_MAPPED);
    for (size_t i = 0; i < out.count; i++)
        if (bytes_is(out.fields[i].name, field))
            return out.fields[i].count == 0 ? BYTES("(none)") : bytes_copy(arena, out.fields[i].values[0].text);
    return BYTES("(no field)");
}

Test(profile, a_value_is_changed_as_the_profile_says)
{
    static const struct {
        enum transform transform;
        const char *argument, *field, *in, *out;
    } cases[] = {
        {TRANSFORM_prefix, "MF-", "source_ref", "7", "MF-7"},
        {TRANSFORM_constant, "other", "reason", "x", "other"},
        {TRANSFORM_otherwise, "other", "reason", "", "other"},
        {TRANSFORM_otherwise, "other", "reason", "content", "content"},
        {TRANSFORM_map, "RB=chargebacks", "reason", "RB", "chargebacks"},
        {TRANSFORM_map, "RB=chargebacks", "reason", "XX", "XX"},
        {TRANSFORM_map, "*=other", "reason", "XX", "other"},
        {TRANSFORM_unit, "minor", "amount", "1995", "1995"}, /* a yen has no cents */
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++)
        expect_text(mapped(cases[i].transform, cases[i].argument, cases[i].field, cases[i].in), cases[i].out, cases[i].in);
}

/* ---- what belongs to whom ---- */

static const struct profile_kind two_kinds[] = {{{"T", 1}, RECORD_transaction_flag}, {{"M", 1}, RECORD_merchant_flag}};

static enum profile_fate fate_of(struct profile profile, bool mixed, const char *column, const char *value, enum record_kind kind)
{
    struct raw_value values[] = {{bytes_of(value), true}};
    struct raw_field fields[] = {{.name = bytes_of(column), .values = values, .count = 1}};
    struct raw_record raw = {.fields = fields, .count = 1, .mixed = mixed}, out;

    return profile_apply(&profile, kind, arena, &raw, &out);
}

Test(profile, a_record_of_another_kind_belongs_to_another_submission)
{
    struct profile kinds = {.kind_column = BYTES("row_type"), .kinds = two_kinds, .kind_count = 2};
    struct profile one = {.kind_count = 0};

    cr_expect_eq(fate_of(kinds, false, "row_type", "T", RECORD_transaction_flag), PROFILE_MAPPED);
    cr_expect_eq(fate_of(kinds, false, "row_type", "T", RECORD_merchant_flag), PROFILE_OTHER);
    cr_expect_eq(fate_of(kinds, false, "row_type", "?", RECORD_transaction_flag), PROFILE_MAPPED,
                 "the first kind takes what is unknown");
    cr_expect_eq(fate_of(one, true, "record_kind", "site_report", RECORD_account_flag), PROFILE_OTHER);
    cr_expect_eq(fate_of(one, false, "record_kind", "site_report", RECORD_account_flag), PROFILE_MAPPED,
                 "its check says what is wrong");
}

Test(profile, a_column_that_was_not_agreed_withholds_the_record)
{
    static const struct bytes agreed[] = {{"comment", 7}};
    struct profile closed = {.others_refused = true, .allowed = {agreed, 1}}, open = {.others_refused = false};

    cr_expect_eq(fate_of(closed, false, "comment", "x", RECORD_site_report), PROFILE_MAPPED);
    cr_expect_eq(fate_of(closed, false, "stray", "x", RECORD_site_report), PROFILE_WITHHELD);
    cr_expect_eq(fate_of(open, false, "stray", "x", RECORD_site_report), PROFILE_MAPPED);
    cr_expect_eq(fate_of(open, false, "page.html", "x", RECORD_site_report), PROFILE_WITHHELD,
                 "forbidden fields are, whoever agreed");
}

Test(profile, a_file_name_may_tell_the_kind)
{
    static const struct profile_kind by_name[] = {{{"merchants-*", 11}, RECORD_merchant_flag},
                                                  {{"sites.csv", 9}, RECORD_site_report}};
    struct profile profile = {.kinds = by_name, .kind_count = 2, .kinds_of_files = true};
    enum record_kind kind;

    cr_expect(profile_file_kind(&profile, BYTES("merchants-2026-03.csv"), &kind) && kind == RECORD_merchant_flag);
    cr_expect(profile_file_kind(&profile, BYTES("sites.csv"), &kind) && kind == RECORD_site_report);
    cr_expect_not(profile_file_kind(&profile, BYTES("sites.csv.bak"), &kind));
}
