#include "cli/model_argument.h"

#include "base/number.h"
#include "edge/file.h"

static enum status read_file(struct op *op, const char *path, struct model_entry *ret)
{
    struct model_entry entry = {.origin = BYTES("file")};
    enum status st = file_read(op, path, MODEL_FILE_LIMIT, &entry.text);

    if (st == ST_OK)
        st = model_parse(op, entry.text, &entry.model);
    if (st == ST_OK)
        *ret = entry;
    return st;
}

enum status model_argument(struct op *op, struct db *db, const char *text, struct model_entry *ret)
{
    enum status st;
    int64_t id;

    if (parse_i64(bytes_of(text), &id) && id >= 0 && id <= INT16_MAX)
        return model_get(op, db, (int16_t)id, ret);
    if (!bytes_is(bytes_of(text), "active"))
        return read_file(op, text, ret);
    st = model_active(op, db, ret);
    return st == ST_NOTFOUND ? op_fail(op, st, "no model is in use yet: efc correlate takes the one inside the program") : st;
}
