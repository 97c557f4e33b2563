/* Profiles that stand inside the program: of some formats under the format's name, of spreadsheets with our fields made up here. */
#include <string.h>

#include "base/buf.h"
#include "edge/profile_file.h"
#include "embedded/profile.h"

/* A spreadsheet has dates of its own, which only a profile can read. */
static struct bytes sheet_profile(struct arena *arena, enum record_kind kind)
{
    struct buf text;

    buf_init(&text, arena);
    buf_printf(&text, "name: Spreadsheet with our fields\nformat: xlsx\nkind: %s\nfields:\n", record_kind_name(kind));
    for (size_t i = 0; i < record_field_count(kind); i++) {
        const char *name = record_field_name(record_field_at(kind, i));

        buf_printf(&text, "  - field: %s\n    column: %s\n", name, name);
    }
    return buf_bytes(&text);
}

enum status profile_of_format(struct op *op, enum format format, enum record_kind kind, struct profile *ret,
                              struct bytes *ret_text)
{
    const char *path = arena_printf(op->arena, "%s.conf", format_name(format));

    *ret_text = format == FORMAT_xlsx ? sheet_profile(op->arena, kind) : BYTES_NONE;
    for (unsigned i = 0; i < profile_file_count && ret_text->n == 0; i++)
        if (strcmp(profile_files[i].path, path) == 0)
            *ret_text = (struct bytes){profile_files[i].text, profile_files[i].size};
    return ret_text->n == 0 ? ST_OK : profile_parse(op, path, *ret_text, ret);
}
