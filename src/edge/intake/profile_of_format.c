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

struct bytes profile_text_of_format(struct arena *arena, enum format format, enum record_kind kind)
{
    const char *path = arena_printf(arena, "%s.conf", format_name(format));

    if (format == FORMAT_xlsx)
        return sheet_profile(arena, kind);
    for (unsigned i = 0; i < profile_file_count; i++)
        if (strcmp(profile_files[i].path, path) == 0)
            return (struct bytes){profile_files[i].text, profile_files[i].size};
    return BYTES_NONE;
}
