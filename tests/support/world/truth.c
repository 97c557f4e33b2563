#include "world/truth.h"

#include <string.h>

#include "base/json.h"

static const struct {
    const char *name;
    bool strong;
} evidences[] = {
#define EVIDENCE(name, strong) {#name, strong},
#include "world/evidence.def"
#undef EVIDENCE
};

static FILE *open_file(struct world *world, const char *name, const char *header)
{
    FILE *file = fopen(arena_printf(world->arena, "%s/%s", world->settings.folder, name), "w");

    if (file != NULL)
        fputs(header, file);
    return file;
}

bool truth_open(struct world *world)
{
    world->truth = open_file(world, "truth.csv", "endpoint,site\n");
    world->programmes = open_file(world, "truth_programmes.csv", "programme,member\n");
    world->pairs = open_file(world, "pairs_with_evidence.csv", "endpoint,site,strength,evidence\n");
    world->same_hand = open_file(world, "pairs_same_hand.csv", "endpoint,site\n");
    return world->truth != NULL && world->programmes != NULL && world->pairs != NULL && world->same_hand != NULL;
}

static bool close_file(FILE *file)
{
    bool good = !ferror(file);

    return fclose(file) == 0 && good;
}

bool truth_close(struct world *world)
{
    bool good = close_file(world->truth);

    good = close_file(world->programmes) && good;
    good = close_file(world->same_hand) && good;
    return close_file(world->pairs) && good;
}

/* What both sides showed, each in a record of its own. */
static uint32_t shared_evidence(const struct cell *cell, const struct payee *payee, size_t s)
{
    const struct site *site = &cell->sites[s];
    unsigned both = payee->seen & site->seen;
    uint32_t evidence = 0;

    if ((both & SEEN_email) && payee->email_slot != SLOT_none && payee->email_slot == site->email_slot)
        evidence |= 1u << EVIDENCE_email;
    if ((both & SEEN_phone) && payee->phone_slot != SLOT_none && payee->phone_slot == site->phone_slot)
        evidence |= 1u << EVIDENCE_phone;
    if ((payee->seen & SEEN_descriptor_phone) && (site->seen & SEEN_phone) && site->phone_slot == SLOT_cell)
        evidence |= 1u << EVIDENCE_descriptor_contact;
    if ((payee->seen & SEEN_email) && payee->email_slot == SLOT_cell && cell->email_site == (int)s)
        evidence |= 1u << EVIDENCE_email_domain;
    if ((both & SEEN_settlement) && payee->settlement_slot == SLOT_cell)
        evidence |= 1u << EVIDENCE_settlement;
    if ((payee->seen & SEEN_name) && payee->brand_is_cells && bytes_equal(site->brand, cell->brand))
        evidence |= 1u << EVIDENCE_name;
    return evidence;
}

static void put_names(FILE *file, const struct payee *payee, const struct site *site)
{
    fprintf(file, "%.*s,%.*s\n", (int)payee->name.n, payee->name.p, (int)site->name.n, site->name.p);
}

static void put_pair(struct world *world, const struct payee *payee, const struct site *site, uint32_t evidence)
{
    bool strong = false, first = true;

    world->pair_count++;
    put_names(world->truth, payee, site);
    if (evidence == 0)
        return;
    for (size_t i = 0; i < EVIDENCE_COUNT; i++)
        strong = strong || ((evidence >> i & 1) && evidences[i].strong);
    world->evident_count += strong;
    fprintf(world->pairs, "%.*s,%.*s,%s,", (int)payee->name.n, payee->name.p, (int)site->name.n, site->name.p,
            strong ? "strong" : "weak");
    for (size_t i = 0; i < EVIDENCE_COUNT; i++)
        if (evidence >> i & 1) {
            fprintf(world->pairs, "%s%s", first ? "" : "|", evidences[i].name);
            first = false;
        }
    fputc('\n', world->pairs);
}

void truth_put_cell(struct world *world, struct cell *cell)
{
    for (size_t p = 0; p < cell->payee_count; p++)
        for (size_t s = 0; s < cell->site_count; s++)
            if (cell_serves(cell, p, s))
                put_pair(world, &cell->payees[p], &cell->sites[s],
                         cell->evidence[p][s] | shared_evidence(cell, &cell->payees[p], s));
            else if (!cell->idle[p][s])
                put_names(world->same_hand, &cell->payees[p], &cell->sites[s]);
    world->endpoint_count += (int64_t)cell->payee_count;
    world->site_count += (int64_t)cell->site_count;
}

void truth_put_members(struct world *world, const struct cell *cell, uint64_t programme)
{
    for (size_t p = 0; p < cell->payee_count; p++)
        fprintf(world->programmes, "P%06llu,%.*s\n", (unsigned long long)programme, (int)cell->payees[p].name.n,
                cell->payees[p].name.p);
    for (size_t s = 0; s < cell->site_count; s++)
        fprintf(world->programmes, "P%06llu,%.*s\n", (unsigned long long)programme, (int)cell->sites[s].name.n,
                cell->sites[s].name.p);
}

/* ---- the files beside the records ---- */

static const struct {
    const char *id, *kind, *country, *name, *closes;
} partners[] = {
#define WORLD_PARTNER(symbol, id, kind, country, name, closes) {id, kind, country, name, closes},
#include "world/outlet.def"
};

static const char *const record_kinds[] = {
#define RECORD_KIND(name, time_field, endpoint, site, text) #name,
#include "core/record_kind.def"
#undef RECORD_KIND
};

static void put_text(struct json_out *out, const char *key, const char *text)
{
    json_key_string(out, key, bytes_of(text));
}

static bool write_file(struct world *world, const char *name, struct bytes text)
{
    FILE *file = open_file(world, name, "");

    if (file == NULL)
        return false;
    fwrite(text.p, 1, text.n, file);
    fputc('\n', file);
    return close_file(file);
}

static bool put_partners(struct world *world)
{
    FILE *tsv = open_file(world, "partners.tsv", "");
    struct json_out out;
    struct buf buf;

    if (tsv == NULL)
        return false;
    buf_init(&buf, world->arena);
    json_out_init(&out, &buf);
    json_open(&out, '[');
    for (size_t i = 0; i < COUNT_OF(partners); i++) {
        struct bytes closes = bytes_of(partners[i].closes), one;

        fprintf(tsv, "%s\t%s\t%s\t%s\t%s\n", partners[i].id, partners[i].kind, partners[i].country, partners[i].name,
                partners[i].closes);
        json_open(&out, '{');
        put_text(&out, "id", partners[i].id);
        put_text(&out, "kind", partners[i].kind);
        put_text(&out, "country", partners[i].country);
        put_text(&out, "name", partners[i].name);
        json_key(&out, "closes");
        json_open(&out, '[');
        while (bytes_next_part(&closes, '|', &one))
            if (one.n > 0)
                json_string(&out, one);
        json_close(&out, ']');
        json_close(&out, '}');
    }
    json_close(&out, ']');
    return close_file(tsv) && write_file(world, "partners.json", buf_bytes(&buf));
}

static void put_manifest_entry(struct world *world, struct json_out *out, int symbol, int part)
{
    const char *partner = outlet_partner((enum outlet_symbol)symbol);

    json_open(out, '{');
    put_text(out, "partner", partner);
    put_text(out, "record_kind", record_kinds[outlet_kind((enum outlet_symbol)symbol)]);
    put_text(out, "file", outlet_file(world->arena, &world->out, (enum outlet_symbol)symbol, part));
    for (size_t i = 0; i < COUNT_OF(partners); i++)
        if (strcmp(partners[i].id, partner) == 0) {
            put_text(out, "name", partners[i].name);
            put_text(out, "kind", partners[i].kind);
            put_text(out, "country", partners[i].country);
        }
}

/* first..last: the parts; a manifest for each part lets a test bring them one after the other. */
static bool put_manifest(struct world *world, const char *name, int first, int last)
{
    struct json_out out;
    struct buf buf;

    buf_init(&buf, world->arena);
    json_out_init(&out, &buf);
    json_open(&out, '[');
    for (int part = first; part <= last; part++)
        for (int symbol = 0; symbol < OUTLET_COUNT; symbol++) {
            put_manifest_entry(world, &out, symbol, part);
            json_close(&out, '}');
        }
    json_close(&out, ']');
    return write_file(world, name, buf_bytes(&buf));
}

static void put_expected_file(struct world *world, struct json_out *out, int symbol, int part)
{
    const struct outlet_part *counts = &world->out.outlets[symbol].parts[part];

    put_manifest_entry(world, out, symbol, part);
    json_key_i64(out, "records", counts->records);
    json_key_i64(out, "accepted", counts->accepted);
    json_key_i64(out, "duplicate", counts->duplicate);
    json_key_i64(out, "revised", counts->revised);
    json_key_i64(out, "quarantined", counts->quarantined);
    json_key_i64(out, "bad_fields", counts->bad_fields);
    json_close(out, '}');
}

static bool put_expected(struct world *world)
{
    struct json_out out;
    struct buf buf;

    buf_init(&buf, world->arena);
    json_out_init(&out, &buf);
    json_open(&out, '{');
    json_key_i64(&out, "flags", world->out.flags);
    json_key_i64(&out, "criminal_flags", world->criminal_flags);
    json_key_i64(&out, "endpoints", world->endpoint_count);
    json_key_i64(&out, "sites", world->site_count);
    json_key_i64(&out, "programmes", world->programme_count);
    json_key_i64(&out, "pairs", world->pair_count);
    json_key_i64(&out, "pairs_with_strong_evidence", world->evident_count);
    json_key(&out, "files");
    json_open(&out, '[');
    for (int part = 0; part < world->out.part_count; part++)
        for (int symbol = 0; symbol < OUTLET_COUNT; symbol++)
            put_expected_file(world, &out, symbol, part);
    json_close(&out, ']');
    json_close(&out, '}');
    return write_file(world, "expected.json", buf_bytes(&buf));
}

bool truth_put_summary(struct world *world)
{
    int parts = world->out.part_count;
    bool good = put_partners(world) && put_manifest(world, "manifest.json", 0, parts - 1) && put_expected(world);

    for (int part = 0; part < parts && parts > 1 && good; part++)
        good = put_manifest(world, arena_printf(world->arena, "manifest.%02d.json", part + 1), part, part);
    return good;
}
