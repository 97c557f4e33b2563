#include "store/submission_store.h"

#include <zstd.h>

#include "base/instant.h"
#include "base/number.h"

#define PACK_LEVEL 3                              /* zstd: a table shrinks to a tenth, at several hundred MB/s */
#define PIECE_MOST ((unsigned long long)64 << 20) /* of one piece unpacked: far above SUBMISSION_PIECE */

struct uuid submission_id(struct bytes partner, enum record_kind kind, const struct sha256 *sha256, struct bytes profile)
{
    struct bytes parts[] = {BYTES("submission"), partner, bytes_of(record_kind_name(kind)), sha256_raw(sha256), profile};

    return uuid_derive(parts, profile.n > 0 ? COUNT_OF(parts) : COUNT_OF(parts) - 1);
}

struct bytes submission_member(const struct submission *submission, int64_t line, int64_t *ret_line)
{
    int64_t member = line / SUBMISSION_MEMBER_LINES;

    *ret_line = line % SUBMISSION_MEMBER_LINES;
    return member >= 1 && (size_t)member <= submission->member_count ? submission->members[member - 1] : BYTES_NONE;
}

struct member_counts *submission_member_counts(struct submission_progress *progress, int64_t line)
{
    int64_t member = line / SUBMISSION_MEMBER_LINES;

    return member >= 1 && member <= SUBMISSION_MEMBER_MOST ? &progress->members[member - 1] : NULL;
}

struct uuid submission_correction_id(const struct uuid *id, const struct uuid *corrects)
{
    struct bytes parts[] = {BYTES("correction"), uuid_bytes(id), uuid_bytes(corrects)};

    return uuid_derive(parts, COUNT_OF(parts));
}

const struct uuid *submission_source(const struct submission *submission)
{
    return submission->is_replay ? &submission->replays : &submission->id;
}

static bool cell_sha256(struct arena *arena, const PGresult *res, int column, struct sha256 *ret)
{
    struct bytes raw = cell_bytea(arena, res, 0, column);

    for (size_t i = 0; raw.n == sizeof(ret->b) && i < raw.n; i++)
        ret->b[i] = (uint8_t)raw.p[i];
    return raw.n == sizeof(ret->b);
}

static void progress_read(struct arena *arena, const PGresult *res, struct submission_progress *ret)
{
    int64_t *const counts[] = {&ret->line,    &ret->records,     &ret->accepted, &ret->duplicate,
                               &ret->revised, &ret->quarantined, &ret->warnings, &ret->problems};

    for (int i = 0; i < (int)COUNT_OF(counts); i++)
        *counts[i] = cell_i64(res, 0, 10 + i);
    ret->has_chain = cell_sha256(arena, res, 18, &ret->chain);
}

/* One element of an array as the server prints it, and what separates it from the next. */
static struct bytes element_read(struct bytes text, size_t *at, char *buffer)
{
    bool quoted = text.p[*at] == '"';
    size_t n = 0;

    for (*at += quoted; *at < text.n && text.p[*at] != (quoted ? '"' : ','); ++*at) {
        if (text.p[*at] == '\\' && *at + 1 < text.n)
            ++*at;
        buffer[n++] = text.p[*at];
    }
    *at += quoted ? 2 : 1;
    return (struct bytes){buffer, n};
}

/* A text[] as the server prints it. */
static const struct bytes *names_read(struct arena *arena, struct bytes text, size_t *ret_count)
{
    struct bytes inside = text.n > 2 ? bytes_slice(text, 1, text.n - 2) : BYTES_NONE;
    struct bytes *names = arena_array(arena, struct bytes, text.n / 2 + 1);
    char *buffer = arena_alloc(arena, text.n + 1);

    *ret_count = 0;
    for (size_t at = 0; at < inside.n; buffer += names[(*ret_count)++].n)
        names[*ret_count] = element_read(inside, &at, buffer);
    return names;
}

/* ---- the counts of the files of a container, an array of numbers in the order of the struct ---- */

#define MEMBER_COUNTS (sizeof(struct member_counts) / sizeof(int64_t))

static void member_counts_read(struct arena *arena, struct bytes text, size_t members, struct submission_progress *ret)
{
    size_t count = 0;
    const struct bytes *numbers = names_read(arena, text, &count);
    struct member_counts *of = ret->members;
    bool fits = count == members * MEMBER_COUNTS && members <= SUBMISSION_MEMBER_MOST;

    for (size_t m = 0; fits && m < members; m++, numbers += MEMBER_COUNTS)
        fits = parse_i64(numbers[0], &of[m].accepted) && parse_i64(numbers[1], &of[m].duplicate) &&
               parse_i64(numbers[2], &of[m].revised) && parse_i64(numbers[3], &of[m].quarantined);
}

static struct param param_member_counts(struct arena *arena, const struct submission *submission)
{
    const struct member_counts *of = submission->progress.members;
    int64_t *numbers = arena_array(arena, int64_t, submission->member_count * MEMBER_COUNTS + 1), *at = numbers;

    for (size_t m = 0; m < submission->member_count; m++) {
        *at++ = of[m].accepted;
        *at++ = of[m].duplicate;
        *at++ = of[m].revised;
        *at++ = of[m].quarantined;
    }
    return param_i64_array(arena, numbers, submission->member_count * MEMBER_COUNTS);
}

/* ---- the files of a container that were not taken: their names and their kinds, each an array ---- */

static enum status others_read(struct op *op, struct bytes names, struct bytes kinds, struct submission *ret)
{
    size_t count = 0, kind_count = 0;
    const struct bytes *name = names_read(op->arena, names, &count), *kind = names_read(op->arena, kinds, &kind_count);
    struct other_member *others = arena_array(op->arena, struct other_member, count);

    for (size_t i = 0; i < count; i++) {
        others[i].name = name[i];
        if (kind_count != count || !record_kind_find(kind[i], &others[i].kind))
            return op_fail(op, ST_BUG, "a stored submission cannot be read");
    }
    ret->others = others;
    ret->other_count = count;
    return ST_OK;
}

static struct param param_other_names(struct arena *arena, const struct submission *submission)
{
    struct bytes *names = arena_array(arena, struct bytes, submission->other_count);

    for (size_t i = 0; i < submission->other_count; i++)
        names[i] = submission->others[i].name;
    return param_text_array(arena, names, submission->other_count);
}

static struct param param_other_kinds(struct arena *arena, const struct submission *submission)
{
    struct bytes *kinds = arena_array(arena, struct bytes, submission->other_count);

    for (size_t i = 0; i < submission->other_count; i++)
        kinds[i] = bytes_of(record_kind_name(submission->others[i].kind));
    return param_text_array(arena, kinds, submission->other_count);
}

enum status submission_find(struct op *op, struct db *db, const struct uuid *id, struct submission *ret)
{
    struct param params[] = {param_uuid(id)};
    AUTO(pg_clear) PGresult *res = NULL;
    enum status st = db_run(op, db, &Q_SUBMISSION_FIND, params, &res);

    if (st != ST_OK)
        return st;
    if (PQntuples(res) == 0)
        return ST_NOTFOUND;
    ret->id = *id;
    ret->partner = bytes_copy(op->arena, cell_text(res, 0, 0));
    if (!record_kind_find(cell_text(res, 0, 1), &ret->kind) || !cell_sha256(op->arena, res, 2, &ret->sha256) ||
        !cell_sha256(op->arena, res, 3, &ret->stored_sha256))
        return op_fail(op, ST_BUG, "a stored submission cannot be read");
    ret->bytes = cell_i64(res, 0, 4);
    ret->stored_bytes = cell_i64(res, 0, 5);
    ret->format = bytes_copy(op->arena, cell_text(res, 0, 6));
    ret->source = bytes_copy(op->arena, cell_text(res, 0, 7));
    ret->received_us = cell_instant(res, 0, 8);
    ret->done = bytes_is(cell_text(res, 0, 9), "done");
    progress_read(op->arena, res, &ret->progress);
    ret->ignored = names_read(op->arena, cell_text(res, 0, 19), &ret->ignored_count);
    ret->passed_over = cell_i64(res, 0, 22);
    ret->left_out = cell_i64(res, 0, 23);
    ret->members = names_read(op->arena, cell_text(res, 0, 24), &ret->member_count);
    member_counts_read(op->arena, cell_text(res, 0, 28), ret->member_count, &ret->progress);
    ret->profile = PQgetisnull(res, 0, 21) ? BYTES_NONE : bytes_copy(op->arena, cell_text(res, 0, 21));
    ret->is_correction = !cell_is_null(res, 0, 25);
    ret->corrects = cell_uuid(res, 0, 25);
    ret->is_replay = !cell_is_null(res, 0, 26);
    ret->replays = cell_uuid(res, 0, 26);
    ret->replay_scope = ret->is_replay ? bytes_copy(op->arena, cell_text(res, 0, 27)) : BYTES_NONE;
    ret->receipt = ret->done ? bytes_copy(op->arena, cell_text(res, 0, 20)) : BYTES_NONE;
    return others_read(op, cell_text(res, 0, 29), cell_text(res, 0, 30), ret);
}

/* ---- storing ---- */

struct putting {
    const struct submission *submission;
    submission_piece_fn *piece;
    void *arg;
};

static enum status put_row(struct op *op, struct db *db, const struct submission *s)
{
    struct param params[] = {param_uuid(&s->id),
                             param_text(s->partner),
                             param_cstr(record_kind_name(s->kind)),
                             param_bytea(sha256_raw(&s->sha256)),
                             param_bytea(sha256_raw(&s->stored_sha256)),
                             param_i64(op->arena, s->bytes),
                             param_i64(op->arena, s->stored_bytes),
                             param_text(s->format),
                             param_text(s->source),
                             param_instant(op->arena, s->received_us),
                             param_text(s->profile),
                             param_i64(op->arena, s->passed_over),
                             param_i64(op->arena, s->left_out),
                             param_text_array(op->arena, s->members, s->member_count),
                             s->is_correction ? param_uuid(&s->corrects) : param_text(BYTES_NONE),
                             s->is_replay ? param_uuid(&s->replays) : param_text(BYTES_NONE),
                             param_text(s->replay_scope),
                             param_other_names(op->arena, s),
                             param_other_kinds(op->arena, s)};

    return db_do(op, db, &Q_SUBMISSION_PUT, params);
}

static enum status put_pieces(struct op *op, struct db *db, const struct putting *putting)
{
    struct copy *copy;
    struct bytes piece = BYTES_NONE;
    enum status st = copy_begin(op, db, &Q_SUBMISSION_PUT_CHUNK, &copy);

    if (st != ST_OK)
        return st;
    for (int32_t number = 0; (st = putting->piece(op, putting->arg, number == 0, &piece)) == ST_OK && piece.p != NULL; number++) {
        copy_row(copy, 3);
        copy_uuid(copy, &putting->submission->id);
        copy_i32(copy, number);
        copy_text(copy, piece);
    }
    enum status end = copy_end(copy, NULL);

    return st != ST_OK ? st : end;
}

enum status submission_add(struct op *op, struct db *db, const struct submission *submission, submission_piece_fn *piece,
                           void *arg)
{
    struct putting putting = {submission, piece, arg};
    struct submission found = {.partner_number = 0};
    enum status st = submission_find(op, db, &submission->id, &found);

    if (st != ST_NOTFOUND)
        return st;
    st = put_row(op, db, submission);
    return st == ST_OK ? put_pieces(op, db, &putting) : st;
}

static enum status put_work(struct op *op, struct db *db, void *arg)
{
    const struct putting *putting = arg;

    return submission_add(op, db, putting->submission, putting->piece, putting->arg);
}

enum status submission_put(struct op *op, struct db *db, const struct submission *submission, submission_piece_fn *piece,
                           void *arg)
{
    struct putting putting = {submission, piece, arg};

    return db_unit(op, db, put_work, &putting);
}

/* ---- once more ---- */

struct replaying {
    const struct submission *original;
    struct bytes scope;
    struct bytes profile;
    struct submission *ret;
};

/* A replay is the same arrival read again: it keeps the moment, so that what the partner said later still stands above it. */
static struct submission replay_of(struct op *op, const struct replaying *replaying, int64_t number)
{
    const struct submission *original = replaying->original;
    struct bytes parts[] = {BYTES("replay"), uuid_bytes(&original->id), bytes_printf(op->arena, "%lld", (long long)number)};
    struct submission replay = *original;

    replay.id = uuid_derive(parts, COUNT_OF(parts));
    replay.profile = replaying->profile;
    replay.done = replay.is_correction = false;
    replay.progress = (struct submission_progress){.line = 0};
    replay.ignored_count = 0;
    replay.receipt = BYTES_NONE;
    replay.is_replay = true;
    replay.replays = original->id;
    replay.replay_scope = replaying->scope;
    return replay;
}

static enum status replay_work(struct op *op, struct db *db, void *arg)
{
    const struct replaying *replaying = arg;
    struct param params[] = {param_uuid(&replaying->original->id)};
    AUTO(pg_clear) PGresult *res = NULL;
    enum status st = db_run(op, db, &Q_SUBMISSION_NEXT_REPLAY, params, &res);

    if (st != ST_OK)
        return st;
    if (!cell_is_null(res, 0, 1)) {
        struct uuid begun = cell_uuid(res, 0, 1);

        return submission_find(op, db, &begun, replaying->ret);
    }
    *replaying->ret = replay_of(op, replaying, cell_i64(res, 0, 0));
    return put_row(op, db, replaying->ret);
}

/* Two at a time make the same row, and one of them has to look again. */
enum status submission_replay(struct op *op, struct db *db, const struct submission *original, struct bytes scope,
                              struct bytes profile, struct submission *ret)
{
    struct replaying replaying = {original, scope, profile, ret};
    enum status st;

    ret->partner_number = original->partner_number;
    st = db_unit(op, db, replay_work, &replaying);
    if (st != ST_CONFLICT)
        return st;
    op_clear(op);
    return db_unit(op, db, replay_work, &replaying);
}

/* ---- pieces ---- */

struct bytes submission_piece_pack(struct arena *arena, struct bytes raw)
{
    size_t room = ZSTD_compressBound(raw.n);
    char *packed = arena_alloc(arena, room);
    size_t n = ZSTD_compress(packed, room, raw.p, raw.n, PACK_LEVEL);

    return (struct bytes){packed, ZSTD_isError(n) ? 0 : n};
}

enum status submission_piece_unpack(struct op *op, struct bytes packed, struct bytes *ret)
{
    unsigned long long size = ZSTD_getFrameContentSize(packed.p, packed.n);

    if (size == ZSTD_CONTENTSIZE_ERROR || size == ZSTD_CONTENTSIZE_UNKNOWN || size > PIECE_MOST)
        return op_fail(op, ST_BUG, "a stored piece of a submission is damaged");
    char *raw = arena_alloc(op->arena, (size_t)size);
    size_t n = ZSTD_decompress(raw, (size_t)size, packed.p, packed.n);

    if (ZSTD_isError(n) || n != size)
        return op_fail(op, ST_BUG, "a stored piece of a submission is damaged");
    *ret = (struct bytes){raw, n};
    return ST_OK;
}

enum status submission_piece_find(struct op *op, struct db *db, const struct uuid *id, int64_t number, struct bytes *ret)
{
    struct param params[] = {param_uuid(id), param_i64(op->arena, number)};
    AUTO(pg_clear) PGresult *res = NULL;
    enum status st = db_run(op, db, &Q_SUBMISSION_FIND_CHUNK, params, &res);

    if (st == ST_OK)
        *ret = PQntuples(res) == 0 ? BYTES_NONE : cell_bytea(op->arena, res, 0, 0);
    return st;
}

/* ---- one process at a time ---- */

static int64_t lock_number(const struct uuid *id)
{
    uint64_t number = 0;

    for (size_t i = 0; i < sizeof(number); i++)
        number = number << 8 | id->b[i];
    return (int64_t)number;
}

enum status submission_lock(struct op *op, struct db *db, const struct uuid *id)
{
    struct param params[] = {param_i64(op->arena, lock_number(id))};

    return db_do(op, db, &Q_SUBMISSION_LOCK, params);
}

void submission_unlock(struct op *op, struct db *db, const struct uuid *id)
{
    struct param params[] = {param_i64(op->arena, lock_number(id))};

    if (db_do(op, db, &Q_SUBMISSION_UNLOCK, params) != ST_OK)
        op_clear(op); /* the session is gone, and its locks with it */
}

/* ---- progress, receipt, problems ---- */

enum status submission_put_progress(struct op *op, struct db *db, const struct submission *s)
{
    const struct submission_progress *p = &s->progress;
    struct param params[] = {param_uuid(&s->id),
                             param_i64(op->arena, p->line),
                             param_i64(op->arena, p->records),
                             param_i64(op->arena, p->accepted),
                             param_i64(op->arena, p->duplicate),
                             param_i64(op->arena, p->revised),
                             param_i64(op->arena, p->quarantined),
                             param_i64(op->arena, p->warnings),
                             param_i64(op->arena, p->problems),
                             param_bytea(p->has_chain ? sha256_raw(&p->chain) : BYTES("")),
                             param_text_array(op->arena, s->ignored, s->ignored_count),
                             param_member_counts(op->arena, s)};

    return db_do(op, db, &Q_SUBMISSION_PUT_PROGRESS, params);
}

enum status submission_put_receipt(struct op *op, struct db *db, const struct uuid *id, struct bytes receipt)
{
    struct param params[] = {param_uuid(id), param_text(receipt)};

    return db_do(op, db, &Q_SUBMISSION_PUT_RECEIPT, params);
}

enum status problem_put_many(struct op *op, struct db *db, const struct uuid *id, int64_t first, const struct problem *problems,
                             size_t count)
{
    struct copy *copy;
    enum status st = count == 0 ? ST_OK : copy_begin(op, db, &Q_PROBLEM_PUT, &copy);

    if (count == 0 || st != ST_OK)
        return st;
    for (size_t i = 0; i < count; i++) {
        bool has_fix = problems[i].fix.kind != FIX_none;

        copy_row(copy, 10);
        copy_uuid(copy, id);
        copy_i64(copy, first + (int64_t)i);
        copy_i64(copy, (int64_t)problems[i].line);
        copy_text(copy, problems[i].source_ref);
        copy_text(copy, problems[i].field);
        copy_text(copy, bytes_of(reason_code(problems[i].reason)));
        copy_text(copy, problems[i].is_error ? BYTES("error") : BYTES("warning"));
        copy_text(copy, has_fix ? bytes_of(fix_code(problems[i].fix.kind)) : BYTES_NONE);
        copy_text(copy, has_fix ? problems[i].fix.value : BYTES_NONE);
        copy_i32(copy, has_fix ? (int32_t)problems[i].fix.count : 0);
    }
    return copy_end(copy, NULL);
}
