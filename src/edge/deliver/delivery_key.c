#include "core/webhook.h"
#include "edge/deliver.h"
#include "edge/secret.h"

#define KEY_LIMIT 256 /* "whsec_" and the base64 of 64 bytes take 94 */

bool delivery_key_get(struct op *op, struct bytes reference, struct bytes *ret_key, const char **ret_why)
{
    struct bytes text = BYTES_NONE;
    bool good;

    if (secret_read(op, reference, KEY_LIMIT, &text) != ST_OK) {
        op_clear(op); /* why it could not be read is not the partner's to know, nor the ledger's */
        *ret_why = "the partner's signing key is not where its reference says (env:NAME or file:PATH), or everybody may read it";
        return false;
    }
    good = webhook_key_parse(op->arena, text, ret_key);
    secret_forget(&text);
    if (!good)
        *ret_why = "the partner's signing key is not of the form whsec_ and base64 of 24 to 64 bytes";
    return good;
}
