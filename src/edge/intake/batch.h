/*
 * batch.h: some records of a submission, decoded and checked: what is looked up and written together.
 *
 * Memory  everything that a batch points to lives in its arena, but for the names of ignored columns.
 */
#ifndef EDGE_INTAKE_BATCH_H
#define EDGE_INTAKE_BATCH_H

#include "ignored.h"
#include "store/quarantine_store.h"
#include "store/record_store.h"

#define BATCH_RECORDS 2000

struct batch {
    struct op op; /* with the batch's arena; what went wrong while it was filled */
    struct asserted records[BATCH_RECORDS];
    struct bytes texts[BATCH_RECORDS]; /* as they stood in the file, where reading keeps them */
    enum record_fate fates[BATCH_RECORDS];
    size_t count;
    struct settled_line overtaken[BATCH_RECORDS]; /* taken out again: something newer is on file */
    size_t overtaken_count;
    struct quarantined quarantined[BATCH_RECORDS];
    size_t quarantined_count;
    struct problem *problems;
    size_t problem_count;
    size_t problem_room;
    int64_t warnings;
    int64_t line;           /* of its last record */
    struct ignored ignored; /* columns of the submission, as far as they were met up to here */
    bool is_last;
};

/* Forgets what it holds and gives its memory back. */
void batch_clear(struct batch *batch);
bool batch_is_empty(const struct batch *batch);
size_t batch_records(const struct batch *batch);

/* How records of one submission are read. */
struct batch_reading {
    const struct ident_data *data;
    enum record_kind kind;
    struct bytes partner;
    struct profile *profile; /* NULL: the file has our fields */
    struct ignored *ignored;
    struct arena *scratch; /* of one record */
    bool columns_noted;
    bool keeps_texts;
    int64_t problems; /* of the submission, up to here */
};
/* Checks one more record, whose table has these columns. */
void batch_take(struct batch *batch, struct batch_reading *reading, const struct raw_record *raw, const struct bytes *columns,
                size_t column_count);
/* Record `index` goes to quarantine after all; those behind it keep their order. */
void batch_refuse(struct batch *batch, size_t index, enum reason reason);
/* Record `index` is left out: something newer is on file. */
void batch_overtake(struct batch *batch, size_t index);

#endif
