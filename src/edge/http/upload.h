/*
 * upload.h: the body of a submission on its way to safety: plain, gzipped, or the file of a form.
 *
 * Memory  in the request's arena; the temporary file is closed by upload_close().
 * Errors  the type of problem and the pointer are set.
 */
#ifndef EDGE_HTTP_UPLOAD_H
#define EDGE_HTTP_UPLOAD_H

#include "edge/http/multipart.h"
#include "edge/http/server.h"
#include "edge/intake.h"
#include "edge/intake/profile_shelf.h"
#include "edge/intake/spool.h"

struct upload {
    struct intake intake;
    struct partner partner;
    struct profile_loan profile; /* of the partner, when it has one */
    struct spool spool;
    struct multipart *multipart; /* NULL: the body is the file */
    bool says_gzip;
    bool begun;
    struct bytes key;     /* of Idempotency-Key; BYTES_NONE without */
    struct uuid corrects; /* the submission that this one corrects */
    bool is_correction;
};

/* Looks at the header fields. `kind` BYTES_NONE: the partner's profile tells it. */
MUST_CHECK enum status upload_begin(struct request *request, struct bytes kind, struct upload **ret);
MUST_CHECK enum status upload_piece(struct request *request, struct bytes piece);
MUST_CHECK enum status upload_end(struct request *request);
void upload_close(struct request *request);

#endif
