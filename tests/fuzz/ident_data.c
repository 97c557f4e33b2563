/* Any text as one of the files of config/ident/; the first byte chooses which ('0' the first). */
#include "fuzz/ident_property.h"

int LLVMFuzzerTestOneInput(const uint8_t *input, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *input, size_t n)
{
    static const char *const names[] = {"letters.csv",           "legal_forms.csv", "email_folds.csv",  "descriptor_prefixes.csv",
                                        "descriptor_places.csv", "hub_cdn.txt",     "hub_shortener.txt"};
    AUTO(ident_data_free) struct ident_data *data = NULL;
    struct ident_file file;
    struct op op;

    if (n == 0)
        return 0;
    file.path = names[(size_t)(input[0] + COUNT_OF(names) - '0' % COUNT_OF(names)) % COUNT_OF(names)];
    file.text = (struct bytes){(const char *)input + 1, n - 1};
    op_init(&op, ident_arena(), 0, "fuzz");
    if (ident_data_new(&op, &file, 1, &data) != ST_OK)
        MUST(op.status == ST_INPUT && op.cause[0] != '\0');
    return 0;
}
