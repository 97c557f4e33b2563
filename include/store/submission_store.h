/*
 * submission_store.h: what a partner sent in one go: its bytes, how far they have been decoded, what was wrong, the receipt.
 *
 * State   stored (the bytes are safe, decoding may have begun) → done (the receipt is there and never changes).
 */
#ifndef STORE_SUBMISSION_STORE_H
#define STORE_SUBMISSION_STORE_H

#include "core/record.h"
#include "store/db.h"

#define SUBMISSION_MEMBER_MOST 100 /* files of one container */

/* What became of the records of one file. */
struct member_counts {
    int64_t accepted;
    int64_t duplicate;
    int64_t revised;
    int64_t quarantined;
};

/* A file of a container whose name tells another kind than that of the submission. */
struct other_member {
    struct bytes name;
    enum record_kind kind;
};

/* Everything up to and with `line` is in. */
struct submission_progress {
    int64_t line;
    int64_t records; /* = accepted + duplicate + revised + quarantined */
    int64_t accepted;
    int64_t duplicate;
    int64_t revised;
    int64_t quarantined;
    int64_t warnings;
    int64_t problems;
    struct sha256 chain; /* over the records that were accepted or revised: record_chain.h */
    bool has_chain;
    struct member_counts members[SUBMISSION_MEMBER_MOST]; /* of a container that holds several files */
};

#define SUBMISSION_MEMBER_LINES INT64_C(10000000000)

struct submission {
    struct uuid id; /* derived from partner, kind, sha256 and profile */
    struct bytes partner;
    int16_t partner_number;
    enum record_kind kind;
    struct sha256 sha256;        /* of the bytes as they came */
    struct sha256 stored_sha256; /* unpacked, card numbers truncated */
    int64_t bytes;
    int64_t stored_bytes;
    struct bytes format;
    struct bytes source;
    struct bytes profile; /* the text of the partner profile; BYTES_NONE: none */
    int64_t received_us;
    bool done;
    struct submission_progress progress;
    const struct bytes *ignored; /* columns */
    size_t ignored_count;
    int64_t passed_over; /* records that were not stored */
    int64_t left_out;    /* texts of those that were */
    const struct bytes *
        members; /* of a container that holds several files; a line of number m, from 1, counts from m * SUBMISSION_MEMBER_LINES */
    size_t member_count;
    const struct other_member *others; /* files of it that were not taken */
    size_t other_count;
    struct bytes receipt; /* BYTES_NONE until it is done */
    bool is_correction;
    struct uuid corrects; /* the submission whose lines in quarantine it corrects */
    bool is_replay;
    struct uuid replays;       /* the submission whose stored bytes it takes once more */
    struct bytes replay_scope; /* SCOPE_ALL, SCOPE_QUARANTINE, or SCOPE_CODE and a code */
};

#define SCOPE_ALL "all"               /* every line */
#define SCOPE_QUARANTINE "quarantine" /* lines that are in quarantine */
#define SCOPE_CODE "code:"            /* those of them with this reason */

/* In a container the member that a line lies in, BYTES_NONE otherwise; *ret_line: the line within it. */
struct bytes submission_member(const struct submission *submission, int64_t line, int64_t *ret_line);

/* Where the counts of the file stand that a line lies in; NULL outside of a container. */
struct member_counts *submission_member_counts(struct submission_progress *progress, int64_t line);

/* With another profile the same file is another submission: when a profile has been put right, the file can be sent again. */
struct uuid submission_id(struct bytes partner, enum record_kind kind, const struct sha256 *sha256, struct bytes profile);

/* The same file sent to correct another submission is a submission of its own. */
struct uuid submission_correction_id(const struct uuid *id, const struct uuid *corrects);

/* ST_NOTFOUND when there is none. partner_number stays as it was. */
MUST_CHECK enum status submission_find(struct op *op, struct db *db, const struct uuid *id, struct submission *ret);

/* Gives the packed pieces of a submission one after the other; BYTES_NONE after the last; called from the first again when the
 * transaction is repeated (`restart`). */
typedef enum status submission_piece_fn(struct op *op, void *arg, bool restart, struct bytes *ret);
/* Stores the bytes and the row in one transaction. ST_OK also when another process has just stored the same. */
MUST_CHECK enum status submission_put(struct op *op, struct db *db, const struct submission *submission,
                                      submission_piece_fn *piece, void *arg);

/* Makes a submission that takes the stored bytes of `original` once more, by a profile (BYTES_NONE: none); when one is begun and not
 * finished, that is given instead. */
MUST_CHECK enum status submission_replay(struct op *op, struct db *db, const struct submission *original, struct bytes scope,
                                         struct bytes profile, struct submission *ret);
/* The submission that holds the bytes: itself, or the one that it replays. */
const struct uuid *submission_source(const struct submission *submission);
/* The same in a running transaction, together with what else belongs to it. */
MUST_CHECK enum status submission_add(struct op *op, struct db *db, const struct submission *submission,
                                      submission_piece_fn *piece, void *arg);

/* The submission's bytes are kept in pieces of about this size, each compressed by itself. */
#define SUBMISSION_PIECE ((size_t)1 << 20)
struct bytes submission_piece_pack(struct arena *arena, struct bytes raw);
/* Piece `number` as it was packed; BYTES_NONE past the last. */
MUST_CHECK enum status submission_piece_find(struct op *op, struct db *db, const struct uuid *id, int64_t number,
                                             struct bytes *ret);
MUST_CHECK enum status submission_piece_unpack(struct op *op, struct bytes packed, struct bytes *ret);

/* One process at a time decodes a submission. */
MUST_CHECK enum status submission_lock(struct op *op, struct db *db, const struct uuid *id);
void submission_unlock(struct op *op, struct db *db, const struct uuid *id);

/* ---- in a running transaction ---- */
MUST_CHECK enum status submission_put_progress(struct op *op, struct db *db, const struct submission *submission);
MUST_CHECK enum status submission_put_receipt(struct op *op, struct db *db, const struct uuid *id, struct bytes receipt);
/* Problems get the numbers from `first` on. */
MUST_CHECK enum status problem_put_many(struct op *op, struct db *db, const struct uuid *id, int64_t first,
                                        const struct problem *problems, size_t count);

#endif
