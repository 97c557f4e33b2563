/*
 * email.h: e-mail addresses.
 *
 * Shape   canonical: the local part as it was written (NFC; quotes only where they are needed), '@', the domain as in host.h.
 *         A domain is a name with a dot; address literals are refused.
 * Source  RFC 5321 section 4.1.2, RFC 6531 (UTF-8); folding: email_folds.csv
 */
#ifndef CORE_IDENT_EMAIL_H
#define CORE_IDENT_EMAIL_H

#include "core/ident.h"

/* How a provider reads local parts: all in one mailbox. */
struct email_fold {
    struct bytes domain; /* that stands for all of the provider's */
    char tag;            /* what begins a tag, 0: nothing */
    bool drop_dots;
};

enum reason email_fold_read(struct ident_data *data, struct bytes line, int unused);

#endif
