/*
 * Records: the first byte chooses the kind, the rest is one JSON object. What is taken is UTF-8, keeps no problem that refuses it, and
 * comes back from what is stored as the same record.
 */
#include <stdlib.h>

#include "core/trait.h"
#include "format/format.h"
#include "fuzz/ident_lists.h"

int LLVMFuzzerTestOneInput(const uint8_t *input, size_t n);

static void same_again(struct arena *arena, const struct record *record)
{
    struct trait_list endpoint, site;
    struct record again;
    struct op op;

    op_init(&op, arena, 0, "fuzz");
    if (utf8_check(record->content) < record->content.n ||
        record_restore(&op, ident_lists(), record->kind, record->partner, record->content, &again) != ST_OK ||
        !bytes_equal(again.content, record->content) || uuid_compare(&again.id, &record->id) != 0)
        abort();
    trait_derive(ident_lists(), arena, record, &endpoint, &site);
}

/* What is suggested is a value that is taken, and is no card number. */
static void fixes_hold(struct arena *arena, const struct raw_record *raw, struct record *record)
{
    record_fix(ident_lists(), arena, raw, record);
    for (size_t i = 0; i < record->problem_count; i++) {
        const struct fix *fix = &record->problems[i].fix;
        bool masked = false;

        if (fix->kind == FIX_none)
            continue;
        card_mask_text(arena, fix->value, &masked);
        if (fix->count < 1 || fix->count > FIX_MOST || fix->value.n == 0 || utf8_check(fix->value) < fix->value.n || masked ||
            fix_text(arena, fix->kind, fix->count).n == 0)
            abort();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *input, size_t n)
{
    if (n < 1)
        return 0;
    struct arena *arena = ident_arena();
    struct decoder *decoder = decoder_new(arena, FORMAT_ndjson);
    struct raw_record raw;
    struct record record;

    decoder_feed(decoder, (struct bytes){(const char *)input + 1, n - 1});
    decoder_end(decoder);
    while (decoder_next(decoder, arena, &raw)) {
        record_check(ident_lists(), arena, (enum record_kind)(input[0] % RECORD_KIND_COUNT), BYTES("fuzz"), &raw, &record);
        fixes_hold(arena, &raw, &record);
        if (!record.refused)
            same_again(arena, &record);
        else if (record.problem_count == 0)
            abort();
    }
    return 0;
}
