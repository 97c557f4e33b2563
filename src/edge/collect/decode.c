#include "decode.h"

#include "base/log.h"
#include "edge/intake.h"
#include "edge/secret.h"

struct decoding {
    struct db *db;
    const struct collect_options *options;
    struct decode_result *result;
};

static void secrets_leave(struct arena *arena, const struct collect *plan)
{
    const struct bytes references[] = {plan->bearer, plan->password, plan->certificate, plan->certificate_key, plan->ssh_key};

    for (size_t i = 0; i < COUNT_OF(references); i++)
        secret_leave(arena, references[i]);
}

static bool should_stop(void *arg)
{
    const struct collect_options *options = arg;

    return options->stop != NULL && *options->stop != 0;
}

static void say(struct op *op, const struct source_waiting *waiting, const struct submission_progress *progress, enum status st)
{
    log_event(st == ST_OK ? LOG_INFO : LOG_WARNING, "collect_decode", LOG_TEXT("source", waiting->source.p),
              LOG_TEXT("submission", uuid_print(op->arena, &waiting->submission).p), LOG_NUMBER("records", progress->records),
              LOG_NUMBER("accepted", progress->accepted), LOG_NUMBER("duplicate", progress->duplicate),
              LOG_NUMBER("revised", progress->revised), LOG_NUMBER("quarantined", progress->quarantined),
              LOG_TEXT("why", st == ST_OK ? "" : op->cause));
}

static enum status submission_decode(struct op *op, const struct decoding *decoding, struct submission *submission)
{
    const struct config *config = decoding->options->config;
    struct partner partner;
    enum status st = partner_find(op, decoding->db, submission->partner, &partner);
    struct intake intake = {.db = decoding->db,
                            .data = decoding->options->data,
                            .key = &decoding->options->key,
                            .partner = &partner,
                            .kind = submission->kind,
                            .source = "collect",
                            .chunk_records = config_number(config, CONFIG_chunk_records),
                            .memory = (size_t)config_number(config, CONFIG_unit_memory) << 20,
                            .should_stop = should_stop,
                            .stop_arg = (void *)decoding->options};

    if (st != ST_OK)
        return st;
    submission->partner_number = partner.number;
    return intake_decode(op, &intake, submission);
}

static enum status one_decode(struct op *op, const struct decoding *decoding, const struct source_waiting *waiting)
{
    struct submission submission = {.partner_number = 0};
    const struct submission_progress *progress = &submission.progress;
    struct op inner;

    op_init(&inner, op->arena, op->now_us, op->actor);
    enum status st = submission_find(&inner, decoding->db, &waiting->submission, &submission);

    if (st == ST_OK)
        st = submission_decode(&inner, decoding, &submission);
    say(&inner, waiting, progress, st);
    if (st != ST_OK) {
        decoding->result->passed_over++;
        return ST_OK;
    }
    decoding->result->submissions++;
    decoding->result->records += progress->records;
    decoding->result->quarantined += progress->quarantined;
    return source_mark_decoded(op, decoding->db, &waiting->submission);
}

enum status decode_waiting(struct op *op, const struct sources *sources, const struct collect_options *options,
                           struct decode_result *result)
{
    AUTO(db_close) struct db *db = NULL;
    struct source_waiting waiting = {.stored_us = 0};
    struct decoding decoding = {.options = options, .result = result};
    enum status st;

    for (size_t i = 0; i < sources->count; i++)
        secrets_leave(op->arena, sources->items[i].profile.collect);
    st = db_open(op, config_text(options->config, CONFIG_db), "efc_intake", &db);
    decoding.db = db;
    while (st == ST_OK && !should_stop((void *)options)) {
        AUTO(arena_free) struct arena *arena = arena_new(SIZE_MAX);
        struct op unit;

        op_init(&unit, arena, op->now_us, op->actor);
        st = source_waiting_next(&unit, db, &waiting);
        if (st == ST_OK)
            st = one_decode(&unit, &decoding, &waiting);
        if (st != ST_OK && st != ST_NOTFOUND)
            op_fail(op, st, "%s", unit.cause);
    }
    return st == ST_NOTFOUND ? ST_OK : st;
}
