/*
 * record_fixture.h: records from lines of "name=value", checked as those of partners are.
 */
#ifndef TESTS_SUPPORT_RECORD_FIXTURE_H
#define TESTS_SUPPORT_RECORD_FIXTURE_H

#include "core/record.h"
#include "support/ident_fixture.h"

/* "name=value" with '|' between the values of a JSON list: "+name=a|b". */
#define PAIRS_MOST 40

static inline struct raw_value *split(struct arena *arena, struct bytes text, size_t *ret_count)
{
    struct raw_value *values = arena_array(arena, struct raw_value, text.n + 1);
    struct bytes part;

    *ret_count = 0;
    while (bytes_next_part(&text, '|', &part))
        values[(*ret_count)++] = (struct raw_value){part, true};
    return values;
}

static inline struct raw_field field_of(const char *pair)
{
    bool is_list = pair[0] == '+';
    struct bytes rest = bytes_of(pair + is_list), name;
    size_t count = 1;

    bytes_next_part(&rest, '=', &name);
    struct raw_value *values = arena_new_of(fixture_arena(), struct raw_value);

    *values = (struct raw_value){rest, true};
    if (is_list)
        values = split(fixture_arena(), rest, &count);
    return (struct raw_field){.name = name, .values = values, .count = count, .is_list = is_list};
}

static inline const struct record *check(enum record_kind kind, const char *const *pairs)
{
    struct record *record = arena_new_of(fixture_arena(), struct record);
    struct raw_field *fields = arena_array(fixture_arena(), struct raw_field, PAIRS_MOST);
    struct raw_record raw = {.line = 7, .fields = fields};

    for (; *pairs != NULL; pairs++)
        fields[raw.count++] = field_of(*pairs);
    record_check(fixture_data(), fixture_arena(), kind, BYTES("bank-one"), &raw, record);
    return record;
}

#define CHECK(kind, ...) check(RECORD_##kind, (const char *const[]){__VA_ARGS__, NULL})

#define MERCHANT "source_ref=MF-1", "flagged_at=2026-03-01T12:00:00+01:00", "reason=content"
#define MERCHANT_NAMED MERCHANT, "acquirer_bin=412345", "card_acceptor_id=MERCH0000000001"
#define PAYMENT "source_ref=T-1", "transacted_at=2026-03-01T12:00:00Z", "amount=19.95", "currency=EUR", "reason=content"
#define ACCOUNT "source_ref=A-1", "flagged_at=2026-03-01T12:00:00Z", "reason=chargebacks"
#define REPORT "source_ref=S-1", "reported_at=2026-03-01T12:00:00Z", "url=https://www.shop.example/pay"
#define PURCHASE                                                                                                                 \
    "source_ref=P-1", "purchased_at=2026-03-01T12:20:00Z", "site_url=https://shop.example", "amount=19.95", "currency=EUR"

#endif
