/*
 * intake.h: what a partner sends, by whatever road, to a receipt.
 *
 * Steps   1. the bytes are unpacked, card numbers truncated, hashed and stored: nothing is interpreted before they are safe;
 *         2. they are read back, decoded, checked and committed chunk by chunk, each with its progress;
 *         3. the last chunk's transaction appends to the audit log and makes the receipt.
 *         Cut off anywhere and taken again, it goes on where it stopped; taken again when it is done, it gives the same receipt.
 * Memory  bounded whatever the size: the unit's memory, and some for packing.
 * Errors  ST_INPUT with what is wrong with the file as a whole, in which case nothing is stored; what is wrong with a line
 *         stands in the receipt.
 */
#ifndef EDGE_INTAKE_H
#define EDGE_INTAKE_H

#include "core/checkpoint.h"
#include "core/profile.h"
#include "store/partner_store.h"
#include "store/submission_store.h"

/* Puts up to `room` bytes into the buffer; *ret_n 0: the end. */
typedef enum status intake_read_fn(struct op *op, void *arg, char *buffer, size_t room, size_t *ret_n);

struct turns;
struct profile_shelf;

enum intake_stage {
#define INTAKE_STAGE(name, thread, text) INTAKE_STAGE_##name,
#include "edge/intake_stage.def"
#undef INTAKE_STAGE
    INTAKE_STAGE_COUNT
};

/* How long each stage took, in all files; several threads add to it. */
struct intake_times {
    _Atomic int64_t us[INTAKE_STAGE_COUNT];
};

struct intake {
    struct db *db;
    struct turns *turns; /* NULL: one chunk after the other, by db */
    const struct ident_data *data;
    const struct checkpoint_key *key; /* signs the receipt's checkpoint */
    const struct partner *partner;
    enum record_kind kind;
    const char *source;            /* the name of the file; - for standard input */
    const char *called;            /* what messages call it; NULL: by that name */
    const struct profile *profile; /* NULL: the file has our fields */
    struct bytes profile_text;
    struct profile_shelf *shelf; /* NULL, or where profiles are looked for before they are parsed */
    int64_t chunk_records;
    size_t memory; /* bytes that one chunk may take */
    intake_read_fn *read;
    void *read_arg;
    void (*show)(void *arg, const char *step, int64_t done); /* NULL, or told how far it is */
    void *show_arg;
    bool (*should_stop)(void *arg); /* NULL, or asked between two chunks; ST_UNAVAILABLE when it says so */
    void *stop_arg;
    struct intake_times *times; /* NULL: nobody asks */
};

const char *intake_called(const struct intake *intake);

/* Two more sessions, opened when they are needed: one closes a chunk while the next is filled through the other. They are for one
 * intake at a time: those who share them borrow them, and get NULL when somebody else has them. */
typedef enum status session_open_fn(struct op *op, const char *conninfo, const char *role, struct db **ret);
struct turns *turns_new(session_open_fn *open, const char *conninfo, const char *role);
void turns_free(struct turns **turns); /* for AUTO(); before it, every taking has been ended */
struct turns *turns_borrow(struct turns *turns);
void turns_give_back(struct turns **borrowed); /* NULL: nothing was borrowed */

struct intake_result {
    struct bytes receipt;
    bool repeated; /* it had been taken before */
    struct submission_progress progress;
};

/* All of it, from a source that is read. Where chunks take turns, the last one may be under way when it returns: the next submission
 * may begin before this one is ended. The intake's partner and profile stay where they are until the end. */
struct intake_taking;
MUST_CHECK enum status intake_begin(struct op *op, const struct intake *intake, struct intake_taking **ret);
MUST_CHECK enum status intake_end(struct op *op, struct intake_taking *taking, struct intake_result *ret);
void intake_done(struct intake_taking **taking); /* for AUTO(); takes nothing back */
/* Both. */
MUST_CHECK enum status intake_take(struct op *op, const struct intake *intake, struct intake_result *ret);

/* ---- in steps, for bytes that are pushed (edge/intake/spool.h takes them) ---- */
struct spool;
/* What is known of a submission before its bytes are. */
void intake_submission(const struct op *op, const struct intake *intake, struct submission *ret);
/* And what is known once they are in the spool, its id first of all. */
void intake_name(const struct intake *intake, const struct spool *spool, struct submission *submission);
/* Makes the bytes safe; *submission is then the one on file, which may be done already. */
MUST_CHECK enum status intake_store(struct op *op, const struct intake *intake, struct spool *spool,
                                    struct submission *submission);
/* Goes on from where it stands until it is done. */
MUST_CHECK enum status intake_decode(struct op *op, const struct intake *intake, struct submission *submission);

#endif
