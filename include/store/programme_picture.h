/*
 * programme_picture.h: one programme as it is: its members in time, how it came to be, and what alone holds parts of it together.
 *
 * Shape   a tie is a link, or kinship of two endpoints or two sites by a value that few have. A kept tie is one without which the programme
 *         would fall in two; a cut one was too weak to hold two parts together, or joined what people found to lie apart. Where only one
 *         member would fall off, it is a leaf and no tie.
 * Memory  in the arena of op.
 */
#ifndef STORE_PROGRAMME_PICTURE_H
#define STORE_PROGRAMME_PICTURE_H

#include "core/match.h"
#include "store/db.h"

struct programme_member {
    bool is_site;
    struct bytes name;
    struct bytes first_on, last_on; /* days; BYTES_NONE when no record says */
    int64_t links;
};

struct programme_change {
    int64_t number;      /* that efc programme undo takes */
    struct bytes change; /* formed, joined, left, merged, merged into, split, split off, dissolved */
    struct bytes other;  /* programme; BYTES_NONE */
    int64_t members;     /* that moved */
    int64_t at_us;
};

struct programme_tie {
    bool cut;
    int64_t off_endpoints, off_sites; /* that would fall off without the tie, or fell off with it: the smaller side */
    struct bytes across;              /* cut: the programme on the other side; BYTES_NONE */
    struct bytes one, other;          /* of a link: the endpoint and the site */
    bool kin;                         /* else a link; what follows is of kin */
    bool of_sites;                    /* else of endpoints */
    enum trait_kind kind;
    struct bytes value; /* BYTES_NONE: what is known has changed since */
    int64_t shared;     /* so many endpoints, or sites, have it */
};

struct programme_picture {
    struct uuid id;
    struct programme_member *members; /* in the order in which they came up; none: the programme is dissolved */
    struct programme_change *changes; /* the oldest first */
    struct programme_tie *ties;       /* those by which most falls off first */
    size_t member_count, change_count, tie_count;
    int64_t leaves;
};

/* ST_NOTFOUND when there never was such a programme. */
MUST_CHECK enum status programme_picture_get(struct op *op, struct db *db, const struct uuid *id, struct programme_picture *ret);
struct bytes programme_picture_json(struct arena *arena, const struct programme_picture *picture);

#endif
