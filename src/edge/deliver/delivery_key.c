#include <sodium.h>
#include <stdlib.h>

#include "core/webhook.h"
#include "edge/deliver.h"
#include "edge/file.h"

#define KEY_FILE_LIMIT 256 /* "whsec_" and the base64 of 64 bytes take 94 */

static struct bytes key_text(struct op *op, struct bytes reference)
{
    struct bytes text = BYTES_NONE;

    if (bytes_start(reference, BYTES("env:")))
        return bytes_of(getenv(bytes_cstr(op->arena, bytes_from(reference, 4))));
    if (bytes_start(reference, BYTES("file:")) &&
        file_read(op, bytes_cstr(op->arena, bytes_from(reference, 5)), KEY_FILE_LIMIT, &text) != ST_OK)
        op_clear(op); /* why it could not be read is not the partner's to know, nor the ledger's */
    return text;
}

bool delivery_key_get(struct op *op, struct bytes reference, struct bytes *ret_key, const char **ret_why)
{
    struct bytes text = key_text(op, reference);
    bool good;

    if (text.p == NULL) {
        *ret_why = "the partner's signing key is not where its reference says (env:NAME or file:PATH)";
        return false;
    }
    good = webhook_key_parse(op->arena, bytes_trim(text), ret_key);
    if (bytes_start(reference, BYTES("file:")))
        sodium_memzero((void *)text.p, text.n);
    if (!good)
        *ret_why = "the partner's signing key is not of the form whsec_ and base64 of 24 to 64 bytes";
    return good;
}
