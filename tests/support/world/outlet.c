#include "world/outlet.h"

#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "world/card.h"

enum shape { CSV, CSV_CRLF, CSV_QUOTED, NDJSON };

static const struct {
    const char *symbol, *partner;
    enum record_kind kind;
    enum shape shape;
    const char *columns;
} outlets[] = {
#define OUTLET(symbol, partner, record_kind, shape, columns) {#symbol, #partner, RECORD_##record_kind, shape, columns},
#include "world/outlet.def"
};

static const struct {
    const char *symbol, *id;
} partners[] = {
#define WORLD_PARTNER(symbol, id, kind, country, name, closes) {#symbol, id},
#include "world/outlet.def"
};

static const struct {
    enum record_kind kind;
    const char *name;
    const char *need, *shape, *value;
} fields[] = {
#define FIELD(kind, name, need, shape, value, role) {RECORD_##kind, #name, #need, #shape, #value},
#include "core/record_field.def"
#undef FIELD
};

enum record_kind outlet_kind(enum outlet_symbol outlet)
{
    return outlets[outlet].kind;
}

const char *outlet_partner(enum outlet_symbol outlet)
{
    for (size_t i = 0; i < COUNT_OF(partners); i++)
        if (strcmp(partners[i].symbol, outlets[outlet].partner) == 0)
            return partners[i].id;
    abort();
}

const char *outlet_file(struct arena *arena, const struct outlet_set *set, enum outlet_symbol outlet, int part)
{
    static const char *const kinds[] = {
#define RECORD_KIND(name, time_field, endpoint, site, text) #name,
#include "core/record_kind.def"
#undef RECORD_KIND
    };
    const char *ending = outlets[outlet].shape == NDJSON ? "ndjson" : "csv";

    if (set->part_count == 1)
        return arena_printf(arena, "%s.%s.%s", outlet_partner(outlet), kinds[outlets[outlet].kind], ending);
    return arena_printf(arena, "%s.%s.%02d.%s", outlet_partner(outlet), kinds[outlets[outlet].kind], part + 1, ending);
}

static int field_named(enum record_kind kind, struct bytes name)
{
    for (int i = 0; i < FIELD_COUNT; i++)
        if (fields[i].kind == kind && bytes_is(name, fields[i].name))
            return i;
    return -1;
}

static void read_columns(struct outlet *outlet, enum outlet_symbol symbol)
{
    struct bytes rest = bytes_of(outlets[symbol].columns), name;

    while (bytes_next_part(&rest, ',', &name) && outlet->column_count < OUTLET_COLUMNS)
        outlet->columns[outlet->column_count++] = field_named(outlets[symbol].kind, name);
}

static void put_header(FILE *file, enum outlet_symbol symbol)
{
    if (outlets[symbol].shape == CSV_CRLF)
        fprintf(file, "\xef\xbb\xbf%s\r\n", outlets[symbol].columns);
    else if (outlets[symbol].shape != NDJSON)
        fprintf(file, "%s\n", outlets[symbol].columns);
}

static bool open_part(struct outlet_set *set, struct arena *arena, enum outlet_symbol symbol, int number)
{
    struct outlet_part *part = &set->outlets[symbol].parts[number];
    const char *path = arena_printf(arena, "%s/%s", set->folder, outlet_file(arena, set, symbol, number));

    part->file = fopen(path, "w");
    part->late = tmpfile();
    part->pool = arena_alloc(arena, (size_t)set->pool_lines * OUTLET_LINE);
    if (part->file == NULL || part->late == NULL)
        return false;
    put_header(part->file, symbol);
    return true;
}

bool outlet_open(struct outlet_set *set, struct arena *arena)
{
    const char *path = arena_printf(arena, "%s/card_numbers.txt", set->folder);

    set->card_numbers = fopen(path, "w");
    if (set->card_numbers == NULL)
        return false;
    for (int symbol = 0; symbol < OUTLET_COUNT; symbol++) {
        read_columns(&set->outlets[symbol], symbol);
        for (int part = 0; part < set->part_count; part++)
            if (!open_part(set, arena, symbol, part))
                return false;
    }
    return true;
}

static void append_late(struct outlet_part *part)
{
    char piece[8192];
    size_t n;

    rewind(part->late);
    while ((n = fread(piece, 1, sizeof(piece), part->late)) > 0)
        fwrite(piece, 1, n, part->file);
}

static bool close_part(struct outlet_set *set, struct outlet_part *part)
{
    for (int i = 0; i < set->pool_lines; i++)
        fputs(part->pool + (size_t)i * OUTLET_LINE, part->file);
    append_late(part);

    bool good = !ferror(part->file) && !ferror(part->late);

    fclose(part->late);
    return fclose(part->file) == 0 && good;
}

bool outlet_close(struct outlet_set *set)
{
    bool good = true;

    for (int symbol = 0; symbol < OUTLET_COUNT; symbol++)
        for (int part = 0; part < set->part_count; part++)
            good = close_part(set, &set->outlets[symbol].parts[part]) && good;
    return fclose(set->card_numbers) == 0 && good;
}

/* ---- lines ---- */

static void put_cell(struct buf *line, struct bytes value, bool quoted)
{
    for (size_t i = 0; i < value.n && !quoted; i++)
        quoted = strchr(",\"\r\n", value.p[i]) != NULL;
    if (!quoted) {
        buf_put(line, value);
        return;
    }
    buf_putc(line, '"');
    for (size_t i = 0; i < value.n; i++) {
        if (value.p[i] == '"')
            buf_putc(line, '"');
        buf_putc(line, value.p[i]);
    }
    buf_putc(line, '"');
}

static struct bytes csv_line(const struct row *row)
{
    const struct outlet *outlet = &row->set->outlets[row->outlet];
    enum shape shape = outlets[row->outlet].shape;
    struct buf line;

    buf_init(&line, row->arena);
    for (size_t i = 0; i < outlet->column_count; i++) {
        if (i > 0)
            buf_putc(&line, ',');
        put_cell(&line, outlet->columns[i] < 0 ? BYTES("17") : row->values[outlet->columns[i]], shape == CSV_QUOTED);
    }
    buf_puts(&line, shape == CSV_CRLF ? "\r\n" : "\n");
    return buf_bytes(&line);
}

static void put_list(struct json_out *out, struct bytes values)
{
    struct bytes value;

    json_open(out, '[');
    while (bytes_next_part(&values, '|', &value))
        json_string(out, value);
    json_close(out, ']');
}

static void put_member(struct json_out *out, int field, struct bytes value)
{
    if (value.n == 0)
        return;
    json_key(out, fields[field].name);
    if (strcmp(fields[field].shape, "LIST") == 0)
        put_list(out, value);
    else if (strcmp(fields[field].value, "boolean") == 0)
        json_bool(out, bytes_is(value, "true"));
    else
        json_string(out, value);
}

static struct bytes json_line(const struct row *row)
{
    const struct outlet *outlet = &row->set->outlets[row->outlet];
    struct json_out out;
    struct buf line;

    buf_init(&line, row->arena);
    json_out_init(&out, &line);
    json_open(&out, '{');
    for (size_t i = 0; i < outlet->column_count; i++)
        put_member(&out, outlet->columns[i], row->values[outlet->columns[i]]);
    json_close(&out, '}');
    buf_putc(&line, '\n');
    return buf_bytes(&line);
}

static struct bytes row_line(const struct row *row)
{
    return outlets[row->outlet].shape == NDJSON ? json_line(row) : csv_line(row);
}

/* A place of the pool is chosen; what waited there leaves. */
static void write_mixed(struct outlet_set *set, struct outlet_part *part, struct bytes line)
{
    if (line.n >= OUTLET_LINE) {
        fwrite(line.p, 1, line.n, part->file);
        return;
    }
    char *place = part->pool + rng_below(&set->rng, (uint64_t)set->pool_lines) * OUTLET_LINE;

    fputs(place, part->file);
    memcpy(place, line.p, line.n);
    place[line.n] = '\0';
}

static void write_late(struct outlet_part *part, struct bytes line)
{
    fwrite(line.p, 1, line.n, part->late);
}

/* ---- records ---- */

void row_begin(struct row *row, struct outlet_set *set, struct arena *arena, enum outlet_symbol outlet, int64_t event_us)
{
    *row = (struct row){.set = set, .arena = arena, .outlet = outlet, .event_us = event_us};
}

enum record_field row_field(const struct row *row, const char *name)
{
    int field = field_named(outlet_kind(row->outlet), bytes_of(name));

    if (field < 0)
        abort();
    return (enum record_field)field;
}

static bool outlet_knows(const struct row *row, enum record_field field)
{
    const struct outlet *outlet = &row->set->outlets[row->outlet];

    for (size_t i = 0; i < outlet->column_count; i++)
        if (outlet->columns[i] == (int)field)
            return true;
    return false;
}

bool row_put(struct row *row, enum record_field field, struct bytes value)
{
    if (value.n == 0 || !outlet_knows(row, field))
        return false;
    row->values[field] = value;
    return true;
}

bool row_add(struct row *row, enum record_field field, struct bytes value)
{
    struct bytes old = row->values[field];

    if (old.n == 0)
        return row_put(row, field, value);
    row->values[field] = bytes_printf(row->arena, "%.*s|%.*s", (int)old.n, old.p, (int)value.n, value.p);
    return true;
}

static struct outlet_part *row_part(const struct row *row)
{
    const struct outlet_set *set = row->set;
    int64_t number = (row->event_us - set->start_us) * set->part_count / set->span_us;

    number = number < 0 ? 0 : number >= set->part_count ? set->part_count - 1 : number;
    return &row->set->outlets[row->outlet].parts[number];
}

static void put_reference(struct row *row)
{
    static const char *const prefixes[RECORD_KIND_COUNT] = {"MF", "TF", "AF", "SR", "TP"};
    struct outlet *outlet = &row->set->outlets[row->outlet];

    row->values[row_field(row, "source_ref")] =
        bytes_printf(row->arena, "%s-%07lld", prefixes[outlet_kind(row->outlet)], (long long)++outlet->serial);
}

/* Someone pasted a card number into the remarks; it must never be stored. */
static void put_card_number(struct row *row)
{
    enum record_field note = row_field(row, "note");
    struct bytes old = row->values[note], card;

    if (!rng_chance(&row->set->rng, 0.01 * row->set->noise))
        return;
    card = card_spelled(row->set, row->arena);
    row_put(row, note,
            bytes_printf(row->arena, "%.*s%scard %.*s", (int)old.n, old.p, old.n > 0 ? "; " : "", (int)card.n, card.p));
}

/* A value that is not what its field wants, in a field that nothing depends on. */
static void put_bad_field(struct row *row)
{
    static const struct {
        enum record_field field;
        struct bytes value;
    } bad[RECORD_KIND_COUNT] = {
        [RECORD_merchant_flag] = {FIELD_merchant_flag_opened_on, {"31.02.2026", 10}},
        [RECORD_transaction_flag] = {FIELD_transaction_flag_mcc, {"58X2", 4}},
        [RECORD_account_flag] = {FIELD_account_flag_opened_on, {"last year", 9}},
        [RECORD_site_report] = {FIELD_site_report_tls_sha256, {"none seen", 9}},
        [RECORD_test_purchase] = {FIELD_test_purchase_mcc, {"ABCD", 4}},
    };
    enum record_kind kind = outlet_kind(row->outlet);

    if (row->values[bad[kind].field].n == 0 && rng_chance(&row->set->rng, 0.01 * row->set->noise) &&
        row_put(row, bad[kind].field, bad[kind].value))
        row_part(row)->bad_fields++;
}

static void count_accepted(struct row *row)
{
    struct outlet_part *part = row_part(row);

    part->records++;
    part->accepted++;
    row->set->flags += outlet_kind(row->outlet) <= RECORD_account_flag;
}

/* ---- what goes wrong on the way ---- */

static void send_twice(struct row *row)
{
    struct outlet_part *part = row_part(row);

    write_mixed(row->set, part, row_line(row));
    write_late(part, row_line(row));
    part->records++;
    part->duplicate++;
}

/* First a version with other remarks, then this one, which stands. */
static void send_revised(struct row *row)
{
    struct outlet_part *part = row_part(row);
    struct row first = *row;

    first.values[row_field(row, "note")] = BYTES("provisional");
    write_mixed(row->set, part, row_line(&first));
    write_late(part, row_line(row));
    part->records++;
    part->revised++;
}

static void break_required(struct row *row)
{
    for (int i = 0; i < FIELD_COUNT; i++)
        if (fields[i].kind == outlet_kind(row->outlet) && strcmp(fields[i].need, "REQUIRED") == 0 &&
            strcmp(fields[i].name, "source_ref") != 0)
            row->values[i] = BYTES_NONE;
}

static void break_identity(struct row *row)
{
    for (int i = 0; i < FIELD_COUNT; i++)
        if (fields[i].kind == outlet_kind(row->outlet) && strcmp(fields[i].need, "IDENTIFIES") == 0 && row->values[i].n > 0)
            row->values[i] = BYTES("\xc2\xbf?");
}

/* The line ends in the middle: too few fields, or no JSON. */
static struct bytes broken_line(const struct row *row)
{
    struct bytes line = row_line(row);
    size_t comma = 0;

    bytes_find(line, ',', &comma);
    return bytes_printf(row->arena, "%.*s\n", (int)comma, line.p);
}

static void send_broken(const struct row *good)
{
    struct outlet_part *part = row_part(good);
    struct row row = *good;
    uint64_t how = rng_below(&row.set->rng, 3);

    put_reference(&row);
    if (how == 0)
        break_required(&row);
    if (how == 1)
        break_identity(&row);
    write_mixed(row.set, part, how == 2 ? broken_line(&row) : row_line(&row));
    part->records++;
    part->quarantined++;
}

void row_send(struct row *row)
{
    double noise = row->set->noise, fate = rng_unit(&row->set->rng);

    put_reference(row);
    put_card_number(row);
    put_bad_field(row);
    count_accepted(row);
    if (fate < 0.006 * noise)
        send_twice(row);
    else if (fate < 0.012 * noise)
        send_revised(row);
    else
        write_mixed(row->set, row_part(row), row_line(row));
    if (rng_chance(&row->set->rng, 0.003 * noise))
        send_broken(row);
}
