/* The explanation of a link as JSON. */
#include "base/instant.h"
#include "base/json.h"
#include "store/link_store.h"

static void put_bits(struct json_out *out, const char *key, int64_t bits)
{
    json_key(out, key);
    json_number(out, match_bits_print(out->arena, bits));
}

static void put_records(struct json_out *out, const char *key, const struct link_record *records, size_t count)
{
    json_key(out, key);
    json_open(out, '[');
    for (size_t i = 0; i < count; i++) {
        json_open(out, '{');
        json_key_string(out, "partner", records[i].partner);
        json_key_string(out, "record_kind", records[i].kind);
        json_key_string(out, "source_ref", records[i].source_ref);
        json_key_string(out, "event_at", instant_print(out->arena, records[i].event_us));
        json_key_string(out, "record_id", uuid_print(out->arena, &records[i].id));
        json_close(out, '}');
    }
    json_close(out, ']');
}

static void put_side(struct json_out *out, const char *key, const struct match_side *side, const struct link_record *records,
                     size_t count)
{
    json_key(out, key);
    json_open(out, '{');
    json_key_string(out, "role", bytes_of(record_role_name(side->role)));
    json_key_i64(out, "records", side->records);
    json_key_i64(out, "partners", side->partners);
    json_key_i64(out, "grade", side->grade);
    json_key_string(out, "first_at", instant_print(out->arena, side->first_us));
    json_key_string(out, "last_at", instant_print(out->arena, side->last_us));
    put_records(out, "examples", records, count);
    json_close(out, '}');
}

static struct bytes ruling_name(enum match_ruling ruling)
{
    return ruling == RULING_none ? BYTES_NONE : ruling == RULING_hub ? BYTES("hub") : BYTES("no hub");
}

static void put_piece(struct json_out *out, const struct match_piece *piece, const struct link_examples *examples)
{
    const struct evidence *evidence = piece->evidence;
    bool ruled = piece->rule != RULE_COUNT;

    json_open(out, '{');
    json_key_string(out, "family", ruled ? bytes_of(match_family_name(match_rule_family(piece->rule))) : BYTES_NONE);
    json_key(out, "direct");
    json_bool(out, ruled && match_family_direct(match_rule_family(piece->rule)));
    json_key_string(out, "rule", ruled ? bytes_of(match_rule_name(piece->rule)) : BYTES_NONE);
    json_key_string(out, "text", ruled ? bytes_of(match_rule_text(piece->rule)) : BYTES_NONE);
    json_key_string(out, "kind", bytes_of(trait_kind_name(evidence->kind)));
    json_key_string(out, "value", evidence->value);
    json_key_i64(out, "endpoints", evidence->endpoints);
    json_key_i64(out, "sites", evidence->sites);
    json_key_string(out, "hub", evidence->hub == HUB_none ? BYTES_NONE : bytes_of(hub_kind_name(evidence->hub)));
    json_key_string(out, "ruling", ruling_name(evidence->ruling));
    put_bits(out, "full_bits", piece->full);
    put_bits(out, "shared_bits", piece->shared);
    put_bits(out, "partner_bits", piece->partners);
    put_bits(out, "grade_bits", piece->grade);
    put_bits(out, "time_bits", piece->time);
    put_bits(out, "hub_bits", piece->listed);
    put_bits(out, "bits", piece->bits);
    json_key(out, "counted");
    json_bool(out, piece->verdict == VERDICT_counted);
    json_key_string(out, "remark", match_piece_text(out->arena, piece));
    put_side(out, "endpoint", &evidence->endpoint, examples->endpoint, examples->endpoint_count);
    put_side(out, "site", &evidence->site, examples->site, examples->site_count);
    json_close(out, '}');
}

static void put_contrary(struct json_out *out, uint32_t contrary)
{
    json_key(out, "contrary");
    json_open(out, '[');
    for (enum match_contrary i = 0; i < CONTRARY_COUNT; i++) {
        if ((contrary & 1U << i) == 0)
            continue;
        json_open(out, '{');
        json_key_string(out, "name", bytes_of(match_contrary_name(i)));
        json_key_string(out, "text", bytes_of(match_contrary_text(i)));
        put_bits(out, "bits", match_contrary_bits(i));
        json_close(out, '}');
    }
    json_close(out, ']');
}

/* Why the third is kin: the least of link, kin and most, with what is lost on the way and what the model makes of such links, are the bits of the way. */
static void put_hop(struct json_out *out, const struct model *model, const struct link_hop *hop)
{
    const struct match_hop_parts parts = match_hop_explain(model, &hop->hop);
    bool site = hop->hop.via_site;

    json_open(out, '{');
    json_key_string(out, "via", hop->via);
    json_key_string(out, "via_is", site ? BYTES("site") : BYTES("endpoint"));
    json_key_string(out, "rule", bytes_of(match_kin_name(site, hop->hop.kind)));
    json_key_string(out, "text", bytes_of(match_kin_text(site, hop->hop.kind)));
    json_key_string(out, "kind", bytes_of(trait_kind_name(hop->hop.kind)));
    json_key_string(out, "value", hop->value);
    json_key_i64(out, "shared", hop->hop.shared);
    json_key_string(out, "ruling", hop->hop.ruled ? ruling_name(RULING_no_hub) : BYTES_NONE);
    put_bits(out, "full_bits", parts.full);
    put_bits(out, "shared_bits", parts.others);
    put_bits(out, "kin_bits", parts.kin);
    put_bits(out, "link_bits", hop->hop.link_bits);
    put_bits(out, "most_bits", parts.most);
    put_bits(out, "loss_bits", parts.loss);
    put_bits(out, "each_bit", model->third);
    put_bits(out, "third_bits", parts.third);
    json_key_i64(out, "days_apart", hop->hop.apart_us / INSTANT_DAY);
    put_bits(out, "bits", hop->bits);
    if (hop->value.n > 0) {
        put_side(out, site ? "site" : "endpoint", &hop->one, hop->one_records, hop->one_count);
        put_side(out, "third", &hop->third, hop->third_records, hop->third_count);
    }
    json_close(out, '}');
}

struct bytes link_explanation_json(struct arena *arena, const struct link_explanation *explanation)
{
    const struct match_waterfall *waterfall = &explanation->waterfall;
    struct json_out out;
    struct buf buf;

    buf_init(&buf, arena);
    json_out_init(&out, &buf);
    json_open(&out, '{');
    json_key_string(&out, "endpoint", explanation->link.endpoint);
    json_key_string(&out, "site", explanation->link.site);
    json_key_string(&out, "status", bytes_of(link_status_name(explanation->link.status)));
    json_key(&out, "probability");
    json_number(&out, bytes_printf(arena, "%.6f", match_probability(explanation->link.bits)));
    put_bits(&out, "weight_bits", explanation->link.bits);
    put_bits(&out, "sum_bits", waterfall->score.bits);
    put_bits(&out, "prior_bits", waterfall->prior);
    put_bits(&out, "hand_most_bits", match_hand_most(&explanation->model.model, waterfall->bound_us));
    put_bits(&out, "hand_bits", waterfall->hand);
    put_bits(&out, "apart_bits", waterfall->apart);
    json_key_i64(&out, "days_apart", waterfall->apart_us / INSTANT_DAY);
    put_contrary(&out, waterfall->contrary);
    json_key(&out, "kept");
    json_bool(&out, explanation->kept);
    json_key(&out, "kept_model");
    if (explanation->kept_model != 0)
        json_i64(&out, explanation->kept_model);
    else
        json_null(&out);
    json_key_i64(&out, "model", explanation->model.id);
    json_key_string(&out, "model_sha256", explanation->model.sha256);
    json_key_i64(&out, "match_version", MATCH_VERSION);
    json_key(&out, "two_hops");
    json_bool(&out, explanation->two_hops);
    json_key(&out, "way");
    if (explanation->hop != NULL)
        put_hop(&out, &explanation->model.model, explanation->hop);
    else
        json_null(&out);
    json_key(&out, "evidence");
    json_open(&out, '[');
    for (size_t i = 0; i < waterfall->count; i++)
        put_piece(&out, &waterfall->pieces[i], &explanation->examples[waterfall->pieces[i].evidence - explanation->evidence]);
    json_close(&out, ']');
    json_close(&out, '}');
    return buf_bytes(&buf);
}

enum status link_explain_json(struct op *op, struct db *db, const struct ident_data *data, const struct uuid *endpoint,
                              const struct uuid *site, struct bytes *ret)
{
    struct link_explanation explanation;
    enum status st = link_explain(op, db, data, endpoint, site, &explanation);

    if (st == ST_OK)
        *ret = link_explanation_json(op->arena, &explanation);
    return st;
}
