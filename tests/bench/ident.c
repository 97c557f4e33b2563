/*
 * bench_ident: how fast identifiers are read, by one processor.
 *
 *   bench_ident text MIB          writes invented notes, the same each time, to stdout
 *   bench_ident kinds             values a second for each kind
 *   bench_ident extract FILE      MB/s of ident_extract, and of a bare scan of the same patterns over the same text
 *   bench_ident mask FILE         MB/s of card_mask_feed, as text and as JSON, and of memcpy
 *   bench_ident fields FILE       MB/s of field_mask_feed over JSON of one record a line
 *   bench_ident pattern           the patterns as one, for grep -P
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "core/field_mask.h"
#include "core/ident/data.h"
#include "fuzz/ident_lists.h"

#define LEAST_US INT64_C(400000) /* a measurement lasts at least so long */

/* ---- invented notes ---- */

static uint32_t next_random(uint64_t *seed)
{
    *seed = *seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)(*seed >> 33);
}

static const char *const words[] = {
    "the",   "buyer",     "says",  "that",    "payment", "was",   "taken",   "twice",  "and",    "never",  "returned", "after",
    "order", "from",      "shop",  "account", "closed",  "since", "March",   "asks",   "for",    "refund", "charge",   "of",
    "19.95", "statement", "shows", "name",    "which",   "does",  "not",     "match",  "seller", "on",     "page",     "called",
    "bank",  "replied",   "with",  "same",    "number",  "as",    "before.", "Second", "report", "in",     "2026,",    "see",
};

/* What stands in notes besides words; about one in forty words is one. */
static const char *const finds[] = {
    "https://shop.example/checkout?id=17",
    "hxxps://pay[.]shop[.]example/x",
    "support@shop.example",
    "BE68 5390 0754 7034",
    "www.bright-star.example",
    "+371 2612 3456",
    "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa",
    "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
    "UA-123456-1",
    "billing (at) shop (dot) example",
    "74537604221431003881865",
    "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4",
};

static int write_text(size_t mib)
{
    uint64_t seed = 1;

    for (size_t written = 0, line = 0; written < mib << 20;) {
        const char *word = next_random(&seed) % 40 == 0 ? finds[next_random(&seed) % COUNT_OF(finds)]
                                                        : words[next_random(&seed) % COUNT_OF(words)];
        bool end = line > 900;
        int n = printf("%s%c", word, end ? '\n' : ' ');

        if (n < 0)
            return 1;
        written += (size_t)n;
        line = end ? 0 : line + (size_t)n;
    }
    return 0;
}

/* ---- values of each kind ---- */

struct sample {
    enum ident_kind kind;
    const char *text;
};

static const struct sample samples[] = {
    {IDENT_iban, "BE68 5390 0754 7034"},
    {IDENT_iban, "FR1420041010050500013M02606"},
    {IDENT_bic, "DEUTDEFF500"},
    {IDENT_acquirer_bin, "412345"},
    {IDENT_card_acceptor_id, "MERCH0001"},
    {IDENT_terminal_id, "TERM0001"},
    {IDENT_mcc, "5967"},
    {IDENT_arn, "74537604221431003881865"},
    {IDENT_rrn, "123456789012"},
    {IDENT_uetr, "eb6305c9-1f7f-49de-aed0-16487c27b42d"},
    {IDENT_lei, "5493001KJTIIGC8Y1R12"},
    {IDENT_sepa_creditor_id, "DE98ZZZ09999999999"},
    {IDENT_creditor_reference, "RF18539007547034"},
    {IDENT_vat_number, "LV40003009497"},
    {IDENT_registration_number, "LV:40003009497"},
    {IDENT_card_number, "4111 1111 1111 1111"},
    {IDENT_bitcoin, "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa"},
    {IDENT_bitcoin, "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4"},
    {IDENT_litecoin, "LZjCePSUdqrDccmx9MBb8LvuGMrUPAJzdj"},
    {IDENT_bitcoin_cash, "qpm2qsznhks23z7629mms6s4cwef74vcwvy22gdx6a"},
    {IDENT_dogecoin, "DKeLvS5HrbWStpGPhoBrQ62jwHDVe1FNFb"},
    {IDENT_ethereum, "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"},
    {IDENT_tron, "TQUTPEWNhuj7Wz9RZUr1NUZGxwEWU9RkGk"},
    {IDENT_monero, "44AFFq5kSiGBoZ4NMDwYtN18obc8AemS33DBLWs3H7otXft3XjrpDtQGv7SqSsaBYBb98uNbr2VBBEt7f2wfn3RVGQBEP3A"},
    {IDENT_ripple, "rf1BiGeXwwQoi8Z2ueFYTEXSwuJYfV2Jpn:123"},
    {IDENT_solana, "So11111111111111111111111111111111111111112"},
    {IDENT_txid, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
    {IDENT_phone, "+371 2612 3456"},
    {IDENT_sms, "LV/1881/KEY"},
    {IDENT_wallet, "paypal/shop@shop.example"},
    {IDENT_voucher, "0123-4567-8901"},
    {IDENT_email, "Support@Shop.Example"},
    {IDENT_url, "HTTPS://Shop.Example:443/a/../checkout?id=17"},
    {IDENT_host, "www.bright-star.example"},
    {IDENT_site, "https://www.bright-star.example/x"},
    {IDENT_ip, "2001:db8:0:0::1"},
    {IDENT_nameserver, "ns1.bright-star.example"},
    {IDENT_asn, "AS64496"},
    {IDENT_tls_sha256, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
    {IDENT_analytics_id, "UA-123456-1"},
    {IDENT_endpoint, "iban:BE68539007547034"},
    {IDENT_descriptor, "PAYPAL *BRIGHTSTAR 4029357733"},
    {IDENT_company_name, "Bright Star Media GmbH"},
    {IDENT_person_name, "Anna Example"},
};

/* Time of this process on a processor: other work on the machine counts as little as it can. */
static int64_t processor_us(void)
{
    struct timespec now;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

static double seconds_since(int64_t start_us)
{
    return (double)(processor_us() - start_us) / 1e6;
}

static int bench_sample(const struct ident_data *data, struct arena *arena, const struct sample *sample)
{
    struct bytes text = bytes_of(sample->text);
    int64_t start = processor_us();
    size_t count = 0;
    struct ident ident;

    do {
        for (int i = 0; i < 1000; i++)
            if (ident_parse(data, arena, sample->kind, text, NULL, &ident) != REASON_ok) {
                fprintf(stderr, "%s: the sample is refused\n", ident_kind_name(sample->kind));
                return 1;
            }
        arena_reset(arena);
        count += 1000;
    } while (processor_us() - start < LEAST_US / 2);
    printf("%-20s %-44.44s %12.0f a second\n", ident_kind_name(sample->kind), sample->text, (double)count / seconds_since(start));
    return 0;
}

static int bench_kinds(void)
{
    struct arena *arena = arena_new((size_t)1 << 30);
    int failed = 0;

    for (size_t i = 0; i < COUNT_OF(samples); i++)
        failed |= bench_sample(ident_lists(), arena, &samples[i]);
    arena_free(&arena);
    return failed;
}

/* ---- extraction ---- */

static size_t extract_once(const struct ident_data *data, struct arena *arena, struct bytes text)
{
    struct bytes line;
    struct ident_list found;
    size_t count = 0;

    while (bytes_next_part(&text, '\n', &line)) {
        ident_extract(data, arena, line, &found);
        count += found.count;
        arena_reset(arena);
    }
    return count;
}

static size_t scan_line(const struct ident_data *data, pcre2_match_data *matches, struct bytes line)
{
    const PCRE2_SIZE *at = pcre2_get_ovector_pointer(matches);
    size_t count = 0;

    for (size_t i = 0; i < data->pattern_count; i++)
        for (size_t from = 0; pcre2_match(data->patterns[i].anywhere, (PCRE2_SPTR)line.p, line.n, from, 0, matches, NULL) > 0;
             count++)
            from = at[1] > at[0] ? at[1] : at[1] + 1;
    return count;
}

static size_t scan_once(const struct ident_data *data, pcre2_match_data *matches, struct bytes text)
{
    struct bytes line;
    size_t count = 0;

    while (bytes_next_part(&text, '\n', &line))
        count += scan_line(data, matches, line);
    return count;
}

static int bench_extract(struct bytes text)
{
    struct arena *arena = arena_new((size_t)1 << 30);
    pcre2_match_data *matches = pcre2_match_data_create(1, NULL);
    const struct ident_data *data = ident_lists();
    double extract_s = 0, scan_s = 0, megabytes = 0;
    size_t found = 0, proposed = 0;
    int64_t start = processor_us();

    do { /* one after the other, so that a busy machine slows both */
        int64_t turn = processor_us();

        found = extract_once(data, arena, text);
        extract_s += seconds_since(turn);
        turn = processor_us();
        proposed = scan_once(data, matches, text);
        scan_s += seconds_since(turn);
        megabytes += (double)text.n / 1e6;
    } while (processor_us() - start < LEAST_US);
    printf("extraction           %8.1f MB/s, %zu identifiers\n", megabytes / extract_s, found);
    printf("bare pcre2-JIT scan  %8.1f MB/s, %zu proposals\n", megabytes / scan_s, proposed);
    printf("ratio                %8.2f\n", scan_s / extract_s);
    pcre2_match_data_free(matches);
    arena_free(&arena);
    return 0;
}

static int print_pattern(void)
{
    static const char *const patterns[] = {
#define EXTRACT_PATTERN(kind, anchor, most, signs, pattern) pattern,
#include "core/ident/extract_pattern.def"
#undef EXTRACT_PATTERN
    };

    for (size_t i = 0; i < COUNT_OF(patterns); i++)
        printf("%s(?:%s)", i > 0 ? "|" : "", patterns[i]);
    putchar('\n');
    return 0;
}

/* ---- the card mask ---- */

static double mask_rate(struct bytes text, bool json)
{
    struct arena *arena = arena_new((size_t)4 << 30);
    int64_t start = processor_us();
    double megabytes = 0;

    do {
        struct card_mask mask = {.json = json};
        struct buf out;

        buf_init(&out, arena);
        for (size_t i = 0; i < text.n; i += 65536) {
            card_mask_feed(&mask, bytes_slice(text, i, 65536), &out);
            buf_clear(&out);
        }
        card_mask_end(&mask, &out);
        arena_reset(arena);
        megabytes += (double)text.n / 1e6;
    } while (processor_us() - start < LEAST_US);
    arena_free(&arena);
    return megabytes / seconds_since(start);
}

static double copy_rate(struct bytes text)
{
    char *copy = malloc(65536);
    int64_t start = processor_us();
    double megabytes = 0;

    do {
        for (size_t i = 0; i + 65536 <= text.n; i += 65536) {
            memcpy(copy, text.p + i, 65536);
            __asm__ volatile("" : : "r"(copy) : "memory");
        }
        megabytes += (double)text.n / 1e6;
    } while (processor_us() - start < LEAST_US);
    free(copy);
    return megabytes / seconds_since(start);
}

static double field_rate(struct bytes text)
{
    const struct field_mask_shape shape = {.lines = true, .joins = true};
    struct arena *arena = arena_new((size_t)4 << 30);
    int64_t start = processor_us();
    double megabytes = 0;

    do {
        struct field_mask *mask = field_mask_new(arena, &shape);
        struct buf out;

        buf_init(&out, arena);
        for (size_t i = 0; i < text.n; i += 65536) {
            field_mask_feed(mask, bytes_slice(text, i, 65536), &out);
            buf_clear(&out);
        }
        field_mask_end(mask, &out);
        arena_reset(arena);
        megabytes += (double)text.n / 1e6;
    } while (processor_us() - start < LEAST_US);
    arena_free(&arena);
    return megabytes / seconds_since(start);
}

static int bench_fields(struct bytes text)
{
    printf("field mask           %8.0f MB/s\n", field_rate(text));
    return 0;
}

static int bench_mask(struct bytes text)
{
    printf("card mask, text      %8.0f MB/s\n", mask_rate(text, false));
    printf("card mask, JSON      %8.0f MB/s\n", mask_rate(text, true));
    printf("memcpy               %8.0f MB/s\n", copy_rate(text));
    return 0;
}

int main(int argc, char **argv)
{
    const char *what = argc > 1 ? argv[1] : "";
    struct arena *arena = arena_new((size_t)1 << 30);

    if (strcmp(what, "text") == 0 && argc == 3)
        return write_text((size_t)atoi(argv[2]));
    if (strcmp(what, "kinds") == 0)
        return bench_kinds();
    if (strcmp(what, "pattern") == 0)
        return print_pattern();
    if (strcmp(what, "extract") == 0 && argc == 3)
        return bench_extract(ident_file_read(arena, argv[2]));
    if (strcmp(what, "mask") == 0 && argc == 3)
        return bench_mask(ident_file_read(arena, argv[2]));
    if (strcmp(what, "fields") == 0 && argc == 3)
        return bench_fields(ident_file_read(arena, argv[2]));
    fputs("bench_ident text MIB | kinds | extract FILE | mask FILE | fields FILE | pattern\n", stderr);
    return 2;
}
