/* Submissions: their stored bytes against the hash of them, their records against the chain over them. */
#include <string.h>
#include <zstd.h>

#include "audit_check_private.h"
#include "core/record.h"
#include "core/record_chain.h"
#include "db_private.h"

#define SCRATCH ((size_t)64 << 20)
#define UNPACK_ROOM ((size_t)1 << 17)

static bool hash_is(const struct copy_value *value, const struct sha256 *hash)
{
    return value->n == sizeof(hash->b) && memcmp(value->p, hash->b, sizeof(hash->b)) == 0;
}

/* ---- stored bytes ---- */

enum chunk_column { CHUNK_OF, CHUNK_SUBMISSION, CHUNK_SHA256, CHUNK_BYTES, CHUNK_NUMBER, CHUNK_CONTENT, CHUNK_COLUMNS };

struct stored {
    struct audit_check *check;
    struct arena *scratch;
    ZSTD_DCtx *unpacker;
    bool open; /* a submission is being read */
    struct uuid id;
    struct sha256 expected;
    int64_t expected_bytes;
    bool damaged;
    int32_t next;
    int64_t bytes;
    struct sha256_stream stream;
};

static void stored_end(struct stored *stored)
{
    struct sha256 hash;

    if (!stored->open)
        return;
    sha256_end(&stored->stream, &hash);
    if (stored->damaged || stored->bytes != stored->expected_bytes || memcmp(hash.b, stored->expected.b, sizeof(hash.b)) != 0)
        audit_found(stored->check, "submission_chunk", uuid_print(stored->scratch, &stored->id),
                    "the bytes that are stored are not those that came");
    stored->open = false;
}

static void stored_begin(struct stored *stored, const struct copy_value *values)
{
    stored->open = true;
    stored->id = value_uuid(&values[CHUNK_SUBMISSION]);
    stored->expected_bytes = value_i64(&values[CHUNK_BYTES]);
    stored->damaged = values[CHUNK_SHA256].n != sizeof(stored->expected.b);
    if (!stored->damaged)
        memcpy(stored->expected.b, values[CHUNK_SHA256].p, sizeof(stored->expected.b));
    stored->next = 0;
    stored->bytes = 0;
    sha256_begin(&stored->stream);
    stored->check->rows++;
}

/* Unpacks in small steps: a damaged piece may claim any size. */
static void stored_piece(struct stored *stored, const struct copy_value *content)
{
    char *room = arena_alloc(stored->scratch, UNPACK_ROOM);
    ZSTD_inBuffer in = {content->p, content->n, 0};
    size_t left = 1;

    ZSTD_DCtx_reset(stored->unpacker, ZSTD_reset_session_only);
    while (left != 0 && !stored->damaged) {
        ZSTD_outBuffer out = {room, UNPACK_ROOM, 0};
        size_t before = in.pos;

        left = ZSTD_decompressStream(stored->unpacker, &out, &in);
        sha256_feed(&stored->stream, (struct bytes){room, out.pos});
        stored->bytes += (int64_t)out.pos;
        stored->damaged =
            ZSTD_isError(left) || (left != 0 && out.pos == 0 && in.pos == before) || stored->bytes > stored->expected_bytes;
    }
    if (in.pos != in.size)
        stored->damaged = true;
}

static enum status on_chunk(struct op *op, const struct copy_value *values, unsigned columns, void *arg)
{
    struct stored *stored = arg;
    struct uuid id;

    if (columns != CHUNK_COLUMNS)
        return op_fail(op, ST_BUG, "copy_chunks: other columns than expected");
    arena_reset(stored->scratch);
    if (values[CHUNK_SUBMISSION].p == NULL) {
        id = value_uuid(&values[CHUNK_OF]);
        audit_found(stored->check, "submission_chunk", uuid_print(stored->scratch, &id), "there is no such submission");
        return ST_OK;
    }
    id = value_uuid(&values[CHUNK_SUBMISSION]);
    if (!stored->open || uuid_compare(&id, &stored->id) != 0) {
        stored_end(stored);
        stored_begin(stored, values);
    }
    if (values[CHUNK_OF].p == NULL)
        return ST_OK; /* no piece at all: right only when there was no byte */
    stored->damaged |= value_i32(&values[CHUNK_NUMBER]) != stored->next++;
    if (!stored->damaged)
        stored_piece(stored, &values[CHUNK_CONTENT]);
    return ST_OK;
}

static void free_unpacker(ZSTD_DCtx **unpacker)
{
    ZSTD_freeDCtx(*unpacker);
}

static enum status check_stored(struct op *op, struct db *db, struct audit_check *check, struct arena *scratch)
{
    AUTO(free_unpacker) ZSTD_DCtx *unpacker = ZSTD_createDCtx();
    struct stored stored = {.check = check, .scratch = scratch, .unpacker = unpacker};
    enum status st;

    if (unpacker == NULL)
        return op_fail(op, ST_FULL, "there is no memory to unpack submissions");
    st = db_copy_out(op, db, &Q_AUDIT_COPY_CHUNKS, on_chunk, &stored);
    if (st == ST_OK)
        stored_end(&stored);
    return st;
}

/* ---- records ---- */

enum record_column {
    OF_SUBMISSION,
    CHAIN,
    TAKEN,
    RECORD_OF,
    LINE,
    RECORD_ID,
    EVENT_AT,
    GRADE,
    ENDPOINT_ID,
    SITE_ID,
    CONTENT_SHA256,
    CONTENT,
    KIND,
    SOURCE_REF,
    PARTNER,
    SUBMITTED_KIND, /* NULL when the row's partner or moment is not the submission's */
    RECORD_COLUMNS
};

struct taken {
    struct audit_check *check;
    struct arena *scratch;
    bool open;
    struct uuid id;
    struct sha256 expected;
    bool expects_chain;
    int64_t expected_count;
    struct sha256 chain;
    int64_t count;
};

static void taken_end(struct taken *taken)
{
    const char *fault = NULL;

    if (!taken->open)
        return;
    if (taken->count < taken->expected_count)
        fault = "records that were taken from this submission were removed";
    else if (taken->count > taken->expected_count)
        fault = "records that were not taken from this submission were inserted";
    else if (taken->expects_chain != (taken->count > 0) ||
             (taken->count > 0 && memcmp(taken->chain.b, taken->expected.b, sizeof(taken->chain.b)) != 0))
        fault = "a record of this submission was changed";
    if (fault != NULL)
        audit_found(taken->check, "record", uuid_print(taken->scratch, &taken->id), fault);
    taken->open = false;
}

static void taken_begin(struct taken *taken, const struct copy_value *values)
{
    taken->open = true;
    taken->id = value_uuid(&values[OF_SUBMISSION]);
    taken->expects_chain = values[CHAIN].n == sizeof(taken->expected.b);
    if (taken->expects_chain)
        memcpy(taken->expected.b, values[CHAIN].p, sizeof(taken->expected.b));
    taken->expected_count = value_i64(&values[TAKEN]);
    taken->count = 0;
}

/* The id is made of partner, kind and the partner's own id; all three stand in other columns. */
static bool name_is_right(const struct copy_value *values)
{
    int16_t kind = value_i16(&values[KIND]);
    struct uuid id = value_uuid(&values[RECORD_ID]), derived;

    if (kind < 0 || kind >= RECORD_KIND_COUNT ||
        !bytes_is(value_text(&values[SUBMITTED_KIND]), record_kind_name((enum record_kind)kind)))
        return false;
    struct bytes parts[] = {value_text(&values[PARTNER]), value_text(&values[SUBMITTED_KIND]), value_text(&values[SOURCE_REF])};

    derived = uuid_derive(parts, COUNT_OF(parts));
    return uuid_compare(&id, &derived) == 0;
}

static void taken_add(struct taken *taken, const struct copy_value *values)
{
    struct record_mark mark = {.line = value_i64(&values[LINE]),
                               .event_us = (int64_t)((uint64_t)value_i64(&values[EVENT_AT]) + (uint64_t)POSTGRES_EPOCH_US),
                               .grade = value_i16(&values[GRADE]),
                               .id = value_uuid(&values[RECORD_ID]),
                               .endpoint = value_uuid(&values[ENDPOINT_ID]),
                               .site = value_uuid(&values[SITE_ID])};

    sha256_bytes(value_text(&values[CONTENT]), &mark.content_hash);
    if (!hash_is(&values[CONTENT_SHA256], &mark.content_hash))
        audit_found(taken->check, "record", uuid_print(taken->scratch, &mark.id), "its content does not give its hash");
    if (!name_is_right(values))
        audit_found(taken->check, "record", uuid_print(taken->scratch, &mark.id),
                    "its id does not belong to its partner, kind, name and moment");
    record_chain_add(taken->count == 0 ? NULL : &taken->chain, &mark, &taken->chain);
    taken->count++;
    taken->check->rows++;
}

static enum status on_record(struct op *op, const struct copy_value *values, unsigned columns, void *arg)
{
    struct taken *taken = arg;
    struct uuid id;

    if (columns != RECORD_COLUMNS)
        return op_fail(op, ST_BUG, "copy_records: other columns than expected");
    arena_reset(taken->scratch);
    if (values[OF_SUBMISSION].p == NULL) {
        id = value_uuid(&values[RECORD_ID]);
        audit_found(taken->check, "record", uuid_print(taken->scratch, &id), "it is of no submission: it was inserted");
        return ST_OK;
    }
    id = value_uuid(&values[OF_SUBMISSION]);
    if (!taken->open || uuid_compare(&id, &taken->id) != 0) {
        taken_end(taken);
        taken_begin(taken, values);
    }
    if (values[RECORD_OF].p != NULL)
        taken_add(taken, values);
    return ST_OK;
}

static enum status check_records(struct op *op, struct db *db, struct audit_check *check, struct arena *scratch)
{
    struct taken taken = {.check = check, .scratch = scratch};
    enum status st = db_copy_out(op, db, &Q_AUDIT_COPY_RECORDS, on_record, &taken);

    if (st == ST_OK)
        taken_end(&taken);
    return st;
}

/* Revisions of a record are numbered from 1 without a gap, and all but the last are superseded. */
static enum status check_revisions(struct op *op, struct db *db, struct audit_check *check)
{
    AUTO(pg_clear) PGresult *res = NULL;
    enum status st = db_run(op, db, &Q_AUDIT_LIST_STRANGE_REVISIONS, NULL, &res);

    for (int row = 0; st == ST_OK && row < PQntuples(res); row++)
        audit_found(check, "record", cell_text(res, row, 0), cell_text(res, row, 1).p);
    return st;
}

enum status audit_check_submissions(struct op *op, struct db *db, struct audit_check *check)
{
    AUTO(arena_free) struct arena *scratch = arena_new(SCRATCH);
    enum status st = check_stored(op, db, check, scratch);

    if (st == ST_OK)
        st = check_records(op, db, check, scratch);
    return st == ST_OK ? check_revisions(op, db, check) : st;
}
