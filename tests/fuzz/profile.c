/*
 * Partner profiles: up to the first NUL a profile, behind it a file. A profile that is taken maps every record of the file without an
 * accident, and a record that it lets through holds no forbidden column.
 */
#include <stdlib.h>
#include <string.h>

#include "edge/profile_file.h"
#include "fuzz/ident_lists.h"

int LLVMFuzzerTestOneInput(const uint8_t *input, size_t n);

static void record_map(struct arena *arena, const struct profile *profile, enum record_kind kind, const struct raw_record *raw)
{
    struct raw_record mapped;
    struct record record;

    if (profile_apply(profile, kind, arena, raw, &mapped) != PROFILE_MAPPED)
        return;
    record_check(ident_lists(), arena, kind, BYTES("fuzz"), &mapped, &record);
    for (size_t i = 0; i < raw->count && mapped.broken == REASON_ok; i++)
        if (record_field_forbidden(raw->fields[i].name))
            abort();
}

static void file_map(struct arena *arena, const struct profile *profile, struct bytes text)
{
    enum format format = FORMAT_csv;
    struct decoder *decoder;
    struct raw_record raw;

    format_find(profile->format, &format);
    decoder = profile_decoder(profile, arena, format);
    decoder_feed(decoder, text);
    decoder_end(decoder);
    while (decoder_next(decoder, arena, &raw))
        for (int kind = 0; kind < RECORD_KIND_COUNT; kind++)
            record_map(arena, profile, (enum record_kind)kind, &raw);
}

int LLVMFuzzerTestOneInput(const uint8_t *input, size_t n)
{
    struct arena *arena = ident_arena();
    struct bytes text = {(const char *)input, n}, rest = BYTES_NONE;
    struct profile profile = {.calendar = NULL};
    const char *end = n == 0 ? NULL : memchr(input, '\0', n);
    struct op op;

    if (end != NULL) {
        rest = bytes_from(text, (size_t)(end - text.p) + 1);
        text.n = (size_t)(end - text.p);
    }
    op_init(&op, arena, 0, "fuzz");
    if (profile_parse(&op, "fuzz", text, &profile) == ST_OK)
        file_map(arena, &profile, rest);
    profile_done(&profile);
    return 0;
}
